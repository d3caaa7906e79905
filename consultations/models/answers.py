"""The words of input: versions that are frozen when they are handed in, and an answer per question or paragraph."""

from decimal import Decimal
from typing import NamedTuple

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from documents.models import Paragraph
from organisations.actor import Actor, Role

from .contributions import Contribution
from .meetings import Meeting
from .rounds import Question


class ContributionVersionQuerySet(models.QuerySet["ContributionVersion"]):
    def handed_in(self) -> "ContributionVersionQuerySet":
        """Versions that were frozen; the open one is a draft of its writers."""
        return self.filter(frozen_at__isnull=False)

    def visible_to(self, actor: Actor) -> "ContributionVersionQuerySet":
        """What counted while the actor could read the input; the open version is for its writers alone.

        Officials read no words that were replaced before the release, nor the public what was replaced before
        the publication: nothing is revised after closing, so only a release or publication by hand is compared.
        Who is asked to sign along reads the offered version alone.
        """
        handed_in = Q(frozen_at__isnull=False)
        if actor.is_system:
            return self.filter(handed_in)
        readable = Q(contribution__in=Contribution.objects.written_by(actor))
        if actor.role == Role.CLERK:
            readable |= handed_in & Q(contribution__council_id=actor.council_id)
        readable |= Q(contribution__in=Contribution.objects.released_to(actor)) & _counted_after("released_at")
        readable |= Q(contribution__in=Contribution.objects.published()) & _counted_after("published_at")
        offered = Contribution.objects.offered_to(actor)
        readable |= Q(contribution__in=offered, pk=F("contribution__submitted_version"))
        return self.filter(readable)


def _counted_after(moment: str) -> Q:
    """Versions that count now, or that the next one replaced after that moment of their contribution."""
    replaced = ContributionVersion.objects.filter(
        contribution=OuterRef("contribution"),
        number=OuterRef("number") + 1,
        frozen_at__gt=OuterRef(f"contribution__{moment}"),
    )
    return Q(pk=F("contribution__submitted_version")) | Q(Exists(replaced), frozen_at__isnull=False)


class ContributionVersion(models.Model):
    """One state of the words: open while it is a draft, frozen when it is handed in."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("versie", default=1)
    saved_at = models.DateTimeField("bewaard op", db_default=Now())
    #: Who saved it last: writers of one fractie must not overwrite each other unseen.
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bewaard door"
    )
    frozen_at = models.DateTimeField("ingediend op", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    #: What this version says beside its answers: the decision it rests on, whether the name is shown. The columns
    #: of the contribution hold what counts now; a revision keeps its own here until it is handed in.
    particulars = models.JSONField("bijzonderheden", default=dict, blank=True)

    objects = ContributionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "versie van inbreng"
        verbose_name_plural = "versies van inbreng"
        ordering = ["contribution", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "number"], name="contribution_version_once"),
            models.UniqueConstraint(
                fields=["contribution"], condition=Q(frozen_at=None), name="contribution_one_open_version"
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, sha256="") | Q(frozen_at__isnull=False) & ~Q(sha256=""),
                name="contribution_version_frozen_has_a_fingerprint",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_is_immutable",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution}, versie {self.number}"


#: What an answer answers: the question, and the paragraph of the text where it speaks of one.
Asked = tuple[int, int | None]


class Said(NamedTuple):
    """What one answer says: a step, a choice or a number, and words; empty where nothing is answered."""

    value: Decimal | None = None
    text: str = ""


class AnswerQuerySet(models.QuerySet["Answer"]):
    def current(self) -> "AnswerQuerySet":
        """Answers of the version that counts: the one handed in last, of input that was not withdrawn."""
        return self.filter(version__in=Contribution.objects.handed_in().values("submitted_version"))

    def visible_to(self, actor: Actor) -> "AnswerQuerySet":
        """Answers of the input that the actor may read, and what the participants' bundle shows."""
        readable = Q(version__in=ContributionVersion.objects.visible_to(actor))
        readable = Q(version__in=ContributionVersion.objects.visible_to(actor))
        if actor.role in (Role.CASE_OFFICER, Role.EXECUTIVE):
            readable |= Q(pk__in=Meeting.objects.with_bundle_for(actor).values("items__routings__answer"))
        return self.filter(readable)

    def released(self) -> "AnswerQuerySet":
        """Current answers that officials may read."""
        return self.filter(version__in=Contribution.objects.released().values("submitted_version"))

    def on_no_agenda(self) -> "AnswerQuerySet":
        """Answers that were routed to no agenda item yet."""
        return self.filter(routings=None)

    def in_order(self) -> "AnswerQuerySet":
        """As they stand in the input: by question, and by paragraph within it."""
        found = self.select_related("question", "paragraph__version__document")
        return found.order_by("question__position", "paragraph__version", "paragraph__position")

    def for_lists(self) -> "AnswerQuerySet":
        """With all that a row of a list shows, in one query."""
        return self.select_related(
            "question",
            "paragraph__version__document",
            "version__contribution__round__phase",
            "version__contribution__council__organisation",
            "version__contribution__fractie",
            "version__contribution__author",
        )


#: What was handed in never changes: later words are a later version.
WORDS_ARE_FROZEN = """
    IF EXISTS (
        SELECT 1 FROM consultations_contributionversion version
        WHERE version.id = {row}.version_id AND version.frozen_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the answers of a version that was handed in do not change';
    END IF;
    RETURN {row};
"""


#: Answers, files and motions alike: each is a row of a version, and frozen with it.
FROZEN_WITH_THE_WORDS = [
    pgtrigger.Trigger(
        name="frozen_when_handed_in",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=WORDS_ARE_FROZEN.format(row="NEW"),
    ),
    pgtrigger.Trigger(
        name="kept_when_handed_in",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=WORDS_ARE_FROZEN.format(row="OLD"),
    ),
]


class Answer(models.Model):
    """The answer to one question: the unit that is routed, and that gets a verdict."""

    version = models.ForeignKey(ContributionVersion, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, null=True, blank=True, related_name="answers")
    #: The step of the scale (1-5), the place of the choice (from 1), or the number; none for words alone.
    value = models.DecimalField("waarde", max_digits=15, decimal_places=3, null=True, blank=True)
    text = models.TextField("antwoord", blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        ordering = ["version", "question__position", "paragraph__version", "paragraph__position"]
        indexes = [GinIndex(SearchVector("text", config="dutch"), name="answer_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "question", "paragraph"], nulls_distinct=False, name="answer_once_per_question"
            ),
            models.CheckConstraint(condition=~Q(text="") | Q(value__isnull=False), name="answer_says_something"),
        ]
        triggers = FROZEN_WITH_THE_WORDS

    def __str__(self) -> str:
        return f"{self.version.contribution}, {self.place}"

    @property
    def contribution(self) -> Contribution:
        """The input that this answer is part of."""
        return self.version.contribution

    @property
    def place(self) -> str:
        """Where in the input it stands: the question, or the paragraph that it speaks of."""
        return f"alinea {self.paragraph.position}" if self.paragraph else f"vraag {self.question.position}"

    @property
    def asked(self) -> Asked:
        """What it answers, for comparing with the answers of another version."""
        return self.question_id, self.paragraph_id

    @property
    def said(self) -> Said:
        """What it says, for comparing."""
        return Said(self.value, self.text)

    @property
    def anchor(self) -> str:
        """The fragment of the answer on the page of its input; a document version tells equal paragraphs apart."""
        if self.paragraph is None:
            return f"vraag-{self.question.position}"
        return f"vraag-{self.question.position}-{self.paragraph.version_id}-{self.paragraph.position}"

    @property
    def heading(self) -> str:
        """What it answers, in words: the question, or which paragraph of which text."""
        if self.paragraph is None:
            return self.question.text
        return f"{self.paragraph.version.document.title}, alinea {self.paragraph.position}"

    @property
    def words(self) -> str:
        """All that it says: what was chosen or filled in, and the text beside it."""
        return "\n\n".join(part for part in (self.question.in_words(self.value), self.text) if part)

    @property
    def is_outdated(self) -> bool:
        """Whether a later version of the input counts now."""
        return self.contribution.submitted_version_id != self.version_id

    @property
    def reference(self) -> str:
        """How agendas and e-mails cite it: the number of the input, and the question or paragraph."""
        return f"{self.contribution.number}, {self.place}"

    def get_absolute_url(self) -> str:
        return f"{self.contribution.get_absolute_url()}#{self.anchor}"
