"""Notices and mails for tests."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from notifications.models import Audience, Delivery, Mail, Notice, NoticeKind, NoticeStatus
from notifications.outbox import queue_mail
from tests.factories import OrganisationFactory, UserFactory


class NoticeFactory(DjangoModelFactory[Notice]):
    """A draft of a clerk, unless a trait says otherwise."""

    class Meta:
        model = Notice

    kind = NoticeKind.UPDATE
    audience = Audience.COUNCIL
    organisation = factory.SubFactory(OrganisationFactory)
    sender_office = "griffier van Losser"
    subject = "Nieuwe bouwlocaties langs het spoor"
    brief = "Er zijn drie locaties bij gekomen."
    created_at = factory.LazyFunction(timezone.now)

    class Params:
        sending = factory.Trait(status=NoticeStatus.SENDING, published_at=factory.LazyFunction(timezone.now))
        sent = factory.Trait(
            status=NoticeStatus.SENT,
            published_at=factory.LazyFunction(timezone.now),
            sent_at=factory.LazyFunction(timezone.now),
        )
        regional = factory.Trait(
            audience=Audience.ALL_COUNCILS, organisation=None, sender_office="programmateam ROS Twente"
        )
        personal = factory.Trait(
            audience=Audience.PERSONS, status=NoticeStatus.SENDING, published_at=factory.LazyFunction(timezone.now)
        )


class MailFactory(DjangoModelFactory[Mail]):
    class Meta:
        model = Mail

    message_id = factory.Sequence(lambda n: f"<{n}@ros-twente.example>")
    to_address = factory.Sequence(lambda n: f"persoon{n}@raad.example")
    subject = "Nieuwe bouwlocaties langs het spoor"
    text = "Er zijn drie locaties bij gekomen."
    created_at = factory.LazyFunction(timezone.now)
    next_attempt_at = factory.LazyFunction(lambda: timezone.now() - timedelta(seconds=1))


class DeliveryFactory(DjangoModelFactory[Delivery]):
    class Meta:
        model = Delivery

    notice = factory.SubFactory(NoticeFactory, sending=True)
    user = factory.SubFactory(UserFactory)
    office = "raadslid van Losser"
    mail = factory.SubFactory(
        MailFactory, text="", to_address=factory.SelfAttribute("..user.email"), subject="Nieuwe bouwlocaties"
    )


def queue_mails(count: int, **values: Any) -> list[Mail]:
    """So many e-mails that wait, each to somebody else."""
    return [queue_mail(to=f"lid{n}@raad.example", subject=f"Mail {n}", text="Tekst.", **values) for n in range(count)]
