"""PDFs are tagged, say what they are, and reach nothing but our own static files."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from ros_portal.kit.pdf import KEPT_ENVIRONMENT, Limits, PdfError, html_to_pdf, local_static

BASE_URL = "https://portaal.example/"


@pytest.fixture
def static_root(tmp_path: Path) -> Path:
    root = tmp_path / "static"
    (root / "css").mkdir(parents=True)
    (root / "css" / "pdf.css").write_text("h1 { color: green }")
    (root / "secret.py").write_text("SECRET = 1")
    (tmp_path / "outside.css").write_text("h1 { color: red }")
    return root


def page(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="nl"><head><title>Een titel</title>{head}</head><body>{body}</body></html>'


def make(html: str, static_root: Path, limits: Limits | None = None) -> bytes:
    return html_to_pdf(html, base_url=BASE_URL, static_root=static_root, limits=limits or Limits())


def test_a_pdf_is_tagged_has_a_title_and_names_its_language(static_root: Path) -> None:
    pdf = make(page("<h1>Agenda</h1><p>Eén punt.</p>"), static_root)

    reader = PdfReader(io.BytesIO(pdf))
    catalog = reader.root_object
    assert str(catalog["/MarkInfo"]) == "{'/Marked': True}"
    assert "/StructTreeRoot" in catalog
    assert str(catalog["/Lang"]) == "nl"
    assert reader.metadata is not None
    assert reader.metadata.title == "Een titel"
    assert str(catalog["/ViewerPreferences"]) == "{'/DisplayDocTitle': True}"
    metadata = catalog["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    assert b"pdfuaid:part" in metadata.get_data()
    assert "Eén punt." in reader.pages[0].extract_text()


def test_the_same_page_is_rendered_once(static_root: Path) -> None:
    first = make(page("<h1>Agenda</h1>"), static_root)

    again = make(page("<h1>Agenda</h1>"), static_root)
    other = make(page("<h1>Andere agenda</h1>"), static_root)

    assert again is first
    assert other != first


def test_our_own_style_sheet_is_served(static_root: Path) -> None:
    assert local_static(f"{BASE_URL}static/css/pdf.css", base_url=BASE_URL, static_root=static_root) == (
        b"h1 { color: green }",
        "text/css",
    )
    assert make(page("<h1>Kop</h1>", '<link rel="stylesheet" href="/static/css/pdf.css">'), static_root)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://elders.example/static/css/pdf.css",
        "ftp://elders.example/x.css",
        "data:text/css,h1{}",
        f"{BASE_URL}inbreng/",
        f"{BASE_URL}static/secret.py",
        f"{BASE_URL}static/../outside.css",
        f"{BASE_URL}static//etc/passwd",
        f"{BASE_URL}static/css/absent.css",
        f"{BASE_URL}static/css/",
    ],
)
def test_the_fetcher_refuses_all_else(address: str, static_root: Path) -> None:
    with pytest.raises(ValueError, match="Refused"):
        local_static(address, base_url=BASE_URL, static_root=static_root)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/", f"{BASE_URL}static/secret.py"])
def test_a_page_that_asks_for_more_becomes_no_pdf(address: str, static_root: Path) -> None:
    with pytest.raises(PdfError):
        make(page(f'<h1>Kop</h1><img src="{address}" alt="">'), static_root)


def test_a_page_that_takes_too_long_is_given_up(static_root: Path) -> None:
    with pytest.raises(PdfError, match="seconds"):
        make(page("<p>woord " * 100_000), static_root, Limits(wall_seconds=1))


def test_a_page_that_takes_too_much_processor_time_is_stopped(static_root: Path) -> None:
    with pytest.raises(PdfError, match="exit code"):
        make(page("<p>woord " * 100_000), static_root, Limits(cpu_seconds=1))


def test_a_page_that_takes_too_much_memory_is_stopped(static_root: Path) -> None:
    with pytest.raises(PdfError):
        make(page("<p>woord " * 50_000), static_root, Limits(address_space=220 * 1024**2))


def test_the_child_knows_no_secret() -> None:
    assert not {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"} & set(KEPT_ENVIRONMENT)
