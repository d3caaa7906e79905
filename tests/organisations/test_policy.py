"""The machinery behind every policy: one rule and one action per permission, one transaction, one audit entry."""

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection
from django.db.models import TextChoices

from organisations.actor import Actor
from organisations.models import AuditEntry, Mandate, User
from organisations.policy import Policy, permission_labels


class Permission(TextChoices):
    RENAME = "test_rename", "Een naam veranderen"
    LOOK = "test_look", "Kijken"


def anybody_signed_in(actor: Actor, subject: object) -> bool:
    return actor.user_id is not None


def make_policy() -> Policy:
    return Policy(Permission, {Permission.RENAME: anybody_signed_in, Permission.LOOK: anybody_signed_in})


def test_a_permission_without_a_rule_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="LOOK"):
        Policy(Permission, {Permission.RENAME: anybody_signed_in})


def test_a_rule_without_a_permission_is_refused() -> None:
    rules = {Permission.RENAME: anybody_signed_in, Permission.LOOK: anybody_signed_in, "test_fly": anybody_signed_in}

    with pytest.raises(ImproperlyConfigured, match="test_fly"):
        Policy(Permission, rules)


def test_a_second_action_for_a_permission_is_refused() -> None:
    policy = make_policy()

    @policy.action(Permission.RENAME)
    def rename(actor: Actor, user: User) -> None: ...

    with pytest.raises(ImproperlyConfigured, match="rename"):
        policy.action(Permission.RENAME)


def test_what_is_allowed_is_given_as_values_for_a_template() -> None:
    policy = make_policy()

    assert policy.allowed(Actor(user_id=1), None, [Permission.LOOK]) == {"test_look"}
    assert policy.allowed(Actor.public(), None, Permission) == frozenset()


def test_every_permission_has_a_name_for_the_audit_record() -> None:
    make_policy()

    assert permission_labels()["test_rename"] == "Een naam veranderen"


def test_a_refused_action_does_nothing_and_leaves_no_audit_entry(member: Mandate) -> None:
    policy = make_policy()

    @policy.action(Permission.RENAME)
    def rename(actor: Actor, user: User) -> None:
        User.objects.filter(pk=user.pk).update(name="Anders")

    with pytest.raises(PermissionDenied):
        rename(Actor.public(), member.user)

    member.user.refresh_from_db()
    assert member.user.name == "Mirjam Raadslid"
    assert not AuditEntry.objects.exists()


def test_an_action_writes_one_audit_entry_about_its_result(member: Mandate) -> None:
    policy = make_policy()

    @policy.action(Permission.RENAME)
    def rename(actor: Actor, user: User) -> User:
        return user

    rename(member.actor(), member.user)

    entry = AuditEntry.objects.get()
    assert (entry.user_id, entry.mandate_id, entry.organisation_id) == (
        member.user_id,
        member.pk,
        member.organisation_id,
    )
    assert (entry.permission, entry.office) == ("test_rename", "raadslid van Losser")
    assert (entry.target_type, entry.target_id) == ("organisations.user", str(member.user_id))


@pytest.mark.django_db(transaction=True)
def test_the_audit_entry_is_in_the_transaction_of_the_action(member: Mandate) -> None:
    policy = make_policy()
    seen_inside = []

    @policy.action(Permission.RENAME)
    def rename(actor: Actor, user: User) -> None:
        seen_inside.append(connection.in_atomic_block)
        User.objects.filter(pk=user.pk).update(name="Anders")

    @policy.action(Permission.LOOK)
    def fail(actor: Actor, user: User) -> None:
        User.objects.filter(pk=user.pk).update(name="Half")
        raise ArithmeticError

    rename(member.actor(), member.user)
    with pytest.raises(ArithmeticError):
        fail(member.actor(), member.user)

    member.user.refresh_from_db()
    assert seen_inside == [True]
    assert member.user.name == "Anders"
    assert [entry.permission for entry in AuditEntry.objects.all()] == ["test_rename"]


@pytest.mark.django_db(transaction=True)
def test_no_audit_entry_means_no_change(member: Mandate) -> None:
    """The entry is written last; when that fails, what the action did is undone."""
    policy = make_policy()
    nobody = Actor(user_id=1, office="x" * 251)  # longer than the column

    @policy.action(Permission.RENAME)
    def rename(actor: Actor, user: User) -> None:
        User.objects.filter(pk=user.pk).update(name="Anders")

    with pytest.raises(Exception, match="value too long"):
        rename(nobody, member.user)

    member.user.refresh_from_db()
    assert member.user.name == "Mirjam Raadslid"
