"""Who reads what: every kind of input, in every state, for every position; written out a second time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from consultations.models import Answer, Contribution, CouncilTrack, Weight, readers_of, release_of
from organisations.actor import Actor, Role
from organisations.models import Council, Fractie, Mandate
from tests.consultations.factories import (
    ContributionFactory,
    CouncilInputFactory,
    InvolvementFactory,
    MeetingFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    standing_item,
)
from tests.factories import MandateFactory

pytestmark = pytest.mark.django_db

SECRET = "geheim-van-losser"
EVERYBODY = frozenset(
    {
        "member", "leader", "colleague", "clerk", "case_officer", "executive", "secretary", "administrator",
        "outsider", "outside_clerk", "outside_officer", "author_elsewhere", "public",
    }
)  # fmt: skip
OFFICIALS = frozenset({"case_officer", "executive", "secretary"})

#: Weight → who writes it.
WRITERS = {
    Weight.INDIVIDUAL: frozenset({"member"}),
    Weight.FRACTIE: frozenset({"member", "leader"}),
    Weight.COUNCIL: frozenset({"clerk"}),
}
#: State → who reads it beside its writers.
READERS: dict[str, frozenset[str]] = {
    "draft": frozenset(),
    "submitted": frozenset({"clerk"}),
    "released": OFFICIALS | {"clerk"},
    "submitted, round closed": OFFICIALS | {"clerk"},
    "submitted, round closed for the others": frozenset({"clerk"}),
    "withdrawn": frozenset({"clerk"}),
    "input of the round published": EVERYBODY,
    "withdrawn, input of the round published": frozenset({"clerk"}),
}
STATES: dict[str, dict[str, Any]] = {
    "draft": {},
    "submitted": {"submitted": True},
    "released": {"released": True},
    "submitted, round closed": {"submitted": True, "closed": True},
    "submitted, round closed for the others": {"submitted": True, "closed": True, "extended": True},
    "withdrawn": {"withdrawn": True},
    "input of the round published": {"submitted": True, "closed": True, "published": True},
    "withdrawn, input of the round published": {"withdrawn": True, "closed": True, "published": True},
}


@pytest.fixture
def positions(
    member: Mandate,
    group_leader: Mandate,
    clerk: Mandate,
    case_officer: Mandate,
    executive: Mandate,
    secretary: Mandate,
    administrator: Mandate,
    outsider: Mandate,
    enschede: Council,
    losser: Council,
    fractie: Fractie,
) -> dict[str, Actor]:
    elsewhere = MandateFactory(user=member.user, organisation=enschede.organisation)
    mandates = {
        "member": member,
        "leader": group_leader,
        "colleague": MandateFactory(organisation=losser.organisation, fractie=fractie),
        "clerk": clerk,
        "case_officer": case_officer,
        "executive": executive,
        "secretary": secretary,
        "administrator": administrator,
        "outsider": outsider,
        "outside_clerk": MandateFactory(organisation=enschede.organisation, role=Role.CLERK),
        "outside_officer": MandateFactory(organisation=enschede.organisation, role=Role.CASE_OFFICER),
        "author_elsewhere": elsewhere,
    }
    return {**{name: mandate.actor() for name, mandate in mandates.items()}, "public": Actor.public()}


@pytest.fixture
def make(member: Mandate, group_leader: Mandate, clerk: Mandate, fractie: Fractie) -> Any:
    def contribution(weight: str, state: str) -> Contribution:
        options = dict(STATES[state])
        round_ = RoundFactory(
            closed=options.pop("closed", False),
            input_published_at=timezone.now() if options.pop("published", False) else None,
        )
        is_extended = options.pop("extended", False)
        options |= {"round": round_, "answers": [SECRET]}
        if weight == Weight.INDIVIDUAL:
            made = ContributionFactory(mandate=member, **options)
        elif weight == Weight.FRACTIE:
            made = ContributionFactory(
                mandate=group_leader, weight=weight, fractie=fractie, writers=[group_leader, member], **options
            )
        else:
            made = CouncilInputFactory(mandate=clerk, **options)
        if is_extended:
            later = timezone.now() + timedelta(days=1)
            CouncilTrack.objects.filter(round=round_, council=made.council).update(extended_until=later)
        return made

    return contribution


def cells() -> Iterator[Any]:
    for weight, writers in WRITERS.items():
        for state, readers in READERS.items():
            yield pytest.param(weight, state, writers | readers, id=f"{weight}: {state}")


def readers_in(queryset: type[Any], positions: dict[str, Actor]) -> set[str]:
    return {name for name, actor in positions.items() if visible(queryset.objects, actor).exists()}


def visible(manager: Any, actor: Actor) -> QuerySet[Any]:
    queryset: QuerySet[Any] = manager.visible_to(actor)
    return queryset


@pytest.mark.parametrize(("weight", "state", "expected"), list(cells()))
def test_input_is_read_by_exactly_these(
    weight: str, state: str, expected: frozenset[str], positions: dict[str, Actor], make: Any
) -> None:
    make(weight, state)

    assert readers_in(Contribution, positions) == expected
    assert readers_in(Answer, positions) == expected


def test_a_clerk_who_publishes_council_input_early_shows_it_to_everyone(
    clerk: Mandate, positions: dict[str, Actor]
) -> None:
    CouncilInputFactory(mandate=clerk, released=True, published_at=timezone.now())

    assert readers_in(Contribution, positions) == EVERYBODY


def test_the_participants_bundle_shows_a_routed_answer_to_officials_of_other_parties_only_from_convening(
    member: Mandate, positions: dict[str, Actor], enschede: Council
) -> None:
    contribution = ContributionFactory(mandate=member, released=True)
    planned = MeetingFactory(participants=[enschede.organisation])
    RoutingFactory(answer=answer_of(contribution), item=standing_item(planned))
    before = readers_in(Answer, positions)

    convened = MeetingFactory(participants=[enschede.organisation], convened=True)
    RoutingFactory(answer=answer_of(contribution, 2), item=standing_item(convened))

    assert "outside_officer" not in before
    routed = [name for name, actor in positions.items() if Answer.objects.visible_to(actor).count() == 1]
    assert routed == ["outside_officer"]
    assert "outside_officer" not in readers_in(Contribution, positions)


def test_a_mandate_that_ended_and_a_person_without_one_read_what_the_public_reads(member: Mandate, make: Any) -> None:
    make(Weight.INDIVIDUAL, "draft")
    make(Weight.INDIVIDUAL, "submitted")

    assert not Contribution.objects.visible_to(Actor(user_id=member.user_id)).exists()


def test_a_fractie_writer_who_went_to_another_fractie_reads_no_more(
    member: Mandate, make: Any, positions: dict[str, Actor]
) -> None:
    make(Weight.FRACTIE, "draft")

    moved = replace(positions["member"], fractie_id=None)

    assert not Contribution.objects.visible_to(moved).exists()


def test_the_portal_itself_sees_no_draft(make: Any) -> None:
    make(Weight.INDIVIDUAL, "draft")
    submitted = make(Weight.COUNCIL, "submitted")

    assert list(Contribution.objects.visible_to(Actor.system())) == [submitted]


def test_officials_and_the_public_see_the_same_label(member: Mandate, group_leader: Mandate, fractie: Fractie) -> None:
    unnamed = ContributionFactory(mandate=member, released=True)
    named = ContributionFactory(mandate=member, released=True, shows_name=True)
    of_fractie = ContributionFactory(mandate=group_leader, weight=Weight.FRACTIE, fractie=fractie, released=True)

    assert unnamed.signature == "een raadslid van Losser"
    assert named.signature == "Mirjam Raadslid, raadslid van Losser"
    assert of_fractie.signature == "fractie Dinkelbelang, Losser"


@pytest.mark.parametrize(
    ("release", "sentence"),
    [
        ("at_submission", "Meteen na het indienen."),
        ("by_clerk", "Zodra de griffier het vrijgeeft."),
        ("at_closing", "Als de ronde voor uw raad sluit: "),
    ],
)
def test_writers_are_told_when_officials_read_it(release: str, sentence: str, member: Mandate, losser: Council) -> None:
    InvolvementFactory(organisation=losser.organisation, release=release)
    draft = Contribution.objects.lock(ContributionFactory(mandate=member).pk)

    told = {reader.who: reader.when for reader in readers_of(draft, draft.round.closes_at)}

    officials = "Het programmateam, en de behandelend ambtenaar en de bestuurder van Losser"
    assert told[officials].startswith(sentence)
    assert "een raadslid van Losser" in told["Iedereen"]


def test_without_an_agreement_the_clerk_releases(losser: Council) -> None:
    assert release_of(losser.organisation) == "by_clerk"
