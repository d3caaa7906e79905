"""The front door: what it explains, what is coming, what is new; and the pages at its foot."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.models import Phase, RoundStatus
from organisations.models import Council, Mandate
from ros_portal.site.views.home import AMBITION, DATES, NEWS
from tests.conftest import AsClient
from tests.consultations.factories import (
    CommitmentFactory,
    ContributionFactory,
    MeetingFactory,
    PhaseFactory,
    RoundFactory,
)
from tests.consultations.trail_story import meeting_in
from tests.documents.factories import VersionFactory
from tests.notifications.factories import NoticeFactory

pytestmark = pytest.mark.django_db
PAGES = ("home", "about", "accessibility", "privacy", "contact")


def home(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_home_page_explains_the_three_products_and_the_ambition_of_the_letter(client: Client) -> None:
    for code in Phase.Code:
        PhaseFactory(code=code)
    CommitmentFactory()

    page = home(client)

    for code in Phase.Code:
        assert reverse("consultations:phase", args=[PhaseFactory(code=code).slug]) in page
    assert "Hier zijn we nu" in page
    assert [figure["value"] for figure in AMBITION] == ["100.000", "60.000", "50.000"]
    for figure in AMBITION:
        assert figure["value"] in page
    assert "We gaan met u in gesprek" in page


def test_an_empty_portal_has_a_home_page(client: Client) -> None:
    assert "Er is nog niets gepubliceerd." in home(client)


def test_the_one_next_step_is_the_open_round_for_visitors_and_the_own_work_for_members(
    client: Client, as_client: AsClient, member: Mandate
) -> None:
    round_ = RoundFactory(title="Verkenning")

    visitor, signed_in = home(client), home(as_client(member))

    assert "Bekijk de ronde die nu open is" in visitor
    assert round_.get_absolute_url() in visitor
    assert reverse("account_login") in visitor
    assert "Naar mijn werk" in signed_in
    assert "Bekijk de ronde die nu open is" not in signed_in


def test_coming_dates_come_in_their_order_and_are_not_too_many(client: Client) -> None:
    closing = RoundFactory(closes_at=timezone.now() + timedelta(days=6))
    coming = RoundFactory(opens_at=timezone.now() + timedelta(days=2), closes_at=timezone.now() + timedelta(days=50))
    meeting = MeetingFactory(held_on=timezone.localdate() + timedelta(days=4))
    for week in range(6):
        MeetingFactory(held_on=timezone.localdate() + timedelta(days=100 + week))

    dates = client.get("/").context["dates"]

    assert [entry["url"] for entry in dates[:4]] == [
        coming.get_absolute_url(),
        meeting.get_absolute_url(),
        closing.get_absolute_url(),
        coming.get_absolute_url(),
    ]
    assert len(dates) == DATES


def test_news_is_what_was_published_whatever_its_kind_the_newest_first(client: Client) -> None:
    now = timezone.now()
    NoticeFactory(sent=True, is_public=True, subject="Een bericht", published_at=now - timedelta(days=3))
    version = VersionFactory(published=True)
    meeting = MeetingFactory(held_on=timezone.localdate() - timedelta(days=9), published=True)

    news = client.get("/").context["news"]

    assert {entry.url for entry in news[:2]} == {version.get_absolute_url(), meeting.get_absolute_url()}
    assert news[2].title == "Een bericht"


def test_news_and_dates_hold_nothing_that_is_not_public(client: Client, losser: Council) -> None:
    NoticeFactory(sent=True, is_public=False, subject="GEHEIM bericht")
    NoticeFactory(subject="GEHEIM concept", is_public=True)
    VersionFactory(document__title="GEHEIM stuk")
    RoundFactory(title="GEHEIME ronde", status=RoundStatus.SCHEDULED)
    RoundFactory(title="GEHEIME ronde", status=RoundStatus.DRAFT)
    meeting_in(-3)

    assert "GEHEIM" not in home(client)


def test_every_council_is_named_without_a_ranking(client: Client, losser: Council, enschede: Council) -> None:
    round_ = RoundFactory(councils=[losser, enschede])
    ContributionFactory(round=round_, council=losser, released=True)

    page = home(client)

    assert page.index(enschede.get_absolute_url()) < page.index(losser.get_absolute_url()), "by name"
    assert "gaf inbreng" in page
    assert "nog geen inbreng" in page


def test_the_home_page_costs_as_many_queries_whatever_there_is(client: Client, losser: Council) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            home(client)
        return len(queries)

    round_ = RoundFactory(councils=[losser])
    MeetingFactory()
    VersionFactory(published=True)
    before = cost()

    for _ in range(NEWS + 4):
        ContributionFactory(round=round_, released=True)
        MeetingFactory()
        VersionFactory(published=True)
        NoticeFactory(sent=True, is_public=True)

    assert cost() == before
    assert before <= 14


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_the_portal_set_no_cookie_and_hold_no_form(client: Client, name: str) -> None:
    response = client.get(reverse(f"site:{name}"))

    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert client.post(reverse(f"site:{name}")).status_code in (403, 405)


def test_the_contact_page_names_the_office_of_every_party_and_no_person(
    client: Client, losser: Council, case_officer: Mandate
) -> None:
    page = client.get(reverse("site:contact")).content.decode()

    assert "ros@losser.example" in page
    assert case_officer.user.name not in page
    assert case_officer.user.email not in page


def test_security_txt_says_whom_to_tell_and_is_valid_for_months(client: Client) -> None:
    response = client.get("/.well-known/security.txt")

    assert response.headers["Content-Type"].startswith("text/plain")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"].startswith("mailto:")
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    expires = datetime.fromisoformat(fields["Expires"].replace("Z", "+00:00"))
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)


def test_robots_are_kept_from_the_pages_of_persons(client: Client) -> None:
    page = client.get("/robots.txt").content.decode()

    assert "User-agent: *" in page
    for private in (reverse("site:start"), reverse("account_login"), reverse("admin:index")):
        assert any(line and private.startswith(line) for line in page.replace("Disallow: ", "").splitlines())
