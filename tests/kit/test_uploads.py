"""A file that is sent is judged by what is in it; what is hostile or unknown gets a sentence, never an error."""

import hashlib
import io
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.actions import JavaScript

from ros_portal.kit.pdf import html_to_pdf
from ros_portal.kit.uploads import Inspected, inspect

from . import sent_files as sent

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE = '<!doctype html><html lang="nl"><head><title>Stuk</title></head><body><h1>Stuk</h1></body></html>'
PACKER = zlib.compressobj(wbits=11)  # its output begins as a number would
SMALL_WINDOW = PACKER.compress(b"5 0 << /S /Launch >>") + PACKER.flush()
WHOLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "pdf": (sent.pdf, "application/pdf"),
    "docx": (sent.docx, WORD),
    "odt": (sent.odt, "application/vnd.oasis.opendocument.text"),
    "png": (lambda: sent.picture("PNG"), "image/png"),
    "jpg": (lambda: sent.picture("JPEG"), "image/jpeg"),
}


def refusal(data: bytes, most_bytes: int = 20 * 1024**2) -> tuple[str, str]:
    """The code and the sentence with which these bytes are refused."""
    with pytest.raises(ValidationError) as refused:
        inspect(io.BytesIO(data), most_bytes=most_bytes)
    return str(refused.value.code), refused.value.messages[0]


@pytest.mark.parametrize("extension", WHOLE)
def test_a_whole_file_is_known_by_its_content(extension: str) -> None:
    make, media_type = WHOLE[extension]
    data = make()
    file = SimpleUploadedFile("virus.exe", data, content_type="text/html")

    found = inspect(file)

    assert found == Inspected(media_type, extension, len(data), hashlib.sha256(data).hexdigest())
    assert file.tell() == 0


def test_a_file_on_disk_is_looked_at_too(tmp_path: Path) -> None:
    path = tmp_path / "stuk"
    path.write_bytes(sent.docx())

    assert inspect(path).extension == "docx"


def test_our_own_pdfs_are_taken(tmp_path: Path) -> None:
    made = html_to_pdf(PAGE, base_url="https://portaal.example/", static_root=tmp_path)

    assert inspect(io.BytesIO(made)).extension == "pdf"


def test_objects_that_are_packed_together_are_no_harm() -> None:
    assert inspect(io.BytesIO(sent.pdf(sent.object_stream(b"5 0 << /Type /Font >>")))).extension == "pdf"


def test_a_sheet_behind_a_chart_is_no_harm() -> None:
    sheet = sent.zipped({"xl/workbook.xml": b"<workbook/>"})

    assert inspect(io.BytesIO(sent.docx({"word/embeddings/sheet.xlsx": sheet}))).extension == "docx"


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"<!doctype html><script>alert(1)</script>", "niet aannemen"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "niet aannemen"),
        (b"MZ\x90\0", "niet aannemen"),
        (b"GIF89a....", "als PNG"),
        (b"\0\0\0\x18ftypheic", "als JPEG"),
        (b"{\\rtf1}", "als .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "wachtwoord"),
        (sent.zipped({"xl/workbook.xml": b"<workbook/>"}), "ZIP-bestand"),
    ],
)
def test_another_kind_of_file_gets_advice(data: bytes, advice: str) -> None:
    code, sentence = refusal(data)

    assert code == "unknown_type"
    assert advice in sentence
    assert "PDF, Word (.docx)" in sentence


def test_nothing_and_too_much_are_refused() -> None:
    assert refusal(b"")[0] == "empty"
    code, sentence = refusal(sent.pdf() + b" " * 2048, most_bytes=2048)
    assert code == "too_large"
    assert "2 kB" in sentence
    assert inspect(io.BytesIO(sent.pdf()), most_bytes=len(sent.pdf())).size == len(sent.pdf())


@pytest.mark.parametrize(
    "hidden",
    [
        b"<< /S /JavaScript /JS (app.alert(1)) >>",
        b"<< /S /J#61v#61Script /JS (app.alert(1)) >>",
        b"<< /S /#4cau#6E#63h /F (cmd.exe) >>",
        b"<< /Type/EmbeddedFile/Length 0 >>",
        b"<< /EmbeddedFiles 9 0 R >>",
        b"<< /Subtype /RichMedia >>",
        sent.object_stream(b"5 0 << /S /JavaScript /JS (app.alert(1)) >>"),
        sent.object_stream(b"5 0 << /S /Launch >>")[:-12] + b"xxxx\nendstream",  # readers forgive a wrong check sum
        b"<< /Type /ObjStm >>\nstream\n" + SMALL_WINDOW + b"\nendstream",
        sent.object_stream(b"5 0 << >>") + b"\nendobj\n9 0 obj\n" + sent.object_stream(b"5 0 << /S /Launch >>"),
    ],
)
def test_a_pdf_that_does_something_is_refused(hidden: bytes) -> None:
    code, sentence = refusal(sent.pdf(hidden))

    assert code == "active_content"
    assert "Opslaan als PDF" in sentence


def test_what_other_programs_put_in_a_pdf_is_seen() -> None:
    script, locked, carrier = PdfWriter(), PdfWriter(), PdfWriter()
    script.add_open_action(JavaScript("app.alert(1)"))
    locked.encrypt("geheim", algorithm="RC4-128")
    carrier.add_attachment("nota.txt", b"nota")

    assert "JavaScript" in refusal(sent.written_pdf(script))[1]
    assert "wachtwoord" in refusal(sent.written_pdf(locked))[1]
    assert "ander bestand" in refusal(sent.written_pdf(carrier))[1]


def test_a_pdf_is_whole() -> None:
    assert refusal(sent.pdf()[:-40])[0] == "broken"
    assert refusal(b"%PDF-9.9" + sent.pdf()[8:])[0] == "broken"
    assert refusal(sent.pdf(b"<< /Type /ObjStm /Filter /LZWDecode >>\nstream\n\x80\x0b\nendstream"))[0] == "broken"


def test_a_pdf_that_unpacks_without_end_is_refused() -> None:
    assert refusal(sent.pdf(sent.object_stream(bytes(70 * 1024**2))))[0] == "too_large_unpacked"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (sent.docx({"word/vbaProject.bin": b"x"}), "macros"),
        (sent.docx({"word/VBAPROJECT.BIN": b"x"}), "macros"),
        (sent.docx({"word/activeX/activeX1.bin": b"x"}), "macros"),
        (sent.docx({"[Content_Types].xml": sent.DOCX_TYPES + b"ms-word.document.macroEnabled.main+xml"}), "macros"),
        (sent.odt({"Basic/Standard/Module1.xml": b"x"}), "macros"),
        (sent.odt({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "locked"),
        (sent.docx({"../../etc/passwd": b"x"}), "unsafe_names"),
        (sent.docx({"/etc/passwd": b"x"}), "unsafe_names"),
        (sent.docx({"word\\..\\x": b"x"}), "unsafe_names"),
        (sent.docx({"C:x": b"x"}), "unsafe_names"),
        (sent.docx({"word/Document.xml": b"x"}), "unsafe_names"),
        (sent.docx({"word/styles.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>'}), "entities"),
        (sent.docx({"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]>'.encode("utf-16")}), "entities"),
        (sent.docx({"word/styles.xml": b" " * (64 * 1024 - 4) + b'<!ENTITY a "b">'}), "entities"),
        (sent.docx({"word/a.zip": sent.zipped({"b.zip": sent.zipped({"c.zip": sent.zipped({"d": b"x"})})})}), "nested"),
        (sent.docx({f"word/{number}": b"x" for number in range(2_100)}), "too_many_members"),
        (sent.docx(without="_rels/.rels"), "unknown_type"),
        (sent.odt(media_type=b"application/vnd.oasis.opendocument.text-template"), "unknown_type"),
        (sent.docx()[:-30], "broken"),
    ],
)
def test_a_document_with_harm_in_it_is_refused(data: bytes, code: str) -> None:
    assert refusal(data)[0] == code


@pytest.mark.parametrize("make", [lambda: sent.bomb(120), lambda: sent.bomb(30), lambda: sent.lying_bomb(120)])
def test_a_bomb_is_refused_before_it_is_unpacked(make: Callable[[], bytes]) -> None:
    data = make()
    assert len(data) < 200_000
    tracemalloc.start()

    code, _ = refusal(data)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code == "too_large_unpacked"
    assert peak < 8 * 1024**2


def test_a_part_that_is_larger_than_its_header_says_is_refused() -> None:
    assert refusal(sent.lying_bomb(2))[0] == "broken"


def test_a_bomb_inside_an_archive_inside_counts_along() -> None:
    inside = sent.bomb(30, {})

    assert refusal(sent.docx({"word/embeddings/a.xlsx": inside}, level=0))[0] == "too_large_unpacked"


def test_a_list_of_very_many_members_is_not_even_read() -> None:
    data = sent.long_list(200_000)
    tracemalloc.start()

    code, _ = refusal(data)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code == "too_many_members"
    assert peak < 3 * len(data)


def test_a_picture_is_whole_and_not_too_large() -> None:
    assert refusal(sent.huge_png(10_000, 6_000))[0] == "too_many_points"
    assert refusal(sent.huge_png(60_000, 60_000))[0] == "too_many_points"
    assert refusal(sent.picture("PNG")[:-20])[0] == "broken"
    assert refusal(sent.picture("JPEG")[:200])[0] == "broken"
    assert refusal(sent.picture("JPEG").replace(b"\xff\xd9", b""))[0] == "broken"


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_damaged_file_is_taken_or_refused_and_never_an_error(extension: str, draw: st.DataObject) -> None:
    data = bytearray(WHOLE[extension][0]())
    for _ in range(draw.draw(st.integers(1, 6))):
        place = draw.draw(st.integers(0, len(data) - 1))
        data[place : place + draw.draw(st.integers(0, 4))] = draw.draw(st.binary(max_size=6))

    with suppress(ValidationError):
        assert inspect(io.BytesIO(bytes(data))).size == len(data)
