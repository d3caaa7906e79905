"""Rows of the process for tests: rounds, input in every state, meetings and their agendas.

They write straight to the tables, in an order that the constraints and triggers accept; what an action does on
top of that (receipts, the audit record) is for the tests of that action.
"""

from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

import factory
import pgtrigger
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from consultations.models import (
    AgendaItem,
    Answer,
    Commitment,
    ConsultationRound,
    Contribution,
    ContributionStatus,
    ContributionVersion,
    CouncilBasis,
    CouncilTrack,
    CoverNote,
    Decision,
    Feedback,
    Involvement,
    Meeting,
    MeetingStatus,
    NumberSeries,
    Phase,
    ProgrammeItem,
    Question,
    RoundStatus,
    Routing,
    Verdict,
    Weight,
    fingerprint,
)
from organisations.models import Council, Mandate
from tests.factories import CouncilFactory, UserFactory

FOUR_QUESTIONS = (
    (Question.Kind.STANCE, "Hoe kijkt u aan tegen de verkenning van een schaalsprong?"),
    (Question.Kind.POINT_OF_ATTENTION, "Waar moeten we zeker aan denken?"),
    (Question.Kind.OPPORTUNITY, "Waar ziet u kansen?"),
    (Question.Kind.CONCERN, "Waar zitten zorgen?"),
)


class PhaseFactory(DjangoModelFactory[Phase]):
    class Meta:
        model = Phase
        django_get_or_create = ("code",)

    code = Phase.Code.STRATEGY
    slug = factory.LazyAttribute(
        lambda o: {"ROS": "ros", "UA": "uitvoeringsagenda", "IA": "investeringsagenda"}[o.code]
    )
    order = factory.LazyAttribute(lambda o: [*Phase.Code].index(Phase.Code(o.code)) + 1)
    explanation = "Waar de regio naartoe wil."
    starts_on = date(2025, 5, 20)
    expected_on = date(2027, 3, 31)


class CommitmentFactory(DjangoModelFactory[Commitment]):
    class Meta:
        model = Commitment
        django_get_or_create = ("number",)

    number = Commitment.Number.CONVERSATION
    title = factory.LazyAttribute(lambda o: Commitment.Number(o.number).label)
    text = "We gaan met uw raad in gesprek over de ROS."


class InvolvementFactory(DjangoModelFactory[Involvement]):
    class Meta:
        model = Involvement
        django_get_or_create = ("organisation",)

    release = Involvement.Release.BY_CLERK
    explanation = "De raad bespreekt elke ronde in een vergadering."


class RoundFactory(DjangoModelFactory[ConsultationRound]):
    """An open round with the four questions; `closed=True` for one that closed a week ago.

    `councils=[...]` invites them; `questions=0` leaves the questions out.
    """

    class Meta:
        model = ConsultationRound
        skip_postgeneration_save = True

    class Params:
        closed = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=60)),
            closes_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=7)),
        )

    phase = factory.SubFactory(PhaseFactory)
    title = factory.Sequence(lambda n: f"Verkenning schaalsprong {n}")
    slug = factory.Sequence(lambda n: f"verkenning-{n}")
    brief = "De partijen vragen wat uw raad van de schaalsprong vindt."
    status = RoundStatus.PUBLISHED
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=20))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=20))
    publish_at = factory.LazyAttribute(lambda o: o.opens_at if o.status == RoundStatus.SCHEDULED else None)
    published_at = factory.LazyAttribute(
        lambda o: o.opens_at if o.status in (RoundStatus.PUBLISHED, RoundStatus.WITHDRAWN) else None
    )
    withdrawn_at = factory.LazyAttribute(lambda o: o.closes_at if o.status == RoundStatus.WITHDRAWN else None)

    @classmethod
    def _create(cls, model_class: type[ConsultationRound], *args: Any, **kwargs: Any) -> ConsultationRound:
        """A draft, until its questions stand; then it goes on to where it was asked to be."""
        becomes = {name: kwargs.pop(name) for name in ("status", "withdrawn_at")}
        round_ = model_class.objects.create(**kwargs)
        round_.status, round_.withdrawn_at = becomes["status"], becomes["withdrawn_at"]
        return round_

    @classmethod
    def _after_postgeneration(cls, instance: Any, create: bool, results: Any = None) -> None:
        instance.save(update_fields=["status", "withdrawn_at"])

    @factory.post_generation
    def councils(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for council in extracted or ():
            TrackFactory(round=self, council=council)

    @factory.post_generation
    def questions(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        wanted = 4 if extracted is None else extracted
        for position, (kind, text) in enumerate(FOUR_QUESTIONS[:wanted], start=1):
            QuestionFactory(round=self, position=position, kind=kind, text=text)


def close_at(round_: ConsultationRound, moment: datetime, **fields: Any) -> None:
    """Let a round close at that moment, also before it would have: time passes by hand."""
    with pgtrigger.ignore("consultations.ConsultationRound:round_stays_as_published"):
        ConsultationRound.objects.filter(pk=round_.pk).update(closes_at=moment, **fields)


class QuestionFactory(DjangoModelFactory[Question]):
    """A question, also of a round that stands published already: tests put it there as if it had been there before."""

    class Meta:
        model = Question

    @classmethod
    def _create(cls, model_class: type[Question], *args: Any, **kwargs: Any) -> Question:
        with pgtrigger.ignore("consultations.Question:questions_stay"):
            return model_class.objects.create(**kwargs)

    round = factory.SubFactory(RoundFactory, questions=0)
    position = factory.Sequence(lambda n: n + 1)
    kind = Question.Kind.CONCERN
    text = "Waar zitten zorgen?"


class TrackFactory(DjangoModelFactory[CouncilTrack]):
    class Meta:
        model = CouncilTrack
        django_get_or_create = ("round", "council")

    round = factory.SubFactory(RoundFactory)
    council = factory.SubFactory(CouncilFactory)


class ContributionFactory(DjangoModelFactory[Contribution]):
    """A member's draft with an answer to every question; `submitted=True` or `released=True` hands it in.

    `mandate=` makes it that person's; `answers=["..."]` gives the words, per question in order.
    """

    class Meta:
        model = Contribution

    class Params:
        mandate: Mandate | None = None

    round = factory.SubFactory(RoundFactory)
    council = factory.LazyAttribute(lambda o: o.mandate.council if o.mandate else CouncilFactory())
    author = factory.LazyAttribute(lambda o: o.mandate.user if o.mandate else UserFactory())
    weight = Weight.INDIVIDUAL

    @classmethod
    def _create(cls, model_class: type[Contribution], *args: Any, **kwargs: Any) -> Contribution:
        is_released, is_withdrawn = kwargs.pop("released", False), kwargs.pop("withdrawn", False)
        is_submitted = kwargs.pop("submitted", False) or is_released or is_withdrawn
        words, writers = kwargs.pop("answers", None), kwargs.pop("writers", ())
        submitted_at = kwargs.pop("submitted_at", None)
        TrackFactory(round=kwargs["round"], council=kwargs["council"])
        with transaction.atomic():
            contribution = Contribution.objects.create(**kwargs)
            contribution.writers.set(writers)
            version = ContributionVersion.objects.create(contribution=contribution)
            for number, question in enumerate(contribution.round.questions.order_by("position")):
                text = f"Antwoord op vraag {question.position}." if words is None else [*words, "", "", "", ""][number]
                if text:
                    Answer.objects.create(version=version, question=question, text=text)
            if is_submitted:
                hand_in(contribution, submitted_at)
            if is_released or is_withdrawn:
                set_aside(contribution, is_withdrawn=is_withdrawn)
        return contribution


def hand_in(contribution: Contribution, at: datetime | None = None) -> None:
    """Freeze the words and give the input its number, as submitting does."""
    at = at or min(timezone.now(), contribution.round.closes_at - timedelta(days=1))
    version = contribution.versions.get()
    contribution.number = NumberSeries.next_number(
        contribution.round.phase, timezone.localdate(at).year, contribution.council
    )
    answers = [(answer.heading, answer.words) for answer in version.answers.in_order()]
    version.frozen_at, version.sha256 = at, fingerprint(contribution, version.number, answers)
    version.save()
    contribution.status, contribution.submitted_at = ContributionStatus.SUBMITTED, at
    contribution.submitted_version = version
    contribution.save()


def set_aside(contribution: Contribution, *, is_withdrawn: bool) -> None:
    """Release what was handed in, or withdraw it."""
    at = contribution.submitted_at
    if is_withdrawn:
        contribution.status, contribution.withdrawn_at = ContributionStatus.WITHDRAWN, at
    else:
        contribution.status, contribution.released_at = ContributionStatus.RELEASED, at
    contribution.save()


class CouncilInputFactory(ContributionFactory):
    """What a council says itself, on the basis of a decision; `basis=` another."""

    weight = Weight.COUNCIL
    basis = CouncilBasis.DECISION
    meeting_date = factory.LazyFunction(timezone.localdate)
    decision_reference = factory.LazyAttribute(lambda o: "2026-14" if o.basis == CouncilBasis.DECISION else "")
    without_vote = factory.LazyAttribute(lambda o: o.basis == CouncilBasis.DECISION)


def answer_of(contribution: Contribution, position: int = 1) -> Answer:
    """The answer to one question, in the version that was handed in last."""
    return Answer.objects.get(version=contribution.versions.latest("number"), question__position=position)


class MeetingFactory(DjangoModelFactory[Meeting]):
    """A planned meeting with its standing item; `convened=True`, `held=True` or `published=True` takes it further.

    Items that were added must be closed before decisions can be published: then use `close_and_publish`.
    """

    class Meta:
        model = Meeting

    held_on = factory.Sequence(lambda n: timezone.localdate() + timedelta(days=14 + 7 * n))
    starts_at = clock_time(13, 30)
    location = "Provinciehuis Zwolle"
    papers_due_on = factory.LazyAttribute(lambda o: o.held_on - timedelta(days=10))

    @classmethod
    def _create(cls, model_class: type[Meeting], *args: Any, **kwargs: Any) -> Meeting:
        participants = kwargs.pop("participants", ())
        is_published = kwargs.pop("published", False)
        is_held = kwargs.pop("held", False) or is_published
        is_convened = kwargs.pop("convened", False) or is_held
        with transaction.atomic():
            meeting = Meeting.objects.create(**kwargs)
            AgendaItem.objects.create(meeting=meeting, position=1, title="ROS Twente", is_standing=True)
            meeting.participants.set(participants)
        if is_convened:
            meeting.status, meeting.convened_at = MeetingStatus.CONVENED, timezone.now()
        if is_held:
            meeting.status, meeting.closed_at = MeetingStatus.HELD, timezone.now()
        meeting.save()
        if is_published:
            close_and_publish(meeting)
        return meeting


def close_and_publish(meeting: Meeting) -> None:
    """Close every item and make decisions and verdicts public; each routing must have its feedback."""
    for item in meeting.items.all():
        AgendaItem.objects.filter(pk=item.pk).update(status=AgendaItem.Status.CLOSED)
    meeting.convened_at = meeting.convened_at or timezone.now()
    meeting.closed_at = meeting.closed_at or timezone.now()
    meeting.status, meeting.decisions_published_at = MeetingStatus.DECISIONS_PUBLISHED, timezone.now()
    meeting.save()


class ItemFactory(DjangoModelFactory[AgendaItem]):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.LazyAttribute(lambda o: o.meeting.items.count() + 1)
    title = factory.Sequence(lambda n: f"Woningbouw en bereikbaarheid {n}")


def standing_item(meeting: Meeting) -> AgendaItem:
    """The fixed item "ROS Twente"."""
    return meeting.items.get(is_standing=True)


def item_after(meeting: Meeting) -> AgendaItem:
    """An item of a later meeting, that an answer can be deferred to."""
    return standing_item(MeetingFactory(held_on=meeting.held_on + timedelta(days=60)))


class CoverNoteFactory(DjangoModelFactory[CoverNote]):
    class Meta:
        model = CoverNote

    item = factory.SubFactory(ItemFactory)
    requested_decision = "Stem in met de richting."


class DecisionFactory(DjangoModelFactory[Decision]):
    class Meta:
        model = Decision

    item = factory.SubFactory(ItemFactory)
    text = "Het overleg stemt in met de richting."


class RoutingFactory(DjangoModelFactory[Routing]):
    """One answer of released input on an agenda item."""

    class Meta:
        model = Routing

    answer = factory.LazyFunction(lambda: answer_of(ContributionFactory(released=True)))
    item = factory.SubFactory(ItemFactory)


class FeedbackFactory(DjangoModelFactory[Feedback]):
    class Meta:
        model = Feedback

    routing = factory.SubFactory(RoutingFactory)
    verdict = Verdict.ADOPTED
    reason = "Dit past bij de richting van de strategie."


class ProgrammeItemFactory(DjangoModelFactory[ProgrammeItem]):
    class Meta:
        model = ProgrammeItem

    phase = factory.SubFactory(PhaseFactory, code=Phase.Code.IMPLEMENTATION)
    kind = ProgrammeItem.Kind.PROJECT
    title = factory.Sequence(lambda n: f"Snelle bus Enschede {n}")
    slug = factory.Sequence(lambda n: f"snelle-bus-{n}")
    summary = "Een snelle bus in de spits."


def council_of(mandate: Mandate) -> Council:
    """The council that a mandate belongs to; a test that asks for it knows that there is one."""
    assert mandate.council is not None
    return mandate.council
