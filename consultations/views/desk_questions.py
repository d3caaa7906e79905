"""The questions of a round that is being prepared."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from consultations.actions.questions import add_question, change_question, move_question, remove_question
from consultations.forms.rounds import QuestionForm
from consultations.models import ConsultationRound, Question
from consultations.policies import Permission, policy
from organisations.http import PortalRequest
from ros_portal.kit.errors import Conflict

from .desk_rounds import desk_round

PLACES = {"omhoog": -1, "omlaag": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PortalRequest, pk: int) -> HttpResponse:
    """Put a question at the end."""
    round_ = desk_round(request, pk)
    policy.require(request.actor, Permission.ADD_QUESTION, round_)
    round_.require_changeable()
    form = QuestionForm(request.POST if request.method == "POST" else None, label="Vraag toevoegen")
    if form.is_valid():
        try:
            question = add_question(request.actor, round_, fields=form.cleaned_data)
        except Conflict as conflict:
            return _refused(request, round_, form, "Vraag toevoegen", conflict)
        messages.success(request, f"De vraag is toegevoegd als vraag {question.position}.")
        return _back(question)
    return _form_page(request, round_, form, "Vraag toevoegen")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PortalRequest, pk: int, question: int) -> HttpResponse:
    """Change what is asked and how one answers."""
    round_ = desk_round(request, pk)
    found = _question(round_, question)
    policy.require(request.actor, Permission.CHANGE_QUESTION, found)
    round_.require_changeable()
    initial = {name: getattr(found, name) for name in ("text", "kind", "format", "unit", "help")}
    initial["options"] = "\n".join(found.options)
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=initial)
    title = f"Vraag {found.position} wijzigen"
    if form.is_valid():
        try:
            change_question(request.actor, found, fields=form.cleaned_data)
        except Conflict as conflict:
            return _refused(request, round_, form, title, conflict)
        messages.success(request, "De vraag is gewijzigd.")
        return _back(found)
    return _form_page(request, round_, form, title)


@require_POST
def move(request: PortalRequest, pk: int, question: int) -> HttpResponse:
    """One place up or down."""
    found = _question(desk_round(request, pk), question)
    policy.require(request.actor, Permission.MOVE_QUESTION, found)
    direction = request.POST.get("richting", "")
    if direction not in PLACES:
        raise Conflict("Kies omhoog of omlaag.")
    moved = move_question(request.actor, found, by=PLACES[direction])
    messages.success(request, f"Dit is nu vraag {moved.position}: {moved.text}")
    return _back(moved)


@require_POST
def remove(request: PortalRequest, pk: int, question: int) -> HttpResponse:
    """Take a question out."""
    found = _question(desk_round(request, pk), question)
    remove_question(request.actor, found)
    messages.success(request, f"De vraag “{found.text}” is weggehaald.")
    return redirect("consultations:manage_round", pk)


def _question(round_: ConsultationRound, pk: int) -> Question:
    return get_object_or_404(round_.questions, pk=pk)


def _refused(
    request: PortalRequest, round_: ConsultationRound, form: QuestionForm, title: str, conflict: Conflict
) -> HttpResponse:
    """The step could not happen; what was typed stays on the page."""
    form.add_error(None, conflict.sentence)
    return _form_page(request, round_, form, title, status=409)


def _form_page(
    request: PortalRequest, round_: ConsultationRound, form: QuestionForm, title: str, status: int = 200
) -> HttpResponse:
    context = {"form": form, "round": round_, "title": title}
    return render(request, "consultations/rounds/form.html", context, status=status)


def _back(question: Question) -> HttpResponse:
    response = redirect("consultations:manage_round", question.round_id)
    response["Location"] += f"#vraag-{question.pk}"
    return response
