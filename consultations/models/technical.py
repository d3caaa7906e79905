"""Technical questions: a matter of fact, asked once and answered for all."""

import re
import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramSimilarity
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from documents.models import Paragraph
from organisations.actor import COUNCIL_ROLES, Actor, Role
from organisations.models import Council
from ros_portal.kit.states import Stateful

from .rounds import ConsultationRound

#: Of a long question only so many words are looked up: they say well enough what it is about.
WORDS_COMPARED = 40
#: `ts_rank` of words joined by "or" is this, times the share of the words that were found.
RANK_OF_ALL_WORDS = 0.0607927
#: From this share of the words on, another question is worth reading first.
SHARE_OF_WORDS = 0.5


class TechnicalStatus(models.TextChoices):
    ASKED = "asked", "gesteld"
    PASSED_ON = "passed_on", "doorgegeven aan het programmateam"
    ANSWERED = "answered", "beantwoord"


class TechnicalQuestionQuerySet(models.QuerySet["TechnicalQuestion"]):
    def published(self) -> "TechnicalQuestionQuerySet":
        """Questions of which the answer is there for everyone."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, actor: Actor) -> "TechnicalQuestionQuerySet":
        """Answered ones for everyone; the rest for who asked, who answers, and the programme team once it may."""
        readable = Q(published_at__isnull=False)
        if actor.role in COUNCIL_ROLES:
            readable |= Q(asked_by_id=actor.user_id, council_id=actor.council_id)
        if actor.role == Role.CASE_OFFICER:
            readable |= Q(council__organisation_id=actor.organisation_id)
        if actor.role == Role.PROGRAMME_TEAM:
            readable |= Q(passed_on_at__isnull=False)
        return self.filter(readable)

    def to_answer_by(self, actor: Actor) -> "TechnicalQuestionQuerySet":
        """Questions that this office answers or has answered: of the own council, or what was passed on."""
        if actor.role == Role.CASE_OFFICER:
            return self.filter(Q(council__organisation_id=actor.organisation_id))
        if actor.role == Role.PROGRAMME_TEAM:
            return self.filter(passed_on_at__isnull=False)
        return self.none()

    def asked_by(self, actor: Actor) -> "TechnicalQuestionQuerySet":
        """What this member asked, in this mandate."""
        if actor.role not in COUNCIL_ROLES:
            return self.none()
        return self.filter(Q(asked_by_id=actor.user_id, council_id=actor.council_id))

    def alike(self, text: str) -> "TechnicalQuestionQuerySet":
        """Those that resemble a text, the most like it first: much the same letters, or half of its words in Dutch."""
        words = " or ".join(dict.fromkeys(re.findall(r"\w+", text)[:WORDS_COMPARED]))
        rank = SearchRank(
            SearchVector("text", config="dutch"), SearchQuery(words, config="dutch", search_type="websearch")
        )
        found = self.annotate(similarity=TrigramSimilarity("text", text), rank=rank / RANK_OF_ALL_WORDS)
        found = found.filter(Q(text__trigram_similar=text) | Q(rank__gte=SHARE_OF_WORDS))
        return found.order_by((F("similarity") + F("rank")).desc(), "-pk")

    def about(self, words: str) -> "TechnicalQuestionQuerySet":
        """Those in which these words stand, in the question or in the answer."""
        query = SearchQuery(words, config="dutch", search_type="websearch")
        found = self.annotate(document=SearchVector("text", "answer", config="dutch"))
        return found.filter(Q(document=query) | Q(text__icontains=words) | Q(answer__icontains=words))

    def for_lists(self) -> "TechnicalQuestionQuerySet":
        """With all that a row of a list shows, in one query."""
        return self.select_related("council__organisation", "round", "paragraph__version__document")

    def waiting(self) -> "TechnicalQuestionQuerySet":
        """Questions without an answer, the first due first."""
        return self.exclude(status=TechnicalStatus.ANSWERED).order_by("due_on", "pk")

    def lock(self, pk: int) -> "TechnicalQuestion":
        """Hold one question until the transaction ends."""
        return self.select_related("council__organisation").select_for_update(of=("self",)).get(pk=pk)


class TechnicalQuestion(Stateful, models.Model):
    """What a member wants to know before the council can judge (Dutch: technische vraag)."""

    Status = TechnicalStatus
    TRANSITIONS = {
        Status.ASKED: {Status.PASSED_ON, Status.ANSWERED},
        Status.PASSED_ON: {Status.ANSWERED},
    }
    REFUSALS: ClassVar = {
        Status.PASSED_ON: "Deze vraag ligt bij het programmateam.",
        Status.ANSWERED: "Deze vraag is al beantwoord.",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey(Council, models.PROTECT, related_name="technical_questions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="technical_questions")
    round = models.ForeignKey(
        ConsultationRound, models.PROTECT, null=True, blank=True, related_name="technical_questions"
    )
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, null=True, blank=True, related_name="technical_questions")
    text = models.TextField("vraag")
    asked_at = models.DateTimeField("gesteld op", db_default=Now())
    due_on = models.DateField("antwoord uiterlijk op")
    status = models.CharField("stand", max_length=10, choices=Status, default=Status.ASKED)
    passed_on_at = models.DateTimeField("doorgegeven op", null=True, blank=True)
    answer = models.TextField("antwoord", blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    answered_by = models.CharField("beantwoord door", max_length=250, blank=True)
    published_at = models.DateTimeField("gepubliceerd op", null=True, blank=True)
    refusal_reason = models.TextField("waarom het antwoord niet voor iedereen is", blank=True)

    objects = TechnicalQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "technische vraag"
        verbose_name_plural = "technische vragen"
        ordering = ["-asked_at", "-pk"]
        indexes = [GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="technical_question_alike")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="technical_question_asks_something"),
            models.CheckConstraint(
                condition=~Q(status=TechnicalStatus.PASSED_ON) | Q(passed_on_at__isnull=False),
                name="technical_question_passed_on_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status=TechnicalStatus.ANSWERED, answered_at__isnull=False)
                & ~Q(answer="")
                & (Q(published_at__isnull=False, refusal_reason="") | Q(published_at=None) & ~Q(refusal_reason=""))
                | ~Q(status=TechnicalStatus.ANSWERED)
                & Q(answered_at=None, answer="", published_at=None, refusal_reason=""),
                name="technical_question_answer_is_for_all_unless_refused",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("consultations:technical_question", args=[self.uuid])

    @property
    def signature(self) -> str:
        """Who asked, as everyone reads it: never a name."""
        return f"een {self.council.member_label} van {self.council.organisation.name}"
