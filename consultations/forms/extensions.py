"""Asking more time, and answering that."""

from datetime import UTC, datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.validators import MaxValueValidator

from consultations.models import CouncilTrack
from ros_portal.kit.templatetags.dutch import day_time
from ros_portal.kit.widgets import DateTimeInput

from .fields import TextField

REASON_LIMIT = 2_000
LATEST = datetime(2099, 12, 31, tzinfo=UTC)


class AskExtensionForm(forms.Form):
    """Until when, and why."""

    until = forms.DateTimeField(
        label="Uitstel tot", widget=DateTimeInput, validators=[MaxValueValidator(LATEST, "Kies een eerder moment.")]
    )
    reason = TextField(
        label="Waarom heeft uw raad meer tijd nodig?", limit=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, track: CouncilTrack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.track = track
        self.fields["until"].help_text = f"Nu kan uw raad inbreng geven tot {day_time(track.deadline)}."
        self.helper = FormHelper()
        self.helper.add_input(Submit("ask", "Uitstel vragen"))

    def clean_until(self) -> datetime:
        until: datetime = self.cleaned_data["until"]
        if until <= self.track.deadline:
            raise forms.ValidationError(f"Kies een moment na {day_time(self.track.deadline)}.")
        return until


class AnswerExtensionForm(forms.Form):
    """The answer of the programme team: a moment and a reason, that everyone reads when it is granted."""

    until = forms.DateTimeField(
        label="Uitstel tot",
        widget=DateTimeInput,
        required=False,
        help_text="U mag een ander moment kiezen dan gevraagd. Bij afwijzen telt dit veld niet mee.",
        validators=[MaxValueValidator(LATEST, "Kies een eerder moment.")],
    )
    reason = TextField(
        label="Uw reden",
        limit=REASON_LIMIT,
        help_text="De griffier leest dit. Geeft u uitstel? Dan leest iedereen het.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("grant", "Uitstel geven"))
        self.helper.add_input(Submit("refuse", "Afwijzen", css_class="danger"))

    @property
    def grants(self) -> bool:
        """Which of the two buttons was pressed; refusing must be said."""
        return "refuse" not in self.data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.grants and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", "Vul in tot wanneer u uitstel geeft.")
        return cleaned
