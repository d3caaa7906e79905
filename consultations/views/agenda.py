"""The items of an agenda that is being prepared; for the secretary."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from consultations.actions.meetings import (
    add_agenda_item,
    change_agenda_item,
    move_agenda_item,
    remove_agenda_item,
    write_cover_note,
)
from consultations.actions.triage import unroute_answer
from consultations.forms.meetings import CoverNoteForm, ItemForm
from consultations.models import AgendaItem, CoverNote, Meeting, MeetingStatus, Routing
from consultations.policies import Permission, policy
from organisations.http import PortalRequest
from ros_portal.kit.errors import Conflict

PLACES = {"omhoog": -1, "omlaag": 1}


def item_of(day: date, pk: int) -> AgendaItem:
    """The item, checked against the meeting in the address."""
    return get_object_or_404(AgendaItem.objects.select_related("meeting"), pk=pk, meeting__held_on=day)


@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: PortalRequest, day: date) -> HttpResponse:
    """Put an item at the end of the agenda."""
    meeting = get_object_or_404(Meeting, held_on=day)
    policy.require(request.actor, Permission.ADD_AGENDA_ITEM, meeting)
    meeting.require(MeetingStatus.PLANNED)
    form = ItemForm(request.POST or None, label="Agendapunt toevoegen")
    if request.method == "POST" and form.is_valid():
        item = add_agenda_item(request.actor, meeting, fields=form.cleaned_data)
        messages.success(request, f"“{item.title}” staat als punt {item.position} op de agenda.")
        return _back(item)
    context = {"form": form, "meeting": meeting, "title": "Agendapunt toevoegen"}
    return render(request, "consultations/boss/item_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_item(request: PortalRequest, day: date, pk: int) -> HttpResponse:
    """Change what an item is called and how it is dealt with."""
    item = item_of(day, pk)
    policy.require(request.actor, Permission.CHANGE_AGENDA_ITEM, item)
    item.meeting.require(MeetingStatus.PLANNED)
    initial = {name: getattr(item, name) for name in ("title", "kind", "minutes", "is_public")}
    form = ItemForm(request.POST or None, initial=initial, is_standing=item.is_standing)
    if request.method == "POST" and form.is_valid():
        change_agenda_item(request.actor, item, fields=form.cleaned_data)
        messages.success(request, "Het agendapunt is gewijzigd.")
        return _back(item)
    context = {"form": form, "meeting": item.meeting, "title": f"Agendapunt {item.position} wijzigen", "item": item}
    return render(request, "consultations/boss/item_form.html", context)


@require_POST
def move_item(request: PortalRequest, day: date, pk: int) -> HttpResponse:
    """One place up or down."""
    item = item_of(day, pk)
    direction = request.POST.get("richting", "")
    if direction not in PLACES:
        policy.require(request.actor, Permission.MOVE_AGENDA_ITEM, item)
        raise Conflict("Kies omhoog of omlaag.")
    moved = move_agenda_item(request.actor, item, by=PLACES[direction])
    messages.success(request, f"“{moved.title}” is nu punt {moved.position}.")
    return _back(moved)


@require_POST
def remove_item(request: PortalRequest, day: date, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    item = item_of(day, pk)
    remove_agenda_item(request.actor, item)
    messages.success(request, f"“{item.title}” is van de agenda gehaald.")
    return redirect("consultations:prepare_meeting", day)


@require_http_methods(["GET", "HEAD", "POST"])
def cover_note(request: PortalRequest, day: date, pk: int) -> HttpResponse:
    """Write what the participants read first."""
    item = item_of(day, pk)
    policy.require(request.actor, Permission.WRITE_COVER_NOTE, item)
    item.meeting.require(MeetingStatus.PLANNED)
    note: CoverNote | None = getattr(item, "cover_note", None)
    initial = {name: getattr(note, name) for name in CoverNote.PARTS} if note else None
    form = CoverNoteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        write_cover_note(request.actor, item, parts=form.cleaned_data)
        messages.success(request, f"De oplegnotitie bij “{item.title}” is bewaard.")
        return _back(item)
    context = {"form": form, "meeting": item.meeting, "item": item}
    return render(request, "consultations/boss/cover_note.html", context)


@require_POST
def unroute(request: PortalRequest, day: date, pk: int) -> HttpResponse:
    """Take an answer off the agenda again; it is back in the inbox."""
    routing = get_object_or_404(Routing, pk=pk, item__meeting__held_on=day)
    item = unroute_answer(request.actor, routing)
    messages.success(request, "Het antwoord is van de agenda gehaald. U vindt het terug in de werkbak.")
    return _back(item)


def _back(item: AgendaItem) -> HttpResponse:
    response = redirect("consultations:prepare_meeting", item.meeting.held_on)
    response["Location"] += f"#punt-{item.pk}"
    return response
