"""A mail server that is down, hangs or says "not now": the notice waits, and goes later, once."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from deploy.local.mailsink import MailSink
from notifications.delivery import PAUSE, backoff, send_due
from notifications.models import Mail, MailStatus, Notice
from notifications.tasks import look_now
from organisations.models import Mandate
from tests.conftest import AsClient
from tests.faults.conftest import frozen
from tests.faults.ledgers import reconcile, told_by
from tests.journeys.steps import send, write
from tests.journeys.tab import Tab
from tests.notifications.conftest import time_passes
from tests.notifications.factories import queue_mails
from tests.servers import CeleryWorker, Child, stopped
from tests.waiting import wait_until

WAITS, ACCEPTED = "in de wachtrij", "aangenomen door de mailserver"


@pytest.fixture
def draft(
    celery_worker: CeleryWorker, clerk: Mandate, member: Mandate, group_leader: Mandate, as_client: AsClient
) -> Tab:
    """A clerk wrote to the council and is about to send it."""
    return write(Tab(as_client(clerk)), "Nieuwe bouwlocaties")


def test_a_notice_waits_for_a_mail_server_that_is_down(draft: Tab, mail_sink: MailSink) -> None:
    with stopped(mail_sink):
        send(draft)
        assert (draft.status, set(told_by(draft, Notice.objects.get()).values())) == (200, {WAITS})
        wait_until(all_put_back, "the worker finds no mail server")
        assert set(told_by(draft, Notice.objects.get()).values()) == {WAITS}
        assert set(Mail.objects.values_list("attempts", flat=True)) == {0}

    time_passes(PAUSE)
    look_now()
    wait_until(completed, "the notice is completed")

    reconcile(draft, Notice.objects.get(), mail_sink)
    assert set(told_by(draft, Notice.objects.get()).values()) == {ACCEPTED}


def test_a_notice_waits_for_a_mail_server_that_says_not_now(draft: Tab, mail_sink: MailSink) -> None:
    mail_sink.refuse("451 4.3.0 Try again later")
    send(draft)
    wait_until(all_put_back, "the mail server says not now")
    assert set(told_by(draft, Notice.objects.get()).values()) == {WAITS}
    assert mail_sink.mails() == []

    mail_sink.accept()
    time_passes(backoff(1))
    look_now()
    wait_until(completed, "the notice is completed")

    reconcile(draft, Notice.objects.get(), mail_sink)
    assert set(Mail.objects.values_list("attempts", flat=True)) == {2}


def test_who_is_told_not_now_holds_up_nobody(draft: Tab, mail_sink: MailSink, member: Mandate) -> None:
    mail_sink.refuse("450 4.2.0 Greylisted", address=member.user.email)

    send(draft)
    wait_until(lambda: Mail.objects.filter(status=MailStatus.ACCEPTED).count() == 1 and all_put_back(1), "one is taken")

    assert told_by(draft, Notice.objects.get()) == {"Mirjam Raadslid": WAITS, "Frits Voorzitter": ACCEPTED}
    reconcile(draft, Notice.objects.get(), mail_sink)


@pytest.mark.django_db
def test_a_mail_server_that_hangs_costs_a_mail_no_attempt(mail_sink: MailSink, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.5
    queue_mails(3)

    with frozen(mail_sink.child):
        tally = send_due()

    assert (tally.reached, tally.accepted) == (False, 0)
    assert set(Mail.objects.values_list("status", "attempts")) == {("queued", 0)}
    time_passes(PAUSE)
    assert send_due().accepted == 3


@pytest.mark.long
def test_without_anybody_asking_a_notice_goes_within_a_minute_of_the_servers_return(
    draft: Tab, mail_sink: MailSink, celery_beat: Child
) -> None:
    with stopped(mail_sink):
        send(draft)
        wait_until(all_put_back, "the worker finds no mail server")

    wait_until(completed, "the notice is completed", timeout=60)

    reconcile(draft, Notice.objects.get(), mail_sink)


@pytest.mark.long
def test_without_anybody_asking_not_now_is_asked_again_after_a_minute(
    draft: Tab, mail_sink: MailSink, celery_beat: Child
) -> None:
    mail_sink.refuse("451 4.3.0 Try again later")
    send(draft)
    wait_until(all_put_back, "the mail server says not now")
    mail_sink.accept()

    wait_until(completed, "the notice is completed", timeout=120)

    reconcile(draft, Notice.objects.get(), mail_sink)


def all_put_back(count: int = 2) -> bool:
    """So many mails wait for a later moment, and nobody holds them."""
    return Mail.objects.filter(status=MailStatus.QUEUED, next_attempt_at__gt=timezone.now()).count() == count


def completed() -> bool:
    return Notice.objects.filter(status="sent").exists()
