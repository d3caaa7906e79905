"""Processes that die with their parent, and the few things that starting servers needs."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


class ServerError(Exception):
    """A server cannot be used; the message is one sentence that says why."""


class Child:
    """A process in a group of its own, so that Ctrl-C reaches only us and the order of stopping stays ours.

    The kernel sends it `stop_signal` when we die by whatever means; a `kill -9` leaves nothing behind.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        grace: float = 8.0,
    ) -> None:
        self.name = name
        self.command = [str(part) for part in command]
        self.log = log
        self.env = env
        self.cwd = cwd
        self.user = user
        self.stop_signal = stop_signal
        self.grace = grace
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise ServerError(f"{self.name} was not started.")
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        return None if self._process is None else self._process.poll()

    def start(self, feed: bytes = b"") -> None:
        """Start it, with `feed` as its whole standard input."""
        if self.is_running:
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        parent = os.getpid()
        stop_signal = self.stop_signal

        def die_with_parent() -> None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(stop_signal))
            if os.getppid() != parent:  # it died before the line above
                os._exit(1)

        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=None if self.env is None else dict(self.env),
                cwd=self.cwd,
                user=self.user,
                group=None if self.user is None else group_of(self.user),
                extra_groups=None if self.user is None else [],
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 (we start processes from one thread, and it only calls prctl)
            )
        if self._process.stdin is not None:
            with self._process.stdin as stdin:
                stdin.write(feed)

    def stop(self) -> None:
        """Ask it to stop, wait `grace` seconds, then kill what is left of its group."""
        self.ask_to_stop()
        self.wait_stopped()

    def ask_to_stop(self) -> None:
        if self.is_running:
            os.kill(self.pid, self.stop_signal)

    def wait_stopped(self) -> None:
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self.grace)
        self.kill()

    def kill(self) -> None:
        """Kill the whole group at once, as a power cut would."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def wait_until(self, ready: Callable[[], bool], what: str, timeout: float = 30.0) -> None:
        """Wait until `ready`; when the process ends first or the time is up, say so with the log's last words."""
        deadline = time.monotonic() + timeout
        while not ready():
            if not self.is_running:
                raise ServerError(f"{self.name} stopped while starting: {self.last_words()}")
            if time.monotonic() > deadline:
                raise ServerError(f"{self.name} did not {what} within {timeout:.0f} seconds; see {self.log}.")
            time.sleep(0.05)

    def last_words(self) -> str:
        """The last line of the log that reads like a reason."""
        lines = tail(self.log)
        marks = ("FATAL", "PANIC", "Error", "ERROR", "Fatal", "Failed")
        reasons = [line for line in lines if any(mark in line for mark in marks)]
        last = (reasons or lines or ["it gave no reason"])[-1].strip()
        return f"{last} (log: {self.log})"


def tail(path: Path, size: int = 8192) -> list[str]:
    """The last lines of a file that may not exist."""
    if not path.is_file():
        return []
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - size))
        return file.read().decode(errors="replace").strip().splitlines()


def group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def free_port() -> int:
    """A TCP port on this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(host: str, port: int) -> bool:
    """Whether somebody accepts a connection there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def require_free(host: str, port: int) -> None:
    """Refuse a port on which no server could listen; one that only waits for its last packets counts as free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise ServerError(f"Port {port} is for administrators; choose another: PORT=8001 make run.") from None
        except OSError:
            raise ServerError(
                f"Port {port} is in use; stop what runs there, or choose another: PORT=8001 make run."
            ) from None
