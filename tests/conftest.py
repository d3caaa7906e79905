"""The cast: everybody who has a role in the story, in Losser; and an outsider, a member of another council.

Each is a mandate. `as_client(mandate)` is a browser in which that person is signed in.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from organisations.actor import Role
from organisations.middleware import SESSION_KEY
from organisations.models import Council, Fractie, Mandate

from .factories import (
    CouncilFactory,
    CouncilTermFactory,
    FractieFactory,
    MandateFactory,
    OrganisationFactory,
    UserFactory,
)

AsClient = Callable[[Mandate], Client]


@pytest.fixture
def losser(db: None) -> Council:
    """The council of the letter, with its present term."""
    organisation = OrganisationFactory(name="Losser", slug="losser", code="LOS")
    council = CouncilFactory(organisation=organisation, name="gemeenteraad van Losser")
    CouncilTermFactory(council=council)
    return council


@pytest.fixture
def enschede(db: None) -> Council:
    """Another council."""
    organisation = OrganisationFactory(name="Enschede", slug="enschede", code="ENS")
    council = CouncilFactory(organisation=organisation, name="gemeenteraad van Enschede")
    CouncilTermFactory(council=council)
    return council


@pytest.fixture
def fractie(losser: Council) -> Fractie:
    """The fractie of the group leader and of the member."""
    return FractieFactory(term=losser.terms.get(), name="Dinkelbelang")


@pytest.fixture
def member(losser: Council, fractie: Fractie) -> Mandate:
    return MandateFactory(
        user=UserFactory(name="Mirjam Raadslid", email="raadslid@losser.example"),
        organisation=losser.organisation,
        fractie=fractie,
    )


@pytest.fixture
def group_leader(losser: Council, fractie: Fractie) -> Mandate:
    return MandateFactory(
        user=UserFactory(name="Frits Voorzitter", email="fractievoorzitter@losser.example"),
        organisation=losser.organisation,
        role=Role.GROUP_LEADER,
        fractie=fractie,
    )


@pytest.fixture
def clerk(losser: Council) -> Mandate:
    return MandateFactory(
        user=UserFactory(name="Greet Griffier", email="griffier@losser.example"),
        organisation=losser.organisation,
        role=Role.CLERK,
    )


@pytest.fixture
def case_officer(losser: Council) -> Mandate:
    return MandateFactory(
        user=UserFactory(name="Bas Ambtenaar", email="ambtenaar@losser.example"),
        organisation=losser.organisation,
        role=Role.CASE_OFFICER,
    )


@pytest.fixture
def executive(losser: Council) -> Mandate:
    return MandateFactory(
        user=UserFactory(name="Wil Wethouder", email="wethouder@losser.example"),
        organisation=losser.organisation,
        role=Role.EXECUTIVE,
    )


@pytest.fixture
def secretary(db: None) -> Mandate:
    """The programme team, that is also the secretariat of the BOSS."""
    return MandateFactory(regional=True, user=UserFactory(name="Saar Secretaris", email="secretaris@twente.example"))


@pytest.fixture
def administrator(db: None) -> Mandate:
    return MandateFactory(
        regional=True,
        role=Role.ADMINISTRATOR,
        user=UserFactory(name="Bo Beheerder", email="beheerder@twente.example"),
    )


@pytest.fixture
def outsider(enschede: Council) -> Mandate:
    """A member of another council."""
    return MandateFactory(
        user=UserFactory(name="Otto Buitenstaander", email="raadslid@enschede.example"),
        organisation=enschede.organisation,
    )


@pytest.fixture
def as_client() -> AsClient:
    """A browser in which the holder of this mandate is signed in and uses it."""

    def sign_in(mandate: Mandate) -> Client:
        client = Client()
        client.force_login(mandate.user)
        session = client.session
        session[SESSION_KEY] = mandate.pk
        session.save()
        return client

    return sign_in
