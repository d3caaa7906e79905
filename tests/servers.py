"""The real servers behind the tests: PostgreSQL, Valkey, a mail sink, a Celery worker, the portal itself.

Loaded before Django's settings are (see `addopts`), because those name the servers. Every pytest process has its
own servers, so several can run at once. With DATABASE_URL set, the tests use that PostgreSQL instead.
"""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from deploy.local.mailsink import MailSink
from deploy.local.processes import Child, free_port
from deploy.local.servers import FORGETFUL, Postgres, Valkey

__all__ = ["CeleryWorker", "Child", "MailSink", "PortalServer", "Servers", "Valkey", "stopped"]

ROOT = Path(__file__).resolve().parents[1]
OWN_DATABASE = "ROS_TESTS_OWN_DATABASE"


class Servers:
    """What one pytest process starts; the addresses are known before anything runs."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ros-tests-"))
        self.folder.chmod(0o755)  # an unprivileged PostgreSQL must get to its data
        self.postgres: Postgres | None = None
        if "DATABASE_URL" not in os.environ or OWN_DATABASE in os.environ:
            self.postgres = Postgres(self.folder / "postgres", log=self.log("postgres"), options=FORGETFUL)
        self.valkey = Valkey(folder=self.folder / "valkey", log=self.log("valkey"))
        self.mail_sink = MailSink(self.folder / "mail", log=self.log("mailsink"))
        self.portal_port = free_port()

    def log(self, name: str) -> Path:
        return self.folder / "log" / f"{name}.log"

    def set_environment(self) -> None:
        if self.postgres is not None:
            os.environ["DATABASE_URL"] = self.postgres.url()
            os.environ[OWN_DATABASE] = "1"
        os.environ["REDIS_URL"] = self.valkey.url
        os.environ["EMAIL_URL"] = self.mail_sink.url
        os.environ["PORTAL_URL"] = f"http://127.0.0.1:{self.portal_port}"
        os.environ["PRIVATE_ROOT"] = str(self.folder / "private")
        os.environ["TESTING"] = "1"
        os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the tests' own thread

    def stop(self) -> None:
        self.mail_sink.stop()
        self.valkey.stop()
        if self.postgres is not None:
            self.postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


SERVERS = pytest.StashKey[Servers]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """A wrapper runs before pytest-django reads the settings."""
    servers = Servers()
    early_config.stash[SERVERS] = servers
    early_config.add_cleanup(servers.stop)
    servers.set_environment()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        build_styles(early_config)
    return (yield)


def build_styles(config: pytest.Config) -> None:
    """Bring the style sheets up to date; pages cannot be rendered without their manifest."""
    command = [sys.executable, "deploy/local/install.py", "css"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if made.returncode:
        config.issue_config_time_warning(UserWarning(f"make css failed: {made.stderr}"), stacklevel=2)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start PostgreSQL once it is sure that this process runs tests."""
    config = session.config
    distributes = bool(getattr(config.option, "numprocesses", None)) and not hasattr(config, "workerinput")
    servers = config.stash[SERVERS]
    if session.items and not config.option.collectonly and not distributes and servers.postgres is not None:
        config.option.reuse_db = True  # the whole cluster is thrown away; nothing need be dropped from it
        servers.postgres.start()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that was skipped proves nothing: the run fails."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        reporter.ensure_newline()
        reporter.write_line("Tests were skipped; that counts as a failure.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if (ROOT / "tests" / "browser") in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def servers(pytestconfig: pytest.Config) -> Servers:
    return pytestconfig.stash[SERVERS]


@pytest.fixture
def valkey(servers: Servers) -> Valkey:
    """A running Valkey; `stop()` and `start()` really do that, at the same address."""
    servers.valkey.start()
    return servers.valkey


@pytest.fixture
def mail_sink(servers: Servers) -> Iterator[MailSink]:
    """A running, empty mail server; `stop()`, `start()`, `refuse()` and `accept()` really do that."""
    sink = servers.mail_sink
    sink.start()
    sink.accept()
    sink.empty()
    yield sink
    sink.accept()


class CeleryWorker:
    """A real Celery worker on the tests' database; it does what the web process would hand to it."""

    def __init__(self, servers: Servers, database: str) -> None:
        command = [sys.executable, "-m", "celery", "-A", "ros_portal", "worker", "--pool", "solo", "--loglevel", "INFO"]
        command += ["--prefetch-multiplier", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        environment = {**os.environ, "DATABASE_URL": database}
        self.child = Child("Celery", command, log=servers.log("worker"), env=environment, cwd=ROOT)

    def start(self) -> None:
        """Start it and wait until it answers; a second call finds it running."""
        if not self.child.is_running:
            self.child.start()
            self.child.wait_until(self.answers, "answer", timeout=60)

    def answers(self, timeout: float = 0.5) -> bool:
        """Whether it is there and between two tasks: a solo worker answers nothing while it works."""
        from kombu.exceptions import OperationalError
        from redis import RedisError

        from ros_portal.celery import app

        try:
            with app.connection_for_write() as connection:  # the pool may hold one from before a restart
                return bool(app.control.ping(timeout=timeout, limit=1, connection=connection))
        except (OperationalError, RedisError, OSError):
            return False

    def finish(self) -> None:
        """Forget what is queued and wait until it rests, so that nothing runs on into the next test."""
        from ros_portal.celery import app

        if self.child.is_running:
            with app.connection_for_write() as connection:
                app.control.purge(connection=connection)
            self.child.wait_until(lambda: self.answers(timeout=5), "finish its task")

    def stop(self) -> None:
        self.child.stop()

    def kill(self) -> None:
        """Kill it in the middle of whatever it does."""
        self.child.kill()


@pytest.fixture(scope="session")
def _celery_worker_process(servers: Servers, django_db_setup: None) -> Iterator[CeleryWorker]:
    worker = CeleryWorker(servers, database_url_of_the_tests(servers))
    yield worker
    worker.stop()


@pytest.fixture
def celery_worker(
    _celery_worker_process: CeleryWorker, valkey: Valkey, mail_sink: MailSink, transactional_db: None
) -> Iterator[CeleryWorker]:
    """A running Celery worker; `stop()`, `kill()` and `start()` really do that."""
    worker = _celery_worker_process
    worker.start()
    yield worker
    valkey.start()
    worker.finish()


@pytest.fixture
def celery_beat(servers: Servers, valkey: Valkey, transactional_db: None) -> Iterator[Child]:
    """A running beat: what sweeps when nobody says "look now"."""
    command = [sys.executable, "-m", "celery", "-A", "ros_portal", "beat", "--schedule", str(servers.folder / "beat")]
    environment = {**os.environ, "DATABASE_URL": database_url_of_the_tests(servers)}
    beat = Child("Celery beat", command, log=servers.log("beat"), env=environment, cwd=ROOT)
    beat.start()
    yield beat
    beat.stop()


class PortalServer:
    """The portal behind gunicorn, as it runs in production, on the tests' database."""

    def __init__(self, servers: Servers, database: str, port: int, **environment: str) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.log = servers.log(f"portal-{port}")
        command = [sys.executable, "-m", "gunicorn", "ros_portal.wsgi", "--bind", f"127.0.0.1:{port}"]
        command += ["--worker-class", "gthread", "--threads", "8", "--graceful-timeout", "3"]
        environment = {**os.environ, "DATABASE_URL": database, "PORTAL_URL": self.url, **environment}
        self.child = Child("The portal", command, log=self.log, env=environment, cwd=ROOT)

    def start(self) -> None:
        if not self.child.is_running:
            self.child.start()
            self.child.wait_until(lambda: lives(self.port), "answer", timeout=60)

    def stop(self) -> None:
        self.child.stop()


def lives(port: int) -> bool:
    """Whether the portal answers at its health address."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/gezond/live")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture(scope="session")
def start_portal(servers: Servers, django_db_setup: None) -> Iterator[Callable[..., PortalServer]]:
    """Start one more portal with other settings: `start_portal(DEMO="1")`."""
    started: list[PortalServer] = []

    def start(port: int | None = None, **environment: str) -> PortalServer:
        portal = PortalServer(servers, database_url_of_the_tests(servers), port or free_port(), **environment)
        started.append(portal)
        portal.start()
        return portal

    yield start
    for portal in started:
        portal.stop()


@pytest.fixture(scope="session")
def _portal_process(servers: Servers, start_portal: Callable[..., PortalServer]) -> PortalServer:
    return start_portal(servers.portal_port)


@pytest.fixture
def portal(_portal_process: PortalServer, transactional_db: None) -> PortalServer:
    """The portal as a server of its own, on the database of this test; `portal.url` is its address."""
    _portal_process.start()
    return _portal_process


def database_url_of_the_tests(servers: Servers) -> str:
    """The address of the database that pytest-django made, for processes of their own."""
    from urllib.parse import urlsplit, urlunsplit

    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


@contextmanager
def stopped(server: Valkey | MailSink) -> Iterator[None]:
    """The server is really down inside the block, and back at the same address after it."""
    server.stop()
    try:
        yield
    finally:
        server.start()
