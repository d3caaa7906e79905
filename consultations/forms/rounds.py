"""What the programme team types for a round and its questions. Forms validate and never save."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from consultations.models import BRIEF_WORDS, ConsultationRound, Phase, Question, QuestionFormat, RoundStatus
from consultations.models.rounds import RoundQuerySet
from documents.models import DocumentVersion
from organisations.models import Council
from ros_portal.kit.widgets import DateTimeInput

from .fields import LineField, TextField

BRIEF_LIMIT = 2_000
REASON_LIMIT = 2_000
MOST_OPTIONS = 20
OPTION_LIMIT = 150


class RoundForm(forms.Form):
    """A round before its publication: what it is about, who is asked, and until when."""

    phase = forms.ModelChoiceField(label="Product", queryset=Phase.objects.all(), empty_label="Kies een product")
    title = LineField(label="Titel", limit=150)
    brief = TextField(
        label="In het kort",
        limit=BRIEF_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Ten hoogste {BRIEF_WORDS} woorden, in gewone taal. Iedereen leest dit als eerste.",
    )
    opens_at = forms.DateTimeField(label="Opent op", widget=DateTimeInput)
    closes_at = forms.DateTimeField(label="Sluit op", widget=DateTimeInput)
    short_time_reason = TextField(
        label="Reden voor een kortere termijn",
        limit=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alleen nodig als raden minder tijd krijgen dan is afgesproken. Iedereen kan dit lezen.",
    )
    documents = forms.ModelMultipleChoiceField(
        label="Documenten",
        queryset=DocumentVersion.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="De stukken waar deze ronde over gaat.",
    )
    councils = forms.ModelMultipleChoiceField(
        label="Welke raden doen mee?", queryset=Council.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents = cast("forms.ModelMultipleChoiceField[DocumentVersion]", self.fields["documents"])
        published = DocumentVersion.objects.published().select_related("document")
        documents.queryset = published.order_by("document__title", "-number")
        councils = cast("forms.ModelMultipleChoiceField[Council]", self.fields["councils"])
        councils.queryset = Council.objects.with_organisation().order_by("organisation__name")
        if not self.is_bound and "councils" not in self.initial:
            councils.initial = councils.queryset
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Concept bewaren"))

    def clean_brief(self) -> str:
        brief: str = self.cleaned_data["brief"]
        words = len(brief.split())
        if words > BRIEF_WORDS:
            raise ValidationError(f"Dit zijn {words} woorden. Er passen er {BRIEF_WORDS}.")
        return brief

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", "Kies een moment na de opening.")
        return cleaned

    def fields_of_round(self) -> dict[str, Any]:
        """The columns of the round; documents and councils are given apart."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("documents", "councils")}


class QuestionForm(forms.Form):
    """One question: what it counts as, and how one answers it."""

    text = LineField(label="Vraag", limit=300)
    kind = forms.ChoiceField(label="Soort", choices=Question.Kind.choices, widget=forms.RadioSelect)
    format = forms.ChoiceField(
        label="Manier van antwoorden",
        choices=QuestionFormat.choices,
        initial=QuestionFormat.TEXT,
        widget=forms.RadioSelect,
        help_text="Bij elke manier kan de raad ook een toelichting geven.",
    )
    options = TextField(
        label="Keuzes",
        limit=MOST_OPTIONS * (OPTION_LIMIT + 1),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Alleen bij een keuze uit een lijst: elke keuze op een eigen regel.",
    )
    unit = LineField(
        label="Eenheid",
        limit=30,
        required=False,
        help_text="Alleen bij een getal, bijvoorbeeld: woningen.",
    )
    help = TextField(
        label="Toelichting bij de vraag", limit=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, label: str = "Vraag bewaren", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", label))

    def clean_options(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].split("\n")]
        options = list(dict.fromkeys(line for line in lines if line))
        if any(len(option) > OPTION_LIMIT for option in options):
            raise ValidationError(f"Een keuze is te lang. Er passen {OPTION_LIMIT} tekens op een regel.")
        if len(options) > MOST_OPTIONS:
            raise ValidationError(f"Geef ten hoogste {MOST_OPTIONS} keuzes.")
        return options

    def clean(self) -> dict[str, Any]:
        """What belongs to another way of answering is left out."""
        cleaned = super().clean() or {}
        if cleaned.get("format") != QuestionFormat.CHOICE:
            cleaned["options"] = []
        elif "options" in cleaned and len(cleaned["options"]) < 2:
            self.add_error("options", "Geef ten minste twee keuzes, elk op een eigen regel.")
        if cleaned.get("format") != QuestionFormat.NUMBER:
            cleaned["unit"] = ""
        return cleaned


class ScheduleForm(forms.Form):
    """When the portal publishes the round by itself."""

    publish_at = forms.DateTimeField(
        label="Publiceren op",
        widget=DateTimeInput,
        help_text="Niet later dan de opening. Vanaf dat moment ziet iedereen de ronde.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Inplannen"))


class WithdrawForm(forms.Form):
    """Why a round stops; everyone reads it."""

    reason = TextField(
        label="Reden",
        limit=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In gewone taal. De reden staat op de pagina van de ronde.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Ronde intrekken", css_class="danger"))


class AddendumForm(forms.Form):
    """What is added to a published round."""

    text = TextField(label="Toevoeging", limit=REASON_LIMIT * 2, widget=forms.Textarea(attrs={"rows": 6}))
    document = forms.ModelChoiceField(
        label="Document",
        queryset=DocumentVersion.objects.none(),
        required=False,
        empty_label="Geen document",
        help_text="Het stuk waar de toevoeging over gaat, als dat er is.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[DocumentVersion]", self.fields["document"])
        field.queryset = (
            DocumentVersion.objects.published().select_related("document").order_by("document__title", "-number")
        )
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Toevoeging plaatsen"))


class ExtensionForm(forms.Form):
    """More time, for all councils or for one."""

    council = forms.ModelChoiceField(
        label="Voor wie?", queryset=Council.objects.none(), required=False, empty_label="Alle raden"
    )
    until = forms.DateTimeField(label="Nieuwe sluiting", widget=DateTimeInput)
    reason = TextField(
        label="Reden",
        limit=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In gewone taal. De reden staat op de pagina van de ronde.",
    )

    def __init__(self, *args: Any, round_: ConsultationRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Council]", self.fields["council"])
        invited = Council.objects.with_organisation().filter(tracks__round=round_)
        field.queryset = invited.order_by("organisation__name")
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Uitstel geven"))


class RoundFilter(forms.Form):
    """How the team narrows its list; the choice stays in the address, and what is not known is left out."""

    ORDERS = {
        "": ("Nieuwste opening eerst", ("-opens_at", "pk")),
        "sluiting": ("Eerste sluiting eerst", ("closes_at", "pk")),
        "titel": ("Titel", ("title", "pk")),
    }

    status = forms.ChoiceField(label="Stand", required=False)
    zoek = forms.CharField(label="Woorden in titel of tekst", required=False, max_length=100)
    volgorde = forms.ChoiceField(label="Volgorde", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        states = [(status.value, str(status.label).capitalize()) for status in RoundStatus]
        cast("forms.ChoiceField", self.fields["status"]).choices = [("", "Alle rondes"), *states]
        orders = [(value, label) for value, (label, _) in self.ORDERS.items()]
        cast("forms.ChoiceField", self.fields["volgorde"]).choices = orders
        self.is_valid()

    @property
    def is_used(self) -> bool:
        """Whether the list was narrowed."""
        return any(self.data.get(name) for name in ("status", "zoek"))

    def apply(self, rounds: RoundQuerySet) -> RoundQuerySet:
        """The rounds that were asked for, in the order that was asked for."""
        if status := self.cleaned_data.get("status"):
            rounds = rounds.filter(status=status)
        if words := self.cleaned_data.get("zoek"):
            rounds = rounds.filter(Q(title__icontains=words) | Q(brief__icontains=words))
        return rounds.order_by(*self.ORDERS[self.cleaned_data.get("volgorde", "")][1])
