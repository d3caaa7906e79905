"""Texts that try to be more than text, for the cleaners and the writers."""

from hypothesis import strategies as st

from tests.journeys.hostile import HOSTILE

#: What texts are put together of, in any order and number.
PIECES = [
    *("=", "+", "-", "@", "\t", "\r", "\n", " ", "\u00a0", "\u3000", "\ufeff", "\u200b", "'", '"', ";", ",", "|"),
    *("＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "⁼", "⁺", "⁻", "₌", "−"),
    *("\r\n", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\0", "\x1b", "\x7f", "\x9f", "\ufffe", "\uffff", "\ufdd0"),
    *(
        "\ud83d",
        "\ude00",
        "\ud800",
        "\udfff",
        "😀",
        "👩‍👩‍👧‍👦",
        "🏳️‍🌈",
        "e\u0301",
        "\u0301",
        "\u0338",
        "ﬁ",
        "Å",
        "\u212b",
    ),
    *("\u202e", "\u2067", "\u2069", "\u200f", "\u061c", "مرحبا", "שלום"),
    *("../", "..\\", "/", "\\", "C:", ".", "..", "~", "CON", "nul.", "lpt1", ".pdf", ".exe", ".PDF", "a", "Z", "7"),
    *("<r>", "</r>", "</t></is></c>", '<c r="B9"><f>1+1</f></c>', "&", "]]>", "_x0041_", "_x005F_", "x000A_", "<!--"),
    *("=cmd|' /C calc'!A0", '=HYPERLINK("https://elders.example")', "@SUM(1)", "https://elders.example", "1e5", "-7"),
    *("Content-Type: text/html", "\r\nSet-Cookie: a=b", "filename*=utf-8''x", "%0d%0a", "%s", "[", "]", ":", "*", "?"),
]
ANY_CHARACTER = st.characters(min_codepoint=0, exclude_categories=())  # lone surrogates too
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join),
    st.text(alphabet=ANY_CHARACTER, max_size=60),
    st.builds(lambda piece, times: piece * times, st.sampled_from(PIECES), st.integers(1, 400)),
    st.sampled_from([value for value in HOSTILE.values() if len(value) < 1_000]),
)
