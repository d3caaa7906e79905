"""The start pages of who works for the region: the programme team, which is the secretariat, and the administrator."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from consultations.models import (
    PHASE_OF_VERDICT,
    AgendaItem,
    Answer,
    ConsultationRound,
    ItemStatus,
    Meeting,
    Phase,
    Routing,
    phase_inbox,
)
from consultations.models.trail import DAYS_TO_DECISION_LIST
from consultations.policies import Permission, meeting_steps
from organisations.http import PortalRequest
from ros_portal.kit.templatetags.dutch import day, plural, short_day

from .page import LISTED, Date, Link, StartPage, Task, first_dates, most_urgent_first
from .parts import dates_of_meetings
from .work import draft_notices, open_invitations


def for_programme_team(request: PortalRequest, now: dt.datetime) -> StartPage:
    """The programme team: meetings to prepare and to finish, input without a place, rounds to publish."""
    today = timezone.localdate(now)
    meetings = list(Meeting.objects.unfinished())
    coming = [meeting for meeting in meetings if meeting.held_on >= today]
    tasks = [
        *_meetings(request, meetings, now),
        *_on_no_agenda(),
        *_to_publish(now),
        *_for_later_products(),
        *draft_notices(request),
    ]
    return StartPage(
        tasks=most_urgent_first(tasks),
        afterwards=_what_comes(coming),
        onward=_onward(coming),
        dates=first_dates(dates_of_meetings(coming), _dates_of_rounds(request, now)),
        shortcuts=[
            Link("Werkbak", reverse("consultations:inbox"), "Alle vrijgegeven inbreng: sorteren en agenderen."),
            Link("Technische vragen", reverse("consultations:technical_inbox"), "Wat ambtenaren aan u doorgeven."),
            Link("Overleg plannen", reverse("consultations:plan_meeting"), "Een nieuw overleg van het BOSS."),
            Link("Verzoeken om uitstel", reverse("consultations:extension_requests"), "Wat griffiers vroegen."),
            Link("Eerlijke tijd: wat als?", reverse("consultations:fair_time_what_if"), "Weken per raad, vooraf."),
            Link("Bericht aan alle raden", reverse("notifications:new"), "Vertel de raden over een ontwikkeling."),
        ],
    )


def _meetings(request: PortalRequest, meetings: list[Meeting], now: dt.datetime) -> list[Task]:
    """Per meeting the one step that it waits for; of meetings to prepare the first few."""
    today, tasks, prepared = timezone.localdate(now), list[Task](), 0
    open_items, unanswered = _work_left(meetings)
    for meeting in meetings:
        steps = meeting_steps(request.actor, meeting, today=today)
        if Permission.RECORD_DECISION in steps:
            tasks.append(_decide(meeting, open_items.get(meeting.pk, 0), unanswered.get(meeting.pk, 0), now))
        elif Permission.HOLD_MEETING in steps:
            title = f"Leg vast dat het BOSS van {short_day(meeting.held_on)} is gehouden"
            text = "Daarna legt u de besluiten en oordelen vast."
            task = Task(title, meeting.get_absolute_url(), text=text, label="Naar het overleg")
            tasks.append(task.until(meeting.held_on, now))
        elif Permission.CONVENE_MEETING in steps and prepared < LISTED:
            prepared += 1
            tasks.append(_prepare(meeting, now))
    return tasks


def _work_left(meetings: Iterable[Meeting]) -> tuple[dict[int, int], dict[int, int]]:
    """Per meeting how many items are open, and how many answers have neither a verdict nor a deferral."""
    items = AgendaItem.objects.filter(meeting__in=meetings, status=ItemStatus.OPEN)
    routings = Routing.objects.without_verdict().filter(item__meeting__in=meetings)
    return (
        dict(items.order_by().values_list("meeting_id").annotate(Count("pk"))),
        dict(routings.order_by().values_list("item__meeting_id").annotate(Count("pk"))),
    )


def _decide(meeting: Meeting, open_items: int, unanswered: int, now: dt.datetime) -> Task:
    """After a meeting: decide and answer, and when that is done publish; within a week of the meeting."""
    url, held_on = reverse("consultations:decide_meeting", args=[meeting.held_on]), short_day(meeting.held_on)
    deadline = meeting.held_on + dt.timedelta(days=DAYS_TO_DECISION_LIST)
    if not open_items:
        text = "Alle agendapunten zijn afgerond. De indieners krijgen bericht."
        return Task(f"Publiceer de besluiten van het BOSS van {held_on}", url, text, "Bekijk en publiceer").until(
            deadline, now
        )
    left = f"{plural(open_items, 'agendapunt is,agendapunten zijn')} nog niet afgerond."
    if unanswered:
        left += f" {plural(unanswered, 'antwoord heeft,antwoorden hebben')} nog geen oordeel."
    return Task(f"Leg de besluiten van het BOSS van {held_on} vast", url, left, "Leg de besluiten vast").until(
        deadline, now
    )


def _prepare(meeting: Meeting, now: dt.datetime) -> Task:
    """Before a meeting: all papers must be in on a day that was agreed."""
    return Task(
        f"Bereid het BOSS van {short_day(meeting.held_on)} voor",
        reverse("consultations:prepare_meeting", args=[meeting.held_on]),
        text="Zet agendapunten, inbreng en oplegnotities klaar. Op de datum hieronder moeten alle stukken binnen zijn.",
        label="Bereid het overleg voor",
    ).until(meeting.papers_due_on, now)


def _on_no_agenda() -> list[Task]:
    count = Answer.objects.released().on_no_agenda().count()
    if not count:
        return []
    title = f"{plural(count, 'antwoord staat,antwoorden staan')} nog op geen agenda"
    text = "Elk antwoord komt op de agenda van een overleg."
    return [Task(title, f"{reverse('consultations:inbox')}?agenda=geen", text=text, label="Naar de werkbak")]


def _to_publish(now: dt.datetime) -> list[Task]:
    return [
        Task(
            f"Publiceer de inbreng van de ronde “{round_}”",
            reverse("consultations:publish_round_input", args=[round_.slug]),
            text=f"De ronde is gesloten op {day(round_.closes_at)}. De raden wachten op elkaars inbreng.",
            label="Bekijk en publiceer",
        )
        for round_ in ConsultationRound.objects.to_publish(now)
    ]


def _for_later_products() -> list[Task]:
    """What verdicts sent to the uitvoeringsagenda and the investeringsagenda and nothing takes up yet."""
    waiting = [
        (phase, phase_inbox(phase).count()) for phase in Phase.objects.filter(code__in=PHASE_OF_VERDICT.values())
    ]
    return [
        Task(
            f"{plural(count, 'antwoord wacht,antwoorden wachten')} in de werkbak van de {phase}",
            reverse("consultations:phase_inbox", args=[phase.slug]),
            text="Neem ze op in een project, onderzoek of investering.",
            label="Naar deze werkbak",
        )
        for phase, count in waiting
        if count
    ]


def _dates_of_rounds(request: PortalRequest, now: dt.datetime) -> list[Date]:
    """When rounds open and close for all councils."""
    dates = []
    for round_ in ConsultationRound.objects.visible_to(request.actor).not_over_at(now):
        if round_.opens_at > now:
            dates.append(Date(round_.opens_at, f"Ronde gaat open: {round_}", round_.get_absolute_url()))
        dates.append(Date(round_.closes_at, f"Ronde sluit: {round_}", round_.get_absolute_url()))
    return dates


def _what_comes(coming: list[Meeting]) -> str:
    if coming:
        return f"Het volgende overleg van het BOSS is op {day(coming[0].held_on)}."
    return "Er is geen overleg gepland. Plan het volgende overleg van het BOSS."


def _onward(coming: list[Meeting]) -> Link:
    if coming:
        return Link("Bekijk de overleggen", reverse("consultations:meetings"))
    return Link("Overleg plannen", reverse("consultations:plan_meeting"))


def for_administrator(request: PortalRequest, now: dt.datetime) -> StartPage:
    """The administrator: invitations, people and the record; no input."""
    return StartPage(
        tasks=open_invitations(request, now),
        onward=Link("Bekijk mensen en mandaten", reverse("organisations:members")),
        shortcuts=[
            Link("Mensen en mandaten", reverse("organisations:members"), "Wie welke rol heeft, en uitnodigen."),
            Link("Handelingen", reverse("organisations:audit_record"), "Wat er is gedaan, en door welke functie."),
            Link("Gegevens bekijken", reverse("admin:index"), "Alle gegevens, alleen om te lezen."),
        ],
    )
