"""What can still happen to a round after its publication: an addendum, or more time, each with its reason."""

from datetime import datetime
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from documents.models import DocumentVersion
from organisations.actor import Actor, Role
from organisations.models import Council
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.states import Stateful
from ros_portal.kit.templatetags.dutch import day_time

from .rounds import ConsultationRound, CouncilTrack, RoundStatus

STAYS = pgtrigger.Update | pgtrigger.Delete


class RoundAddendum(models.Model):
    """What the programme team adds to a published round; the round itself stays as it was published."""

    round = models.ForeignKey(ConsultationRound, models.PROTECT, related_name="addenda")
    text = models.TextField("toevoeging")
    document = models.ForeignKey(DocumentVersion, models.PROTECT, null=True, blank=True, verbose_name="document")
    office = models.CharField("toegevoegd door", max_length=250)
    added_at = models.DateTimeField("toegevoegd op", db_default=Now())

    class Meta:
        verbose_name = "toevoeging"
        verbose_name_plural = "toevoegingen"
        ordering = ["added_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="round_addendum_says_something")]
        triggers = [pgtrigger.Protect(name="addendum_stays", operation=STAYS)]

    def __str__(self) -> str:
        return f"{self.round}: toevoeging"


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def give(
        self,
        round_: ConsultationRound,
        *,
        council: Council | None,
        until: datetime,
        reason: str,
        office: str,
    ) -> "Extension":
        """Give one council, or all of them, until then. The caller holds the round alone (`lock`).

        Raises Conflict unless the round stands published with its input not public yet, and `until` is later
        than now and than the deadline that there is.
        """
        now = database_now()
        if round_.status != RoundStatus.PUBLISHED:
            raise Conflict("Alleen een gepubliceerde ronde kan uitstel krijgen.")
        if round_.input_published_at is not None:
            raise Conflict("De inbreng van deze ronde is al openbaar. Uitstel kan niet meer.")
        track = round_.tracks.filter(council=council).first() if council else None
        if council is not None and track is None:
            raise Conflict("Deze raad is voor deze ronde niet uitgenodigd.")
        present = track.deadline if track else round_.closes_at
        if until <= max(now, present):
            raise Conflict(f"Kies een moment na de sluiting die nu geldt, {day_time(present)}, en na nu.")
        if track is None:
            round_.closes_at = until
            round_.save(update_fields=["closes_at"])
        else:
            track.extended_until = until
            track.save(update_fields=["extended_until"])
        return self.create(round=round_, council=council, until=until, reason=reason, office=office)


class Extension(models.Model):
    """More time to answer, for one council or for all, with the reason that everyone reads (Dutch: uitstel)."""

    round = models.ForeignKey(ConsultationRound, models.PROTECT, related_name="extensions")
    council = models.ForeignKey(Council, models.PROTECT, null=True, blank=True, related_name="extensions")
    until = models.DateTimeField("uitstel tot")
    reason = models.TextField("reden")
    office = models.CharField("gegeven door", max_length=250)
    given_at = models.DateTimeField("gegeven op", db_default=Now())

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "uitstel"
        verbose_name_plural = "uitstel"
        ordering = ["given_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason")]
        triggers = [pgtrigger.Protect(name="extension_stays", operation=STAYS)]

    def __str__(self) -> str:
        return f"{self.council or 'alle raden'}: uitstel tot {self.until}"


class RequestStatus(models.TextChoices):
    ASKED = "asked", "gevraagd"
    GRANTED = "granted", "toegekend"
    REFUSED = "refused", "afgewezen"


class ExtensionRequestQuerySet(models.QuerySet["ExtensionRequest"]):
    def visible_to(self, actor: Actor) -> "ExtensionRequestQuerySet":
        """The clerks of the council that asks, and the programme team that answers."""
        if actor.role == Role.PROGRAMME_TEAM:
            return self
        if actor.role == Role.CLERK:
            return self.filter(Q(track__council_id=actor.council_id))
        return self.none()

    def waiting(self) -> "ExtensionRequestQuerySet":
        """Requests without an answer."""
        return self.filter(status=RequestStatus.ASKED)

    def lock(self, pk: int) -> "ExtensionRequest":
        """Hold one request until the transaction ends."""
        return (
            self.select_related("track__round", "track__council__organisation")
            .select_for_update(of=("self",))
            .get(pk=pk)
        )


class ExtensionRequest(Stateful, models.Model):
    """A clerk asks more time for the own council; the programme team answers."""

    Status = RequestStatus
    TRANSITIONS = {Status.ASKED: {Status.GRANTED, Status.REFUSED}}
    REFUSALS: ClassVar = {
        Status.GRANTED: "Dit verzoek is al toegekend.",
        Status.REFUSED: "Dit verzoek is al afgewezen.",
    }

    track = models.ForeignKey(CouncilTrack, models.PROTECT, related_name="extension_requests")
    until = models.DateTimeField("uitstel gevraagd tot")
    reason = models.TextField("reden")
    office = models.CharField("gevraagd door", max_length=250)
    asked_at = models.DateTimeField("gevraagd op", db_default=Now())
    status = models.CharField("stand", max_length=10, choices=Status, default=Status.ASKED)
    answer = models.TextField("antwoord", blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "verzoek om uitstel"
        verbose_name_plural = "verzoeken om uitstel"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="extension_request_has_a_reason"),
            models.CheckConstraint(
                condition=Q(status=RequestStatus.ASKED, answered_at=None)
                | ~Q(status=RequestStatus.ASKED) & Q(answered_at__isnull=False),
                name="extension_request_answered_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.REFUSED) | ~Q(answer=""),
                name="extension_request_refused_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["track"], condition=Q(status=RequestStatus.ASKED), name="extension_request_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track}: uitstel tot {self.until}"
