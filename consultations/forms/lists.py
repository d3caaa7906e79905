"""Filters of lists of input; what was chosen stays in the address, and an unknown choice is no choice."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from consultations.models import ConsultationRound, Contribution, Weight


class ContributionFilterForm(forms.Form):
    """Which round, and on whose behalf."""

    ronde = forms.ChoiceField(label="Ronde", required=False)
    namens = forms.ChoiceField(label="Namens", required=False, choices=[("", "Iedereen"), *Weight.choices])

    def __init__(self, data: Mapping[str, Any], *, rounds: QuerySet[ConsultationRound]) -> None:
        super().__init__(data)
        choices = [("", "Alle rondes"), *((round_.slug, round_.title) for round_ in rounds)]
        self.fields["ronde"].choices = choices  # type: ignore[attr-defined]

    def narrow(self, contributions: QuerySet[Contribution], *, by_weight: bool = True) -> QuerySet[Contribution]:
        """The input that fits; counts per weight stay whole whatever weight was chosen."""
        self.is_valid()
        if slug := self.cleaned_data.get("ronde"):
            contributions = contributions.filter(round__slug=slug)
        if by_weight and (weight := self.cleaned_data.get("namens")):
            contributions = contributions.filter(weight=weight)
        return contributions
