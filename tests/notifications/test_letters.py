"""How a notice reads as an e-mail."""

import re

import pytest
from pytest_django import Settings

from notifications.letters import render_notice
from notifications.models import NoticeKind
from tests.notifications.factories import NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings: Settings) -> None:
    settings.PORTAL_URL = "https://portaal.example"


def test_the_plain_text_is_complete() -> None:
    notice = NoticeFactory(sending=True, body="Wij bouwen **niet** in het bos.\n\n- langs het spoor\n- bij het kanaal")

    text = render_notice(notice, "raadslid van Losser").text

    assert notice.subject in text
    assert f"In het kort\n{notice.brief}" in text
    assert "- langs het spoor\n- bij het kanaal" in text
    assert f"https://portaal.example{notice.get_absolute_url()}" in text
    assert "griffier van Losser" in text
    assert "U krijgt dit bericht omdat u raadslid van Losser bent." in text


def test_the_layout_says_the_same_and_loads_nothing() -> None:
    notice = NoticeFactory(sending=True, body="# Kop\n\n![p](https://spion.example/p.gif) **vet**")

    html = render_notice(notice, "raadslid van Losser").html

    assert notice.brief in html
    assert "<strong>vet</strong>" in html
    assert "U krijgt dit bericht omdat u raadslid van Losser bent." in html
    assert not re.search(r"<(img|link|script|iframe)|url\(", html)


def test_what_somebody_typed_is_text_and_never_markup() -> None:
    notice = NoticeFactory(
        sending=True, subject="<b>Kop</b> & co", brief="<script>x</script>", body="<img src=x> & meer"
    )

    letter = render_notice(notice)

    assert "<script>" not in letter.html
    assert "<img" not in letter.html
    assert "<b>Kop</b> & co" in letter.text
    assert "<script>x</script>" in letter.text


def test_a_link_leads_to_the_page_that_it_is_about() -> None:
    notice = NoticeFactory(sending=True, link="/inbreng/ROS-2026-LOS-0007/")

    assert "https://portaal.example/inbreng/ROS-2026-LOS-0007/" in render_notice(notice).text


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_says_why_somebody_gets_it(kind: NoticeKind) -> None:
    assert "U krijgt dit bericht omdat " in render_notice(NoticeFactory(sending=True, kind=kind)).text
