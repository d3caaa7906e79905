"""What is typed to ask a technical question and to answer it, and how the list is narrowed."""

import uuid
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from consultations.models import ConsultationRound
from consultations.models.technical import TechnicalQuestionQuerySet
from documents.models import DocumentVersion, Paragraph
from organisations.actor import Actor

from .fields import TextField

QUESTION_LIMIT = 2_000
ANSWER_LIMIT = 10_000
REASON_LIMIT = 2_000
#: The button of who looked at the questions that are alike, and still asks the own one.
ASK_ANYWAY = "toch"


class TechnicalFilter(forms.Form):
    """Filters of the list of answered questions; what is not known is left out."""

    ronde = forms.ChoiceField(label="Ronde", required=False)
    zoek = forms.CharField(label="Woorden in vraag of antwoord", required=False, max_length=100)

    def __init__(self, data: Any, actor: Actor) -> None:
        super().__init__(data)
        rounds = ConsultationRound.objects.visible_to(actor).values_list("slug", "title")
        cast("forms.ChoiceField", self.fields["ronde"]).choices = [("", "Alle rondes"), *rounds]
        self.is_valid()

    @property
    def is_used(self) -> bool:
        """Whether anything was chosen, also when it is not known."""
        return any(self.data.get(name) for name in self.fields)

    def apply(self, questions: TechnicalQuestionQuerySet) -> TechnicalQuestionQuerySet:
        """The questions that were asked for."""
        if slug := self.cleaned_data.get("ronde"):
            questions = questions.filter(round__slug=slug)
        if words := self.cleaned_data.get("zoek"):
            questions = questions.about(words)
        return questions


class InboxFilter(forms.Form):
    """What waits, or what was answered."""

    toon = forms.ChoiceField(
        label="Toon", required=False, choices=[("", "Wacht op antwoord"), ("beantwoord", "Beantwoord")]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def shows_answered(self) -> bool:
        """Whether the reader looks back."""
        return self.cleaned_data.get("toon") == "beantwoord"


class AlikeForm(forms.Form):
    """What was typed so far."""

    tekst = TextField(limit=QUESTION_LIMIT)


class AskForm(forms.Form):
    """A question, and what it is about; the round and the paragraph are there for who came from one."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Open deze pagina opnieuw."})
    text = TextField(
        label="Uw vraag",
        limit=QUESTION_LIMIT,
        help_text="Vraag naar een feit, bijvoorbeeld een getal of de betekenis van een woord. "
        "Schrijf geen namen of andere gegevens van personen op: de vraag wordt met het antwoord openbaar.",
    )
    round = forms.ModelChoiceField(
        label="Ronde",
        queryset=ConsultationRound.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label="Geen ronde",
    )
    paragraph = forms.ModelChoiceField(
        label="Alinea", queryset=Paragraph.objects.none(), required=False, empty_label="Het hele document"
    )

    def __init__(
        self, data: Any, *, actor: Actor, version: DocumentVersion | None, alike_url: str, **initial: Any
    ) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), **initial})
        self.fields["text"].widget.attrs.update({"rows": 5, "data-alike": alike_url})
        rounds = cast("forms.ModelChoiceField[ConsultationRound]", self.fields["round"])
        rounds.queryset = ConsultationRound.objects.visible_to(actor)
        if version is None:
            del self.fields["paragraph"]
        else:
            paragraphs = cast("forms.ModelChoiceField[Paragraph]", self.fields["paragraph"])
            paragraphs.queryset = version.paragraphs.order_by("position")
            paragraphs.help_text = f"{version.document.title}, versie {version.number}"
            paragraphs.label_from_instance = _in_short  # type: ignore[method-assign, assignment]
        self.helper = FormHelper()
        self.helper.add_input(Submit("ask", "Vraag stellen"))

    def offer_again(self) -> None:
        """The same form, under the questions that are alike."""
        self.helper.inputs = [Submit(ASK_ANYWAY, "Stel mijn vraag toch")]


def _in_short(paragraph: Paragraph) -> str:
    return f"Alinea {paragraph.position}: {paragraph.text[:60]}…"


class AnswerForm(forms.Form):
    """The answer, and for whom it is."""

    FOR_ALL, FOR_ASKER = "iedereen", "vrager"

    answer = TextField(label="Antwoord", limit=ANSWER_LIMIT, widget=forms.Textarea(attrs={"rows": 8}))
    audience = forms.ChoiceField(
        label="Wie mag het antwoord lezen?",
        choices=[
            (FOR_ALL, "Iedereen: vraag en antwoord komen op de openbare lijst"),
            (FOR_ASKER, "Alleen de vrager, met een reden"),
        ],
        initial=FOR_ALL,
        widget=forms.RadioSelect,
    )
    refusal_reason = TextField(
        label="Reden om het antwoord niet openbaar te maken",
        limit=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alleen de vrager en wie antwoordt, lezen dit.",
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.add_input(Submit("answer_it", "Antwoord geven"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for_asker = cleaned.get("audience") == self.FOR_ASKER
        if for_asker and not cleaned.get("refusal_reason") and "refusal_reason" not in self.errors:
            self.add_error("refusal_reason", "Schrijf waarom het antwoord niet voor iedereen is.")
        if cleaned.get("audience") == self.FOR_ALL and cleaned.get("refusal_reason"):
            self.add_error("refusal_reason", "Laat dit leeg als iedereen het antwoord mag lezen.")
        return cleaned
