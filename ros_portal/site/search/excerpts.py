"""Excerpts in pieces: which words were found is told by marks that no typed text can hold, never by HTML."""

from dataclasses import dataclass

#: Private-use characters, which the cleaners take out of every text; between fragments an ellipsis.
FOUND, REST, FRAGMENTS = "\ue000", "\ue001", " … "


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an excerpt; the template escapes it, whatever it holds."""

    text: str
    is_found: bool = False


def segments(headline: str) -> list[Segment]:
    """The pieces of what ts_headline gave, the words that were found apart."""
    before, *found = headline.split(FOUND)
    pieces = [Segment(before.replace(REST, ""))]
    for part in found:
        word, _, rest = part.partition(REST)
        pieces += [Segment(word, is_found=True), Segment(rest.replace(REST, ""))]
    return [piece for piece in pieces if piece.text]
