"""The history of a shared draft: who wrote what, for its writers alone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .answers import ContributionVersion


class DraftRevision(models.Model):
    """The words of a shared draft after one writer worked on it for a while (Dutch: eerdere versie van het concept).

    A writer who goes on within some minutes goes on in the same revision; another writer begins the next.
    """

    version = models.ForeignKey(ContributionVersion, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField("volgnummer")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="bewaard door"
    )
    started_at = models.DateTimeField("begonnen op")
    saved_at = models.DateTimeField("bewaard op")
    #: The whole draft as it was then: answers by question and paragraph, and what goes beside them.
    words = models.JSONField("tekst")

    class Meta:
        verbose_name = "eerdere versie van een concept"
        verbose_name_plural = "eerdere versies van concepten"
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="draft_revision_once"),
            models.CheckConstraint(
                condition=Q(saved_at__gte=F("started_at")), name="draft_revision_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, stand {self.number}"
