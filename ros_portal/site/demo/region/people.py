"""The example people: their names and addresses cannot be those of anybody real."""

from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password

from organisations.actor import Role
from organisations.models import Council, CouncilTerm, Fractie, Invitation, Mandate, Organisation, User
from ros_portal.site.demo.accounts import EXAMPLE_DOMAIN
from ros_portal.site.region.facts import read_csv

from .days import Days

DATA = Path(__file__).parent / "data"
#: A term lasts so many years; the example adds the one before or after those that are known, where today needs it.
YEARS = 4


class Cast:
    """The people of the example by the first part of their address, and what they stand for."""

    def __init__(self) -> None:
        self.organisations: dict[str, Organisation] = {o.code: o for o in Organisation.objects.all()}
        self.councils: dict[str, Council] = {
            c.organisation.code: c for c in Council.objects.select_related("organisation")
        }
        self.users: dict[str, User] = {}
        #: (first part of the address, code of the party) → mandate
        self.mandates: dict[tuple[str, str], Mandate] = {}

    def mandate(self, name: str, party: str = "") -> Mandate:
        """The mandate of this person; for a person with several, the one for that party."""
        if party:
            return self.mandates[name, party]
        return next(mandate for (key, _), mandate in self.mandates.items() if key == name)

    def clerk(self, party: str) -> Mandate:
        """The first clerk of a council."""
        return next(m for (_, code), m in self.mandates.items() if code == party and m.role == Role.CLERK)


def load_people(days: Days) -> Cast:
    """Write fracties, persons and mandates; nobody has a password: they sign in with one click or with a code."""
    cast = Cast()
    terms = present_terms(cast, days.today)
    fracties = {
        (row["party"], row["name"]): Fractie(term=terms[row["party"]], name=row["name"], seats=int(row["seats"]))
        for row in read_csv(DATA / "fracties.csv")
    }
    Fractie.objects.bulk_create(fracties.values())
    rows = read_csv(DATA / "people.csv")
    joined = days.at(-300)
    cast.users = {
        row["email"]: User(
            email=row["email"] + EXAMPLE_DOMAIN, name=row["name"], password=make_password(None), date_joined=joined
        )
        for row in rows
    }
    User.objects.bulk_create(cast.users.values())
    cast.mandates = {
        (row["email"], row["party"]): Mandate(
            user=cast.users[row["email"]],
            organisation=cast.organisations.get(row["party"]),
            role=row["role"],
            fractie=fracties.get((row["party"], row["fractie"])),
            is_deputy=bool(row["is_deputy"]),
            is_committee_member=bool(row["is_committee_member"]),
            starts_on=days.day(-300),
        )
        for row in rows
    }
    Mandate.objects.bulk_create(cast.mandates.values())
    load_contacts(cast)
    load_invitations(cast, days, fracties)
    return cast


def present_terms(cast: Cast, today: date) -> dict[str, CouncilTerm]:
    """The term that runs today for every council; one that is not known yet, or no more, is made up."""
    terms = {}
    for code, council in cast.councils.items():
        known = council.terms.on(today).first() or council.terms.earliest("starts_on")
        while today < known.starts_on:
            known = _term(council, known.seats, _years_from(known.starts_on, -YEARS), known.starts_on)
        while today >= known.ends_on:
            known = _term(council, known.seats, known.ends_on, _years_from(known.ends_on, YEARS))
        terms[code] = known
    return terms


def _term(council: Council, seats: int, starts_on: date, ends_on: date) -> CouncilTerm:
    label = f"{starts_on.year}-{ends_on.year}"
    return CouncilTerm.objects.create(council=council, label=label, starts_on=starts_on, ends_on=ends_on, seats=seats)


def _years_from(day: date, years: int) -> date:
    return date(day.year + years, day.month, day.day)


def load_contacts(cast: Cast) -> None:
    """Where questions go: a made-up address and number per party."""
    for number, (_, organisation) in enumerate(sorted(cast.organisations.items()), start=1):
        organisation.contact_function = "behandelend ambtenaar ROS Twente"
        organisation.contact_email = f"ros.{organisation.slug}{EXAMPLE_DOMAIN}"
        organisation.contact_phone = f"000 000 00 {number:02d}"
    Organisation.objects.bulk_update(
        cast.organisations.values(), ["contact_function", "contact_email", "contact_phone"]
    )


def load_invitations(cast: Cast, days: Days, fracties: dict[tuple[str, str], Fractie]) -> None:
    """Two invitations that wait: one was mailed, the other is mailed as soon as the portal runs."""
    office = cast.clerk("LOS").office
    for address, name, sent, mailed in (
        ("noud.nieuweling", "Noud Nieuweling", -9, True),
        ("mila.wachtstra", "Mila Wachtstra", -1, False),
    ):
        created_at = days.at(sent, 14, 20)
        Invitation.objects.create(
            email=address + EXAMPLE_DOMAIN,
            name=name,
            role=Role.COUNCIL_MEMBER,
            organisation=cast.organisations["LOS"],
            fractie=fracties["LOS", "De Dinkelzijde (fictief)"],
            invited_by_office=office,
            created_at=created_at,
            expires_at=created_at + timedelta(days=14),
            mailed_at=created_at + timedelta(minutes=1) if mailed else None,
        )
