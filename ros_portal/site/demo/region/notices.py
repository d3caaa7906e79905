"""The example notices: sent long ago, so that their e-mails were accepted and nothing goes out at loading."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from consultations.actions.feedback import letter_to_writers, verdicts_by_contribution
from consultations.models import Meeting, MeetingStatus, writers_of
from notifications.models import Audience, Delivery, DeliveryStatus, Mail, MailStatus, Notice, NoticeStatus
from notifications.outbox import mail_domain, with_office
from organisations.models import User
from ros_portal.kit.templatetags.dutch import short_day
from ros_portal.site.demo.accounts import EXAMPLE_DOMAIN

from .days import Days
from .people import DATA, Cast

PROGRAMME_TEAM = "programmateam ROS Twente"
SENDING = timedelta(minutes=2)
REFUSED = "SMTP 550"


def load_notices(days: Days, cast: Cast, meetings: dict[str, Meeting]) -> None:
    """Write the notices of clerks and of the programme team, and what writers were told after a meeting."""
    words = {key: meeting.held_on.isoformat() for key, meeting in meetings.items()}
    words |= {f"{key}_day": short_day(meeting.held_on) for key, meeting in meetings.items()}
    for row in tomllib.loads((DATA / "notices.toml").read_text())["notice"]:
        moment = days.at(row["day"], 10)
        notice = _notice(row, words, moment, cast)
        if notice.is_published:
            _deliver(notice, with_office(notice.recipients(days.today)), moment, row.get("refused", ()))
    for meeting in meetings.values():
        if meeting.status == MeetingStatus.DECISIONS_PUBLISHED:
            _tell_writers(meeting, days)


def _notice(row: dict[str, Any], words: dict[str, str], moment: datetime, cast: Cast) -> Notice:
    party = row.get("party")
    return Notice.objects.create(
        kind=row["kind"],
        audience=Audience.COUNCIL if party else Audience.ALL_COUNCILS,
        organisation=cast.organisations[party] if party else None,
        sender_office=cast.clerk(party).office if party else PROGRAMME_TEAM,
        subject=row["subject"].format(**words),
        brief=row["brief"].format(**words),
        body=row.get("body", "").format(**words),
        link=row.get("link", "").format(**words),
        is_public=row.get("public", True),
        created_at=moment - timedelta(hours=1),
        **({} if row.get("draft") else _sent(moment)),
    )


def _tell_writers(meeting: Meeting, days: Days) -> None:
    """The one message about a contribution after its answers were discussed, in the words of the portal."""
    moment = meeting.decisions_published_at
    if moment is None:
        return
    for contribution, verdicts in verdicts_by_contribution(meeting):
        letter = letter_to_writers(contribution, verdicts, meeting)
        notice = Notice.objects.create(
            audience=Audience.PERSONS,
            sender_office=letter.pop("office"),
            created_at=moment,
            **letter,
            **_sent(moment),
        )
        _deliver(notice, [(user, "") for user in writers_of(contribution, days.today)], moment)


def _sent(moment: datetime) -> dict[str, Any]:
    return {"status": NoticeStatus.SENT, "published_at": moment, "sent_at": moment + SENDING}


def _deliver(
    notice: Notice, recipients: Sequence[tuple[User, str]], moment: datetime, refused: Iterable[str] = ()
) -> None:
    """One e-mail per person, that the mail server took or refused at the time."""
    wrong = {name + EXAMPLE_DOMAIN for name in refused}
    mails = Mail.objects.bulk_create(
        _mail(notice, user, moment, is_refused=user.email in wrong) for user, _ in recipients
    )
    Delivery.objects.bulk_create(
        Delivery(notice=notice, user=user, office=office, mail=mail, status=DeliveryStatus(mail.status))
        for (user, office), mail in zip(recipients, mails, strict=True)
    )


def _mail(notice: Notice, user: User, moment: datetime, *, is_refused: bool) -> Mail:
    return Mail(
        message_id=Mail.new_message_id(mail_domain()),
        to_address=user.email,
        subject=notice.subject,
        status=MailStatus.FAILED if is_refused else MailStatus.ACCEPTED,
        attempts=1,
        created_at=moment,
        next_attempt_at=moment,
        accepted_at=None if is_refused else moment + SENDING,
        last_error=REFUSED if is_refused else "",
    )
