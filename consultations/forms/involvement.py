"""How a party involves its council, as its clerk writes it down."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms

from consultations.models import Involvement

from .fields import LineField, TextField

INVITES = ("invites_individual", "invites_fractie", "invites_council")
CONTACT = ("contact_function", "contact_email", "contact_phone")


class InvolvementForm(forms.Form):
    """Who is invited, when input is released, what the council reads about it, and whom it asks."""

    explanation = TextField(
        label="Zo doet de raad mee",
        limit=2_000,
        help_text="Dit leest iedereen op de pagina van uw raad.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    release = forms.ChoiceField(
        label="Ambtenaren lezen de inbreng",
        choices=Involvement.Release.choices,
        initial=Involvement.Release.BY_CLERK,
        widget=forms.RadioSelect,
        help_text="Een wijziging geldt voor wat daarna wordt ingediend. Bij het sluiten komt altijd alles vrij.",
    )
    invites_individual = forms.BooleanField(label="Raadsleden geven eigen inbreng", required=False, initial=True)
    invites_fractie = forms.BooleanField(label="Fracties geven inbreng", required=False, initial=True)
    invites_council = forms.BooleanField(label="De raad geeft inbreng", required=False, initial=True)
    contact_function = LineField(
        label="Functie van de behandelend ambtenaar", limit=150, help_text="Geen naam. Bijvoorbeeld: adviseur ruimte."
    )
    contact_email = forms.EmailField(label="E-mailadres voor vragen", max_length=254)
    contact_phone = LineField(label="Telefoonnummer voor vragen", limit=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "explanation",
            Fieldset("Wie geeft inbreng?", *INVITES),
            "release",
            Fieldset("Bij wie kan de raad met vragen terecht?", *CONTACT),
        )
        self.helper.add_input(Submit("save", "Bewaren"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in INVITES):
            self.add_error(INVITES[0], "Kies ten minste een van de drie: raadsleden, fracties of de raad.")
        return cleaned
