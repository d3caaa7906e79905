"""What members and fracties type: an answer per question. Forms validate and never save."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import escape

from consultations.models import Contribution, ContributionVersion, Question, Said, Weight
from organisations.models import Mandate

from .answering import QuestionsForm


class DraftForm(QuestionsForm):
    """A draft: the questions of the round, and what goes beside the answers.

    A field that is refused does not keep the others from being saved: `answers` and `beside` hold what is valid.
    """

    #: The moment of the version on the page, so that nobody overwrites what somebody else saved since.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        contribution: Contribution,
        version: ContributionVersion,
        questions: list[Question],
    ) -> None:
        stored = {answer.asked: answer.said for answer in version.answers.all()}
        super().__init__(data, questions=questions, stored=stored, initial={"seen": version.saved_at.isoformat()})
        self.contribution = contribution
        if contribution.weight == Weight.INDIVIDUAL:
            self.fields["shows_name"] = forms.BooleanField(
                label="Mijn naam mag erbij staan",
                help_text=f"Anders staat er: “een {contribution.council.member_label} van "
                f"{escape(contribution.council.organisation.name)}”.",
                required=False,
                initial=contribution.shows_name,
            )

    def beside_fields(self) -> list[BoundField]:
        """The other fields that people fill in."""
        own = set(self.names())
        return [field for field in self.visible_fields() if field.name not in own]

    def beside(self) -> dict[str, Any]:
        """Valid values of the fields beside the answers."""
        own = {*self.names(), "seen"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}

    def changes(self) -> bool:
        """Whether saving would change anything."""
        if any(self.stored.get(asked, Said()) != said for asked, said in self.answers().items()):
            return True
        return any(getattr(self.contribution, name) != value for name, value in self.beside().items())


class WritersForm(forms.Form):
    """Which members of the fractie write along."""

    writers = forms.TypedMultipleChoiceField(
        label="Wie schrijven mee?",
        help_text="Zij kunnen het concept lezen en wijzigen. Alleen de fractievoorzitter kan het indienen.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, colleagues: Iterable[Mandate], chosen: Iterable[int]
    ) -> None:
        super().__init__(data, initial={"writers": list(chosen)})
        self.colleagues = {mandate.pk: mandate for mandate in colleagues}
        field = self.fields["writers"]
        field.choices = [(pk, str(mandate.user)) for pk, mandate in self.colleagues.items()]  # type: ignore[attr-defined]

    def chosen(self) -> list[Mandate]:
        """The mandates of those who were ticked."""
        return [self.colleagues[pk] for pk in self.cleaned_data["writers"]]
