"""The desk of who answers technical questions: the behandelend ambtenaar and the programme team."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.technical import answer_technical_question, pass_on_technical_question
from consultations.forms.technical import AnswerForm, InboxFilter
from consultations.models import TechnicalQuestion, TechnicalStatus
from consultations.policies import Permission, answers_technical_questions, policy, technical_steps
from notifications.tasks import look_now
from organisations.http import PortalRequest
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import days_left, plural

PER_PAGE = 25


def due_in_words(due_on: date, today: date) -> str:
    """How long there is still, or how late it is: never a colour alone."""
    late = (today - due_on).days
    if late > 0:
        return f"{plural(late, 'dag,dagen')} te laat"
    return days_left(due_on, today) if late < 0 else "vandaag"  # the day itself counts in full


@require_safe
def inbox(request: PortalRequest) -> HttpResponse:
    """What waits for this office, the first due first; or what was answered, the newest first."""
    if not answers_technical_questions(request.actor):
        raise PermissionDenied
    form = InboxFilter(request.GET)
    found = TechnicalQuestion.objects.to_answer_by(request.actor).for_lists()
    if form.shows_answered:
        found = found.filter(status=TechnicalStatus.ANSWERED).order_by("-answered_at", "-pk")
    else:
        found = found.waiting()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina"))
    today = timezone.localdate()
    rows = [
        {
            "question": question,
            "due": due_in_words(question.due_on, today),
            "is_late": question.due_on < today,
            "is_passed_on": question.status == TechnicalStatus.PASSED_ON,
            "steps": technical_steps(request.actor, question),
        }
        for question in page
    ]
    context = {"form": form, "page": page, "rows": rows, "shows_answered": form.shows_answered}
    return render(request, "consultations/technical/inbox.html", context)


@require_POST
def pass_on(request: PortalRequest, uuid: str) -> HttpResponse:
    """The case officer leaves the answer to the programme team."""
    question = _visible(request, uuid)
    pass_on_technical_question(request.actor, question)
    look_now()
    messages.success(request, "De vraag ligt nu bij het programmateam.")
    return redirect("consultations:technical_inbox")


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PortalRequest, uuid: str) -> HttpResponse:
    """Answer a question, for everyone unless there is a reason."""
    question = _visible(request, uuid)
    policy.require(request.actor, Permission.ANSWER_TECHNICAL_QUESTION, question)
    if question.status == TechnicalStatus.ANSWERED:
        raise Conflict(TechnicalQuestion.REFUSALS[TechnicalStatus.ANSWERED])
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        answer_technical_question(
            request.actor, question, answer=cleaned["answer"], refusal_reason=cleaned["refusal_reason"]
        )
        look_now()
        messages.success(request, "De vraag is beantwoord. De vrager krijgt bericht.")
        return redirect(question)
    context = {"form": form, "question": question, "due": due_in_words(question.due_on, timezone.localdate())}
    return render(request, "consultations/technical/answer.html", context)


def _visible(request: PortalRequest, uuid: str) -> TechnicalQuestion:
    return get_object_or_404(TechnicalQuestion.objects.visible_to(request.actor).for_lists(), uuid=uuid)
