"""What every page has around it: navigation, mandates, headers; and no cookie for a visitor."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from organisations.actor import Role
from organisations.models import Council, Mandate
from ros_portal.site.context import FOOTER, NAVIGATION
from ros_portal.site.views.start import PAGES
from tests.conftest import AsClient
from tests.factories import InvitationFactory, MandateFactory

CAST = ["member", "group_leader", "clerk", "case_officer", "secretary", "executive", "administrator"]


@pytest.mark.parametrize("name", [name for _, name in (*NAVIGATION, *FOOTER)])
def test_every_entry_of_the_frame_leads_somewhere_for_everybody(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_the_home_page_sets_no_cookie_and_keeps_no_session(client: Client, db: None) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_nothing_may_be_loaded_from_elsewhere_or_written_inline(client: Client, db: None) -> None:
    response = client.get("/")

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_a_visitor_sees_where_to_sign_in_and_no_mandates(client: Client, db: None) -> None:
    response = client.get("/")

    assert response.context["mandates"] == []
    assert "Mijn werk" not in [entry["label"] for entry in response.context["navigation"]]
    assert 'href="/account/inloggen/"' in response.content.decode()


def test_every_role_has_a_start_page() -> None:
    assert set(PAGES) == set(Role)


@pytest.mark.parametrize("role", CAST)
def test_the_start_page_greets_and_says_as_what_one_works(
    as_client: AsClient, request: pytest.FixtureRequest, role: str
) -> None:
    mandate: Mandate = request.getfixturevalue(role)

    page = as_client(mandate).get("/start/").content.decode()

    assert f"Dag {mandate.user.name}" in page
    assert f"U werkt als {mandate.office}." in page
    assert "Wat wacht op u" in page


def test_the_start_page_is_for_who_is_signed_in(client: Client, db: None) -> None:
    assert client.get("/start/").headers["Location"] == "/account/inloggen/?next=/start/"


def test_a_clerk_is_told_of_open_invitations(as_client: AsClient, clerk: Mandate, losser: Council) -> None:
    InvitationFactory.create_batch(2, organisation=losser.organisation)

    page = as_client(clerk).get("/start/").content.decode()

    assert "2 uitnodigingen zijn nog niet aangenomen" in page


def test_the_switcher_lists_the_own_mandates(
    as_client: AsClient, clerk: Mandate, member: Mandate, enschede: Council
) -> None:
    MandateFactory(user=clerk.user, organisation=enschede.organisation, role=Role.CLERK)

    mandates: list[dict[str, Any]] = as_client(clerk).get("/start/").context["mandates"]

    assert [(mandate["label"], mandate["current"]) for mandate in mandates] == [
        ("griffier van Losser", True),
        ("griffier van Enschede", False),
    ]
