"""The steps of a round: scheduled, published, taken back, extended, amended, withdrawn."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from consultations.actions.changes import add_addendum, extend_round
from consultations.actions.rounds import publish_round, schedule_round, unschedule_round, withdraw_round
from consultations.forms.rounds import AddendumForm, ExtensionForm, ScheduleForm, WithdrawForm
from consultations.models import ConsultationRound, what_a_round_lacks
from consultations.policies import Permission, policy
from organisations.http import PortalRequest
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import day_time

from .desk_rounds import desk_round


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: PortalRequest, pk: int) -> HttpResponse:
    """Choose when the portal publishes the round by itself."""
    round_ = desk_round(request, pk)
    form = ScheduleForm(_posted(request), initial={"publish_at": round_.opens_at})

    def act(fields: dict[str, Any]) -> str:
        schedule_round(request.actor, round_, publish_at=fields["publish_at"])
        return f"De ronde wordt gepubliceerd op {day_time(fields['publish_at'])}."

    lead = "Het portaal publiceert de ronde op dit moment. Tot die tijd kunt u de ronde nog wijzigen."
    return _step(request, round_, Permission.SCHEDULE_ROUND, form, act, title="Ronde inplannen", lead=lead)


@require_POST
def unschedule(request: PortalRequest, pk: int) -> HttpResponse:
    """Back to draft."""
    unschedule_round(request.actor, desk_round(request, pk))
    messages.success(request, "De ronde is weer een concept.")
    return redirect("consultations:manage_round", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: PortalRequest, pk: int) -> HttpResponse:
    """Say what publishing means, and do it; a second click finds it published."""
    round_ = desk_round(request, pk)
    policy.require(request.actor, Permission.PUBLISH_ROUND, round_)
    if request.method == "POST":
        publish_round(request.actor, round_)
        messages.success(request, "De ronde is gepubliceerd.")
        return redirect("consultations:manage_round", pk)
    now = database_now()
    context = {
        "round": round_,
        "lacks": what_a_round_lacks(round_, publishes_at=now),
        "opens_now": round_.opens_at <= now,
        "questions": round_.questions.count(),
        "councils": round_.tracks.count(),
    }
    return render(request, "consultations/rounds/publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """Stop a published round, with the reason that everyone reads."""
    round_ = desk_round(request, pk)

    def act(fields: dict[str, Any]) -> str:
        withdraw_round(request.actor, round_, reason=fields["reason"])
        return "De ronde is ingetrokken."

    lead = "Raden kunnen dan geen inbreng meer geven. Dit kan niet worden teruggedraaid."
    form = WithdrawForm(_posted(request))
    return _step(request, round_, Permission.WITHDRAW_ROUND, form, act, title="Ronde intrekken", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def addendum(request: PortalRequest, pk: int) -> HttpResponse:
    """Add to a published round."""
    round_ = desk_round(request, pk)

    def act(fields: dict[str, Any]) -> str:
        add_addendum(request.actor, round_, text=fields["text"], document=fields["document"])
        return "De toevoeging staat op de pagina van de ronde."

    lead = "De ronde zelf blijft zoals hij is. De toevoeging staat erbij, met de datum. U kunt haar niet meer wijzigen."
    form = AddendumForm(_posted(request))
    return _step(request, round_, Permission.ADD_ADDENDUM, form, act, title="Toevoeging plaatsen", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: PortalRequest, pk: int) -> HttpResponse:
    """Give all councils, or one, more time."""
    round_ = desk_round(request, pk)

    def act(fields: dict[str, Any]) -> str:
        extend_round(request.actor, round_, until=fields["until"], reason=fields["reason"], council=fields["council"])
        return f"Er is uitstel tot {day_time(fields['until'])}."

    lead = f"De ronde sluit nu op {day_time(timezone.localtime(round_.closes_at))}. Korter maken kan niet."
    form = ExtensionForm(_posted(request), round_=round_)
    return _step(request, round_, Permission.EXTEND_ROUND, form, act, title="Uitstel geven", lead=lead)


def _posted(request: PortalRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _step(
    request: PortalRequest,
    round_: ConsultationRound,
    permission: Permission,
    form: Form,
    act: Callable[[dict[str, Any]], str],
    *,
    title: str,
    lead: str,
) -> HttpResponse:
    """One form, one step; what was typed stays when the step is refused."""
    policy.require(request.actor, permission, round_)
    status = 200
    if form.is_valid():
        try:
            done = act(form.cleaned_data)
        except Conflict as conflict:
            form.add_error(None, conflict.sentence)
            status = 409
        else:
            messages.success(request, done)
            return redirect("consultations:manage_round", round_.pk)
    context = {"form": form, "round": round_, "title": title, "lead": lead}
    return render(request, "consultations/rounds/form.html", context, status=status)
