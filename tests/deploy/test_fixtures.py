"""The servers that the other tests rely on are real: they stop, start and share the database of the test."""

from __future__ import annotations

import http.client
from urllib.request import urlopen

import pytest
import redis
from django.db import connection

from deploy.local.mailsink import MailSink
from deploy.local.servers import Valkey
from tests.servers import CeleryWorker, PortalServer, lives, stopped


def test_a_stopped_queue_is_gone_and_comes_back_at_the_same_address(valkey: Valkey) -> None:
    client = redis.Redis.from_url(valkey.url)
    client.rpush("kept", "look now")

    with stopped(valkey), pytest.raises(redis.ConnectionError):
        client.ping()

    assert client.lrange("kept", 0, -1) == [b"look now"]
    client.delete("kept")


def test_a_killed_worker_is_gone_and_can_be_started_again(celery_worker: CeleryWorker) -> None:
    assert celery_worker.answers(timeout=5)

    celery_worker.kill()

    assert not celery_worker.answers()
    celery_worker.start()
    assert celery_worker.answers(timeout=5)


def test_the_worker_outlives_a_restart_of_the_queue(celery_worker: CeleryWorker, valkey: Valkey) -> None:
    with stopped(valkey):
        assert celery_worker.child.is_running

    celery_worker.child.wait_until(celery_worker.answers, "answer", timeout=30)


def test_the_portal_runs_as_a_process_of_its_own_on_the_database_of_the_tests(portal: PortalServer) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s", [0])
        before = cursor.fetchone()[0]

    with urlopen(f"{portal.url}/gezond/klaar", timeout=10) as answer:
        status = answer.status

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s", [0])
        after = cursor.fetchone()[0]
    assert status == http.client.OK
    assert after >= before >= 1


def test_a_stopped_portal_can_be_started_again(portal: PortalServer) -> None:
    portal.stop()
    assert not lives(portal.port)

    portal.start()

    assert lives(portal.port)


def test_the_mail_sink_starts_every_test_empty_and_willing(mail_sink: MailSink) -> None:
    assert mail_sink.mails() == []
    mail_sink.refuse()
