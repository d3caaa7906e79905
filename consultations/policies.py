"""Who may do what in the process: one table. When a step can happen is in the transition tables."""

from datetime import date

from django.db.models import Model, TextChoices

from organisations.actor import COUNCIL_ROLES, Actor, Role
from organisations.models import Council
from organisations.policy import Policy

from .models import Contribution, ContributionStatus, Involvement, Meeting, MeetingStatus, ReadingList, Weight


class Permission(TextChoices):
    # Input
    START_INDIVIDUAL_INPUT = "start_individual_input", "Eigen inbreng beginnen"
    START_FRACTIE_INPUT = "start_fractie_input", "Inbreng van de fractie beginnen"
    RECORD_COUNCIL_INPUT = "record_council_input", "Inbreng van de raad vastleggen"
    NAME_WRITERS = "name_writers", "Schrijvers van de fractie aanwijzen"
    SAVE_DRAFT = "save_draft", "Concept bewaren"
    SUBMIT_CONTRIBUTION = "submit_contribution", "Inbreng indienen"
    WITHDRAW_CONTRIBUTION = "withdraw_contribution", "Inbreng intrekken"
    RELEASE_CONTRIBUTION = "release_contribution", "Inbreng vrijgeven"
    PUBLISH_COUNCIL_INPUT = "publish_council_input", "Inbreng van de raad eerder publiceren"
    PUBLISH_ROUND_INPUT = "publish_round_input", "Inbreng van een ronde publiceren"
    # The BOSS
    TRIAGE = "triage", "Inbreng beoordelen"
    PLAN_MEETING = "plan_meeting", "Overleg plannen"
    ADD_AGENDA_ITEM = "add_agenda_item", "Agendapunt toevoegen"
    CHANGE_AGENDA_ITEM = "change_agenda_item", "Agendapunt wijzigen"
    MOVE_AGENDA_ITEM = "move_agenda_item", "Agendapunt verplaatsen"
    REMOVE_AGENDA_ITEM = "remove_agenda_item", "Agendapunt weghalen"
    WRITE_COVER_NOTE = "write_cover_note", "Oplegnotitie schrijven"
    ROUTE_ANSWERS = "route_answers", "Inbreng agenderen"
    UNROUTE_ANSWER = "unroute_answer", "Inbreng van de agenda halen"
    CONVENE_MEETING = "convene_meeting", "Agenda publiceren"
    HOLD_MEETING = "hold_meeting", "Overleg als gehouden vastleggen"
    RECORD_DECISION = "record_decision", "Besluit vastleggen"
    GIVE_FEEDBACK = "give_feedback", "Oordeel geven of aanhouden"
    CLOSE_AGENDA_ITEM = "close_agenda_item", "Agendapunt afronden"
    PUBLISH_DECISIONS = "publish_decisions", "Besluiten publiceren"
    OPEN_BUNDLE = "open_bundle", "Deelnemersbundel openen"
    # What comes of it
    CHANGE_PROGRAMME = "change_programme", "Programma wijzigen"
    TAKE_UP_ANSWER = "take_up_answer", "Inbreng opnemen in het programma"
    PUBLISH_PROGRAMME_ITEM = "publish_programme_item", "Onderdeel van het programma publiceren"
    RECORD_TEXT_CHANGE = "record_text_change", "Wijziging in de tekst vastleggen"
    # Reading
    MAKE_READING_LIST = "make_reading_list", "Leeslijst maken"
    RENAME_READING_LIST = "rename_reading_list", "Leeslijst hernoemen"
    REMOVE_READING_LIST = "remove_reading_list", "Leeslijst verwijderen"
    CHANGE_READING_LIST = "change_reading_list", "Leeslijst wijzigen"


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


def own_clerk(actor: Actor, contribution: Contribution) -> bool:
    """The clerk of the council that the input comes from chooses when, never whether."""
    return actor.role == Role.CLERK and actor.council_id == contribution.council_id


def own_clerk_of_council_input(actor: Actor, contribution: Contribution) -> bool:
    """Only a council's own input may be published before the round's input is."""
    return contribution.weight == Weight.COUNCIL and own_clerk(actor, contribution)


def programme_team(actor: Actor, subject: Model | None) -> bool:
    """The programme team, which is the secretariat of the BOSS."""
    return actor.role == Role.PROGRAMME_TEAM


def bundle_reader(actor: Actor, subject: Model | None) -> bool:
    """Roles that can have a bundle at all; whose party sits in the meeting is for `with_bundle_for`."""
    return actor.role in (Role.PROGRAMME_TEAM, Role.CASE_OFFICER, Role.EXECUTIVE)


def mandate_holder(actor: Actor, subject: None) -> bool:
    """Everybody who has a part in it: rights hang on the mandate."""
    return actor.mandate_id is not None


def keeper(actor: Actor, reading_list: ReadingList) -> bool:
    """Whose list it is, in that mandate; nobody else, whatever their role."""
    return actor.mandate_id is not None and actor.mandate_id == reading_list.mandate_id


policy = Policy(
    Permission,
    {
        Permission.START_INDIVIDUAL_INPUT: member_of_council,
        Permission.START_FRACTIE_INPUT: leader_in_council,
        Permission.RECORD_COUNCIL_INPUT: clerk_of_council,
        Permission.NAME_WRITERS: leader_of_fractie_input,
        Permission.SAVE_DRAFT: writer,
        Permission.SUBMIT_CONTRIBUTION: speaker,
        Permission.WITHDRAW_CONTRIBUTION: speaker,
        Permission.RELEASE_CONTRIBUTION: own_clerk,
        Permission.PUBLISH_COUNCIL_INPUT: own_clerk_of_council_input,
        Permission.PUBLISH_ROUND_INPUT: programme_team,
        Permission.TRIAGE: programme_team,
        Permission.PLAN_MEETING: programme_team,
        Permission.ADD_AGENDA_ITEM: programme_team,
        Permission.CHANGE_AGENDA_ITEM: programme_team,
        Permission.MOVE_AGENDA_ITEM: programme_team,
        Permission.REMOVE_AGENDA_ITEM: programme_team,
        Permission.WRITE_COVER_NOTE: programme_team,
        Permission.ROUTE_ANSWERS: programme_team,
        Permission.UNROUTE_ANSWER: programme_team,
        Permission.CONVENE_MEETING: programme_team,
        Permission.HOLD_MEETING: programme_team,
        Permission.RECORD_DECISION: programme_team,
        Permission.GIVE_FEEDBACK: programme_team,
        Permission.CLOSE_AGENDA_ITEM: programme_team,
        Permission.PUBLISH_DECISIONS: programme_team,
        Permission.OPEN_BUNDLE: bundle_reader,
        Permission.CHANGE_PROGRAMME: programme_team,
        Permission.TAKE_UP_ANSWER: programme_team,
        Permission.PUBLISH_PROGRAMME_ITEM: programme_team,
        Permission.RECORD_TEXT_CHANGE: programme_team,
        Permission.MAKE_READING_LIST: mandate_holder,
        Permission.RENAME_READING_LIST: keeper,
        Permission.REMOVE_READING_LIST: keeper,
        Permission.CHANGE_READING_LIST: keeper,
    },
)


def contribution_steps(
    actor: Actor, contribution: Contribution, *, is_open: bool, release: str = Involvement.Release.BY_CLERK
) -> frozenset[str]:
    """What the actor can do with it now: policy × transition table × whether the council can still give input."""
    is_draft = contribution.status == ContributionStatus.DRAFT
    handed_in = contribution.status in (ContributionStatus.SUBMITTED, ContributionStatus.RELEASED)
    is_public = contribution.published_at is not None or contribution.round.input_published_at is not None
    happens = {
        Permission.NAME_WRITERS: is_draft and is_open,
        Permission.SAVE_DRAFT: is_draft and is_open,
        Permission.SUBMIT_CONTRIBUTION: contribution.can_move_to(ContributionStatus.SUBMITTED) and is_open,
        Permission.WITHDRAW_CONTRIBUTION: contribution.can_move_to(ContributionStatus.WITHDRAWN) and is_open,
        Permission.RELEASE_CONTRIBUTION: contribution.can_move_to(ContributionStatus.RELEASED)
        and is_open
        and release == Involvement.Release.BY_CLERK,
        Permission.PUBLISH_COUNCIL_INPUT: handed_in and not is_public,
    }
    return policy.allowed(actor, contribution, [permission for permission, can_happen in happens.items() if can_happen])


def start_steps(actor: Actor, council: Council | None, *, is_open: bool) -> frozenset[str]:
    """What kinds of input the actor can begin for this council now."""
    if council is None or not is_open:
        return frozenset()
    starts = [Permission.START_INDIVIDUAL_INPUT, Permission.START_FRACTIE_INPUT, Permission.RECORD_COUNCIL_INPUT]
    return policy.allowed(actor, council, starts)


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
