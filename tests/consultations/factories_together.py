"""Technical questions and co-signatures for tests."""

from datetime import timedelta
from typing import Any

import factory
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from consultations.models import (
    Answer,
    Contribution,
    ContributionVersion,
    CoSignature,
    CoSignatureStatus,
    TechnicalQuestion,
    TechnicalStatus,
    fingerprint,
)
from organisations.models import Mandate
from tests.factories import CouncilFactory, UserFactory


class TechnicalQuestionFactory(DjangoModelFactory[TechnicalQuestion]):
    """A question that waits; `passed_on=True`, `answer="..."` or `refusal_reason="..."` takes it further."""

    class Meta:
        model = TechnicalQuestion

    class Params:
        mandate: Mandate | None = None

    council = factory.LazyAttribute(lambda o: o.mandate.council if o.mandate else CouncilFactory())
    asked_by = factory.LazyAttribute(lambda o: o.mandate.user if o.mandate else UserFactory())
    text = "Hoeveel woningen staan er al in de plannen?"
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))

    @classmethod
    def _create(cls, model_class: type[TechnicalQuestion], *args: Any, **kwargs: Any) -> TechnicalQuestion:
        now = timezone.now()
        if kwargs.pop("passed_on", False):
            kwargs.update(status=TechnicalStatus.PASSED_ON, passed_on_at=now)
        if kwargs.get("refusal_reason"):
            kwargs.setdefault("answer", "Twaalfduizend.")
        if kwargs.get("answer"):
            kwargs.setdefault("published_at", None if kwargs.get("refusal_reason") else now)
            kwargs.update(status=TechnicalStatus.ANSWERED, answered_at=now, answered_by="behandelend ambtenaar")
        return TechnicalQuestion.objects.create(**kwargs)


class CoSignatureFactory(DjangoModelFactory[CoSignature]):
    """An offer of the version that counts; `contribution=` says of which text, `status=` what was decided."""

    class Meta:
        model = CoSignature

    class Params:
        contribution: Contribution | None = None

    version = factory.LazyAttribute(lambda o: o.contribution.submitted_version)
    council = factory.LazyAttribute(lambda o: o.fractie.term.council if o.fractie else CouncilFactory())
    fractie = None
    offered_by = "griffier van Losser"
    decided_at = factory.LazyAttribute(lambda o: None if o.status == CoSignatureStatus.OFFERED else timezone.now())
    status = CoSignatureStatus.OFFERED


def revise(contribution: Contribution, words: str) -> ContributionVersion:
    """Hand in a later version with other words under the first question, as a revision does."""
    with transaction.atomic():
        before = contribution.versions.latest("number")
        version = ContributionVersion.objects.create(contribution=contribution, number=before.number + 1)
        question = contribution.round.questions.order_by("position").first()
        assert question is not None
        Answer.objects.create(version=version, question=question, text=words)
        version.frozen_at = timezone.now()
        version.sha256 = fingerprint(contribution, version.number, [(question.text, words)])
        version.save()
        contribution.submitted_version = version
        contribution.save()
    return version
