"""Files that go with input: added and taken away while its words are open."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from consultations.models import Attachment, Contribution
from consultations.models.writing import erase_files, locked_while_open, open_version_of, touch
from consultations.policies import Permission, policy
from organisations.actor import Actor
from ros_portal.kit.errors import Conflict

MOST_FILES = 10


@policy.action(Permission.ADD_ATTACHMENT)
def add_attachment(actor: Actor, contribution: Contribution, *, values: Mapping[str, Any]) -> Attachment:
    """Put a file that was inspected with the open version.

    Raises Conflict when the round is closed, when nothing is open, or when there are too many files already.
    """
    contribution, now = locked_while_open(contribution)
    version = open_version_of(contribution)
    if version.attachments.count() >= MOST_FILES:
        raise Conflict(f"Er kunnen hoogstens {MOST_FILES} bijlagen bij een inbreng. Haal er eerst een weg.")
    touch(version, actor.user_id, now)
    return Attachment.objects.create(version=version, **values)


@policy.action(Permission.REMOVE_ATTACHMENT)
def remove_attachment(actor: Actor, contribution: Contribution, *, uuid: UUID) -> Contribution:
    """Take a file away from the open version; a second click finds it gone. Raises Conflict as adding does."""
    contribution, now = locked_while_open(contribution)
    version = open_version_of(contribution)
    files = version.attachments.filter(uuid=uuid)
    names = list(files.values_list("file", flat=True))
    if names:
        files.delete()
        touch(version, actor.user_id, now)
        erase_files(names)
    return contribution
