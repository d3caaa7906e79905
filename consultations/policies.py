"""Who may do what in the process: one table. When a step can happen is in the transition tables."""

from datetime import date, datetime

from django.db.models import Model, TextChoices

from organisations.actor import COUNCIL_ROLES, Actor, Role
from organisations.models import Council
from organisations.policy import Policy

from .models import (
    ConsultationRound,
    Contribution,
    ContributionStatus,
    CoSignature,
    CoSignatureStatus,
    CouncilEvening,
    CouncilTrack,
    Export,
    Involvement,
    Meeting,
    MeetingStatus,
    ReadingList,
    RoundStatus,
    TechnicalQuestion,
    TechnicalStatus,
    Weight,
    invited_weights,
)


class Permission(TextChoices):
    # Input
    START_INDIVIDUAL_INPUT = "start_individual_input", "Eigen inbreng beginnen"
    START_FRACTIE_INPUT = "start_fractie_input", "Inbreng van de fractie beginnen"
    RECORD_COUNCIL_INPUT = "record_council_input", "Inbreng van de raad vastleggen"
    NAME_WRITERS = "name_writers", "Schrijvers van de fractie aanwijzen"
    SAVE_DRAFT = "save_draft", "Concept bewaren"
    SUBMIT_CONTRIBUTION = "submit_contribution", "Inbreng indienen"
    REVISE_CONTRIBUTION = "revise_contribution", "Ingediende inbreng herzien"
    SUBMIT_REVISION = "submit_revision", "Nieuwe versie van inbreng indienen"
    DISCARD_REVISION = "discard_revision", "Nieuwe versie van inbreng weggooien"
    ADD_ATTACHMENT = "add_attachment", "Bijlage bij inbreng zetten"
    REMOVE_ATTACHMENT = "remove_attachment", "Bijlage bij inbreng weghalen"
    ADD_MOTION = "add_motion", "Motie bij de inbreng van de raad zetten"
    REMOVE_MOTION = "remove_motion", "Motie bij de inbreng van de raad weghalen"
    WITHDRAW_CONTRIBUTION = "withdraw_contribution", "Inbreng intrekken"
    RELEASE_CONTRIBUTION = "release_contribution", "Inbreng vrijgeven"
    PUBLISH_COUNCIL_INPUT = "publish_council_input", "Inbreng van de raad eerder publiceren"
    PUBLISH_ROUND_INPUT = "publish_round_input", "Inbreng van een ronde publiceren"
    # Together
    OFFER_FOR_COSIGNING = "offer_for_cosigning", "Tekst aanbieden om mee te ondertekenen"
    TAKE_BACK_OFFER = "take_back_offer", "Aanbod om mee te ondertekenen intrekken"
    COSIGN = "cosign", "Medeondertekenen"
    DECLINE_TO_COSIGN = "decline_to_cosign", "Niet medeondertekenen"
    WITHDRAW_COSIGNATURE = "withdraw_cosignature", "Medeondertekening intrekken"
    # Technical questions
    ASK_TECHNICAL_QUESTION = "ask_technical_question", "Technische vraag stellen"
    PASS_ON_TECHNICAL_QUESTION = "pass_on_technical_question", "Technische vraag doorgeven"
    ANSWER_TECHNICAL_QUESTION = "answer_technical_question", "Technische vraag beantwoorden"
    # Rounds
    MAKE_ROUND = "make_round", "Ronde maken"
    CHANGE_ROUND = "change_round", "Ronde wijzigen"
    COPY_ROUND = "copy_round", "Ronde kopiëren"
    ADD_QUESTION = "add_question", "Vraag toevoegen"
    CHANGE_QUESTION = "change_question", "Vraag wijzigen"
    MOVE_QUESTION = "move_question", "Vraag verplaatsen"
    REMOVE_QUESTION = "remove_question", "Vraag weghalen"
    SCHEDULE_ROUND = "schedule_round", "Ronde inplannen"
    UNSCHEDULE_ROUND = "unschedule_round", "Ronde terugnemen als concept"
    PUBLISH_ROUND = "publish_round", "Ronde publiceren"
    PUBLISH_DUE_ROUND = "publish_due_round", "Ingeplande ronde publiceren"
    WITHDRAW_ROUND = "withdraw_round", "Ronde intrekken"
    ADD_ADDENDUM = "add_addendum", "Toevoeging bij een ronde plaatsen"
    EXTEND_ROUND = "extend_round", "Uitstel geven"
    # The council's own way and time
    ADD_EVENING = "add_evening", "Vergaderavond toevoegen"
    CHANGE_EVENING = "change_evening", "Vergaderavond wijzigen"
    REMOVE_EVENING = "remove_evening", "Vergaderavond weghalen"
    PLAN_TRACK = "plan_track", "Traject van de raad plannen"
    CHANGE_INVOLVEMENT = "change_involvement", "Wijze van meedoen wijzigen"
    ASK_EXTENSION = "ask_extension", "Uitstel vragen"
    GRANT_EXTENSION = "grant_extension", "Uitstel geven"
    REFUSE_EXTENSION = "refuse_extension", "Uitstel afwijzen"
    FORESEE_FAIR_TIME = "foresee_fair_time", "Eerlijke tijd vooraf berekenen"
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
    # Taking along
    ASK_EXPORT = "ask_export", "Een download aanvragen"
    START_EXPORT = "start_export", "Een download beginnen te maken"
    FINISH_EXPORT = "finish_export", "Een download afronden"
    DISCARD_EXPORT = "discard_export", "Een download weggooien"
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


policy = Policy(
    Permission,
    {
        Permission.START_INDIVIDUAL_INPUT: member_of_council,
        Permission.START_FRACTIE_INPUT: leader_in_council,
        Permission.RECORD_COUNCIL_INPUT: clerk_of_council,
        Permission.NAME_WRITERS: leader_of_fractie_input,
        Permission.SAVE_DRAFT: writer,
        Permission.SUBMIT_CONTRIBUTION: speaker,
        Permission.REVISE_CONTRIBUTION: speaker,
        Permission.SUBMIT_REVISION: speaker,
        Permission.DISCARD_REVISION: speaker,
        Permission.ADD_ATTACHMENT: writer,
        Permission.REMOVE_ATTACHMENT: writer,
        Permission.ADD_MOTION: own_clerk_of_council_input,
        Permission.REMOVE_MOTION: own_clerk_of_council_input,
        Permission.WITHDRAW_CONTRIBUTION: speaker,
        Permission.RELEASE_CONTRIBUTION: own_clerk,
        Permission.PUBLISH_COUNCIL_INPUT: own_clerk_of_council_input,
        Permission.PUBLISH_ROUND_INPUT: programme_team,
        Permission.OFFER_FOR_COSIGNING: offerer,
        Permission.TAKE_BACK_OFFER: offerer_of,
        Permission.COSIGN: cosigner,
        Permission.DECLINE_TO_COSIGN: cosigner,
        Permission.WITHDRAW_COSIGNATURE: cosigner,
        Permission.ASK_TECHNICAL_QUESTION: member_of_council,
        Permission.PASS_ON_TECHNICAL_QUESTION: own_case_officer,
        Permission.ANSWER_TECHNICAL_QUESTION: answerer,
        Permission.MAKE_ROUND: programme_team,
        Permission.CHANGE_ROUND: programme_team,
        Permission.COPY_ROUND: programme_team,
        Permission.ADD_QUESTION: programme_team,
        Permission.CHANGE_QUESTION: programme_team,
        Permission.MOVE_QUESTION: programme_team,
        Permission.REMOVE_QUESTION: programme_team,
        Permission.SCHEDULE_ROUND: programme_team,
        Permission.UNSCHEDULE_ROUND: programme_team,
        Permission.PUBLISH_ROUND: programme_team,
        Permission.PUBLISH_DUE_ROUND: the_portal_itself,
        Permission.WITHDRAW_ROUND: programme_team,
        Permission.ADD_ADDENDUM: programme_team,
        Permission.EXTEND_ROUND: programme_team,
        Permission.ADD_EVENING: clerk_of_council,
        Permission.CHANGE_EVENING: own_clerk,
        Permission.REMOVE_EVENING: own_clerk,
        Permission.PLAN_TRACK: own_clerk,
        Permission.CHANGE_INVOLVEMENT: clerk_of_council,
        Permission.ASK_EXTENSION: own_clerk,
        Permission.GRANT_EXTENSION: programme_team,
        Permission.REFUSE_EXTENSION: programme_team,
        Permission.FORESEE_FAIR_TIME: programme_team,
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
        Permission.ASK_EXPORT: mandate_holder,
        Permission.START_EXPORT: the_portal_itself,
        Permission.FINISH_EXPORT: the_portal_itself,
        Permission.DISCARD_EXPORT: owner_of_export,
        Permission.MAKE_READING_LIST: mandate_holder,
        Permission.RENAME_READING_LIST: keeper,
        Permission.REMOVE_READING_LIST: keeper,
        Permission.CHANGE_READING_LIST: keeper,
    },
)


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
