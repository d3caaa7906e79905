"""What happens to an export: asked for, taken up by a worker, finished, thrown away."""

import uuid
from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from consultations.models import ConsultationRound, Export, ExportFormat, ExportStatus
from consultations.models.attachments import private_storage
from consultations.models.exports import LEASE
from consultations.policies import Permission, policy
from notifications.models import NoticeKind
from notifications.outbox import queue_notice
from organisations.actor import Actor
from organisations.models import Council, Mandate
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict

#: How long a file can be fetched.
KEPT = timedelta(days=7)
#: An export that brought down as many workers is not tried again.
MOST_ATTEMPTS = 3
#: Exports that one person can have waiting at once.
MOST_WAITING = 5


@policy.action(Permission.ASK_EXPORT)
def ask_export(actor: Actor, subject: ConsultationRound | Council, *, format_: ExportFormat) -> Export:
    """Put an export in the queue; asked twice while it still waits, it is one. Raises Conflict above MOST_WAITING."""
    mandate = Mandate.objects.select_for_update().get(Q(pk=actor.mandate_id))  # a double click waits for the first
    about: dict[str, Any] = {"round": subject} if isinstance(subject, ConsultationRound) else {"council": subject}
    waiting = Export.objects.visible_to(actor).filter(status__in=[ExportStatus.QUEUED, ExportStatus.RUNNING])
    same = waiting.filter(format=format_, **about).first()
    if same is not None:
        return same
    if waiting.count() >= MOST_WAITING:
        raise Conflict(f"Er worden al {MOST_WAITING} downloads voor u gemaakt. Wacht tot er een klaar is.")
    return Export.objects.create(mandate=mandate, format=format_, **about)


@policy.action(Permission.START_EXPORT)
def start_export(actor: Actor, export: Export, *, total: int) -> Export:
    """Take it up, with a lease that no other worker holds. Raises Conflict when another was first."""
    export = Export.objects.lock(export.pk)
    now = database_now()
    if not Export.objects.to_make(now).filter(pk=export.pk).exists():
        raise Conflict("Deze download wordt al gemaakt.")
    export.move_to(ExportStatus.RUNNING)
    export.lease, export.leased_until = uuid.uuid4(), now + LEASE
    export.attempts += 1
    export.done, export.total = 0, total
    export.save(update_fields=["status", "lease", "leased_until", "attempts", "done", "total"])
    return export


@policy.action(Permission.FINISH_EXPORT)
def finish_export(actor: Actor, export: Export, *, file: File[bytes] | None, sha256: str = "", size: int = 0) -> Export:
    """Store the file and tell who asked; without a file it failed. Raises Conflict when another worker has it now."""
    lease = export.lease
    export = Export.objects.lock(export.pk)
    if export.lease != lease:
        raise Conflict("Deze download wordt door een ander gemaakt.")
    now = database_now()
    export.lease = export.leased_until = None
    export.finished_at, export.expires_at = now, now + KEPT
    if file is None:
        export.move_to(ExportStatus.FAILED)
    else:
        export.move_to(ExportStatus.READY)
        export.file.save("", file, save=False)
        export.sha256, export.size, export.done = sha256, size, export.total
    export.save()
    _tell(export)
    return export


def _tell(export: Export) -> None:
    ready = export.status == ExportStatus.READY
    queue_notice(
        kind=NoticeKind.SERVICE,
        subject="Uw download is klaar" if ready else "Uw download is niet gelukt",
        brief=(
            f"{export.subject}, als {export.get_format_display()}. "
            + (
                "U kunt het bestand een week lang ophalen."
                if ready
                else "Probeer het nog eens, of kies een ander soort."
            )
        ),
        recipients=[export.mandate.user],
        office="ROS-portaal Twente",
        topic=f"download:{export.uuid}",
        link=reverse("consultations:exports"),
    )


@policy.action(Permission.DISCARD_EXPORT)
def discard_export(actor: Actor, export: Export) -> None:
    """Throw it away, and its file with it; a worker that is making it finds out and stops."""
    export = Export.objects.lock(export.pk)
    storage, name = private_storage(), export.file.name
    export.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
