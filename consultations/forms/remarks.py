"""A remark on one paragraph of a text under discussion."""

from django import forms

from .fields import ANSWER_LIMIT, DraftText


class RemarkForm(forms.Form):
    """What somebody wants to say of this paragraph; without text the remark is taken away."""

    use_required_attribute = False
    text = DraftText(
        label="Uw opmerking bij deze alinea",
        help_text="Maak dit veld leeg om uw opmerking weg te halen.",
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off", "data-count": str(ANSWER_LIMIT)}),
    )
    #: The moment of the draft on the page, so that nobody overwrites what somebody else saved since.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
