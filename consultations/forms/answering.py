"""How questions are answered: what is chosen or filled in, and the words beside it."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.html import escape

from consultations.models import STANCES, Asked, Question, QuestionFormat, Said

from .fields import ANSWER_LIMIT, DraftText, NeededLater

#: Digits with or without points between the thousands, and at most three decimals after a comma.
DUTCH_NUMBER = re.compile(r"-?(\d{1,12}|\d{1,3}(\.\d{3}){1,3})(,\d{1,3})?", re.ASCII)
NO_ANSWER = ("", "Geen antwoord")


class DutchNumberField(NeededLater, forms.Field):
    """A number as it is written in Dutch: 1.250 is more than a thousand, 12,5 is between twelve and thirteen."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        if not DUTCH_NUMBER.fullmatch(typed):
            raise ValidationError(
                "Vul een getal in, bijvoorbeeld 1.250 of 12,5. Er passen 12 cijfers voor de komma en 3 erachter."
            )
        return Decimal(typed.replace(".", "").replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        """What is stored, as it was typed; what was typed stays as it is."""
        if not isinstance(value, Decimal):
            return value
        return f"{value:f}".rstrip("0").rstrip(".").replace(".", ",") if value % 1 else f"{value:.0f}"


class StepField(NeededLater, forms.TypedChoiceField):
    """One of a list, counted from 1; or none, which takes the choice back."""

    def __init__(self, *, options: list[str] | tuple[str, ...], **kwargs: Any) -> None:
        numbered = [(str(number), option) for number, option in enumerate(options, start=1)]
        super().__init__(choices=[NO_ANSWER, *numbered], coerce=Decimal, empty_value=None, **kwargs)

    widget = forms.RadioSelect

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.0f}" if isinstance(value, Decimal) else value or ""

    def validate(self, value: Any) -> None:
        """A draft may be empty; what is no step of the list is refused."""
        if value and not self.valid_value(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})


class QuestionsForm(forms.Form):
    """One or two fields per question, by its format; `stored` is what was answered before."""

    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        questions: list[Question],
        stored: Mapping[Asked, Said] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**(initial or {})})
        self.questions = questions
        self.stored = stored or {}
        for question in questions:
            self._add_fields(question, self.stored.get((question.pk, None), Said()))

    def _add_fields(self, question: Question, said: Said) -> None:
        value_field = _value_field(question)
        if value_field is not None:
            value_field.initial = said.value
            self.fields[value_name(question)] = value_field
        is_text = value_field is None
        self.fields[field_name(question)] = DraftText(
            label=question.text if is_text else f"Toelichting bij vraag {question.position}",
            help_text=escape(question.help) if is_text else "",
            widget=forms.Textarea(
                attrs={"rows": 7 if is_text else 4, "autocomplete": "off", "data-count": str(ANSWER_LIMIT)}
            ),
            initial=said.text,
        )

    def names(self) -> list[str]:
        """The fields of the answers, in the order of the questions."""
        return [name for question in self.questions for name in _names(question) if name in self.fields]

    def question_fields(self) -> list[BoundField]:
        """The fields of the answers, as the page shows them."""
        return [self[name] for name in self.names()]

    def answers(self) -> dict[Asked, Said]:
        """What was answered, per question; one of its fields that is refused leaves what was stored there."""
        found: dict[Asked, Said] = {}
        for question in self.questions:
            asked = (question.pk, None)
            before = self.stored.get(asked, Said())
            found[asked] = Said(
                self.cleaned_data.get(value_name(question), before.value),
                self.cleaned_data.get(field_name(question), before.text),
            )
        return found


def field_name(question: Question) -> str:
    """The name of the field for the words of an answer, which the page's address can point at."""
    return f"vraag_{question.position}"


def value_name(question: Question) -> str:
    """The name of the field for what is chosen or filled in."""
    return f"{field_name(question)}_waarde"


def _names(question: Question) -> tuple[str, str]:
    return value_name(question), field_name(question)


def _value_field(question: Question) -> forms.Field | None:
    """The field beside the words; an open question has none."""
    about: dict[str, Any] = {"label": question.text, "help_text": escape(question.help)}
    if question.format == QuestionFormat.SCALE:
        return StepField(options=[stance.capitalize() for stance in STANCES], **about)
    if question.format == QuestionFormat.CHOICE:
        return StepField(options=question.options, **about)
    if question.format == QuestionFormat.NUMBER:
        if question.unit:
            about["label"] = f"{question.text} ({question.unit})"
        attrs = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "25"}
        return DutchNumberField(widget=forms.TextInput(attrs=attrs), **about)
    return None
