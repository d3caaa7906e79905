"""Run the whole portal on this machine: `make run`.

Starts the servers that are not given (DATABASE_URL, REDIS_URL, EMAIL_URL), prepares the database, then starts the
web server, the Celery worker and beat, and stops all of it in reverse order at Ctrl-C.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Protocol

from .mailsink import MailSink
from .processes import Child, ServerError, require_free
from .servers import Postgres, Valkey

ROOT = Path(__file__).resolve().parents[2]
#: Everything that a run makes; tests choose a place of their own.
VAR = Path(os.environ.get("VAR_FOLDER", ROOT / "var")).resolve()
LOGS = VAR / "log"
HOST = "127.0.0.1"
USUAL_PORT = 8000
LARGEST_LOG = 10_000_000
#: A part that dies is started again this often within a minute; after that all of it stops.
RESTARTS_PER_MINUTE = 3
WAIT_FOR_STOP = 9.0


class Server(Protocol):
    @property
    def child(self) -> Child: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


class Portal:
    """All processes of the portal, in the order in which they were started."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.port = read_port(environment)
        self.environment = {
            "DEMO": "1",
            "PORTAL_URL": self.url,
            **environment,
            "DJANGO_SETTINGS_MODULE": "ros_portal.settings",
            "PYTHONUNBUFFERED": "1",
        }
        self.parts: list[Server | Child] = []
        self.restarts: list[float] = []
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        require_free(HOST, self.port)
        self.environment.setdefault("SECRET_KEY", kept_secret(VAR / "secret_key"))
        say("Starting the database, the queue and the mail sink")
        self._start_servers()
        self._prepare_database()
        say("Starting the web server, the Celery worker and Celery beat")
        web, *others = self._own_processes()
        for process in (web, *others):
            process.start()
            self.parts.append(process)
        web.wait_until(self._answers, "answer", timeout=60)

    def watch(self) -> None:
        """Start again what dies, until we are told to stop."""
        while not self.stopping.wait(0.5):
            for part in self.parts:
                child = child_of(part)
                if not child.is_running and not self.stopping.is_set():
                    self._start_again(part, child)

    def stop(self) -> None:
        """Stop in reverse order; what did not stop by itself in time is killed."""
        deadline = time.monotonic() + WAIT_FOR_STOP
        own = [part for part in self.parts if isinstance(part, Child)]
        for process in reversed(own):
            process.ask_to_stop()
        for part in reversed(self.parts):
            child_of(part).grace = max(0.5, deadline - time.monotonic() - 1)
            part.stop()

    def _start_servers(self) -> None:
        if "DATABASE_URL" not in self.environment:
            postgres = Postgres(VAR / "postgres", log=LOGS / "postgres.log")
            self._add(postgres)
            self.environment["DATABASE_URL"] = postgres.url()
        if "REDIS_URL" not in self.environment:
            valkey = Valkey(folder=VAR / "valkey", log=LOGS / "valkey.log")
            self._add(valkey)
            self.environment["REDIS_URL"] = valkey.url
        if "EMAIL_URL" not in self.environment:
            sink = MailSink(VAR / "mail", log=LOGS / "mailsink.log")
            self._add(sink)
            self.environment["EMAIL_URL"] = sink.url
            self.environment["MAIL_FOLDER"] = str(sink.folder)

    def _add(self, server: Server) -> None:
        server.start()
        self.parts.append(server)

    def _prepare_database(self) -> None:
        say("Preparing the database (the first time: with the example region)")
        self._manage("migrate", "--noinput")
        self._manage("createcachetable")
        if self.environment["DEMO"] == "1":
            self._manage("load_example_region")

    def _manage(self, *command: str) -> None:
        made = subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        while True:
            try:
                output, _ = made.communicate(timeout=0.2)
                break
            except subprocess.TimeoutExpired:
                if self.stopping.is_set():
                    made.kill()
                    raise KeyboardInterrupt from None
        with (LOGS / "manage.log").open("ab") as log:
            log.write(output)
        if made.returncode:
            last = (output.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1]
            raise ServerError(f"`manage.py {command[0]}` failed: {last} (log: {LOGS / 'manage.log'})")

    def _own_processes(self) -> list[Child]:
        python = [sys.executable, "-m"]
        celery = [*python, "celery", "-A", "ros_portal"]
        schedule = VAR / "celerybeat-schedule"
        for old in VAR.glob(f"{schedule.name}*"):
            old.unlink()
        web = [*python, "gunicorn", "ros_portal.wsgi", "--bind", f"{HOST}:{self.port}", "--workers", "2"]
        web += ["--worker-class", "gthread", "--threads", "4", "--graceful-timeout", "5", "--access-logfile", "-"]
        worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        beat = [*celery, "beat", "--loglevel", "INFO", "--schedule", str(schedule), "--pidfile", ""]
        return [
            Child("The web server", web, log=LOGS / "web.log", env=self.environment, cwd=ROOT),
            Child("The Celery worker", worker, log=LOGS / "worker.log", env=self.environment, cwd=ROOT),
            Child("Celery beat", beat, log=LOGS / "beat.log", env=self.environment, cwd=ROOT),
        ]

    def _answers(self) -> bool:
        if self.stopping.is_set():
            raise KeyboardInterrupt
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.request("GET", "/gezond/live")
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def _start_again(self, part: Server | Child, child: Child) -> None:
        now = time.monotonic()
        self.restarts = [moment for moment in self.restarts if now - moment < 60]
        if len(self.restarts) >= RESTARTS_PER_MINUTE:
            raise ServerError(f"{child.name} keeps stopping (exit code {child.exit_code}): {child.last_words()}")
        self.restarts.append(now)
        say(f"{child.name} stopped unexpectedly (exit code {child.exit_code}); it is started again.")
        child.kill()
        part.start()


def child_of(part: Server | Child) -> Child:
    return part if isinstance(part, Child) else part.child


def read_port(environment: Mapping[str, str]) -> int:
    text = environment.get("PORT", str(USUAL_PORT))
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ServerError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def kept_secret(path: Path) -> str:
    """A secret made at the first start and kept, so that people stay signed in over a restart."""
    if not path.is_file():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


def say(sentence: str) -> None:
    print(sentence, flush=True)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Refuse a second run on the same data."""
    with (VAR / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerError(f"The portal already runs from {ROOT}; stop that one first.") from None
        yield


def make_folders() -> None:
    """Make var/ and cut logs that have grown too large."""
    try:
        LOGS.mkdir(parents=True, exist_ok=True)
        for log in LOGS.glob("*.log"):
            if log.stat().st_size > LARGEST_LOG:
                log.replace(log.with_suffix(".log.old"))
        for folder in (VAR, LOGS):
            tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise ServerError(f"The folder {VAR} cannot be written: {error.strerror}.") from None


def print_welcome(portal: Portal) -> None:
    say(f"\nThe portal is ready: {portal.url}")
    if portal.environment["DEMO"] == "1":
        accounts = subprocess.run(
            [sys.executable, "manage.py", "example_accounts"], cwd=ROOT, env=portal.environment, capture_output=True
        )
        say(accounts.stdout.decode(errors="replace").rstrip())
    say(f"Logs are in {LOGS}. Ctrl-C stops the portal.")


def run(portal: Portal) -> int:
    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        portal.stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    try:
        portal.start()
        print_welcome(portal)
        portal.watch()
    except KeyboardInterrupt:
        pass
    finally:
        if portal.parts:
            say("Stopping the portal")
        portal.stop()
    return 0


def main() -> int:
    try:
        make_folders()
        with only_one():
            return run(Portal(os.environ))
    except ServerError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"The portal cannot run: {error.strerror} ({error.filename}).", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
