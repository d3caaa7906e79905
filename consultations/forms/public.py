"""How a reader narrows the list of input; the choice stays in the address."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q

from organisations.actor import Actor
from organisations.models import Council

from ..models import Answer, ConsultationRound, CouncilBasis, Question, Weight
from ..models.contributions import ContributionQuerySet

#: What can stand in the address, and what it means: a conversation is never counted as the council's position.
ON_BEHALF_OF = {
    "raadslid": ("Een raadslid", Q(weight=Weight.INDIVIDUAL)),
    "fractie": ("Een fractie", Q(weight=Weight.FRACTIE)),
    "raad": ("De raad, met een besluit", Q(weight=Weight.COUNCIL, basis=CouncilBasis.DECISION)),
    "gesprek": ("De raad, na een gesprek", Q(weight=Weight.COUNCIL, basis=CouncilBasis.CONVERSATION)),
}


class ContributionFilter(forms.Form):
    """Filters of the list of input. What is not known is left out, and said above the list."""

    ronde = forms.ChoiceField(label="Ronde", required=False)
    raad = forms.ChoiceField(label="Raad", required=False)
    namens = forms.ChoiceField(
        label="Namens",
        required=False,
        choices=[("", "Iedereen"), *((value, label) for value, (label, _) in ON_BEHALF_OF.items())],
    )
    soort = forms.ChoiceField(
        label="Soort vraag",
        required=False,
        choices=[("", "Alle vragen"), *((kind.value, str(kind.label).capitalize()) for kind in Question.Kind)],
    )
    zoek = forms.CharField(label="Woorden in de tekst", required=False, max_length=100)

    def __init__(self, data: Any, actor: Actor) -> None:
        super().__init__(data)
        rounds = ConsultationRound.objects.visible_to(actor).values_list("slug", "title")
        councils = Council.objects.with_organisation().values_list("organisation__slug", "organisation__name")
        self._choose("ronde", [("", "Alle rondes"), *rounds])
        self._choose("raad", [("", "Alle raden"), *councils])
        self.is_valid()

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    @property
    def is_used(self) -> bool:
        """Whether anything was chosen, also when it is not known."""
        return any(self.data.get(name) for name in self.fields)

    def apply(self, contributions: ContributionQuerySet) -> ContributionQuerySet:
        """The input that was asked for."""
        chosen = self.cleaned_data
        if slug := chosen.get("ronde"):
            contributions = contributions.filter(round__slug=slug)
        if slug := chosen.get("raad"):
            contributions = contributions.filter(council__organisation__slug=slug)
        if value := chosen.get("namens"):
            contributions = contributions.filter(ON_BEHALF_OF[value][1])
        answers = Answer.objects.filter(version=OuterRef("submitted_version"))
        if kind := chosen.get("soort"):
            answers = answers.filter(question__kind=kind)
        if words := chosen.get("zoek"):
            answers = answers.filter(text__icontains=words)
        if kind or words:
            contributions = contributions.filter(Exists(answers))
        return contributions
