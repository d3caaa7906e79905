"""Install what the portal needs on this machine; run by `make`, with the standard library alone.

Each step is skipped when nothing it depends on has changed, so that a second start costs no time.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = ROOT / "var" / "log" / "install.log"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20


class SetupError(Exception):
    """One sentence that tells the reader what to do."""


def has_library(name: str) -> Callable[[], bool]:
    def probe() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return probe


def has_noto() -> bool:
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
    return any(next(folder.rglob("NotoSans-Regular.*"), None) for folder in folders if folder.is_dir())


def has_chromium() -> bool:
    return shutil.which("chromium") is not None


RUN_PACKAGES = {
    "libpango-1.0-0": has_library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": has_library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": has_library("libharfbuzz-subset.so.0"),
    "fonts-noto-core": has_noto,
}
TEST_PACKAGES = {
    **RUN_PACKAGES,
    "chromium": has_chromium,
    "libatomic1": has_library("libatomic.so.1"),  # Playwright's own Node.js asks for it
}


def say(sentence: str) -> None:
    print(sentence, flush=True)


@contextmanager
def only_one() -> Iterator[None]:
    """Let a second installation wait for the first."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with (LOG.parent / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(command: list[str], failure: str, **environment: str) -> None:
    """Run a command with its output in the log; `failure` is the sentence when it fails."""
    with LOG.open("ab") as log:
        log.write(f"$ {' '.join(command)}\n".encode())
        log.flush()
        started = log.tell()
        code = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **environment}
        ).returncode
    if code:
        with LOG.open("rb") as log:
            log.seek(started)
            last = log.read().decode(errors="replace").strip().splitlines()[-5:]
        raise SetupError("\n".join([*(f"  {line}" for line in last), f"{failure} The whole output is in {LOG}."]))


def digest(paths: Iterable[Path], *more: str) -> str:
    """One hash over the files' names and bytes."""
    result = hashlib.sha256("\n".join(more).encode())
    for path in sorted(paths):
        result.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return result.hexdigest()


def is_done(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text() == value


def install_system_packages(wanted: dict[str, Callable[[], bool]]) -> None:
    missing = [package for package, present in wanted.items() if not present()]
    if not missing:
        return
    names = " ".join(missing)
    advice = f"Install them with: sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}"
    prefix = administrator_prefix()
    if prefix is None:
        raise SetupError(f"System packages are missing, and this user may not install them. {advice}")
    say(f"Installing system packages: {names}")
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    run([*command, "update"], f"apt-get update failed. {advice}")
    run([*command, "install", "-y", "--no-install-recommends", *missing], f"apt-get install failed. {advice}")
    still = [package for package in missing if not wanted[package]()]
    if still:
        raise SetupError(f"Installed, but still not usable: {' '.join(still)}.")


def administrator_prefix() -> list[str] | None:
    """What to put before a command to run it as root, or None when that is not allowed."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def make_venv() -> None:
    if works(PYTHON):
        return
    say("Making the virtual environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    run(
        [sys.executable, "-m", "venv", str(VENV)],
        "The virtual environment cannot be made; install it with: sudo apt-get install -y python3-venv.",
    )


def works(python: Path) -> bool:
    check = f"import pip, sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return python.exists() and subprocess.run([python, "-c", check], capture_output=True).returncode == 0


def install_python_packages(level: str) -> None:
    """Install the lock of this level; the lock `dev` holds everything of `demo`."""
    if is_installed(level):
        return
    say(f"Installing Python packages (requirements/{level}.txt)")
    pip_install(level)
    put_project_on_the_path()
    (VENV / f".installed-{level}").write_text(lock_digest(level))


def is_installed(level: str) -> bool:
    enough = {level, "dev"}
    return any(is_done(VENV / f".installed-{name}", lock_digest(name)) for name in enough)


def put_project_on_the_path() -> None:
    """Let every command of the environment find our packages, from whatever folder it is called."""
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    folder = subprocess.run([PYTHON, "-c", where], capture_output=True, text=True, check=True).stdout.strip()
    (Path(folder) / "ros_portaal.pth").write_text(f"{ROOT}\n")


def lock_digest(level: str) -> str:
    return digest([ROOT / "requirements" / f"{level}.txt"])


def pip_install(level: str) -> None:
    run(
        [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
        + ["--only-binary", ":all:", "-r", f"requirements/{level}.txt"],
        "The Python packages cannot be installed; is the package index reachable?",
    )


def build_styles() -> None:
    """Install the npm packages and build the style sheets, each only when its input changed."""
    if not (ROOT / "package.json").is_file():
        return
    packages = digest([ROOT / "package.json", ROOT / "package-lock.json"])
    sources = [path for name in ("static", "templates", "ros_portal") for path in style_sources(ROOT / name)]
    wanted = digest(sources, packages)
    built = ROOT / "static" / "build"
    if is_done(built / ".built", wanted):
        return
    path = node_path()
    stamp = ROOT / "node_modules" / ".installed"
    if not is_done(stamp, packages):
        say("Installing npm packages")
        run(["npm", "ci"], "The npm packages cannot be installed; is the npm registry reachable?", PATH=path)
        stamp.write_text(packages)
    say("Building the style sheets")
    run(["npm", "run", "build"], "The style sheets cannot be built.", PATH=path)
    built.mkdir(parents=True, exist_ok=True)
    (built / ".built").write_text(wanted)


def collect_static_files() -> None:
    """Gather the static files of all apps under the names with a hash that the portal serves."""
    if not (ROOT / "manage.py").is_file() or not is_installed("demo"):
        return
    own = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    locks = list((ROOT / "requirements").glob("*.txt"))
    wanted = digest([*own, *locks])
    collected = ROOT / "var" / "static"
    if is_done(collected / ".collected", wanted):
        return
    say("Collecting the static files")
    servers = {"DATABASE_URL": "postgresql:///none", "REDIS_URL": "redis://none", "EMAIL_URL": "smtp://none"}
    run(
        [str(PYTHON), "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        "The static files cannot be collected.",
        **servers,
        SECRET_KEY="unused-while-collecting",  # noqa: S106
        TESTING="1",
    )
    (collected / ".collected").write_text(wanted)


def style_sources(folder: Path) -> list[Path]:
    """Files in which a class name may stand: what is purged depends on them."""
    endings = {".css", ".mjs", ".js", ".html", ".svg", ".py"}
    built = ROOT / "static" / "build"
    return [path for path in folder.rglob("*") if path.suffix in endings and built not in path.parents]


def node_path() -> str:
    """The PATH on which a Node.js that is new enough is found first; installs the wheel where there is none."""
    path = os.environ.get("PATH", os.defpath)
    if shutil.which("npm") and node_version("node") >= OLDEST_NODE:
        return path
    own = VENV / "bin" / "node"
    if not (own.exists() and node_version(str(own)) >= OLDEST_NODE):
        say("Installing Node.js from its wheel (requirements/node.txt)")
        pip_install("node")
    return f"{VENV / 'bin'}{os.pathsep}{path}"


def node_version(node: str) -> int:
    if shutil.which(node) is None:
        return 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    major = answer.removeprefix("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "level", choices=["demo", "dev", "css"], help="what will be done: run, develop and test, or CSS"
    )
    level = parser.parse_args().level
    started = time.monotonic()
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise SetupError("The portal needs Python 3.11 or newer.")
        with only_one():
            make_venv()
            if level != "css":
                install_system_packages(TEST_PACKAGES if level == "dev" else RUN_PACKAGES)
                install_python_packages(level)
            build_styles()
            collect_static_files()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The portal cannot be installed: {error.strerror} ({error.filename}).", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    if time.monotonic() - started > 5:
        say(f"Everything is installed ({time.monotonic() - started:.0f} s).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
