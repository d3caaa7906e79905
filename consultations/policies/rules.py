"""Who may: rules over an actor and what the step is about, never over the moment."""

from django.db.models import Model

from organisations.actor import COUNCIL_ROLES, Actor, Role
from organisations.models import Council

from ..models import (
    Contribution,
    CoSignature,
    CouncilEvening,
    CouncilTrack,
    Export,
    ReadingList,
    TechnicalQuestion,
    Weight,
)


def member_of_council(actor: Actor, council: Council) -> bool:
    """A member or group leader of that council, in that mandate."""
    return actor.role in COUNCIL_ROLES and actor.council_id == council.pk


def leader_in_council(actor: Actor, council: Council) -> bool:
    """A group leader speaks for the own fractie, in the own council."""
    return actor.role == Role.GROUP_LEADER and actor.council_id == council.pk and actor.fractie_id is not None


def clerk_of_council(actor: Actor, council: Council) -> bool:
    """The clerk records what the own council says."""
    return actor.role == Role.CLERK and actor.council_id == council.pk


def writer(actor: Actor, contribution: Contribution) -> bool:
    """Who can write on it: the author alone, the own fractie, the council's clerks.

    Which members of a fractie are its named writers is for `written_by`, which hides it from the others.
    """
    if contribution.weight == Weight.FRACTIE:
        return actor.role in COUNCIL_ROLES and actor.fractie_id == contribution.fractie_id
    return speaker(actor, contribution)


def speaker(actor: Actor, contribution: Contribution) -> bool:
    """Who may hand it in and take it back: the author, the fractie's own leader, the council's clerk."""
    if actor.council_id != contribution.council_id:
        return False
    if contribution.weight == Weight.INDIVIDUAL:
        return actor.role in COUNCIL_ROLES and actor.user_id == contribution.author_id
    if contribution.weight == Weight.FRACTIE:
        return actor.role == Role.GROUP_LEADER and actor.fractie_id == contribution.fractie_id
    return actor.role == Role.CLERK


def leader_of_fractie_input(actor: Actor, contribution: Contribution) -> bool:
    """The leader of the fractie names who writes along on its draft."""
    return contribution.weight == Weight.FRACTIE and speaker(actor, contribution)


def own_clerk(actor: Actor, subject: Contribution | CouncilEvening | CouncilTrack) -> bool:
    """The clerk of the council that it is of: input (when, never whether), an evening, a track."""
    return actor.role == Role.CLERK and actor.council_id == subject.council_id


def own_clerk_of_council_input(actor: Actor, contribution: Contribution) -> bool:
    """Only a council's own input may be published before the round's input is."""
    return contribution.weight == Weight.COUNCIL and own_clerk(actor, contribution)


def offerer(actor: Actor, contribution: Contribution) -> bool:
    """The clerk offers what the council says, the leader what the fractie says; a member's own input stays alone."""
    return contribution.weight != Weight.INDIVIDUAL and speaker(actor, contribution)


def offerer_of(actor: Actor, cosignature: CoSignature) -> bool:
    """Who offered the text can take that back."""
    return offerer(actor, cosignature.version.contribution)


def cosigner(actor: Actor, cosignature: CoSignature) -> bool:
    """Each decides for itself: the clerk for the own council, the leader for the own fractie."""
    if cosignature.fractie_id is None:
        return actor.role == Role.CLERK and actor.council_id == cosignature.council_id
    return actor.role == Role.GROUP_LEADER and actor.fractie_id == cosignature.fractie_id


def own_case_officer(actor: Actor, question: TechnicalQuestion) -> bool:
    """The behandelend ambtenaar of the council that the question comes from."""
    return actor.role == Role.CASE_OFFICER and actor.council_id == question.council_id


def answerer(actor: Actor, question: TechnicalQuestion) -> bool:
    """The own case officer; or the programme team, which sees a question only once it was passed on."""
    return own_case_officer(actor, question) or actor.role == Role.PROGRAMME_TEAM


def programme_team(actor: Actor, subject: Model | None) -> bool:
    """The programme team, which is the secretariat of the BOSS."""
    return actor.role == Role.PROGRAMME_TEAM


def bundle_reader(actor: Actor, subject: Model | None) -> bool:
    """Roles that can have a bundle at all; whose party sits in the meeting is for `with_bundle_for`."""
    return actor.role in (Role.PROGRAMME_TEAM, Role.CASE_OFFICER, Role.EXECUTIVE)


def mandate_holder(actor: Actor, subject: Model | None) -> bool:
    """Anybody who acts with a mandate; what they may see of it is for `visible_to`."""
    return actor.mandate_id is not None


def owner_of_export(actor: Actor, export: Export) -> bool:
    """Who asked for it; and the portal, when it has been kept long enough."""
    return actor.is_system or (actor.mandate_id is not None and actor.mandate_id == export.mandate_id)


def the_portal_itself(actor: Actor, subject: Model | None) -> bool:
    """Only time drives this step."""
    return actor.is_system


def keeper(actor: Actor, reading_list: ReadingList) -> bool:
    """Whose list it is, in that mandate; nobody else, whatever their role."""
    return actor.mandate_id is not None and actor.mandate_id == reading_list.mandate_id
