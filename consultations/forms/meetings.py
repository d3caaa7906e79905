"""What the secretary types to plan and prepare a meeting. Forms validate and never save."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from consultations.models import CoverNote, ItemKind
from organisations.models import Organisation
from ros_portal.kit.widgets import DateInput

from .fields import LineField, TextField

NOTE_LIMIT = 8_000
NOTE_HELP = {
    "requested_decision": "Wat vraagt u van de deelnemers? Begin met een werkwoord: “Stem in met …”.",
    "key_points": "De kern in een paar zinnen.",
    "arguments": "Waarom is dit een goed voorstel?",
    "caveats": "Wat pleit ertegen, of is nog onzeker?",
    "finance": "Wat kost het, en wie betaalt?",
    "communication": "Wie hoort dit, en hoe?",
    "next_steps": "Wat gebeurt er na het overleg?",
    "annexes": "Welke stukken horen erbij?",
}


class MeetingForm(forms.Form):
    """When and where a meeting is, until when papers can come in, and which parties take part."""

    held_on = forms.DateField(label="Datum", widget=DateInput)
    starts_at = forms.TimeField(
        label="Begint om", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="13:30"
    )
    location = LineField(label="Plaats", limit=150)
    papers_due_on = forms.DateField(
        label="Stukken inleveren tot en met",
        widget=DateInput,
        help_text="Kies ongeveer twee weken voor het overleg. De agenda gaat 7 tot 10 dagen vooraf de deur uit.",
    )
    participants = forms.ModelMultipleChoiceField(
        label="Partijen aan tafel",
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Ambtenaren en bestuurders van deze partijen kunnen de deelnemersbundel openen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = Organisation.objects.order_by("name")
        field = cast("forms.ModelMultipleChoiceField[Organisation]", self.fields["participants"])
        field.queryset = parties
        field.initial = [party.pk for party in parties if party.sits_in_boss]
        self.helper = FormHelper()
        self.helper.add_input(Submit("plan", "Overleg plannen"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        held_on, papers_due_on = cleaned.get("held_on"), cleaned.get("papers_due_on")
        if held_on and papers_due_on and papers_due_on > held_on:
            self.add_error("papers_due_on", "Kies een dag die niet na het overleg ligt.")
        return cleaned


class ItemForm(forms.Form):
    """One agenda item; the standing one keeps its title."""

    title = LineField(label="Titel", limit=200)
    kind = forms.ChoiceField(
        label="Soort",
        choices=ItemKind.choices,
        initial=ItemKind.DISCUSSION,
        widget=forms.RadioSelect,
        help_text="Een hamerstuk gaat zonder bespreking. Een bespreekstuk wordt besproken.",
    )
    minutes = forms.IntegerField(label="Minuten", min_value=0, max_value=480, initial=15)
    is_public = forms.BooleanField(
        label="Openbaar agendapunt",
        required=False,
        initial=True,
        help_text="Van een besloten agendapunt ziet niemand buiten het overleg de titel, de inbreng of het besluit.",
    )

    def __init__(self, *args: Any, is_standing: bool = False, label: str = "Agendapunt bewaren", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_standing:
            del self.fields["title"]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", label))

    def clean_kind(self) -> ItemKind:
        return ItemKind(self.cleaned_data["kind"])


class CoverNoteForm(forms.Form):
    """The fixed parts of a cover note, in their fixed order; only the requested decision is needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CoverNote.PARTS:
            label = str(CoverNote._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]
            self.fields[name] = TextField(
                label=label,
                limit=NOTE_LIMIT,
                required=name == "requested_decision",
                help_text=NOTE_HELP[name],
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Oplegnotitie bewaren"))
