"""How a trail goes on after the verdict; and what is left when input is withdrawn or said anew."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from consultations.models import (
    Answer,
    Contribution,
    ContributionVersion,
    Phase,
    ProgrammeItem,
    ProgrammeSource,
    TextChange,
    Verdict,
)
from consultations.models.trail import trails_of
from organisations.models import Council, Mandate
from tests.consultations.factories import (
    ContributionFactory,
    FeedbackFactory,
    MeetingFactory,
    ProgrammeItemFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    close_and_publish,
    standing_item,
)
from tests.consultations.trail_story import PUBLIC, answered, convene, meeting_in, step, titles, trail
from tests.documents.factories import VersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("phases")]


# What comes of it


def test_a_changed_paragraph_is_a_step_with_its_address(contribution: Contribution) -> None:
    answered(contribution, Verdict.ADOPTED)
    (verdict,) = trail(contribution).verdicts
    paragraph = VersionFactory(published=True).paragraphs.get()
    TextChange.objects.create(feedback=verdict, paragraph=paragraph, description="Het spoor staat er nu in.")

    changed = step(trail(contribution), "Wijziging in de tekst")

    assert changed.is_done
    assert "Het spoor staat er nu in." in changed.sentence
    assert changed.url == paragraph.get_absolute_url()


def test_a_change_in_a_draft_of_a_text_is_no_step_yet(contribution: Contribution) -> None:
    answered(contribution, Verdict.ADOPTED)
    (verdict,) = trail(contribution).verdicts
    paragraph = VersionFactory(paragraphs=["GEHEIM concept"]).paragraphs.get()
    TextChange.objects.create(feedback=verdict, paragraph=paragraph, description="GEHEIM")

    found = trail(contribution)

    assert "GEHEIM" not in str(found.steps)
    assert not step(found, "Wijziging in de tekst").is_done


def test_an_answer_for_the_implementation_agenda_waits_for_that_product(contribution: Contribution) -> None:
    answered(contribution, Verdict.TO_IMPLEMENTATION_AGENDA)

    assert step(trail(contribution), "Opgenomen in de uitvoeringsagenda").expected_on == date(2092, 6, 1)


def test_an_answer_for_the_investment_agenda_waits_for_that_product(contribution: Contribution) -> None:
    answered(contribution, Verdict.TO_INVESTMENT_AGENDA)

    assert step(trail(contribution), "Opgenomen in de investeringsagenda").expected_on == date(2093, 6, 1)


def project_of(contribution: Contribution, *, is_published: bool = True) -> ProgrammeItem:
    project = ProgrammeItemFactory(title="Fietsbrug", published_at=timezone.now() if is_published else None)
    ProgrammeSource.objects.create(item=project, answer=answer_of(contribution))
    return project


def test_a_project_is_a_step_and_the_investment_is_still_to_come(contribution: Contribution) -> None:
    answered(contribution, Verdict.TO_IMPLEMENTATION_AGENDA)
    project = project_of(contribution)

    found = trail(contribution)

    taken_up = step(found, "Project in de uitvoeringsagenda")
    assert (taken_up.is_done, taken_up.sentence, taken_up.url) == (True, "Fietsbrug", project.get_absolute_url())
    assert step(found, "Investering").expected_on == date(2093, 6, 1)


def test_an_unpublished_project_is_no_step(contribution: Contribution) -> None:
    answered(contribution, Verdict.TO_IMPLEMENTATION_AGENDA)
    project_of(contribution, is_published=False)

    found = trail(contribution)

    assert "Fietsbrug" not in str(found.steps)
    assert not step(found, "Opgenomen in de uitvoeringsagenda").is_done


def test_the_investment_that_follows_from_the_project_ends_the_trail(contribution: Contribution) -> None:
    answered(contribution, Verdict.TO_IMPLEMENTATION_AGENDA)
    project = project_of(contribution)
    investment = ProgrammeItemFactory(
        title="Geld voor de brug",
        kind=ProgrammeItem.Kind.INVESTMENT,
        phase=Phase.objects.get(code=Phase.Code.INVESTMENT),
        follows_from=project,
        published_at=timezone.now(),
    )

    found = trail(contribution)

    assert step(found, "Investering in de investeringsagenda").url == investment.get_absolute_url()
    assert all(s.is_done for s in found.steps)


# Taken back, or said anew


def test_what_was_withdrawn_promises_nothing_any_more(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, withdrawn=True, round=RoundFactory(questions=1))

    found = trail(contribution, member.actor())

    assert titles(found) == ["Ingediend", "Ingetrokken"]
    assert all(s.is_done for s in found.steps)


def revise(contribution: Contribution, text: str) -> Answer:
    version = ContributionVersion.objects.create(contribution=contribution, number=2)
    answer = Answer.objects.create(version=version, question=contribution.round.questions.get(), text=text)
    version.frozen_at, version.sha256 = timezone.now(), "0" * 64
    version.save()
    contribution.submitted_version = version
    contribution.save()
    return answer


def test_what_came_of_an_earlier_version_belongs_to_the_trail_of_the_later_one(contribution: Contribution) -> None:
    meeting = meeting_in(12)
    RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting))
    convene(meeting)
    answer = revise(contribution, "Andere woorden.")

    found = trail(contribution)

    assert found.answer == answer
    assert step(found, "Aangevuld").is_done
    assert "eerdere versie" in step(found, "Op de agenda van").sentence


def test_a_version_that_is_still_being_written_is_not_in_the_trail(contribution: Contribution) -> None:
    version = ContributionVersion.objects.create(contribution=contribution, number=2)
    Answer.objects.create(version=version, question=contribution.round.questions.get(), text="GEHEIM concept")

    found = trail(contribution)

    assert "GEHEIM" not in found.answer.text
    assert "Aangevuld" not in titles(found)


def test_steps_come_in_the_order_of_their_dates_and_then_of_the_process(contribution: Contribution) -> None:
    answered(contribution, Verdict.TO_IMPLEMENTATION_AGENDA)
    project_of(contribution)

    found = trail(contribution)

    done = [s.date for s in found.steps if s.is_done]
    assert done == sorted(d for d in done if d)
    assert [s.is_done for s in found.steps] == sorted((s.is_done for s in found.steps), reverse=True)


def test_ten_answers_cost_as_many_queries_as_one(
    losser: Council, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def published(questions: int) -> Contribution:
        round_ = RoundFactory(closed=True, questions=questions, input_published_at=timezone.now())
        contribution = ContributionFactory(round=round_, council=losser, released=True)
        for position in range(1, questions + 1):
            meeting = MeetingFactory(held_on=timezone.localdate() - timedelta(days=20 * position + questions))
            routing = RoutingFactory(answer=answer_of(contribution, position), item=standing_item(meeting))
            FeedbackFactory(routing=routing)
            close_and_publish(meeting)
        return Contribution.objects.for_lists().get(pk=contribution.pk)

    for count in (1, 4):
        contribution = published(count)
        with django_assert_num_queries(8):
            assert len(trails_of(contribution, PUBLIC, timezone.now())) == count
