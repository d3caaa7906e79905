"""What an office types to tell the councils something. Forms validate and never save."""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from organisations.models import Organisation
from ros_portal.kit.text import clean_line, clean_text

from .actions import NoticeText
from .models import Notice, NoticeKind
from .models.notices import BODY_LIMIT, BRIEF_LIMIT, SUBJECT_LIMIT

#: Receipts and feedback go by themselves, to whom the input is of.
WRITTEN_BY_HAND = [kind for kind in NoticeKind if kind not in {NoticeKind.RECEIPT, NoticeKind.FEEDBACK}]
#: Stands in an address where a party's slug would, for notices of the programme team.
REGION = "programmateam"


class NoticeForm(forms.Form):
    """The text of a notice; the hidden fields keep two clicks or two tabs from doing it twice, or for another."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    written_as = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label="Waar gaat het over?", choices=[(kind.value, kind.label) for kind in WRITTEN_BY_HAND]
    )
    subject = forms.CharField(
        label="Onderwerp",
        max_length=SUBJECT_LIMIT,
        help_text="Zo staat het boven het bericht en boven de e-mail.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    brief = forms.CharField(
        label="In het kort",
        max_length=BRIEF_LIMIT,
        help_text="Wat is er aan de hand, en wat vraagt u van de lezer? In twee of drie zinnen.",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": BRIEF_LIMIT, "data-count": ""}),
    )
    body = forms.CharField(
        label="Bericht",
        required=False,
        help_text="Een lege regel begint een nieuwe alinea. Een streepje aan het begin van een regel maakt een lijst.",
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    is_public = forms.BooleanField(
        label="Zet dit bericht ook op de openbare pagina Berichten",
        required=False,
        help_text="Iedereen kan het dan lezen. De namen van de ontvangers zijn nooit openbaar.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_error_title = "Het bericht is nog niet bewaard"
        self.helper.add_input(Submit("preview", "Bewaar en controleer"))
        self.helper.add_input(Submit("keep", "Bewaar als concept", css_class="secondary"))

    @classmethod
    def blank(cls, *, mandate: int | None, is_public: bool) -> "NoticeForm":
        """For a new notice of who uses this mandate."""
        return cls(initial={"uuid": uuid.uuid4(), "revision": 0, "written_as": mandate, "is_public": is_public})

    @classmethod
    def of(cls, notice: Notice) -> "NoticeForm":
        """For a draft that is there already."""
        fields = ("uuid", "revision", "kind", "subject", "brief", "body", "is_public")
        return cls(initial={field: getattr(notice, field) for field in fields})

    def clean_subject(self) -> str:
        return clean_line(self.cleaned_data["subject"], limit=SUBJECT_LIMIT)

    def clean_brief(self) -> str:
        return clean_line(self.cleaned_data["brief"], limit=BRIEF_LIMIT)

    def clean_body(self) -> str:
        return clean_text(self.cleaned_data["body"], limit=BODY_LIMIT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for field in ("subject", "brief"):
            if field in cleaned and not any(c.isprintable() and not c.isspace() for c in cleaned[field]):
                self.add_error(field, "Vul hier tekst in die te lezen is.")
        return cleaned

    def text(self) -> NoticeText:
        """What was typed, for the action."""
        data = self.cleaned_data
        return NoticeText(
            kind=NoticeKind(data["kind"]),
            subject=data["subject"],
            brief=data["brief"],
            body=data["body"],
            is_public=data["is_public"],
        )


class NoticeFilterForm(forms.Form):
    """Which published notices to show."""

    zoek = forms.CharField(label="Zoek op woord", max_length=100, required=False)
    van = forms.ChoiceField(label="Afzender", required=False)

    def __init__(self, *args: Any, senders: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        van = cast("forms.ChoiceField", self.fields["van"])
        van.choices = [
            ("", "Alle afzenders"),
            (REGION, "programmateam ROS Twente"),
            *((organisation.slug, organisation.name) for organisation in senders),
        ]
