"""Who takes part in a round: as charts, as a map of the region, and as the table that says the same."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.http import PortalRequest
from organisations.models import Tier
from ros_portal.kit.templatetags.charts import Bar, Tile

from ..models.evidence import Participation, WeightCounts, participation_in
from ..models.matrix import readable_input, silence_of
from .overview import round_for


@dataclass(frozen=True, slots=True)
class Share:
    """What one council gave; `silence` where the reader can read nothing of it."""

    part: Participation
    counts: WeightCounts
    silence: str


@login_not_required
@require_safe
def participation(request: PortalRequest, slug: str) -> HttpResponse:
    """The councils by name, each weight in a chart of its own: they are not compared with each other."""
    found, now = round_for(request, slug), timezone.now()
    readable = readable_input(request.actor, found)
    shares = []
    for part in participation_in(found):
        counts = readable.get(part.council.pk, WeightCounts())
        shares.append(Share(part, counts, silence_of(part, now) if counts.is_empty else ""))
    context = {
        "round": found,
        "shares": shares,
        "given": sum(1 for share in shares if not share.counts.is_empty or share.part.has_given_input),
        "charts": _charts(shares),
        "tiles": _tiles(shares),
    }
    return render(request, "consultations/overview/participation.html", context)


def _charts(shares: list[Share]) -> list[tuple[str, list[Bar]]]:
    """One chart per weight; a weight that nobody used is left to the table."""
    charts = []
    for number, (label, _) in enumerate(WeightCounts().rows()):
        bars = [Bar(share.part.council.organisation.name, share.counts.rows()[number][1]) for share in shares]
        if any(bar.value for bar in bars):
            charts.append((f"Inbreng {label}", bars))
    return charts


def _tiles(shares: list[Share]) -> list[Tile]:
    """The councils whose party has a place on the map; what works for the whole region is drawn wider."""
    tiles = []
    for share in shares:
        party = share.part.council.organisation
        if party.map_column is None or party.map_row is None:
            continue
        tone, text = _shade(share)
        tiles.append(
            Tile(
                column=party.map_column,
                row=party.map_row,
                span=1 if party.tier == Tier.MUNICIPALITY else 2,
                name=party.name,
                code=party.code,
                text=text,
                tone=tone,
                url=share.part.council.get_absolute_url(),
            )
        )
    return tiles


def _shade(share: Share) -> tuple[str, str]:
    """The shade of a tile, and the same in a word."""
    if not share.counts.is_empty:
        return "full", "inbreng"
    if share.part.has_given_input:
        return "half", "gegeven"
    return "none", "stil" if share.silence == "Geen inbreng" else "nog stil"
