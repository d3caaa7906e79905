"""Which two versions are compared."""

from collections.abc import Mapping
from typing import Any

from django import forms

from consultations.models import ContributionVersion
from ros_portal.kit.templatetags.dutch import day_time


class CompareForm(forms.Form):
    """Two versions that the reader may see; without a choice, or with an unknown one, the last two."""

    van = forms.TypedChoiceField(label="Vergelijk", coerce=int)
    naar = forms.TypedChoiceField(label="Met", coerce=int)

    def __init__(self, data: Mapping[str, Any], versions: list[ContributionVersion]) -> None:
        self.versions = {version.number: version for version in versions}
        usual = {"van": versions[-2].number, "naar": versions[-1].number}
        known = {str(number) for number in self.versions}
        super().__init__({name: data[name] if data.get(name) in known else usual[name] for name in usual})
        for field in self.fields.values():
            field.choices = [(version.number, _label(version)) for version in versions]  # type: ignore[attr-defined]

    def chosen(self) -> tuple[ContributionVersion, ContributionVersion]:
        """The earlier and the later of the two."""
        self.is_valid()
        earlier, later = sorted((self.cleaned_data["van"], self.cleaned_data["naar"]))
        return self.versions[earlier], self.versions[later]


def _label(version: ContributionVersion) -> str:
    if version.frozen_at is None:
        return f"versie {version.number}, nog niet ingediend"
    return f"versie {version.number}, ingediend op {day_time(version.frozen_at)}"
