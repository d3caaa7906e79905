"""The e-mails themselves. A row is the work: who claims it sends it."""

import uuid
from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from ros_portal.kit.states import Stateful


class MailStatus(models.TextChoices):
    """Where an e-mail is between our outbox and the mail server."""

    QUEUED = "queued", "in de wachtrij"
    LEASED = "leased", "wordt aangeboden"
    ACCEPTED = "accepted", "aangenomen door de mailserver"
    FAILED = "failed", "geweigerd"
    QUARANTINED = "quarantined", "apart gezet"


_S = MailStatus

MOVES: Mapping[MailStatus, frozenset[MailStatus]] = {
    # Accepted though another sender had put it back: the mail server answered after the lease had run out.
    _S.QUEUED: frozenset({_S.LEASED, _S.ACCEPTED}),
    _S.LEASED: frozenset({_S.QUEUED, _S.ACCEPTED, _S.FAILED, _S.QUARANTINED}),
    _S.FAILED: frozenset({_S.QUEUED}),
    _S.QUARANTINED: frozenset({_S.QUEUED}),
}


class Mail(Stateful, models.Model):
    """One e-mail with one Message-ID, to one address.

    It carries one delivery, or more in a digest, and is written from them when it is sent. One that
    carries none (an invitation, a sign-in code) has its own text.
    """

    Status = MailStatus
    TRANSITIONS = MOVES

    #: Made once: a mail that is sent a second time after a crash is recognised as the same.
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    to_address = models.EmailField("aan")
    subject = models.CharField("onderwerp", max_length=200)
    text = models.TextField("tekst", blank=True)
    html = models.TextField("opgemaakte tekst", blank=True)
    #: Holds a code or a secret link: its text is wiped as soon as it has gone, or cannot go.
    is_secret = models.BooleanField("geheim", default=False)
    status = models.CharField("stand", max_length=12, choices=MailStatus, default=MailStatus.QUEUED)
    #: SMTP transactions that were begun, counted before they begin.
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    #: A transaction was begun and its outcome is not known yet.
    is_in_flight = models.BooleanField("onderweg", default=False)
    #: Times that a sender died during a transaction.
    crashes = models.PositiveSmallIntegerField("afgebroken pogingen", default=0)
    created_at = models.DateTimeField("klaargezet op")
    next_attempt_at = models.DateTimeField("volgende poging")
    lease_token = models.UUIDField("bewijs van de verzender", null=True, blank=True)
    lease_until = models.DateTimeField("vastgehouden tot", null=True, blank=True)
    accepted_at = models.DateTimeField("aangenomen op", null=True, blank=True)
    #: What the mail server answered, as code and kind of error; never content.
    last_error = models.CharField("laatste fout", max_length=200, blank=True)

    class Meta:
        verbose_name = "e-mail"
        verbose_name_plural = "e-mails"
        indexes: ClassVar = [
            models.Index(
                fields=["-is_secret", "next_attempt_at"],
                condition=Q(status__in=[_S.QUEUED, _S.LEASED]),
                name="mail_to_send",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status=_S.LEASED, lease_token__isnull=False, lease_until__isnull=False)
                | ~Q(status=_S.LEASED) & Q(lease_token=None, lease_until=None),
                name="mail_leased_has_a_holder",
            ),
            models.CheckConstraint(
                condition=Q(status=_S.ACCEPTED, accepted_at__isnull=False)
                | ~Q(status=_S.ACCEPTED) & Q(accepted_at=None),
                name="mail_accepted_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(is_secret=False) | ~Q(status__in=[_S.ACCEPTED, _S.FAILED]) | Q(text="", html=""),
                name="mail_secret_is_wiped",
            ),
            models.CheckConstraint(
                condition=Q(is_in_flight=False) | Q(status=_S.LEASED), name="mail_in_flight_is_leased"
            ),
            models.CheckConstraint(
                condition=~Q(to_address__regex=r"[\r\n]") & ~Q(subject__regex=r"[\r\n]"),
                name="mail_headers_are_one_line",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="mail_moves",
                field="status",
                transitions=[(old.value, new.value) for old, news in MOVES.items() for new in sorted(news)],
            ),
        ]

    def __str__(self) -> str:
        return self.message_id

    @staticmethod
    def new_message_id(domain: str) -> str:
        """A Message-ID that no other mail has (RFC 5322, 3.6.4)."""
        return f"<{uuid.uuid4()}@{domain}>"
