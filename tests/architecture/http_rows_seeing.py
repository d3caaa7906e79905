"""A round seen whole, for everybody; and reading lists, for whoever made them."""

from typing import Any

from consultations.models import Answer
from tests.consultations.factories import answer_of

from .http_rows import Row, Statuses, Values, answers, everybody, nothing, page, signed_in
from .scene import Scene

#: A list is there for the member whose it is, in that mandate.
MINE = answers(404, member=200)
DONE = answers(404, member=302)


def round_called(name: str) -> Values:
    return lambda scene: {"slug": scene.made[name].slug}


def kept(scene: Scene) -> Answer:
    return answer_of(scene.released)


def own_list(scene: Scene) -> dict[str, Any]:
    return {"uuid": scene.reading_list.uuid}


def keep(name: str, GET: Statuses, POST: Statuses) -> list[Row]:  # noqa: N803
    """Putting an answer on a new list of one's own."""
    return page(
        "consultations:keep_answer",
        lambda scene: {"pk": answer_of(scene.made[name]).pk},
        GET=GET,
        POST=POST,
        body=lambda scene: {"title": "Later"},
    )


SEEING = [
    *[
        row
        for name in ("matrix", "round_answers", "participation")
        for state in ("open_round", "closed_round", "published_round")
        for row in page(f"consultations:{name}", round_called(state), GET=everybody(200), POST=everybody(405))
    ],
    *page(
        "consultations:reading_lists",
        nothing,
        GET=signed_in(200),
        POST=signed_in(302),
        body=lambda scene: {"title": "Later"},
    ),
    *page("consultations:reading_list", own_list, GET=MINE, POST=signed_in(405)),
    *page("consultations:rename_reading_list", own_list, GET=MINE, POST=DONE, body=lambda scene: {"title": "Eerst"}),
    *page("consultations:remove_reading_list", own_list, GET=MINE, POST=DONE),
    *page(
        "consultations:take_off_reading_list",
        own_list,
        GET=signed_in(405),
        POST=DONE,
        body=lambda scene: {"antwoord": kept(scene).pk},
    ),
    *keep("published", signed_in(200), signed_in(302)),
    *keep(
        "released",
        answers(404, member=200, clerk=200, officer=200, executive=200, secretary=200),
        answers(404, member=302, clerk=302, officer=302, executive=302, secretary=302),
    ),
    # A draft is put on no list, not even by its writer.
    *keep("draft", signed_in(404), signed_in(404)),
]
