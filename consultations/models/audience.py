"""Who reads what, and when: told to its writers in concrete words, before they hand anything in.

The rule itself is `Contribution.objects.visible_to`; a test holds these sentences against it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from organisations.actor import Role
from organisations.models import Mandate, Organisation, User
from ros_portal.kit.templatetags.dutch import day_time

from .contributions import Contribution, Weight
from .process import Involvement


@dataclass(frozen=True, slots=True)
class Reader:
    """Some who will read it, and from when, in Dutch."""

    who: str
    when: str


def release_of(organisation: Organisation) -> Involvement.Release:
    """When input of this party's council is released; the clerk decides where nothing was agreed."""
    involvement: Involvement | None = getattr(organisation, "involvement", None)
    return Involvement.Release(involvement.release) if involvement else Involvement.Release.BY_CLERK


def invited_weights(organisation: Organisation) -> frozenset[Weight]:
    """On whose behalf this party's council gives input; all three where nothing was agreed."""
    involvement: Involvement | None = getattr(organisation, "involvement", None)
    if involvement is None:
        return frozenset(Weight)
    invites = {
        Weight.INDIVIDUAL: involvement.invites_individual,
        Weight.FRACTIE: involvement.invites_fractie,
        Weight.COUNCIL: involvement.invites_council,
    }
    return frozenset(weight for weight, is_invited in invites.items() if is_invited)


def readers_of(contribution: Contribution, deadline: datetime) -> list[Reader]:
    """Everybody who will read this input, in the order in which they get to see it."""
    party = contribution.council.organisation
    readers = [_before(contribution)]
    if contribution.weight != Weight.COUNCIL:
        readers.append(Reader(f"De griffier van {party.name}", "Zodra het is ingediend."))
    readers += [
        Reader(
            f"Het programmateam, en de behandelend ambtenaar en de bestuurder van {party.name}",
            _release_moment(release_of(party), deadline),
        ),
        Reader(
            "De deelnemers aan het BOSS, het bestuurlijk overleg van Rijk en regio",
            "Als een antwoord op de agenda staat van zo'n overleg.",
        ),
        Reader("Iedereen", _publication(contribution)),
    ]
    return readers


def _before(contribution: Contribution) -> Reader:
    others = "Niemand anders kan het lezen, ook de griffier en het programmateam niet."
    if contribution.weight == Weight.INDIVIDUAL:
        return Reader("Alleen u", f"Zolang dit een concept is. {others}")
    if contribution.weight == Weight.FRACTIE:
        return Reader("De schrijvers van uw fractie", f"Zolang dit een concept is. {others}")
    return Reader("De griffie van uw raad", "Zolang dit een concept is. Niemand anders kan het lezen.")


def _release_moment(release: Involvement.Release, deadline: datetime) -> str:
    if release == Involvement.Release.AT_SUBMISSION:
        return "Meteen na het indienen."
    if release == Involvement.Release.AT_CLOSING:
        return f"Als de ronde voor uw raad sluit: {day_time(deadline)}."
    return f"Zodra de griffier het vrijgeeft. Uiterlijk als de ronde voor uw raad sluit: {day_time(deadline)}."


def _publication(contribution: Contribution) -> str:
    moment = "Als het programmateam de inbreng van deze ronde publiceert, na het sluiten."
    if contribution.weight == Weight.COUNCIL:
        return f"{moment} De griffier kan het eerder openbaar maken. Erbij staat: {contribution.signature}."
    return f"{moment} Erbij staat: {contribution.signature}."


def writers_of(contribution: Contribution, day: date) -> list[User]:
    """The persons behind it, who are told what happens with it: only those who still have their mandate."""
    mandates = Mandate.objects.current(day).filter(organisation_id=contribution.council.organisation_id)
    if contribution.weight == Weight.COUNCIL:
        mandates = mandates.filter(role=Role.CLERK)
    elif contribution.weight == Weight.FRACTIE:
        mandates = mandates.filter(fractie_contributions=contribution)
    else:
        mandates = mandates.filter(user_id=contribution.author_id)
    return list(User.objects.filter(pk__in=mandates.values("user_id")).order_by("pk"))
