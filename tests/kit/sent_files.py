"""Files as people send them, whole and hostile; made here, so that the tests hold no dangerous file."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from PIL import Image
from pypdf import PdfWriter

DOCX_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
DOCX_PARTS = {
    "[Content_Types].xml": DOCX_TYPES,
    "_rels/.rels": b"<Relationships/>",
    "word/document.xml": b"<w:document>Inbreng van de raad</w:document>" * 50,
}
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
ODT_PARTS = {
    "content.xml": b"<office:document-content>Inbreng</office:document-content>",
    "META-INF/manifest.xml": b"<manifest:manifest/>",
}
MEGABYTE = 1024**2


def docx(more: Mapping[str, bytes] | None = None, *, without: str = "", level: int = 6) -> bytes:
    parts = {**DOCX_PARTS, **(more or {})}
    return zipped({name: content for name, content in parts.items() if name != without}, level=level)


def odt(more: Mapping[str, bytes] | None = None, *, media_type: bytes = ODT_TYPE) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", media_type, compress_type=zipfile.ZIP_STORED)
        for name, content in {**ODT_PARTS, **(more or {})}.items():
            archive.writestr(name, content)
    return made.getvalue()


def zipped(parts: Mapping[str, bytes], *, level: int = 6) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo("x")
            info.filename = info.orig_filename = name  # the constructor would make a bad name good
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return made.getvalue()


def bomb(megabytes: int, parts: Mapping[str, bytes] = DOCX_PARTS) -> bytes:
    """A Word text with a part of many megabytes of nothing, written piece by piece."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open("word/media/bomb.bin", "w") as part:
            for _ in range(megabytes):
                part.write(bytes(MEGABYTE))
    return made.getvalue()


def lying_bomb(megabytes: int) -> bytes:
    """The same, but its list says that the part is 10 bytes long, with the check sum of those ten."""
    data = bytearray(bomb(megabytes))
    entry = data.rindex(b"PK\x01\x02")
    local = struct.unpack_from("<I", data, entry + 42)[0]
    check = zlib.crc32(bytes(10))
    struct.pack_into("<I", data, entry + 16, check)
    struct.pack_into("<I", data, entry + 24, 10)
    struct.pack_into("<I", data, local + 14, check)
    struct.pack_into("<I", data, local + 22, 10)
    return bytes(data)


def long_list(members: int) -> bytes:
    """A Word text whose list names very many members, all of them the same few bytes."""
    data = docx()
    end = data.rindex(b"PK\x05\x06")
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    many = data[first:second] * members
    closing = bytearray(data[end:])
    struct.pack_into("<HH", closing, 8, 65_535, 65_535)
    struct.pack_into("<I", closing, 12, end - first + len(many))
    return data[:end] + many + bytes(closing)


def pdf(*objects: bytes) -> bytes:
    """A PDF of one empty page, with more objects in it."""
    body = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n",
        *(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, start=4)),
    ]
    return assembled(body)


def assembled(body: Iterable[bytes]) -> bytes:
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for one in body:
        places.append(len(data))
        data += one
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(data))
    return data + table + trailer


def object_stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    head = b"<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length %d >>" % len(packed)
    return head + b"\nstream\n" + packed + b"\nendstream"


def written_pdf(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(made)
    return made.getvalue()


def picture(kind: str, size: tuple[int, int] = (20, 10)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "green").save(made, kind)
    return made.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG that says it is this large; its points are not there."""
    data = b"\x89PNG\r\n\x1a\n"
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    for name, content in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1_000))), (b"IEND", b"")):
        data += struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return data
