"""Who wants in where they should not be: with a forged request, a stolen session, a guess, or another's link."""

import re

import pytest
import structlog
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from notifications.models import Mail
from organisations.actions import invitation_token
from organisations.models import Council, Invitation, Mandate, User
from tests.conftest import AsClient
from tests.factories import InvitationFactory

CODE_PAGE = "/account/inloggen/code/"
FILL_IN_PAGE = "/account/inloggen/code/invullen/"
LOG_IN_PAGE = "/account/inloggen/"
LOG_OUT_PAGE = "/account/uitloggen/"
PASSWORD = "zeven grote molens"
OTHER_PASSWORD = "acht kleine bruggen"


@pytest.fixture(autouse=True)
def _no_attempts_yet(db: None, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, not safe
    cache.clear()


@pytest.fixture
def person(member: Mandate) -> User:
    member.user.set_password(PASSWORD)
    member.user.save()
    return member.user


@pytest.fixture
def invitation(losser: Council) -> Invitation:
    return InvitationFactory(email="nieuw@losser.example", organisation=losser.organisation)


def link(invitation: Invitation) -> str:
    return reverse("organisations:invitation", args=[invitation_token(invitation)])


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def is_let_in(client: Client) -> bool:
    return client.get("/mijn-gegevens/").status_code == 200


def with_password(client: Client, person: User, **more: str) -> str:
    """Sign in; returns where the portal sends the browser."""
    response = client.post(LOG_IN_PAGE, {"login": person.email, "password": PASSWORD, **more})
    return response.headers["Location"]


def ask_for_a_code(client: Client, address: str) -> str:
    client.post(CODE_PAGE, {"email": address})
    found = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", Mail.objects.latest("pk").text, re.MULTILINE)
    assert found
    return found[1]


# Forged requests


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//kwaad.example/",
        "/\\kwaad.example/",
        "https:kwaad.example",
        "http:///kwaad.example",
        "/\t/kwaad.example",
        "https://testserver@kwaad.example/",
    ],
)
def test_nobody_is_led_elsewhere_by_signing_in_or_out(client: Client, person: User, elsewhere: str) -> None:
    after_signing_in = with_password(client, person, next=elsewhere)
    after_signing_out = client.post(LOG_OUT_PAGE, {"next": elsewhere}).headers["Location"]

    assert (after_signing_in, after_signing_out) == ("/start/", "/")


@pytest.mark.parametrize(
    "path",
    [
        LOG_IN_PAGE,
        CODE_PAGE,
        FILL_IN_PAGE,
        LOG_OUT_PAGE,
        "/account/wachtwoord/instellen/",
        "/account/wachtwoord/wijzigen/",
        "/account/wachtwoord/vergeten/",
        "/mandaat/",
    ],
)
def test_a_form_on_another_site_does_nothing(member: Mandate, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)

    response = client.post(path, {"mandate": member.pk, "email": "x@losser.example"})

    assert response.status_code == 403
    assert is_signed_in(client)
    assert not Mail.objects.exists()


def test_an_invitation_is_not_accepted_from_another_site(invitation: Invitation) -> None:
    response = Client(enforce_csrf_checks=True).post(link(invitation))

    assert response.status_code == 403
    assert not User.objects.exists()


# Sessions


def test_a_session_from_before_signing_in_is_worth_nothing_after_it(person: User, invitation: Invitation) -> None:
    """Who planted a session in a browser does not get in with it."""
    for sign_in in (
        lambda client: with_password(client, person),
        lambda client: client.post(FILL_IN_PAGE, {"code": ask_for_a_code(client, person.email)}),
        lambda client: client.post(link(invitation)),
    ):
        client = Client()
        session = client.session
        session["anything"] = "makes a session"
        session.save()
        planted = client.cookies[portal_settings.SESSION_COOKIE_NAME].value
        sign_in(client)

        attacker = Client()
        attacker.cookies[portal_settings.SESSION_COOKIE_NAME] = planted

        assert is_let_in(client)
        assert not is_let_in(attacker)


def test_a_session_that_was_copied_ends_with_signing_out(client: Client, person: User) -> None:
    with_password(client, person)
    copy = Client()
    copy.cookies[portal_settings.SESSION_COOKIE_NAME] = client.cookies[portal_settings.SESSION_COOKIE_NAME].value

    client.post(LOG_OUT_PAGE)

    assert not is_let_in(copy)


def test_a_new_password_ends_the_sessions_elsewhere(client: Client, person: User) -> None:
    elsewhere = Client()
    with_password(elsewhere, person)
    with_password(client, person)

    client.post(
        "/account/wachtwoord/wijzigen/",
        {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD},
    )

    assert is_let_in(client)
    assert not is_let_in(elsewhere)


def test_a_blocked_account_is_out_at_once(client: Client, person: User) -> None:
    with_password(client, person)

    User.objects.update(is_active=False)

    assert not is_let_in(client)


def test_pages_of_a_person_are_not_kept_for_who_comes_next(client: Client, person: User) -> None:
    with_password(client, person)

    page = client.get("/start/")

    assert page.headers["Cache-Control"] == "private, no-cache"
    assert not Client().get("/").has_header("Cache-Control")


# Guesses


def test_a_code_works_once(client: Client, person: User) -> None:
    code = ask_for_a_code(client, person.email)
    client.post(FILL_IN_PAGE, {"code": code})
    client.post(LOG_OUT_PAGE)

    client.post(FILL_IN_PAGE, {"code": code})

    assert not is_signed_in(client)


def test_a_code_works_as_long_as_the_mail_says(client: Client, person: User) -> None:
    code = ask_for_a_code(client, person.email)
    stated = f"{portal_settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60} minuten geldig"
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= (
        portal_settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1
    )
    session.save()

    client.post(FILL_IN_PAGE, {"code": code})

    assert stated in Mail.objects.get().text
    assert not is_signed_in(client)


def test_a_new_code_ends_the_one_before(client: Client, person: User) -> None:
    first = ask_for_a_code(client, person.email)
    client.post(FILL_IN_PAGE, {"action": "resend"})

    client.post(FILL_IN_PAGE, {"code": first})

    assert Mail.objects.count() == 2
    assert not is_signed_in(client)


def test_asking_again_gives_no_new_guesses_without_end(person: User) -> None:
    """Three codes a minute with three guesses each, whatever browser asks."""
    guesses = 0
    for _ in range(8):
        client = Client()
        client.post(CODE_PAGE, {"email": person.email})
        guesses += sum("niet" in client.post(FILL_IN_PAGE, {"code": "AAAAAA"}).content.decode() for _ in range(3))

    assert Mail.objects.count() == 3
    assert guesses <= 9
    assert not is_signed_in(client)


def test_a_blocked_account_is_not_told_from_an_unknown_one(person: User) -> None:
    User.objects.update(is_active=False)
    answers = []
    for address in (person.email, "onbekend@losser.example"):
        asked = Client().post(CODE_PAGE, {"email": address}, follow=True)
        answers.append((asked.redirect_chain, Mail.objects.latest("pk").subject))

    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("weak", "sentence"),
    [
        ("kort", "Dit wachtwoord is te kort. Gebruik ten minste 12 tekens."),
        ("mirjam raadslid", "Dit wachtwoord lijkt te veel op uw naam of uw e-mailadres."),
        ("raadslid@losser.example", "Dit wachtwoord lijkt te veel op uw naam of uw e-mailadres."),
        ("password1234", "Dit wachtwoord is te algemeen."),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_in_dutch(
    as_client: AsClient, member: Mandate, weak: str, sentence: str
) -> None:
    response = as_client(member).post("/account/wachtwoord/instellen/", {"password1": weak, "password2": weak})

    assert sentence in response.content.decode()
    member.user.refresh_from_db()
    assert not member.user.has_usable_password()


# Invitations of others


def test_the_link_gives_the_mandate_to_the_invited_address_whatever_is_posted(
    as_client: AsClient, invitation: Invitation, outsider: Mandate
) -> None:
    client = as_client(outsider)

    client.post(link(invitation), {"email": outsider.user.email, "user": outsider.user_id, "role": "administrator"})

    mandate = Mandate.objects.get(organisation=invitation.organisation)
    assert (mandate.user.email, mandate.role) == ("nieuw@losser.example", "council_member")
    assert outsider.user.mandates.count() == 1


def test_inviting_does_not_tell_who_has_an_account(
    as_client: AsClient, clerk: Mandate, outsider: Mandate, losser: Council
) -> None:
    answers = []
    for address in (outsider.user.email, "nergens.bekend@enschede.example"):
        form = {"name": "Wie Dan Ook", "email": address, "role": "council_member", "fractie": ""}
        asked = as_client(clerk).post("/leden/losser/uitnodigen/", form, follow=True)
        rows = re.findall(r"<tr>.*?</tr>", asked.content.decode(), re.DOTALL)
        answers.append((asked.redirect_chain, [row for row in rows if outsider.user.name in row]))

    assert answers[0] == answers[1] == ([("/leden/losser/", 302)], [])


def test_the_log_keeps_neither_the_secret_of_a_link_nor_who_read_what(
    as_client: AsClient, invitation: Invitation, member: Mandate
) -> None:
    with structlog.testing.capture_logs() as lines:
        Client().get(link(invitation))
        as_client(member).get("/berichten/?zoek=geheim+woord")

    written = str(lines)
    assert "GET /uitnodiging/…" in written
    assert invitation_token(invitation) not in written
    assert "geheim" not in written
    assert not [line for line in lines if line.get("user_id")]
