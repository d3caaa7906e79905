"""Word and OpenDocument texts that people send: ZIPs, of which each member is unpacked here, counted and thrown away.

What a ZIP says of itself is not believed. A member may unpack to more than its header tells, two members may share
their bytes, and an archive may hold archives (CWE-409); so the bytes are counted while they come.
"""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

MOST_MEMBERS = 2_000
MOST_UNPACKED = 100 * 1024**2
MOST_RATIO = 100  # times its own size, once it is unpacked to more than:
RATIO_COUNTS_FROM = 10 * 1024**2
LARGEST_INSIDE = 20 * 1024**2  # bytes of an archive in the archive
DEEPEST = 2  # a text may hold a chart, and the chart its sheet
PIECE = 64 * 1024
KEPT_PART = 1024**2  # how much is kept of a part that is read for what it says
MEMBER = b"PK\x03\x04"
DIRECTORY_ENTRY = b"PK\x01\x02"
LOCAL_HEADER = struct.Struct("<4s22xHH")
ENCRYPTED = 0x1
READABLE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
UNSAFE_NAME = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|[\\:\x00-\x1f\x7f]")
MACROS = re.compile(r"vbaproject|vbadata|(^|/)(activex|basic|scripts)/", re.IGNORECASE)
ENTITY = re.compile(rb"<!ENTITY|<\x00!\x00E\x00N\x00T\x00I\x00T\x00Y|\x00<\x00!\x00E\x00N\x00T\x00I\x00T\x00Y")
OVERLAP = 16  # bytes: a declaration may lie across two pieces

DOCX_TEXT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TEXT = b"macroenabled"
ODT_TEXT = b"application/vnd.oasis.opendocument.text"

SAVE_AGAIN = "Open het bestand, bewaar het opnieuw en probeer het nog eens. Of bewaar het als PDF."
BROKEN = f"Dit document is beschadigd. {SAVE_AGAIN}"
TOO_LARGE = "Dit document is uitgepakt te groot. Maak de afbeeldingen erin kleiner, of bewaar het als PDF."
WITH_MACROS = "In dit document zitten macro's. Bewaar het zonder macro's, of bewaar het als PDF."
LOCKED = "Dit document heeft een wachtwoord. Bewaar het zonder wachtwoord."


@dataclass(slots=True)
class _Budget:
    """What is left for an upload and all that is inside it."""

    most: int
    members: int = MOST_MEMBERS
    used: int = field(default=0)

    def take_members(self, number: int) -> None:
        self.members -= number
        if self.members < 0:
            raise ValidationError(f"Dit document bestaat uit te veel delen. {SAVE_AGAIN}", code="too_many_members")

    def take(self, size: int) -> None:
        self.used += size
        if self.used > self.most:
            raise ValidationError(TOO_LARGE, code="too_large_unpacked")


def require_harmless_docx(data: bytes) -> None:
    """Refuse what is no Word text, is broken, locked, with macros, or larger than it looks."""
    parts = _looked_through(data, keep=("[Content_Types].xml", "_rels/.rels"))
    types = parts.get("[Content_Types].xml", b"")
    if MACRO_TEXT in types.lower():
        raise ValidationError(WITH_MACROS, code="macros")
    if DOCX_TEXT not in types or "_rels/.rels" not in parts:
        raise ValidationError(f"Dit is geen Word-document (.docx). {SAVE_AGAIN}", code="unknown_type")


def require_harmless_odt(data: bytes) -> None:
    """Refuse what is no OpenDocument text, is broken, locked, with macros, or larger than it looks."""
    parts = _looked_through(data, keep=("mimetype", "content.xml", "META-INF/manifest.xml"))
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise ValidationError(LOCKED, code="locked")
    if parts.get("mimetype") != ODT_TEXT or not {"content.xml", "META-INF/manifest.xml"} <= parts.keys():
        raise ValidationError(f"Dit is geen OpenDocument-tekst (.odt). {SAVE_AGAIN}", code="unknown_type")


def _looked_through(data: bytes, *, keep: tuple[str, ...]) -> dict[str, bytes]:
    """The beginnings of the parts to keep, after every member has been unpacked and counted."""
    budget = _Budget(min(MOST_UNPACKED, max(RATIO_COUNTS_FROM, len(data) * MOST_RATIO)))
    try:
        return _look_through(data, budget, keep=keep, depth=0)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, OverflowError) as error:
        raise ValidationError(BROKEN, code="broken") from error


def _look_through(data: bytes, budget: _Budget, *, keep: tuple[str, ...], depth: int) -> dict[str, bytes]:
    budget.take_members(data.count(DIRECTORY_ENTRY))  # before the list is read: the list itself can be a bomb
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    _require_decent_names(members)
    kept: dict[str, bytes] = {}
    for member in members:
        content = _member(data, member, budget, whole=member.filename in keep)
        if content.startswith(MEMBER):
            _look_inside(content, budget, depth + 1)
        elif member.filename in keep:
            kept[member.filename] = content
    return kept


def _require_decent_names(members: list[zipfile.ZipInfo]) -> None:
    names = [member.orig_filename for member in members]
    if any(UNSAFE_NAME.search(name) for name in names) or len({name.casefold() for name in names}) < len(names):
        raise ValidationError(BROKEN, code="unsafe_names")
    if any(stat.S_ISLNK(member.external_attr >> 16) for member in members):
        raise ValidationError(BROKEN, code="unsafe_names")
    if any(MACROS.search(name) for name in names):
        raise ValidationError(WITH_MACROS, code="macros")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise ValidationError(LOCKED, code="locked")


def _member(data: bytes, member: zipfile.ZipInfo, budget: _Budget, *, whole: bool) -> bytes:
    """Unpack one member; return it when it is asked for or an archive itself, and else only how it begins."""
    kept, tail, size, check = bytearray(), b"", 0, 0
    for piece in _pieces(_packed(data, member), member.compress_type):
        budget.take(len(piece))
        if ENTITY.search(tail + piece):  # neither format has them; they are there to multiply or to fetch
            raise ValidationError(BROKEN, code="entities")
        if len(kept) < len(MEMBER) or kept.startswith(MEMBER) or (whole and len(kept) < KEPT_PART):
            kept += piece
        if kept.startswith(MEMBER) and len(kept) > LARGEST_INSIDE:
            raise ValidationError(TOO_LARGE, code="too_large_unpacked")
        tail, size, check = piece[-OVERLAP:], size + len(piece), zlib.crc32(piece, check)
    if size != member.file_size or check != member.CRC:
        raise zipfile.BadZipFile("The header tells something else than the bytes.")
    return bytes(kept)


def _packed(data: bytes, member: zipfile.ZipInfo) -> memoryview:
    """The bytes of a member where its own header, and not only the list at the end, says that they are."""
    signature, name_length, extra_length = LOCAL_HEADER.unpack_from(data, member.header_offset)
    begin = member.header_offset + LOCAL_HEADER.size
    name = data[begin : begin + name_length]
    begin += name_length + extra_length
    encoding = "utf-8" if member.flag_bits & 0x800 else "cp437"
    if signature != MEMBER or name.decode(encoding) != member.orig_filename:
        raise zipfile.BadZipFile("The list and the member have different names.")
    if begin + member.compress_size > len(data):
        raise zipfile.BadZipFile("The member lies outside the file.")
    return memoryview(data)[begin : begin + member.compress_size]


def _pieces(packed: memoryview, method: int) -> Iterator[bytes]:
    """The unpacked bytes, never many at once."""
    if method not in READABLE:
        raise zipfile.BadZipFile("Packed in a way that no office program uses.")
    if method == zipfile.ZIP_STORED:
        yield from (bytes(packed[start : start + PIECE]) for start in range(0, len(packed), PIECE))
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(packed), PIECE):
        rest = bytes(packed[start : start + PIECE])
        while rest and not inflater.eof:
            yield inflater.decompress(rest, PIECE)
            rest = inflater.unconsumed_tail
        if inflater.eof:
            break
    yield inflater.flush()
    if not inflater.eof:
        raise zipfile.BadZipFile("The packed bytes end too early.")


def _look_inside(data: bytes, budget: _Budget, depth: int) -> None:
    """An archive in the document, such as the sheet behind a chart: counted along, with the same rules."""
    if depth > DEEPEST:
        raise ValidationError(f"In dit document zitten te veel bestanden in elkaar. {SAVE_AGAIN}", code="nested")
    _look_through(data, budget, keep=(), depth=depth)
