"""What a clerk and the administrator type to invite a person. Forms validate and never save."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone

from ros_portal.kit.text import clean_line

from .actor import COUNCIL_ROLES, REGIONAL_ROLES, Role
from .models import Council, Fractie, Organisation

NAME_LENGTH = 150


class InvitationForm(forms.Form):
    """Who is invited: the part that every invitation has."""

    name = forms.CharField(
        label="Naam",
        max_length=NAME_LENGTH,
        help_text="Zoals de naam in het portaal komt te staan.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        help_text="Naar dit adres sturen we de uitnodiging. Later logt deze persoon er ook mee in.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("invite", "Uitnodiging versturen"))

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"], limit=NAME_LENGTH)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()


class MemberInvitationForm(InvitationForm):
    """An invitation for the council: which role, and in which fractie of the present term."""

    role = forms.ChoiceField(label="Rol", widget=forms.RadioSelect, initial=Role.COUNCIL_MEMBER)
    fractie = forms.ModelChoiceField(
        label="Fractie",
        queryset=Fractie.objects.none(),
        required=False,
        empty_label="Geen fractie",
        help_text="Een fractievoorzitter heeft altijd een fractie.",
    )
    is_committee_member = forms.BooleanField(
        label="Is burgerraadslid of commissielid",
        required=False,
        help_text="Een commissielid mag hetzelfde inbrengen als een raadslid.",
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = cast("forms.ChoiceField", self.fields["role"])
        fractie = cast("forms.ModelChoiceField[Fractie]", self.fields["fractie"])
        role.choices = [
            (Role.COUNCIL_MEMBER.value, council.member_label),
            (Role.GROUP_LEADER.value, Role.GROUP_LEADER.label),
        ]
        fractie.queryset = Fractie.objects.filter(term__in=council.terms.on(timezone.localdate())).order_by("name")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("role") == Role.GROUP_LEADER:
            if not cleaned.get("fractie"):
                self.add_error("fractie", "Kies de fractie waarvan deze persoon voorzitter is.")
            if cleaned.get("is_committee_member"):
                self.add_error("is_committee_member", "Een fractievoorzitter is geen commissielid.")
        return cleaned


class OfficialInvitationForm(InvitationForm):
    """An invitation outside the council, by the administrator."""

    role = forms.ChoiceField(label="Rol", widget=forms.RadioSelect)

    def __init__(self, *args: Any, organisation: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = cast("forms.ChoiceField", self.fields["role"])
        role.choices = [(choice.value, choice.label) for choice in _official_roles(organisation)]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


def _official_roles(organisation: Organisation | None) -> list[Role]:
    if organisation is None:
        return [role for role in Role if role in REGIONAL_ROLES]
    without_council = {Role.CLERK} if not hasattr(organisation, "council") else set()
    return [role for role in Role if role not in REGIONAL_ROLES | COUNCIL_ROLES | without_council]


class AuditFilterForm(forms.Form):
    """Which handelingen to show."""

    permission = forms.ChoiceField(label="Handeling", required=False)

    def __init__(self, *args: Any, permissions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        permission = cast("forms.ChoiceField", self.fields["permission"])
        permission.choices = [("", "Alle handelingen"), *permissions]
