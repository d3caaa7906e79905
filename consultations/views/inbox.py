"""The inbox of the secretary: released answers, sorted and put on an agenda."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from consultations.actions.triage import route_answers, sort_answers
from consultations.forms.triage import ON_BEHALF_OF, InboxFilter, RouteForm, ThemeForm, items_by_meeting
from consultations.models import Answer, AnswerTheme, CouncilBasis, Routing, Weight
from consultations.policies import Permission, policy
from organisations.http import PortalRequest
from ros_portal.kit.counting import count_by, pages_of
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import number, short_day

PER_PAGE = 25
#: What is counted under each of `ON_BEHALF_OF`.
WEIGHT_AND_BASIS = {
    "raadslid": (Weight.INDIVIDUAL, ""),
    "fractie": (Weight.FRACTIE, ""),
    "raad": (Weight.COUNCIL, CouncilBasis.DECISION),
    "gesprek": (Weight.COUNCIL, CouncilBasis.CONVERSATION),
}


@require_safe
def inbox(request: PortalRequest) -> HttpResponse:
    """Released answers of the version that counts, the newest input first."""
    if not policy.allows(request.actor, Permission.TRIAGE):
        raise Http404
    return _page(request)


@require_POST
def route(request: PortalRequest) -> HttpResponse:
    """Put the chosen answers on an agenda item: all of them, or none."""
    policy.require(request.actor, Permission.ROUTE_ANSWERS)
    form = RouteForm(request.POST)
    if not form.is_valid():
        return _page(request, error=_first_error(form), status=400)
    item = form.cleaned_data["item"]
    try:
        routed = route_answers(request.actor, item, answer_ids=form.cleaned_data["answers"])
    except Conflict as conflict:
        return _page(request, error=conflict.sentence, status=409)
    already = f" Daarvan stonden er {routed.on_agenda - routed.new} al." if routed.new < routed.on_agenda else ""
    messages.success(
        request,
        f"{routed.on_agenda} van {routed.chosen} geagendeerd bij “{item.title}”, "
        f"overleg van {short_day(item.meeting.held_on)}.{already}",
    )
    return _back(request)


@require_POST
def sort(request: PortalRequest) -> HttpResponse:
    """Give the chosen answers a theme, or take it away."""
    policy.require(request.actor, Permission.TRIAGE)
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return _page(request, error=_first_error(form), status=400)
    theme, chosen = form.cleaned_data["theme"], form.cleaned_data["answers"]
    removes = request.POST.get("doe") == "weg"
    sort_answers(request.actor, theme, answer_ids=chosen, is_about_it=not removes)
    what = "is weggehaald bij" if removes else "is toegekend aan"
    messages.success(
        request, f"Thema “{theme}” {what} {len(chosen)} {'antwoord' if len(chosen) == 1 else 'antwoorden'}."
    )
    return _back(request)


def _first_error(form: forms.Form) -> str:
    return next(str(errors[0]) for errors in form.errors.values())


def _back(request: PortalRequest) -> HttpResponse:
    """To the same view of the list: filters and page stand in the address."""
    query = request.GET.urlencode()
    return redirect(f"{reverse('consultations:inbox')}{'?' if query else ''}{query}")


def _page(request: PortalRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    form = InboxFilter(request.GET)
    found = form.apply(Answer.objects.released()).order_by(
        "-version__contribution__submitted_at", "version__contribution_id", "question__position"
    )
    # Sorting keys is cheap and sorting texts is not: the words are read for one page alone.
    counts = _count(form)
    shown = counts.get(form.cleaned_data.get("namens", ""), sum(counts.values()))
    page = pages_of(found.values_list("pk", flat=True), PER_PAGE, shown).get_page(request.GET.get("pagina"))
    context = {
        "form": form,
        "page": page,
        "rows": _rows(list(page)),
        "counts": _stats(request, counts),
        "error": error,
        "chosen": set(request.POST.getlist("answers")),
        "item_groups": items_by_meeting(),
        "themes": form.themes,
        "query": request.GET.urlencode(),
        "steps": policy.allowed(request.actor, None, [Permission.ROUTE_ANSWERS, Permission.TRIAGE]),
    }
    return render(request, "consultations/boss/inbox.html", context, status=status)


def _rows(keys: list[int]) -> list[Answer]:
    """The answers of one page, in that order, with their themes and the agendas that they are on."""
    answers = (
        Answer.objects.filter(pk__in=keys)
        .for_lists()
        .prefetch_related(
            Prefetch("theme_links", queryset=AnswerTheme.objects.select_related("theme")),
            Prefetch("routings", queryset=Routing.objects.select_related("item__meeting").order_by("pk")),
        )
    )
    return sorted(answers, key=lambda answer: keys.index(answer.pk))


def _count(form: InboxFilter) -> dict[str, int]:
    """How many answers there are on whose behalf, in one query; never added up."""
    answers = form.without_weight(Answer.objects.released())
    counted = count_by(answers, "version__contribution__weight", "version__contribution__basis")
    return {name: counted.get(key, 0) for name, key in WEIGHT_AND_BASIS.items()}


def _stats(request: PortalRequest, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The counts as links that narrow the list."""
    address = request.GET.copy()
    address.pop("pagina", None)

    def only(name: str) -> str:
        address["namens"] = name
        return f"{reverse('consultations:inbox')}?{address.urlencode()}"

    return [
        {
            "label": label,
            "value": number(counts[name]),
            "url": only(name),
        }
        for name, (label, _) in ON_BEHALF_OF.items()
    ]
