"""People and parties for tests. A factory makes what is valid; a test names only what matters to it."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from organisations.actor import Role
from organisations.models import (
    Council,
    CouncilKind,
    CouncilTerm,
    Fractie,
    Invitation,
    Mandate,
    Organisation,
    Tier,
    User,
)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda n: f"Gemeente {n}")
    slug = factory.Sequence(lambda n: f"gemeente-{n}")
    code = factory.Sequence(lambda n: f"{n:03d}"[-3:])
    tier = Tier.MUNICIPALITY
    sits_in_boss = True
    contact_function = "beleidsmedewerker ruimtelijke ordening"
    contact_email = factory.LazyAttribute(lambda o: f"ros@{o.slug}.example")


class CouncilFactory(DjangoModelFactory[Council]):
    class Meta:
        model = Council
        django_get_or_create = ("organisation",)

    organisation = factory.SubFactory(OrganisationFactory)
    kind = CouncilKind.MUNICIPAL_COUNCIL
    name = factory.LazyAttribute(lambda o: f"gemeenteraad van {o.organisation.name}")


class CouncilTermFactory(DjangoModelFactory[CouncilTerm]):
    class Meta:
        model = CouncilTerm
        django_get_or_create = ("council", "starts_on")

    council = factory.SubFactory(CouncilFactory)
    label = "de zittende raad"
    starts_on = date(2020, 1, 1)
    ends_on = date(2090, 1, 1)
    seats = 19


class FractieFactory(DjangoModelFactory[Fractie]):
    class Meta:
        model = Fractie

    term = factory.SubFactory(CouncilTermFactory)
    name = factory.Sequence(lambda n: f"Fractie {n}")
    seats = 3


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Persoon {n}")
    email = factory.Sequence(lambda n: f"persoon{n}@raad.example")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(*args, **kwargs)


class MandateFactory(DjangoModelFactory[Mandate]):
    class Meta:
        model = Mandate

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.COUNCIL_MEMBER
    starts_on = date(2022, 3, 30)

    class Params:
        regional = factory.Trait(organisation=None, role=Role.PROGRAMME_TEAM)


class InvitationFactory(DjangoModelFactory[Invitation]):
    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"genodigde{n}@raad.example")
    name = factory.Sequence(lambda n: f"Genodigde {n}")
    role = Role.COUNCIL_MEMBER
    organisation = factory.SubFactory(OrganisationFactory)
    invited_by_office = "griffier van Losser"
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda o: o.created_at + timedelta(days=14))
