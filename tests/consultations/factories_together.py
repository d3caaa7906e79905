"""Technical questions and co-signatures for tests."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from consultations.models import TechnicalQuestion, TechnicalStatus
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
