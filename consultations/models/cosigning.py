"""Together: a text of one council or fractie that others join (Dutch: medeondertekenen)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from organisations.actor import Actor, Role
from organisations.models import Council, Fractie, Mandate, User
from ros_portal.kit.states import Stateful

from .answers import ContributionVersion
from .contributions import Contribution, ContributionStatus, Weight
from .offers import CoSignatureStatus, decided_by


class CoSignatureQuerySet(models.QuerySet["CoSignature"]):
    def decided_by(self, actor: Actor) -> "CoSignatureQuerySet":
        """Those on which this actor decides: the clerk for the own council, the leader for the own fractie."""
        return self.filter(decided_by(actor))

    def current(self) -> "CoSignatureQuerySet":
        """Those of the words that count; a signature under an earlier version says nothing about the later one."""
        return self.filter(version=F("version__contribution__submitted_version"))

    def offered_by(self, actor: Actor) -> "CoSignatureQuerySet":
        """Those of texts that this actor writes on."""
        return self.filter(version__contribution__in=Contribution.objects.written_by(actor))

    def under(self, contribution: Contribution) -> "CoSignatureQuerySet":
        """Signatures that stand under a text, whatever its version; the latest version first."""
        return self.filter(version__contribution=contribution, status=CoSignatureStatus.SIGNED).order_by(
            "-version__number", "council__organisation__name", "fractie__name"
        )

    def for_lists(self) -> "CoSignatureQuerySet":
        """With all that a row of a list shows, in one query."""
        return self.select_related(
            "council__organisation",
            "fractie",
            "version__contribution__round__phase",
            "version__contribution__council__organisation",
            "version__contribution__fractie",
            "version__contribution__author",
        )

    def lock(self, pk: int) -> "CoSignature":
        """Hold one signature until the transaction ends."""
        return self.for_lists().select_for_update(of=("self",)).get(pk=pk)


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
        Status.WITHDRAWN: "Dit aanbod of deze handtekening is ingetrokken.",
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
    def stand(self) -> str:
        """What was decided, in words; withdrawn is an offer that was taken back, or a signature."""
        return "ingetrokken" if self.status == CoSignatureStatus.WITHDRAWN else self.get_status_display()

    @property
    def is_current(self) -> bool:
        """Whether it is about the words that count now; a later version asks again, a withdrawn text nobody."""
        contribution = self.version.contribution
        handed_in = contribution.status in (ContributionStatus.SUBMITTED, ContributionStatus.RELEASED)
        return handed_in and contribution.submitted_version_id == self.version_id

    @property
    def signature(self) -> str:
        """On whose behalf it is signed, as everyone reads it."""
        if self.fractie:
            return f"fractie {self.fractie.name}, {self.council.organisation.name}"
        return str(self.council)


def ask_again(version: ContributionVersion, now: datetime) -> list[CoSignature]:
    """Offer a version that was just handed in to whom the one before it was offered, signed or not yet decided.

    Who declined, and whose offer or signature was taken back, is left alone. Returns the new offers, whose
    deciders are to be told; asked twice, it makes none the second time.
    """
    before = version.contribution.versions.handed_in().filter(number__lt=version.number).order_by("-number").first()
    if before is None:
        return []
    standing = before.cosignatures.filter(status__in=[CoSignatureStatus.OFFERED, CoSignatureStatus.SIGNED])
    asked = {(offer.council_id, offer.fractie_id) for offer in version.cosignatures.all()}
    return CoSignature.objects.bulk_create(
        CoSignature(
            version=version,
            council=offer.council,
            fractie=offer.fractie,
            offered_at=now,
            offered_by=offer.offered_by,
        )
        for offer in standing.select_related("council__organisation", "fractie")
        if (offer.council_id, offer.fractie_id) not in asked
    )


def deciders_of(offers: Iterable[CoSignature], day: date) -> list[User]:
    """Who decides on these offers: the clerks of the councils, the leaders of the fracties."""
    deciders = Q(pk__in=[])
    for offer in offers:
        deciders |= _speaks_for(offer.council, offer.fractie)
    return _holders(deciders, day)


def offerers_of(contribution: Contribution, day: date) -> list[User]:
    """Who offers this text, and hears what others decide."""
    fractie = contribution.fractie if contribution.weight == Weight.FRACTIE else None
    return _holders(_speaks_for(contribution.council, fractie), day)


def _speaks_for(council: Council, fractie: Fractie | None) -> Q:
    if fractie is not None:
        return Q(role=Role.GROUP_LEADER, fractie=fractie)
    return Q(role=Role.CLERK, organisation_id=council.organisation_id)


def _holders(mandates: Q, day: date) -> list[User]:
    found = Mandate.objects.current(day).filter(mandates)
    return list(User.objects.filter(pk__in=found.values("user_id")).order_by("pk"))
