"""The health pages say what is wrong; only a missing database makes the portal unready."""

from django.test import Client

from deploy.local.servers import Valkey


def test_the_portal_lives_without_asking_anything(client: Client) -> None:
    """This test has no database: a query would fail it."""
    response = client.get("/gezond/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert not response.cookies


def test_the_portal_is_ready(client: Client, db: None, valkey: Valkey) -> None:
    assert client.get("/gezond/klaar").json() == {"status": "ok", "database": "ok", "broker": "ok"}


def test_without_the_broker_the_portal_is_ready_and_says_so(client: Client, db: None, valkey: Valkey) -> None:
    valkey.stop()

    response = client.get("/gezond/klaar")

    assert response.status_code == 200
    assert response.json() == {"status": "degraded", "database": "ok", "broker": "away"}


def test_health_is_never_cached_and_only_read(client: Client, db: None) -> None:
    assert "no-store" in client.get("/gezond/klaar").headers["Cache-Control"]
    assert client.post("/gezond/live").status_code == 405
