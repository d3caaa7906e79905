"""What the tests of the start pages begin with."""

from collections.abc import Callable

import pytest

from organisations.models import Mandate
from ros_portal.site.views.start.page import StartPage
from tests.conftest import AsClient
from tests.site.start_scene import Work, fill

PageOf = Callable[[Mandate], tuple[StartPage, str]]


@pytest.fixture
def work(member: Mandate, group_leader: Mandate, clerk: Mandate, outsider: Mandate) -> Work:
    return fill(member, group_leader, clerk, outsider)


@pytest.fixture
def page_of(as_client: AsClient) -> PageOf:
    """The start page of this mandate: what it is made of, and its HTML."""

    def look(mandate: Mandate) -> tuple[StartPage, str]:
        response = as_client(mandate).get("/start/")
        assert response.status_code == 200
        return response.context["page"], response.content.decode()

    return look
