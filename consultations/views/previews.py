"""A round as others will see it once it is open: the same page, made for an actor who does not exist."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from consultations.forms.answering import QuestionsForm
from consultations.models import ConsultationRound, RoundStatus
from organisations.actor import COUNCIL_ROLES, Actor, Role

from .public_rounds import round_context
from .starts import starts_of

#: Keys that no row has: what this actor owns is nothing.
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """One kind of reader."""

    label: str
    role: Role | None


#: What can stand in the address, and who that is.
PREVIEWS: Mapping[str, Preview] = {
    "bezoeker": Preview("Bezoeker zonder account", None),
    "raadslid": Preview("Raadslid", Role.COUNCIL_MEMBER),
    "fractievoorzitter": Preview("Fractievoorzitter", Role.GROUP_LEADER),
    "griffier": Preview("Griffier", Role.CLERK),
    "ambtenaar": Preview("Behandelend ambtenaar", Role.CASE_OFFICER),
    "bestuurder": Preview("Bestuurder", Role.EXECUTIVE),
}
WRITERS = COUNCIL_ROLES | {Role.CLERK}


def preview_context(round_: ConsultationRound, chosen: str) -> dict[str, Any]:
    """What `chosen` of the first invited council sees at the opening; the row itself is left as it is."""
    preview = PREVIEWS[chosen]
    shown = copy(round_)
    shown.status = RoundStatus.PUBLISHED
    track = round_.tracks.select_related("council__organisation").order_by("council__organisation__name").first()
    council = track.council if track and preview.role else None
    actor = Actor(
        user_id=NOBODY if preview.role else None,
        role=preview.role,
        organisation_id=council.organisation_id if council else None,
        council_id=council.pk if council else None,
        fractie_id=NOBODY if preview.role in COUNCIL_ROLES else None,
    )
    context = round_context(shown, actor, shown.opens_at)
    starts = starts_of(actor, council) if council else []
    return {
        **context,
        "previews": PREVIEWS,
        "chosen": chosen,
        "heading": f"Voorbeeld voor: {preview.label.lower()}",
        "on_behalf_of": council.organisation.name if council else "",
        "starts": [replace(start, url="#formulier") for start in starts],
        "form": QuestionsForm(questions=context["questions"]) if council and preview.role in WRITERS else None,
    }
