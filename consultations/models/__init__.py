"""THE PROCESS: phases, rounds, input, the BOSS and what comes of it; all that joins text and input."""

from .audience import Reader, readers_of, release_of, writers_of
from .completeness import what_is_missing
from .contributions import (
    Answer,
    Contribution,
    ContributionStatus,
    ContributionVersion,
    CouncilBasis,
    Weight,
)
from .feedback import PHASE_OF_VERDICT, Feedback, TextChange, Verdict
from .meetings import AgendaItem, CoverNote, Decision, ItemKind, ItemStatus, Meeting, MeetingStatus
from .numbers import NumberSeries, fingerprint
from .process import Commitment, Involvement, Phase, Recess
from .programme import ProgrammeItem, ProgrammeSource, phase_inbox
from .rounds import ConsultationRound, CouncilTrack, Question, RoundStatus, open_tracks, tracks_ahead
from .triage import AnswerTheme, Routing

__all__ = [
    "PHASE_OF_VERDICT",
    "AgendaItem",
    "Answer",
    "AnswerTheme",
    "Commitment",
    "ConsultationRound",
    "Contribution",
    "ContributionStatus",
    "ContributionVersion",
    "CouncilBasis",
    "CouncilTrack",
    "CoverNote",
    "Decision",
    "Feedback",
    "Involvement",
    "ItemKind",
    "ItemStatus",
    "Meeting",
    "MeetingStatus",
    "NumberSeries",
    "Phase",
    "ProgrammeItem",
    "ProgrammeSource",
    "Question",
    "Reader",
    "Recess",
    "RoundStatus",
    "Routing",
    "TextChange",
    "Verdict",
    "Weight",
    "fingerprint",
    "open_tracks",
    "phase_inbox",
    "readers_of",
    "release_of",
    "tracks_ahead",
    "what_is_missing",
    "writers_of",
]
