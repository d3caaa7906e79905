"""The rounds of the programme team: drafts exist for nobody else; what was published is only not theirs to change."""

from typing import Any

from .http_rows import Row, Statuses, Values, answers, nothing, page, signed_in
from .scene import Scene

#: Of a draft the others learn nothing; of a published round, that it is not theirs to change.
HIDDEN = answers(404, secretary=200)
HIDDEN_DONE = answers(404, secretary=302)
TEAM = answers(403, secretary=200)
DONE = answers(403, secretary=302)


def of(name: str) -> Values:
    return lambda scene: {"pk": scene.made[name].pk}


def question(name: str) -> Values:
    return lambda scene: {"pk": scene.made[name].pk, "question": scene.made[f"{name}_question"].pk}


def form(
    name: str,
    kwargs: Values,
    body: Values = nothing,
    GET: Statuses = HIDDEN,  # noqa: N803
    POST: Statuses = HIDDEN_DONE,  # noqa: N803
) -> list[Row]:
    return page(f"consultations:{name}", kwargs, GET=GET, POST=POST, body=body)


def button(name: str, kwargs: Values, body: Values = nothing) -> list[Row]:
    return page(f"consultations:{name}", kwargs, GET=signed_in(405), POST=HIDDEN_DONE, body=body)


def reading(name: str, kwargs: Values = nothing) -> list[Row]:
    return page(f"consultations:{name}", kwargs, GET=HIDDEN, POST=signed_in(405))


def text_of_round(scene: Scene) -> dict[str, Any]:
    return {
        "phase": scene.draft_round.phase_id,
        "title": "Water",
        "brief": "Over water.",
        "opens_at": "2031-01-06T09:00",
        "closes_at": "2031-03-28T23:59",
        "councils": [scene.losser.pk],
    }


QUESTION = {"text": "Hoeveel?", "kind": "other", "format": "number", "unit": "woningen"}

ROUNDS = [
    *reading("round_desk"),
    *form("new_round", nothing, text_of_round, GET=TEAM, POST=DONE),
    *reading("manage_round", of("draft_round")),
    *reading("manage_round", of("open_round")),
    *reading("preview_round", of("draft_round")),
    *form("change_round", of("draft_round"), text_of_round),
    # What was published does not change.
    *form(
        "change_round",
        of("open_round"),
        text_of_round,
        GET=answers(403, secretary=409),
        POST=answers(403, secretary=409),
    ),
    *button("copy_round", of("draft_round")),
    *form("add_question", of("draft_round"), lambda scene: QUESTION),
    *form("change_question", question("draft_round"), lambda scene: QUESTION),
    *button("move_question", question("draft_round"), lambda scene: {"richting": "omhoog"}),
    *button("remove_question", question("draft_round")),
    *form("schedule_round", of("draft_round"), lambda scene: {"publish_at": publishing(scene)}),
    *button("unschedule_round", of("scheduled_round")),
    *form("publish_round", of("scheduled_round")),
    *form("withdraw_round", of("open_round"), lambda scene: {"reason": "Dubbel."}, GET=TEAM, POST=DONE),
    *form("add_addendum", of("open_round"), lambda scene: {"text": "Er is een kaart bij."}, GET=TEAM, POST=DONE),
    *form(
        "extend_round",
        of("open_round"),
        lambda scene: {"until": "2031-01-06T09:00", "reason": "Het kan niet eerder."},
        GET=TEAM,
        POST=DONE,
    ),
]


def publishing(scene: Scene) -> str:
    """A moment before the opening; the database's clock is before it for a week."""
    return f"{scene.draft_round.opens_at:%Y-%m-%dT00:00}"
