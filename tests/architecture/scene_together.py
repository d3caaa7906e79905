"""What councils share, in the scene of the matrix: technical questions and co-signing."""

from typing import Any

from organisations.models import Mandate
from tests.consultations.factories_together import TechnicalQuestionFactory

#: Secret → who may read it, as in `scene.SECRETS`.
SHARED_SECRETS: dict[str, set[str] | None] = {
    "geheim-vraag": {"member", "officer"},
    "geheim-doorgegeven-vraag": {"member", "officer", "secretary"},
    "geheim-antwoord": {"member", "officer"},
    "openbaar-antwoord": None,
}


def technical_questions(people: dict[str, Mandate]) -> dict[str, Any]:
    """A question in each state: asked, passed on, answered for all, answered for the asker alone."""
    asker = people["member"]
    return {
        "asked_question": TechnicalQuestionFactory(mandate=asker, text="geheim-vraag"),
        "passed_on_question": TechnicalQuestionFactory(mandate=asker, text="geheim-doorgegeven-vraag", passed_on=True),
        "refused_question": TechnicalQuestionFactory(
            mandate=asker, text="geheim-antwoord", answer="geheim-antwoord", refusal_reason="geheim-antwoord"
        ),
        "answered_question": TechnicalQuestionFactory(mandate=asker, text="Hoe ver?", answer="openbaar-antwoord"),
    }
