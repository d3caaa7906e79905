"""The council's own cycle: the evenings on which it meets, and when their papers must be in."""

from django.db import models
from django.db.models import F, Q

from organisations.models import Council


class Step(models.TextChoices):
    """The three steps of a council's own cycle, in their order."""

    ORIENTATION = "orientation", "beeldvorming"
    DELIBERATION = "deliberation", "oordeelsvorming"
    DECISION = "decision", "besluitvorming"


class CouncilEvening(models.Model):
    """One evening of a council's calendar; a track through a round is planned on these."""

    Step = Step

    council = models.ForeignKey(Council, models.CASCADE, related_name="evenings")
    step = models.CharField("stap", max_length=12, choices=Step)
    held_on = models.DateField("datum")
    papers_due_on = models.DateField("stukken inleveren op")

    class Meta:
        verbose_name = "vergaderavond"
        verbose_name_plural = "vergaderavonden"
        ordering = ["held_on", "step"]
        constraints = [
            models.UniqueConstraint(fields=["council", "step", "held_on"], name="council_evening_once"),
            models.CheckConstraint(
                condition=Q(papers_due_on__lte=F("held_on")), name="council_evening_papers_come_before_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council}: {self.get_step_display()} op {self.held_on}"
