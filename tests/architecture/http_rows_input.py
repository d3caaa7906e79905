"""Input: drafts are for their writers alone, and what was handed in is for those whom the writers were told of."""

from typing import Any

from .http_rows import Row, Values, answers, everybody, page, signed_in
from .scene import Scene

WRITTEN = {"vraag_1": "Een kans."}
OF_COUNCIL = {
    "vraag_1": "Een kans.",
    "meeting_date": "2026-01-20",
    "decision_reference": "2026-7",
    "without_vote": "on",
}


def draft(name: str) -> Values:
    return lambda scene: {"uuid": scene.made[name].uuid}


def number(name: str) -> Values:
    return lambda scene: {"number": scene.made[name].number}


def open_round(scene: Scene) -> dict[str, Any]:
    return {"slug": scene.open_round.slug}


def private(what: str, reader: str, body: dict[str, Any]) -> list[Row]:
    """A draft: its writer reads, saves and checks it; for everybody else it does not exist."""
    mine, sent_on = answers(404, **{reader: 200}), answers(404, **{reader: 302})
    return [
        *page("consultations:draft", draft(what), GET=mine, POST=sent_on, body=lambda scene: body),
        *page(
            "consultations:draft_autosave",
            draft(what),
            GET=signed_in(405),
            POST=mine,
            body=lambda scene: body,
        ),
        *page("consultations:draft_check", draft(what), GET=mine, POST=signed_in(405)),
        # The words on the page are not those of `seen`: the writer is asked to look again.
        *page("consultations:draft_submit", draft(what), GET=signed_in(405), POST=answers(404, **{reader: 409})),
    ]


def begin(body: dict[str, Any], **positions: int) -> list[Row]:
    """Whoever may, is sent to the draft."""
    return page(
        "consultations:start_contribution",
        open_round,
        GET=signed_in(405),
        POST=answers(403, **positions),
        body=lambda scene: body,
    )


INPUT = [
    *begin({"weight": "individual"}, outsider=302, member=302, colleague=302, leader=302),
    *begin({"weight": "fractie"}, leader=302),
    *begin({"weight": "council", "basis": "decision"}, outside_clerk=302, clerk=302),
    *private("draft", "member", WRITTEN),
    *private("fractie_draft", "leader", WRITTEN),
    *private("council_draft", "clerk", OF_COUNCIL),
    *page("consultations:draft_writers", draft("draft"), GET=answers(404, member=403), POST=answers(404, member=403)),
    *page(
        "consultations:draft_writers",
        draft("fractie_draft"),
        GET=answers(404, leader=200),
        POST=answers(404, leader=302),
    ),
    *page(
        "consultations:contribution",
        number("submitted"),
        GET=answers(404, public=404, colleague=200, clerk=200),
        POST=everybody(405),
    ),
    *page(
        "consultations:contribution",
        number("released"),
        GET=answers(404, public=404, member=200, clerk=200, officer=200, executive=200, secretary=200),
        POST=everybody(405),
    ),
    *page(
        "consultations:contribution",
        number("released_elsewhere"),
        GET=answers(404, public=404, outsider=200, outside_clerk=200, outside_officer=200, secretary=200),
        POST=everybody(405),
    ),
    *page("consultations:receipt", number("submitted"), GET=answers(404, colleague=200), POST=signed_in(405)),
    *page("consultations:receipt_pdf", number("submitted"), GET=answers(404, colleague=200), POST=signed_in(405)),
    *page(
        "consultations:withdraw", number("submitted"), GET=answers(404, colleague=200), POST=answers(404, colleague=302)
    ),
    # The round of this one has closed: it stays as it is.
    *page("consultations:withdraw", number("routed"), GET=answers(404, leader=409), POST=answers(404, leader=409)),
    *page(
        "consultations:release", number("submitted"), GET=signed_in(405), POST=answers(404, colleague=403, clerk=302)
    ),
    *page(
        "consultations:publish_council_input",
        number("submitted"),
        GET=signed_in(405),
        POST=answers(404, colleague=403, clerk=403),
    ),
    *page(
        "consultations:my_contributions",
        GET=answers(403, outsider=200, member=200, colleague=200, leader=200),
        POST=signed_in(405),
    ),
    *page(
        "consultations:council_contributions",
        GET=answers(403, outside_clerk=200, clerk=200),
        POST=signed_in(405),
    ),
    *page(
        "consultations:publish_round_input",
        lambda scene: {"slug": scene.closed_round.slug},
        GET=answers(403, secretary=200),
        POST=answers(403, secretary=302),
    ),
]
