"""What actions of other apps may count on when they tell somebody something."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import DatabaseError

from notifications.models import Audience, Delivery, Mail, Notice, NoticeKind, NoticeStatus
from notifications.outbox import queue_invitations, queue_mail, queue_notice
from organisations.actions import invitation_uuid
from ros_portal.kit.clock import database_now
from tests.factories import InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db
CountQueries = Callable[[int], Any]


def _queue(recipients: list[Any], **values: Any) -> Notice:
    return queue_notice(
        **{
            "kind": NoticeKind.FEEDBACK,
            "subject": "Uw inbreng is besproken",
            "brief": "Het BOSS heeft uw zorg overgenomen.",
            "recipients": recipients,
            "office": "programmateam ROS Twente",
            **values,
        }
    )


def test_a_notice_of_the_process_goes_to_the_persons_who_are_named() -> None:
    user = UserFactory()

    notice = _queue([user], topic="contribution:123", link="/inbreng/ROS-2026-LOS-0007/")

    delivery = Delivery.objects.get()
    assert (notice.audience, notice.status) == (Audience.PERSONS, NoticeStatus.SENDING)
    assert (delivery.user, delivery.status) == (user, "queued")
    assert delivery.mail is not None
    assert delivery.mail.to_address == user.email
    assert Notice.objects.get(topic="contribution:123") == notice


def test_who_is_named_twice_is_told_once_and_a_closed_account_not_at_all() -> None:
    user, closed = UserFactory(), UserFactory(is_active=False)

    _queue([user, user, closed])

    assert [delivery.user for delivery in Delivery.objects.all()] == [user]


def test_what_is_rolled_back_is_not_told() -> None:
    with transaction.atomic():
        _queue([UserFactory()])
        assert Mail.objects.exists()
        transaction.set_rollback(True)

    assert not Mail.objects.exists()


def test_telling_hundreds_takes_as_many_queries_as_telling_two(django_assert_num_queries: CountQueries) -> None:
    few, many = UserFactory.create_batch(2), UserFactory.create_batch(100)

    with django_assert_num_queries(4):  # the clock, the notice, the mails, the deliveries
        _queue(few)
    with django_assert_num_queries(4):
        _queue(many)


def test_a_link_out_of_the_portal_is_refused() -> None:
    with pytest.raises(DatabaseError):
        _queue([], link="https://elders.example/")


def test_an_address_or_subject_with_a_line_break_adds_no_header() -> None:
    mail = queue_mail(to="lid@raad.example\nBcc: x@y.example", subject="Uw code\r\nBcc: x@y.example", text="123")

    assert "\n" not in mail.subject + mail.to_address
    assert "\r" not in mail.subject + mail.to_address


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(ValidationError, match="te lang"):
        queue_mail(to="lid@raad.example", subject="Uw code", text="x" * 100_001)


def test_an_invitation_is_mailed_once_with_its_own_link() -> None:
    invitation = InvitationFactory(email="nieuw@losser.example")

    assert queue_invitations(database_now()) == 1
    assert queue_invitations(database_now()) == 0

    mail = Mail.objects.get()
    token = mail.text.split("/uitnodiging/")[1].split("/")[0]
    assert mail.to_address == "nieuw@losser.example"
    assert mail.is_secret
    assert invitation_uuid(token) == str(invitation.uuid)
    assert "U krijgt deze e-mail omdat" in mail.text


def test_an_invitation_that_was_withdrawn_is_not_mailed() -> None:
    InvitationFactory(withdrawn_at=database_now())

    assert queue_invitations(database_now()) == 0
    assert not Mail.objects.exists()
