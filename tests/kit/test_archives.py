"""A ZIP with a manifest: anybody can check it, and the same input gives the same bytes."""

import hashlib
import json
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ros_portal.kit.archives import Entry, write_archive

MADE_AT = datetime(2026, 2, 12, 22, 59, tzinfo=UTC)
ENTRIES = [
    Entry("inbreng/Één stuk.pdf", "application/pdf", b"%PDF-"),
    Entry("inbreng/een-stuk.PDF", "application/pdf", b"another"),
    Entry("../../manifest.json", "application/json", b"{}"),
    Entry("inbreng", "text/plain", b"a file where a folder is"),
    Entry("a", "text/plain", b"1"),
    Entry("a/b", "text/plain", b"a folder where a file is"),
    Entry("🏡", "text/plain", b"3"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dossier.zip"


def write(path: Path, entries: list[Entry] | Iterator[Entry]) -> None:
    write_archive(path, entries, title="Dossier Losser", made_at=MADE_AT)


def test_the_check_sums_hold_for_the_usual_program(path: Path, tmp_path: Path) -> None:
    write(path, ENTRIES)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")

    checked = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True)

    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(b": OK") == len(ENTRIES) + 1


def test_the_manifest_tells_what_is_in_it(path: Path) -> None:
    write(path, ENTRIES)

    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert [file["name"] for file in manifest["files"]] == [
            "inbreng/Een-stuk.pdf",
            "inbreng/een-stuk-2.PDF",
            "manifest-2.json",
            "inbreng-2",
            "a",
            "a-b",
            "bestand",
        ]
        for file, entry in zip(manifest["files"], ENTRIES, strict=True):
            content = archive.read(file["name"])
            assert content == entry.content
            assert file["sha256"] == hashlib.sha256(content).hexdigest()
            assert (file["bytes"], file["media_type"]) == (len(content), entry.media_type)
    assert manifest["title"] == "Dossier Losser"
    assert manifest["made_at"] == "2026-02-12T22:59:00+00:00"


def test_the_same_entries_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"

    write(path, ENTRIES)
    write(other, ENTRIES)

    assert path.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 2, 12, 23, 59, 0)}


def test_large_files_pass_through_in_pieces(path: Path, tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(bytes(20 * 1024**2))
    pieces = (bytes(64 * 1024) for _ in range(320))
    told: list[int] = []
    tracemalloc.start()

    packed = write_archive(
        path,
        [Entry("a.bin", "application/octet-stream", large), Entry("b.bin", "application/octet-stream", pieces)],
        title="Groot",
        made_at=MADE_AT,
        tell=told.append,
    )

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [one.bytes for one in packed] == [20 * 1024**2] * 2
    assert packed[0].sha256 == packed[1].sha256
    assert told == [1, 2]
    assert peak < 3 * 1024**2


def test_an_error_halfway_leaves_no_archive(path: Path) -> None:
    def entries() -> Iterator[Entry]:
        yield ENTRIES[0]
        raise RuntimeError("The database went away.")

    with pytest.raises(RuntimeError):
        write(path, entries())

    assert list(path.parent.iterdir()) == []
