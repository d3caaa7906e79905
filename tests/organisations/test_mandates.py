"""Rights hang on the mandate in use: it is chosen, it switches, it ends."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from organisations.actor import Actor, Role
from organisations.models import Council, CouncilKind, Fractie, Mandate
from tests.conftest import AsClient
from tests.factories import MandateFactory, UserFactory


def actor_of(client: Client) -> Actor:
    actor: Actor = client.get("/start/").wsgi_request.actor  # type: ignore[attr-defined]
    return actor


def test_the_actor_is_the_mandate_in_plain_values(group_leader: Mandate, losser: Council, fractie: Fractie) -> None:
    assert group_leader.actor() == Actor(
        user_id=group_leader.user_id,
        mandate_id=group_leader.pk,
        role=Role.GROUP_LEADER,
        organisation_id=losser.organisation_id,
        council_id=losser.pk,
        fractie_id=fractie.pk,
        office="fractievoorzitter Dinkelbelang, Losser",
    )


def test_a_clerk_of_two_councils_acts_for_one_at_a_time(as_client: AsClient, clerk: Mandate, enschede: Council) -> None:
    second = MandateFactory(user=clerk.user, organisation=enschede.organisation, role=Role.CLERK)
    client = as_client(clerk)

    before = actor_of(client)
    response = client.post("/mandaat/", {"mandate": second.pk})
    after = actor_of(client)

    assert response.headers["Location"] == "/start/"
    assert (before.office, after.office) == ("griffier van Losser", "griffier van Enschede")
    assert client.get("/leden/losser/").status_code == 404
    assert client.get("/leden/enschede/").status_code == 200


@pytest.mark.parametrize("wanted", ["", "abc", "0", "-1", "9" * 30])
def test_a_mandate_that_does_not_exist_is_not_chosen(as_client: AsClient, member: Mandate, wanted: str) -> None:
    client = as_client(member)

    assert client.post("/mandaat/", {"mandate": wanted}).status_code == 404
    assert actor_of(client).mandate_id == member.pk


def test_the_mandate_of_somebody_else_is_not_chosen(as_client: AsClient, member: Mandate, clerk: Mandate) -> None:
    client = as_client(member)

    assert client.post("/mandaat/", {"mandate": clerk.pk}).status_code == 404
    assert actor_of(client).role == Role.COUNCIL_MEMBER


def test_choosing_is_a_post_of_who_is_signed_in(client: Client, as_client: AsClient, member: Mandate) -> None:
    assert as_client(member).get("/mandaat/").status_code == 405
    assert client.post("/mandaat/", {"mandate": member.pk}).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_mandate_that_ended_gives_nothing_at_once(as_client: AsClient, clerk: Mandate) -> None:
    client = as_client(clerk)
    allowed = client.get("/leden/").status_code

    Mandate.objects.filter(pk=clerk.pk).update(ends_on=timezone.localdate())

    assert allowed == 200
    assert client.get("/leden/").status_code == 403
    assert client.post("/mandaat/", {"mandate": clerk.pk}).status_code == 404
    assert actor_of(client) == Actor(user_id=clerk.user_id)


def test_a_mandate_that_has_not_begun_gives_nothing(as_client: AsClient, clerk: Mandate) -> None:
    Mandate.objects.filter(pk=clerk.pk).update(starts_on=timezone.localdate() + timedelta(days=1))

    assert as_client(clerk).get("/leden/").status_code == 403


def test_who_has_no_mandate_is_told_what_to_do(as_client: AsClient, member: Mandate) -> None:
    client = as_client(member)
    Mandate.objects.update(ends_on=timezone.localdate())

    response = client.get("/start/")

    assert response.status_code == 200
    assert "U hebt nu geen mandaat" in response.content.decode()


def test_the_next_mandate_is_used_when_the_chosen_one_ends(
    as_client: AsClient, member: Mandate, enschede: Council
) -> None:
    other = MandateFactory(user=member.user, organisation=enschede.organisation, starts_on=date(2024, 1, 1))
    client = as_client(member)

    Mandate.objects.filter(pk=member.pk).update(ends_on=timezone.localdate())

    assert actor_of(client).mandate_id == other.pk


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (CouncilKind.MUNICIPAL_COUNCIL, "raadslid"),
        (CouncilKind.PROVINCIAL_COUNCIL, "Statenlid"),
        (CouncilKind.WATER_BOARD_COUNCIL, "AB-lid"),
    ],
)
def test_a_member_is_called_as_the_body_does(member: Mandate, losser: Council, kind: CouncilKind, label: str) -> None:
    losser.kind = kind
    losser.save()

    mandate = Mandate.objects.with_names().get(pk=member.pk)

    assert mandate.office == f"{label} van Losser"


def test_the_office_of_a_deputy_and_of_a_committee_member_says_so(losser: Council) -> None:
    deputy = MandateFactory(organisation=losser.organisation, role=Role.CLERK, is_deputy=True)
    citizen = MandateFactory(organisation=losser.organisation, is_committee_member=True)

    assert deputy.office == "plaatsvervangend griffier van Losser"
    assert citizen.office == "commissielid van Losser"


def test_the_own_account_shows_the_mandates(as_client: AsClient, member: Mandate, enschede: Council) -> None:
    MandateFactory(user=member.user, organisation=enschede.organisation)

    page = as_client(member).get("/mijn-gegevens/").content.decode()

    assert "raadslid@losser.example" in page
    assert "raadslid van Losser" in page
    assert "raadslid van Enschede" in page
    assert "Stel een wachtwoord in" in page


def test_who_has_a_password_can_change_it(as_client: AsClient, member: Mandate) -> None:
    member.user.set_password("een lang wachtwoord")
    member.user.save()

    assert "Wijzig uw wachtwoord" in as_client(member).get("/mijn-gegevens/").content.decode()


def test_the_own_account_is_for_who_is_signed_in(client: Client, db: None) -> None:
    UserFactory()

    assert client.get("/mijn-gegevens/").headers["Location"].startswith("/account/inloggen/")
