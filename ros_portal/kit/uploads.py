"""Files that people send: judged by what is in them, never by their name or by what the browser says they are.

Nothing is decoded, rendered or unpacked to disk here. What cannot be recognised is refused, with a sentence that says
what to do instead.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.core.exceptions import ValidationError

from .pictures import require_harmless_picture
from .portable_documents import require_harmless_pdf
from .zipped_documents import require_harmless_docx, require_harmless_odt

MOST_BYTES = 20 * 1024**2

Source = IO[bytes] | Path  # an UploadedFile is the first


@dataclass(frozen=True, slots=True)
class Inspected:
    """What an accepted file is: `extension` without its point, `size` in bytes, `sha256` in hexadecimal."""

    media_type: str
    extension: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is accepted, and what makes sure that it is one without harm in it."""

    media_type: str
    extension: str
    require_harmless: Callable[[bytes], None]


PDF = FileKind("application/pdf", "pdf", require_harmless_pdf)
DOCX = FileKind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", require_harmless_docx
)
ODT = FileKind("application/vnd.oasis.opendocument.text", "odt", require_harmless_odt)
PNG = FileKind("image/png", "png", lambda data: require_harmless_picture(data, "PNG"))
JPEG = FileKind("image/jpeg", "jpg", lambda data: require_harmless_picture(data, "JPEG"))

ACCEPTED = "Wij nemen PDF, Word (.docx), OpenDocument (.odt), PNG en JPEG aan."
#: How a file of a kind that we do not take begins → what its sender can do.
ADVICE: tuple[tuple[int, bytes, str], ...] = (
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "Dit is een oud Office-bestand, of er zit een wachtwoord op. Bewaar het zonder wachtwoord als .docx of PDF.",
    ),
    (4, b"ftyp", "Dit is een film of een foto die wij niet kunnen lezen. Bewaar een foto eerst als JPEG."),
    (0, b"GIF8", "Dit is een GIF-afbeelding. Bewaar de afbeelding eerst als PNG."),
    (0, b"RIFF", "Dit is een afbeelding of geluid dat wij niet kunnen lezen. Bewaar een afbeelding eerst als PNG."),
    (0, b"{\\rtf", "Dit is een RTF-bestand. Bewaar het eerst als .docx of PDF."),
    (0, b"PK", "Dit is een ZIP-bestand of een ander soort document. Bewaar een tekst als .docx, .odt of PDF."),
)


def inspect(file: Source, *, most_bytes: int = MOST_BYTES) -> Inspected:
    """What the file is, by its content; raises ValidationError, in Dutch, when it is not one that we take.

    Reads at most `most_bytes` and one more, and leaves an open file at its beginning.
    """
    data = _read(file, most_bytes)
    kind = _kind(data)
    if kind is None:
        raise ValidationError(_advice(data), code="unknown_type")
    kind.require_harmless(data)
    return Inspected(kind.media_type, kind.extension, len(data), hashlib.sha256(data).hexdigest())


def _read(file: Source, most_bytes: int) -> bytes:
    if isinstance(file, Path):
        with file.open("rb") as opened:
            data = opened.read(most_bytes + 1)
    else:
        file.seek(0)
        data = file.read(most_bytes + 1)
        file.seek(0)
    if not data:
        raise ValidationError("Het bestand is leeg. Kies een ander bestand.", code="empty")
    if len(data) > most_bytes:
        raise ValidationError(
            "Het bestand is te groot. Een bestand mag %(limit)s zijn. Maak het kleiner of verdeel het.",
            code="too_large",
            params={"limit": _amount(most_bytes)},
        )
    return data


def _kind(data: bytes) -> FileKind | None:
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"PK\x03\x04"):
        if data[30:].startswith(b"mimetype" + ODT.media_type.encode()):  # ODF 1.3 part 2, 3.3: first and stored
            return ODT
        return DOCX if b"[Content_Types].xml" in data and b"word/" in data else None
    return None


def _advice(data: bytes) -> str:
    for place, sign, advice in ADVICE:
        if data[place:].startswith(sign):
            return f"{advice} {ACCEPTED}"
    return f"Dit soort bestand kunnen wij niet aannemen. {ACCEPTED}"


def _amount(size: int) -> str:
    return f"{size // 1024**2} MB" if size >= 1024**2 else f"{size // 1024} kB"
