"""The example input: written as members, fracties and councils would, numbered as the portal does."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from consultations.models import (
    Answer,
    AnswerTheme,
    ConsultationRound,
    Contribution,
    ContributionStatus,
    ContributionVersion,
    CouncilBasis,
    CouncilTrack,
    Involvement,
    NumberSeries,
    Question,
    Weight,
    fingerprint,
    release_of,
)
from documents.models import Theme
from ros_portal.site.region.facts import AMSTERDAM, read_csv

from .days import FRIDAY, on
from .people import DATA, Cast

S = ContributionStatus
#: Writing takes days.
WRITING = timedelta(days=3)


@dataclass
class Entry:
    """A contribution on its way in, with its row of the data files and its one version."""

    row: dict[str, Any]
    contribution: Contribution
    version: ContributionVersion
    answers: list[Answer] = field(default_factory=list)


@dataclass(frozen=True)
class Input:
    """What was loaded, by its key in the data files."""

    entries: dict[str, Entry]

    def answer(self, reference: str) -> Answer:
        """The answer that a data file cites as "key/position"."""
        key, _, position = reference.partition("/")
        return next(a for a in self.entries[key].answers if a.question.position == int(position))

    def readable_from(self, reference: str) -> datetime:
        """From when the programme team can read that answer: released by hand, or at closing."""
        contribution = self.answer(reference).contribution
        return contribution.released_at or contribution.round.deadline_for(contribution.council_id)


def load_input(cast: Cast, rounds: dict[str, ConsultationRound]) -> Input:
    """Write all input as drafts first, then freeze and number it in the order in which it was handed in."""
    tracks = {
        (track.round_id, track.council.organisation.code): track
        for track in CouncilTrack.objects.select_related("round__phase", "council__organisation")
    }
    entries = {
        row["key"]: _draft(row, tracks[round_.pk, row["party"]], cast)
        for key, round_ in rounds.items()
        for path in sorted(DATA.glob(f"input-{key}*.toml"))
        for row in tomllib.loads(path.read_text())["input"]
    }
    Contribution.objects.bulk_create(entry.contribution for entry in entries.values())
    ContributionVersion.objects.bulk_create(entry.version for entry in entries.values())
    questions = {(question.round_id, question.position): question for question in Question.objects.all()}
    for entry in entries.values():
        entry.answers = [
            Answer(
                version=entry.version,
                question=questions[entry.contribution.round_id, int(position)],
                text=" ".join(text.split()),
            )
            for position, text in sorted(entry.row["answers"].items())
        ]
    Answer.objects.bulk_create(answer for entry in entries.values() for answer in entry.answers)
    _hand_in(entry for entry in entries.values() if entry.row.get("status") != S.DRAFT)
    _name_writers(cast, entries.values())
    loaded = Input(entries)
    _sort(loaded)
    return loaded


def _draft(row: dict[str, Any], track: CouncilTrack, cast: Cast) -> Entry:
    """What was begun: by a member some day of the round, for a council on the day after its own evening."""
    party, weight = row["party"], row["weight"]
    author = cast.mandates[row["author"], party]
    evening = track.decision_on if row.get("basis") == CouncilBasis.DECISION else track.orientation_on
    if weight == Weight.COUNCIL and evening is not None:
        submitted_at = on(evening + timedelta(days=1), 10, 12)
    else:
        submitted_at = on(track.round.opens_at.astimezone(AMSTERDAM).date() + timedelta(days=row["day"]), 19, 12)
    contribution = Contribution(
        round=track.round,
        council=cast.councils[party],
        weight=weight,
        author=author.user,
        fractie=author.fractie if weight == Weight.FRACTIE else None,
        shows_name=row.get("shows_name", False),
        created_at=submitted_at - WRITING,
    )
    if weight == Weight.COUNCIL:
        contribution.basis = row["basis"]
        contribution.meeting_date = evening
        contribution.decision_reference = row.get("reference", "").format(year=submitted_at.year)
        contribution.without_vote = row.get("without_vote", False)
        contribution.votes_for, contribution.votes_against = row.get("votes", (None, None))
        contribution.minority_view = " ".join(row.get("minority_view", "").split())
    version = ContributionVersion(contribution=contribution, saved_at=contribution.created_at, saved_by=author.user)
    return Entry(row, contribution, version)


def _hand_in(entries: Iterable[Entry]) -> None:
    in_order = sorted(entries, key=lambda entry: (entry.contribution.created_at, entry.row["key"]))
    for minute, entry in enumerate(in_order):
        contribution, version = entry.contribution, entry.version
        moment = contribution.created_at + WRITING + timedelta(minutes=minute)
        contribution.number = NumberSeries.next_number(
            contribution.round.phase, moment.astimezone(AMSTERDAM).year, contribution.council
        )
        answers = [(answer.heading, answer.words) for answer in entry.answers]
        version.frozen_at, version.sha256 = moment, fingerprint(contribution, version.number, answers)
        contribution.submitted_at, contribution.submitted_version = moment, version
        _move_on(contribution, S(entry.row.get("status", S.RELEASED)), moment)
        if entry.row.get("is_public_early"):
            contribution.published_at = contribution.released_at
    ContributionVersion.objects.bulk_update((entry.version for entry in in_order), ["frozen_at", "sha256"])
    Contribution.objects.bulk_update(
        (entry.contribution for entry in in_order),
        ["number", "submitted_at", "submitted_version", "status", "released_at", "published_at", "withdrawn_at"],
    )


def _move_on(contribution: Contribution, status: ContributionStatus, submitted_at: datetime) -> None:
    """Release it as its council agreed; what is released at closing stays as it was handed in."""
    release = release_of(contribution.council.organisation)
    contribution.status = status
    if status == S.WITHDRAWN:
        contribution.withdrawn_at = submitted_at + timedelta(days=1)
    elif release == Involvement.Release.AT_CLOSING:
        contribution.status = S.SUBMITTED
    elif release == Involvement.Release.AT_SUBMISSION:
        contribution.status, contribution.released_at = S.RELEASED, submitted_at
    elif status == S.RELEASED:
        contribution.released_at = _next_morning(submitted_at)


def _next_morning(moment: datetime) -> datetime:
    """When a clerk comes to it: in the morning of the next working day."""
    day = moment.astimezone(AMSTERDAM).date() + timedelta(days=1)
    while day.weekday() > FRIDAY:
        day += timedelta(days=1)
    return on(day, 9, moment.minute)


def _name_writers(cast: Cast, entries: Iterable[Entry]) -> None:
    """A fractie's input is written by its leader and the members that the leader named."""
    through = Contribution.writers.through
    through.objects.bulk_create(
        through(contribution_id=entry.contribution.pk, mandate_id=cast.mandates[name, entry.row["party"]].pk)
        for entry in entries
        if entry.contribution.weight == Weight.FRACTIE
        for name in (entry.row["author"], *entry.row.get("writers", ()))
    )


def _sort(loaded: Input) -> None:
    """What the programme team sorted by theme; the newest input still waits for it."""
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    AnswerTheme.objects.bulk_create(
        AnswerTheme(answer=loaded.answer(reference), theme=themes[row["theme"]])
        for row in read_csv(DATA / "themes.csv")
        for reference in row["answers"].split()
    )
