"""In which form somebody takes input along."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from consultations.models import ExportFormat

#: What each kind of file is good for.
MEANT_FOR = {
    ExportFormat.ZIP: "Alles in één ZIP: de PDF, de tabellen en een lijst met controlegetallen",
    ExportFormat.PDF: "PDF, om te lezen en te printen",
    ExportFormat.XLSX: "Excel, om te sorteren en te filteren",
    ExportFormat.CSV: "CSV, voor andere rekenprogramma's",
    ExportFormat.JSON: "JSON, voor andere systemen",
}


class ExportForm(forms.Form):
    """One choice; everything in one ZIP is what most people want."""

    format = forms.ChoiceField(
        label="Hoe wilt u het meenemen?",
        choices=[(format_.value, label) for format_, label in MEANT_FOR.items()],
        initial=ExportFormat.ZIP.value,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Kies een van deze soorten bestanden."),
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.add_input(Submit("ask", "Maak de download"))
