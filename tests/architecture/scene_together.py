"""What councils share, in the scene of the matrix: technical questions and co-signing."""

from typing import Any

from consultations.models import CoSignatureStatus, CouncilBasis
from organisations.models import Mandate
from tests.consultations.factories import CouncilInputFactory, RoundFactory, council_of
from tests.consultations.factories_together import CoSignatureFactory, TechnicalQuestionFactory

#: Secret → who may read it, as in `scene.SECRETS`.
SHARED_SECRETS: dict[str, set[str] | None] = {
    "geheim-vraag": {"member", "officer"},
    "geheim-doorgegeven-vraag": {"member", "officer", "secretary"},
    "geheim-antwoord": {"member", "officer"},
    "geheim-aangeboden": {"clerk", "outside_clerk"},
    "geheim-medeondertekend": {"outside_clerk", "leader"},
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


def cosigning(people: dict[str, Mandate]) -> dict[str, Any]:
    """What two councils offer: one waits; of the other a fractie signed it and a council declined."""
    clerk, outside_clerk = people["clerk"], people["outside_clerk"]
    round_ = RoundFactory(slug="samen-ronde", councils=[council_of(clerk), council_of(outside_clerk)])
    conversation = {"round": round_, "basis": CouncilBasis.CONVERSATION, "submitted": True}
    offered = CouncilInputFactory(mandate=clerk, answers=["geheim-aangeboden"], **conversation)
    elsewhere = CouncilInputFactory(mandate=outside_clerk, answers=["geheim-medeondertekend"], **conversation)
    return {
        "offered": offered,
        "offered_elsewhere": elsewhere,
        "offer": CoSignatureFactory(contribution=offered, council=council_of(outside_clerk)),
        "signed_offer": CoSignatureFactory(
            contribution=elsewhere, fractie=people["leader"].fractie, status=CoSignatureStatus.SIGNED
        ),
        "declined_offer": CoSignatureFactory(
            contribution=elsewhere, council=council_of(clerk), status=CoSignatureStatus.DECLINED
        ),
    }
