"""Numbers of input, and the fingerprint of the words that a number stands for."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, models

from organisations.models import Council

from .contributions import Contribution
from .process import Phase


class NumberSeries(models.Model):
    """The last number issued per product, year and council; gapless, because it moves with the submission."""

    phase = models.ForeignKey(Phase, models.PROTECT)
    year = models.PositiveSmallIntegerField("jaar")
    council = models.ForeignKey(Council, models.PROTECT)
    last = models.PositiveIntegerField("laatste volgnummer")

    class Meta:
        verbose_name = "nummerreeks"
        verbose_name_plural = "nummerreeksen"
        constraints = [
            models.UniqueConstraint(fields=["phase", "year", "council"], name="number_series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.phase_id}-{self.year}-{self.council_id}: {self.last}"

    @staticmethod
    def next_number(phase: Phase, year: int, council: Council) -> str:
        """Issue the next number, such as ROS-2026-LOS-0007; others wait until this transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO consultations_numberseries (phase_id, year, council_id, last) VALUES (%s, %s, %s, 1)"
                " ON CONFLICT (phase_id, year, council_id)"
                " DO UPDATE SET last = consultations_numberseries.last + 1 RETURNING last",
                [phase.pk, year, council.pk],
            )
            (last,) = cursor.fetchone()
        return f"{phase.code}-{year}-{council.organisation.code}-{last:04d}"


def fingerprint(
    contribution: Contribution,
    version: int,
    answers: Iterable[tuple[str, str]],
    enclosed: Mapping[str, Any] | None = None,
) -> str:
    """The SHA-256 of what is handed in: the number, on whose behalf, on what basis, and each question with its answer.

    What is enclosed and the report of a conversation count where there are any.

    The JSON is canonical (sorted keys, no spaces, UTF-8), so that anybody can compute it again from the receipt.
    """
    decided = contribution.votes_for is not None
    words = {
        "number": contribution.number,
        "version": version,
        "round": contribution.round.slug,
        "council": contribution.council.organisation.code,
        "weight": contribution.weight,
        "basis": contribution.basis,
        "meeting_date": contribution.meeting_date.isoformat() if contribution.meeting_date else "",
        "decision_reference": contribution.decision_reference,
        "votes": [contribution.votes_for, contribution.votes_against] if decided else [],
        "minority_view": contribution.minority_view,
        **({"report": contribution.report} if contribution.report else {}),
        **(enclosed or {}),
        "answers": [{"question": question, "answer": answer} for question, answer in answers],
    }
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
