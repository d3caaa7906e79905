"""The frame of the pages: nothing inline, nothing from elsewhere, no cookie for a visitor, usable when all is down."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "email" not in path.relative_to(settings.BASE_DIR / "templates").parts]
STYLES = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
#: What a browser would run or apply although it stands in the page itself.
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|<script(?![^>]*\ssrc=)|javascript:""", re.IGNORECASE)
ELSEWHERE = re.compile(r"""(?:src|srcset)\s*=\s*["']?(?:https?:)?//|url\(["']?(?:https?:)?//""", re.IGNORECASE)


def name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_page_has_a_style_or_script_of_its_own(path: Path) -> None:
    assert not INLINE.findall(path.read_text())


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLES], ids=name)
def test_nothing_is_loaded_from_another_host(path: Path) -> None:
    assert not ELSEWHERE.findall(path.read_text())


def test_the_patterns_find_what_they_forbid() -> None:
    for inline in ('<p style="x">', "<a onclick='x'>", "<style>", "<script>x", "<script nonce='x'>", "javascript:x"):
        assert INLINE.search(inline), inline
    for elsewhere in ('<img src="//x">', "<script src='https://x'>", "url(https://x)", 'url("//x")'):
        assert ELSEWHERE.search(elsewhere), elsewhere
    assert len(PAGES) > 40
    assert len(STYLES) > 5


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 503])
def test_an_error_page_needs_no_database_and_no_request(status: int) -> None:
    html = render_to_string(f"{status}.html")

    assert html.count("<h1") == 1
    assert "<form" not in html


def test_what_was_typed_can_be_copied_from_a_conflict() -> None:
    html = render_to_string("409.html", {"sentence": "De ronde is gesloten.", "kept": ["Zorg 1\n<b>", "Zorg 2"]})

    assert "De ronde is gesloten." in html
    assert '<blockquote class="ros-text">Zorg 1\n&lt;b&gt;</blockquote>' in html


@pytest.mark.django_db
def test_a_visitor_gets_no_cookie_and_no_form(client: Client) -> None:
    response = client.get("/")

    assert not response.cookies
    assert 'method="post"' not in response.content.decode()


@pytest.mark.django_db
def test_the_frame_has_its_landmarks_and_a_way_past_them(client: Client) -> None:
    html = client.get("/").content.decode()

    assert '<html class="utrecht-root" lang="nl">' in html
    assert html.index('href="#inhoud"') < html.index("<header") < html.index('<main class="ros-main" id="inhoud"')
    assert html.index("<main") < html.index("<footer")
    assert html.count("<h1") == 1


def test_the_style_sheet_and_font_stay_small() -> None:
    build = settings.BASE_DIR / "static" / "build"

    assert 0 < (build / "portal.css").stat().st_size < 160_000
    assert 0 < (build / "noto-sans.woff2").stat().st_size < 60_000
