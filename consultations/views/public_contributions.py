"""Input that may be read, and the trail of each answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.http import PortalRequest
from organisations.models import Council
from ros_portal.kit.counting import count_by, pages_of
from ros_portal.kit.templatetags.dutch import day

from ..forms.public import ContributionFilter
from ..models import Answer, Contribution, ContributionStatus, ContributionVersion, CouncilBasis, Feedback
from ..models.evidence import WeightCounts
from ..models.trail import AnswerTrail, TrailStep, trails_of
from .cosigning import signatures_of

PER_PAGE = 25


@login_not_required
@require_safe
def contributions(request: PortalRequest) -> HttpResponse:
    """All input that the reader may see, the newest first."""
    form = ContributionFilter(request.GET, request.actor)
    found = form.apply(Contribution.objects.visible_to(request.actor).handed_in())
    answers = Answer.objects.in_order()
    rows = found.for_lists().prefetch_related(Prefetch("submitted_version__answers", queryset=answers))
    counted = count_by(found, "weight", "basis")
    page = pages_of(rows, PER_PAGE, sum(counted.values())).get_page(request.GET.get("pagina"))
    return render(
        request,
        "consultations/public/contributions.html",
        {
            "form": form,
            "page": page,
            "rows": _rows(list(page), form.cleaned_data.get("soort", "")),
            "counts": weight_counts(counted),
        },
    )


def counts_per_weight(found: QuerySet[Contribution]) -> WeightCounts:
    """How much was given on whose behalf, in one query; never added up."""
    return weight_counts(count_by(found, "weight", "basis"))


def weight_counts(counted: Mapping[tuple[str, ...], int]) -> WeightCounts:
    """What was counted by weight and basis, under the names that a page shows."""
    counts = WeightCounts()
    for (weight, basis), number in counted.items():
        counts.add(weight, basis, number)
    return counts


def _rows(page: list[Contribution], kind: str) -> list[dict[str, Any]]:
    """Each row with the words it opens with, and how many of its answers have a public verdict."""
    answered = dict(
        Feedback.objects.published()
        .filter(routing__answer__version__in=[c.submitted_version_id for c in page])
        .exclude(verdict=Feedback.Verdict.DEFERRED)
        .order_by()
        .values_list("routing__answer__version")
        .annotate(Count("routing__answer", distinct=True))
    )
    rows = []
    for contribution in page:
        answers = list(contribution.submitted_version.answers.all()) if contribution.submitted_version else []
        first = next((answer for answer in answers if answer.question.kind == kind), answers[0] if answers else None)
        rows.append(
            {
                "contribution": contribution,
                "first": first,
                "answers": len(answers),
                "answered": answered.get(contribution.submitted_version_id, 0),
            }
        )
    return rows


@login_not_required
@require_safe
def contribution(request: PortalRequest, number: str) -> HttpResponse:
    """The words, and what became of each answer."""
    found = get_object_or_404(
        Contribution.objects.visible_to(request.actor).for_lists().select_related("submitted_version"),
        number=number,
    )
    now = timezone.now()
    trails = trails_of(found, request.actor, now)
    today = timezone.localdate(now)
    return render(
        request,
        "consultations/public/contribution.html",
        {
            "contribution": found,
            "trails": [
                {
                    "answer": trail.answer,
                    "verdict": _latest(trail),
                    "steps": steps_for_page([step for step in trail.steps if not step.is_shared], today),
                }
                for trail in trails
            ],
            "shared_steps": steps_for_page([s for s in trails[0].steps if s.is_shared], today) if trails else [],
            "is_public": Contribution.objects.published().filter(pk=found.pk).exists(),
            "is_withdrawn": found.status == ContributionStatus.WITHDRAWN,
            "is_decision": found.basis == CouncilBasis.DECISION,
            "is_conversation": found.basis == CouncilBasis.CONVERSATION,
            "is_own": _is_own(request, found),
            "versions": ContributionVersion.objects.visible_to(request.actor)
            .handed_in()
            .filter(contribution=found)
            .count(),
            "signatures": signatures_of(found),
        },
    )


def _is_own(request: PortalRequest, found: Contribution) -> bool:
    """Whether the reader has a part in it, and so a receipt."""
    return request.actor.user_id is not None and (
        Contribution.objects.written_by(request.actor).filter(pk=found.pk).exists()
    )


def _latest(trail: AnswerTrail) -> Feedback | None:
    return trail.verdicts[0] if trail.verdicts else None


def steps_for_page(steps: list[TrailStep], today: date) -> list[dict[str, Any]]:
    """Steps as the component `timeline` shows them; the first that has not come is where it waits."""
    shown: list[dict[str, Any]] = []
    waits = False
    for step in steps:
        expected: Any = step.expected_on
        if step.expected_on is not None and step.expected_on < today:
            expected = f"op {day(step.expected_on)}. Die datum is voorbij"
        shown.append(
            {
                "title": step.title,
                "sentence": step.sentence,
                "date": step.date,
                "office": step.office,
                "url": step.url,
                "done": step.is_done,
                "expected": expected,
                "current": not step.is_done and not waits,
            }
        )
        waits = waits or not step.is_done
    return shown


def latest_of(council: Council, limit: int) -> list[Contribution]:
    """The newest published input of a council."""
    return list(Contribution.objects.published().filter(council=council).for_lists()[:limit])
