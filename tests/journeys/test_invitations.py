"""An invitation is mailed once, works once, and expires: through the pages and the mail."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from deploy.local.mailsink import MailSink
from notifications.models import Mail
from notifications.outbox import queue_mail
from notifications.tasks import look_now
from organisations.models import Invitation, Mandate, User
from tests.conftest import AsClient
from tests.journeys.tab import Tab
from tests.servers import CeleryWorker
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def link(celery_worker: CeleryWorker, mail_sink: MailSink, clerk: Mandate, as_client: AsClient) -> str:
    """A clerk invited somebody, and here is the link out of the mail."""
    invite(Tab(as_client(clerk)))
    look_now()
    wait_until(lambda: len(mail_sink.mails()) == 1, "the invitation arrives")
    [address] = re.findall(r"http://\S+/uitnodiging/\S+", mail_sink.mails()[0].get_content())
    return str(urlsplit(address).path)


def invite(tab: Tab) -> Tab:
    tab.open(reverse("organisations:invite", args=["losser"]))
    return tab.press("Uitnodiging versturen", name="Nieuw Lid", email="nieuw@losser.example")


def test_the_link_signs_in_once_and_the_secret_is_not_kept(link: str, client: Client) -> None:
    guest = Tab(client).open(link)
    assert "raadslid van Losser" in guest.words

    guest.press("Neem de uitnodiging aan")

    assert guest.status == 200
    assert "Welkom. U werkt nu als raadslid van Losser." in guest.words
    again = Tab(Client()).open(link)
    assert (again.status, [form for form in again.forms if form.method == "post"]) == (409, [])
    assert "al gebruikt of niet meer geldig" in again.words
    assert Mandate.objects.filter(user__email="nieuw@losser.example").count() == 1
    wait_until(lambda: Mail.objects.get().status == "accepted", "the answer of the mail server is written down")
    assert Mail.objects.get().text == ""


def test_a_link_that_was_open_in_two_browsers_works_in_one(link: str) -> None:
    guests = [Tab(Client()).open(link), Tab(Client()).open(link)]

    for guest in guests:
        guest.press("Neem de uitnodiging aan")

    assert [guest.status for guest in guests] == [200, 409]
    assert Mandate.objects.filter(user__email="nieuw@losser.example").count() == 1


def test_however_often_is_looked_the_invitation_is_mailed_once(
    link: str, mail_sink: MailSink, clerk: Mandate, as_client: AsClient
) -> None:
    again = invite(Tab(as_client(clerk)))

    for _ in range(3):
        look_now()
    queue_mail(to="laatste@losser.example", subject="Na al dat kijken", text="Klaar.")
    look_now()

    wait_until(lambda: len(mail_sink.mails()) == 2, "the worker has looked as often as was asked")
    assert again.status == 409
    assert "Er staat al een uitnodiging open voor dit e-mailadres." in again.words
    assert [mail["To"] for mail in mail_sink.mails()] == ["nieuw@losser.example", "laatste@losser.example"]


def test_an_expired_link_gives_nothing_and_makes_room_for_a_new_one(
    link: str, mail_sink: MailSink, clerk: Mandate, as_client: AsClient, client: Client
) -> None:
    in_time = Tab(client).open(link)
    Invitation.objects.update(
        created_at=F("created_at") - timedelta(days=15), expires_at=F("expires_at") - timedelta(days=15)
    )

    in_time.press("Neem de uitnodiging aan")

    assert in_time.status == 409
    assert Tab(client).open(link).status == 409
    assert not User.objects.filter(email="nieuw@losser.example").exists()
    assert "gaat zo per e-mail naar nieuw@losser.example" in invite(Tab(as_client(clerk))).words
    look_now()
    wait_until(lambda: len(mail_sink.mails()) == 2, "the new invitation arrives")
