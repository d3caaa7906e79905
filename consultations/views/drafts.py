"""Writing input: begin, type, name the writers, look it over, hand it in. Only its writers get here."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.contributions import (
    name_writers,
    save_draft,
    start_council_input,
    start_fractie_input,
    start_individual_input,
    submit_contribution,
)
from consultations.actions.revisions import submit_revision
from consultations.forms.contributions import DraftForm, WritersForm
from consultations.forms.council_input import CouncilInputForm
from consultations.models import (
    Answer,
    Asked,
    ConsultationRound,
    Contribution,
    ContributionStatus,
    ContributionVersion,
    CouncilBasis,
    Said,
    Weight,
    readers_of,
    what_is_missing,
)
from consultations.models.writing import ChangedMeanwhile, take_over
from consultations.policies import Permission, contribution_steps, policy
from notifications.tasks import look_now
from organisations.http import PortalRequest
from organisations.models import Council, Mandate
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import day_time, hour

from .starts import title_of


@require_POST
def start_contribution(request: PortalRequest, slug: str) -> HttpResponse:
    """Begin input in this round, or go on with the one there is: a double click makes one."""
    round_ = get_object_or_404(ConsultationRound.objects.visible_to(request.actor), slug=slug)
    council = request.mandate.council if request.mandate else None
    if council is None:
        raise PermissionDenied
    contribution = _start(request, council, round_)
    return redirect(_page_of(contribution))


def _start(request: PortalRequest, council: Council, round_: ConsultationRound) -> Contribution:
    weight, basis = request.POST.get("weight"), request.POST.get("basis")
    if weight == Weight.INDIVIDUAL:
        return start_individual_input(request.actor, council, round_id=round_.pk)
    if weight == Weight.FRACTIE:
        return start_fractie_input(request.actor, council, round_id=round_.pk)
    if weight == Weight.COUNCIL and basis in CouncilBasis.values:
        return start_council_input(request.actor, council, round_id=round_.pk, basis=CouncilBasis(basis))
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Show the open version; a POST saves it, and goes on to the check when that was the button.

    What was typed stays on the page whatever happens: refused text, a round that closed, another writer.
    """
    contribution = _own(request, uuid)
    version = _version(contribution)
    if version.frozen_at is not None and request.method != "POST":
        return redirect(_page_of(contribution))
    if request.method != "POST":
        return _draft_page(request, contribution, version, _form(contribution, version))
    form = _form(contribution, version, request)
    form.is_valid()
    try:
        _save(request, form, version)
    except Conflict as conflict:
        return _draft_page(request, contribution, _version(contribution), form, conflict=conflict)
    if form.errors:
        return _draft_page(request, contribution, _version(contribution), form)
    if "check" in request.POST:
        return redirect("consultations:draft_check", uuid)
    messages.success(request, "Uw concept is bewaard. Het is nog niet ingediend.")
    return redirect("consultations:draft", uuid)


@require_POST
def draft_autosave(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Save while somebody types (static/js/draft.js); the answer says when it was saved, or why not.

    It names the moment of the version that the page shows from now on (`seen`), for the next time.
    """
    contribution = _own(request, uuid)
    version = _version(contribution)
    form = _form(contribution, version, request)
    form.is_valid()
    try:
        _save(request, form, version)
    except Conflict as conflict:
        return JsonResponse({"error": conflict.sentence}, status=409)
    saved_at = _version(contribution).saved_at
    if form.errors:
        refused = " ".join(f"{field.label} {error}" for field in form for error in field.errors)
        refusal = {"error": f"Niet alles is bewaard. {refused}", "seen": saved_at.isoformat()}
        return JsonResponse(refusal, status=400)
    return JsonResponse({"saved": hour(saved_at), "seen": saved_at.isoformat()})


def _save(request: PortalRequest, form: DraftForm, version: ContributionVersion) -> None:
    """Keep what is valid; nothing is written where nothing changed."""
    policy.require(request.actor, Permission.SAVE_DRAFT, form.contribution)
    if version.frozen_at is None and not form.changes() and _is_open(form.contribution):
        return
    seen = form.cleaned_data.get("seen", "")
    save_draft(
        request.actor,
        form.contribution,
        answers=form.answers(),
        fields=form.beside(),
        seen=seen,
    )


@require_safe
def draft_check(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """What will be handed in, who reads it and when: the last look before submitting."""
    contribution = _own(request, uuid)
    if _version(contribution).frozen_at is not None:
        return redirect(_page_of(contribution))
    policy.require(request.actor, Permission.SUBMIT_CONTRIBUTION, contribution)
    return _check_page(request, contribution)


@require_POST
def draft_submit(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Hand it in and go to the receipt; a second click arrives at the same receipt."""
    contribution = _own(request, uuid)
    hand_in = submit_contribution if contribution.number is None else submit_revision
    try:
        contribution = hand_in(request.actor, contribution, seen=request.POST.get("seen", ""))
    except Conflict as conflict:
        contribution.refresh_from_db()
        if _version(contribution).frozen_at is not None:
            return redirect(_page_of(contribution))
        return _check_page(request, contribution, conflict=conflict)
    look_now()
    what = "Uw inbreng" if hand_in is submit_contribution else "De nieuwe versie van uw inbreng"
    messages.success(request, f"{what} is ingediend. Het nummer is {contribution.number}.")
    return redirect(_page_of(contribution))


@require_http_methods(["GET", "HEAD", "POST"])
def draft_writers(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """The group leader chooses who of the fractie writes along."""
    contribution = _own(request, uuid)
    policy.require(request.actor, Permission.NAME_WRITERS, contribution)
    if contribution.status != ContributionStatus.DRAFT:
        return redirect(_page_of(contribution))
    fractie = Mandate.objects.current(timezone.localdate()).filter(fractie__contributions=contribution)
    by_name = fractie.select_related("user").order_by("user__name")
    colleagues = [mandate for mandate in by_name if mandate.pk != request.actor.mandate_id]
    chosen = contribution.writers.values_list("pk", flat=True)
    form = WritersForm(request.POST if request.method == "POST" else None, colleagues=colleagues, chosen=chosen)
    if form.is_valid():
        name_writers(request.actor, contribution, mandates=form.chosen())
        messages.success(request, "De schrijvers zijn aangewezen.")
        return redirect("consultations:draft", uuid)
    context = {"contribution": contribution, "form": form, "has_colleagues": bool(form.colleagues)}
    return render(request, "consultations/input/writers.html", context)


def _own(request: PortalRequest, uuid: UUID) -> Contribution:
    """Input that the actor writes on; for everybody else it does not exist."""
    mine = Contribution.objects.written_by(request.actor).for_lists()
    return get_object_or_404(mine.select_related("council__organisation__involvement"), uuid=uuid)


def _version(contribution: Contribution) -> ContributionVersion:
    """The version that is written on, or handed in last; what it keeps beside its words shows on the contribution."""
    versions = contribution.versions.prefetch_related("answers__question").select_related("saved_by")
    version = versions.latest("number")
    if version.frozen_at is None:
        take_over(contribution, version)
    return version


def _form(contribution: Contribution, version: ContributionVersion, request: PortalRequest | None = None) -> DraftForm:
    data = request.POST if request else None
    questions = list(contribution.round.questions.order_by("position"))
    if contribution.weight == Weight.COUNCIL:
        return CouncilInputForm(
            data, contribution=contribution, version=version, questions=questions, today=timezone.localdate()
        )
    return DraftForm(data, contribution=contribution, version=version, questions=questions)


def _is_open(contribution: Contribution) -> bool:
    """Whether the council can give input now; for what a page shows, the action asks again under a lock."""
    open_rounds = ConsultationRound.objects.open_for(contribution.council_id, database_now())
    return open_rounds.filter(pk=contribution.round_id).exists()


def _page_of(contribution: Contribution) -> str:
    """Where its writers find it: the draft, or the receipt."""
    if contribution.number is None:
        return contribution.get_absolute_url()
    return reverse("consultations:receipt", args=[contribution.number])


def _draft_page(
    request: PortalRequest,
    contribution: Contribution,
    version: ContributionVersion,
    form: DraftForm,
    *,
    conflict: Conflict | None = None,
) -> HttpResponse:
    others = _others(version, form) if isinstance(conflict, ChangedMeanwhile) else {}
    seen = version.saved_at.isoformat()
    is_open = _is_open(contribution)
    context = {
        **_frame(contribution),
        "form": form,
        "seen": seen,
        "version": version,
        "is_own": version.saved_by_id == request.actor.user_id,
        "conflict": conflict,
        "others": others,
        "is_open": is_open,
        **_steps(request, contribution, version, is_open=is_open),
        "writers": contribution.writers.select_related("user").order_by("user__name"),
    }
    return render(request, "consultations/input/draft.html", context, status=409 if conflict else 200)


def _others(version: ContributionVersion, form: DraftForm) -> dict[str, str]:
    """What is stored now where it differs from what was typed: the question or paragraph, with its words."""
    stored, typed = {answer.asked: answer for answer in version.answers.all()}, form.answers()
    return {
        **{question.text: "" for question in form.questions if _differs(stored, typed, (question.pk, None))},
        **{answer.heading: answer.words for asked, answer in stored.items() if _differs(stored, typed, asked)},
    }


def _differs(stored: Mapping[Asked, Answer], typed: Mapping[Asked, Said], asked: Asked) -> bool:
    now = stored[asked].said if asked in stored else Said()
    return asked in typed and typed[asked] != now


def _check_page(
    request: PortalRequest, contribution: Contribution, *, conflict: Conflict | None = None
) -> HttpResponse:
    version = _version(contribution)
    is_open = _is_open(contribution)
    answers = list(version.answers.in_order())
    context = {
        **_frame(contribution),
        "version": version,
        "seen": version.saved_at.isoformat(),
        "answers": answers,
        "unanswered": contribution.round.questions.count() - len({answer.question_id for answer in answers}),
        "missing": what_is_missing(contribution, has_answers=bool(answers)),
        "conflict": conflict,
        "is_open": is_open,
        **_steps(request, contribution, version, is_open=is_open),
    }
    return render(request, "consultations/input/check.html", context, status=409 if conflict else 200)


def _steps(
    request: PortalRequest, contribution: Contribution, version: ContributionVersion, *, is_open: bool
) -> dict[str, Any]:
    """What the writer can do with the open version: a first draft, or a revision of what was handed in."""
    is_revision = contribution.number is not None and version.frozen_at is None
    steps = contribution_steps(request.actor, contribution, is_open=is_open, has_revision=is_revision)
    handing_in = Permission.SUBMIT_REVISION if is_revision else Permission.SUBMIT_CONTRIBUTION
    return {"steps": steps, "can_submit": handing_in in steps, "is_revision": is_revision}


def _frame(contribution: Contribution) -> dict[str, Any]:
    """What the draft and the check both show around the words."""
    deadline, now = contribution.round.deadline_for(contribution.council_id), database_now()
    until = f"Indienen {'kan' if now < deadline else 'kon'} tot {day_time(deadline)}"
    return {
        "contribution": contribution,
        "title": title_of(contribution),
        "meta": [f"Namens {contribution.signature}", until],
        "round": contribution.round,
        "organisation": contribution.council.organisation,
        "deadline": deadline,
        "now": now,
        "readers": readers_of(contribution, deadline),
        "documents": contribution.round.documents.published().select_related("document"),
    }
