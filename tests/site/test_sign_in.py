"""Signing in with a code or a password, without telling who has an account, whatever else is down."""

import re
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from deploy.local.servers import Valkey
from notifications.models import Mail
from organisations.models import Mandate, User
from tests.conftest import AsClient
from tests.factories import UserFactory

CODE_PAGE = "/account/inloggen/code/"
FILL_IN_PAGE = "/account/inloggen/code/invullen/"
LOG_IN_PAGE = "/account/inloggen/"
PASSWORD = "zeven grote molens"


@pytest.fixture(autouse=True)
def _no_attempts_yet(db: None, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, not safe
    cache.clear()


@pytest.fixture
def person(member: Mandate) -> User:
    member.user.set_password(PASSWORD)
    member.user.save()
    return member.user


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_in(text: str) -> str:
    found = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", text, re.MULTILINE)
    assert found, text
    return found[1]


def mailed_code() -> str:
    return code_in(Mail.objects.get().text)


def without_tokens(page: bytes) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.decode())


# The ways in


def test_a_code_by_email_signs_in(client: Client, person: User) -> None:
    asked = client.post(CODE_PAGE, {"email": "Raadslid@losser.example"})
    mail = Mail.objects.get()
    response = client.post(FILL_IN_PAGE, {"code": code_in(mail.text)})

    assert asked.headers["Location"] == FILL_IN_PAGE
    assert mail.to_address.lower() == person.email
    assert mail.is_secret
    assert response.headers["Location"] == "/start/"
    assert is_signed_in(client)


def test_a_password_signs_in(client: Client, person: User) -> None:
    response = client.post(LOG_IN_PAGE, {"login": person.email, "password": PASSWORD})

    assert response.headers["Location"] == "/start/"
    assert is_signed_in(client)


def test_a_wrong_code_does_not_sign_in_and_three_end_it(client: Client, person: User) -> None:
    client.post(CODE_PAGE, {"email": person.email})
    right = mailed_code()

    first = client.post(FILL_IN_PAGE, {"code": "AAAAAA"})
    for _ in range(2):
        client.post(FILL_IN_PAGE, {"code": "AAAAAA"})
    client.post(FILL_IN_PAGE, {"code": right})

    assert "Deze code klopt niet" in first.content.decode()
    assert not is_signed_in(client)


def test_who_mistyped_the_address_begins_again(client: Client, person: User) -> None:
    client.post(CODE_PAGE, {"email": "verkeerd@losser.example"})
    page = client.get(FILL_IN_PAGE).content.decode()

    begun_again = client.post("/account/uitloggen/", {"next": LOG_IN_PAGE})
    client.post(LOG_IN_PAGE, {"login": person.email, "password": PASSWORD})

    assert "Begin opnieuw" in page
    assert begun_again.headers["Location"] == LOG_IN_PAGE
    assert is_signed_in(client)


def test_a_code_is_of_the_browser_that_asked_for_it(client: Client, person: User) -> None:
    client.post(CODE_PAGE, {"email": person.email})
    elsewhere = Client()

    elsewhere.post(FILL_IN_PAGE, {"code": mailed_code()})

    assert not is_signed_in(elsewhere)


def test_after_signing_in_one_goes_on_where_one_was(client: Client, person: User) -> None:
    asked = client.get("/mijn-gegevens/")
    response = client.post(asked.headers["Location"], {"login": person.email, "password": PASSWORD})

    assert response.headers["Location"] == "/mijn-gegevens/"


@pytest.mark.parametrize("elsewhere", ["https://kwaad.example/", "//kwaad.example/", "javascript:alert(1)"])
def test_after_signing_in_one_does_not_land_elsewhere(client: Client, person: User, elsewhere: str) -> None:
    response = client.post(f"{LOG_IN_PAGE}?next={elsewhere}", {"login": person.email, "password": PASSWORD})

    assert response.headers["Location"] == "/start/"


def test_a_blocked_account_does_not_sign_in(client: Client, person: User) -> None:
    User.objects.update(is_active=False)

    client.post(LOG_IN_PAGE, {"login": person.email, "password": PASSWORD})

    assert not is_signed_in(client)


# Nobody learns who has an account


def test_an_unknown_address_gets_the_same_answer_as_a_known_one(person: User) -> None:
    pages = []
    for address in (person.email, "onbekend@losser.example"):
        client = Client()
        response = client.post(CODE_PAGE, {"email": address}, follow=True)
        pages.append((response.redirect_chain, without_tokens(response.content).replace(address, "…")))

    assert pages[0] == pages[1]
    assert [(mail.to_address, mail.is_secret) for mail in Mail.objects.order_by("pk")] == [
        (person.email, True),
        ("onbekend@losser.example", True),
    ]
    assert User.objects.count() == 1


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(person: User) -> None:
    pages = []
    for address in (person.email, "onbekend@losser.example"):
        response = Client().post(LOG_IN_PAGE, {"login": address, "password": "niet het goede"})
        pages.append((response.status_code, without_tokens(response.content).replace(address, "…")))

    assert pages[0] == pages[1]


def test_a_forgotten_password_tells_nobody_who_has_an_account(person: User) -> None:
    answers = []
    for address in (person.email, "onbekend@losser.example"):
        response = Client().post("/account/wachtwoord/vergeten/", {"email": address})
        answers.append((response.status_code, response.headers["Location"]))

    assert answers[0] == answers[1]
    assert Mail.objects.count() == 2


# Limits


def test_guessing_a_password_is_stopped(client: Client, person: User) -> None:
    for _ in range(5):
        client.post(LOG_IN_PAGE, {"login": person.email, "password": "raden maar"})
    response = client.post(LOG_IN_PAGE, {"login": person.email, "password": PASSWORD})

    assert not is_signed_in(client)
    assert "te vaak geprobeerd" in response.content.decode()


def test_a_mailbox_is_not_flooded_with_codes(person: User) -> None:
    for _ in range(6):
        Client().post(CODE_PAGE, {"email": person.email})

    assert Mail.objects.count() == 3


def test_too_many_requests_get_a_page_that_says_so(client: Client, db: None) -> None:
    statuses = [client.post(LOG_IN_PAGE, {"login": f"p{n}@x.example", "password": "x"}).status_code for n in range(31)]

    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert "Even wachten" in client.post(LOG_IN_PAGE).content.decode()


# Not offered


def test_nobody_signs_up(client: Client, db: None) -> None:
    filled = {"email": "nieuw@losser.example", "password1": PASSWORD, "password2": PASSWORD}

    assert client.get("/account/aanmelden/").status_code == 200
    client.post("/account/aanmelden/", filled)

    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "login/", "signup/", "password/reset/", "3rdparty/"])
def test_pages_of_allauth_that_the_portal_does_not_use_do_not_exist(client: Client, db: None, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404


# Signing out, and the password


def test_signing_out_is_a_post(as_client: AsClient, member: Mandate) -> None:
    client = as_client(member)

    client.get("/account/uitloggen/")
    still_in = is_signed_in(client)
    response = client.post("/account/uitloggen/")

    assert still_in
    assert response.headers["Location"] == "/"
    assert not is_signed_in(client)


def test_who_came_in_with_a_code_sets_a_password(client: Client, member: Mandate) -> None:
    client.post(CODE_PAGE, {"email": member.user.email})
    client.post(FILL_IN_PAGE, {"code": mailed_code()})

    response = client.post("/account/wachtwoord/instellen/", {"password1": PASSWORD, "password2": PASSWORD})

    member.user.refresh_from_db()
    assert response.headers["Location"] == "/mijn-gegevens/"
    assert member.user.check_password(PASSWORD)
    assert is_signed_in(client)


@pytest.mark.parametrize("weak", ["kort", "password1234", "raadslid@losser.example"])
def test_a_weak_password_is_refused(as_client: AsClient, member: Mandate, weak: str) -> None:
    response = as_client(member).post("/account/wachtwoord/instellen/", {"password1": weak, "password2": weak})

    member.user.refresh_from_db()
    assert response.status_code == 200
    assert not member.user.has_usable_password()


def test_a_forgotten_password_is_replaced_with_a_code(client: Client, person: User) -> None:
    client.post("/account/wachtwoord/vergeten/", {"email": person.email})
    client.post("/account/wachtwoord/vergeten/code/", {"code": mailed_code()})
    client.post(
        "/account/wachtwoord/vergeten/nieuw/", {"password1": "acht kleine bruggen", "password2": "acht kleine bruggen"}
    )

    person.refresh_from_db()
    assert person.check_password("acht kleine bruggen")


# When something else is down


def test_asking_for_a_code_works_without_mail_server_and_without_broker(
    client: Client, person: User, valkey: Valkey
) -> None:
    """The sink is not running at all, and Valkey is stopped: the code is a row that waits."""
    valkey.stop()

    begin = time.monotonic()
    response = client.post(CODE_PAGE, {"email": person.email})
    took = time.monotonic() - begin

    assert response.headers["Location"] == FILL_IN_PAGE
    assert Mail.objects.get().status == Mail.Status.QUEUED
    assert took < 2
    client.post(FILL_IN_PAGE, {"code": mailed_code()})
    assert is_signed_in(client)


def test_the_code_comes_by_mail(mail_sink: Any, celery_worker: Any) -> None:
    """The whole way: the page, the row, Valkey, a Celery worker, SMTP; and the row forgets the code."""
    person = UserFactory(email="raadslid@losser.example")
    client = Client()

    client.post(CODE_PAGE, {"email": person.email})
    celery_worker.child.wait_until(lambda: bool(mail_sink.mails()), "deliver the code", timeout=30)
    (message,) = mail_sink.mails()
    client.post(FILL_IN_PAGE, {"code": code_in(message.get_body().get_content())})

    assert message["To"] == person.email
    assert message["From"] == "ROS-portaal Twente <portaal@ros-twente.example>"
    assert is_signed_in(client)
    celery_worker.child.wait_until(lambda: not Mail.objects.exclude(text="").exists(), "wipe the code", timeout=30)
