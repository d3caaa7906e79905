"""PDFs that people send: looked through for what acts by itself, without a reader that could be attacked.

This finds what is cheap to see, in the plain parts and in compressed object streams. It is no virus scanner.
"""

import re
import zlib

from django.core.exceptions import ValidationError

HEADER = re.compile(rb"%PDF-[12]\.\d")
END_WITHIN = 2_048  # bytes; a mail gateway may have added to the end
PIECE = 16 * 1024  # at most a thousand times as large unpacked
MOST_UNPACKED = 64 * 1024**2
DICTIONARY_WITHIN = 4_096
#: Name in the PDF → what to say. Only long names: a short one also occurs by chance in a compressed picture.
REFUSED = {
    "Encrypt": "Deze PDF heeft een wachtwoord of is beveiligd. Bewaar de PDF zonder beveiliging.",
    "JavaScript": "In deze PDF zit een programma (JavaScript).",
    "Launch": "Deze PDF kan een programma starten.",
    "EmbeddedFile": "In deze PDF zit een ander bestand. Stuur dat bestand apart.",
    "EmbeddedFiles": "In deze PDF zit een ander bestand. Stuur dat bestand apart.",
    "RichMedia": "In deze PDF zit een film of geluid.",
}
PRINT_AGAIN = "Maak er een gewone PDF van: open het bestand, kies Afdrukken en dan 'Opslaan als PDF'."


def _spelled(name: str) -> str:
    """A pattern for the name in which each letter may be written as #xx (ISO 32000-1, 7.3.5)."""
    return "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)


def _names(*names: str) -> re.Pattern[bytes]:
    ends = r"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z)"
    return re.compile(f"/(?:{'|'.join(f'({_spelled(name)})' for name in names)}){ends}".encode())


NAMES = _names(*REFUSED)
OBJECT_STREAM = _names("ObjStm")
STREAM = re.compile(rb"stream\r?\n")


def require_harmless_pdf(data: bytes) -> None:
    """Refuse what is no whole PDF, what is locked, and what can run, start or carry something else."""
    if not HEADER.match(data) or b"%%EOF" not in data[-END_WITHIN:] or b"startxref" not in data[-END_WITHIN:]:
        raise _broken()
    _refuse_names(data)
    _look_into_object_streams(data)


def _refuse_names(data: bytes) -> None:
    if found := NAMES.search(data):
        reason = list(REFUSED.values())[(found.lastindex or 1) - 1]
        raise ValidationError(f"{reason} {PRINT_AGAIN}", code="active_content")


def _look_into_object_streams(data: bytes) -> None:
    """Unpack the streams that hold objects, each once and all together within bounds, and look there too."""
    room, place = MOST_UNPACKED, 0
    while found := OBJECT_STREAM.search(data, place):
        begin = STREAM.search(data, found.end(), found.end() + DICTIONARY_WITHIN)
        if begin is None:
            place = found.end()
            continue
        place = data.find(b"endstream", begin.end())
        place = len(data) if place < 0 else place
        unpacked = _unpacked(data[begin.end() : place], room)
        room -= len(unpacked)
        if room < 0:
            raise ValidationError(f"Deze PDF is uitgepakt te groot. {PRINT_AGAIN}", code="too_large_unpacked")
        _refuse_names(unpacked)


def _unpacked(packed: bytes, room: int) -> bytes:
    """What was compressed, at most a little more than `room`; nothing when it was not, for that was looked at in place.

    Readers forgive a wrong check sum, so it is not looked at. A stream of which nothing can be made out is refused.
    """
    if not _is_zlib(packed):
        if packed and not packed[:1].isspace() and not packed[:1].isdigit():
            raise _broken()
        return b""
    parts, size, inflater = [], 0, zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(2, len(packed), PIECE):
            parts.append(inflater.decompress(packed[start : start + PIECE]))
            size += len(parts[-1])
            if size > room or inflater.eof:
                break
    except zlib.error as error:
        raise _broken() from error
    return b"".join(parts)


def _is_zlib(packed: bytes) -> bool:
    """Whether the first two bytes are those of zlib (RFC 1950, 2.2)."""
    return len(packed) > 2 and packed[0] & 0x0F == zlib.DEFLATED and int.from_bytes(packed[:2], "big") % 31 == 0


def _broken() -> ValidationError:
    return ValidationError(f"Deze PDF is niet heel of niet echt een PDF. {PRINT_AGAIN}", code="broken")
