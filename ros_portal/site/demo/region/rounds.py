"""The example rounds: two that have closed with published input, and one that is open."""

import tomllib
from typing import Any

from consultations.models import ConsultationRound, CouncilTrack, Phase, Question, RoundStatus
from documents.models import DocumentVersion
from organisations.models import Council

from .days import Days, on
from .people import DATA, Cast


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
            status=RoundStatus.PUBLISHED,
            opens_at=days.at(row["opens"]),
            closes_at=days.at(row["closes"], 23, 59),
            input_published_at=days.at(row["published"], 10) if "published" in row else None,
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
        rounds[row["key"]] = round_
    return rounds


def _track(days: Days, row: dict[str, Any], round_: ConsultationRound, council: Council, number: int) -> CouncilTrack:
    """Evenings that differ per council: it meets on its own weekday, in its own week."""
    decides = row["closes"] - 3 - number % 8
    extended_until = None
    if council.organisation.code == row.get("extended"):
        extended_until = on(days.day(row["closes"] + 7), 23, 59)
    return CouncilTrack(
        round=round_,
        council=council,
        extended_until=extended_until,
        orientation_on=days.evening(row["opens"] + 10 + number % 6),
        deliberation_on=days.evening(decides - 14),
        papers_due_on=days.evening(decides - 9),
        decision_on=days.evening(decides),
    )
