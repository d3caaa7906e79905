"""The matrix of a round, council by question or theme, and the original words behind each cell."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.models import Theme
from organisations.http import PortalRequest
from organisations.models import Council

from ..forms.overview import NO_THEME, VIEWS, CellFilter, MatrixFilter
from ..models import Answer, ConsultationRound, Contribution, Question
from ..models.evidence import Participation, participation_in
from ..models.matrix import (
    BY_QUESTION,
    BY_THEME,
    Cells,
    councils_heard,
    count_answers,
    count_cells,
    readable_answers,
    silence_of,
)

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Column:
    """One question or theme: how its cells are found, and how the address of a cell names it."""

    key: Hashable
    label: str
    detail: str
    choice: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one council said on one question or theme: counts in words, and where the words are."""

    column: Column
    counts: list[tuple[str, int]]
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One council; `silence` where the reader can read nothing of it."""

    council: Council
    cells: list[Cell]
    silence: str


def round_for(request: PortalRequest, slug: str) -> ConsultationRound:
    """The round, if the reader may know of it; else 404."""
    return get_object_or_404(ConsultationRound.objects.visible_to(request.actor).select_related("phase"), slug=slug)


@login_not_required
@require_safe
def matrix(request: PortalRequest, slug: str) -> HttpResponse:
    """Who answered what, as far as the reader may read it; the councils by name, without a total."""
    found = round_for(request, slug)
    themes, questions = list(Theme.objects.all()), list(found.questions.order_by("position"))
    form = MatrixFilter(request.GET, themes=themes)
    readable = readable_answers(request.actor, found)
    by_theme = form.view == "thema"
    cells = count_cells(form.apply(readable), BY_THEME if by_theme else BY_QUESTION)
    # A filter makes nobody silent: then who spoke at all is asked apart.
    heard = councils_heard(readable) if form.chosen else {council for council, _ in cells}
    columns = _theme_columns(form, themes, cells) if by_theme else _question_columns(form, questions)
    now = timezone.now()
    lines = [
        Line(
            part.council,
            _cells_of(part, columns, cells, reverse("consultations:round_answers", args=[slug]), form.chosen),
            "" if part.council.pk in heard else silence_of(part, now),
        )
        for part in participation_in(found)
    ]
    context = {
        "round": found,
        "form": form,
        "tabs": _tabs(request, form.view),
        "by_theme": by_theme,
        "questions": questions,
        "columns": columns,
        "lines": lines,
        "unused": [theme.name for theme in themes if theme.slug not in {column.key for column in columns}],
        "nothing": _nothing(found, is_narrowed=bool(form.chosen)),
        "sees_more": _sees_more(request, found, has_something=bool(heard)),
    }
    return render(request, "consultations/overview/matrix.html", context)


def _question_columns(form: MatrixFilter, questions: list[Question]) -> list[Column]:
    kind = form.cleaned_data.get("soort")
    return [
        Column(
            question.position,
            f"Vraag {question.position}",
            question.get_kind_display(),
            {"vraag": str(question.position)},
        )
        for question in questions
        if not kind or question.kind == kind
    ]


def _theme_columns(form: MatrixFilter, themes: list[Theme], cells: Cells) -> list[Column]:
    """The themes that something was said about; what has no theme yet comes last."""
    chosen, spoken_of = form.cleaned_data.get("thema"), {column for _, column in cells}
    columns = [
        Column(theme.slug, theme.name.capitalize(), "", {"thema": theme.slug})
        for theme in themes
        if theme.slug in spoken_of and chosen in ("", None, theme.slug)
    ]
    if None in spoken_of:
        columns.append(Column(None, "Zonder thema", "", {"thema": NO_THEME}))
    return columns


def _cells_of(part: Participation, columns: list[Column], cells: Cells, url: str, chosen: dict[str, str]) -> list[Cell]:
    party = {"raad": part.council.organisation.slug}
    shown = []
    for column in columns:
        counts = cells.get((part.council.pk, column.key))
        rows = [(label, count) for label, count in counts.rows() if count] if counts else []
        shown.append(Cell(column, rows, f"{url}?{urlencode({**chosen, **column.choice, **party})}"))
    return shown


def _tabs(request: PortalRequest, view: str) -> list[dict[str, object]]:
    """The two views of the matrix; the filters stay."""
    tabs = []
    for name, label in VIEWS.items():
        address = request.GET.copy()
        address["weergave"] = name
        tabs.append({"label": label, "url": f"?{address.urlencode()}", "current": name == view})
    return tabs


def _nothing(round_: ConsultationRound, *, is_narrowed: bool) -> str:
    """What an empty cell says; only of what is public can be said that there is no more."""
    if is_narrowed:
        return "Niets met dit filter"
    return "Geen antwoord" if round_.input_published_at else "Niets te lezen"


def _sees_more(request: PortalRequest, round_: ConsultationRound, *, has_something: bool) -> bool:
    """Whether what is shown may be more than the public sees."""
    return has_something and round_.input_published_at is None and request.actor.mandate_id is not None


@login_not_required
@require_safe
def answers(request: PortalRequest, slug: str) -> HttpResponse:
    """The original words of a cell, a row or a column of the matrix."""
    found = round_for(request, slug)
    themes, questions = list(Theme.objects.all()), list(found.questions.order_by("position"))
    councils = participation_in(found)
    form = CellFilter(request.GET, themes=themes, councils=councils, questions=questions)
    asked_for = form.apply(readable_answers(request.actor, found))
    in_order = asked_for.order_by(
        "version__contribution__council__organisation__name",
        "question__position",
        "version__contribution__submitted_at",
        "pk",
    )
    # Sorting keys is cheap and sorting texts is not: the words are read for one page alone.
    page = Paginator(in_order.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "round": found,
        "form": form,
        "page": page,
        "rows": rows_of(request, list(page)),
        "counts": count_answers(asked_for),
        "can_keep": request.actor.mandate_id is not None,
        "sees_more": _sees_more(request, found, has_something=bool(page.object_list)),
    }
    return render(request, "consultations/overview/answers.html", context)


def rows_of(request: PortalRequest, keys: list[int]) -> list[dict[str, Any]]:
    """The answers in the order of `keys`, each with whether its whole input can be opened."""
    found = {answer.pk: answer for answer in Answer.objects.filter(pk__in=keys).for_lists()}
    inputs = [answer.version.contribution_id for answer in found.values()]
    opens = set(Contribution.objects.visible_to(request.actor).filter(pk__in=inputs).values_list("pk", flat=True))
    return [
        {"answer": answer, "opens": answer.version.contribution_id in opens, "outdated": answer.is_outdated}
        for answer in (found[key] for key in keys if key in found)
    ]
