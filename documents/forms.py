"""How a reader narrows the list of documents, and the words that the programme team lets find each other."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError

from ros_portal.kit.text import clean_line, clean_text

from .models import Document, DocumentQuerySet, Synonyms

TERM_LIMIT, MOST_TERMS = 60, 12


class DocumentFilter(forms.Form):
    """Filters of the list of documents. What is not known is left out, and said above the list."""

    soort = forms.ChoiceField(
        label="Soort",
        required=False,
        choices=[("", "Alle soorten"), *((kind.value, str(kind.label).capitalize()) for kind in Document.Kind)],
    )
    zoek = forms.CharField(label="Woorden in de titel", required=False, max_length=100)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def is_used(self) -> bool:
        """Whether anything was chosen, also when it is not known."""
        return any(self.data.get(name) for name in self.fields)

    def apply(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        """The documents that were asked for."""
        if kind := self.cleaned_data.get("soort"):
            documents = documents.filter(kind=kind)
        if words := self.cleaned_data.get("zoek"):
            documents = documents.filter(title__icontains=words)
        return documents


class SynonymsForm(forms.Form):
    """Words that mean the same, one to a line; `seen` keeps two people from overwriting each other."""

    terms = forms.CharField(
        label="Woorden die hetzelfde betekenen",
        help_text="Zet elk woord op een eigen regel. Een paar woorden na elkaar mag ook: woningen bouwen.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_error_title = "De woorden zijn nog niet bewaard"
        self.helper.add_input(Submit("save", "Woorden bewaren"))

    @classmethod
    def of(cls, group: Synonyms) -> "SynonymsForm":
        """For a group that is there already."""
        return cls(initial={"terms": "\n".join(group.terms), "seen": group.fingerprint})

    def clean_terms(self) -> list[str]:
        """The terms in lower case, each once, in alphabetical order: so the same words are the same group."""
        lines = clean_text(self.cleaned_data["terms"], limit=2_000).split("\n")
        terms = sorted({clean_line(line, limit=TERM_LIMIT).lower() for line in lines if line.strip()})
        if not 2 <= len(terms) <= MOST_TERMS:
            raise ValidationError(f"Vul twee tot {MOST_TERMS} woorden in, elk op een eigen regel.")
        if empty := Synonyms.objects.without_meaning(terms):
            raise ValidationError(f"Op “{empty[0]}” kan niemand zoeken. Haal deze regel weg.")
        return terms
