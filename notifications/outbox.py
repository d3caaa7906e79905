"""The one door through which the portal tells somebody something.

Everything here writes rows in the transaction of the caller: what is acknowledged there is told, and
what is rolled back is not. Sending is the work of `delivery`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from organisations.actions import invitation_token
from organisations.models import Invitation, Mandate, Organisation, User
from ros_portal.kit.clock import database_now
from ros_portal.kit.text import clean_line, clean_text

from .models import Audience, Delivery, Mail, Notice, NoticeKind, NoticeStatus
from .models.notices import BODY_LIMIT, BRIEF_LIMIT, SUBJECT_LIMIT

INVITATIONS_PER_SWEEP = 100


def queue_notice(
    *,
    kind: NoticeKind,
    subject: str,
    brief: str,
    body: str = "",
    recipients: Iterable[User],
    office: str,
    organisation: Organisation | None = None,
    topic: str = "",
    is_public: bool = False,
    link: str = "",
    now: datetime | None = None,
) -> Notice:
    """Tell these persons about a step of the process; for the actions of higher apps.

    `office` is how the sender signs ("programmateam ROS Twente"), `link` the path of a page of the
    portal, `topic` an opaque name of what it is about, `now` the database's time where the caller has asked for it.
    Persons named twice are told once. Raises ValidationError when a text is too long.
    """
    now = now or database_now()
    notice = Notice.objects.create(
        kind=kind,
        audience=Audience.PERSONS,
        organisation=organisation,
        sender_office=office,
        subject=clean_line(subject, limit=SUBJECT_LIMIT),
        brief=clean_line(brief, limit=BRIEF_LIMIT),
        body=clean_text(body, limit=BODY_LIMIT),
        topic=topic,
        link=link,
        is_public=is_public,
        status=NoticeStatus.SENDING,
        created_at=now,
        published_at=now,
    )
    persons = {user.pk: user for user in recipients if user.is_active}
    queue_deliveries(notice, [(user, "") for user in persons.values()], now)
    return notice


def queue_deliveries(notice: Notice, recipients: Sequence[tuple[User, str]], now: datetime) -> None:
    """One delivery and one e-mail per person, in two statements however many persons there are.

    Each person comes with the capacity in which they are told.
    """
    domain = mail_domain()
    mails = Mail.objects.bulk_create(
        [
            Mail(
                message_id=Mail.new_message_id(domain),
                to_address=user.email,
                subject=notice.subject,
                created_at=now,
                next_attempt_at=now,
            )
            for user, _ in recipients
        ]
    )
    Delivery.objects.bulk_create(
        [
            Delivery(notice=notice, user=user, office=office, mail=mail)
            for (user, office), mail in zip(recipients, mails, strict=True)
        ]
    )


def with_office(mandates: Iterable[Mandate]) -> list[tuple[User, str]]:
    """Recipients as `queue_deliveries` takes them: each person with the capacity of the mandate."""
    return [(mandate.user, mandate.office) for mandate in mandates]


def queue_mail(*, to: str, subject: str, text: str, is_secret: bool = False) -> Mail:
    """Send one e-mail that is no notice, such as a sign-in code; a secret one is wiped once it has gone."""
    now = database_now()
    return Mail.objects.create(
        message_id=Mail.new_message_id(mail_domain()),
        to_address=clean_line(to, limit=254),
        subject=clean_line(subject, limit=200),
        text=clean_text(text, limit=100_000),
        is_secret=is_secret,
        created_at=now,
        next_attempt_at=now,
    )


def queue_invitations(now: datetime) -> int:
    """Write the e-mail of every invitation that waits for one; returns how many.

    The row of the invitation is the work, so inviting never waits for this. Two sweepers at once
    each take other rows.
    """
    with transaction.atomic():
        waiting = list(
            Invitation.objects.to_mail(now)
            .select_for_update(skip_locked=True, of=("self",))
            .with_names()
            .order_by("pk")[:INVITATIONS_PER_SWEEP]
        )
        for invitation in waiting:
            context = {"invitation": invitation, "link": _link(invitation), "portal_url": settings.PORTAL_URL}
            queue_mail(
                to=invitation.email,
                subject="Uitnodiging voor het ROS-portaal Twente",
                text=render_to_string("email/invitation.txt", context),
                is_secret=True,
            )
        Invitation.objects.filter(pk__in=[invitation.pk for invitation in waiting]).update(mailed_at=now)
    return len(waiting)


def _link(invitation: Invitation) -> str:
    path = reverse("organisations:invitation", args=[invitation_token(invitation)])
    return f"{settings.PORTAL_URL}{path}"


def mail_domain() -> str:
    """The domain that mails of the portal come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
