"""Input after it was handed in: its writers open it again, and everybody compares the versions they may read."""

from .http_rows import answers, everybody, page, signed_in
from .http_rows_input import WRITTEN, draft, number

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
    *page("consultations:contribution_versions", number("published"), GET=everybody(200), POST=everybody(405)),
]
