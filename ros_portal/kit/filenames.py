"""Names of files: readable for people, and harmless for every system on which they are kept."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, count

LONGEST_NAME = 120
LONGEST_NAME_BYTES = 240  # below what Linux and Windows can store
LONGEST_PART = 80
DEEPEST = 4  # folders and file together
NOT_IN_A_NAME = re.compile(r'[<>:"|?*\x00-\x1f]')
SEPARATORS = re.compile(r"[/\\]")
EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
NOT_ASCII_SAFE = re.compile(r"[^A-Za-z0-9._]+")
#: Names that Windows keeps for devices, whatever stands after the point.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)


def clean_filename(name: str, extension: str) -> str:
    """The name under which a person finds a file again, with the extension that fits what is in it.

    Without path, without control and direction characters, in NFC, at most 120 characters. `extension` is ours
    (such as "pdf"): whatever extension the name came with is replaced.
    """
    name = unicodedata.normalize("NFC", SEPARATORS.split(name)[-1])
    name = "".join(_printed(character) for character in name)
    stem = _bare(EXTENSION.sub("", _trimmed(name)), extension)
    if DEVICES.match(stem):
        stem = f"bestand {stem}"
    stem = stem[: LONGEST_NAME - len(extension) - 1]
    while len(f"{stem}.{extension}".encode()) > LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return f"{_bare(stem, extension) or 'bestand'}.{extension}"


def ascii_path(name: str) -> str:
    """A relative path of plain letters, digits, `.`, `_`, `-` and `/`, that never leads upwards or hides.

    For inside archives, where half the programs that unpack guess the encoding of a name.
    """
    parts = [part for part in map(_ascii_part, SEPARATORS.split(name)) if part] or ["bestand"]
    return "/".join(parts[: DEEPEST - 1] + parts[DEEPEST - 1 :][-1:])


def variants(path: str) -> Iterator[str]:
    """The path itself, and then the same with -2, -3 and so on before its extension."""
    folder, slash, name = path.rpartition("/")
    stem, point, extension = name.rpartition(".")
    if not stem:
        stem, point, extension = name, "", ""
    numbered = (f"{folder}{slash}{stem}-{number}{point}{extension}" for number in count(2))
    return chain([path], numbered)


def _printed(character: str) -> str:
    if NOT_IN_A_NAME.match(character) or unicodedata.category(character) in {"Zl", "Zp"}:
        return " " if character.isspace() else "-"
    return "" if unicodedata.category(character).startswith("C") else character


def _bare(stem: str, extension: str) -> str:
    """Without the extension that it gets, so that no name ends in .pdf.pdf."""
    stem = _trimmed(stem)
    while stem.lower().endswith(f".{extension}"):
        stem = _trimmed(stem[: -len(extension) - 1])
    return stem


def _trimmed(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).strip(" .-")


def _ascii_part(part: str) -> str:
    part = unicodedata.normalize("NFKD", part)
    part = "".join(character for character in part if not unicodedata.combining(character))
    part = NOT_ASCII_SAFE.sub("-", part).replace("-.", ".").strip(".-")
    if DEVICES.match(part):
        part = f"bestand-{part}"
    if len(part) <= LONGEST_PART:
        return part
    found = EXTENSION.search(part)
    extension = found.group() if found else ""
    return part[: LONGEST_PART - len(extension)].strip(".-") + extension
