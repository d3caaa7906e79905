"""What somebody types for the own reading lists."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet

from consultations.models import ReadingList

from .fields import LineField

TITLE_LENGTH = 100


class ReadingListForm(forms.Form):
    """The name of a list."""

    title = LineField(label="Naam van de lijst", limit=TITLE_LENGTH)

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", button))


class KeepForm(forms.Form):
    """On which list an answer goes: one there is, or a new one."""

    reading_list = forms.ModelChoiceField(
        label="Kies een lijst",
        queryset=ReadingList.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label="Een nieuwe lijst",
        error_messages={"invalid_choice": "Deze lijst bestaat niet meer. Kies een andere lijst."},
    )
    title = LineField(
        label="Naam van de nieuwe lijst",
        limit=TITLE_LENGTH,
        required=False,
        help_text="Alleen als u geen lijst kiest.",
    )

    def __init__(self, *args: Any, lists: QuerySet[ReadingList], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[ReadingList]", self.fields["reading_list"]).queryset = lists
        self.helper = FormHelper()
        self.helper.add_input(Submit("keep", "Zet op de lijst"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and not typed.get("reading_list") and not typed.get("title"):
            self.add_error("title", "Kies een lijst, of geef een nieuwe lijst een naam.")
        return typed
