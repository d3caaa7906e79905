"""What comes of input: projects, research and investment lines, and the answers that led to them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import slugify

from consultations.models import ProgrammeItem, ProgrammeSource, phase_inbox
from consultations.policies import Permission, policy
from organisations.actor import Actor
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict

SLUG_LENGTH = 100


@policy.action(Permission.CHANGE_PROGRAMME)
def save_programme_item(actor: Actor, item: ProgrammeItem, *, fields: Mapping[str, Any]) -> ProgrammeItem:
    """Make a programme item, or change one; its address stays what it became when it was made."""
    is_new = not item.slug
    if not is_new:
        item = ProgrammeItem.objects.select_for_update().get(pk=item.pk)
    for name, value in fields.items():
        setattr(item, name, value)
    if is_new:
        item.slug = _free_slug(item.title)
        item.save(force_insert=True)
    else:
        item.save(update_fields=list(fields))
    return item


def _free_slug(title: str) -> str:
    """An address from the title that no other item has; the unique column decides in the end."""
    base = slugify(title)[:SLUG_LENGTH] or "onderdeel"
    taken = set(ProgrammeItem.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


@policy.action(Permission.TAKE_UP_ANSWER)
def take_up_answers(actor: Actor, item: ProgrammeItem, *, answer_ids: Iterable[int]) -> ProgrammeItem:
    """Say that answers led to this item: they leave the product's inbox, and their trail goes on.

    Raises Conflict for answers that no published verdict sent to this product; twice changes nothing.
    """
    item = ProgrammeItem.objects.select_for_update().get(pk=item.pk)
    chosen = set(answer_ids)
    if not chosen:
        raise Conflict("Kies eerst een of meer antwoorden.")
    here = set(ProgrammeSource.objects.filter(item=item, answer__in=chosen).values_list("answer_id", flat=True))
    waiting = set(phase_inbox(item.phase).filter(pk__in=chosen).values_list("pk", flat=True))
    if chosen - here - waiting:
        raise Conflict("Een deel van deze antwoorden ligt niet in de werkbak van dit product. Er is niets opgenomen.")
    ProgrammeSource.objects.bulk_create(
        [ProgrammeSource(item=item, answer_id=pk) for pk in sorted(chosen - here)], ignore_conflicts=True
    )
    return item


@policy.action(Permission.PUBLISH_PROGRAMME_ITEM)
def publish_programme_item(actor: Actor, item: ProgrammeItem) -> ProgrammeItem:
    """Show the item to everyone; raises Conflict the second time."""
    item = ProgrammeItem.objects.select_for_update().get(pk=item.pk)
    if item.published_at is not None:
        raise Conflict("Dit onderdeel is al gepubliceerd.")
    item.published_at = database_now()
    item.save(update_fields=["published_at"])
    return item
