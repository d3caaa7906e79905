"""Downloads: kept by the browser, under a readable name, and never shown as a page."""

import io
from pathlib import Path

import pytest
from django.http import FileResponse, HttpResponse

from ros_portal.kit.downloads import download, download_headers
from ros_portal.kit.filenames import clean_filename


def test_a_download_is_private_and_what_it_says() -> None:
    response = download(b"PK", name="Dossier Losser.docx", extension="zip", media_type="application/zip")

    assert isinstance(response, HttpResponse)
    assert response.headers["Content-Disposition"] == 'attachment; filename="Dossier Losser.zip"'
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.content == b"PK"


def test_what_everybody_may_read_may_be_kept() -> None:
    assert "Cache-Control" not in download_headers(
        name="a", extension="csv", media_type="text/csv; charset=utf-8", private=False
    )


def test_a_name_with_other_letters_has_a_plain_one_beside_it() -> None:
    headers = download_headers(name="Één wens 🏡", extension="pdf", media_type="application/pdf")

    assert headers["Content-Disposition"] == (
        "attachment; filename=\"Een-wens.pdf\"; filename*=utf-8''%C3%89%C3%A9n%20wens%20%F0%9F%8F%A1.pdf"
    )


@pytest.mark.django_db  # closing a response looks after the connections of the database
@pytest.mark.parametrize("on_disk", [True, False])
def test_a_file_is_streamed_under_the_name_it_gets(tmp_path: Path, on_disk: bool) -> None:
    path = tmp_path / "geheime-naam.html"
    path.write_bytes(b"%PDF-")
    content: Path | io.BufferedReader = path if on_disk else path.open("rb")

    response = download(content, name="Stuk é", extension="pdf", media_type="application/pdf")

    assert isinstance(response, FileResponse)
    assert "geheime" not in str(response.headers)
    assert "filename*=utf-8''Stuk%20%C3%A9.pdf" in response.headers["Content-Disposition"]
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Length"] == "5"
    assert b"".join(response.streaming_content) == b"%PDF-"  # type: ignore[arg-type]
    response.close()


@pytest.mark.parametrize("media_type", ["", "text", "text/html\r\nX: y", "text/html; x=y", "Text/HTML", "text/csv\n"])
def test_a_media_type_is_one_of_ours(media_type: str) -> None:
    with pytest.raises(ValueError, match="media type"):
        download_headers(name="a", extension="csv", media_type=media_type)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Nota.pdf", "Nota.pdf"),
        ("nota.PDF", "nota.pdf"),
        ("nota.pdf.exe", "nota.pdf"),
        ("C:\\Users\\Mirjam\\nota.docx", "nota.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("besluit 12.3", "besluit 12.3.pdf"),
        ("e\u0301e\u0301n.odt", "één.pdf"),
        ("nota\u202efdp.exe", "notafdp.pdf"),
        ("een\r\ntwee", "een twee.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("NUL.txt", "bestand NUL.pdf"),
        ('a"b:c*d', "a-b-c-d.pdf"),
        ("\0 . -", "bestand.pdf"),
        ("é" * 300, "é" * 116 + ".pdf"),
        ("🏡" * 300, "🏡" * 59 + ".pdf"),
    ],
)
def test_these_names_become_those(name: str, kept: str) -> None:
    assert clean_filename(name, "pdf") == kept
