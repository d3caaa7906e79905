"""The servers of one run: PostgreSQL, Valkey, and web servers with the same settings for the portal and the floor.

All of it lives in a folder of its own, listens on this machine alone, and is gone afterwards.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from bench.load import Site
from deploy.local.processes import Child, ServerError, answers, free_port
from deploy.local.servers import DATABASE, Postgres, Valkey

ROOT = Path(__file__).resolve().parents[1]
HOST_NAME = "portaal.example"
WORKERS, THREADS = 2, 4
#: How many contributions the small database holds, which the large one is compared with.
SMALL = 1_000
SMALL_DATABASE, FLOOR_DATABASE = "small", "floor"


class WebServer:
    """One project behind gunicorn, as in production."""

    session_cookie = "sessie"

    def __init__(self, name: str, application: str, folder: Path, environment: dict[str, str]) -> None:
        self.port = free_port()
        #: The key of a session per role.
        self.sessions: dict[str, str] = {}
        #: The number of input that has a verdict.
        self.cited = ""
        command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{self.port}"]
        command += ["--workers", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS)]
        command += ["--keep-alive", "60"]
        self.child = Child(name, command, log=folder / f"{name}.log", env=environment, cwd=ROOT)

    def start(self) -> None:
        self.child.start()
        self.child.wait_until(lambda: answers("127.0.0.1", self.port), "answer", timeout=60)

    @property
    def site(self) -> Site:
        return Site(self.port, HOST_NAME, behind_https=True)

    def cookies(self, role: str = "member") -> dict[str, str]:
        """What the browser of somebody in this role sends."""
        return {self.session_cookie: self.sessions[role]}


class Stand:
    """Everything that a run measures on."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.folder = Path(tempfile.mkdtemp(prefix="ros-bench-"))
        self.folder.chmod(0o755)  # an unprivileged PostgreSQL must get to its data
        self.postgres = Postgres(self.folder / "postgres", log=self.folder / "postgres.log")
        self.valkey = Valkey(log=self.folder / "valkey.log")
        self.portal = WebServer("portal", "ros_portal.wsgi", self.folder, self.environment(DATABASE))
        self.small = WebServer("small", "ros_portal.wsgi", self.folder, self.environment(SMALL_DATABASE))
        floor = {**self.environment(FLOOR_DATABASE), "DJANGO_SETTINGS_MODULE": "bench.floor.settings"}
        self.floor = WebServer("floor", "bench.floor.wsgi", self.folder, floor)
        self.floor.session_cookie = "sessionid"

    def environment(self, database: str) -> dict[str, str]:
        """Settings as in production, for the portal on this database."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "ros_portal.settings",
            "SECRET_KEY": "only-on-this-machine-for-the-bench-9vK2Qz7LmR4tXw8bYc3NfHs6JgDp",
            "ALLOWED_HOSTS": HOST_NAME,
            "PORTAL_URL": f"https://{HOST_NAME}",
            "DATABASE_URL": self.postgres.url(database),
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": "smtp://127.0.0.1:1",
        }

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start(self) -> None:
        self.postgres.start()
        self.valkey.start()
        say(f"Loading {self.size} contributions, {SMALL} contributions, and the floor")
        self._python(DATABASE, "manage.py", "migrate", "--verbosity", "0")
        self._python(DATABASE, "manage.py", "createcachetable")
        with psycopg.connect(self.postgres.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {SMALL_DATABASE} TEMPLATE {DATABASE}")
            connection.execute(f"CREATE DATABASE {FLOOR_DATABASE}")
        for portal, database, size in ((self.portal, DATABASE, self.size), (self.small, SMALL_DATABASE, SMALL)):
            loaded = json.loads(self._python(database, "-m", "bench.data", str(size)))
            portal.sessions, portal.cited = loaded["sessions"], loaded["cited"]
        self.floor.sessions = {"member": self._python(FLOOR_DATABASE, "-m", "bench.floor.fill", str(self.size))}
        for server in (self.portal, self.small, self.floor):
            server.start()

    def _python(self, database: str, *command: str) -> str:
        made = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment(database), capture_output=True, text=True
        )
        if made.returncode:
            raise ServerError(f"`{' '.join(command)}` failed: {made.stderr.strip()[-2000:]}")
        return made.stdout.strip()

    def stop(self) -> None:
        for server in (self.floor, self.small, self.portal):
            server.child.stop()
        self.valkey.stop()
        self.postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def say(sentence: str) -> None:
    print(sentence, flush=True)
