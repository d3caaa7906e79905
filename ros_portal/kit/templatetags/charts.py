"""Charts as inline SVG: drawn with presentation attributes, so that the strictest policy lets them through.

A chart never stands alone: the page that shows one has a table that says the same.
"""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from django import template

register = template.Library()

#: In the units of the drawing; a phone shows about nine tenths of it.
BAR_HEIGHT, BAR_GAP = 16, 10
LABEL_WIDTH, LONGEST_BAR, CHART_WIDTH = 160, 160, 360
TILE = 64
#: As many letters of a name fit in the width of one tile.
LETTERS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that is counted."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Tile:
    """One place on a schematic map; columns and rows count from 1. tone: "full", "half" or "none"."""

    column: int
    row: int
    name: str
    code: str
    text: str
    tone: str
    url: str
    span: int = 1


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(label: str, bars: Iterable[Bar]) -> dict[str, object]:
    """Horizontal bars under each other, in the order in which they come."""
    drawn = list(bars)
    most = max((bar.value for bar in drawn), default=0) or 1
    rows = [
        {
            "label": bar.label,
            "value": bar.value,
            "top": number * (BAR_HEIGHT + BAR_GAP),
            "middle": number * (BAR_HEIGHT + BAR_GAP) + BAR_HEIGHT - 4,
            "width": round(bar.value / most * LONGEST_BAR),
            "end": LABEL_WIDTH + round(bar.value / most * LONGEST_BAR) + (6 if bar.value else 0),
        }
        for number, bar in enumerate(drawn)
    ]
    return {
        "label": label,
        "rows": rows,
        "start": LABEL_WIDTH,
        "width": CHART_WIDTH,
        "height": len(rows) * (BAR_HEIGHT + BAR_GAP),
        "bar_height": BAR_HEIGHT,
    }


@register.inclusion_tag("components/tile_map.html")
def tile_map(label: str, tiles: Iterable[Tile], apart: str = "") -> dict[str, object]:
    """A map of equal tiles, each a link; `apart` is written above what lies below an empty row."""
    drawn = sorted(tiles, key=lambda tile: (tile.row, tile.column))
    columns = max((tile.column + tile.span - 1 for tile in drawn), default=1)
    rows = max((tile.row for tile in drawn), default=1)
    empty = [row for row in range(1, rows) if row not in {tile.row for tile in drawn}]
    return {
        "label": label,
        "width": columns * TILE,
        "height": rows * TILE,
        "tiles": [
            {
                "tile": tile,
                "left": (tile.column - 1) * TILE + 2,
                "top": (tile.row - 1) * TILE + 2,
                "center": (tile.column - 1) * TILE + tile.span * TILE // 2,
                "lines": _lines(tile),
                "line": (tile.row - 1) * TILE + 28,
                "last": (tile.row - 1) * TILE + 48,
                "width": tile.span * TILE - 4,
                "size": TILE - 4,
            }
            for tile in drawn
        ],
        "apart": {"text": apart, "line": empty[-1] * TILE - 10} if apart and empty else None,
    }


def _lines(tile: Tile) -> list[tuple[str, int]]:
    """The name in pieces that fit, each with its height in the drawing."""
    pieces = textwrap.wrap(tile.name, LETTERS * tile.span)
    top = (tile.row - 1) * TILE + (28 if len(pieces) == 1 else 22)
    return [(piece, top + number * 11) for number, piece in enumerate(pieces)]
