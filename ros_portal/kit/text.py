"""Typed text: made clean, or refused with a sentence that says why."""

import re
import unicodedata

from django.core.exceptions import ValidationError

LINE_BREAKS = re.compile(r"\r\n?|\u2028|\u2029|\x85")
INVISIBLE = {"Cc", "Cs", "Co", "Cn"}  # control, lone surrogate, private use, unassigned
KEPT = {"\n", "\t"}
# Marks that change the direction of what follows them, so that a text can look other than it is (CVE-2021-42574).
OVERRIDES = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def clean_text(value: str, *, limit: int) -> str:
    """Typed text in NFC with plain line breaks, without invisible characters, at most `limit` characters.

    Emoji and right-to-left letters are text and stay. Raises ValidationError, in Dutch, when it is too long.
    """
    return _within(limit, _visible(value))


def clean_line(value: str, *, limit: int) -> str:
    """Like `clean_text`, on one line: line breaks, tabs and rows of spaces become one space."""
    return _within(limit, " ".join(_visible(value).split()))


def _visible(value: str) -> str:
    value = LINE_BREAKS.sub("\n", value).translate(OVERRIDES)
    value = "".join(c for c in value if c in KEPT or unicodedata.category(c) not in INVISIBLE)
    return unicodedata.normalize("NFC", value).strip()


def _within(limit: int, value: str) -> str:
    if len(value) > limit:
        raise ValidationError(
            "Uw tekst is te lang: %(length)s tekens. Er passen er %(limit)s.",
            code="too_long",
            params={"length": f"{len(value):,}".replace(",", "."), "limit": f"{limit:,}".replace(",", ".")},
        )
    return value
