"""What the process forbids, the database refuses: each tried with a raw update()."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models
from django.utils import timezone

from notifications.models import Delivery, Mail, Notice
from tests.notifications.factories import DeliveryFactory, MailFactory, NoticeFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TOKEN = "0e1d6ae4-3f51-4e2a-9a41-8c3a6f7a3d10"


@pytest.mark.parametrize(
    ("constraint", "start", "values"),
    [
        ("notice_scheduled_has_a_moment", {}, {"status": "scheduled"}),
        ("notice_scheduled_has_a_moment", {}, {"scheduled_for": NOW}),
        ("notice_published_has_a_date", {}, {"status": "sending"}),
        ("notice_published_has_a_date", {}, {"published_at": NOW}),
        ("notice_sent_has_a_date", {"sending": True}, {"status": "sent"}),
        ("notice_sent_has_a_date", {"sending": True}, {"sent_at": NOW}),
        ("notice_to_one_council_says_which", {}, {"organisation": None}),
        ("notice_to_all_councils_is_the_regions", {}, {"audience": "all_councils"}),
        ("notice_to_persons_is_never_a_draft", {}, {"audience": "persons"}),
        ("notice_links_into_the_portal", {}, {"link": "https://elders.example/"}),
        ("notice_links_into_the_portal", {}, {"link": "//elders.example/"}),
        ("notice_says_something", {}, {"subject": ""}),
        ("notice_says_something", {}, {"brief": ""}),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(constraint: str, start: dict[str, Any], values: Any) -> None:
    notice = NoticeFactory(**start)

    _refused(Notice, notice.pk, constraint, values)


@pytest.mark.parametrize(
    "values",
    [
        {"subject": "Iets anders"},
        {"body": "Achteraf."},
        {"is_public": True},
        {"organisation": None},
        {"published_at": NOW},
    ],
)
def test_a_notice_that_went_out_stays_as_it_is(values: dict[str, Any]) -> None:
    notice = NoticeFactory(sending=True)

    with pytest.raises(DatabaseError, match="Cannot update rows"):
        Notice.objects.filter(pk=notice.pk).update(**values)


def test_a_notice_that_went_out_cannot_be_deleted() -> None:
    notice = NoticeFactory(sent=True)

    with pytest.raises(DatabaseError, match="Cannot delete rows"):
        Notice.objects.filter(pk=notice.pk).delete()


@pytest.mark.parametrize(
    ("constraint", "start", "values"),
    [
        ("mail_leased_has_a_holder", {}, {"status": "leased"}),
        ("mail_leased_has_a_holder", {}, {"lease_token": TOKEN}),
        ("mail_leased_has_a_holder", {}, {"lease_until": NOW}),
        ("mail_accepted_has_a_date", {}, {"status": "accepted"}),
        ("mail_accepted_has_a_date", {}, {"accepted_at": NOW}),
        ("mail_in_flight_is_leased", {}, {"is_in_flight": True}),
        ("mail_secret_is_wiped", {"is_secret": True}, {"status": "accepted", "accepted_at": NOW}),
        ("mail_headers_are_one_line", {}, {"subject": "Hallo\nBcc: iedereen@raad.example"}),
        ("mail_headers_are_one_line", {}, {"to_address": "lid@raad.example\rBcc: x@raad.example"}),
    ],
)
def test_a_mail_that_contradicts_itself_is_refused(constraint: str, start: dict[str, Any], values: Any) -> None:
    mail = MailFactory(**start)

    _refused(Mail, mail.pk, constraint, values)


def test_two_mails_never_have_the_same_message_id() -> None:
    first, second = MailFactory(), MailFactory()

    with pytest.raises(IntegrityError, match="message_id"):
        Mail.objects.filter(pk=second.pk).update(message_id=first.message_id)


def test_a_person_gets_a_notice_once() -> None:
    delivery = DeliveryFactory()
    other = DeliveryFactory(notice=delivery.notice)

    _refused(Delivery, other.pk, "delivery_once_per_person", {"user": delivery.user})


def test_a_delivery_on_its_way_has_a_mail() -> None:
    delivery = DeliveryFactory()

    _refused(Delivery, delivery.pk, "delivery_on_its_way_has_a_mail", {"mail": None})


def _refused(model: type[models.Model], pk: int, constraint: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        model._default_manager.filter(pk=pk).update(**values)
