"""Three ledgers of one notice that must agree: what its sender was told, what arrived, what the database says."""

import re
from collections import Counter

from django.urls import reverse

from deploy.local.mailsink import MailSink
from notifications.models import Delivery, DeliveryStatus, Notice
from tests.journeys.forms import words_of
from tests.journeys.tab import Tab

ROW = re.compile(r"<li>\s*<span>(?P<name>.*?)(?:<span.*?)?</span>\s*(?P<state><span.*?</span>)\s*</li>", re.DOTALL)


def told_by(tab: Tab, notice: Notice) -> dict[str, str]:
    """Name → state, as the sender reads it on the pages of recipients."""
    address, page = reverse("notifications:recipients", args=[notice.uuid]), 1
    told: dict[str, str] = {}
    while rows := _rows(tab.open(f"{address}?pagina={page}")):
        if rows.items() <= told.items():  # beyond the last page, the last one is shown again
            break
        told |= rows
        page += 1
    return told


def _rows(tab: Tab) -> dict[str, str]:
    assert tab.status == 200
    return {words_of(row["name"]): words_of(row["state"]) for row in ROW.finditer(tab.html)}


def reconcile(sender: Tab, notice: Notice, sink: MailSink, *, twice: int = 0) -> None:
    """Fails where two ledgers differ: everybody once, nobody else, and what is not accepted did not arrive.

    At most so many mails as `twice` says may have come two times, each under its one Message-ID: those on
    which a sender died.
    """
    deliveries = list(Delivery.objects.filter(notice=notice).select_related("user", "mail"))
    arrived = Counter(
        (mail["X-Envelope-To"], mail["Message-ID"]) for mail in sink.mails() if mail["Subject"] == notice.subject
    )
    accepted = {
        (delivery.user.email, delivery.mail.message_id)
        for delivery in deliveries
        if delivery.status == DeliveryStatus.ACCEPTED and delivery.mail is not None
    }

    assert told_by(sender, notice) == {str(each.user.name): str(each.get_status_display()) for each in deliveries}
    assert set(arrived) == accepted
    assert max(arrived.values(), default=1) <= 2
    assert sum(count - 1 for count in arrived.values()) <= twice
    assert all(delivery.mail and delivery.mail.to_address == delivery.user.email for delivery in deliveries)
    assert all(delivery.mail and delivery.mail.status == delivery.status for delivery in deliveries)
