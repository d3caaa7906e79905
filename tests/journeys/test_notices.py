"""A clerk tells the council, the programme team tells the region: with a real worker and a real mail server."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from deploy.local.mailsink import MailSink
from notifications.models import Mail, Notice
from organisations.models import Invitation, Mandate
from tests.conftest import AsClient
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
    browser = as_client(clerk)

    sent = _write_and_send(browser, subject="Nieuwe bouwlocaties", is_public="on")
    wait_until(lambda: Notice.objects.filter(status="sent").exists(), "the notice is completed")

    assert sorted(mail["X-Envelope-To"] for mail in mail_sink.mails()) == sorted(
        [group_leader.user.email, member.user.email]
    )
    state = browser.get(sent).content.decode()
    assert len(re.findall(r"Mirjam Raadslid|Frits Voorzitter", state)) == 2
    assert "geweigerd" not in state.split("Wat betekenen")[0].split("<h2>")[1]
    assert "Nieuwe bouwlocaties" in as_client(member).get(reverse("notifications:mine")).content.decode()
    assert "Nieuwe bouwlocaties" not in as_client(outsider).get(reverse("notifications:mine")).content.decode()
    assert "Nieuwe bouwlocaties" in client.get(reverse("notifications:notices")).content.decode()


def test_the_programme_team_tells_all_councils(
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    secretary: Mandate,
    clerk: Mandate,
    member: Mandate,
    outsider: Mandate,
    as_client: AsClient,
) -> None:
    _write_and_send(as_client(secretary), subject="De agenda staat klaar")
    wait_until(lambda: Notice.objects.filter(status="sent").exists(), "the notice is completed")

    reached = {mail["X-Envelope-To"] for mail in mail_sink.mails()}
    assert reached == {clerk.user.email, member.user.email, outsider.user.email}


def test_the_sender_sees_who_was_refused(
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    clerk: Mandate,
    member: Mandate,
    group_leader: Mandate,
    as_client: AsClient,
) -> None:
    mail_sink.refuse("550 5.1.1 No such user", address=member.user.email)
    browser = as_client(clerk)

    sent = _write_and_send(browser, subject="Nieuwe bouwlocaties")
    wait_until(lambda: Notice.objects.filter(status="sent").exists(), "the notice is completed")

    html = browser.get(sent).content.decode()
    assert "Niet iedereen is bereikt" in html
    row = next(row for row in re.findall(r"<li>.*?</li>", html, re.DOTALL) if "Mirjam Raadslid" in row)
    assert "geweigerd" in row


def test_an_invited_member_gets_the_link_by_mail(
    celery_worker: CeleryWorker, mail_sink: MailSink, clerk: Mandate, as_client: AsClient, client: Client
) -> None:
    form = {"name": "Nieuw Lid", "email": "nieuw@losser.example", "role": "council_member"}
    as_client(clerk).post(reverse("organisations:invite", args=["losser"]), form)
    _look_now()
    wait_until(lambda: len(mail_sink.mails()) == 1, "the invitation arrives")

    [mail] = mail_sink.mails()
    path = re.findall(r"http://[^/]+(/uitnodiging/\S+)", mail.get_content())[0]
    assert client.get(path).status_code == 200
    assert Invitation.objects.get().mailed_at is not None
    wait_until(lambda: Mail.objects.get().status == "accepted", "the answer is written down")
    assert Mail.objects.get().text == ""


def _look_now() -> None:
    from notifications.tasks import look_now

    look_now()


def _write_and_send(browser: Client, **typed: str) -> str:
    """Through the pages, as a person would; returns the address of the sender's page."""
    new = reverse("notifications:new")
    field = _fields(browser.get(new).content.decode())
    text = {"kind": "update", "brief": "Er zijn er drie bij.", "body": "", "revision": "0", **typed}
    check = browser.post(new, {**text, "uuid": field("uuid")}, follow=True)
    notice = Notice.objects.get()
    answer = browser.post(
        reverse("notifications:send", args=[notice.uuid]), {"seen": _fields(check.content.decode())("seen")}
    )
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def _fields(html: str) -> Callable[[str], str]:
    def value(name: str) -> str:
        tag = next(tag for tag in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in tag)
        return str(re.findall(r'value="([^"]*)"', tag)[0])

    return value
