"""Input after it was handed in: its writers open it again, and everybody compares the versions they may read."""

from typing import Any

from .http_rows import answers, everybody, page, signed_in
from .http_rows_input import WRITTEN, draft, number
from .scene import Scene


def paragraph(scene: Scene) -> dict[str, Any]:
    return {"slug": scene.open_round.slug, "paragraph": scene.paragraph.pk}


WRITING = [
    *page("consultations:revise", number("submitted"), GET=signed_in(405), POST=answers(404, colleague=302)),
    # The round of this one has closed: it stays as it is.
    *page("consultations:revise", number("routed"), GET=signed_in(405), POST=answers(404, leader=409)),
    *page(
        "consultations:draft",
        draft("submitted"),
        GET=answers(404, colleague=200),
        POST=answers(404, colleague=302),
        body=lambda scene: WRITTEN,
    ),
    *page("consultations:draft_check", draft("submitted"), GET=answers(404, colleague=200), POST=signed_in(405)),
    *page("consultations:draft_submit", draft("submitted"), GET=signed_in(405), POST=answers(404, colleague=409)),
    *page(
        "consultations:discard_revision",
        draft("submitted"),
        GET=answers(404, colleague=200),
        POST=answers(404, colleague=302),
    ),
    # A draft that was never handed in is not thrown away.
    *page("consultations:discard_revision", draft("draft"), GET=signed_in(404), POST=signed_in(404)),
    *page(
        "consultations:contribution_versions",
        number("submitted"),
        GET=answers(404, public=404, colleague=200, clerk=200),
        POST=everybody(405),
    ),
    *page(
        "consultations:contribution_versions",
        number("released_elsewhere"),
        GET=answers(404, public=404, outsider=200, outside_clerk=200, outside_officer=200, secretary=200),
        POST=everybody(405),
    ),
    *page(
        "consultations:add_motion",
        draft("council_draft"),
        GET=answers(404, clerk=200),
        POST=answers(404, clerk=302),
        body=lambda scene: {"title": "Motie", "outcome": "adopted"},
    ),
    *page(
        "consultations:add_attachment",
        draft("fractie_draft"),
        GET=answers(404, leader=200),
        POST=answers(404, leader=200),
    ),
    *page(
        "consultations:remove_attachment",
        lambda scene: {"uuid": scene.draft.uuid, "attachment": scene.attachment.uuid},
        GET=signed_in(405),
        POST=answers(404, member=302),
    ),
    *page(
        "consultations:attachment",
        lambda scene: {"uuid": scene.attachment.uuid},
        GET=answers(404, public=404, member=200),
        POST=everybody(405),
    ),
    *page("consultations:add_motion", draft("draft"), GET=signed_in(404), POST=signed_in(404)),
    *page(
        "consultations:remove_motion",
        lambda scene: {"uuid": scene.council_draft.uuid, "motion": scene.motion.pk},
        GET=signed_in(405),
        POST=answers(404, clerk=302),
    ),
    *page("consultations:draft_history", draft("fractie_draft"), GET=answers(404, leader=200), POST=signed_in(405)),
    *page("consultations:draft_history", draft("council_draft"), GET=answers(404, clerk=200), POST=signed_in(405)),
    *page("consultations:draft_history", draft("draft"), GET=signed_in(404), POST=signed_in(405)),
    *page(
        "consultations:remark",
        paragraph,
        GET=answers(403, outsider=200, outside_clerk=200, member=200, colleague=200, leader=200, clerk=200),
        POST=answers(403, outsider=302, outside_clerk=302, member=302, colleague=302, leader=302, clerk=302),
        body=lambda scene: {"text": "Een opmerking."},
    ),
    *page("consultations:contribution_versions", number("published"), GET=everybody(200), POST=everybody(405)),
]
