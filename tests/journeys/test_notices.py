"""A clerk tells the council, the programme team tells the region: with a real worker and a real mail server."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from deploy.local.mailsink import MailSink
from notifications.models import Delivery, Notice
from organisations.models import AuditEntry, Mandate
from tests.conftest import AsClient
from tests.faults.ledgers import reconcile, told_by
from tests.journeys.steps import send, write
from tests.journeys.tab import Tab
from tests.servers import CeleryWorker
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_clerk_tells_the_council_and_sees_who_was_reached(
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    clerk: Mandate,
    member: Mandate,
    group_leader: Mandate,
    outsider: Mandate,
    as_client: AsClient,
    client: Client,
) -> None:
    tab = write(Tab(as_client(clerk)), "Nieuwe bouwlocaties", is_public="on")
    assert "Mirjam Raadslid" in tab.words
    assert "Frits Voorzitter" in tab.words

    send(tab)
    the_notice_is_completed()

    reconcile(tab, Notice.objects.get(), mail_sink)
    assert told_by(tab, Notice.objects.get()) == {
        "Mirjam Raadslid": "aangenomen door de mailserver",
        "Frits Voorzitter": "aangenomen door de mailserver",
    }
    assert "Nieuwe bouwlocaties" in Tab(as_client(member)).open(reverse("notifications:mine")).words
    assert "Nieuwe bouwlocaties" not in Tab(as_client(outsider)).open(reverse("notifications:mine")).words
    assert "Nieuwe bouwlocaties" in Tab(client).open(reverse("notifications:notices")).words


def test_the_programme_team_tells_all_councils_and_their_clerks(
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    secretary: Mandate,
    clerk: Mandate,
    member: Mandate,
    case_officer: Mandate,
    executive: Mandate,
    outsider: Mandate,
    as_client: AsClient,
) -> None:
    tab = send(write(Tab(as_client(secretary)), "De agenda staat klaar"))
    the_notice_is_completed()

    reconcile(tab, Notice.objects.get(), mail_sink)
    assert {mail["X-Envelope-To"] for mail in mail_sink.mails()} == {
        clerk.user.email,
        member.user.email,
        outsider.user.email,
    }


def test_the_sender_sees_who_was_refused(
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    clerk: Mandate,
    member: Mandate,
    group_leader: Mandate,
    as_client: AsClient,
) -> None:
    mail_sink.refuse("550 5.1.1 No such user", address=member.user.email)

    tab = send(write(Tab(as_client(clerk)), "Nieuwe bouwlocaties"))
    the_notice_is_completed()

    reconcile(tab, Notice.objects.get(), mail_sink)
    assert told_by(tab, Notice.objects.get()) == {
        "Mirjam Raadslid": "geweigerd",
        "Frits Voorzitter": "aangenomen door de mailserver",
    }
    assert "Niet iedereen is bereikt" in tab.words


def test_four_clicks_on_send_at_once_send_once(
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    clerk: Mandate,
    member: Mandate,
    group_leader: Mandate,
    as_client: AsClient,
) -> None:
    browser = as_client(clerk)
    tabs = [write(Tab(browser), "Nieuwe bouwlocaties")]
    tabs += [Tab(browser).open(tabs[0].path) for _ in range(3)]
    together = Barrier(4)

    def click(tab: Tab) -> Tab:
        try:
            together.wait(timeout=10)
            return send(tab)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        list(clicks.map(click, tabs))
    the_notice_is_completed()

    assert {tab.path for tab in tabs} == {reverse("notifications:recipients", args=[Notice.objects.get().uuid])}
    reconcile(tabs[0], Notice.objects.get(), mail_sink)
    assert len(mail_sink.mails()) == 2
    assert AuditEntry.objects.filter(permission="send_notice").count() == 1


def test_what_was_changed_in_another_tab_is_not_sent_unseen(
    celery_worker: CeleryWorker, mail_sink: MailSink, clerk: Mandate, member: Mandate, as_client: AsClient
) -> None:
    browser = as_client(clerk)
    first = write(Tab(browser), "Nieuwe bouwlocaties")
    change = reverse("notifications:change", args=[Notice.objects.get().uuid])
    Tab(browser).open(change).press("Bewaar en controleer", subject="Geen bouwlocaties")

    send(first)

    assert first.status == 409
    assert "Het bericht is niet verzonden" in first.words
    assert "Geen bouwlocaties" in first.words
    assert not Delivery.objects.exists()
    send(first)
    the_notice_is_completed()
    assert [mail["Subject"] for mail in mail_sink.mails()] == ["Geen bouwlocaties"]


def test_who_no_longer_has_a_mandate_is_told_nothing_more(
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    clerk: Mandate,
    member: Mandate,
    group_leader: Mandate,
    as_client: AsClient,
) -> None:
    tab = send(write(Tab(as_client(clerk)), "Het eerste bericht"))
    the_notice_is_completed()
    tab.open(reverse("organisations:end_mandate", args=[member.pk])).press("Beëindig dit mandaat")

    send(write(tab, "Het tweede bericht"))
    the_notice_is_completed()

    assert Counter((mail["Subject"], mail["X-Envelope-To"]) for mail in mail_sink.mails()) == {
        ("Het eerste bericht", member.user.email): 1,
        ("Het eerste bericht", group_leader.user.email): 1,
        ("Het tweede bericht", group_leader.user.email): 1,
    }
    assert "Het tweede bericht" not in Tab(as_client(member)).open(reverse("notifications:mine")).words


def the_notice_is_completed() -> None:
    wait_until(
        lambda: Notice.objects.exists() and not Notice.objects.exclude(status="sent").exists(),
        "every notice is completed",
    )
