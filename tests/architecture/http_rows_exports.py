"""Taking along: everybody with a mandate asks, and only who asked gets the file."""

from typing import Any

from .http_rows import answers, page, signed_in
from .scene import Scene


def export(scene: Scene) -> dict[str, Any]:
    return {"uuid": scene.export.uuid}


def asked(scene: Scene) -> dict[str, Any]:
    return {"format": "csv"}


EXPORTS = [
    *page(
        "consultations:export_round",
        lambda scene: {"slug": scene.open_round.slug},
        GET=signed_in(200),
        POST=signed_in(302),
        body=asked,
    ),
    *page(
        "consultations:export_council",
        lambda scene: {"slug": "losser"},
        GET=signed_in(200),
        POST=signed_in(302),
        body=asked,
    ),
    *page("consultations:exports", GET=signed_in(200), POST=signed_in(405)),
    *page("consultations:export_file", export, GET=answers(404, leader=200), POST=signed_in(405)),
    *page("consultations:export_discard", export, GET=signed_in(405), POST=answers(404, leader=302)),
]
