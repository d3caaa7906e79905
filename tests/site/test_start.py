"""Every start page: whose mandate it is of, and what is on none of them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.models import Contribution, Involvement
from organisations.actor import Role
from organisations.models import Council, Mandate
from ros_portal.kit.templatetags.dutch import short_day
from tests.conftest import AsClient
from tests.consultations.factories import InvolvementFactory
from tests.factories import FractieFactory, MandateFactory
from tests.site.conftest import PageOf
from tests.site.start_scene import Work, fractie_input

pytestmark = pytest.mark.django_db
CAST = ["member", "group_leader", "clerk", "case_officer", "secretary", "executive", "administrator"]


# Nobody


@pytest.mark.parametrize("role", CAST)
def test_no_page_leads_to_a_draft_of_somebody_else_or_into_another_council(
    page_of: PageOf, request: pytest.FixtureRequest, work: Work, enschede: Council, role: str
) -> None:
    mandate: Mandate = request.getfixturevalue(role)
    fractie = FractieFactory(term=work.track.council.terms.get(), name="Andere fractie")
    other_leader = MandateFactory(organisation=work.track.council.organisation, role=Role.GROUP_LEADER, fractie=fractie)
    fractie_input(work.open_round, other_leader, [other_leader])
    own = Contribution.objects.written_by(mandate.actor()).values("pk")
    of_others = [str(contribution.uuid) for contribution in Contribution.objects.exclude(pk__in=own)]

    _, html = page_of(mandate)

    assert [uuid for uuid in of_others if uuid in html] == []
    assert "Andere fractie" not in html
    assert "Geheim van Enschede" not in html
    assert "Nota van Enschede" not in html
    assert "-ENS-" not in html


# Links


@pytest.mark.parametrize("role", CAST)
def test_every_link_of_a_start_page_leads_somewhere_for_who_sees_it(
    as_client: AsClient, request: pytest.FixtureRequest, work: Work, role: str
) -> None:
    client = as_client(request.getfixturevalue(role))
    main = client.get("/start/").content.decode().partition("<main")[2].partition("</main>")[0]
    addresses = {address.replace("&amp;", "&") for address in re.findall(r'href="(/[^"#]*)', main)}

    answers = {address: client.get(address).status_code for address in addresses}

    assert len(answers) >= 3
    assert set(answers.values()) == {200}, answers


# Mandates


def test_with_several_mandates_the_page_is_of_the_one_in_use_and_names_the_others(
    as_client: AsClient, page_of: PageOf, clerk: Mandate, enschede: Council, work: Work
) -> None:
    InvolvementFactory(organisation=enschede.organisation, release=Involvement.Release.BY_CLERK)
    second = MandateFactory(user=clerk.user, organisation=enschede.organisation, role=Role.CLERK)

    of_losser, of_enschede = page_of(clerk)[1], page_of(second)[1]

    assert "U bent ook griffier van Enschede." in of_losser
    assert "Geheim van Enschede" not in of_losser
    assert "U bent ook griffier van Losser." in of_enschede
    assert "Geheim van Enschede" in of_enschede
    assert "Informatieavond over het spoor" not in of_enschede


def test_who_has_one_mandate_reads_of_no_others(page_of: PageOf, member: Mandate) -> None:
    assert "U bent ook" not in page_of(member)[1]


def test_who_lost_the_mandate_reads_which_and_since_when_and_nothing_else(
    as_client: AsClient, member: Mandate, work: Work
) -> None:
    member.ends_on = timezone.localdate()
    member.save()

    html = as_client(member).get("/start/").content.decode()

    assert f"Uw mandaat als raadslid van Losser is beëindigd op {short_day(member.ends_on)}." in html
    assert str(work.draft.uuid) not in html
    assert "Wat wacht op u" not in html


def test_who_gets_a_mandate_later_reads_when_it_begins(as_client: AsClient, member: Mandate) -> None:
    member.starts_on = timezone.localdate() + timedelta(days=20)
    member.save()

    html = as_client(member).get("/start/").content.decode()

    assert f"Uw mandaat als raadslid van Losser begint op {short_day(member.starts_on)}." in html
