"""Technical questions: answered ones are for everyone, the rest for who asked and who answers."""

from typing import Any

from .http_rows import Values, answers, everybody, page, signed_in
from .scene import Scene

MEMBERS = ("outsider", "member", "colleague", "leader")
OFFICES = ("outside_officer", "officer", "secretary")


def uuid(name: str) -> Values:
    return lambda scene: {"uuid": scene.made[name].uuid}


def typed(scene: Scene) -> dict[str, Any]:
    return {
        "key": "7d4b3a0e-6c58-4d0c-9a57-0d5d3a4c1a11",
        "text": "Hoe hoog is de dijk langs de Dinkel?",
        "answer": "Zes meter.",
        "audience": "iedereen",
    }


TECHNICAL = [
    *page("consultations:technical_questions", GET=everybody(200), POST=everybody(405)),
    *page("consultations:technical_questions_alike", GET=signed_in(200), POST=signed_in(405)),
    *page(
        "consultations:ask_technical_question",
        GET=answers(403, **dict.fromkeys(MEMBERS, 200)),
        POST=answers(403, **dict.fromkeys(MEMBERS, 302)),
        body=typed,
    ),
    *page(
        "consultations:my_technical_questions",
        GET=answers(403, **dict.fromkeys(MEMBERS, 200)),
        POST=signed_in(405),
    ),
    *page("consultations:technical_inbox", GET=answers(403, **dict.fromkeys(OFFICES, 200)), POST=signed_in(405)),
    *page("consultations:technical_question", uuid("answered_question"), GET=everybody(200), POST=everybody(405)),
    *page(
        "consultations:technical_question",
        uuid("asked_question"),
        GET=answers(404, public=404, member=200, officer=200),
        POST=everybody(405),
    ),
    *page(
        "consultations:technical_question",
        uuid("refused_question"),
        GET=answers(404, public=404, member=200, officer=200),
        POST=everybody(405),
    ),
    *page(
        "consultations:technical_question",
        uuid("passed_on_question"),
        GET=answers(404, public=404, member=200, officer=200, secretary=200),
        POST=everybody(405),
    ),
    *page(
        "consultations:pass_on_technical_question",
        uuid("asked_question"),
        GET=signed_in(405),
        POST=answers(404, member=403, officer=302),
    ),
    *page(
        "consultations:pass_on_technical_question",
        uuid("passed_on_question"),
        GET=signed_in(405),
        POST=answers(404, member=403, officer=409, secretary=403),
    ),
    *page(
        "consultations:answer_technical_question",
        uuid("asked_question"),
        GET=answers(404, member=403, officer=200),
        POST=answers(404, member=403, officer=302),
        body=typed,
    ),
    *page(
        "consultations:answer_technical_question",
        uuid("passed_on_question"),
        GET=answers(404, member=403, officer=200, secretary=200),
        POST=answers(404, member=403, officer=302, secretary=302),
        body=typed,
    ),
    *page(
        "consultations:answer_technical_question",
        uuid("answered_question"),
        GET=answers(403, officer=409, secretary=409),
        POST=answers(403, officer=409, secretary=409),
        body=typed,
    ),
]
