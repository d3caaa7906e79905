"""The rules of input that hold whoever writes to the table: states, constraints, frozen words."""

from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from consultations.models import (
    Answer,
    ConsultationRound,
    Contribution,
    ContributionStatus,
    ContributionVersion,
    CouncilBasis,
    Involvement,
    Weight,
    what_is_missing,
)
from consultations.policies import contribution_steps
from organisations.models import Council, Fractie, Mandate
from ros_portal.kit.errors import Conflict
from tests.architecture.positions import POSITIONS
from tests.consultations.factories import ContributionFactory, CouncilInputFactory, RoundFactory, TrackFactory

Status = ContributionStatus
database = pytest.mark.django_db

LEGAL = {
    (Status.DRAFT, Status.SUBMITTED),
    (Status.SUBMITTED, Status.RELEASED),
    (Status.SUBMITTED, Status.WITHDRAWN),
    (Status.RELEASED, Status.WITHDRAWN),
}


@pytest.mark.parametrize(("here", "there"), list(product(Status, Status)))
def test_input_moves_only_along_the_process(here: ContributionStatus, there: ContributionStatus) -> None:
    contribution = Contribution(status=here)

    if (here, there) in LEGAL:
        contribution.move_to(there)
        assert contribution.status == there
    else:
        with pytest.raises(Conflict):
            contribution.move_to(there)
        assert contribution.status == here


INPUT = {"council_id": 10, "round": ConsultationRound()}
INDIVIDUAL = {"weight": Weight.INDIVIDUAL, "author_id": 5, **INPUT}
OF_FRACTIE = {"weight": Weight.FRACTIE, "author_id": 7, "fractie_id": 100, **INPUT}
OF_COUNCIL = {"weight": Weight.COUNCIL, "author_id": 9, "basis": CouncilBasis.DECISION, **INPUT}

#: What, in which state, by whom, in an open round → the steps that there are.
STEPS: list[tuple[dict[str, Any], str, str, set[str]]] = [
    (INDIVIDUAL, Status.DRAFT, "author", {"save_draft", "submit_contribution"}),
    (INDIVIDUAL, Status.DRAFT, "colleague", set()),
    (INDIVIDUAL, Status.DRAFT, "clerk", set()),
    (INDIVIDUAL, Status.SUBMITTED, "author", {"revise_contribution", "withdraw_contribution"}),
    (INDIVIDUAL, Status.SUBMITTED, "clerk", {"release_contribution"}),
    (INDIVIDUAL, Status.SUBMITTED, "secretary", set()),
    (INDIVIDUAL, Status.RELEASED, "author", {"revise_contribution", "withdraw_contribution"}),
    (INDIVIDUAL, Status.RELEASED, "clerk", set()),
    (INDIVIDUAL, Status.WITHDRAWN, "author", set()),
    (OF_FRACTIE, Status.DRAFT, "leader", {"save_draft", "submit_contribution", "name_writers"}),
    (OF_FRACTIE, Status.DRAFT, "colleague", {"save_draft"}),
    (OF_FRACTIE, Status.DRAFT, "other_leader", set()),
    (
        OF_FRACTIE,
        Status.SUBMITTED,
        "leader",
        {"revise_contribution", "withdraw_contribution", "offer_for_cosigning"},
    ),
    (OF_FRACTIE, Status.SUBMITTED, "colleague", set()),
    (OF_COUNCIL, Status.DRAFT, "clerk", {"save_draft", "submit_contribution"}),
    (
        OF_COUNCIL,
        Status.SUBMITTED,
        "clerk",
        {
            "revise_contribution",
            "withdraw_contribution",
            "release_contribution",
            "publish_council_input",
            "offer_for_cosigning",
        },
    ),
    (
        OF_COUNCIL,
        Status.RELEASED,
        "clerk",
        {"revise_contribution", "withdraw_contribution", "publish_council_input", "offer_for_cosigning"},
    ),
    (OF_COUNCIL, Status.RELEASED, "outside_clerk", set()),
    (OF_COUNCIL, Status.WITHDRAWN, "clerk", set()),
]


@pytest.mark.parametrize(("what", "status", "position", "expected"), STEPS)
def test_the_steps_follow_the_role_and_the_state(
    what: dict[str, Any], status: str, position: str, expected: set[str]
) -> None:
    contribution = Contribution(status=status, **what)

    assert contribution_steps(POSITIONS[position], contribution, is_open=True) == expected


@pytest.mark.parametrize(("what", "status", "position", "open_steps"), STEPS)
def test_after_closing_only_publishing_is_left(
    what: dict[str, Any], status: str, position: str, open_steps: set[str]
) -> None:
    contribution = Contribution(status=status, **what)

    assert contribution_steps(POSITIONS[position], contribution, is_open=False) == open_steps & {
        "publish_council_input"
    }


@pytest.mark.parametrize("release", [Involvement.Release.AT_SUBMISSION, Involvement.Release.AT_CLOSING])
def test_a_clerk_releases_only_where_that_was_agreed(release: str) -> None:
    contribution = Contribution(status=Status.SUBMITTED, **INDIVIDUAL)

    assert not contribution_steps(POSITIONS["clerk"], contribution, is_open=True, release=release)


def refuses(name: str, **values: Any) -> None:
    """The database refuses a raw update of the one row, by the constraint or trigger of that name."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Contribution.objects.update(**values)


@database
@pytest.mark.parametrize(
    "values",
    [
        {"submitted_at": timezone.now()},
        {"number": "ROS-2026-LOS-0001"},
        {"status": Status.SUBMITTED},
        {"status": Status.RELEASED, "released_at": timezone.now()},
    ],
)
def test_a_draft_has_no_date_number_or_version_and_input_has_all(values: dict[str, Any], member: Mandate) -> None:
    ContributionFactory(mandate=member)

    refuses("contribution_submitted_has_date_number_and_version", **values)


@database
@pytest.mark.parametrize("field", ["submitted_at", "number", "submitted_version"])
def test_what_was_handed_in_keeps_its_date_number_and_version(field: str, member: Mandate) -> None:
    ContributionFactory(mandate=member, submitted=True)

    refuses("contribution_submitted_has_date_number_and_version", **{field: None})


@database
def test_released_and_withdrawn_input_has_its_dates(member: Mandate) -> None:
    ContributionFactory(mandate=member, submitted=True)

    refuses("contribution_released_has_a_date", status=Status.RELEASED)
    refuses("contribution_withdrawn_has_a_date", status=Status.WITHDRAWN)
    refuses("contribution_withdrawn_has_a_date", withdrawn_at=timezone.now())


@database
def test_a_fractie_goes_with_its_weight(member: Mandate, fractie: Fractie) -> None:
    ContributionFactory(mandate=member)

    refuses("contribution_fractie_goes_with_its_weight", fractie=fractie)
    refuses("contribution_fractie_goes_with_its_weight", weight=Weight.FRACTIE)


@database
def test_a_basis_and_early_publication_are_for_councils_alone(member: Mandate) -> None:
    ContributionFactory(mandate=member)

    refuses("contribution_basis_goes_with_the_council", basis=CouncilBasis.DECISION)
    refuses("contribution_basis_goes_with_the_council", published_at=timezone.now())
    refuses("contribution_basis_goes_with_the_council", weight=Weight.COUNCIL)


@database
@pytest.mark.parametrize(
    "values",
    [
        {"meeting_date": None},
        {"decision_reference": ""},
        {"without_vote": False},
        {"votes_for": 10, "votes_against": 3},
        {"without_vote": False, "votes_for": 10},
    ],
)
def test_a_decision_that_was_handed_in_has_date_reference_and_votes(values: dict[str, Any], clerk: Mandate) -> None:
    CouncilInputFactory(mandate=clerk, submitted=True)

    refuses("contribution_decision_has_date_reference_and_votes", **values)


@database
@pytest.mark.parametrize("values", [{"meeting_date": None}, {"votes_for": 10}, {"votes_against": 0}])
def test_a_conversation_that_was_handed_in_has_a_date_and_no_votes(values: dict[str, Any], clerk: Mandate) -> None:
    CouncilInputFactory(mandate=clerk, basis=CouncilBasis.CONVERSATION, submitted=True)

    refuses("contribution_conversation_has_date_and_no_votes", **values)


@database
def test_one_member_has_one_input_per_round_and_council(member: Mandate, enschede: Council) -> None:
    first = ContributionFactory(mandate=member)
    ContributionFactory(round=first.round, council=enschede, author=member.user)

    with pytest.raises(IntegrityError, match="contribution_once_per_member"), transaction.atomic():
        ContributionFactory(mandate=member, round=first.round)


@database
def test_one_fractie_and_one_council_basis_have_one_input_per_round(
    group_leader: Mandate, clerk: Mandate, fractie: Fractie
) -> None:
    round_ = RoundFactory()
    of_fractie = {"mandate": group_leader, "weight": Weight.FRACTIE, "fractie": fractie, "round": round_}
    ContributionFactory(**of_fractie)
    CouncilInputFactory(mandate=clerk, round=round_)

    with pytest.raises(IntegrityError, match="contribution_once_per_fractie"), transaction.atomic():
        ContributionFactory(**of_fractie)
    with pytest.raises(IntegrityError, match="contribution_once_per_council_and_basis"), transaction.atomic():
        CouncilInputFactory(mandate=clerk, round=round_)
    CouncilInputFactory(mandate=clerk, round=round_, basis=CouncilBasis.CONVERSATION)


@database
def test_after_withdrawing_there_is_room_for_another(member: Mandate) -> None:
    withdrawn = ContributionFactory(mandate=member, withdrawn=True)

    again = ContributionFactory(mandate=member, round=withdrawn.round)

    assert again.status == Status.DRAFT


@database
def test_a_frozen_version_does_not_change(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    versions = ContributionVersion.objects.filter(contribution=contribution)

    for change in ({"sha256": "x" * 64}, {"frozen_at": None, "sha256": ""}, {"saved_at": timezone.now()}):
        with pytest.raises(DatabaseError, match=r"frozen_is_immutable|Cannot update"), transaction.atomic():
            versions.update(**change)


@database
def test_the_answers_of_a_frozen_version_do_not_change(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True, answers=["Zo is het"])
    answers = Answer.objects.filter(version__contribution=contribution)
    version = contribution.versions.get()
    question = contribution.round.questions.latest("position")

    with pytest.raises(DatabaseError, match="do not change"), transaction.atomic():
        answers.update(text="Anders")
    with pytest.raises(DatabaseError, match="do not change"), transaction.atomic():
        answers.get().delete()
    with pytest.raises(DatabaseError, match="do not change"), transaction.atomic():
        Answer.objects.create(version=version, question=question, text="Erbij")
    assert answers.get().text == "Zo is het"


@database
def test_a_frozen_version_has_a_fingerprint(member: Mandate) -> None:
    ContributionFactory(mandate=member)

    name = "contribution_version_frozen_has_a_fingerprint"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ContributionVersion.objects.update(frozen_at=timezone.now())


@database
def test_an_answer_says_something_and_is_one_per_question(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member, answers=["Een"])
    answer = Answer.objects.get()

    with pytest.raises(IntegrityError, match="answer_says_something"), transaction.atomic():
        Answer.objects.update(text="")
    with pytest.raises(IntegrityError, match="answer_once_per_question"), transaction.atomic():
        Answer.objects.create(version=draft.versions.get(), question=answer.question, text="Nog een")


@database
def test_what_is_missing_is_what_the_database_refuses(clerk: Mandate) -> None:
    complete = CouncilInputFactory(mandate=clerk)
    lacking = {
        "meeting_date": None,
        "decision_reference": "",
        "without_vote": False,
    }

    assert what_is_missing(complete, has_answers=True) == []
    for name, value in lacking.items():
        contribution = Contribution.objects.get()
        setattr(contribution, name, value)
        assert what_is_missing(contribution, has_answers=True), name
    contribution = Contribution.objects.get()
    contribution.votes_for = 3
    assert what_is_missing(contribution, has_answers=True)


@database
def test_deadlines_are_the_rounds_or_later(member: Mandate) -> None:
    round_ = RoundFactory()
    track = TrackFactory(round=round_, council=member.council)

    track.extended_until = round_.opens_at

    assert track.deadline == round_.closes_at
