"""For whom a notice is: one row per person, written before anything is sent."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from organisations.models import User
from ros_portal.kit.states import Stateful

from .mails import Mail


class DeliveryStatus(models.TextChoices):
    """How far it came. "Bezorgd" is never claimed: a mail server only says that it took the mail."""

    HELD = "held", "wordt bewaard"
    QUEUED = "queued", "in de wachtrij"
    LEASED = "leased", "in de wachtrij"
    ACCEPTED = "accepted", "aangenomen door de mailserver"
    BOUNCED = "bounced", "geweigerd"
    FAILED = "failed", "geweigerd"
    QUARANTINED = "quarantined", "geweigerd"
    TOLD_OTHERWISE = "told_otherwise", "anders geïnformeerd"

    @classmethod
    def open(cls) -> list["DeliveryStatus"]:
        """Those in which the e-mail has yet to go."""
        return [cls.HELD, cls.QUEUED, cls.LEASED]

    @classmethod
    def unreached(cls) -> list["DeliveryStatus"]:
        """Those in which the person must be told in another way."""
        return [cls.BOUNCED, cls.FAILED, cls.QUARANTINED]


_S = DeliveryStatus

MOVES: Mapping[DeliveryStatus, frozenset[DeliveryStatus]] = {
    _S.HELD: frozenset({_S.QUEUED}),
    _S.QUEUED: frozenset({_S.HELD, _S.LEASED, _S.ACCEPTED, _S.TOLD_OTHERWISE}),
    _S.LEASED: frozenset({_S.QUEUED, _S.ACCEPTED, _S.FAILED, _S.QUARANTINED}),
    _S.ACCEPTED: frozenset({_S.BOUNCED}),
    _S.BOUNCED: frozenset({_S.TOLD_OTHERWISE}),
    _S.FAILED: frozenset({_S.QUEUED, _S.TOLD_OTHERWISE}),
    _S.QUARANTINED: frozenset({_S.QUEUED, _S.TOLD_OTHERWISE}),
}


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def with_names(self) -> "DeliveryQuerySet":
        """With the person in the same query, by name."""
        return self.select_related("user").order_by("user__name", "user_id")


class Delivery(Stateful, models.Model):
    """One notice for one person; `mail` is the e-mail that carries it, alone or in a digest."""

    Status = DeliveryStatus
    TRANSITIONS = MOVES

    notice = models.ForeignKey("notifications.Notice", models.PROTECT, related_name="deliveries")
    user = models.ForeignKey(User, models.PROTECT, related_name="deliveries")
    #: In which capacity, as it was when the notice was sent: "raadslid van Losser".
    office = models.CharField("functie", max_length=250, blank=True)
    mail = models.ForeignKey(Mail, models.PROTECT, null=True, blank=True, related_name="deliveries")
    status = models.CharField("stand", max_length=16, choices=DeliveryStatus, default=DeliveryStatus.QUEUED)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "ontvanger"
        verbose_name_plural = "ontvangers"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "user"], name="delivery_once_per_person"),
            models.CheckConstraint(
                condition=Q(status__in=[_S.HELD, _S.TOLD_OTHERWISE]) | Q(mail__isnull=False),
                name="delivery_on_its_way_has_a_mail",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-notice"], name="delivery_by_person")]
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="delivery_moves",
                field="status",
                transitions=[(old.value, new.value) for old, news in MOVES.items() for new in sorted(news)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_status_display()}"
