"""The example people, in the order in which a newcomer wants to meet them."""

from itertools import groupby

from django.utils import timezone

from organisations.actor import Role
from organisations.models import Mandate

#: Example people have an address that no real person can have.
EXAMPLE_DOMAIN = "@voorbeeld.example"
#: The council of the letter that the portal begins with.
FIRST_PARTY = "losser"

HEADINGS = {
    Role.COUNCIL_MEMBER: "Raadsleden",
    Role.GROUP_LEADER: "Fractievoorzitters",
    Role.CLERK: "Griffiers",
    Role.CASE_OFFICER: "Behandelend ambtenaren",
    Role.PROGRAMME_TEAM: "Programmateam en secretariaat BOSS",
    Role.EXECUTIVE: "Bestuurders",
    Role.ADMINISTRATOR: "Beheerders",
}
ORDER = list(HEADINGS)


def example_mandates() -> list[Mandate]:
    """Current mandates of example people, by role; within it the first party's, then by party and name."""
    mandates = (
        Mandate.objects.current(timezone.localdate())
        .filter(user__email__endswith=EXAMPLE_DOMAIN, user__is_active=True)
        .with_names()
    )
    return sorted(mandates, key=_order)


def _order(mandate: Mandate) -> tuple[int, bool, str, str]:
    slug = mandate.organisation.slug if mandate.organisation else ""
    return (ORDER.index(Role(mandate.role)), slug not in ("", FIRST_PARTY), slug, mandate.user.name)


def by_role(mandates: list[Mandate]) -> list[tuple[str, list[Mandate]]]:
    """Heading → the mandates under it."""
    return [(HEADINGS[Role(role)], list(group)) for role, group in groupby(mandates, key=lambda m: m.role)]


def one_of_each(mandates: list[Mandate]) -> list[Mandate]:
    """The first person of every role: enough to walk through the whole chain."""
    return [next(iter(group)) for _, group in groupby(mandates, key=lambda m: m.role)]
