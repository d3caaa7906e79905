"""The answer to the answer: a verdict with a reason, or deferral to a later item."""

import pgtrigger
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from documents.models import Paragraph
from organisations.actor import Actor, Role

from .contributions import Contribution
from .meetings import AgendaItem, MeetingStatus
from .process import Phase
from .triage import Routing


class Verdict(models.TextChoices):
    """What happens with an answer (domain: "Verdicts"); deferred is no verdict yet."""

    ADOPTED = "adopted", "overgenomen"
    PARTLY_ADOPTED = "partly_adopted", "deels overgenomen"
    NOT_ADOPTED = "not_adopted", "niet overgenomen"
    TO_IMPLEMENTATION_AGENDA = "to_implementation_agenda", "naar de uitvoeringsagenda"
    TO_INVESTMENT_AGENDA = "to_investment_agenda", "naar de investeringsagenda"
    LOCAL = "local", "lokaal op te pakken"
    TO_STATE = "to_state", "doorgegeven aan het Rijk"
    NOTED = "noted", "ter kennisneming"
    DEFERRED = "deferred", "aangehouden"


#: Verdicts with which the answer arrives in the inbox of a later product.
PHASE_OF_VERDICT = {
    Verdict.TO_IMPLEMENTATION_AGENDA: Phase.Code.IMPLEMENTATION,
    Verdict.TO_INVESTMENT_AGENDA: Phase.Code.INVESTMENT,
}


DEFERRED_TO_A_LATER_MEETING = """
    IF NOT EXISTS (
        SELECT 1 FROM consultations_routing routing
        JOIN consultations_agendaitem item ON item.id = routing.item_id
        JOIN consultations_meeting meeting ON meeting.id = item.meeting_id,
        consultations_agendaitem later_item
        JOIN consultations_meeting later_meeting ON later_meeting.id = later_item.meeting_id
        WHERE routing.id = NEW.routing_id AND later_item.id = NEW.deferred_to_id
        AND later_meeting.held_on > meeting.held_on
    ) THEN
        RAISE EXCEPTION 'an answer is deferred to an item of a later meeting';
    END IF;
    RETURN NEW;
"""


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def published(self) -> "FeedbackQuerySet":
        """Verdicts that are public, with their meeting's decisions."""
        return self.filter(routing__item__meeting__status=MeetingStatus.DECISIONS_PUBLISHED)

    def visible_to(self, actor: Actor) -> "FeedbackQuerySet":
        """Published ones on answers that the actor may read; the programme team sees its own work."""
        if actor.role == Role.PROGRAMME_TEAM:
            return self
        return self.published().filter(routing__in=Routing.objects.visible_to(actor))

    def on_input(self, contributions: QuerySet[Contribution]) -> "FeedbackQuerySet":
        """Those on this input, what was published last first, with all that a row of a list shows."""
        return (
            self.filter(routing__answer__version__contribution__in=contributions)
            .select_related(
                "routing__item__meeting",
                "routing__answer__question",
                "routing__answer__paragraph__version__document",
                "routing__answer__version__contribution",
            )
            .order_by("-routing__item__meeting__decisions_published_at", "-pk")
        )


class Feedback(models.Model):
    """The verdict on one routing, with a reason in plain language (Dutch: terugkoppeling)."""

    Verdict = Verdict

    routing = models.OneToOneField(Routing, models.PROTECT, related_name="feedback")
    verdict = models.CharField("oordeel", max_length=30, choices=Verdict)
    reason = models.TextField("reden")
    deferred_to = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="deferrals", verbose_name="aangehouden tot"
    )
    recorded_at = models.DateTimeField("vastgelegd op", db_default=Now())

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = "terugkoppeling"
        verbose_name_plural = "terugkoppelingen"
        ordering = ["routing"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.DEFERRED, deferred_to__isnull=False)
                | ~Q(verdict=Verdict.DEFERRED) & Q(deferred_to=None),
                name="feedback_deferred_names_the_later_item",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="feedback_has_a_reason"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_is_immutable",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM consultations_routing routing
                        JOIN consultations_agendaitem item ON item.id = routing.item_id
                        JOIN consultations_meeting meeting ON meeting.id = item.meeting_id
                        WHERE routing.id = OLD.routing_id AND meeting.status = 'decisions_published'
                    ) THEN
                        RAISE EXCEPTION 'a published verdict does not change';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="deferred_to_a_later_meeting",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__deferred_to__isnull=False),
                func=DEFERRED_TO_A_LATER_MEETING,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.routing}"


class TextChange(models.Model):
    """Where an answer changed a published text (Dutch: doorwerking in de tekst)."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="text_changes")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="changes")
    description = models.TextField("wat er veranderde")
    recorded_at = models.DateTimeField("vastgelegd op", db_default=Now())

    class Meta:
        verbose_name = "wijziging in de tekst"
        verbose_name_plural = "wijzigingen in de tekst"
        constraints = [
            models.UniqueConstraint(fields=["feedback", "paragraph"], name="text_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.feedback}"
