"""`make run`: it says in one sentence why it cannot start, and it takes everything along when it stops."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.local.processes import free_port
from deploy.local.run import Portal
from tests.servers import lives

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "PORTAL_URL", "TESTING", "SECRET_KEY")


class Run:
    """One `make run` in a folder of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.port = free_port()
        clean = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deploy.local.run"],
            cwd=ROOT,
            env={**clean, "VAR_FOLDER": str(folder), "PORT": str(self.port), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_ready(self) -> list[str]:
        """What it printed until it was ready."""
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if "Ctrl-C stops" in line:
                return lines
        raise AssertionError("".join(lines))

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def processor_time(self) -> float:
        """Seconds of work until now, of itself and of all that it started."""
        spent = [process.cpu_times() for process in (psutil.Process(self.process.pid), *self.children())]
        return float(sum(part for times in spent for part in times[:4]))

    def end(self) -> tuple[int, str]:
        output, _ = self.process.communicate(timeout=60)
        return self.process.returncode, output


@pytest.fixture
def folder() -> Iterator[Path]:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="ros-run-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def started() -> Iterator[list[Run]]:
    runs: list[Run] = []
    yield runs
    for run in runs:
        with contextlib.suppress(ProcessLookupError):
            run.process.kill()
        run.process.communicate()


def assert_one_sentence(run: Run, words: str) -> None:
    code, output = run.end()
    lines = [
        line for line in output.splitlines() if line and not line.startswith(("Starting", "Preparing", "Stopping"))
    ]
    assert code == 1
    assert len(lines) == 1, output
    assert words in lines[0]


def test_a_port_in_use_is_one_sentence(folder: Path, started: list[Run]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = Run(folder, PORT=str(taken.getsockname()[1]))
        started.append(run)

        assert_one_sentence(run, "is in use")


def test_a_port_that_is_no_number_is_one_sentence(folder: Path, started: list[Run]) -> None:
    run = Run(folder, PORT="acht")
    started.append(run)

    assert_one_sentence(run, "PORT must be a number")


def test_a_broken_database_folder_is_one_sentence(folder: Path, started: list[Run]) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "something").write_text("else")
    if os.geteuid() == 0:
        import pwd

        os.chown(folder / "postgres", pwd.getpwnam("nobody").pw_uid, -1)
    run = Run(folder)
    started.append(run)

    assert_one_sentence(run, "is broken; move it away")


def test_a_file_where_the_folder_should_be_is_one_sentence(folder: Path, started: list[Run]) -> None:
    (folder / "file").write_text("not a folder")
    run = Run(folder / "file")
    started.append(run)

    assert_one_sentence(run, "file cannot be written")


def test_servers_that_are_given_are_used_and_none_is_started(folder: Path) -> None:
    given = {"DATABASE_URL": "postgresql:///ours", "REDIS_URL": "redis://ours", "EMAIL_URL": "smtp://ours"}
    portal = Portal({**given, "PORT": str(free_port())})

    portal._start_servers()

    assert portal.parts == []
    assert given.items() <= portal.environment.items()


def test_a_database_that_does_not_answer_is_one_sentence(folder: Path, started: list[Run]) -> None:
    run = Run(folder, DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    started.append(run)

    assert_one_sentence(run, "`manage.py migrate` failed")


def test_the_portal_runs_once_restarts_its_parts_outlives_a_kill_and_stops_clean(
    folder: Path, started: list[Run]
) -> None:
    """One long story, because each start costs seconds.

    A second start takes at most 15 seconds of processor time: other tests run beside it, so the clock says little.
    """
    first = Run(folder)
    started.append(first)
    welcome = "".join(first.wait_ready())
    assert f"http://127.0.0.1:{first.port}" in welcome
    assert "example accounts" in welcome
    assert lives(first.port)

    second = Run(folder)
    started.append(second)
    assert_one_sentence(second, "already runs")

    kill_one(first, "deploy.local.mailsink")
    assert first.process.stdout is not None
    assert "mail sink stopped unexpectedly" in first.process.stdout.readline()

    children = first.children()
    first.process.kill()
    assert_gone(children)

    again = Run(folder)
    started.append(again)
    again.wait_ready()
    assert again.processor_time() < 15
    assert lives(again.port)

    children = again.children()
    asked = time.monotonic()
    again.process.send_signal(signal.SIGINT)
    assert again.end()[0] == 0
    assert time.monotonic() - asked < 15
    assert_gone(children)


def kill_one(run: Run, words: str) -> None:
    (found,) = [child for child in run.children() if words in " ".join(child.cmdline())]
    found.kill()


def assert_gone(children: list[psutil.Process]) -> None:
    assert len(children) > 6
    _, alive = psutil.wait_procs(children, timeout=15)
    assert alive == []
