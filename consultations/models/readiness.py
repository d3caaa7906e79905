"""What a round must have before councils are asked to answer it, in sentences for the programme team."""

from datetime import datetime

from documents.models import VersionStatus
from ros_portal.kit.errors import Conflict

from .fair_time import councils_below_minimum
from .rounds import BRIEF_WORDS, ConsultationRound, RoundStatus


def what_a_round_lacks(round_: ConsultationRound, *, publishes_at: datetime, by_hand: bool = True) -> list[str]:
    """Dutch sentences, none when the round can be published at that time.

    Fair time is asked of who plans or publishes it `by_hand`: a track that a clerk plans afterwards holds back nobody.
    """
    lacks = []
    words = len(round_.brief.split())
    if not 1 <= words <= BRIEF_WORDS:
        lacks.append(f"Schrijf “in het kort” met ten hoogste {BRIEF_WORDS} woorden.")
    if not round_.questions.exists():
        lacks.append("Maak ten minste één vraag.")
    if not round_.tracks.exists():
        lacks.append("Nodig ten minste één raad uit.")
    if round_.closes_at <= publishes_at:
        lacks.append("De ronde sluit voordat zij wordt gepubliceerd. Kies een latere sluiting.")
    if round_.publish_at is not None and round_.opens_at < round_.publish_at:
        lacks.append("De ronde opent voordat zij wordt gepubliceerd. Kies een latere opening.")
    if round_.documents.exclude(status=VersionStatus.PUBLISHED).exists():
        lacks.append("Een van de documenten is nog niet gepubliceerd.")
    if by_hand and not round_.short_time_reason and (below := councils_below_minimum(round_)):
        lacks.append(
            f"{len(below)} {'raad heeft' if len(below) == 1 else 'raden hebben'} minder dan {below[0].minimum} weken. "
            "Kies een latere sluiting, of schrijf op waarom de termijn korter is. Iedereen leest dat."
        )
    return lacks


def require_ready(round_: ConsultationRound, *, publishes_at: datetime, by_hand: bool = True) -> None:
    """Raise Conflict with all that the round lacks."""
    if lacks := what_a_round_lacks(round_, publishes_at=publishes_at, by_hand=by_hand):
        raise Conflict(" ".join(lacks))


def require_ready_if_scheduled(round_: ConsultationRound) -> None:
    """Raise Conflict when a change would leave the portal with a round that it cannot publish in time."""
    if round_.status == RoundStatus.SCHEDULED and round_.publish_at is not None:
        require_ready(round_, publishes_at=round_.publish_at)
