"""To whom a text is offered: councils and fracties, grouped by council."""

from datetime import date
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import Prefetch

from consultations.models import Contribution, CoSignature, Weight
from organisations.models import Council, CouncilTerm, Fractie, Organisation

COUNCIL, FRACTIE = "raad", "fractie"


class OfferForm(forms.Form):
    """Which councils and fracties are asked; those that were asked under this version are left out."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, max_value=2**62, error_messages={"invalid": "Open deze pagina opnieuw."}
    )

    def __init__(self, data: Any, *, contribution: Contribution, today: date) -> None:
        super().__init__(data, initial={"version": contribution.submitted_version_id})
        self.councils: dict[str, Council] = {}
        self.fracties: dict[str, Fractie] = {}
        for council in _councils(contribution, today):
            self.fields[f"raad_{council.organisation.slug}"] = forms.MultipleChoiceField(
                label=council.organisation.name,
                required=False,
                choices=self._choices(council),
                widget=forms.CheckboxSelectMultiple,
            )
        self._drop_asked(contribution)
        self.helper = FormHelper()
        self.helper.add_input(Submit("offer", "Aanbieden"))

    def _choices(self, council: Council) -> list[tuple[str, str]]:
        key = f"{COUNCIL}-{council.pk}"
        self.councils[key] = council
        choices = [(key, f"De raad zelf: {council}")]
        for term in council.terms.all():
            for fractie in term.fracties.all():
                key = f"{FRACTIE}-{fractie.pk}"
                fractie.term, term.council = term, council
                self.fracties[key] = fractie
                choices.append((key, f"Fractie {fractie.name}"))
        return choices

    def _drop_asked(self, contribution: Contribution) -> None:
        asked = CoSignature.objects.filter(version=contribution.submitted_version_id)
        taken = {
            f"{FRACTIE}-{fractie}" if fractie else f"{COUNCIL}-{council}"
            for council, fractie in asked.values_list("council_id", "fractie_id")
        }
        if contribution.fractie_id:
            taken.add(f"{FRACTIE}-{contribution.fractie_id}")
        for name in [name for name in self.fields if name != "version"]:
            field = cast("forms.MultipleChoiceField", self.fields[name])
            field.choices = [
                choice for choice in cast("list[tuple[str, str]]", field.choices) if choice[0] not in taken
            ]
            if not field.choices:
                del self.fields[name]

    @property
    def has_choices(self) -> bool:
        """Whether there is anybody left to ask."""
        return len(self.fields) > 1

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [key for name, keys in cleaned.items() if name != "version" for key in keys]
        if not chosen and not self.errors:
            raise forms.ValidationError("Kies ten minste één raad of fractie.")
        cleaned["councils"] = [self.councils[key] for key in chosen if key in self.councils]
        cleaned["fracties"] = [self.fracties[key] for key in chosen if key in self.fracties]
        return cleaned


def _councils(contribution: Contribution, today: date) -> list[Council]:
    """Councils with their present fracties; what a council says itself is not offered within that council."""
    terms = CouncilTerm.objects.on(today).prefetch_related(Prefetch("fracties", Fractie.objects.order_by("name")))
    councils = Council.objects.with_organisation().filter(organisation__in=Organisation.objects.valid_on(today))
    if contribution.weight == Weight.COUNCIL:
        councils = councils.exclude(pk=contribution.council_id)
    return list(councils.prefetch_related(Prefetch("terms", terms)))
