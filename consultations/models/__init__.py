"""THE PROCESS: phases, rounds, input, the BOSS and what comes of it; all that joins text and input."""

from .answers import Answer, Asked, ContributionVersion, Said
from .attachments import Attachment, Motion
from .audience import Reader, invited_weights, readers_of, release_of, writers_of
from .changes import Extension, ExtensionRequest, RequestStatus, RoundAddendum
from .completeness import what_is_missing
from .contributions import Contribution, ContributionStatus, CouncilBasis, Weight
from .cosigning import CoSignature, ask_again, deciders_of, offerers_of
from .cycle import CouncilEvening, Step
from .exports import Export, ExportFormat, ExportStatus
from .feedback import PHASE_OF_VERDICT, Feedback, TextChange, Verdict
from .meetings import AgendaItem, CoverNote, Decision, ItemKind, ItemStatus, Meeting, MeetingStatus
from .numbers import NumberSeries, fingerprint
from .offers import CoSignatureStatus
from .process import Commitment, Involvement, Phase, Recess
from .programme import ProgrammeItem, ProgrammeSource, phase_inbox
from .readiness import require_ready, require_ready_if_scheduled, what_a_round_lacks
from .reading import ReadingList, ReadingListEntry
from .revisions import DraftRevision
from .rounds import (
    BRIEF_WORDS,
    STANCES,
    ConsultationRound,
    CouncilTrack,
    Question,
    QuestionFormat,
    RoundStatus,
    lock_track,
    open_tracks,
    tracks_ahead,
)
from .technical import TechnicalQuestion, TechnicalStatus
from .triage import AnswerTheme, Routing

__all__ = [
    "BRIEF_WORDS",
    "PHASE_OF_VERDICT",
    "STANCES",
    "AgendaItem",
    "Answer",
    "AnswerTheme",
    "Asked",
    "Attachment",
    "CoSignature",
    "CoSignatureStatus",
    "Commitment",
    "ConsultationRound",
    "Contribution",
    "ContributionStatus",
    "ContributionVersion",
    "CouncilBasis",
    "CouncilEvening",
    "CouncilTrack",
    "CoverNote",
    "Decision",
    "DraftRevision",
    "Export",
    "ExportFormat",
    "ExportStatus",
    "Extension",
    "ExtensionRequest",
    "Feedback",
    "Involvement",
    "ItemKind",
    "ItemStatus",
    "Meeting",
    "MeetingStatus",
    "Motion",
    "NumberSeries",
    "Phase",
    "ProgrammeItem",
    "ProgrammeSource",
    "Question",
    "QuestionFormat",
    "Reader",
    "ReadingList",
    "ReadingListEntry",
    "Recess",
    "RequestStatus",
    "RoundAddendum",
    "RoundStatus",
    "Routing",
    "Said",
    "Step",
    "TechnicalQuestion",
    "TechnicalStatus",
    "TextChange",
    "Verdict",
    "Weight",
    "ask_again",
    "deciders_of",
    "fingerprint",
    "invited_weights",
    "lock_track",
    "offerers_of",
    "open_tracks",
    "phase_inbox",
    "readers_of",
    "release_of",
    "require_ready",
    "require_ready_if_scheduled",
    "tracks_ahead",
    "what_a_round_lacks",
    "what_is_missing",
    "writers_of",
]
