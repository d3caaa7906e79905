"""The example input: written as members, fracties and councils would, numbered as the portal does."""

import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from consultations.models import (
    Answer,
    ConsultationRound,
    Contribution,
    ContributionStatus,
    ContributionVersion,
    NumberSeries,
    Question,
    Weight,
)
from ros_portal.site.region.facts import AMSTERDAM

from .days import Days, on
from .people import DATA, Cast

S = ContributionStatus


@dataclass
class Input:
    """The contributions by their key in the data files."""

    contributions: dict[str, Contribution] = field(default_factory=dict)
    #: (key, position of the question) → answer
    answers: dict[tuple[str, int], Answer] = field(default_factory=dict)

    def answer(self, reference: str) -> Answer:
        """The answer that a data file cites as "key/position"."""
        key, _, position = reference.partition("/")
        return self.answers[key, int(position)]


def load_input(days: Days, cast: Cast, rounds: dict[str, ConsultationRound]) -> Input:
    """Write all input as drafts first, then freeze and number it in the order in which it was handed in."""
    loaded = Input()
    rows: list[tuple[dict[str, Any], Contribution]] = []
    for key, round_ in rounds.items():
        for path in sorted(DATA.glob(f"input-{key}*.toml")):
            for row in tomllib.loads(path.read_text())["input"]:
                contribution = _draft(row, round_, cast)
                rows.append((row, contribution))
                loaded.contributions[row["key"]] = contribution
    Contribution.objects.bulk_create(loaded.contributions.values())
    versions = {
        row["key"]: ContributionVersion(contribution=contribution, saved_at=contribution.created_at)
        for row, contribution in rows
    }
    ContributionVersion.objects.bulk_create(versions.values())
    questions = {(q.round_id, q.position): q for q in Question.objects.all()}
    for row, contribution in rows:
        for position, text in row["answers"].items():
            question = questions[contribution.round_id, int(position)]
            loaded.answers[row["key"], question.position] = Answer(
                version=versions[row["key"]], question=question, text=" ".join(text.split())
            )
    Answer.objects.bulk_create(loaded.answers.values())
    _hand_in(days, rows, versions)
    _name_writers(cast, rows)
    return loaded


def _draft(row: dict[str, Any], round_: ConsultationRound, cast: Cast) -> Contribution:
    party = row["party"]
    author = cast.mandates[row["author"], party]
    submitted_at = on(round_.opens_at.astimezone(AMSTERDAM).date() + timedelta(days=row["day"]), 19, 12)
    contribution = Contribution(
        round=round_,
        council=cast.councils[party],
        weight=row["weight"],
        author=author.user,
        fractie=author.fractie if row["weight"] == Weight.FRACTIE else None,
        shows_name=row.get("shows_name", False),
        created_at=submitted_at - timedelta(days=3),
    )
    if row["weight"] == Weight.COUNCIL:
        contribution.basis = row["basis"]
        contribution.meeting_date = submitted_at.date() - timedelta(days=2)
        contribution.decision_reference = row.get("reference", "")
        contribution.without_vote = row.get("without_vote", False)
        contribution.votes_for, contribution.votes_against = row.get("votes", (None, None))
        contribution.minority_view = " ".join(row.get("minority_view", "").split())
    return contribution


def _hand_in(
    days: Days, rows: list[tuple[dict[str, Any], Contribution]], versions: dict[str, ContributionVersion]
) -> None:
    handed_in = [(row, c) for row, c in rows if row.get("status") != S.DRAFT]
    handed_in.sort(key=lambda pair: (pair[1].created_at, pair[0]["key"]))
    for minute, (row, contribution) in enumerate(handed_in):
        version = versions[row["key"]]
        moment = contribution.created_at + timedelta(days=3, minutes=minute)
        version.frozen_at, version.sha256 = moment, fingerprint(row["answers"])
        contribution.number = NumberSeries.next_number(
            contribution.round.phase, moment.astimezone(AMSTERDAM).year, contribution.council
        )
        contribution.submitted_at, contribution.submitted_version = moment, version
        contribution.status = S(row.get("status", S.RELEASED))
        _move_on(contribution, moment)
    ContributionVersion.objects.bulk_update([versions[row["key"]] for row, _ in handed_in], ["frozen_at", "sha256"])
    Contribution.objects.bulk_update(
        [c for _, c in handed_in],
        ["number", "submitted_at", "submitted_version", "status", "released_at", "withdrawn_at"],
    )


def _move_on(contribution: Contribution, submitted_at: datetime) -> None:
    if contribution.status == S.RELEASED:
        contribution.released_at = submitted_at + timedelta(hours=14)
    if contribution.status == S.WITHDRAWN:
        contribution.withdrawn_at = submitted_at + timedelta(days=1)


def _name_writers(cast: Cast, rows: list[tuple[dict[str, Any], Contribution]]) -> None:
    """A fractie's input is written by its leader and the members that the leader named."""
    through = Contribution.writers.through
    through.objects.bulk_create(
        through(contribution_id=contribution.pk, mandate_id=cast.mandates[name, row["party"]].pk)
        for row, contribution in rows
        if contribution.weight == Weight.FRACTIE
        for name in (row["author"], *row.get("writers", ()))
    )


def fingerprint(answers: dict[str, str]) -> str:
    """The SHA-256 of the words, as at submission."""
    return hashlib.sha256(json.dumps(answers, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
