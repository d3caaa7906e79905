"""What members and fracties type: an answer per question. Forms validate and never save."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import escape
from django.utils.text import Truncator

from consultations.models import Asked, Contribution, ContributionVersion, Question, Said, Weight
from documents.models import Paragraph
from organisations.models import Mandate

from .answering import QuestionsForm
from .fields import ANSWER_LIMIT, DraftText


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
        self.about_paragraphs = next((q for q in questions if q.format == Question.Format.PARAGRAPHS), None)
        questions = [question for question in questions if question != self.about_paragraphs]
        stored = {answer.asked: answer.said for answer in version.answers.all()}
        super().__init__(data, questions=questions, stored=stored, initial={"seen": version.saved_at.isoformat()})
        self.contribution = contribution
        self.remarked = remarked_paragraphs(data, contribution, version) if self.about_paragraphs else {}
        for paragraph, text in self.remarked.items():
            self.fields[remark_name(paragraph.pk)] = DraftText(
                label=f"{paragraph.version.document.title}, alinea {paragraph.position}",
                help_text=escape(Truncator(paragraph.text).words(40)),
                initial=text,
                widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "data-count": str(ANSWER_LIMIT)}),
            )
        if contribution.weight == Weight.INDIVIDUAL:
            self.fields["shows_name"] = forms.BooleanField(
                label="Mijn naam mag erbij staan",
                help_text=f"Anders staat er: “een {contribution.council.member_label} van "
                f"{escape(contribution.council.organisation.name)}”.",
                required=False,
                initial=contribution.shows_name,
            )

    def remark_fields(self) -> list[BoundField]:
        """The fields of the remarks on paragraphs, in the order of the texts."""
        return [self[remark_name(paragraph.pk)] for paragraph in self.remarked]

    def answers(self) -> dict[Asked, Said]:
        """What was answered per question, and what was remarked per paragraph; a refused remark is left as it was."""
        found = super().answers()
        if self.about_paragraphs is not None:
            for paragraph in self.remarked:
                if (name := remark_name(paragraph.pk)) in self.cleaned_data:
                    found[self.about_paragraphs.pk, paragraph.pk] = Said(text=self.cleaned_data[name])
        return found

    def beside_fields(self) -> list[BoundField]:
        """The other fields that people fill in."""
        own = self._names_of_words()
        return [field for field in self.visible_fields() if field.name not in own]

    def beside(self) -> dict[str, Any]:
        """Valid values of the fields beside the answers."""
        own = self._names_of_words() | {"seen"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}

    def changes(self) -> bool:
        """Whether saving would change anything."""
        if any(self.stored.get(asked, Said()) != said for asked, said in self.answers().items()):
            return True
        return any(getattr(self.contribution, name) != value for name, value in self.beside().items())

    def _names_of_words(self) -> set[str]:
        remarks = {remark_name(paragraph.pk) for paragraph in self.remarked}
        return {*self.names(), *remarks}


def remarked_paragraphs(
    data: Mapping[str, Any] | None, contribution: Contribution, version: ContributionVersion
) -> dict[Paragraph, str]:
    """Each paragraph with its stored remark: also one that was emptied while its field is still on the page."""
    answers = version.answers.exclude(paragraph=None).select_related("paragraph__version__document").in_order()
    found = {answer.paragraph: answer.text for answer in answers if answer.paragraph}
    typed = {int(match[1]) for name in data or () if (match := re.fullmatch(r"alinea_([0-9]{1,9})", name))}
    more = typed - {paragraph.pk for paragraph in found}
    if more:
        emptied = contribution.round.paragraphs().filter(pk__in=more).select_related("version__document")
        found |= dict.fromkeys(emptied, "")
    return dict(sorted(found.items(), key=lambda pair: (pair[0].version_id, pair[0].position)))


def remark_name(paragraph_id: int) -> str:
    """The name of the field of a remark."""
    return f"alinea_{paragraph_id}"


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
