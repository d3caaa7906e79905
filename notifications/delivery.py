"""From row to mail server: claim, offer, write down the answer.

A claim is one statement (`FOR UPDATE SKIP LOCKED`) that leaves a lease with a token on the row, so that
no transaction is open while the mail server talks and any number of sweeps may run at once. A sender
that dies loses its lease, and the next one sends the same mail with the same Message-ID.
"""

import logging
import smtplib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from ros_portal.kit.clock import database_now

from .letters import Letter, render_notice
from .models import Delivery, DeliveryStatus, Mail, MailStatus

logger = logging.getLogger(__name__)

BATCH = 50
#: How long a sender that died keeps a mail from the others; each attempt renews it.
LEASE = timedelta(seconds=60)
#: How long a mail waits when the mail server itself cannot be reached.
PAUSE = timedelta(seconds=10)
#: With a sweep every 15 seconds the first is over within a minute: a server that fell silent halfway may be back.
FIRST_BACKOFF, LONGEST_BACKOFF = timedelta(seconds=30), timedelta(hours=1)
#: A little over a day of "not now" (4xx) from the mail server for this one mail.
MAX_ATTEMPTS = 30
#: Times that a sender may die on one mail before it is set apart.
MAX_CRASHES = 3

CLAIM = """
WITH due AS (
    SELECT id FROM notifications_mail
    WHERE status IN ('queued', 'leased') AND next_attempt_at <= %(now)s
      AND (lease_until IS NULL OR lease_until <= %(now)s)
    ORDER BY is_secret DESC, next_attempt_at, id
    LIMIT %(batch)s
    FOR UPDATE SKIP LOCKED
), leased AS (
    UPDATE notifications_mail AS mail
    SET status = 'leased', lease_token = %(token)s, lease_until = %(until)s,
        crashes = crashes + is_in_flight::int, is_in_flight = false
    FROM due WHERE mail.id = due.id
    RETURNING mail.*
), told AS (
    UPDATE notifications_delivery AS delivery SET status = 'leased'
    FROM leased WHERE delivery.mail_id = leased.id AND delivery.status = 'queued'
)
SELECT * FROM leased ORDER BY is_secret DESC, next_attempt_at, id
"""


def claim(now: datetime, *, batch: int = BATCH) -> list[Mail]:
    """Take at most `batch` mails that are due, codes and invitations first; nobody else gets them now."""
    parameters = {"now": now, "batch": batch, "token": uuid.uuid4(), "until": now + LEASE}
    return list(Mail.objects.raw(CLAIM, parameters))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt; `lost` when the connection cannot be used again."""

    status: MailStatus
    error: str = ""
    lost: bool = False


@dataclass(slots=True)
class Tally:
    """What one sweep did."""

    accepted: int = 0
    postponed: int = 0
    refused: int = 0
    connections: int = 0
    reached: bool = True


class MailServer:
    """One connection to the mail server, opened when it is needed and used for as long as it lasts."""

    def __init__(self, backend: BaseEmailBackend | None = None) -> None:
        self.backend = backend or get_connection()
        self.is_open = False
        self.taken = 0

    def open(self) -> bool:
        """Whether the server can be talked to; says so in the log when it cannot."""
        if self.is_open:
            return True
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("The mail server cannot be reached: %s.", type(error).__name__)
            self.close()
            return False
        self.is_open, self.taken = True, 0
        return True

    def close(self) -> None:
        """Hang up; an error on a connection that is dead already tells nothing new."""
        self.is_open = False
        try:
            self.backend.close()
        except (OSError, smtplib.SMTPException):
            logger.debug("The connection was gone before it was closed.")

    def offer(self, message: EmailMultiAlternatives) -> Outcome:
        """One SMTP transaction for one recipient: accepted, not now, or never."""
        try:
            self.backend.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refusal:
            code, _ = next(iter(refusal.recipients.values()))
            return _refused(code)
        except smtplib.SMTPSenderRefused as refusal:
            # Says more about us than about this mail: never final.
            return Outcome(MailStatus.QUEUED, f"MAIL FROM {refusal.smtp_code}", lost=True)
        except smtplib.SMTPResponseException as refusal:
            return _refused(refusal.smtp_code)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            return Outcome(MailStatus.QUEUED, type(error).__name__, lost=True)
        except (smtplib.SMTPException, UnicodeError) as error:
            return Outcome(MailStatus.FAILED, type(error).__name__, lost=True)
        except ValueError as error:  # a header or an address that cannot be written
            return Outcome(MailStatus.QUARANTINED, type(error).__name__)
        self.taken += 1
        return Outcome(MailStatus.ACCEPTED)


def _refused(code: int) -> Outcome:
    """4xx is "not now", 5xx is final (RFC 5321, 4.2.1); after 421 the server hangs up."""
    status = MailStatus.FAILED if 500 <= code < 600 else MailStatus.QUEUED
    return Outcome(status, f"SMTP {code}", lost=code == 421)


def send_due(server: MailServer | None = None) -> Tally:
    """Offer everything that is due, batch after batch, over one connection; stops when the server is gone.

    A server that cannot be reached costs the mails no attempt: they wait `PAUSE` and go then.
    """
    server, tally = server or MailServer(), Tally()
    try:
        while tally.reached and (mails := claim(database_now())):
            _send_batch(server, mails, tally)
    finally:
        server.close()
    return tally


def _send_batch(server: MailServer, mails: Sequence[Mail], tally: Tally) -> None:
    letters = _Letters(mails)
    for position, mail in enumerate(mails):
        was_open = server.is_open
        if not server.open():
            tally.reached = False
        else:
            tally.connections += not was_open
            if begin(mail):
                _send(server, mail, letters, tally)
        if not tally.reached:
            release(mails[position:])
            return


def _send(server: MailServer, mail: Mail, letters: "_Letters", tally: Tally) -> None:
    if mail.crashes >= MAX_CRASHES:
        outcome = Outcome(MailStatus.QUARANTINED, "a sender stopped on it each time")
    else:
        outcome = _compose_and_offer(server, mail, letters)
    outcome = settle(mail, outcome)
    tally.accepted += outcome.status == MailStatus.ACCEPTED
    tally.postponed += outcome.status == MailStatus.QUEUED
    tally.refused += outcome.status in {MailStatus.FAILED, MailStatus.QUARANTINED}
    if outcome.lost:
        # A server that took nothing on this connection will not take the next mail either.
        tally.reached = server.taken > 0
        server.close()


def _compose_and_offer(server: MailServer, mail: Mail, letters: "_Letters") -> Outcome:
    try:
        message = letters.message(mail)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one mail, the others go on
        logger.error("Mail %s cannot be written: %s.", mail.message_id, type(error).__name__)  # noqa: TRY400
        return Outcome(MailStatus.QUARANTINED, type(error).__name__)
    return server.offer(message)


def begin(mail: Mail) -> bool:
    """Count the attempt before it is made; False when the lease is somebody else's by now."""
    return bool(
        Mail.objects.filter(pk=mail.pk, lease_token=mail.lease_token).update(
            attempts=F("attempts") + 1, is_in_flight=True, lease_until=Now() + LEASE
        )
    )


def settle(mail: Mail, outcome: Outcome) -> Outcome:
    """Write down what the mail server said, on the mail and on what it carries; returns what counts.

    Only the holder of the lease may say that a mail failed or must be tried again. That it was
    accepted is true whoever holds the lease by now.
    """
    attempts = mail.attempts + 1
    if outcome.status == MailStatus.QUEUED and attempts >= MAX_ATTEMPTS:
        outcome = Outcome(MailStatus.FAILED, outcome.error, outcome.lost)
    values: dict[str, object] = {
        "status": outcome.status,
        "last_error": outcome.error,
        "is_in_flight": False,
        "lease_token": None,
        "lease_until": None,
    }
    mine = Mail.objects.filter(pk=mail.pk, lease_token=mail.lease_token)
    if outcome.status == MailStatus.ACCEPTED:
        mine = Mail.objects.filter(pk=mail.pk, status__in=[MailStatus.LEASED, MailStatus.QUEUED])
        values["accepted_at"] = Now()
    if outcome.status == MailStatus.QUEUED:
        values["next_attempt_at"] = Now() + backoff(attempts)
    elif mail.is_secret:
        values |= {"text": "", "html": ""}
    with transaction.atomic():
        if mine.update(**values):
            _tell([mail.pk], DeliveryStatus(outcome.status.value))
    return outcome


def release(mails: Iterable[Mail]) -> None:
    """Put mails back that were claimed and not tried, for when the mail server is there again."""
    tokens = {mail.lease_token for mail in mails}
    untried = Mail.objects.filter(
        pk__in=[mail.pk for mail in mails], lease_token__in=tokens, is_in_flight=False, status=MailStatus.LEASED
    )
    with transaction.atomic():
        waiting = list(untried.select_for_update().values_list("pk", flat=True))
        Mail.objects.filter(pk__in=waiting).update(
            status=MailStatus.QUEUED, lease_token=None, lease_until=None, next_attempt_at=Now() + PAUSE
        )
        _tell(waiting, DeliveryStatus.QUEUED)


def backoff(attempts: int) -> timedelta:
    """How long to wait after this many attempts: half a minute, doubled each time, at most an hour."""
    return min(FIRST_BACKOFF * int(2 ** (attempts - 1)), LONGEST_BACKOFF)


def _tell(mail_ids: Sequence[int], status: DeliveryStatus) -> None:
    """Deliveries follow their mail, except those that somebody told in another way meanwhile."""
    Delivery.objects.filter(mail_id__in=mail_ids, status__in=[DeliveryStatus.LEASED, DeliveryStatus.QUEUED]).exclude(
        status=status
    ).update(status=status)


class _Letters:
    """The content of a batch: what mails carry is read in one query and written once per notice."""

    def __init__(self, mails: Sequence[Mail]) -> None:
        deliveries = Delivery.objects.filter(mail_id__in=[mail.pk for mail in mails]).select_related("notice")
        self.carried: dict[int | None, list[Delivery]] = {}
        for delivery in deliveries:
            self.carried.setdefault(delivery.mail_id, []).append(delivery)
        self.written: dict[tuple[int, str], Letter] = {}

    def message(self, mail: Mail) -> EmailMultiAlternatives:
        """The e-mail as it goes over the line; raises ValueError when there is nothing to say."""
        letter = Letter(mail.text, mail.html) if mail.text else self._of(mail)
        message = EmailMultiAlternatives(
            subject=_as_typed(mail.subject),
            body=letter.text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[mail.to_address],
            # RFC 3834: so that an out-of-office reply is not sent back to the portal.
            headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        )
        if letter.html:
            message.attach_alternative(letter.html, "text/html")
        return message

    def _of(self, mail: Mail) -> Letter:
        [delivery] = self.carried.get(mail.pk, [])  # a digest will carry more
        key = (delivery.notice_id, delivery.office)
        if key not in self.written:
            self.written[key] = render_notice(delivery.notice, delivery.office)
        return self.written[key]


def _as_typed(subject: str) -> str:
    """A subject that looks like an encoded header is encoded itself, so that it reads as it was typed (RFC 2047)."""
    return Header(subject, "utf-8").encode(maxlinelen=0) if "=?" in subject else subject
