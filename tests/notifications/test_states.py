"""The legal moves of notices, mails and deliveries, written out a second time."""

from itertools import product

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from notifications.models import Delivery, DeliveryStatus, Mail, MailStatus, Notice, NoticeStatus
from ros_portal.kit.errors import Conflict
from tests.factories import OrganisationFactory
from tests.notifications.factories import DeliveryFactory, MailFactory, NoticeFactory

NOTICE_MOVES = {
    ("draft", "scheduled"),
    ("draft", "sending"),
    ("scheduled", "draft"),
    ("scheduled", "sending"),
    ("sending", "sent"),
}
MAIL_MOVES = {
    ("queued", "leased"),
    ("queued", "accepted"),
    ("leased", "queued"),
    ("leased", "accepted"),
    ("leased", "failed"),
    ("leased", "quarantined"),
    ("failed", "queued"),
    ("quarantined", "queued"),
}
DELIVERY_MOVES = {
    ("held", "queued"),
    ("queued", "held"),
    ("queued", "leased"),
    ("queued", "accepted"),
    ("queued", "told_otherwise"),
    ("leased", "queued"),
    ("leased", "accepted"),
    ("leased", "failed"),
    ("leased", "quarantined"),
    ("accepted", "bounced"),
    ("bounced", "told_otherwise"),
    ("failed", "queued"),
    ("failed", "told_otherwise"),
    ("quarantined", "queued"),
    ("quarantined", "told_otherwise"),
}


def _differing(statuses: list[str]) -> list[tuple[str, str]]:
    return [(old, new) for old, new in product(statuses, repeat=2) if old != new]


@pytest.mark.parametrize(("old", "new"), _differing(NoticeStatus.values))
def test_a_notice_knows_its_moves_and_no_others(old: str, new: str) -> None:
    notice = Notice(status=NoticeStatus(old))

    assert notice.can_move_to(NoticeStatus(new)) is ((old, new) in NOTICE_MOVES)


@pytest.mark.parametrize("status", ["sending", "sent"])
def test_a_notice_that_went_out_says_so_when_it_is_sent_again(status: str) -> None:
    notice = Notice(status=NoticeStatus(status))

    with pytest.raises(Conflict, match="al verzonden"):
        notice.move_to(NoticeStatus.SENDING)


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), _differing(NoticeStatus.values))
def test_the_database_refuses_the_other_moves_of_a_notice(old: str, new: str) -> None:
    notice = NoticeFactory(organisation=OrganisationFactory(), status=old, **_dates(old))

    assert _database_takes(Notice, notice.pk, status=new, **_dates(new)) is ((old, new) in NOTICE_MOVES)


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), _differing(MailStatus.values))
def test_the_database_refuses_the_other_moves_of_a_mail(old: str, new: str) -> None:
    mail = MailFactory(status=old, **_mail_values(old))

    assert mail.can_move_to(MailStatus(new)) is ((old, new) in MAIL_MOVES)
    assert _database_takes(Mail, mail.pk, status=new, **_mail_values(new)) is ((old, new) in MAIL_MOVES)


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), _differing(DeliveryStatus.values))
def test_the_database_refuses_the_other_moves_of_a_delivery(old: str, new: str) -> None:
    delivery = DeliveryFactory(status=old)

    assert delivery.can_move_to(DeliveryStatus(new)) is ((old, new) in DELIVERY_MOVES)
    assert _database_takes(Delivery, delivery.pk, status=new) is ((old, new) in DELIVERY_MOVES)


def test_every_status_of_a_delivery_has_one_of_the_honest_words() -> None:
    assert {status.label for status in DeliveryStatus} == {
        "wordt bewaard",
        "in de wachtrij",
        "aangenomen door de mailserver",
        "geweigerd",
        "anders geïnformeerd",
    }


def _dates(status: str) -> dict[str, object]:
    """The dates that go with this status of a notice."""
    # The date of publication never changes, so it is the same in every row of these tests.
    moment = timezone.now().replace(year=2026, month=2, day=12, hour=9, minute=0, second=0, microsecond=0)
    return {
        "scheduled_for": moment if status == "scheduled" else None,
        "published_at": moment if status in {"sending", "sent"} else None,
        "sent_at": moment if status == "sent" else None,
    }


def _mail_values(status: str) -> dict[str, object]:
    moment = timezone.now()
    return {
        "lease_token": "0e1d6ae4-3f51-4e2a-9a41-8c3a6f7a3d10" if status == "leased" else None,
        "lease_until": moment if status == "leased" else None,
        "accepted_at": moment if status == "accepted" else None,
    }


def _database_takes(model: type[Notice] | type[Mail] | type[Delivery], pk: int, **values: object) -> bool:
    try:
        with transaction.atomic():
            return bool(model._default_manager.filter(pk=pk).update(**values))
    except IntegrityError:
        raise  # a constraint, and not the table of moves, said no: the values of this test are wrong
    except DatabaseError:
        return False
