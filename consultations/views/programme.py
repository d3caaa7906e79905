"""The inbox of a later product, and the projects and investments that answers lead to; for the programme team."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.programme import publish_programme_item, save_programme_item, take_up_answers
from consultations.actions.rounds import publish_round_input
from consultations.forms.programme import ProgrammeItemForm
from consultations.forms.triage import ChosenAnswers
from consultations.models import (
    PHASE_OF_VERDICT,
    ConsultationRound,
    Contribution,
    Feedback,
    Phase,
    ProgrammeItem,
    Routing,
    phase_inbox,
)
from consultations.policies import Permission, policy
from organisations.http import PortalRequest
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict

from .public_contributions import counts_per_weight

PER_PAGE = 25


@require_safe
def inbox(request: PortalRequest, slug: str) -> HttpResponse:
    """Answers that a verdict sent to this product and that nothing takes up yet."""
    if not policy.allows(request.actor, Permission.TAKE_UP_ANSWER):
        raise Http404
    return _inbox_page(request, get_object_or_404(Phase, slug=slug))


def _inbox_page(request: PortalRequest, phase: Phase, *, error: str = "", status: int = 200) -> HttpResponse:
    verdicts = [verdict for verdict, code in PHASE_OF_VERDICT.items() if code == phase.code]
    sent = Feedback.objects.published().filter(verdict__in=verdicts)
    routings = Routing.objects.filter(feedback__in=sent).select_related("feedback", "item__meeting")
    answers = (
        phase_inbox(phase)
        .for_lists()
        .prefetch_related(Prefetch("routings", queryset=routings, to_attr="sent_here"))
        .order_by("pk")
    )
    page = Paginator(answers, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "phase": phase,
        "page": page,
        "items": phase.items.select_related("lead").order_by("kind", "title"),
        "error": error,
        "chosen": set(request.POST.getlist("answers")),
        "steps": policy.allowed(request.actor, None, [Permission.TAKE_UP_ANSWER, Permission.CHANGE_PROGRAMME]),
    }
    return render(request, "consultations/programme/inbox.html", context, status=status)


@require_POST
def take_up(request: PortalRequest, slug: str) -> HttpResponse:
    """Let the chosen answers lead to an item of this product."""
    policy.require(request.actor, Permission.TAKE_UP_ANSWER)
    phase = get_object_or_404(Phase, slug=slug)
    form = ChosenAnswers(request.POST)
    if not form.is_valid():
        return _inbox_page(request, phase, error="Kies eerst een of meer antwoorden.", status=400)
    chosen_item = request.POST.get("item", "")
    item = next((item for item in phase.items.all() if item.slug == chosen_item), None)
    if item is None:
        return _inbox_page(request, phase, error="Kies het onderdeel waar deze antwoorden bij horen.", status=400)
    try:
        take_up_answers(request.actor, item, answer_ids=form.cleaned_data["answers"])
    except Conflict as conflict:
        return _inbox_page(request, phase, error=conflict.sentence, status=409)
    messages.success(request, f"{len(form.cleaned_data['answers'])} opgenomen in “{item}”.")
    return redirect("consultations:phase_inbox", phase.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: PortalRequest, slug: str) -> HttpResponse:
    """Make a project, research question or investment line; not public yet."""
    phase = get_object_or_404(Phase, slug=slug)
    return _edit(request, ProgrammeItem(phase=phase), phase, "Nieuw onderdeel")


@require_http_methods(["GET", "HEAD", "POST"])
def change_item(request: PortalRequest, slug: str) -> HttpResponse:
    """Change an item of the programme."""
    visible = ProgrammeItem.objects.visible_to(request.actor).select_related("phase")
    item = get_object_or_404(visible, slug=slug)
    return _edit(request, item, item.phase, f"{item} wijzigen")


def _edit(request: PortalRequest, item: ProgrammeItem, phase: Phase, title: str) -> HttpResponse:
    policy.require(request.actor, Permission.CHANGE_PROGRAMME, item)
    existing = item if item.slug else None
    initial = None
    if existing is not None:
        names = ("kind", "title", "summary", "lead", "follows_from", "amount_eur", "expected_on")
        initial = {name: getattr(existing, name) for name in names}
    form = ProgrammeItemForm(request.POST or None, phase=phase, item=existing, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = save_programme_item(request.actor, item, fields=form.cleaned_data)
        messages.success(request, f"“{saved}” is bewaard.")
        return redirect(saved)
    context = {"form": form, "phase": phase, "title": title, "item": existing}
    return render(request, "consultations/programme/item_form.html", context)


@require_POST
def publish_item(request: PortalRequest, slug: str) -> HttpResponse:
    """Show the item to everyone; a second click finds it public."""
    item = get_object_or_404(ProgrammeItem.objects.visible_to(request.actor), slug=slug)
    policy.require(request.actor, Permission.PUBLISH_PROGRAMME_ITEM, item)
    if item.published_at is None:
        publish_programme_item(request.actor, item)
        messages.success(request, f"“{item}” is openbaar.")
    return redirect(item)


@require_http_methods(["GET", "HEAD", "POST"])
def publish_round(request: PortalRequest, slug: str) -> HttpResponse:
    """Say what publishing the input of a round means, and do it."""
    round_ = get_object_or_404(ConsultationRound.objects.visible_to(request.actor), slug=slug)
    policy.require(request.actor, Permission.PUBLISH_ROUND_INPUT, round_)
    if request.method == "POST":
        if round_.input_published_at is None:
            publish_round_input(request.actor, round_)
            messages.success(request, "De inbreng van deze ronde is openbaar.")
        return redirect(round_)
    context = {
        "round": round_,
        "counts": counts_per_weight(Contribution.objects.filter(round=round_).released()),
        "has_closed": round_.has_closed(database_now()),
    }
    return render(request, "consultations/boss/publish_round.html", context)
