"""Who may do what in the process: one table. When a step can happen is in the transition tables."""

from .permissions import Permission
from .rules import clerk_of_council, member_of_council
from .steps import (
    STARTS,
    answers_technical_questions,
    contribution_steps,
    cosigning_steps,
    decides_on_offers,
    meeting_steps,
    round_steps,
    start_steps,
    technical_steps,
    track_steps,
)
from .table import policy

__all__ = [
    "STARTS",
    "Permission",
    "answers_technical_questions",
    "clerk_of_council",
    "contribution_steps",
    "cosigning_steps",
    "decides_on_offers",
    "meeting_steps",
    "member_of_council",
    "policy",
    "round_steps",
    "start_steps",
    "technical_steps",
    "track_steps",
]
