"""What a clerk types about the council's own cycle, and the programme team to look ahead."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from consultations.models import CouncilTrack, Step
from ros_portal.kit.templatetags.dutch import short_day
from ros_portal.kit.widgets import DateInput

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2099, 12, 31)


class DayField(forms.DateField):
    """A day in the years that the portal can be about."""

    widget = DateInput
    default_validators = [
        MinValueValidator(FIRST_DAY, f"Kies een dag na {short_day(FIRST_DAY)}."),
        MaxValueValidator(LAST_DAY, f"Kies een dag voor {short_day(LAST_DAY)}."),
    ]


class EveningForm(forms.Form):
    """One evening of the council's own calendar."""

    step = forms.ChoiceField(label="Waar is de avond voor?", choices=Step.choices, initial=Step.DECISION)
    held_on = DayField(label="Datum van de avond")
    papers_due_on = DayField(
        label="Stukken inleveren tot en met",
        help_text="De laatste dag waarop een stuk voor deze avond binnen kan komen.",
    )

    def __init__(self, *args: Any, label: str = "Avond toevoegen", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", label))

    def clean_step(self) -> Step:
        return Step(self.cleaned_data["step"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        held_on, papers_due_on = cleaned.get("held_on"), cleaned.get("papers_due_on")
        if held_on and papers_due_on and papers_due_on > held_on:
            self.add_error("papers_due_on", "Kies een dag die niet na de avond ligt.")
        return cleaned


class TrackForm(forms.Form):
    """The evenings on which the council deals with a round; each may stay empty."""

    orientation_on = DayField(label="Beeldvorming", required=False)
    deliberation_on = DayField(label="Oordeelsvorming", required=False)
    decision_on = DayField(
        label="Besluitvorming", required=False, help_text="Laat dit leeg als de raad geen besluit neemt."
    )
    papers_due_on = DayField(
        label="Stukken voor de besluitvorming inleveren tot en met",
        required=False,
        help_text="Tot deze dag telt de eerlijke tijd van uw raad.",
    )

    def __init__(self, *args: Any, track: CouncilTrack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.last = timezone.localdate(track.round.opens_at), timezone.localdate(track.deadline)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Traject bewaren"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, day in list(cleaned.items()):
            if day is not None and not self.first <= day <= self.last:
                self.add_error(name, f"Kies een dag van {short_day(self.first)} tot en met {short_day(self.last)}.")
        self._check_order(cleaned)
        self._check_papers(cleaned)
        return cleaned

    def _check_order(self, cleaned: Mapping[str, Any]) -> None:
        """Each evening comes after the ones before it, whichever are left out."""
        latest: date | None = None
        for name in ("orientation_on", "deliberation_on", "decision_on"):
            day = cleaned.get(name)
            if day and latest and day < latest:
                self.add_error(name, f"Deze avond ligt voor de vorige stap, op {short_day(latest)}.")
            latest = day or latest

    def _check_papers(self, cleaned: Mapping[str, Any]) -> None:
        decision_on, papers_due_on = cleaned.get("decision_on"), cleaned.get("papers_due_on")
        if decision_on and papers_due_on and papers_due_on > decision_on:
            self.add_error("papers_due_on", "Kies een dag die niet na de besluitvorming ligt.")
        elif decision_on and not papers_due_on and "papers_due_on" not in self.errors:
            self.add_error("papers_due_on", "Vul in tot wanneer stukken voor de besluitvorming binnen kunnen komen.")
        elif papers_due_on and not decision_on and "decision_on" not in self.errors:
            self.add_error("decision_on", "Vul in op welke avond de raad besluit, of laat ook de stukken leeg.")


class WhatIfForm(forms.Form):
    """A round that does not exist yet: when it would open, and when it must be done."""

    opens_on = DayField(label="De ronde opent op")
    closes_on = DayField(label="De ronde sluit op", required=False)
    boss_on = DayField(
        label="Of: de inbreng moet naar het BOSS van",
        required=False,
        help_text="We rekenen dan tot de dag waarop de stukken voor dat overleg binnen moeten zijn.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        closes_on, boss_on = cleaned.get("closes_on"), cleaned.get("boss_on")
        if bool(closes_on) == bool(boss_on):
            self.add_error("closes_on", "Vul een sluitingsdatum in, of een datum van het BOSS. Niet allebei.")
        elif (end := closes_on or boss_on) and end <= cleaned["opens_on"]:
            self.add_error("closes_on" if closes_on else "boss_on", "Kies een dag na de opening.")
        return cleaned
