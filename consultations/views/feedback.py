"""After a meeting: decisions per item, a verdict per answer, and making them public; for the secretary."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.feedback import (
    close_agenda_item,
    give_feedback,
    publish_decisions,
    record_decision,
    record_text_change,
)
from consultations.forms.feedback import DecisionForm, FeedbackForm, TextChangeForm, later_items
from consultations.models import AgendaItem, Feedback, ItemStatus, Meeting, MeetingStatus, Routing
from consultations.policies import Permission, policy
from notifications import tasks
from organisations.http import PortalRequest
from ros_portal.kit.errors import Conflict

from .agenda import item_of
from .meetings import TONES, prepared, progress_of, steps_of, way_of

PER_PAGE = 25


@require_safe
def decide(request: PortalRequest, day: date) -> HttpResponse:
    """What was dealt with and what still waits, per item."""
    meeting = prepared(request, day)
    items = meeting.items.select_related("decision").annotate(
        answers=Count("routings"), answered=Count("routings__feedback")
    )
    progress = progress_of(meeting)
    is_ready = progress["items"] == progress["closed"]
    return render(
        request,
        "consultations/boss/decide.html",
        {
            "meeting": meeting,
            "tone": TONES[MeetingStatus(meeting.status)],
            "items": items.order_by("position"),
            "outdated": Routing.objects.filter(item__meeting=meeting).outdated().count(),
            "progress": progress,
            "is_ready": is_ready,
            "way": way_of(meeting, all_closed=is_ready),
            "steps": steps_of(request.actor, meeting),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide_item(request: PortalRequest, day: date, pk: int) -> HttpResponse:
    """One item: the decision, and a verdict for each answer on it. A POST records the decision."""
    if request.method != "POST":
        prepared(request, day)
        return _item_page(request, item_of(day, pk))
    item = item_of(day, pk)
    policy.require(request.actor, Permission.RECORD_DECISION, item)
    form = DecisionForm(request.POST, prefix="besluit")
    if not form.is_valid():
        return _item_page(request, item, decision_form=form, status=400)
    record_decision(request.actor, item, **form.cleaned_data)
    messages.success(request, "Het besluit is vastgelegd. Het is nog niet openbaar.")
    return redirect("consultations:decide_item", day, item.pk)


@require_POST
def feedback(request: PortalRequest, day: date, pk: int) -> HttpResponse:
    """Record the verdict on one answer, or defer it."""
    routing = get_object_or_404(Routing.objects.select_related("item__meeting"), pk=pk, item__meeting__held_on=day)
    policy.require(request.actor, Permission.GIVE_FEEDBACK, routing)
    form = _feedback_form(routing, later_items(routing.item.meeting), request.POST)
    if not form.is_valid():
        return _item_page(request, routing.item, bound=(routing.pk, form), status=400)
    try:
        given = give_feedback(request.actor, routing, **form.cleaned_data)
    except Conflict as conflict:
        form.add_error(None, conflict.sentence)
        return _item_page(request, routing.item, bound=(routing.pk, form), status=409)
    messages.success(request, f"Vastgelegd: {given.get_verdict_display()}. Dit is nog niet openbaar.")
    page = request.GET.get("pagina", "")
    response = redirect("consultations:decide_item", day, routing.item_id)
    response["Location"] += f"{'?pagina=' + page if page.isdecimal() else ''}#antwoord-{routing.pk}"
    return response


def _feedback_form(routing: Routing, later: list[AgendaItem], data: Any = None) -> FeedbackForm:
    given: Feedback | None = getattr(routing, "feedback", None)
    initial = (
        {"verdict": given.verdict, "reason": given.reason, "deferred_to": str(given.deferred_to_id or "")}
        if given
        else None
    )
    return FeedbackForm(data, prefix=f"r{routing.pk}", later_items=later, initial=initial)


def _item_page(
    request: PortalRequest,
    item: AgendaItem,
    *,
    decision_form: DecisionForm | None = None,
    bound: tuple[int, FeedbackForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    meeting = item.meeting
    routings = (
        Routing.objects.filter(item=item)
        .select_related(
            "feedback__deferred_to__meeting",
            "deferred_from__item__meeting",
            "answer__question",
            "answer__paragraph__version__document",
            "answer__version__contribution__council__organisation",
            "answer__version__contribution__fractie",
            "answer__version__contribution__author",
        )
        .order_by("answer__question__position", "pk")
    )
    page = Paginator(routings, PER_PAGE).get_page(request.GET.get("pagina"))
    later = later_items(meeting)
    steps = steps_of(request.actor, meeting) if item.status == ItemStatus.OPEN else frozenset()
    answered = Routing.objects.filter(item=item, feedback__isnull=False).count()
    decision = getattr(item, "decision", None)
    initial = {"text": decision.text, "reason": decision.reason} if decision else None
    return render(
        request,
        "consultations/boss/decide_item.html",
        {
            "meeting": meeting,
            "item": item,
            "decision": decision,
            "decision_form": decision_form or DecisionForm(prefix="besluit", initial=initial),
            "page": page,
            "rows": [
                {
                    "routing": routing,
                    "form": bound[1] if bound and bound[0] == routing.pk else _feedback_form(routing, later),
                    "is_bound": bool(bound and bound[0] == routing.pk),
                }
                for routing in page
            ],
            "answered": answered,
            "is_ready": decision is not None and answered == page.paginator.count,
            "way": way_of(meeting),
            "steps": steps,
        },
        status=status,
    )


@require_POST
def close_item(request: PortalRequest, day: date, pk: int) -> HttpResponse:
    """Finish an item; a second click finds it finished."""
    item = item_of(day, pk)
    policy.require(request.actor, Permission.CLOSE_AGENDA_ITEM, item)
    if item.status != ItemStatus.CLOSED:
        close_agenda_item(request.actor, item)
        messages.success(request, f"“{item.title}” is afgerond.")
    return redirect("consultations:decide_meeting", day)


@require_POST
def publish(request: PortalRequest, day: date) -> HttpResponse:
    """Make decisions and verdicts public, once; a second click finds them public."""
    meeting = get_object_or_404(Meeting, held_on=day)
    policy.require(request.actor, Permission.PUBLISH_DECISIONS, meeting)
    if meeting.status != MeetingStatus.DECISIONS_PUBLISHED:
        publish_decisions(request.actor, meeting)
        tasks.look_now()
        messages.success(request, "De besluiten en oordelen zijn openbaar. De indieners krijgen bericht.")
    return redirect("consultations:meeting", day)


@require_http_methods(["GET", "HEAD", "POST"])
def text_change(request: PortalRequest, pk: int) -> HttpResponse:
    """Say which paragraph changed because of an answer."""
    policy.require(request.actor, Permission.RECORD_TEXT_CHANGE)
    given = get_object_or_404(
        Feedback.objects.published().select_related(
            "routing__item__meeting",
            "routing__answer__question",
            "routing__answer__paragraph__version__document",
            "routing__answer__version__contribution__council__organisation",
            "routing__answer__version__contribution__fractie",
            "routing__answer__version__contribution__author",
        ),
        pk=pk,
    )
    form = TextChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        change = record_text_change(request.actor, given, **form.cleaned_data)
        messages.success(request, f"Vastgelegd bij alinea {change.paragraph.position}.")
        return redirect(given.routing.answer.get_absolute_url())
    return render(request, "consultations/boss/text_change.html", {"form": form, "feedback": given})
