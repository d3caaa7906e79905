"""Reading lists: what somebody puts aside to read.

The audit record names the list and the office, never the answer, nor whether it was put on or taken off.
"""

from django.db import IntegrityError, transaction

from consultations.models import Answer, ReadingList, ReadingListEntry
from consultations.policies import Permission, policy
from organisations.actor import Actor
from ros_portal.kit.errors import Conflict

TITLE_IS_TAKEN = "U heeft al een lijst met deze naam. Kies een andere naam."


@policy.action(Permission.MAKE_READING_LIST)
def make_reading_list(actor: Actor, subject: None, *, title: str) -> ReadingList:
    """Begin a list; one with that name that is already there is the one that is meant."""
    assert actor.mandate_id is not None  # noqa: S101 - for the type checker
    made, _ = ReadingList.objects.get_or_create(mandate_id=actor.mandate_id, title=title)
    return made


@policy.action(Permission.RENAME_READING_LIST)
def rename_reading_list(actor: Actor, reading_list: ReadingList, *, title: str) -> ReadingList:
    """Give it another name; raises Conflict where another own list has that name."""
    held = _hold(reading_list)
    held.title = title
    try:
        with transaction.atomic():
            held.save(update_fields=["title"])
    except IntegrityError as error:
        raise Conflict(TITLE_IS_TAKEN) from error
    return held


@policy.action(Permission.REMOVE_READING_LIST)
def remove_reading_list(actor: Actor, reading_list: ReadingList) -> None:
    """Throw it away with its entries; the answers are of others and stay."""
    ReadingList.objects.filter(pk=reading_list.pk).delete()


@policy.action(Permission.CHANGE_READING_LIST)
def change_reading_list(actor: Actor, reading_list: ReadingList, *, answer_id: int, belongs_on_it: bool) -> ReadingList:
    """Put an answer on it, or take it off; twice changes nothing.

    Raises Conflict for an answer that the actor may not read, or not any more.
    """
    held = _hold(reading_list)
    if not belongs_on_it:
        held.entries.filter(answer=answer_id).delete()
        return held
    if not Answer.objects.visible_to(actor).filter(pk=answer_id, version__frozen_at__isnull=False).exists():
        raise Conflict("Dit antwoord kunt u niet meer lezen. Het staat niet op uw lijst.")
    ReadingListEntry.objects.get_or_create(reading_list=held, answer_id=answer_id)
    return held


def _hold(reading_list: ReadingList) -> ReadingList:
    """The list, locked; raises Conflict when it was thrown away in another tab."""
    held = ReadingList.objects.select_for_update().filter(pk=reading_list.pk).first()
    if held is None:
        raise Conflict("Deze lijst is intussen verwijderd.")
    return held
