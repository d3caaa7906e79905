"""The start pages of officials, bestuurders and the programme team."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.models import Contribution, Meeting, MeetingStatus
from organisations.actor import Role
from organisations.models import Council, Mandate
from ros_portal.kit.templatetags.dutch import short_day
from tests.consultations.factories import (
    ContributionFactory,
    FeedbackFactory,
    MeetingFactory,
    RoundFactory,
    RoutingFactory,
    TrackFactory,
    answer_of,
    close_and_publish,
    standing_item,
)
from tests.factories import MandateFactory
from tests.site.conftest import PageOf
from tests.site.start_scene import Work, late, section, titles

pytestmark = pytest.mark.django_db


# Officials


def test_officials_find_the_bundle_and_the_released_input_of_their_own_council(
    page_of: PageOf, case_officer: Mandate, executive: Mandate, work: Work
) -> None:
    for mandate in (case_officer, executive):
        page, html = page_of(mandate)

        assert page.tasks[0].url == reverse("consultations:bundle", args=[work.convened.held_on])
        assert page.tasks[1].title == "2 keer nieuwe inbreng van uw raad"
        released = section(page, "Vrijgegeven inbreng van uw raad")
        assert {link.url for link in released.links} == {
            work.released.get_absolute_url(),
            work.answered.get_absolute_url(),
        }
        assert str(work.waiting.number) not in html
        assert "-ENS-" not in html


def test_input_that_the_clerk_just_released_is_the_first_that_officials_see(
    page_of: PageOf, case_officer: Mandate, work: Work
) -> None:
    work.waiting.status, work.waiting.released_at = Contribution.Status.RELEASED, timezone.now()
    work.waiting.save()

    page, _ = page_of(case_officer)

    assert section(page, "Vrijgegeven inbreng van uw raad").links[0].url == work.waiting.get_absolute_url()


def test_input_that_was_released_long_ago_is_not_called_new(
    page_of: PageOf, executive: Mandate, losser: Council
) -> None:
    round_ = RoundFactory(
        opens_at=timezone.now() - timedelta(days=90), closes_at=timezone.now() - timedelta(days=30), councils=[losser]
    )
    ContributionFactory(round=round_, council=losser, submitted=True)

    page, _ = page_of(executive)

    assert page.tasks == []
    assert len(section(page, "Vrijgegeven inbreng van uw raad").links) == 1


def test_input_that_an_extension_held_back_is_new_when_the_extension_ends(
    page_of: PageOf, executive: Mandate, losser: Council
) -> None:
    now = timezone.now()
    round_ = RoundFactory(opens_at=now - timedelta(days=90), closes_at=now - timedelta(days=30))
    TrackFactory(round=round_, council=losser, extended_until=now - timedelta(days=1))
    ContributionFactory(round=round_, council=losser, submitted=True)

    page, _ = page_of(executive)

    assert titles(page.tasks) == ["Nieuwe inbreng van uw raad"]


def test_a_party_that_does_not_sit_in_the_meeting_is_offered_no_bundle(
    page_of: PageOf, case_officer: Mandate, work: Work
) -> None:
    work.convened.participants.clear()

    page, html = page_of(case_officer)

    assert reverse("consultations:bundle", args=[work.convened.held_on]) not in html
    assert "Overleg van het BOSS" in titles(page.dates)


def test_a_bundle_waits_until_its_meeting_begins(page_of: PageOf, executive: Mandate, losser: Council) -> None:
    MeetingFactory(
        held_on=timezone.localdate(), starts_at=time(0, 0), convened=True, participants=[losser.organisation]
    )

    page, _ = page_of(executive)

    assert page.tasks == []


def test_a_case_officer_sees_the_answers_to_the_council_and_the_own_documents(
    page_of: PageOf, case_officer: Mandate, work: Work
) -> None:
    page, html = page_of(case_officer)

    assert len(section(page, "Antwoorden aan uw raad").links) == 1
    (document,) = section(page, "Documenten van uw organisatie").links
    assert (document.title, document.badge) == ("Woonvisie", "Concept")
    assert "Nota van Enschede" not in html


def test_an_executive_sees_the_latest_decisions(page_of: PageOf, executive: Mandate, work: Work) -> None:
    page, _ = page_of(executive)

    assert [link.url for link in section(page, "Laatste besluiten").links] == [work.decided.get_absolute_url()]


def test_officials_of_a_party_without_a_council_have_a_start_page(page_of: PageOf, work: Work) -> None:
    for role in (Role.CASE_OFFICER, Role.EXECUTIVE):
        page, _ = page_of(MandateFactory(role=role))

        assert "Vrijgegeven inbreng van uw raad" not in titles(page.sections)


# The region


def test_the_programme_team_finds_every_kind_of_work_the_most_urgent_first(
    page_of: PageOf, secretary: Mandate, work: Work
) -> None:
    given = RoutingFactory(answer=answer_of(work.released, 2), item=standing_item(work.held))
    FeedbackFactory(routing=given)

    page, _ = page_of(secretary)

    assert titles(page.tasks) == [
        f"Leg de besluiten van het BOSS van {short_day(work.held.held_on)} vast",
        f"Bereid het BOSS van {short_day(work.planned.held_on)} voor",
        "12 antwoorden staan nog op geen agenda",
        "Publiceer de inbreng van de ronde “Kennismaking”",
        "2 antwoorden wachten in de werkbak van de uitvoeringsagenda",
        "Bericht nog niet verzonden: Nieuwe planning van de ROS",
    ]
    assert page.tasks[0].text == "2 agendapunten zijn nog niet afgerond. 1 antwoord heeft nog geen oordeel."
    assert page.tasks[1].deadline == work.planned.papers_due_on


def test_a_meeting_whose_day_came_waits_to_be_noted_as_held(page_of: PageOf, secretary: Mandate) -> None:
    meeting: Meeting = MeetingFactory(held_on=timezone.localdate(), convened=True)

    page, _ = page_of(secretary)

    assert [(task.url, task.label) for task in page.tasks] == [(meeting.get_absolute_url(), "Naar het overleg")]


def test_a_meeting_whose_items_are_all_closed_waits_to_be_published_and_then_for_nothing(
    page_of: PageOf, secretary: Mandate
) -> None:
    meeting: Meeting = MeetingFactory(held_on=timezone.localdate() - timedelta(days=9), held=True)
    meeting.items.update(status="closed")

    before, _ = page_of(secretary)
    close_and_publish(meeting)
    after, _ = page_of(secretary)

    assert titles(before.tasks) == [f"Publiceer de besluiten van het BOSS van {short_day(meeting.held_on)}"]
    assert (before.tasks[0].badge, before.tasks[0].tone) == ("verlopen", "negative")
    assert meeting.status == MeetingStatus.DECISIONS_PUBLISHED
    assert after.tasks == []


def test_a_round_waits_to_be_published_only_when_no_council_can_answer_any_more(
    page_of: PageOf, secretary: Mandate, losser: Council
) -> None:
    round_ = RoundFactory(closed=True, title="Met uitstel")
    track = TrackFactory(round=round_, council=losser, extended_until=late(3))

    during, _ = page_of(secretary)
    track.extended_until = None
    track.save()
    after, _ = page_of(secretary)

    assert titles(during.tasks) == []
    assert titles(after.tasks) == ["Publiceer de inbreng van de ronde “Met uitstel”"]


def test_without_a_meeting_the_programme_team_is_asked_to_plan_one(page_of: PageOf, secretary: Mandate) -> None:
    _, html = page_of(secretary)

    assert "Er is geen overleg gepland." in html
    assert f'href="{reverse("consultations:plan_meeting")}"><span>Overleg plannen' in html
