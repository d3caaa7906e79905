"""What an actor can do now: the table × where the matter stands. A page shows these steps and no others."""

from datetime import date, datetime

from organisations.actor import Actor
from organisations.models import Council

from ..models import (
    ConsultationRound,
    Contribution,
    ContributionStatus,
    CoSignature,
    CoSignatureStatus,
    CouncilTrack,
    Involvement,
    Meeting,
    MeetingStatus,
    RoundStatus,
    TechnicalQuestion,
    TechnicalStatus,
    Weight,
    invited_weights,
)
from .permissions import Permission
from .table import policy


def contribution_steps(
    actor: Actor,
    contribution: Contribution,
    *,
    is_open: bool,
    has_revision: bool = False,
    release: str = Involvement.Release.BY_CLERK,
) -> frozenset[str]:
    """What the actor can do with it now: policy × transition table × whether the council can still give input.

    `has_revision`: a next version was opened and not handed in yet.
    """
    is_draft = contribution.status == ContributionStatus.DRAFT
    handed_in = contribution.status in (ContributionStatus.SUBMITTED, ContributionStatus.RELEASED)
    is_public = contribution.published_at is not None or contribution.round.input_published_at is not None
    happens = {
        Permission.NAME_WRITERS: is_draft and is_open,
        Permission.SAVE_DRAFT: (is_draft or (handed_in and has_revision)) and is_open,
        Permission.SUBMIT_CONTRIBUTION: contribution.can_move_to(ContributionStatus.SUBMITTED) and is_open,
        Permission.REVISE_CONTRIBUTION: handed_in and is_open and not has_revision,
        Permission.SUBMIT_REVISION: handed_in and is_open and has_revision,
        Permission.DISCARD_REVISION: handed_in and is_open and has_revision,
        Permission.WITHDRAW_CONTRIBUTION: contribution.can_move_to(ContributionStatus.WITHDRAWN) and is_open,
        Permission.RELEASE_CONTRIBUTION: contribution.can_move_to(ContributionStatus.RELEASED)
        and is_open
        and release == Involvement.Release.BY_CLERK,
        Permission.PUBLISH_COUNCIL_INPUT: handed_in and not is_public,
        Permission.OFFER_FOR_COSIGNING: handed_in and is_open,
    }
    return policy.allowed(actor, contribution, [permission for permission, can_happen in happens.items() if can_happen])


#: What begins input of each weight.
STARTS = {
    Permission.START_INDIVIDUAL_INPUT: Weight.INDIVIDUAL,
    Permission.START_FRACTIE_INPUT: Weight.FRACTIE,
    Permission.RECORD_COUNCIL_INPUT: Weight.COUNCIL,
}


def decides_on_offers(actor: Actor) -> bool:
    """Whether this actor speaks for a council or a fractie that can be asked to sign along."""
    asked = [CoSignature(council_id=actor.council_id)] if actor.council_id is not None else []
    asked += [CoSignature(fractie_id=actor.fractie_id)] if actor.fractie_id is not None else []
    return any(policy.allows(actor, Permission.COSIGN, one) for one in asked)


def cosigning_steps(actor: Actor, cosignature: CoSignature, *, is_open: bool) -> frozenset[str]:
    """What the actor can do with an offer or a signature now."""
    is_offered = cosignature.status == CoSignatureStatus.OFFERED
    happens = {
        Permission.TAKE_BACK_OFFER: is_offered,
        Permission.DECLINE_TO_COSIGN: is_offered,
        Permission.COSIGN: is_offered and is_open and cosignature.is_current,
        Permission.WITHDRAW_COSIGNATURE: cosignature.status == CoSignatureStatus.SIGNED and is_open,
    }
    return policy.allowed(actor, cosignature, [permission for permission, can_happen in happens.items() if can_happen])


def start_steps(actor: Actor, council: Council | None, *, is_open: bool) -> frozenset[str]:
    """What kinds of input the actor can begin for this council now: of the weights that its party invites."""
    if council is None or not is_open:
        return frozenset()
    allowed = policy.allowed(actor, council, STARTS)
    if not allowed:
        return allowed
    invited = invited_weights(council.organisation)
    return frozenset(step for step in allowed if STARTS[Permission(step)] in invited)


def track_steps(actor: Actor, track: CouncilTrack, *, now: datetime) -> frozenset[str]:
    """What the clerk can do with the council's track now: policy × whether the council can still answer."""
    if track.round.status != RoundStatus.PUBLISHED or now >= track.deadline:
        return frozenset()
    return policy.allowed(actor, track, [Permission.PLAN_TRACK, Permission.ASK_EXTENSION])


def answers_technical_questions(actor: Actor) -> bool:
    """Whether this office has a desk for technical questions."""
    desk = TechnicalQuestion(council_id=actor.council_id)  # type: ignore[misc]  # the team has no council
    desk = TechnicalQuestion(council_id=actor.council_id or 0)  # 0 is no council: the Rijk has none
    return policy.allows(actor, Permission.ANSWER_TECHNICAL_QUESTION, desk)


def technical_steps(actor: Actor, question: TechnicalQuestion) -> frozenset[str]:
    """What the actor can do with a technical question now: policy × transition table."""
    leads_to = {
        Permission.PASS_ON_TECHNICAL_QUESTION: TechnicalStatus.PASSED_ON,
        Permission.ANSWER_TECHNICAL_QUESTION: TechnicalStatus.ANSWERED,
    }
    return policy.allowed(actor, question, [step for step, status in leads_to.items() if question.can_move_to(status)])


_CHANGES_OF_ROUND = (
    Permission.CHANGE_ROUND,
    Permission.COPY_ROUND,
    Permission.ADD_QUESTION,
    Permission.CHANGE_QUESTION,
    Permission.MOVE_QUESTION,
    Permission.REMOVE_QUESTION,
    Permission.PUBLISH_ROUND,
)
#: What can be done with a round at each point of its way.
ROUND_STEPS = {
    RoundStatus.DRAFT: (*_CHANGES_OF_ROUND, Permission.SCHEDULE_ROUND),
    RoundStatus.SCHEDULED: (*_CHANGES_OF_ROUND, Permission.UNSCHEDULE_ROUND),
    RoundStatus.PUBLISHED: (
        Permission.COPY_ROUND,
        Permission.WITHDRAW_ROUND,
        Permission.ADD_ADDENDUM,
        Permission.EXTEND_ROUND,
    ),
    RoundStatus.WITHDRAWN: (Permission.COPY_ROUND,),
}


def round_steps(actor: Actor, round_: ConsultationRound) -> frozenset[str]:
    """What the actor can do with this round now: policy × where it stands."""
    steps = [
        step
        for step in ROUND_STEPS[RoundStatus(round_.status)]
        if step != Permission.EXTEND_ROUND or round_.input_published_at is None
    ]
    return policy.allowed(actor, round_, steps)


#: What can be done with a meeting, its items and their input at each point of its way.
MEETING_STEPS = {
    MeetingStatus.PLANNED: (
        Permission.ADD_AGENDA_ITEM,
        Permission.CHANGE_AGENDA_ITEM,
        Permission.MOVE_AGENDA_ITEM,
        Permission.REMOVE_AGENDA_ITEM,
        Permission.WRITE_COVER_NOTE,
        Permission.ROUTE_ANSWERS,
        Permission.UNROUTE_ANSWER,
        Permission.CONVENE_MEETING,
    ),
    MeetingStatus.CONVENED: (Permission.ROUTE_ANSWERS, Permission.HOLD_MEETING),
    MeetingStatus.HELD: (
        Permission.RECORD_DECISION,
        Permission.GIVE_FEEDBACK,
        Permission.CLOSE_AGENDA_ITEM,
        Permission.PUBLISH_DECISIONS,
    ),
    MeetingStatus.DECISIONS_PUBLISHED: (),
}


def meeting_steps(actor: Actor, meeting: Meeting, *, today: date) -> frozenset[str]:
    """What the actor can do for this meeting now: policy × where it stands × whether its day has come."""
    steps = [
        step
        for step in MEETING_STEPS[MeetingStatus(meeting.status)]
        if step != Permission.HOLD_MEETING or meeting.held_on <= today
    ]
    return policy.allowed(actor, meeting, steps)
