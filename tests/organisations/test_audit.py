"""Nobody changes the record of what was done, not even past the ORM."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from organisations.actor import Actor
from organisations.models import AuditEntry, Mandate
from tests.conftest import AsClient


@pytest.fixture
def entry(member: Mandate) -> AuditEntry:
    return AuditEntry.objects.record(member.actor(), "submit_contribution", member.user)


@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditEntry.objects.update(office="iemand anders"),
        lambda: AuditEntry.objects.all().delete(),
        lambda: _sql("UPDATE organisations_auditentry SET permission = 'niets'"),
        lambda: _sql("DELETE FROM organisations_auditentry"),
    ],
    ids=["update", "delete", "raw update", "raw delete"],
)
def test_an_entry_can_not_be_changed_or_removed(entry: AuditEntry, change: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        change()

    assert AuditEntry.objects.get().office == "raadslid van Losser"


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_record_is_read_by_the_administrator(
    as_client: AsClient, administrator: Mandate, entry: AuditEntry
) -> None:
    response = as_client(administrator).get("/beheer/handelingen/")

    assert response.status_code == 200
    assert "raadslid van Losser" in response.content.decode()


@pytest.mark.parametrize("role", ["member", "group_leader", "clerk", "case_officer", "executive", "secretary"])
def test_nobody_else_reads_the_record(as_client: AsClient, request: pytest.FixtureRequest, role: str) -> None:
    client: Client = as_client(request.getfixturevalue(role))

    assert client.get("/beheer/handelingen/").status_code == 403


def test_the_record_is_filtered_and_paged(
    as_client: AsClient, administrator: Mandate, django_assert_max_num_queries: Any
) -> None:
    for _ in range(51):
        AuditEntry.objects.record(Actor.system(), "end_mandate", None)
    AuditEntry.objects.record(Actor.system(), "invite_member", None)
    client = as_client(administrator)

    with django_assert_max_num_queries(8):
        latest = client.get("/beheer/handelingen/")
    filtered = client.get("/beheer/handelingen/", {"permission": "end_mandate", "pagina": "2"})

    assert len(latest.context["rows"]) == 50
    assert [row["entry"].permission for row in filtered.context["rows"]] == ["end_mandate"]


@pytest.mark.parametrize("query", [{"pagina": "abc"}, {"pagina": "-1"}, {"permission": "nonsense"}, {"x": "y" * 9000}])
def test_odd_addresses_show_the_record(as_client: AsClient, administrator: Mandate, query: dict[str, str]) -> None:
    assert as_client(administrator).get("/beheer/handelingen/", query).status_code == 200
