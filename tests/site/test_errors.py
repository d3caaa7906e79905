"""When something goes wrong the page says what to do, and a database that is away is a 503."""

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from organisations.models import Mandate
from ros_portal import urls as portal_urls
from ros_portal.settings import DATABASES
from ros_portal.site.middleware import ServiceUnavailableMiddleware
from ros_portal.site.views.errors import server_error
from tests.conftest import AsClient
from tests.servers import PortalServer

handler500 = portal_urls.handler500


def broken(request: HttpRequest) -> HttpResponse:
    message = "a bug"
    raise ArithmeticError(message)


urlpatterns = [path("kapot/", broken), *portal_urls.urlpatterns]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_a_503_that_asks_to_come_back(error: type[Exception]) -> None:
    middleware = ServiceUnavailableMiddleware(lambda request: HttpResponse())

    response = middleware.process_exception(RequestFactory().get("/"), error())

    assert response is not None
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "Het portaal is even niet bereikbaar" in response.content.decode()


def test_a_bug_is_not_called_a_database_that_is_away() -> None:
    middleware = ServiceUnavailableMiddleware(lambda request: HttpResponse())

    assert middleware.process_exception(RequestFactory().get("/"), ArithmeticError()) is None


def test_a_middleware_that_finds_the_database_away_ends_in_a_503() -> None:
    try:
        raise OperationalError
    except OperationalError:
        response = server_error(RequestFactory().get("/"))

    assert response.status_code == 503


@pytest.mark.urls("tests.site.test_errors")
def test_a_bug_shows_a_page_without_what_went_wrong(member: Mandate, as_client: AsClient) -> None:
    client = as_client(member)
    client.raise_request_exception = False

    response = client.get("/kapot/")

    assert response.status_code == 500
    assert "a bug" not in response.content.decode()
    assert "Naar de startpagina" in response.content.decode()


def test_a_portal_without_its_database_says_so_on_every_page(start_portal: Any) -> None:
    """A real server whose database does not answer; the signed-in visitor fails in a middleware already."""
    import http.client

    portal: PortalServer = start_portal(DATABASE_URL="postgres://nobody:x@127.0.0.1:1/away")

    def get(address: str, cookie: str = "") -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=30)
        connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
        response = connection.getresponse()
        return response.status, response.headers.get("Retry-After", ""), response.read().decode()

    status, retry_after, page = get("/start/", cookie="sessie=abcdefghijklmnopqrstuvwxyz012345")

    assert (status, retry_after) == (503, "15")
    assert "Het portaal is even niet bereikbaar" in page
    assert get("/gezond/live")[0] == 200
    assert get("/gezond/klaar")[0] == 503
    portal.stop()


def test_an_unknown_address_is_a_404_for_everybody(client: Client, db: None, member: Mandate, as_client: Any) -> None:
    for visitor in (client, as_client(member)):
        response = visitor.get("/bestaat/niet/")

        assert response.status_code == 404
        assert "sessie" not in response.cookies


def test_a_form_without_a_token_is_refused_and_says_why(member: Mandate) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)

    response = client.post("/mandaat/", {"mandate": member.pk})

    assert response.status_code == 403
    assert "Uw formulier is verlopen" in response.content.decode()


def test_the_address_of_another_site_is_refused(client: Client, db: None) -> None:
    assert client.get("/", headers={"host": "kwaad.example"}).status_code == 400


def test_connections_are_kept_and_checked() -> None:
    assert DATABASES["default"]["CONN_HEALTH_CHECKS"]
    assert DATABASES["default"]["CONN_MAX_AGE"] > 0
