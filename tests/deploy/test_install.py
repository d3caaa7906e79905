"""Installing: what is there is left alone, and what cannot be done is said in one sentence."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import install


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "log" / "install.log"
    path.parent.mkdir()
    monkeypatch.setattr(install, "LOG", path)
    return path


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which commands are looked for: without apt-get, sudo and Node.js."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def write_command(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(stat.S_IRWXU)


def test_who_may_not_install_a_missing_library_reads_the_command_for_it(commands: Path) -> None:
    wanted = {"libpresent0": lambda: True, "libmissing0": lambda: False, "fonts-missing": lambda: False}

    with pytest.raises(install.SetupError) as refused:
        install.install_system_packages(wanted)

    command = "sudo apt-get update && sudo apt-get install -y --no-install-recommends libmissing0 fonts-missing"
    assert str(refused.value).endswith(f"Install them with: {command}")
    assert "\n" not in str(refused.value)


def test_where_no_library_is_missing_nobody_needs_to_be_administrator(commands: Path) -> None:
    install.install_system_packages({"libpresent0": lambda: True})


def test_a_library_is_there_when_it_can_be_loaded() -> None:
    assert install.has_library("libc.so.6")()
    assert not install.has_library("libnosuchthing.so.0")()


def test_a_failed_command_is_its_last_words_and_a_sentence_that_says_where_to_read_on(log: Path) -> None:
    with pytest.raises(install.SetupError) as refused:
        install.run(["sh", "-c", "seq 20; exit 3"], "The numbers cannot be made.")

    assert str(refused.value).splitlines() == [
        *(f"  {number}" for number in range(16, 21)),
        f"The numbers cannot be made. The whole output is in {log}.",
    ]


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("where a folder should be")
    monkeypatch.setattr(install, "LOG", tmp_path / "file" / "install.log")
    monkeypatch.setattr(sys, "argv", ["install.py", "demo"])

    code = install.main()

    (sentence,) = capsys.readouterr().err.splitlines()
    assert code == 1
    assert sentence.startswith("The portal cannot be installed: ")
    assert str(tmp_path / "file") in sentence


@pytest.mark.parametrize(
    ("answer", "version"),
    [("echo v22.3.0", 22), ("echo v8.0.1", 8), ("echo something else", 0), ("exit 1", 0), (None, 0)],
)
def test_a_machine_without_a_usable_node_js_gets_the_one_from_the_wheel(
    answer: str | None, version: int, commands: Path
) -> None:
    if answer is not None:
        write_command(commands, "node", answer)

    assert install.node_version("node") == version


def test_a_step_is_done_again_when_a_file_that_it_depends_on_changes(tmp_path: Path) -> None:
    lock = install.ROOT / "requirements" / "demo.txt"
    stamp = tmp_path / ".installed"
    stamp.write_text(install.digest([lock]))

    assert install.is_done(stamp, install.digest([lock]))
    assert not install.is_done(stamp, install.digest([lock], "something more"))
    assert not install.is_done(tmp_path / "none", install.digest([lock]))


def test_an_installed_portal_is_left_alone() -> None:
    made = subprocess.run([sys.executable, "deploy/local/install.py", "css"], cwd=install.ROOT, capture_output=True)

    assert (made.returncode, made.stdout, made.stderr) == (0, b"", b"")
