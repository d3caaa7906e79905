"""Without Valkey every page works, and nobody waits for it."""

import time
from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import ConsultationRound, Phase
from notifications.models import Mail
from notifications.outbox import queue_mail
from notifications.tasks import look_now
from organisations.models import Council, Mandate
from tests.conftest import AsClient
from tests.consultations.factories import PhaseFactory, RoundFactory
from tests.faults.conftest import frozen
from tests.journeys.steps import send, write
from tests.journeys.tab import Tab
from tests.servers import CeleryWorker, MailSink, Valkey, stopped
from tests.waiting import wait_until

#: Seconds for one page, on two cores that run all the servers too.
QUICK = 3.0
#: What `look_now` promises.
AT_ONCE = 1.0

EVERYBODY = [
    "site:home",
    "consultations:rounds",
    "consultations:meetings",
    "documents:documents",
    "notifications:notices",
]
SIGNED_IN = [*EVERYBODY, "site:start", "organisations:account", "notifications:mine"]
PAGES: dict[str, list[str]] = {
    "member": [*SIGNED_IN, "consultations:my_contributions"],
    "group_leader": [*SIGNED_IN, "consultations:my_contributions"],
    "clerk": [*SIGNED_IN, "consultations:council_contributions", "organisations:members", "notifications:office"],
    "case_officer": SIGNED_IN,
    "executive": SIGNED_IN,
    "secretary": [*SIGNED_IN, "consultations:inbox", "consultations:plan_meeting", "notifications:new"],
    "administrator": [*SIGNED_IN, "organisations:members", "organisations:audit_record"],
}


@pytest.fixture
def down(valkey: Valkey) -> Iterator[Valkey]:
    with stopped(valkey):
        yield valkey


@pytest.fixture
def hanging(valkey: Valkey) -> Iterator[Valkey]:
    """It takes connections and answers nothing, as behind a full disk or a broken network."""
    with frozen(valkey.child):
        yield valkey


@pytest.fixture(params=["down", "hanging"])
def unusable(request: pytest.FixtureRequest) -> Valkey:
    found: Valkey = request.getfixturevalue(request.param)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("role", PAGES)
def test_every_role_opens_its_pages_while_the_broker_is_away(
    request: pytest.FixtureRequest, down: Valkey, losser: Council, as_client: AsClient, role: str
) -> None:
    failed, slow = open_all(Tab(as_client(request.getfixturevalue(role))), PAGES[role])

    assert (failed, slow) == ({}, {})


@pytest.mark.django_db
def test_a_visitor_opens_the_public_pages_while_the_broker_is_away(down: Valkey, client: Client) -> None:
    failed, slow = open_all(Tab(client), EVERYBODY)

    assert (failed, slow) == ({}, {})


def test_looking_now_gives_up_at_once(unusable: Valkey) -> None:
    took = seconds_of(look_now)

    assert took < AT_ONCE


@pytest.mark.django_db(transaction=True)
def test_steps_that_ask_a_worker_to_look_are_taken_while_the_broker_is_unusable(
    unusable: Valkey, clerk: Mandate, member: Mandate, losser: Council, as_client: AsClient, client: Client
) -> None:
    PhaseFactory(code=Phase.Code.STRATEGY)
    round_: ConsultationRound = RoundFactory(questions=1, councils=[losser])
    notice = write(Tab(as_client(clerk)), "Nieuwe bouwlocaties")
    draft = Tab(as_client(member)).open(round_.get_absolute_url()).press("Begin")
    draft.press("Controleren en indienen", vraag_1="Denk aan de bus.")
    code = Tab(client).open(reverse("account_request_login_code"))

    took = {
        "send": seconds_of(lambda: send(notice)),
        "submit": seconds_of(lambda: draft.press("Indienen")),
        "code": seconds_of(lambda: code.press("Stuur mij een code", email=member.user.email)),
    }

    assert [tab.status for tab in (notice, draft, code)] == [200, 200, 200]
    assert {step: seconds for step, seconds in took.items() if seconds > QUICK} == {}
    assert "in de wachtrij" in notice.words
    assert "Uw inbreng is ingediend." in draft.words
    assert Mail.objects.filter(to_address=member.user.email).count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_starts_before_the_broker_does_begins_when_it_is_there(
    celery_worker: CeleryWorker, valkey: Valkey, mail_sink: MailSink
) -> None:
    celery_worker.stop()
    log = celery_worker.child.log
    said_before = log.stat().st_size
    queue_mail(to="lid@losser.example", subject="Even geduld", text="Het komt.")
    with stopped(valkey):
        celery_worker.child.start()
        wait_until(lambda: b"Cannot connect" in log.read_bytes()[said_before:], "the worker misses the broker")

    look_now()

    wait_until(lambda: len(mail_sink.mails()) == 1, "the mail arrives", timeout=60)


def seconds_of(act: Callable[[], object]) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


def open_all(tab: Tab, names: list[str]) -> tuple[dict[str, int], dict[str, float]]:
    """The pages that do not answer 200, and those for which one has to wait."""
    failed, slow = {}, {}
    for name in names:
        took = seconds_of(lambda name=name: tab.open(reverse(name)))  # type: ignore[misc]
        if tab.status != HTTPStatus.OK:
            failed[name] = tab.status
        if took > QUICK:
            slow[name] = took
    return failed, slow
