"""Technical questions: the list for everyone, the page of each, and asking one."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods, require_safe

from consultations.actions.technical import ask_technical_question
from consultations.forms.technical import ASK_ANYWAY, AlikeForm, AskForm, TechnicalFilter
from consultations.models import ConsultationRound, TechnicalQuestion, TechnicalStatus
from consultations.policies import Permission, answers_technical_questions, policy, technical_steps
from documents.models import DocumentVersion
from notifications.tasks import look_now
from organisations.actor import Actor
from organisations.http import PortalRequest
from organisations.models import Council
from ros_portal.kit.templatetags.dutch import short_day

from .technical_answers import due_in_words

PER_PAGE = 25
#: As many as can be read before one goes on typing.
ALIKE_SHOWN = 5
#: Shorter than this says nothing about what somebody means.
ALIKE_FROM = 10


def ask_url(actor: Actor, *, round_: ConsultationRound | None = None, version: DocumentVersion | None = None) -> str:
    """Where this actor asks about a round or a text; empty for who asks nothing."""
    if not policy.allows(actor, Permission.ASK_TECHNICAL_QUESTION, Council(pk=actor.council_id)):
        return ""
    about = {"ronde": round_.slug} if round_ else {"versie": version.pk} if version else {}
    return f"{reverse('consultations:ask_technical_question')}{'?' if about else ''}{urlencode(about)}"


@login_not_required
@require_safe
def questions(request: PortalRequest) -> HttpResponse:
    """What was asked and answered, for everyone; the newest answer first."""
    form = TechnicalFilter(request.GET, request.actor)
    found = form.apply(TechnicalQuestion.objects.published()).for_lists().order_by("-published_at", "-pk")
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("pagina")),
        "ask_url": ask_url(request.actor),
        "answers_questions": answers_technical_questions(request.actor),
    }
    return render(request, "consultations/technical/questions.html", context)


@login_not_required
@require_safe
def question(request: PortalRequest, uuid: str) -> HttpResponse:
    """One question with its answer, or how far it is."""
    found = get_object_or_404(TechnicalQuestion.objects.visible_to(request.actor).for_lists(), uuid=uuid)
    is_own = TechnicalQuestion.objects.asked_by(request.actor).filter(pk=found.pk).exists()
    context = {
        "question": found,
        "is_own": is_own,
        "is_public": found.published_at is not None,
        "is_answered": found.status == TechnicalStatus.ANSWERED,
        "is_passed_on": found.status == TechnicalStatus.PASSED_ON,
        "due": due_in_words(found.due_on, timezone.localdate()),
        "steps": technical_steps(request.actor, found),
    }
    return render(request, "consultations/technical/question.html", context)


@require_safe
def mine(request: PortalRequest) -> HttpResponse:
    """What the member asked, answered or not; the newest first."""
    policy.require(request.actor, Permission.ASK_TECHNICAL_QUESTION, Council(pk=request.actor.council_id))
    found = TechnicalQuestion.objects.asked_by(request.actor).for_lists()
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("pagina")),
        "ask_url": ask_url(request.actor),
    }
    return render(request, "consultations/technical/mine.html", context)


@require_safe
def alike(request: PortalRequest) -> HttpResponse:
    """Published questions that resemble what is being typed, for the script of the page on which one asks."""
    form = AlikeForm(request.GET)
    found = _alike(form.cleaned_data["tekst"]) if form.is_valid() else []
    return JsonResponse(
        {
            "questions": [
                {
                    "text": Truncator(one.text).words(30),
                    "url": one.get_absolute_url(),
                    "detail": f"Beantwoord op {short_day(one.answered_at)}",
                }
                for one in found
            ]
        }
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PortalRequest) -> HttpResponse:
    """Ask a question; first see whether it was answered already."""
    council = request.mandate.council if request.mandate else None
    if council is None:
        raise PermissionDenied
    policy.require(request.actor, Permission.ASK_TECHNICAL_QUESTION, council)
    version = _version(request)
    form = AskForm(
        request.POST or None,
        actor=request.actor,
        version=version,
        alike_url=reverse("consultations:technical_questions_alike"),
        round=request.GET.get("ronde"),
        paragraph=request.GET.get("alinea"),
    )
    found: list[TechnicalQuestion] = []
    if request.method == "POST" and form.is_valid():
        found = [] if ASK_ANYWAY in request.POST else _alike(form.cleaned_data["text"])
        if not found:
            return _ask(request, council, form.cleaned_data)
        form.offer_again()
    context = {"form": form, "alike": found, "party": council.organisation, "version": version}
    return render(request, "consultations/technical/ask.html", context)


def _ask(request: PortalRequest, council: Council, cleaned: dict[str, Any]) -> HttpResponse:
    asked = ask_technical_question(
        request.actor,
        council,
        key=cleaned["key"],
        text=cleaned["text"],
        round_=cleaned["round"],
        paragraph=cleaned.get("paragraph"),
    )
    look_now()
    messages.success(request, f"Uw vraag is gesteld. U krijgt antwoord uiterlijk op {short_day(asked.due_on)}.")
    return redirect(asked)


def _alike(text: str) -> list[TechnicalQuestion]:
    if len(text) < ALIKE_FROM:
        return []
    return list(TechnicalQuestion.objects.published().alike(text)[:ALIKE_SHOWN])


def _version(request: PortalRequest) -> DocumentVersion | None:
    """The published text that the question is about, if the address names one."""
    pk = request.GET.get("versie", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 18):
        return None
    return DocumentVersion.objects.published().select_related("document").filter(pk=pk).first()
