"""One-click sign-in exists for example people, in demo mode, and nowhere else."""

from collections.abc import Callable
from email.message import EmailMessage
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

import ros_portal.urls  # noqa: F401 - made before any test turns demo mode on, as in a portal with real people
from organisations.actor import Role
from organisations.models import Council, Mandate, User
from tests.factories import MandateFactory, UserFactory
from tests.servers import PortalServer

PAGES = ["/demo/", "/demo/post/", "/demo/post/20260101T000000.000000-abcd.eml/"]


@pytest.fixture
def example_clerk(losser: Council) -> Mandate:
    return MandateFactory(
        user=UserFactory(name="Greet Voorbeeld", email="greet.voorbeeld@voorbeeld.example"),
        organisation=losser.organisation,
        role=Role.CLERK,
    )


@pytest.fixture
def _wired(settings: Settings) -> None:
    """The addresses are there, as by a mistake; demo mode is off."""
    settings.ROOT_URLCONF = "tests.site.demo_urls"


@pytest.fixture
def _demo(_wired: None, settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.MAIL_FOLDER = tmp_path


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# Outside demo mode


def test_outside_demo_mode_the_addresses_do_not_exist(client: Client, example_clerk: Mandate) -> None:
    for page in PAGES:
        assert client.get(page).status_code == 404
    assert client.post("/demo/inloggen/", {"mandate": example_clerk.pk}).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("demo:people")
    assert not is_signed_in(client)


@pytest.mark.usefixtures("_wired")
def test_outside_demo_mode_the_views_refuse_even_when_they_are_wired(client: Client, example_clerk: Mandate) -> None:
    for page in PAGES:
        assert client.get(page).status_code == 404
    assert client.post("/demo/inloggen/", {"mandate": example_clerk.pk}).status_code == 404
    assert not is_signed_in(client)


@pytest.mark.parametrize("command", ["example_accounts", "load_example_region"])
def test_outside_demo_mode_there_are_no_example_accounts_to_print_or_to_load(db: None, command: str) -> None:
    with pytest.raises(CommandError):
        call_command(command, stdout=StringIO())

    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_portal_that_is_started_in_demo_mode_has_the_page(start_portal: Callable[..., PortalServer]) -> None:
    import http.client

    def status(portal: PortalServer) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=30)
        connection.request("GET", "/demo/")
        return connection.getresponse().status

    with_demo, without = start_portal(DEMO="1"), start_portal(DEMO="0")

    assert (status(with_demo), status(without)) == (200, 404)
    with_demo.stop()
    without.stop()


# In demo mode


@pytest.mark.usefixtures("_demo")
def test_one_click_signs_in_as_an_example_person(client: Client, example_clerk: Mandate) -> None:
    page = client.get("/demo/").content.decode()
    response = client.post("/demo/inloggen/", {"mandate": example_clerk.pk})

    assert "Greet Voorbeeld" in page
    assert response.headers["Location"] == "/start/"
    assert client.get("/start/").wsgi_request.actor.mandate_id == example_clerk.pk  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("wanted", ["", "abc", "0", "999999999"])
def test_an_unknown_example_person_does_not_exist(client: Client, example_clerk: Mandate, wanted: str) -> None:
    assert client.post("/demo/inloggen/", {"mandate": wanted}).status_code == 404
    assert not is_signed_in(client)


@pytest.mark.usefixtures("_demo")
def test_a_real_person_is_never_an_example(client: Client, clerk: Mandate, example_clerk: Mandate) -> None:
    page = client.get("/demo/").content.decode()
    response = client.post("/demo/inloggen/", {"mandate": clerk.pk})

    assert clerk.user.email not in page
    assert response.status_code == 404
    assert not is_signed_in(client)


@pytest.mark.usefixtures("_demo")
def test_signing_in_is_a_post_with_a_token(example_clerk: Mandate) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.get("/demo/inloggen/").status_code == 405
    assert client.post("/demo/inloggen/", {"mandate": example_clerk.pk}).status_code == 403


@pytest.mark.usefixtures("_demo")
def test_an_ended_mandate_is_no_example(client: Client, example_clerk: Mandate) -> None:
    Mandate.objects.update(ends_on=timezone.localdate())

    assert client.post("/demo/inloggen/", {"mandate": example_clerk.pk}).status_code == 404


@pytest.mark.usefixtures("_demo")
def test_the_command_prints_one_account_of_each_role(example_clerk: Mandate, losser: Council) -> None:
    for name in ("an", "bob"):
        user = UserFactory(email=f"{name}@voorbeeld.example")
        MandateFactory(user=user, organisation=losser.organisation)
    printed = StringIO()

    call_command("example_accounts", stdout=printed)

    lines = printed.getvalue().splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["an@voorbeeld.example", "greet.voorbeeld@voorbeeld.example"]
    assert lines[2].startswith("All 3 example accounts")


# The mails


@pytest.fixture
def letter(tmp_path: Path) -> str:
    message = EmailMessage()
    message["To"] = "greet.voorbeeld@voorbeeld.example"
    message["Subject"] = "Uw inlogcode <b>é"
    message["Date"] = "Thu, 12 Feb 2026 12:00:00 +0000"
    message.set_content("Code: ABC-DEF\nhttp://127.0.0.1:8000/uitnodiging/x/\n<script>alert(1)</script>")
    message.add_alternative("<p>html</p>", subtype="html")
    name = "20260212T120000.000000-abcd.eml"
    (tmp_path / name).write_bytes(bytes(message))
    return name


@pytest.mark.usefixtures("_demo")
def test_the_mails_of_the_sink_can_be_read(client: Client, db: None, letter: str) -> None:
    list_page = client.get("/demo/post/").content.decode()
    page = client.get(f"/demo/post/{letter}/").content.decode()

    assert "Uw inlogcode &lt;b&gt;é" in list_page
    assert "Code: ABC-DEF" in page
    assert 'href="http://127.0.0.1:8000/uitnodiging/x/"' in page
    assert "<script>alert" not in page
    assert "12 februari 2026" in page


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("name", ["..%2F..%2Fgeheim.eml", "....eml", "x.txt", "niets.eml", "a%00.eml", "-.eml"])
def test_no_other_file_is_read(client: Client, db: None, tmp_path: Path, name: str) -> None:
    (tmp_path.parent / "geheim.eml").write_text("Subject: geheim\n\ngeheim")

    assert client.get(f"/demo/post/{name}/").status_code == 404


@pytest.mark.usefixtures("_demo")
def test_without_mails_the_page_says_what_to_do(client: Client, db: None) -> None:
    assert "Er zijn nog geen e-mails" in client.get("/demo/post/").content.decode()


@pytest.mark.usefixtures("_demo")
def test_the_mailbox_reads_no_more_mails_than_it_shows(client: Client, db: None, tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"20260212T120000.{number:06d}-abcd.eml").write_text(f"Subject: Mail {number}\n\nTekst.")

    first, last = client.get("/demo/post/"), client.get("/demo/post/?pagina=3")

    assert [letter.subject for letter in first.context["letters"]][:2] == ["Mail 59", "Mail 58"]
    assert len(first.context["letters"]) == 25
    assert [letter.subject for letter in last.context["letters"]][-1] == "Mail 0"
