"""Together: a text of one council or fractie that others join (Dutch: medeondertekenen)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from organisations.actor import Actor, Role
from organisations.models import Council, Fractie
from ros_portal.kit.states import Stateful

from .answers import ContributionVersion


class CoSignatureStatus(models.TextChoices):
    OFFERED = "offered", "aangeboden"
    SIGNED = "signed", "medeondertekend"
    DECLINED = "declined", "niet medeondertekend"
    WITHDRAWN = "withdrawn", "aanbod ingetrokken"


class CoSignatureQuerySet(models.QuerySet["CoSignature"]):
    def decided_by(self, actor: Actor) -> "CoSignatureQuerySet":
        """Those on which this actor decides: the clerk for the own council, the leader for the own fractie."""
        if actor.role == Role.CLERK:
            return self.filter(Q(council_id=actor.council_id), fractie=None)
        if actor.role == Role.GROUP_LEADER and actor.fractie_id is not None:
            return self.filter(fractie_id=actor.fractie_id)
        return self.none()

    def current(self) -> "CoSignatureQuerySet":
        """Those of the words that count; a signature under an earlier version says nothing about the later one."""
        return self.filter(version=F("version__contribution__submitted_version"))

    def lock(self, pk: int) -> "CoSignature":
        """Hold one signature until the transaction ends."""
        return self.select_related("version__contribution").select_for_update(of=("self",)).get(pk=pk)


class CoSignature(Stateful, models.Model):
    """The offer of one frozen version to one other council or fractie, and what that decided."""

    Status = CoSignatureStatus
    TRANSITIONS = {
        Status.OFFERED: {Status.SIGNED, Status.DECLINED, Status.WITHDRAWN},
        Status.SIGNED: {Status.WITHDRAWN},
    }
    REFUSALS: ClassVar = {
        Status.SIGNED: "Deze tekst is al medeondertekend.",
        Status.DECLINED: "U hebt al besloten om niet mee te tekenen.",
        Status.WITHDRAWN: "Dit aanbod is ingetrokken.",
    }

    version = models.ForeignKey(ContributionVersion, models.PROTECT, related_name="cosignatures")
    council = models.ForeignKey(Council, models.PROTECT, related_name="cosignatures")
    fractie = models.ForeignKey(Fractie, models.PROTECT, null=True, blank=True, related_name="cosignatures")
    status = models.CharField("stand", max_length=10, choices=Status, default=Status.OFFERED)
    offered_at = models.DateTimeField("aangeboden op", db_default=Now())
    offered_by = models.CharField("aangeboden door", max_length=250)
    decided_at = models.DateTimeField("besloten op", null=True, blank=True)
    decided_by = models.CharField("besloten door", max_length=250, blank=True)

    objects = CoSignatureQuerySet.as_manager()

    class Meta:
        verbose_name = "medeondertekening"
        verbose_name_plural = "medeondertekeningen"
        ordering = ["council__organisation__name", "fractie__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "council", "fractie"], nulls_distinct=False, name="cosignature_offered_once"
            ),
            models.CheckConstraint(
                condition=Q(status=CoSignatureStatus.OFFERED, decided_at=None)
                | ~Q(status=CoSignatureStatus.OFFERED) & Q(decided_at__isnull=False),
                name="cosignature_decided_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature}: {self.get_status_display()}"

    @property
    def signature(self) -> str:
        """On whose behalf it is signed, as everyone reads it."""
        if self.fractie:
            return f"fractie {self.fractie.name}, {self.council.organisation.name}"
        return str(self.council)
