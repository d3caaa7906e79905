"""An invitation gives a mandate once: to who has the link, until it expires."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organisations.actions import (
    accept_invitation,
    invitation_token,
    invite_member,
    invite_official,
    withdraw_invitation,
)
from organisations.actor import Actor, Role
from organisations.models import AuditEntry, Council, Fractie, Invitation, Mandate, User
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient
from tests.factories import FractieFactory, InvitationFactory, MandateFactory, OrganisationFactory, UserFactory


@pytest.fixture
def invitation(losser: Council, fractie: Fractie) -> Invitation:
    return InvitationFactory(
        email="nieuw@losser.example", name="Nina Nieuw", organisation=losser.organisation, fractie=fractie
    )


def link(invitation: Invitation) -> str:
    return reverse("organisations:invitation", args=[invitation_token(invitation)])


def expire(invitation: Invitation) -> None:
    past = timezone.now() - timedelta(days=1)
    Invitation.objects.filter(pk=invitation.pk).update(created_at=past - timedelta(days=14), expires_at=past)


# Inviting


def test_a_clerk_invites_a_member(clerk: Mandate, losser: Council, fractie: Fractie) -> None:
    invitation = invite_member(clerk.actor(), losser, email="Nieuw@Losser.example", name="Nina Nieuw", fractie=fractie)

    assert invitation.email == "nieuw@losser.example"
    assert invitation.expires_at - invitation.created_at == timedelta(days=14)
    assert invitation.invited_by_office == "griffier van Losser"
    assert [entry.permission for entry in AuditEntry.objects.all()] == ["invite_member"]


def test_a_clerk_does_not_invite_for_another_council(clerk: Mandate, enschede: Council) -> None:
    with pytest.raises(PermissionDenied):
        invite_member(clerk.actor(), enschede, email="nieuw@enschede.example", name="Nina Nieuw")

    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.CASE_OFFICER, Role.ADMINISTRATOR, Role.PROGRAMME_TEAM])
def test_a_clerk_appoints_members_and_group_leaders_only(clerk: Mandate, losser: Council, role: Role) -> None:
    with pytest.raises(ValidationError):
        invite_member(clerk.actor(), losser, email="nieuw@losser.example", name="Nina", role=role)
    with pytest.raises(PermissionDenied):
        invite_official(clerk.actor(), losser.organisation, email="nieuw@losser.example", name="Nina", role=role)


def test_a_fractie_of_another_council_is_refused(clerk: Mandate, losser: Council, enschede: Council) -> None:
    theirs = FractieFactory(term=enschede.terms.get())

    with pytest.raises(ValidationError):
        invite_member(clerk.actor(), losser, email="nieuw@losser.example", name="Nina", fractie=theirs)


def test_a_group_leader_is_invited_for_a_fractie(clerk: Mandate, losser: Council) -> None:
    with pytest.raises(ValidationError):
        invite_member(clerk.actor(), losser, email="nieuw@losser.example", name="Nina", role=Role.GROUP_LEADER)


def test_an_open_invitation_is_not_doubled(clerk: Mandate, losser: Council, invitation: Invitation) -> None:
    with pytest.raises(Conflict, match="al een uitnodiging open"):
        invite_member(clerk.actor(), losser, email="NIEUW@losser.example", name="Nina")


def test_a_person_with_the_mandate_is_not_invited_again(clerk: Mandate, losser: Council, member: Mandate) -> None:
    with pytest.raises(Conflict, match="al"):
        invite_member(clerk.actor(), losser, email=member.user.email, name="Mirjam")


def test_an_expired_invitation_makes_room_for_a_new_one(
    clerk: Mandate, losser: Council, invitation: Invitation
) -> None:
    expire(invitation)

    invite_member(clerk.actor(), losser, email=invitation.email, name="Nina Nieuw")

    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    assert Invitation.objects.open(timezone.now()).count() == 1


@pytest.mark.parametrize(
    ("role", "regional"), [(Role.CLERK, False), (Role.CASE_OFFICER, False), (Role.PROGRAMME_TEAM, True)]
)
def test_the_administrator_invites_for_the_other_offices(
    administrator: Mandate, losser: Council, role: Role, regional: bool
) -> None:
    organisation = None if regional else losser.organisation

    invitation = invite_official(
        administrator.actor(), organisation, email="nieuw@twente.example", name="Nina", role=role
    )

    assert (invitation.role, invitation.organisation) == (role, organisation)


@pytest.mark.parametrize(
    ("role", "regional"),
    [(Role.PROGRAMME_TEAM, False), (Role.CLERK, True), (Role.COUNCIL_MEMBER, False), (Role.EXECUTIVE, True)],
)
def test_an_office_has_to_fit_the_party(administrator: Mandate, losser: Council, role: Role, regional: bool) -> None:
    organisation = None if regional else losser.organisation

    with pytest.raises(ValidationError):
        invite_official(administrator.actor(), organisation, email="nieuw@twente.example", name="Nina", role=role)


def test_a_party_without_a_council_has_no_clerk(administrator: Mandate) -> None:
    state = OrganisationFactory(name="Rijk", slug="rijk")

    with pytest.raises(ValidationError):
        invite_official(administrator.actor(), state, email="nieuw@rijk.example", name="Nina", role=Role.CLERK)


def test_the_first_administrator_is_invited_from_the_command_line(db: None) -> None:
    call_command("invite_administrator", "eerste@twente.example", "Eva Eerste")

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("eerste@twente.example", Role.ADMINISTRATOR)
    with pytest.raises(CommandError):
        call_command("invite_administrator", "eerste@twente.example", "Eva Eerste")


# Accepting


def test_accepting_gives_an_account_and_the_mandate(client: Client, invitation: Invitation) -> None:
    response = client.post(link(invitation))

    mandate = Mandate.objects.get(user__email="nieuw@losser.example")
    assert response.status_code == 302
    assert response.headers["Location"] == "/start/"
    assert mandate.office == "raadslid van Losser"
    assert mandate.fractie == invitation.fractie
    assert client.session["_auth_user_id"] == str(mandate.user_id)
    assert AuditEntry.objects.get().permission == "accept_invitation"


def test_accepting_gives_a_known_person_one_more_mandate(
    client: Client, invitation: Invitation, outsider: Mandate
) -> None:
    Invitation.objects.update(email=outsider.user.email)

    client.post(link(invitation))

    assert set(outsider.user.mandates.values_list("organisation__slug", flat=True)) == {"losser", "enschede"}
    assert User.objects.count() == 1
    assert client.get("/start/").wsgi_request.actor.office == "raadslid van Losser"  # type: ignore[attr-defined]


def test_looking_at_an_invitation_does_not_accept_it(client: Client, invitation: Invitation) -> None:
    """Mail scanners follow every link before its reader does."""
    for method in (client.get, client.head):
        assert method(link(invitation)).status_code == 200

    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not User.objects.exists()


def test_the_page_says_who_invites_for_what_until_when(client: Client, invitation: Invitation) -> None:
    page = client.get(link(invitation)).content.decode()

    assert "raadslid van Losser" in page
    assert "griffier van Losser" in page
    assert "nieuw@losser.example" in page


def use(invitation: Invitation) -> None:
    accept_invitation(Actor.public(), invitation)


def withdraw(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=timezone.now())


@pytest.mark.parametrize("close", [use, withdraw, expire])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_over_gives_nothing_and_says_so(
    client: Client, invitation: Invitation, close: Callable[[Invitation], None], method: str
) -> None:
    close(invitation)
    mandates = Mandate.objects.count()

    response = getattr(client, method)(link(invitation))

    assert response.status_code == 409
    assert "al gebruikt of niet meer geldig" in response.content.decode()
    assert Mandate.objects.count() == mandates
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "a:b:c",
        signing.dumps("00000000-0000-0000-0000-000000000000", salt="something.else"),
        signing.dumps("00000000-0000-0000-0000-000000000000", salt="organisations.invitation"),
    ],
    ids=["short", "shape", "other salt", "unknown"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_link_does_not_exist(db: None, client: Client, token: str, method: str) -> None:
    assert getattr(client, method)(f"/uitnodiging/{token}/").status_code == 404


def test_a_blocked_account_is_not_opened_by_an_invitation(client: Client, invitation: Invitation) -> None:
    UserFactory(email=invitation.email, is_active=False)

    response = client.post(link(invitation))

    assert response.status_code == 409
    assert "geblokkeerd" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert not Mandate.objects.exists()


def test_who_got_the_mandate_in_another_way_is_told_so(client: Client, invitation: Invitation) -> None:
    user = UserFactory(email=invitation.email)
    MandateFactory(user=user, organisation=invitation.organisation)

    response = client.post(link(invitation))

    assert response.status_code == 409
    assert "U hebt dit mandaat al" in response.content.decode()
    assert user.mandates.count() == 1


def test_who_is_signed_in_as_another_person_goes_on_as_the_invited_one(
    as_client: AsClient, invitation: Invitation, outsider: Mandate
) -> None:
    client = as_client(outsider)

    page = client.get(link(invitation)).content.decode()
    client.post(link(invitation))

    assert "U bent nu ingelogd als raadslid@enschede.example" in page
    assert client.session["_auth_user_id"] == str(User.objects.get(email="nieuw@losser.example").pk)
    assert outsider.user.mandates.count() == 1


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """Do this in as many threads at the same moment; an exception is a result too."""
    start = Barrier(len(work))

    def run(do: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=10)
            return do()
        except Exception as error:  # noqa: BLE001
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_once_give_one_mandate(invitation: Invitation) -> None:
    results = at_once(*[lambda: accept_invitation(Actor.public(), invitation)] * 4)

    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Conflict", "Conflict", "Mandate"]
    assert Mandate.objects.count() == 1
    assert User.objects.count() == 1
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_acceptance_and_withdrawal_at_once_end_in_one_of_the_two(clerk: Mandate, invitation: Invitation) -> None:
    results = at_once(
        lambda: accept_invitation(Actor.public(), invitation),
        lambda: withdraw_invitation(clerk.actor(), invitation),
    )

    invitation.refresh_from_db()
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert (invitation.accepted_at is None) != (invitation.withdrawn_at is None)
    assert Mandate.objects.filter(user__email=invitation.email).exists() == (invitation.accepted_at is not None)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_that_invite_at_once_send_one_invitation(clerk: Mandate, losser: Council) -> None:
    actor = clerk.actor()

    results = at_once(*[lambda: invite_member(actor, losser, email="nieuw@losser.example", name="Nina")] * 3)

    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Conflict", "Invitation"]
    assert Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_invitations_of_one_new_person_at_once_give_one_account(invitation: Invitation, enschede: Council) -> None:
    other = InvitationFactory(email=invitation.email, organisation=enschede.organisation)

    results = at_once(*[lambda offer=offer: accept_invitation(Actor.public(), offer) for offer in (invitation, other)])

    assert [type(result).__name__ for result in results] == ["Mandate", "Mandate"]
    assert User.objects.get().mandates.count() == 2


def test_expiry_is_judged_at_the_moment_itself(invitation: Invitation) -> None:
    def at(moment: datetime) -> bool:
        return invitation.is_open(moment)

    assert at(invitation.expires_at - timedelta(microseconds=1))
    assert not at(invitation.expires_at)
