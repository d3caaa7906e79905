"""Cleaning of typed text: what people write stays, what hides or breaks goes."""

import unicodedata
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from ros_portal.kit.text import INVISIBLE, KEPT, OVERRIDES, clean_line, clean_text

ANYTHING = st.text(alphabet=st.characters(min_codepoint=0), max_size=300)
LIMIT = 2_000


@settings(max_examples=4_000, deadline=None)
@given(ANYTHING)
def test_cleaning_twice_changes_nothing_more(value: str) -> None:
    once = clean_text(value, limit=LIMIT)

    assert clean_text(once, limit=LIMIT) == once
    line = clean_line(value, limit=LIMIT)
    assert clean_line(line, limit=LIMIT) == line


@settings(max_examples=4_000, deadline=None)
@given(ANYTHING)
def test_nothing_invisible_is_left(value: str) -> None:
    cleaned = clean_text(value, limit=LIMIT)

    left = {c for c in cleaned if c not in KEPT and unicodedata.category(c) in INVISIBLE}
    assert not left
    assert not any(ord(c) in OVERRIDES for c in cleaned)
    assert "\r" not in cleaned
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    cleaned.encode()


@settings(max_examples=2_000, deadline=None)
@given(ANYTHING, st.integers(min_value=0, max_value=100))
def test_what_passes_is_never_longer_than_the_limit(value: str, limit: int) -> None:
    with suppress(ValidationError):
        assert len(clean_text(value, limit=limit)) <= limit


@settings(max_examples=2_000, deadline=None)
@given(ANYTHING, st.integers(min_value=0, max_value=100))
def test_what_is_too_long_is_refused_with_a_sentence(value: str, limit: int) -> None:
    longer = "a" * (limit + 1) + value

    with pytest.raises(ValidationError, match="te lang") as refused:
        clean_text(longer, limit=limit)

    assert refused.value.code == "too_long"


@settings(max_examples=2_000, deadline=None)
@given(ANYTHING)
def test_a_line_is_one_line(value: str) -> None:
    assert not set(clean_line(value, limit=LIMIT)) & {"\n", "\t", "\r"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Fijn wonen 🏡", "Fijn wonen 🏡"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("مرحبا", "مرحبا"),
        ("e\u0301e\u0301n", "één"),
        ("een\r\ntwee\rdrie\u2028vier", "een\ntwee\ndrie\nvier"),
        ("  rand  ", "rand"),
        ("voor\0na", "voorna"),
        ("a\x1b[31m", "a[31m"),
        ("abc\u202efdp.exe", "abcfdp.exe"),
        ("half \ud83d teken", "half  teken"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("\0\x07\u202e", ""),
    ],
)
def test_these_texts_become_those(typed: str, kept: str) -> None:
    assert clean_text(typed, limit=100) == kept


def test_too_long_says_how_long_and_how_much_fits() -> None:
    with pytest.raises(ValidationError) as refused:
        clean_text("a" * 100_000, limit=20_000)

    assert refused.value.messages == ["Uw tekst is te lang: 100.000 tekens. Er passen er 20.000."]
