"""Who acts: the mandate in use, as plain values.

Rights hang on the mandate, not on the account: one person can be the clerk of two councils and
acts for one of them at a time.
"""

from dataclasses import dataclass
from typing import Self

from django.db import models


class Role(models.TextChoices):
    """What a mandate is for (Dutch: rol); see the table "Who may do what" in the README."""

    COUNCIL_MEMBER = "council_member", "raadslid"
    GROUP_LEADER = "group_leader", "fractievoorzitter"
    CLERK = "clerk", "griffier"
    CASE_OFFICER = "case_officer", "behandelend ambtenaar"
    PROGRAMME_TEAM = "programme_team", "programmateam"
    EXECUTIVE = "executive", "bestuurder"
    ADMINISTRATOR = "administrator", "beheerder"


#: Roles of the region as a whole; all other mandates belong to one organisation.
REGIONAL_ROLES = frozenset({Role.PROGRAMME_TEAM, Role.ADMINISTRATOR})
#: Roles that speak in a council: they write input of their own.
COUNCIL_ROLES = frozenset({Role.COUNCIL_MEMBER, Role.GROUP_LEADER})


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, or the clock, that wants something; without a mandate it is the public."""

    user_id: int | None = None
    mandate_id: int | None = None
    role: Role | None = None
    organisation_id: int | None = None
    council_id: int | None = None
    fractie_id: int | None = None
    #: How the audit record and the trail name the office, never the person.
    office: str = "bezoeker"
    is_system: bool = False

    @classmethod
    def public(cls) -> Self:
        """Anybody: not signed in, or signed in without a mandate."""
        return cls()

    @classmethod
    def system(cls) -> Self:
        """The portal itself, when time drives a step (Celery beat)."""
        return cls(office="het portaal", is_system=True)

    def has_role(self, *roles: Role) -> bool:
        """Whether the mandate in use is one of these."""
        return self.role in roles
