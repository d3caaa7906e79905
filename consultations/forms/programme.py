"""What the programme team types for a project, a research question or an investment line."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from consultations.models import Phase, ProgrammeItem
from organisations.models import Organisation
from ros_portal.kit.widgets import DateInput

from .fields import LineField, TextField

#: What each of the later products is made of.
KINDS_OF_PHASE = {
    Phase.Code.STRATEGY: [ProgrammeItem.Kind.RESEARCH],
    Phase.Code.IMPLEMENTATION: [ProgrammeItem.Kind.PROJECT, ProgrammeItem.Kind.RESEARCH],
    Phase.Code.INVESTMENT: [ProgrammeItem.Kind.INVESTMENT],
}


class ProgrammeItemForm(forms.Form):
    """One item of a product; an amount belongs to an investment."""

    kind = forms.ChoiceField(label="Soort", widget=forms.RadioSelect)
    title = LineField(label="Titel", limit=200)
    summary = TextField(label="In het kort", limit=4_000, widget=forms.Textarea(attrs={"rows": 4}))
    lead = forms.ModelChoiceField(
        label="Trekker",
        queryset=Organisation.objects.all(),
        required=False,
        empty_label="Nog niet bekend",
        help_text="De partij die ervoor zorgt dat dit gebeurt.",
    )
    follows_from = forms.ModelChoiceField(
        label="Komt voort uit",
        queryset=ProgrammeItem.objects.none(),
        required=False,
        empty_label="Geen eerder onderdeel",
        help_text="Bijvoorbeeld het project waar deze investering voor is.",
    )
    amount_eur = forms.DecimalField(
        label="Bedrag in euro", required=False, min_value=0, max_digits=14, decimal_places=2, localize=False
    )
    expected_on = forms.DateField(label="Verwacht op", required=False, widget=DateInput)

    def __init__(self, *args: Any, phase: Phase, item: ProgrammeItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = KINDS_OF_PHASE[Phase.Code(phase.code)]
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.choices = [(kind.value, str(kind.label)) for kind in kinds]
        kind.initial = kinds[0].value
        follows = cast("forms.ModelChoiceField[ProgrammeItem]", self.fields["follows_from"])
        earlier = ProgrammeItem.objects.filter(phase__order__lte=phase.order).select_related("phase")
        follows.queryset = earlier.exclude(pk=item.pk) if item is not None else earlier
        if ProgrammeItem.Kind.INVESTMENT not in kinds:
            del self.fields["amount_eur"]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Onderdeel bewaren"))
