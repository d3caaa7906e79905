"""How a reader narrows the list of documents; the choice stays in the address."""

from typing import Any

from django import forms

from .models import Document, DocumentQuerySet


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
