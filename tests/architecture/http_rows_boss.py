"""The BOSS and the programme: the secretary works, officials of the parties that sit read the bundle."""

from typing import Any

from .http_rows import Row, Statuses, Values, answers, everybody, nothing, page, signed_in
from .scene import Scene

SECRETARY = answers(403, secretary=200)
DONE = answers(403, secretary=302)
#: Pages that are not there for others, because what they list is not theirs to know of.
HIDDEN = answers(404, secretary=200)
READERS = {"outside_officer": 200, "officer": 200, "executive": 200, "secretary": 200}


def meeting(name: str) -> Values:
    return lambda scene: {"day": scene.made[name].held_on}


def item(name: str) -> Values:
    return lambda scene: {"day": scene.made[name].meeting.held_on, "pk": scene.made[name].pk}


def routing(name: str) -> Values:
    return lambda scene: {"day": scene.made[name].item.meeting.held_on, "pk": scene.made[name].pk}


def step(name: str, kwargs: Values, body: Values = nothing, POST: Statuses = DONE) -> list[Row]:  # noqa: N803
    """A button: only a POST, only for the secretary."""
    return page(name, kwargs, GET=signed_in(405), POST=POST, body=body)


def form(name: str, kwargs: Values, body: Values) -> list[Row]:
    return page(name, kwargs, GET=SECRETARY, POST=DONE, body=body)


def verdict(scene: Scene) -> dict[str, Any]:
    prefix = f"r{scene.held_routing.pk}-"
    return {f"{prefix}verdict": "adopted", f"{prefix}reason": "Dit past."}


def plan(scene: Scene) -> dict[str, Any]:
    return {**PLAN, "participants": [scene.losser.organisation_id]}


def chosen(scene: Scene) -> dict[str, Any]:
    answer = scene.routed.versions.get().answers.get()
    return {"answers": [answer.pk], "item": scene.planned_item.pk}


PLAN = {"held_on": "2031-01-16", "starts_at": "13:30", "location": "Almelo", "papers_due_on": "2031-01-06"}
ITEM = {"title": "Water", "kind": "discussion", "minutes": "20"}
PROJECT = {"kind": "project", "title": "Bus", "slug": "bus", "summary": "Een bus."}

BOSS = [
    *form(
        "consultations:plan_meeting",
        nothing,
        lambda scene: {**PLAN, "participants": [scene.losser.organisation_id]},
    ),
    *page("consultations:prepare_meeting", meeting("planned"), GET=HIDDEN, POST=signed_in(405)),
    *form("consultations:add_agenda_item", meeting("planned"), lambda scene: ITEM),
    *form("consultations:change_agenda_item", item("planned_item"), lambda scene: ITEM),
    *step("consultations:move_agenda_item", item("planned_item"), lambda scene: {"richting": "omhoog"}),
    # What carries input is not taken off the agenda.
    *step("consultations:remove_agenda_item", item("planned_item"), POST=answers(403, secretary=409)),
    *form("consultations:cover_note", item("planned_item"), lambda scene: {"requested_decision": "Stem in."}),
    *step("consultations:unroute_answer", routing("planned_routing")),
    *step("consultations:convene_meeting", meeting("planned"), POST=answers(403, secretary=409)),
    *step("consultations:hold_meeting", meeting("convened"), POST=answers(403, secretary=409)),
    *page("consultations:bundle", meeting("convened"), GET=answers(404, **READERS), POST=signed_in(405)),
    *page("consultations:bundle", meeting("planned"), GET=signed_in(404), POST=signed_in(405)),
    *page("consultations:bundle_pdf", meeting("convened"), GET=answers(404, **READERS), POST=signed_in(405)),
    *page("consultations:agenda_pdf", meeting("planned"), GET=everybody(404), POST=everybody(405)),
    *page("consultations:decide_meeting", meeting("held"), GET=HIDDEN, POST=signed_in(405)),
    *page(
        "consultations:decide_item",
        item("held_item"),
        GET=HIDDEN,
        POST=DONE,
        body=lambda scene: {"besluit-text": "Akkoord."},
    ),
    *step("consultations:give_feedback", routing("held_routing"), verdict),
    *step("consultations:close_agenda_item", item("held_item")),
    # One item is still open.
    *step("consultations:publish_decisions", meeting("held"), POST=answers(403, secretary=409)),
    *form(
        "consultations:record_text_change",
        lambda scene: {"pk": scene.feedback.pk},
        lambda scene: {"paragraph": scene.paragraph.pk, "description": "Een zin erbij."},
    ),
    *page("consultations:inbox", GET=HIDDEN, POST=signed_in(405)),
    *step("consultations:route_answers", nothing, chosen),
    *step("consultations:sort_answers", nothing, POST=answers(403, secretary=400)),
    *page("consultations:phase_inbox", lambda scene: {"slug": "uitvoeringsagenda"}, GET=HIDDEN, POST=signed_in(405)),
    *step(
        "consultations:take_up_answers",
        lambda scene: {"slug": "uitvoeringsagenda"},
        lambda scene: {"answers": [scene.feedback.routing.answer_id], "item": scene.project.slug},
    ),
    *form("consultations:new_programme_item", lambda scene: {"slug": "uitvoeringsagenda"}, lambda scene: PROJECT),
    *page(
        "consultations:programme_item",
        lambda scene: {"slug": scene.prepared_project.slug},
        GET=answers(404, public=404, secretary=200),
        POST=everybody(405),
    ),
    *page(
        "consultations:change_programme_item",
        lambda scene: {"slug": scene.prepared_project.slug},
        GET=HIDDEN,
        POST=answers(404, secretary=302),
        body=lambda scene: PROJECT,
    ),
    *page(
        "consultations:publish_programme_item",
        lambda scene: {"slug": scene.prepared_project.slug},
        GET=signed_in(405),
        POST=answers(404, secretary=302),
    ),
    *page(
        "documents:version",
        lambda scene: {"slug": "brief", "number": 2},
        GET=answers(404, public=404, officer=200, secretary=200),
        POST=everybody(405),
    ),
]
