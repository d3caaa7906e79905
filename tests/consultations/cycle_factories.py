"""Rows of the council's own cycle for tests: evenings, recesses, requests for an extension."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from consultations.models import CouncilEvening, ExtensionRequest, Recess, Step
from tests.consultations.factories import TrackFactory
from tests.factories import CouncilFactory


class EveningFactory(DjangoModelFactory[CouncilEvening]):
    """A decision evening with its papers due two weeks before."""

    class Meta:
        model = CouncilEvening

    council = factory.SubFactory(CouncilFactory)
    step = Step.DECISION
    held_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=15))
    papers_due_on = factory.LazyAttribute(lambda o: o.held_on - timedelta(days=14))


class RecessFactory(DjangoModelFactory[Recess]):
    class Meta:
        model = Recess

    name = "Zomervakantie"
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda o: o.starts_on + timedelta(days=6))


class ExtensionRequestFactory(DjangoModelFactory[ExtensionRequest]):
    """A clerk asks two weeks more than the round gives."""

    class Meta:
        model = ExtensionRequest

    track = factory.SubFactory(TrackFactory)
    until = factory.LazyAttribute(lambda o: o.track.round.closes_at + timedelta(days=14))
    reason = "De raad vergadert pas na het sluiten."
    office = "griffier van Losser"
