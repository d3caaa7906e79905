"""Motions of the council that go with its input: added and taken away while it is open."""

from collections.abc import Mapping

from consultations.models import Contribution, Motion
from consultations.models.writing import locked_while_open, open_version_of, touch
from consultations.policies import Permission, policy
from organisations.actor import Actor


@policy.action(Permission.ADD_MOTION)
def add_motion(actor: Actor, contribution: Contribution, *, values: Mapping[str, str]) -> Motion:
    """Put a motion with the open version. Raises Conflict when the round is closed or nothing is open."""
    contribution, now = locked_while_open(contribution)
    version = open_version_of(contribution)
    touch(version, actor.user_id, now)
    return Motion.objects.create(version=version, **values)


@policy.action(Permission.REMOVE_MOTION)
def remove_motion(actor: Actor, contribution: Contribution, *, motion_id: int) -> Contribution:
    """Take a motion away from the open version; a second click finds it gone. Raises Conflict as adding does."""
    contribution, now = locked_while_open(contribution)
    version = open_version_of(contribution)
    removed, _ = version.motions.filter(pk=motion_id).delete()
    if removed:
        touch(version, actor.user_id, now)
    return contribution
