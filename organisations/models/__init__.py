"""WHO takes part: parties, councils, fracties, people and their mandates; and the record of what was done."""

from .audit import AuditEntry
from .parties import Council, CouncilKind, CouncilTerm, Fractie, Organisation, Tier
from .people import Invitation, Mandate, User

__all__ = [
    "AuditEntry",
    "Council",
    "CouncilKind",
    "CouncilTerm",
    "Fractie",
    "Invitation",
    "Mandate",
    "Organisation",
    "Tier",
    "User",
]
