"""What the secretary types after a meeting: decisions, verdicts with a reason, changes in the text."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from consultations.models import AgendaItem, Meeting, MeetingStatus, Verdict
from documents.models import Paragraph, VersionStatus
from ros_portal.kit.templatetags.dutch import short_day

from .fields import TextField

REASON_LIMIT = 4_000


class DecisionForm(forms.Form):
    """What was decided on an item."""

    text = TextField(label="Besluit", limit=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 3}))
    reason = TextField(
        label="Toelichting", limit=REASON_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class FeedbackForm(forms.Form):
    """The verdict on one answer, or the later item that it is deferred to; always with a reason."""

    verdict = forms.ChoiceField(label="Oordeel", choices=[("", "Kies een oordeel"), *Verdict.choices])
    deferred_to = forms.ChoiceField(
        label="Aangehouden tot",
        required=False,
        help_text="Alleen bij “aangehouden”: het agendapunt van een later overleg.",
    )
    reason = TextField(
        label="Reden",
        limit=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In gewone taal. De indiener en, na publicatie, iedereen kan dit lezen.",
    )

    def __init__(self, *args: Any, later_items: list[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.later_items = {str(item.pk): item for item in later_items}
        field = cast("forms.ChoiceField", self.fields["deferred_to"])
        field.choices = [
            ("", "Niet aangehouden"),
            *(
                (pk, f"{short_day(item.meeting.held_on)}: {item.position}. {item.title}")
                for pk, item in self.later_items.items()
            ),
        ]

    def clean_verdict(self) -> Verdict:
        return Verdict(self.cleaned_data["verdict"])

    def clean_deferred_to(self) -> AgendaItem | None:
        return self.later_items.get(self.cleaned_data["deferred_to"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        verdict, later = cleaned.get("verdict"), cleaned.get("deferred_to")
        if verdict == Verdict.DEFERRED and later is None and "deferred_to" not in self.errors:
            self.add_error("deferred_to", "Kies tot welk agendapunt dit antwoord is aangehouden.")
        if verdict is not None and verdict != Verdict.DEFERRED:
            if later is not None:
                self.add_error("deferred_to", "Kies hier alleen iets bij het oordeel “aangehouden”.")
            cleaned["deferred_to"] = None
        return cleaned


def later_items(meeting: Meeting) -> list[AgendaItem]:
    """Items that something can be deferred to: of later meetings whose agenda is not out."""
    return list(
        AgendaItem.objects.filter(meeting__status=MeetingStatus.PLANNED, meeting__held_on__gt=meeting.held_on)
        .select_related("meeting")
        .order_by("meeting__held_on", "position")
    )


class TextChangeForm(forms.Form):
    """Which paragraph of a published text changed, and how."""

    paragraph = forms.ModelChoiceField(
        label="Alinea",
        queryset=Paragraph.objects.none(),
        empty_label="Kies een alinea",
        help_text="Een alinea van een gepubliceerde versie: zo verschuift de verwijzing nooit.",
    )
    description = TextField(label="Wat er veranderde", limit=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Paragraph]", self.fields["paragraph"])
        field.queryset = (
            Paragraph.objects.filter(version__status=VersionStatus.PUBLISHED)
            .exclude(kind=Paragraph.Kind.HEADING)
            .select_related("version__document")
            .order_by("version__document__title", "-version__number", "position")
        )
        field.label_from_instance = _paragraph_in_short  # type: ignore[method-assign, assignment]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Wijziging vastleggen"))


def _paragraph_in_short(paragraph: Paragraph) -> str:
    version = paragraph.version
    return f"{version.document.title} (versie {version.number}), alinea {paragraph.position}: {paragraph.text[:60]}…"
