"""From input to agenda: which answer goes to which item."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from documents.models import Theme
from organisations.actor import Actor, Role

from .answers import Answer
from .contributions import Contribution, ContributionStatus
from .meetings import AgendaItem, MeetingStatus

ITEM_IS_OPEN = """
    IF EXISTS (SELECT 1 FROM consultations_agendaitem WHERE id = NEW.item_id AND status = 'closed') THEN
        RAISE EXCEPTION 'nothing is added to a closed item';
    END IF;
    RETURN NEW;
"""


AGENDA_IS_NOT_OUT = """
    IF EXISTS (
        SELECT 1 FROM consultations_agendaitem item JOIN consultations_meeting meeting ON meeting.id = item.meeting_id
        WHERE item.id = OLD.item_id AND meeting.status <> 'planned'
    ) THEN
        RAISE EXCEPTION 'what was on a published agenda stays on it';
    END IF;
    RETURN OLD;
"""


class RoutingQuerySet(models.QuerySet["Routing"]):
    def visible_to(self, actor: Actor) -> "RoutingQuerySet":
        """Routings of answers that the actor may read, to items whose agenda is out; the programme team all.

        What came of words that were replaced is read with those that replaced them; the old words are not.
        """
        if actor.role == Role.PROGRAMME_TEAM:
            return self
        readable = Q(answer__in=Answer.objects.visible_to(actor)) | Q(
            answer__version__contribution__in=Contribution.objects.visible_to(actor)
        )
        return self.filter(readable).exclude(item__meeting__status=MeetingStatus.PLANNED)

    def outdated(self) -> "RoutingQuerySet":
        """Routings that cite words which were revised or withdrawn later; flagged, never deleted."""
        return self.filter(
            Q(answer__version__contribution__status=ContributionStatus.WITHDRAWN)
            | ~Q(answer__version=F("answer__version__contribution__submitted_version"))
        )

    def without_verdict(self) -> "RoutingQuerySet":
        """Routings that have neither a verdict nor a deferral."""
        return self.filter(feedback=None)


class Routing(models.Model):
    """One answer of one version on one agenda item; never deleted once the agenda is out."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="routings")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="routings")
    routed_at = models.DateTimeField("geagendeerd op", db_default=Now())
    deferred_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name="aangehouden van"
    )

    objects = RoutingQuerySet.as_manager()

    class Meta:
        verbose_name = "agendering"
        verbose_name_plural = "agenderingen"
        ordering = ["item", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "item"], name="routing_once_per_item"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_on_an_open_item",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=ITEM_IS_OPEN,
            ),
            pgtrigger.Trigger(
                name="kept_once_the_agenda_is_out",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=AGENDA_IS_NOT_OUT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} → {self.item}"

    @property
    def is_outdated(self) -> bool:
        """Whether the cited words were revised or withdrawn later."""
        return self.answer.contribution.status == ContributionStatus.WITHDRAWN or self.answer.is_outdated


class AnswerTheme(models.Model):
    """A subject that the programme team sorted an answer under; it never touches the words."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="answer_links")

    class Meta:
        verbose_name = "thema van een antwoord"
        verbose_name_plural = "thema's van antwoorden"
        ordering = ["theme__name"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "theme"], name="answer_theme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.answer}"
