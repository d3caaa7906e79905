"""From row to mail server, with a real mail server."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from deploy.local.mailsink import MailSink
from notifications.delivery import (
    BATCH,
    LEASE,
    MAX_ATTEMPTS,
    MAX_CRASHES,
    PAUSE,
    Outcome,
    backoff,
    begin,
    claim,
    send_due,
    settle,
)
from notifications.models import Delivery, Mail, MailStatus, Notice
from notifications.outbox import queue_mail, queue_notice
from organisations.models import User
from ros_portal.kit.clock import database_now
from tests.factories import UserFactory
from tests.notifications.conftest import time_passes
from tests.notifications.factories import MailFactory, queue_mails


@pytest.mark.django_db
def test_a_notice_arrives_once_per_person_under_its_own_message_id(mail_server: MailSink) -> None:
    users = UserFactory.create_batch(3)
    _tell(users)

    tally = send_due()
    send_due()

    mails = mail_server.mails()
    assert (tally.accepted, tally.connections) == (3, 1)
    assert sorted(mail["X-Envelope-To"] for mail in mails) == sorted(user.email for user in users)
    assert {mail["Message-ID"] for mail in mails} == set(Mail.objects.values_list("message_id", flat=True))
    assert set(Delivery.objects.values_list("status", flat=True)) == {"accepted"}
    assert all(mail["Auto-Submitted"] == "auto-generated" for mail in mails)


@pytest.mark.django_db
def test_many_batches_go_over_one_connection(mail_server: MailSink) -> None:
    queue_mails(BATCH + 10)

    tally = send_due()

    assert (tally.accepted, tally.connections) == (BATCH + 10, 1)
    assert len(mail_server.mails()) == BATCH + 10


@pytest.mark.django_db
def test_nobody_sees_the_address_of_another_recipient(mail_server: MailSink) -> None:
    users = UserFactory.create_batch(2)
    _tell(users)

    send_due()

    first, second = mail_server.mails()
    assert users[0].email not in second.as_string() or users[1].email not in second.as_string()
    assert users[0].email not in first.as_string() or users[1].email not in first.as_string()


@pytest.mark.django_db
def test_a_secret_mail_goes_first_and_is_wiped_once_it_has_gone(mail_server: MailSink) -> None:
    queue_mails(3)
    secret = queue_mail(to="lid@losser.example", subject="Uw code", text="123456", is_secret=True)

    send_due()

    secret.refresh_from_db()
    first = mail_server.mails()[0]
    assert first["Subject"] == "Uw code"
    assert "123456" in first.get_content()
    assert (secret.status, secret.text) == ("accepted", "")


@pytest.mark.django_db
def test_a_mail_server_that_says_not_now_is_asked_again_later_each_time(mail_server: MailSink) -> None:
    mail_server.refuse("451 4.3.0 Try again later")
    [mail] = queue_mails(1)

    for attempt in (1, 2, 3):
        before = database_now()
        send_due()
        mail.refresh_from_db()
        assert (mail.status, mail.attempts, mail.last_error) == ("queued", attempt, "SMTP 451")
        assert backoff(attempt) <= mail.next_attempt_at - before < backoff(attempt) + timedelta(seconds=20)
        time_passes(backoff(attempt) + timedelta(seconds=20))
    mail_server.accept()
    send_due()

    mail.refresh_from_db()
    assert (mail.status, mail.attempts, len(mail_server.mails())) == ("accepted", 4, 1)


@pytest.mark.django_db
def test_nothing_is_tried_before_its_time(mail_server: MailSink) -> None:
    mail_server.refuse()
    [mail] = queue_mails(1)
    send_due()
    mail_server.accept()

    send_due()

    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == ("queued", 1)


@pytest.mark.django_db
def test_not_now_ends_after_the_last_attempt(mail_server: MailSink) -> None:
    mail_server.refuse()
    [mail] = queue_mails(1, is_secret=True)
    Mail.objects.update(attempts=MAX_ATTEMPTS - 1)

    send_due()

    mail.refresh_from_db()
    assert (mail.status, mail.text) == ("failed", "")


@pytest.mark.django_db
def test_a_refusal_is_final_for_that_person_alone(mail_server: MailSink) -> None:
    gone, present = UserFactory(email="weg@losser.example"), UserFactory(email="hier@losser.example")
    mail_server.refuse("550 5.1.1 No such user", address="weg@losser.example")
    notice = _tell([gone, present])

    tally = send_due()
    time_passes(timedelta(days=2))
    send_due()

    states = dict(notice.deliveries.values_list("user__email", "status"))
    assert states == {"weg@losser.example": "failed", "hier@losser.example": "accepted"}
    assert (tally.accepted, tally.refused) == (1, 1)
    assert Mail.objects.get(to_address="weg@losser.example").attempts == 1
    assert Notice.objects.to_complete().get() == notice


@pytest.mark.django_db
def test_a_mail_server_that_is_down_costs_a_mail_no_attempt(mail_server: MailSink) -> None:
    mail_server.stop()
    mails = queue_mails(3)

    tally = send_due()

    waiting = Mail.objects.values_list("status", "attempts")
    assert (tally.reached, list(waiting)) == (False, [("queued", 0)] * len(mails))
    mail_server.start()
    time_passes(PAUSE)
    assert send_due().accepted == len(mails)


@pytest.mark.django_db
def test_a_sender_that_was_killed_loses_its_lease_and_the_same_mail_goes_again(mail_server: MailSink) -> None:
    notice = _tell([UserFactory()])
    [mail] = claim(database_now())
    begin(mail)  # and here it is killed

    assert send_due().accepted == 0
    assert notice.deliveries.get().status == "leased"
    time_passes(LEASE)
    assert send_due().accepted == 1

    [arrived] = mail_server.mails()
    assert arrived["Message-ID"] == mail.message_id
    mail.refresh_from_db()
    assert (mail.crashes, mail.attempts) == (1, 2)


@pytest.mark.django_db
def test_a_mail_on_which_senders_die_is_set_apart(mail_server: MailSink) -> None:
    poison, good = MailFactory(), MailFactory()
    for _ in range(MAX_CRASHES):
        claimed = claim(database_now())
        begin(next(mail for mail in claimed if mail == poison))
        time_passes(LEASE)

    send_due()

    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.status, good.status) == ("quarantined", "accepted")


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_is_set_apart_and_holds_up_nothing(mail_server: MailSink) -> None:
    empty, unwritable, good = (
        MailFactory(text=""),
        MailFactory(to_address="een@raad.example, twee@raad.example"),
        MailFactory(),
    )

    send_due()

    for mail, status in [(empty, "quarantined"), (unwritable, "quarantined"), (good, "accepted")]:
        mail.refresh_from_db()
        assert mail.status == status


@pytest.mark.django_db
def test_who_lost_the_lease_says_nothing_about_failure(mail_server: MailSink) -> None:
    [mail] = queue_mails(1)
    [slow] = claim(database_now())
    time_passes(LEASE)
    [quick] = claim(database_now())

    assert not begin(slow)
    settle(slow, Outcome(MailStatus.FAILED, "SMTP 550"))

    mail.refresh_from_db()
    assert (mail.status, mail.lease_token) == ("leased", quick.lease_token)


@pytest.mark.django_db
@pytest.mark.parametrize("meanwhile", ["leased", "queued"])
def test_an_acceptance_counts_whoever_holds_the_lease_by_now(mail_server: MailSink, meanwhile: str) -> None:
    notice = _tell([UserFactory()])
    [slow] = claim(database_now())
    time_passes(LEASE)
    [quick] = claim(database_now())
    if meanwhile == "queued":
        settle(quick, Outcome(MailStatus.QUEUED, "SMTP 451"))

    settle(slow, Outcome(MailStatus.ACCEPTED))

    slow.refresh_from_db()
    assert (slow.status, notice.deliveries.get().status) == ("accepted", "accepted")


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_share_the_work_and_send_nothing_twice(mail_server: MailSink) -> None:
    queue_mails(3 * BATCH)
    together = Barrier(2)

    def sweep(_: int) -> int:
        try:
            together.wait(timeout=10)
            return send_due().accepted
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as senders:
        taken = list(senders.map(sweep, range(2)))

    arrived = Counter(mail["Message-ID"] for mail in mail_server.mails())
    assert sum(taken) == len(arrived) == 3 * BATCH
    assert set(arrived.values()) == {1}


@pytest.mark.django_db(transaction=True)
def test_two_claims_at_once_never_take_the_same_mail() -> None:
    queue_mails(40)
    together, now = Barrier(4), timezone.now()

    def take(_: int) -> list[int]:
        try:
            together.wait(timeout=10)
            return [mail.pk for mail in claim(now, batch=10)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as senders:
        taken = [pk for batch in senders.map(take, range(4)) for pk in batch]

    assert len(taken) == len(set(taken)) == 40


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_mail_server_talks(mail_server: MailSink) -> None:
    _tell([UserFactory()])
    [mail] = claim(database_now())

    begin(mail)

    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in trans%'"
        )
        assert cursor.fetchone() == (0,)


def test_waiting_doubles_up_to_an_hour() -> None:
    minutes = [backoff(attempt) / timedelta(minutes=1) for attempt in range(1, 10)]

    assert minutes == [0.5, 1, 2, 4, 8, 16, 32, 60, 60]


def _tell(users: list[User]) -> Notice:
    return queue_notice(
        kind=Notice.Kind.FEEDBACK,
        subject="Uw inbreng is besproken",
        brief="Het BOSS heeft uw zorg overgenomen.",
        recipients=users,
        office="programmateam ROS Twente",
    )
