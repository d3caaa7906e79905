"""A motion of the council, as its clerk records it with the council's input."""

from django import forms

from consultations.models import Motion

from .fields import LineField, TextField


class MotionForm(forms.Form):
    """What the motion is called, what became of it, and what it asks."""

    use_required_attribute = False
    title = LineField(label="Titel van de motie")
    reference = LineField(
        label="Kenmerk",
        help_text="Het nummer waaronder de motie in uw eigen systeem staat. Dit hoeft niet.",
        limit=100,
        required=False,
    )
    outcome = forms.ChoiceField(label="Uitslag", choices=[("", "Kies een uitslag"), *Motion.Outcome.choices])
    text = TextField(
        label="Wat vraagt de motie?",
        help_text="Neem de tekst over, of vat die samen. Dit hoeft niet.",
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
