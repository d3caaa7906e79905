"""What became of an answer, step by step (Dutch: inbrengspoor); computed, never stored.

Every step has a date, the office that acted, a sentence and a link. A step that has not come says
when it is expected. What a reader may not see is no step: the querysets' `visible_to` decide.
"""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from organisations.actor import Actor
from ros_portal.kit.templatetags.dutch import short_day

from .answers import Answer
from .contributions import Contribution, CouncilBasis, Weight
from .feedback import PHASE_OF_VERDICT, Feedback, TextChange, Verdict
from .meetings import Meeting, MeetingStatus
from .process import Phase
from .programme import ProgrammeItem
from .trail_facts import Facts, read_facts
from .triage import Routing

PROGRAMME_TEAM = "programmateam ROS Twente"
BOSS = "het BOSS"
PORTAL = "het portaal"
#: The decision list follows within a week of the meeting (domain: "The rhythm of a BOSS meeting").
DAYS_TO_DECISION_LIST = 7


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One step of a trail: it was taken (`date`), or it has not come (`expected_on`, if that is known)."""

    title: str
    sentence: str
    date: dt.date | None = None
    office: str = ""
    url: str = ""
    is_done: bool = True
    expected_on: dt.date | None = None
    #: The same for every answer of the contribution: handing in, release, publication, withdrawal.
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class AnswerTrail:
    """An answer of the version that counts, its steps, and the verdicts on it, the latest first."""

    answer: Answer
    steps: tuple[TrailStep, ...]
    verdicts: tuple[Feedback, ...]


def trails_of(contribution: Contribution, actor: Actor, now: dt.datetime) -> list[AnswerTrail]:
    """The trail of every answer that the contribution now holds, as far as the actor may see it."""
    answers = list(
        Answer.objects.filter(version__contribution=contribution, version__frozen_at__isnull=False)
        .select_related("version")
        .in_order()
    )
    facts = read_facts(contribution, answers, actor, now)
    return [_trail(answer, facts) for answer in answers if answer.version_id == contribution.submitted_version_id]


def _trail(answer: Answer, facts: Facts) -> AnswerTrail:
    """The steps of one answer; what came of earlier versions of it belongs to it too."""
    same_question = [r for r in facts.routings if r.answer.asked == answer.asked]
    steps = [replace(step, is_shared=True) for step in (*_handing_in(facts), *_withdrawal(facts))]
    for routing in same_question:
        steps += _meeting_steps(routing, answer, facts)
    if not facts.is_withdrawn:
        steps += _coming_meeting(same_question, facts)
        steps += _afterwards(answer, same_question, facts)
    verdicts = [facts.feedback[r.pk] for r in reversed(same_question) if r.pk in facts.feedback]
    return AnswerTrail(answer=answer, steps=_in_order(steps), verdicts=tuple(verdicts))


def _in_order(steps: list[TrailStep]) -> tuple[TrailStep, ...]:
    """What was done by date, then what has not come in the order of the process."""
    done = [step for step in steps if step.is_done]
    return (*sorted(done, key=lambda step: step.date or dt.date.max), *(step for step in steps if not step.is_done))


# Handing in


def _handing_in(facts: Facts) -> list[TrailStep]:
    contribution = facts.contribution
    steps = [
        TrailStep(
            title="Ingediend",
            date=_day(facts.versions[0].frozen_at if facts.versions else contribution.submitted_at),
            office=_speaker(contribution),
            sentence=f"Deze inbreng kreeg nummer {contribution.number}.{_basis(contribution)}",
        )
    ]
    steps += [
        TrailStep(
            title="Aangevuld",
            date=_day(version.frozen_at),
            office=_speaker(contribution),
            sentence=f"Versie {version.number} kwam in de plaats van de eerdere woorden.",
        )
        for version in facts.versions[1:]
        if version.number <= _counting(facts)
    ]
    release = _release(facts)
    return [*steps, release, _publication(facts)] if not facts.is_withdrawn else steps


def _counting(facts: Facts) -> int:
    """The number of the version that counts."""
    return max((v.number for v in facts.versions if v.pk == facts.contribution.submitted_version_id), default=0)


def _speaker(contribution: Contribution) -> str:
    if contribution.weight == Weight.COUNCIL:
        return f"griffier van {contribution.council.organisation.name}"
    return contribution.signature


def _basis(contribution: Contribution) -> str:
    if contribution.basis == CouncilBasis.DECISION:
        return " De raad nam er een besluit over."
    if contribution.basis == CouncilBasis.CONVERSATION:
        return " Het is een verslag van een gesprek en geen standpunt van de raad."
    return ""


def _release(facts: Facts) -> TrailStep:
    contribution = facts.contribution
    title = "Vrijgegeven aan het programmateam"
    if contribution.released_at is not None:
        at_once = contribution.submitted_at and contribution.released_at <= contribution.submitted_at
        return TrailStep(
            title=title,
            date=_day(contribution.released_at),
            office=PORTAL if at_once else f"griffier van {contribution.council.organisation.name}",
            sentence="Ambtenaren en bestuurders van de eigen partij kunnen de inbreng nu lezen.",
        )
    if facts.deadline <= facts.now:
        return TrailStep(
            title=title,
            date=_day(facts.deadline),
            office=PORTAL,
            sentence="Bij het sluiten van de ronde kwam alle ingediende inbreng vrij.",
        )
    return TrailStep(
        title=title,
        sentence="Uiterlijk als de ronde sluit, komt de inbreng vrij.",
        is_done=False,
        expected_on=_day(facts.deadline),
    )


def _publication(facts: Facts) -> TrailStep:
    contribution = facts.contribution
    early, common = contribution.published_at, contribution.round.input_published_at
    if early is not None and (common is None or early <= common):
        return TrailStep(
            title="Openbaar",
            date=_day(early),
            office=f"griffier van {contribution.council.organisation.name}",
            sentence="De griffier maakte de inbreng van de raad openbaar.",
        )
    if common is not None:
        return TrailStep(
            title="Openbaar",
            date=_day(common),
            office=PROGRAMME_TEAM,
            sentence="Alle inbreng van deze ronde is sinds die dag voor iedereen te lezen.",
        )
    closing = facts.deadline if facts.deadline > facts.now else None
    return TrailStep(
        title="Openbaar",
        sentence="Het programmateam maakt de inbreng openbaar nadat de ronde is gesloten.",
        is_done=False,
        expected_on=_day(closing) or facts.next_meeting_on,
    )


def _withdrawal(facts: Facts) -> list[TrailStep]:
    if not facts.is_withdrawn:
        return []
    return [
        TrailStep(
            title="Ingetrokken",
            date=_day(facts.contribution.withdrawn_at),
            office=_speaker(facts.contribution),
            sentence="De inbreng telt niet meer mee. Het nummer en de data blijven staan.",
        )
    ]


# On the agenda, decided, answered


def _meeting_steps(routing: Routing, answer: Answer, facts: Facts) -> list[TrailStep]:
    """What happened in one meeting: on the agenda, the decision, the verdict or the deferral."""
    meeting, item = routing.item.meeting, routing.item
    day = short_day(meeting.held_on)
    older = "" if routing.answer_id == answer.pk else " Het gaat om een eerdere versie van dit antwoord."
    if meeting.status == MeetingStatus.PLANNED:
        return [
            TrailStep(
                title=f"Op de agenda van {day}",
                sentence=f"Het programmateam zette dit antwoord klaar. De agenda is nog niet openbaar.{older}",
                url=meeting.get_absolute_url(),
                is_done=False,
                expected_on=meeting.held_on,
            )
        ]
    name = f"agendapunt {item.position}, {item.title}" if item.is_public else "een besloten agendapunt"
    carried = " Het antwoord was eerder aangehouden." if routing.deferred_from_id else ""
    on_agenda = TrailStep(
        title=f"Op de agenda van {day}",
        date=_day(meeting.convened_at),
        office=PROGRAMME_TEAM,
        sentence=f"Dit antwoord hoort bij {name}.{carried}{older}",
        url=item.get_absolute_url(),
    )
    feedback = facts.feedback.get(routing.pk)
    if meeting.status != MeetingStatus.DECISIONS_PUBLISHED:
        steps = [on_agenda, *_decision_to_come(meeting, facts)]
        return [*steps, _verdict(feedback, is_public=False)] if feedback else steps
    decision = getattr(item, "decision", None)
    steps = [on_agenda]
    if decision is not None and item.is_public:
        steps.append(
            TrailStep(
                title=f"Besluit van {day}",
                date=meeting.held_on,
                office=BOSS,
                sentence=decision.text,
                url=item.get_absolute_url(),
            )
        )
    return [*steps, _verdict(feedback)] if feedback else steps


def _decision_to_come(meeting: Meeting, facts: Facts) -> list[TrailStep]:
    expected_on = meeting.held_on
    if meeting.status == MeetingStatus.HELD or meeting.held_on < facts.today:
        expected_on += dt.timedelta(days=DAYS_TO_DECISION_LIST)
    return [
        TrailStep(
            title="Besluit, oordeel en reden",
            sentence="Het BOSS bespreekt het agendapunt. Daarna leest u hier wat er met dit antwoord gebeurt.",
            is_done=False,
            expected_on=expected_on,
        )
    ]


def _verdict(feedback: Feedback, *, is_public: bool = True) -> TrailStep:
    meeting = feedback.routing.item.meeting
    note = "" if is_public else "Nog niet openbaar. "
    if feedback.verdict == Verdict.DEFERRED and feedback.deferred_to:
        later = short_day(feedback.deferred_to.meeting.held_on)
        title, sentence = f"Aangehouden tot het overleg van {later}", f"{note}Reden: {feedback.reason}"
    else:
        title, sentence = f"Oordeel: {feedback.get_verdict_display()}", f"{note}Reden: {feedback.reason}"
    return TrailStep(
        title=title,
        date=_day(meeting.decisions_published_at or feedback.recorded_at),
        office=PROGRAMME_TEAM,
        sentence=sentence,
        url=feedback.routing.item.get_absolute_url(),
    )


def _coming_meeting(routings: list[Routing], facts: Facts) -> list[TrailStep]:
    """The meeting that an answer still waits for: its first, or the one it was deferred to."""
    if not routings:
        return [
            TrailStep(
                title="Op de agenda van een overleg",
                sentence="Het programmateam zet dit antwoord op de agenda van het BOSS.",
                is_done=False,
                expected_on=facts.next_meeting_on,
            ),
            TrailStep(
                title="Besluit, oordeel en reden",
                sentence="Na dat overleg leest u hier wat er met dit antwoord gebeurt, en waarom.",
                is_done=False,
                expected_on=facts.next_meeting_on,
            ),
        ]
    carried = {routing.deferred_from_id for routing in routings}
    deferrals = [facts.feedback[r.pk] for r in routings if r.pk in facts.feedback and r.pk not in carried]
    return [
        TrailStep(
            title=f"Op de agenda van {short_day(deferral.deferred_to.meeting.held_on)}",
            sentence="Dit antwoord komt in een later overleg terug.",
            is_done=False,
            expected_on=deferral.deferred_to.meeting.held_on,
        )
        for deferral in deferrals
        if deferral.deferred_to is not None
    ]


# What comes of it


def _afterwards(answer: Answer, routings: list[Routing], facts: Facts) -> list[TrailStep]:
    """Changes in the text, projects and investments; and what the verdicts still promise."""
    verdicts = {
        facts.feedback[r.pk].verdict
        for r in routings
        if r.pk in facts.feedback and r.item.meeting.status == MeetingStatus.DECISIONS_PUBLISHED
    } - {Verdict.DEFERRED}
    changes = [c for c in facts.changes if c.feedback.routing_id in {r.pk for r in routings}]
    items = _items_of(answer, facts)
    steps = [_change(change) for change in changes] + [_taken_up(item) for item in items]
    if not verdicts:
        code = facts.contribution.round.phase.code
        return [*steps, _still_to_come("Wat er daarna mee gebeurt", "Dat hangt af van het oordeel.", facts, code)]
    if verdicts & {Verdict.ADOPTED, Verdict.PARTLY_ADOPTED} and not changes:
        code = facts.contribution.round.phase.code
        steps.append(_still_to_come("Wijziging in de tekst", "U leest hier welke alinea verandert.", facts, code))
    reached = {item.phase.code for item in items}
    for verdict, code in PHASE_OF_VERDICT.items():
        if verdict in verdicts and code not in reached:
            where = facts.phases[code].get_code_display() if code in facts.phases else "programma"
            sentence = f"Het antwoord ligt klaar voor de {where}."
            steps.append(_still_to_come(f"Opgenomen in de {where}", sentence, facts, code))
    if Phase.Code.IMPLEMENTATION in reached and Phase.Code.INVESTMENT not in reached:
        sentence = "De investeringsagenda laat zien of Rijk en regio hierin samen investeren."
        steps.append(_still_to_come("Investering", sentence, facts, Phase.Code.INVESTMENT))
    return steps


def _items_of(answer: Answer, facts: Facts) -> list[ProgrammeItem]:
    """The programme items that took the answer up, each followed by what came of it."""
    items = [source.item for source in facts.sources if source.answer.question_id == answer.question_id]
    known = {item.pk for item in items}
    for follower in facts.followers:
        if follower.follows_from_id in known and follower.pk not in known:
            items.append(follower)
            known.add(follower.pk)
    return items


def _change(change: TextChange) -> TrailStep:
    version = change.paragraph.version
    return TrailStep(
        title="Wijziging in de tekst",
        date=_day(change.recorded_at),
        office=PROGRAMME_TEAM,
        sentence=f"{version.document.title}, alinea {change.paragraph.position}: {change.description}",
        url=change.paragraph.get_absolute_url(),
    )


def _taken_up(item: ProgrammeItem) -> TrailStep:
    title = f"{item.get_kind_display()} in de {item.phase.get_code_display()}".capitalize()
    step = TrailStep(
        title=title,
        date=_day(item.published_at),
        office=str(item.lead) if item.lead else PROGRAMME_TEAM,
        sentence=item.title,
        url=item.get_absolute_url(),
    )
    if item.published_at is None:
        return replace(step, is_done=False, expected_on=item.expected_on, office="")
    return step


def _still_to_come(title: str, sentence: str, facts: Facts, code: str) -> TrailStep:
    return TrailStep(title=title, sentence=sentence, is_done=False, expected_on=facts.expected(code))


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
