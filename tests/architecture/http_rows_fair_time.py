"""Fair time: everybody reads the meter; the clerk keeps the own council's evenings, track and way of taking part."""

from typing import Any

from .http_rows import Row, Values, answers, nothing, page
from .http_rows_public import read
from .scene import Scene

#: Pages of the own council: its clerk, and each clerk of another council for that one.
CLERKS = {"clerk": 200, "outside_clerk": 200}
DONE = {"clerk": 302, "outside_clerk": 302}

EVENING = {"step": "decision", "held_on": "2031-02-11", "papers_due_on": "2031-01-28"}
WAY = {
    "explanation": "De raad bespreekt elke ronde.",
    "release": "by_clerk",
    "invites_council": "on",
    "contact_function": "adviseur ruimte",
    "contact_email": "ruimte@losser.example",
}


def own(name: str, kwargs: Values, body: Values) -> list[Row]:
    """A form about the council of the clerk who asks."""
    return page(name, kwargs, GET=answers(403, **CLERKS), POST=answers(403, **DONE), body=body)


def round_of(scene: Scene) -> dict[str, Any]:
    return {"slug": scene.open_round.slug}


def evening(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.evening.pk}


def request(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.extension_request.pk}


#: Of Losser alone: who works there is refused, others find nothing.
OF_LOSSER = {"member": 403, "colleague": 403, "leader": 403, "officer": 403, "executive": 403}

FAIR_TIME = [
    *read("consultations:fair_time", round_of),
    *page("consultations:fair_time_what_if", GET=answers(403, secretary=200), POST=answers(405)),
    *own("consultations:evenings", nothing, lambda scene: EVENING),
    *page(
        "consultations:change_evening",
        evening,
        GET=answers(404, **OF_LOSSER, clerk=200),
        POST=answers(404, **OF_LOSSER, clerk=302),
        body=lambda scene: EVENING,
    ),
    *page(
        "consultations:remove_evening",
        evening,
        GET=answers(405),
        POST=answers(404, **OF_LOSSER, clerk=302),
    ),
    *own("consultations:plan_track", round_of, nothing),
    *own("consultations:change_involvement", nothing, lambda scene: WAY),
    *own(
        "consultations:ask_extension",
        round_of,
        lambda scene: {"until": "2031-01-01T12:00", "reason": "De raad vergadert later."},
    ),
    *page(
        "consultations:extension_requests",
        GET=answers(403, **CLERKS, secretary=200),
        POST=answers(405),
    ),
    *page(
        "consultations:answer_extension",
        request,
        GET=answers(404, clerk=403, secretary=200),
        POST=answers(404, clerk=403, secretary=302),
        body=lambda scene: {"until": "2031-01-01T12:00", "reason": "Dat past nog.", "grant": "Uitstel geven"},
    ),
]
