"""The ways into a round for who is looking: what to begin, and what one began already.

The page of a round shows them with `templates/consultations/input/_start.html`.
"""

from dataclasses import dataclass

from django.urls import reverse

from consultations.models import ConsultationRound, Contribution, ContributionStatus, CouncilBasis, Weight
from consultations.policies import STARTS, Permission, policy, start_steps
from organisations.actor import Actor
from organisations.http import PortalRequest
from organisations.models import Council
from ros_portal.kit.clock import database_now


@dataclass(frozen=True, slots=True)
class Start:
    """One kind of input that the actor can give in a round; `url` leads to what exists of it already."""

    title: str
    text: str
    weight: str
    label: str
    detail: str
    basis: str = ""
    url: str = ""
    kind: str = "secondary"
    tone: str = ""


@dataclass(frozen=True, slots=True)
class _Kind:
    permission: Permission
    weight: Weight
    basis: str
    title: str
    text: str


KINDS = (
    _Kind(
        Permission.START_INDIVIDUAL_INPUT,
        Weight.INDIVIDUAL,
        "",
        "Namens uzelf",
        "Uw eigen inbreng als lid. Alleen u leest mee tot u indient.",
    ),
    _Kind(
        Permission.START_FRACTIE_INPUT,
        Weight.FRACTIE,
        "",
        "Namens uw fractie",
        "U kiest wie van de fractie meeschrijven. U dient in.",
    ),
    _Kind(
        Permission.RECORD_COUNCIL_INPUT,
        Weight.COUNCIL,
        CouncilBasis.DECISION,
        "Besluit van de raad",
        "Leg vast wat de raad heeft besloten: datum, kenmerk en stemming.",
    ),
    _Kind(
        Permission.RECORD_COUNCIL_INPUT,
        Weight.COUNCIL,
        CouncilBasis.CONVERSATION,
        "Gesprek in de raad",
        "Leg vast wat er in een gesprek is gezegd. Het telt apart en is geen standpunt van de raad.",
    ),
)


def starts_in(request: PortalRequest, round_: ConsultationRound) -> list[Start]:
    """What the actor can begin or go on with in this round; empty for who gives no input."""
    council = request.mandate.council if request.mandate else None
    if council is None:
        return []
    is_open = ConsultationRound.objects.open_for(council.pk, database_now()).filter(pk=round_.pk).exists()
    possible = policy.allowed(request.actor, council, STARTS)
    if not possible:
        return []
    can_begin = start_steps(request.actor, council, is_open=is_open)
    kinds = [kind for kind in KINDS if kind.permission in possible]
    existing = {
        (contribution.weight, contribution.basis): contribution
        for contribution in Contribution.objects.written_by(request.actor)
        .filter(round=round_, council=council)
        .exclude(status=ContributionStatus.WITHDRAWN)
    }
    starts = [
        _start(kind, existing.pop((kind.weight, kind.basis), None), can_begin=kind.permission in can_begin)
        for kind in kinds
    ]
    starts += [_of_fractie(contribution) for contribution in existing.values() if contribution.weight == Weight.FRACTIE]
    return [start for start in starts if start is not None]


def starts_of(actor: Actor, council: Council) -> list[Start]:
    """What an actor of this council can begin in an open round in which nobody wrote anything yet."""
    possible = start_steps(actor, council, is_open=True)
    starts = [_start(kind, None, can_begin=True) for kind in KINDS if kind.permission in possible]
    return [start for start in starts if start is not None]


def _start(kind: _Kind, contribution: Contribution | None, *, can_begin: bool) -> Start | None:
    if contribution is None and not can_begin:
        return None
    label, url = ("Begin", "") if contribution is None else _go_on(contribution)
    is_first = kind.weight == Weight.INDIVIDUAL and (contribution is None or contribution.number is None) and can_begin
    return Start(
        title=kind.title,
        text=kind.text,
        weight=kind.weight,
        basis=kind.basis,
        label=label,
        detail=kind.title.lower(),
        url=url,
        kind="primary" if is_first else "secondary",
        tone="accent" if is_first else "",
    )


def _of_fractie(contribution: Contribution) -> Start:
    """For a member whom the leader named as a writer."""
    label, url = _go_on(contribution)
    return Start(
        title="Met uw fractie",
        text="Uw fractievoorzitter vroeg u om mee te schrijven.",
        weight=Weight.FRACTIE,
        label=label,
        detail="met uw fractie",
        url=url,
    )


def _go_on(contribution: Contribution) -> tuple[str, str]:
    """The words and the address of what exists already."""
    if contribution.number is None:
        return "Ga verder met het concept", contribution.get_absolute_url()
    return "Bekijk wat u indiende", reverse("consultations:receipt", args=[contribution.number])


def title_of(contribution: Contribution) -> str:
    """What the writers call it."""
    if contribution.weight == Weight.INDIVIDUAL:
        return "Uw eigen inbreng"
    if contribution.weight == Weight.FRACTIE and contribution.fractie:
        return f"Inbreng van fractie {contribution.fractie.name}"
    if contribution.basis == CouncilBasis.DECISION:
        return "Inbreng van de raad na een besluit"
    return "Inbreng uit een gesprek in de raad"
