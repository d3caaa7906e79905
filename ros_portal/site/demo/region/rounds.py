"""The example rounds: two that have closed with published input, and one that is open."""

import tomllib
from itertools import accumulate
from typing import Any

from consultations.models import ConsultationRound, CouncilTrack, Phase, Question, RoundStatus
from documents.models import DocumentVersion
from organisations.models import Council

from .days import Days
from .people import DATA, Cast

#: The evenings of a council in a round, in their order.
EVENINGS = ("orientation_on", "deliberation_on", "papers_due_on", "decision_on")


def load_rounds(days: Days, cast: Cast, documents: dict[str, DocumentVersion]) -> dict[str, ConsultationRound]:
    """Write the rounds with their questions and documents, and the route of every council through them."""
    strategy = Phase.objects.get(code=Phase.Code.STRATEGY)
    rounds = {}
    for row in tomllib.loads((DATA / "rounds.toml").read_text())["round"]:
        round_ = ConsultationRound.objects.create(
            phase=strategy,
            title=row["title"],
            slug=row["slug"],
            brief=row["brief"],
            published_at=days.at(row["opens"]),
            opens_at=days.at(row["opens"]),
            closes_at=days.at(row["closes"], 23, 59),
            input_published_at=days.at(row["published"], 10) if "published" in row else None,
            short_time_reason=row["short_time_reason"],
            is_example=True,
        )
        round_.documents.set([documents[key] for key in row["documents"]])
        Question.objects.bulk_create(
            Question(round=round_, position=position, **question)
            for position, question in enumerate(row["question"], start=1)
        )
        CouncilTrack.objects.bulk_create(
            _track(days, row, round_, council, number)
            for number, council in enumerate(cast.councils[code] for code in sorted(cast.councils))
        )
        round_.status = RoundStatus.PUBLISHED  # its questions stay as they are from now on
        round_.save(update_fields=["status"])
        rounds[row["key"]] = round_
    return rounds


def _track(days: Days, row: dict[str, Any], round_: ConsultationRound, council: Council, number: int) -> CouncilTrack:
    """Evenings that differ per council; all of them before the round closes."""
    code, spread = council.organisation.code, number % 4
    decides = row["closes"] - 5 - number % 7
    offsets = (row["opens"] + 10 + number % 6, decides - 14, decides - 9, decides)
    last = days.day(row["closes"] - 1)
    evenings = accumulate((min(days.evening(offset, spread), last) for offset in offsets), max)
    met = {name: days.day(offset) for name, offset in row.get("met", {}).get(code, {}).items()}
    extension = row.get("extended", {}).get(code)
    return CouncilTrack(
        round=round_,
        council=council,
        extended_until=days.at(row["closes"] + extension, 23, 59) if extension else None,
        **{**dict(zip(EVENINGS, evenings, strict=True)), **met},
    )
