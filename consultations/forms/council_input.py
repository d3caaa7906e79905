"""What a clerk records of the council itself: on the basis of a decision, or of a conversation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from consultations.models import Contribution, ContributionVersion, CouncilBasis, Question

from .contributions import DraftForm
from .fields import DraftDate, DraftLine, DraftNumber, TextField

MOST_VOTES = 200


class CouncilInputForm(DraftForm):
    """The council's own draft: the answers, and what they rest on."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        contribution: Contribution,
        version: ContributionVersion,
        questions: list[Question],
        today: date,
    ) -> None:
        super().__init__(data, contribution=contribution, version=version, questions=questions)
        self.today = today
        on_decision = contribution.basis == CouncilBasis.DECISION
        self.fields["meeting_date"] = DraftDate(
            label="Datum van de raadsvergadering" if on_decision else "Datum van het gesprek",
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            initial=contribution.meeting_date,
        )
        if on_decision:
            self._add_decision_fields(contribution)
        else:
            self.fields["report"] = TextField(
                label="Verslag van het gesprek",
                help_text="Wat is er gezegd? Dit komt bij de inbreng te staan.",
                widget=forms.Textarea(attrs={"rows": 8}),
                required=False,
                initial=contribution.report,
            )
        self.fields["minority_view"] = TextField(
            label="Standpunt van de minderheid" if on_decision else "Andere geluiden in het gesprek",
            help_text=f"{'Wat vond een minderheid?' if on_decision else 'Wat is er nog meer gezegd?'} "
            "Dit komt bij de inbreng te staan.",
            widget=forms.Textarea(attrs={"rows": 4}),
            required=False,
            initial=contribution.minority_view,
        )

    def _add_decision_fields(self, contribution: Contribution) -> None:
        self.fields["decision_reference"] = DraftLine(
            label="Kenmerk van het besluit",
            help_text="Het nummer waaronder het besluit in uw eigen systeem staat.",
            limit=100,
            initial=contribution.decision_reference,
        )
        self.fields["without_vote"] = forms.BooleanField(
            label="Zonder stemming aangenomen", required=False, initial=contribution.without_vote
        )
        for name, label in (("votes_for", "Stemmen voor"), ("votes_against", "Stemmen tegen")):
            self.fields[name] = DraftNumber(
                label=label,
                min_value=0,
                max_value=MOST_VOTES,
                initial=getattr(contribution, name),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                help_text="Vul dit in als er gestemd is.",
            )

    def clean_meeting_date(self) -> date | None:
        day: date | None = self.cleaned_data["meeting_date"]
        if day is not None and day > self.today:
            raise ValidationError("Deze datum ligt in de toekomst. Leg de inbreng na de vergadering vast.")
        return day
