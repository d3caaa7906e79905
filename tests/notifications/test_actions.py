"""Writing, changing, discarding and sending a notice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from notifications.actions import (
    NoticeText,
    change_notice,
    complete_notice,
    discard_notice,
    fingerprint,
    send_notice,
    write_notice,
)
from notifications.models import Audience, Delivery, Mail, Notice, NoticeKind, NoticeStatus
from organisations.actor import Actor, Role
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.errors import Conflict
from tests.factories import MandateFactory
from tests.notifications.factories import DeliveryFactory, NoticeFactory

TEXT = NoticeText(kind=NoticeKind.UPDATE, subject="Nieuwe bouwlocaties", brief="Er zijn er drie bij gekomen.")


@pytest.fixture
def draft(losser: Council) -> Notice:
    return NoticeFactory(organisation=losser.organisation)


def seen(notice: Notice) -> str:
    """What the sender looked at a moment ago."""
    notice = Notice.objects.get(pk=notice.pk)
    return fingerprint(notice, notice.recipients(timezone.localdate()))


@pytest.mark.django_db
def test_a_clerk_writes_to_the_own_council(clerk: Mandate) -> None:
    notice = write_notice(clerk.actor(), None, TEXT)

    assert notice.audience == Audience.COUNCIL
    assert notice.organisation == clerk.organisation
    assert notice.sender_office == "griffier van Losser"
    assert notice.status == NoticeStatus.DRAFT
    assert _last_audit() == ("write_notice", "notifications.notice", str(notice.pk))


@pytest.mark.django_db
def test_the_programme_team_writes_to_all_councils(secretary: Mandate) -> None:
    notice = write_notice(secretary.actor(), None, TEXT)

    assert notice.audience == Audience.ALL_COUNCILS
    assert notice.organisation is None


@pytest.mark.django_db
@pytest.mark.parametrize("position", ["member", "group_leader", "case_officer", "executive", "administrator"])
def test_others_do_not_write_notices(position: str, request: pytest.FixtureRequest) -> None:
    mandate: Mandate = request.getfixturevalue(position)

    with pytest.raises(PermissionDenied):
        write_notice(mandate.actor(), None, TEXT)
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_what_is_typed_is_cleaned(clerk: Mandate) -> None:
    typed = NoticeText(NoticeKind.UPDATE, "Nieuw\r\nBcc: x@y.example", "In\u202e het kort\x00", "Regel\r\nregel 🏡")

    notice = write_notice(clerk.actor(), None, typed)

    assert notice.subject == "Nieuw Bcc: x@y.example"
    assert notice.brief == "In het kort"
    assert notice.body == "Regel\nregel 🏡"


@pytest.mark.django_db
def test_a_text_that_is_too_long_is_refused_with_a_sentence(clerk: Mandate) -> None:
    with pytest.raises(ValidationError, match="te lang"):
        write_notice(clerk.actor(), None, NoticeText(NoticeKind.UPDATE, "Kop", "Kort", "x" * 100_000))


@pytest.mark.django_db
def test_a_clerk_of_another_council_neither_changes_nor_sends_it(draft: Notice, outsider: Mandate) -> None:
    other = MandateFactory(organisation=outsider.organisation, role=Role.CLERK).actor()

    with pytest.raises(PermissionDenied):
        change_notice(other, draft, TEXT)
    with pytest.raises(PermissionDenied):
        discard_notice(other, draft)
    with pytest.raises(PermissionDenied):
        send_notice(other, draft, seen=seen(draft))


@pytest.mark.django_db
def test_a_draft_is_changed_and_discarded(clerk: Mandate, draft: Notice) -> None:
    change_notice(clerk.actor(), draft, TEXT)
    assert Notice.objects.get().subject == "Nieuwe bouwlocaties"

    discard_notice(clerk.actor(), draft)
    assert not Notice.objects.exists()
    assert _last_audit() == ("discard_notice", "notifications.notice", str(draft.pk))


@pytest.mark.django_db
def test_a_clerk_reaches_the_present_members_and_group_leaders_of_the_own_council(
    clerk: Mandate, draft: Notice, member: Mandate, group_leader: Mandate, case_officer: Mandate, outsider: Mandate
) -> None:
    MandateFactory(organisation=clerk.organisation, ends_on=timezone.localdate())
    MandateFactory(organisation=clerk.organisation, user__is_active=False)

    send_notice(clerk.actor(), draft, seen=seen(draft))

    deliveries = Delivery.objects.order_by("office").values_list("user__name", "office", "status", "mail__to_address")
    assert list(deliveries) == [
        ("Frits Voorzitter", "fractievoorzitter Dinkelbelang, Losser", "queued", "fractievoorzitter@losser.example"),
        ("Mirjam Raadslid", "raadslid van Losser", "queued", "raadslid@losser.example"),
    ]
    assert _last_audit() == ("send_notice", "notifications.notice", str(draft.pk))


@pytest.mark.django_db
def test_the_programme_team_reaches_all_councils_and_their_clerks_and_nobody_twice(
    secretary: Mandate, member: Mandate, clerk: Mandate, outsider: Mandate, case_officer: Mandate
) -> None:
    MandateFactory(user=clerk.user, organisation=outsider.organisation, role=Role.CLERK)
    notice = NoticeFactory(regional=True)

    send_notice(secretary.actor(), notice, seen=seen(notice))

    names = Delivery.objects.order_by("user__name").values_list("user__name", flat=True)
    assert list(names) == ["Greet Griffier", "Mirjam Raadslid", "Otto Buitenstaander"]


@pytest.mark.django_db
def test_a_notice_that_was_sent_is_not_changed_or_discarded(clerk: Mandate, draft: Notice, member: Mandate) -> None:
    send_notice(clerk.actor(), draft, seen=seen(draft))

    with pytest.raises(Conflict, match="al verzonden"):
        change_notice(clerk.actor(), draft, TEXT)
    with pytest.raises(Conflict, match="al verzonden"):
        discard_notice(clerk.actor(), draft)


@pytest.mark.django_db
def test_a_notice_without_recipients_is_not_sent(clerk: Mandate, draft: Notice) -> None:
    with pytest.raises(Conflict, match="geen ontvangers"):
        send_notice(clerk.actor(), draft, seen=seen(draft))

    assert Notice.objects.get().status == NoticeStatus.DRAFT
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["text", "new member", "other address"])
def test_what_is_sent_is_what_the_sender_looked_at(clerk: Mandate, draft: Notice, member: Mandate, change: str) -> None:
    looked_at = seen(draft)
    changes: dict[str, Callable[[], object]] = {
        "text": lambda: change_notice(clerk.actor(), draft, TEXT),
        "new member": lambda: MandateFactory(organisation=clerk.organisation),
        "other address": lambda: (
            type(member.user).objects.filter(pk=member.user_id).update(email="nieuw@losser.example")
        ),
    }
    changes[change]()

    with pytest.raises(Conflict, match="gewijzigd sinds u het bekeek"):
        send_notice(clerk.actor(), draft, seen=looked_at)
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_sending_again_adds_nothing(clerk: Mandate, draft: Notice, member: Mandate) -> None:
    looked_at = seen(draft)
    send_notice(clerk.actor(), draft, seen=looked_at)

    with pytest.raises(Conflict, match="al verzonden"):
        send_notice(clerk.actor(), draft, seen=looked_at)
    assert Mail.objects.count() == Delivery.objects.count() == 1
    assert AuditEntry.objects.filter(permission="send_notice").count() == 1


@pytest.mark.django_db(transaction=True)
def test_sending_from_two_tabs_at_once_makes_one_set_of_deliveries(
    clerk: Mandate, draft: Notice, member: Mandate, group_leader: Mandate
) -> None:
    looked_at, together = seen(draft), Barrier(2)

    def send(actor: Actor) -> str:
        try:
            together.wait(timeout=10)
            send_notice(actor, draft, seen=looked_at)
            return "sent"
        except Conflict:
            return "conflict"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as tabs:
        outcomes = sorted(tabs.map(send, [clerk.actor(), clerk.actor()]))

    assert outcomes == ["conflict", "sent"]
    assert Delivery.objects.count() == Mail.objects.count() == 2


@pytest.mark.django_db
def test_only_the_portal_itself_completes_a_notice(clerk: Mandate) -> None:
    notice = NoticeFactory(sending=True)
    delivery = DeliveryFactory(notice=notice)
    assert not Notice.objects.to_complete().exists()
    Delivery.objects.filter(pk=delivery.pk).update(status="accepted")

    with pytest.raises(PermissionDenied):
        complete_notice(clerk.actor(), notice)
    complete_notice(Actor.system(), Notice.objects.to_complete().get())

    assert Notice.objects.get().status == NoticeStatus.SENT
    assert _last_audit() == ("complete_notice", "notifications.notice", str(notice.pk))


def _last_audit() -> tuple[str, str, str]:
    entry = AuditEntry.objects.latest("pk")
    return entry.permission, entry.target_type, entry.target_id
