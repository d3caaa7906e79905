"""What shows that the four promises are kept: counted from what is public, never mixing the weights."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consultations.models import Commitment, ConsultationRound, CouncilBasis, Phase, Verdict
from consultations.models.evidence import (
    SHOWN,
    PromiseEvidence,
    WeightCounts,
    agenda_use,
    participation_in,
    promises_to,
    published_counts,
)
from notifications.models import Audience, Notice
from organisations.models import Council, Fractie, Mandate
from tests.consultations.factories import (
    CommitmentFactory,
    ContributionFactory,
    CouncilInputFactory,
    FeedbackFactory,
    MeetingFactory,
    PhaseFactory,
    RoundFactory,
    RoutingFactory,
    TrackFactory,
    answer_of,
    close_and_publish,
    standing_item,
)
from tests.consultations.trail_story import convene, meeting_in
from tests.notifications.factories import NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def promises(db: None) -> None:
    for number in Commitment.Number:
        CommitmentFactory(number=number)
    PhaseFactory(code=Phase.Code.STRATEGY, expected_on=date(2091, 6, 1))


@pytest.fixture
def published_round(losser: Council) -> ConsultationRound:
    """A closed round whose input is public."""
    round_: ConsultationRound = RoundFactory(closed=True, questions=1, input_published_at=timezone.now())
    return round_


def promise(council: Council, number: Commitment.Number) -> PromiseEvidence:
    return next(p for p in promises_to(council, timezone.now()) if p.commitment.number == number)


# 1. Conversations


def test_a_round_that_opened_is_evidence_and_one_that_has_not_is_none(losser: Council) -> None:
    RoundFactory(title="Begonnen", councils=[losser])
    RoundFactory(title="Nog niet", councils=[losser], opens_at=timezone.now() + timedelta(days=5))
    RoundFactory(title="Concept", councils=[losser], status=ConsultationRound.Status.DRAFT)

    found = promise(losser, Commitment.Number.CONVERSATION)

    assert [item.text for item in found.items] == ["Ronde: Begonnen"]


def test_an_evening_of_the_council_counts_once_it_was_held(losser: Council) -> None:
    today = timezone.localdate()
    TrackFactory(
        round=RoundFactory(title="Ronde"),
        council=losser,
        orientation_on=today - timedelta(days=3),
        decision_on=today + timedelta(days=3),
        papers_due_on=today - timedelta(days=1),
    )

    found = promise(losser, Commitment.Number.CONVERSATION)

    assert [item.text for item in found.items] == ["Beeldvorming in de raad: Ronde", "Ronde: Ronde"]


def test_a_conversation_is_evidence_when_its_report_is_public(
    losser: Council, published_round: ConsultationRound
) -> None:
    CouncilInputFactory(round=published_round, council=losser, released=True, basis=CouncilBasis.CONVERSATION)
    CouncilInputFactory(round=RoundFactory(questions=1), council=losser, released=True, basis=CouncilBasis.CONVERSATION)

    found = promise(losser, Commitment.Number.CONVERSATION)

    assert sum(item.text.startswith("Verslag van een gesprek") for item in found.items) == 1


def test_the_page_shows_the_latest_and_the_count_is_of_all(losser: Council) -> None:
    for _ in range(SHOWN + 3):
        RoundFactory(councils=[losser])

    found = promise(losser, Commitment.Number.CONVERSATION)

    assert (len(found.items), found.count) == (SHOWN, SHOWN + 3)


# 2. Use in the BOSS


def test_verdicts_are_counted_per_meeting_and_per_weight(
    losser: Council, member: Mandate, fractie: Fractie, published_round: ConsultationRound
) -> None:
    meeting = meeting_in(-9)
    for kind, verdict in (("member", Verdict.ADOPTED), ("fractie", Verdict.ADOPTED), ("council", Verdict.NOTED)):
        contribution = {
            "member": lambda: ContributionFactory(round=published_round, mandate=member, released=True),
            "fractie": lambda: ContributionFactory(
                round=published_round, council=losser, weight="fractie", fractie=fractie, released=True
            ),
            "council": lambda: CouncilInputFactory(round=published_round, council=losser, released=True),
        }[kind]()
        routing = RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting))
        FeedbackFactory(routing=routing, verdict=verdict)
    close_and_publish(meeting)

    (use,) = agenda_use(losser)

    assert use.on_agenda == WeightCounts(individual=1, fractie=1, decision=1)
    assert use.verdicts == [
        ("overgenomen", WeightCounts(individual=1, fractie=1)),
        ("ter kennisneming", WeightCounts(decision=1)),
    ]


def test_a_verdict_counts_from_the_day_it_is_published(
    losser: Council, member: Mandate, published_round: ConsultationRound
) -> None:
    meeting = meeting_in(5)
    contribution = ContributionFactory(round=published_round, mandate=member, released=True)
    routing = RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting))
    assert agenda_use(losser) == []

    convene(meeting)
    FeedbackFactory(routing=routing)
    (before,) = agenda_use(losser)
    close_and_publish(meeting)
    (after,) = agenda_use(losser)

    assert before.verdicts == []
    assert after.verdicts == [("overgenomen", WeightCounts(individual=1))]


def test_input_that_is_not_public_is_no_evidence(losser: Council, member: Mandate) -> None:
    contribution = ContributionFactory(round=RoundFactory(questions=1), mandate=member, released=True)
    meeting = meeting_in(5)
    RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting))
    convene(meeting)

    assert agenda_use(losser) == []


def test_without_use_the_next_meeting_is_expected(losser: Council) -> None:
    meeting = MeetingFactory(held_on=timezone.localdate() + timedelta(days=11))

    found = promise(losser, Commitment.Number.USE_IN_BOSS)

    assert (found.items, found.expected_on) == ([], meeting.held_on)


# 3. Notices


def test_all_notices_are_counted_and_only_public_ones_are_named(losser: Council, enschede: Council) -> None:
    NoticeFactory(sent=True, is_public=True, subject="Openbaar", organisation=losser.organisation)
    NoticeFactory(sent=True, is_public=False, subject="GEHEIM", organisation=losser.organisation)
    NoticeFactory(sent=True, is_public=True, subject="Van een ander", organisation=enschede.organisation)
    NoticeFactory(sent=True, is_public=True, subject="Aan allen", audience=Audience.ALL_COUNCILS, organisation=None)
    NoticeFactory(subject="GEHEIM concept", organisation=losser.organisation)

    found = promise(losser, Commitment.Number.INFORM)

    assert {item.text for item in found.items} == {"Openbaar", "Aan allen"}
    assert found.count == 3


# 4. The building block


def test_the_building_block_is_expected_when_the_strategy_is(losser: Council) -> None:
    found = promise(losser, Commitment.Number.BUILDING_BLOCK)

    assert (found.items, found.expected_on) == ([], date(2091, 6, 1))


def test_the_building_block_is_offered_by_a_notice(losser: Council) -> None:
    NoticeFactory(sent=True, is_public=True, kind=Notice.Kind.BUILDING_BLOCK, organisation=losser.organisation)

    found = promise(losser, Commitment.Number.BUILDING_BLOCK)

    assert [item.text for item in found.items] == ["Bouwsteen aangeboden"]
    assert found.expected_on is None


# Counts per council and per round


def test_input_is_counted_per_weight_and_a_conversation_apart(
    losser: Council, member: Mandate, published_round: ConsultationRound
) -> None:
    ContributionFactory(round=published_round, mandate=member, released=True)
    CouncilInputFactory(round=published_round, council=losser, released=True)
    CouncilInputFactory(round=published_round, council=losser, released=True, basis=CouncilBasis.CONVERSATION)
    ContributionFactory(round=RoundFactory(questions=1), mandate=member, released=True)
    ContributionFactory(round=published_round, council=losser)

    counts = published_counts([losser])[losser.pk]

    assert counts == WeightCounts(individual=1, decision=1, conversation=1)
    assert [count for _, count in counts.rows()] == [1, 0, 1, 1]


def test_silence_is_shown_as_silence(losser: Council, enschede: Council, published_round: ConsultationRound) -> None:
    ContributionFactory(round=published_round, council=losser, released=True)
    TrackFactory(round=published_round, council=enschede)

    taking_part = {p.council: p for p in participation_in(published_round)}

    assert taking_part[losser].has_given_input
    assert not taking_part[enschede].has_given_input
    assert taking_part[enschede].counts.is_empty


def test_before_release_nobody_sees_that_a_council_gave_input(losser: Council) -> None:
    round_ = RoundFactory(questions=1)
    contribution = ContributionFactory(round=round_, council=losser, submitted=True)
    (before,) = participation_in(round_)

    type(contribution).objects.filter(pk=contribution.pk).update(status="released", released_at=timezone.now())
    (after,) = participation_in(round_)

    assert (before.has_given_input, after.has_given_input) == (False, True)
    assert after.counts.is_empty


def test_councils_are_in_the_order_of_their_names(losser: Council, enschede: Council) -> None:
    round_ = RoundFactory(councils=[losser, enschede])

    assert [p.council for p in participation_in(round_)] == [enschede, losser]
