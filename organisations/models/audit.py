"""The record of what was done: written by the action, in its transaction, and never changed."""

import pgtrigger
from django.db import models
from django.db.models import F, Func

from ..actor import Actor


class AuditEntryManager(models.Manager["AuditEntry"]):
    def record(self, actor: Actor, permission: str, target: models.Model | None) -> "AuditEntry":
        """Write down one step; no content of texts, only who, what and on which object."""
        return self.create(
            user_id=actor.user_id,
            mandate_id=actor.mandate_id,
            office=actor.office,
            permission=permission,
            target_type=target._meta.label_lower if target is not None else "",
            target_id=str(target.pk) if target is not None else "",
            organisation_id=actor.organisation_id,
        )


class AuditEntry(models.Model):
    """One step that somebody took. No foreign keys: it outlives what it speaks of."""

    at = models.DateTimeField("tijdstip", db_default=Func(function="clock_timestamp"))
    user_id = models.BigIntegerField("persoon", null=True)
    mandate_id = models.BigIntegerField("mandaat", null=True)
    organisation_id = models.BigIntegerField("partij", null=True)
    office = models.CharField("functie", max_length=250)
    permission = models.CharField("handeling", max_length=60)
    target_type = models.CharField("soort onderwerp", max_length=60)
    target_id = models.CharField("onderwerp", max_length=40)

    objects = AuditEntryManager()

    class Meta:
        verbose_name = "handeling"
        verbose_name_plural = "handelingen"
        ordering = [F("at").desc(), F("pk").desc()]
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_by_target")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.office}: {self.permission}"
