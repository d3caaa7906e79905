"""A worker that dies while it sends: nobody is lost, and at most one gets the same mail twice."""

from collections import deque
from collections.abc import Callable

import pytest
from django.db import connection

from deploy.local.mailsink import MailSink
from notifications.delivery import LEASE
from notifications.models import Mail, Notice
from notifications.tasks import look_now
from organisations.models import Mandate
from tests.conftest import AsClient
from tests.faults.conftest import MANY, frozen
from tests.faults.ledgers import reconcile
from tests.journeys.steps import send, write
from tests.journeys.tab import Tab
from tests.notifications.conftest import time_passes
from tests.servers import CeleryWorker, Child
from tests.waiting import wait_until

Harm = Callable[[CeleryWorker], None]


def kill(worker: CeleryWorker) -> None:
    """As when the machine loses its power."""
    worker.kill()


def cut_off_from_the_database(worker: CeleryWorker) -> None:
    """As when PostgreSQL restarts: every session ends, also the one that is to write down the answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def is_stuck(looks: int = 10) -> Callable[[], bool]:
    """Whether the same mail is on its way at so many looks in a row: no answer is being written down any more."""
    seen = deque[int | None](maxlen=looks)

    def look() -> bool:
        seen.append(Mail.objects.filter(is_in_flight=True).values_list("pk", flat=True).first())
        return len(seen) == looks and None not in seen and len(set(seen)) == 1

    return look


def send_and_do_harm_halfway(tab: Tab, worker: CeleryWorker, sink: MailSink, harm: Harm) -> int:
    """Send; when the first mails have arrived, do harm while the mail server owes an answer. Returns how many came."""
    send(tab)
    wait_until(lambda: len(list(sink.folder.glob("*.eml"))) >= MANY // 10, "the first mails arrive")
    with frozen(sink.child):
        wait_until(is_stuck(), "one mail is on its way, and no answer that was given before")
        harm(worker)
    return len(sink.mails())


@pytest.mark.parametrize("harm", [kill, cut_off_from_the_database])
def test_what_a_worker_left_halfway_goes_on_once_its_lease_is_over(
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    clerk: Mandate,
    many: list[Mandate],
    as_client: AsClient,
    harm: Harm,
) -> None:
    tab = write(Tab(as_client(clerk)), "Nieuwe bouwlocaties")
    halfway = send_and_do_harm_halfway(tab, celery_worker, mail_sink, harm)
    assert 0 < halfway < MANY

    celery_worker.start()
    time_passes(LEASE)
    look_now()
    wait_until(lambda: Notice.objects.filter(status="sent").exists(), "the notice is completed", timeout=60)

    assert len({mail["X-Envelope-To"] for mail in mail_sink.mails()}) == MANY
    reconcile(tab, Notice.objects.get(), mail_sink, twice=1)
    assert sorted(Mail.objects.filter(crashes__gt=0).values_list("crashes", flat=True)) == [1]


@pytest.mark.long
def test_without_anybody_asking_the_rest_goes_within_the_lease_and_a_sweep(
    celery_worker: CeleryWorker,
    celery_beat: Child,
    mail_sink: MailSink,
    clerk: Mandate,
    many: list[Mandate],
    as_client: AsClient,
) -> None:
    tab = write(Tab(as_client(clerk)), "Nieuwe bouwlocaties")
    send_and_do_harm_halfway(tab, celery_worker, mail_sink, kill)

    celery_worker.start()
    wait_until(
        lambda: Notice.objects.filter(status="sent").exists(),
        "the notice is completed",
        timeout=LEASE.total_seconds() + 45,
    )

    reconcile(tab, Notice.objects.get(), mail_sink, twice=1)
