"""Who sees which notice."""

import pytest

from notifications.models import Notice
from organisations.actor import Actor
from organisations.models import Council, Mandate
from tests.factories import MandateFactory, UserFactory
from tests.notifications.factories import DeliveryFactory, NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def notices(losser: Council, member: Mandate) -> dict[str, Notice]:
    """One of each kind of secrecy; the personal one is for the member."""
    own = losser.organisation
    made = {
        "draft": NoticeFactory(organisation=own, is_public=True),
        "internal": NoticeFactory(organisation=own, sending=True),
        "public": NoticeFactory(organisation=own, sent=True, is_public=True),
        "regional_draft": NoticeFactory(regional=True),
        "regional_internal": NoticeFactory(regional=True, sent=True),
        "personal": NoticeFactory(organisation=None, personal=True, kind="feedback"),
        "personal_of_party": NoticeFactory(organisation=own, personal=True, kind="receipt"),
    }
    for name in ("internal", "personal", "personal_of_party"):
        DeliveryFactory(notice=made[name], user=member.user)
    return made


def _seen(notices: dict[str, Notice], actor: Actor) -> set[str]:
    visible = set(Notice.objects.visible_to(actor).values_list("pk", flat=True))
    return {name for name, notice in notices.items() if notice.pk in visible}


def test_the_public_sees_public_notices_that_went_out(notices: dict[str, Notice]) -> None:
    assert _seen(notices, Actor.public()) == {"public"}


def test_a_recipient_sees_also_what_was_told_to_them(notices: dict[str, Notice], member: Mandate) -> None:
    assert _seen(notices, member.actor()) == {"public", "internal", "personal", "personal_of_party"}


def test_a_clerk_sees_what_the_clerks_of_that_party_write_and_no_personal_notices(
    notices: dict[str, Notice], clerk: Mandate
) -> None:
    assert _seen(notices, clerk.actor()) == {"public", "draft", "internal"}


def test_a_clerk_of_another_council_sees_nothing_more_than_the_public(
    notices: dict[str, Notice], outsider: Mandate
) -> None:
    other = MandateFactory(organisation=outsider.organisation, role="clerk")

    assert _seen(notices, other.actor()) == {"public"}


def test_the_programme_team_sees_its_own_and_not_who_got_which_answer(
    notices: dict[str, Notice], secretary: Mandate
) -> None:
    assert _seen(notices, secretary.actor()) == {"public", "regional_draft", "regional_internal"}


@pytest.mark.parametrize("position", ["case_officer", "executive", "administrator", "outsider", "group_leader"])
def test_others_see_what_is_public(notices: dict[str, Notice], position: str, request: pytest.FixtureRequest) -> None:
    mandate: Mandate = request.getfixturevalue(position)

    assert _seen(notices, mandate.actor()) == {"public"}


def test_one_who_is_signed_in_without_a_mandate_keeps_what_was_told_to_them(notices: dict[str, Notice]) -> None:
    former = UserFactory()
    DeliveryFactory(notice=notices["regional_internal"], user=former)

    assert _seen(notices, Actor(user_id=former.pk)) == {"public", "regional_internal"}
