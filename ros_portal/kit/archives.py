"""One ZIP with all that belongs together, and a manifest by which anybody can check that nothing changed."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from .filenames import ascii_path, variants
from .files import whole_file

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
CHUNK = 64 * 1024
FILE_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that goes into the archive; a path is read, and an iterator asked, when its turn comes."""

    name: str
    media_type: str
    content: bytes | Path | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Packed:
    """What the manifest says of a file in the archive."""

    name: str
    bytes: int
    sha256: str
    media_type: str


def write_archive(
    path: Path,
    entries: Iterable[Entry],
    *,
    title: str,
    made_at: datetime,
    tell: Callable[[int], None] = lambda done: None,
) -> list[Packed]:
    """Pack the entries into a new ZIP at `path`, with `manifest.json` and, for `sha256sum -c`, `SHA256SUMS`.

    Names become plain, unique and harmless. The same entries and the same `made_at` give the same bytes. Memory does
    not grow with the size of the files. `tell` hears after each entry how many are done.
    """
    packed: list[Packed] = []
    names = _Names()
    with whole_file(path) as unfinished, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        writer = _Writer(archive, made_at)
        for done, entry in enumerate(entries, start=1):
            packed.append(writer.add(names.free(entry.name), entry.media_type, _chunks(entry.content)))
            tell(done)
        manifest = {
            "title": title,
            "made_at": made_at.isoformat(timespec="seconds"),
            "files": [asdict(one) for one in packed],
        }
        text = json.dumps(manifest, ensure_ascii=True, indent=2) + "\n"
        about = writer.add(MANIFEST, "application/json", [text.encode()])
        sums = "".join(f"{one.sha256}  {one.name}\n" for one in [*packed, about])
        writer.add(SUMS, "text/plain", [sums.encode()])
    return packed


class _Writer:
    """Writes entries and counts what it wrote."""

    def __init__(self, archive: zipfile.ZipFile, made_at: datetime) -> None:
        self.archive = archive
        self.date_time = timezone.localtime(made_at).timetuple()[:6]

    def add(self, name: str, media_type: str, chunks: Iterable[bytes]) -> Packed:
        info = zipfile.ZipInfo(name, self.date_time)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.create_system = 3  # Unix, on whatever machine it is made
        info.external_attr = FILE_MODE << 16
        digest, size = hashlib.sha256(), 0
        with self.archive.open(info, "w") as target:
            for chunk in chunks:
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        return Packed(name, size, digest.hexdigest(), media_type)


class _Names:
    """The names in use, compared as a file system that does not tell capitals apart would."""

    def __init__(self) -> None:
        self.files = {MANIFEST.casefold(), SUMS.casefold()}
        self.folders: set[str] = set()

    def free(self, wanted: str) -> str:
        path = ascii_path(wanted)
        if not self.files.isdisjoint(_folders(path)):
            path = path.replace("/", "-")  # a file stands where this one needs a folder
        name = next(name for name in variants(path) if self._is_free(name.casefold()))
        self.files.add(name.casefold())
        self.folders.update(_folders(name))
        return name

    def _is_free(self, name: str) -> bool:
        return name not in self.files and name not in self.folders


def _folders(path: str) -> list[str]:
    parts = path.casefold().split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def _chunks(content: bytes | Path | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif isinstance(content, Path):
        with content.open("rb") as source:
            while chunk := source.read(CHUNK):
                yield chunk
    else:
        yield from content
