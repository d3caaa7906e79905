"""Journeys go on while Valkey and the mail server come and go: nothing is lost, nobody is told twice."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import connection

from consultations.models import ConsultationRound, Contribution, Phase
from deploy.local.mailsink import MailSink
from notifications.models import Mail, MailStatus, Notice
from organisations.models import AuditEntry, Council, Mandate
from tests.conftest import AsClient
from tests.consultations.factories import PhaseFactory, RoundFactory
from tests.factories import MandateFactory
from tests.faults.ledgers import reconcile
from tests.journeys.steps import send, write
from tests.journeys.tab import Answer, Tab, over_http
from tests.servers import CeleryWorker, Child, PortalServer, Valkey, stopped
from tests.waiting import wait_until

#: Members that hand in during each of the outages.
MEMBERS = 3
#: How soon work resumes when all servers are back.
A_MINUTE = 60


@dataclass
class Seen:
    """What the people in this story got to see: every answer of the portal, with how long it took."""

    answers: list[tuple[str, int, float]] = field(default_factory=list)

    def browser(self, portal: PortalServer, client_cookies: dict[str, str]) -> Tab:
        ask = over_http(portal.port, client_cookies)

        def watched(method: str, path: str, body: bytes) -> Answer:
            begun = time.monotonic()
            answer = ask(method, path, body)
            self.answers.append((f"{method} {path}", answer.status, time.monotonic() - begun))
            return answer

        return Tab(watched)


@pytest.fixture
def outages(valkey: Valkey, mail_sink: MailSink) -> list[tuple[str, list[Valkey | MailSink]]]:
    return [
        ("all is well", []),
        ("no broker", [valkey]),
        ("no mail server", [mail_sink]),
        ("neither", [valkey, mail_sink]),
    ]


@contextmanager
def all_stopped(servers: list[Valkey | MailSink]) -> Iterator[None]:
    with ExitStack() as down:
        for server in servers:
            down.enter_context(stopped(server))
        yield


def test_what_was_acknowledged_during_outages_goes_out_once_within_a_minute(
    portal: PortalServer,
    celery_worker: CeleryWorker,
    celery_beat: Child,
    mail_sink: MailSink,
    outages: list[tuple[str, list[Valkey | MailSink]]],
    losser: Council,
    clerk: Mandate,
    as_client: AsClient,
) -> None:
    PhaseFactory(code=Phase.Code.STRATEGY)
    round_: ConsultationRound = RoundFactory(questions=1, councils=[losser])
    people = {name: MandateFactory.create_batch(MEMBERS, organisation=losser.organisation) for name, _ in outages}
    seen, receipts = Seen(), Counter[tuple[str, str]]()
    desk = seen.browser(portal, signed_in(as_client, clerk))

    for name, servers in outages:
        tabs = {member.user.email: seen.browser(portal, signed_in(as_client, member)) for member in people[name]}
        with all_stopped(servers), ThreadPoolExecutor(MEMBERS) as members:
            numbers = members.map(lambda tab: hand_in(tab, round_), tabs.values())
            send(write(desk, f"Bericht: {name}"))
            receipts.update(zip(tabs, numbers, strict=True))
    wait_until(everything_has_gone, "all that waits goes out", timeout=A_MINUTE)

    assert [answer for answer in seen.answers if answer[1] >= HTTPStatus.BAD_REQUEST] == []
    assert max(took for _, _, took in seen.answers) < 5
    assert arrived_receipts(mail_sink) == receipts
    assert set(receipts.values()) == {1}
    assert {(email, number) for email, number in receipts} == set(
        Contribution.objects.values_list("author__email", "number")
    )
    assert AuditEntry.objects.filter(permission="submit_contribution").count() == len(receipts)
    for name, _ in outages:
        reconcile(desk, Notice.objects.get(subject=f"Bericht: {name}"), mail_sink)


def signed_in(as_client: AsClient, mandate: Mandate) -> dict[str, str]:
    """The cookies of somebody who signed in."""
    return {settings.SESSION_COOKIE_NAME: as_client(mandate).cookies[settings.SESSION_COOKIE_NAME].value}


def hand_in(tab: Tab, round_: ConsultationRound) -> str:
    """The number that the portal acknowledges."""
    try:
        tab.open(round_.get_absolute_url()).press("Begin")
        tab.press("Controleren en indienen", vraag_1="Denk aan de bus.").press("Indienen")
        return tab.path.split("/")[2]
    finally:
        connection.close()


def arrived_receipts(sink: MailSink) -> Counter[tuple[str, str]]:
    """Who got a receipt for which number, and how often."""
    told = [mail for mail in sink.mails() if mail["Subject"].startswith("Ontvangen: ")]
    return Counter((mail["X-Envelope-To"], mail["Subject"].rpartition(" ")[2]) for mail in told)


def everything_has_gone() -> bool:
    return (
        not Mail.objects.exclude(status=MailStatus.ACCEPTED).exists()
        and not Notice.objects.exclude(status="sent").exists()
    )
