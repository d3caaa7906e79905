"""The trail of an answer: a test for each stage it can be in, and for what a reader may not see of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consultations.models import (
    Contribution,
    Verdict,
)
from organisations.models import Council, Mandate
from tests.consultations.factories import (
    ContributionFactory,
    CouncilInputFactory,
    DecisionFactory,
    FeedbackFactory,
    ItemFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    close_and_publish,
    standing_item,
)
from tests.consultations.trail_story import answered, convene, hold, meeting_in, step, titles, trail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("phases")]


# Handing in


def test_an_answer_that_is_on_no_agenda_waits_for_the_next_meeting(contribution: Contribution) -> None:
    meeting_in(40)
    coming = meeting_in(12)

    found = trail(contribution)

    assert titles(found) == [
        "Ingediend",
        "Vrijgegeven aan het programmateam",
        "Openbaar",
        "Op de agenda van een overleg",
        "Besluit, oordeel en reden",
        "Wat er daarna mee gebeurt",
    ]
    assert [s.is_done for s in found.steps] == [True, True, True, False, False, False]
    assert step(found, "Op de agenda").expected_on == coming.held_on
    assert step(found, "Wat er daarna").expected_on == date(2091, 6, 1)


def test_every_step_that_came_has_a_date_an_office_and_a_sentence(contribution: Contribution) -> None:
    found = trail(contribution)

    for done in (s for s in found.steps if s.is_done):
        assert done.date is not None, done.title
        assert done.office, done.title
        assert done.sentence.endswith("."), done.title


def test_without_a_planned_meeting_a_step_still_says_when_to_expect_it(contribution: Contribution) -> None:
    found = trail(contribution)

    assert step(found, "Op de agenda").expected_on == date(2091, 6, 1)


def test_input_in_an_open_round_waits_for_its_deadline(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True, round=RoundFactory(questions=1))

    found = trail(contribution, member.actor())

    closes_on = timezone.localdate(contribution.round.closes_at)
    assert step(found, "Vrijgegeven").expected_on == closes_on
    assert step(found, "Openbaar").expected_on == closes_on


def test_at_closing_input_is_released_by_the_portal(losser: Council) -> None:
    contribution = ContributionFactory(
        council=losser,
        submitted=True,
        round=RoundFactory(closed=True, questions=1, input_published_at=timezone.now()),
    )

    released = step(trail(contribution), "Vrijgegeven")

    assert released.is_done
    assert released.office == "het portaal"
    assert released.date == timezone.localdate(contribution.round.closes_at)


def test_a_council_can_be_public_earlier_by_its_clerk(losser: Council) -> None:
    contribution = CouncilInputFactory(
        council=losser, released=True, round=RoundFactory(questions=1), published_at=timezone.now()
    )

    assert step(trail(contribution), "Openbaar").office == "griffier van Losser"


def test_the_office_of_a_member_is_the_label_and_never_the_name(contribution: Contribution) -> None:
    found = trail(contribution)

    assert step(found, "Ingediend").office == "een raadslid van Losser"
    assert not any(contribution.author.name in f"{s.office} {s.sentence}" for s in found.steps)


# On the agenda


def test_a_planned_agenda_is_invisible_to_the_public_and_known_to_the_secretary(
    contribution: Contribution, secretary: Mandate
) -> None:
    meeting = meeting_in(12)
    RoutingFactory(answer=answer_of(contribution), item=ItemFactory(meeting=meeting, title="GEHEIM agendapunt"))

    public, team = trail(contribution), trail(contribution, secretary.actor())

    assert "GEHEIM" not in str(public.steps)
    assert not any(s.url.startswith(meeting.get_absolute_url()) for s in public.steps)
    on_agenda = step(team, "Op de agenda van")
    assert not on_agenda.is_done
    assert on_agenda.expected_on == meeting.held_on


def test_a_convened_meeting_shows_the_agenda_item_and_when_the_verdict_comes(contribution: Contribution) -> None:
    meeting = meeting_in(12)
    RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting))
    convene(meeting)

    found = trail(contribution)

    on_agenda = step(found, "Op de agenda van")
    assert on_agenda.is_done
    assert "ROS Twente" in on_agenda.sentence
    assert on_agenda.url == standing_item(meeting).get_absolute_url()
    assert step(found, "Besluit, oordeel").expected_on == meeting.held_on


def test_a_closed_agenda_item_keeps_its_title_from_the_public(contribution: Contribution) -> None:
    meeting = meeting_in(12)
    RoutingFactory(answer=answer_of(contribution), item=ItemFactory(meeting=meeting, is_public=False, title="GEHEIM"))
    convene(meeting)

    found = trail(contribution)

    assert "besloten agendapunt" in step(found, "Op de agenda van").sentence
    assert "GEHEIM" not in str(found.steps)


def test_after_the_meeting_the_decisions_are_expected_within_a_week(contribution: Contribution) -> None:
    meeting = meeting_in(-3)
    RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting))
    hold(meeting)

    assert step(trail(contribution), "Besluit, oordeel").expected_on == meeting.held_on + timedelta(days=7)


def test_a_verdict_that_is_not_published_is_for_the_secretary_alone(
    contribution: Contribution, secretary: Mandate, case_officer: Mandate
) -> None:
    meeting = meeting_in(-3)
    routing = RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting))
    hold(meeting)
    DecisionFactory(item=routing.item, text="GEHEIM besluit")
    FeedbackFactory(routing=routing, reason="GEHEIM reden")

    assert "GEHEIM" not in str(trail(contribution))
    assert "GEHEIM" not in str(trail(contribution, case_officer.actor()))
    assert "Nog niet openbaar" in step(trail(contribution, secretary.actor()), "Oordeel").sentence


# Decided and answered


def test_published_decisions_show_the_decision_the_verdict_and_the_reason(contribution: Contribution) -> None:
    meeting = answered(contribution, Verdict.ADOPTED)

    found = trail(contribution)

    decided = step(found, "Besluit van")
    assert (decided.date, decided.sentence) == (meeting.held_on, "Het overleg stemt in.")
    assert step(found, "Oordeel: overgenomen").sentence == "Reden: Dat past in de richting."
    assert step(found, "Wijziging in de tekst").expected_on == date(2091, 6, 1)
    assert "Wat er daarna mee gebeurt" not in titles(found)


def test_a_refusal_ends_the_trail_with_its_reason(contribution: Contribution) -> None:
    answered(contribution, Verdict.NOT_ADOPTED)

    found = trail(contribution)

    assert all(s.is_done for s in found.steps)
    assert found.steps[-1].title == "Oordeel: niet overgenomen"


def test_an_answer_that_was_deferred_twice_shows_both_and_waits_for_the_third_meeting(
    contribution: Contribution,
) -> None:
    first, second, third = meeting_in(-60), meeting_in(-30), meeting_in(20)
    answer = answer_of(contribution)
    routing = RoutingFactory(answer=answer, item=standing_item(first))
    FeedbackFactory(
        routing=routing, verdict=Verdict.DEFERRED, reason="Eerst rekenen.", deferred_to=standing_item(second)
    )
    carried = RoutingFactory(answer=answer, item=standing_item(second), deferred_from=routing)
    FeedbackFactory(routing=carried, verdict=Verdict.DEFERRED, reason="Nog eens.", deferred_to=standing_item(third))
    RoutingFactory(answer=answer, item=standing_item(third), deferred_from=carried)
    close_and_publish(first)
    close_and_publish(second)

    found = trail(contribution)

    assert [s.is_done for s in found.steps if s.title.startswith("Aangehouden")] == [True, True]
    waiting = found.steps[-2]
    assert (waiting.title[:16], waiting.is_done, waiting.expected_on) == ("Op de agenda van", False, third.held_on)
    assert sum(s.title.startswith("Op de agenda") and not s.is_done for s in found.steps) == 1
    assert [verdict.reason for verdict in found.verdicts] == ["Nog eens.", "Eerst rekenen."]


def test_the_carried_answer_is_on_the_later_agenda_once_that_is_published(contribution: Contribution) -> None:
    first, second = meeting_in(-30), meeting_in(20)
    answer = answer_of(contribution)
    routing = RoutingFactory(answer=answer, item=standing_item(first))
    FeedbackFactory(routing=routing, verdict=Verdict.DEFERRED, deferred_to=standing_item(second))
    RoutingFactory(answer=answer, item=standing_item(second), deferred_from=routing)
    close_and_publish(first)
    convene(second)

    found = trail(contribution)

    on_agenda = [s for s in found.steps if s.title.startswith("Op de agenda van")]
    assert [s.is_done for s in on_agenda] == [True, True]
    assert "eerder aangehouden" in on_agenda[1].sentence


def test_the_latest_published_verdict_comes_first_and_all_stay(contribution: Contribution) -> None:
    answered(contribution, Verdict.NOTED, days=-50)
    answered(contribution, Verdict.PARTLY_ADOPTED, days=-10)

    found = trail(contribution)

    assert [v.verdict for v in found.verdicts] == [Verdict.PARTLY_ADOPTED, Verdict.NOTED]
    assert "Oordeel: ter kennisneming" in titles(found)
