"""How a reader narrows the matrix of a round, and the answers behind one of its cells."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef

from documents.models import Theme

from ..models import AnswerTheme, Question
from ..models.answers import AnswerQuerySet
from ..models.evidence import Participation
from .triage import ON_BEHALF_OF

VIEWS = {"vraag": "Per vraag", "thema": "Per thema"}
#: In the address: the answers that were not sorted under a theme.
NO_THEME = "geen"


class MatrixFilter(forms.Form):
    """What the cells count. What is not known is left out."""

    weergave = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=list(VIEWS.items()))
    namens = forms.ChoiceField(
        label="Namens",
        required=False,
        choices=[("", "Iedereen"), *((value, label) for value, (label, _) in ON_BEHALF_OF.items())],
    )
    soort = forms.ChoiceField(
        label="Soort vraag",
        required=False,
        choices=[("", "Alle soorten"), *((kind.value, str(kind.label).capitalize()) for kind in Question.Kind)],
    )
    thema = forms.ChoiceField(label="Thema", required=False)

    def __init__(self, data: Any, *, themes: Iterable[Theme]) -> None:
        super().__init__(data)
        self.choose("thema", [("", "Alle thema's"), (NO_THEME, "Zonder thema"), *((t.slug, t.name) for t in themes)])
        self.is_valid()

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def view(self) -> str:
        """What the columns are."""
        return self.cleaned_data.get("weergave") or "vraag"

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are in use, as they stand in the address."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "weergave"}

    def apply(self, answers: AnswerQuerySet) -> AnswerQuerySet:
        """The answers that were asked for."""
        chosen = self.cleaned_data
        if value := chosen.get("namens"):
            answers = answers.filter(ON_BEHALF_OF[value][1])
        if kind := chosen.get("soort"):
            answers = answers.filter(question__kind=kind)
        if slug := chosen.get("thema"):
            themes = AnswerTheme.objects.filter(answer=OuterRef("pk"))
            answers = answers.filter(~Exists(themes) if slug == NO_THEME else Exists(themes.filter(theme__slug=slug)))
        return answers


class CellFilter(MatrixFilter):
    """The answers of one cell, row or column, and then further."""

    weergave = None  # type: ignore[assignment]
    raad = forms.ChoiceField(label="Raad", required=False)
    vraag = forms.ChoiceField(label="Vraag", required=False)
    field_order = ["raad", "vraag", "thema", "soort", "namens"]

    def __init__(
        self, data: Any, *, themes: Iterable[Theme], councils: Iterable[Participation], questions: Iterable[Question]
    ) -> None:
        self._councils, self._questions = list(councils), list(questions)
        super().__init__(data, themes=themes)

    def full_clean(self) -> None:
        organisations = [part.council.organisation for part in self._councils]
        self.choose("raad", [("", "Alle raden"), *((party.slug, party.name) for party in organisations)])
        asked = [(str(question.position), f"{question.position}. {question.text}") for question in self._questions]
        self.choose("vraag", [("", "Alle vragen"), *asked])
        super().full_clean()

    def apply(self, answers: AnswerQuerySet) -> AnswerQuerySet:
        answers = super().apply(answers)
        if slug := self.cleaned_data.get("raad"):
            answers = answers.filter(version__contribution__council__organisation__slug=slug)
        if position := self.cleaned_data.get("vraag"):
            answers = answers.filter(question__position=position)
        return answers
