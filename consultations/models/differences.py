"""What differs between two versions of the same input, word by word, for people to read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Longer texts are compared by line: comparing by word costs the square of their number.
MOST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both versions have, or that one of them has; `change` is added, removed or empty."""

    text: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of the input in both versions."""

    heading: str
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the two say something else here."""
        return any(piece.change for piece in self.pieces)


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """Each part that either version has, by its heading: first as the later one orders them, then what went."""
    headings = [*after, *(heading for heading in before if heading not in after)]
    return [
        Difference(heading, tuple(pieces_of(before.get(heading, ""), after.get(heading, "")))) for heading in headings
    ]


def pieces_of(before: str, after: str) -> Iterable[Piece]:
    """The later text in order, with what was taken out where it stood."""
    old, new = re.findall(r"\S+\s*|\s+", before), re.findall(r"\S+\s*|\s+", after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield Piece("".join(new[new_from:new_to]))
            continue
        if old_from < old_to:
            yield Piece("".join(old[old_from:old_to]), "removed")
        if new_from < new_to:
            yield Piece("".join(new[new_from:new_to]), "added")
