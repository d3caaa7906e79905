"""How the secretary narrows the inbox, and what is done with the answers that were chosen."""

from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, Q

from consultations.models import (
    AgendaItem,
    AnswerTheme,
    ConsultationRound,
    CouncilBasis,
    Routing,
    Weight,
)
from consultations.models.answers import AnswerQuerySet
from documents.models import Theme
from organisations.models import Council
from ros_portal.kit.templatetags.dutch import short_day

_WEIGHT = "version__contribution__weight"
_BASIS = "version__contribution__basis"
#: What can stand in the address, how it reads, and what it means; the weights are never added up.
ON_BEHALF_OF: dict[str, tuple[str, Q]] = {
    "raadslid": ("Van raadsleden", Q(**{_WEIGHT: Weight.INDIVIDUAL})),
    "fractie": ("Van fracties", Q(**{_WEIGHT: Weight.FRACTIE})),
    "raad": ("Van raden, met een besluit", Q(**{_WEIGHT: Weight.COUNCIL, _BASIS: CouncilBasis.DECISION})),
    "gesprek": ("Van raden, na een gesprek", Q(**{_WEIGHT: Weight.COUNCIL, _BASIS: CouncilBasis.CONVERSATION})),
}
ON_AGENDA = {"geen": "Op nog geen agenda", "wel": "Op een agenda"}


class InboxFilter(forms.Form):
    """Filters of the inbox; what is not known is left out."""

    ronde = forms.ChoiceField(label="Ronde", required=False)
    raad = forms.ChoiceField(label="Raad", required=False)
    vraag = forms.ChoiceField(label="Vraag", required=False)
    thema = forms.ChoiceField(label="Thema", required=False)
    namens = forms.ChoiceField(
        label="Namens",
        required=False,
        choices=[("", "Iedereen"), *((value, label) for value, (label, _) in ON_BEHALF_OF.items())],
    )
    agenda = forms.ChoiceField(label="Agenda", required=False, choices=[("", "Alle antwoorden"), *ON_AGENDA.items()])
    zoek = forms.CharField(label="Woorden of nummer", required=False, max_length=100)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        rounds, questions = _rounds_and_questions()
        councils = Council.objects.with_organisation().values_list("organisation__slug", "organisation__name")
        self.themes = list(Theme.objects.all())
        themes = [(theme.slug, theme.name) for theme in self.themes]
        self._choose("ronde", [("", "Alle rondes"), *rounds.items()])
        self._choose("raad", [("", "Alle raden"), *councils])
        self._choose("thema", [("", "Alle thema's"), ("geen", "Nog zonder thema"), *themes])
        self._choose("vraag", [("", "Alle vragen"), *((rounds[slug], asked) for slug, asked in questions.items())])
        self.is_valid()

    def _choose(self, name: str, choices: list[Any]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def is_used(self) -> bool:
        """Whether anything was chosen, also when it is not known."""
        return any(self.data.get(name) for name in self.fields)

    def without_weight(self, answers: AnswerQuerySet) -> AnswerQuerySet:
        """What was asked for, whoever said it: what the counts per weight are taken of."""
        chosen = self.cleaned_data
        if slug := chosen.get("ronde"):
            answers = answers.filter(version__contribution__round__slug=slug)
        if slug := chosen.get("raad"):
            answers = answers.filter(version__contribution__council__organisation__slug=slug)
        if question := chosen.get("vraag"):
            answers = answers.filter(question_id=question)
        if slug := chosen.get("thema"):
            themes = AnswerTheme.objects.filter(answer=OuterRef("pk"))
            answers = answers.filter(~Exists(themes) if slug == "geen" else Exists(themes.filter(theme__slug=slug)))
        if value := chosen.get("agenda"):
            routed = Exists(Routing.objects.filter(answer=OuterRef("pk")))
            answers = answers.filter(routed if value == "wel" else ~routed)
        if words := chosen.get("zoek"):
            answers = answers.filter(Q(text__icontains=words) | Q(version__contribution__number__icontains=words))
        return answers

    def apply(self, answers: AnswerQuerySet) -> AnswerQuerySet:
        """The answers that were asked for."""
        answers = self.without_weight(answers)
        if value := self.cleaned_data.get("namens"):
            answers = answers.filter(ON_BEHALF_OF[value][1])
        return answers


def _rounds_and_questions() -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """The titles of the rounds, the newest first, and the questions of those that have any; in one query."""
    titles: dict[str, str] = {}
    questions: dict[str, list[tuple[str, str]]] = {}
    rows = ConsultationRound.objects.order_by("-opens_at", "pk", "questions__position")
    for slug, title, pk, text in rows.values_list("slug", "title", "questions__pk", "questions__text"):
        titles[slug] = title
        if pk is not None:
            questions.setdefault(slug, []).append((str(pk), text))
    return titles, questions


class ChosenAnswers(forms.Form):
    """Which rows were ticked; which of them can be used is for the action, under its lock."""

    answers = forms.MultipleChoiceField(
        required=True, error_messages={"required": "Kies eerst een of meer antwoorden."}
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = cast("forms.MultipleChoiceField", self.fields["answers"])
        field.choices = [(value, value) for value in data.getlist("answers") if value.isdecimal() and len(value) < 18]

    def clean_answers(self) -> list[int]:
        return [int(value) for value in self.cleaned_data["answers"]]


class RouteForm(ChosenAnswers):
    """Onto which agenda item the chosen answers go."""

    item = forms.ModelChoiceField(
        queryset=AgendaItem.objects.none(),
        error_messages={
            "required": "Kies een agendapunt.",
            "invalid_choice": "Dit agendapunt kan geen inbreng meer krijgen. Kies een ander.",
        },
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        cast("forms.ModelChoiceField[AgendaItem]", self.fields["item"]).queryset = AgendaItem.objects.open_to_input()


class ThemeForm(ChosenAnswers):
    """Under which theme the chosen answers are sorted."""

    theme = forms.ModelChoiceField(
        queryset=Theme.objects.all(),
        error_messages={"required": "Kies een thema.", "invalid_choice": "Dit thema bestaat niet."},
    )


def items_by_meeting() -> list[tuple[str, list[AgendaItem]]]:
    """The items that can take input, under the date of their meeting."""
    groups: dict[str, list[AgendaItem]] = {}
    for item in AgendaItem.objects.open_to_input().select_related("meeting"):
        groups.setdefault(f"Overleg van {short_day(item.meeting.held_on)}", []).append(item)
    return list(groups.items())
