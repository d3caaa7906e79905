"""THE PROCESS: phases, rounds, input, the BOSS and what comes of it; all that joins text and input."""

from .answers import Answer, ContributionVersion
from .attachments import Attachment, Motion
from .audience import Reader, readers_of, release_of, writers_of
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
from .reading import ReadingList, ReadingListEntry
from .revisions import DraftRevision
from .rounds import (
    STANCES,
    ConsultationRound,
    CouncilTrack,
    Question,
    QuestionFormat,
    RoundStatus,
    open_tracks,
    tracks_ahead,
)
from .technical import TechnicalQuestion, TechnicalStatus
from .triage import AnswerTheme, Routing

__all__ = [
    "PHASE_OF_VERDICT",
    "STANCES",
    "AgendaItem",
    "Answer",
    "AnswerTheme",
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
    "Step",
    "TechnicalQuestion",
    "TechnicalStatus",
    "TextChange",
    "Verdict",
    "Weight",
    "ask_again",
    "deciders_of",
    "fingerprint",
    "offerers_of",
    "open_tracks",
    "phase_inbox",
    "readers_of",
    "release_of",
    "tracks_ahead",
    "what_is_missing",
    "writers_of",
]
