"""What Celery does for the process: look. The rows are the work, so a task that is lost loses nothing."""

import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from celery import shared_task
from django.core.files import File
from django.utils import timezone

from notifications.tasks import ask_worker, look_now
from organisations.actor import Actor
from organisations.models import Mandate
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.pdf import PdfError

from .actions.exports import MOST_ATTEMPTS, discard_export, finish_export, start_export
from .actions.rounds import publish_due_round
from .exports.making import Job, TooMuch, count_work, make
from .models import ConsultationRound, Export

logger = logging.getLogger(__name__)


class LostLease(Exception):
    """Another worker has the export now, or it was thrown away."""


@shared_task(name="consultations.make_exports", ignore_result=True)
def make_exports() -> None:
    """Make what waits, one after the other, and clear away what was kept long enough."""
    for old in Export.objects.expired(database_now()):
        discard_export(Actor.system(), old)
    while (export := Export.objects.to_make(database_now()).first()) is not None:
        with suppress(Conflict, Export.DoesNotExist, LostLease):  # another worker was first, or nobody wants it
            _make_one(export)


def make_exports_now() -> None:
    """Ask a worker to look at once; beat asks the same a little later."""
    ask_worker(make_exports)


def _make_one(export: Export) -> None:
    """One export from claim to notice; whatever goes wrong with it ends it, and the next goes on."""
    actor = _actor_of(export)
    export = start_export(Actor.system(), export, total=count_work(export, actor) if actor else 0)
    file = None
    with TemporaryDirectory(prefix="export-") as folder:
        if actor is not None and export.attempts <= MOST_ATTEMPTS:
            file = _file_of(Job(export, actor, database_now(), Path(folder), _teller(export)))
        if file is None:
            finish_export(Actor.system(), export, file=None)
        else:
            with file.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
                content.seek(0)
                finish_export(Actor.system(), export, file=File(content), sha256=digest, size=file.stat().st_size)
    look_now()


def _actor_of(export: Export) -> Actor | None:
    """Who asked, with the rights of now; nobody when the mandate has ended."""
    current = Mandate.objects.current(timezone.localdate()).with_names()
    mandate = current.filter(pk=export.mandate_id).first()
    return mandate.actor() if mandate else None


def _file_of(job: Job) -> Path | None:
    try:
        return make(job)
    except (PdfError, TooMuch, OSError) as error:
        logger.warning("An export was not made: %s", type(error).__name__)
        return None


def _teller(export: Export) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if not Export.objects.keep_lease(export, done=done, now=database_now()):
            raise LostLease

    return tell


@shared_task(name="consultations.publish_due_rounds", ignore_result=True)
def publish_due_rounds() -> None:
    """Publish the scheduled rounds whose moment has come; called by beat every half minute."""
    for round_ in ConsultationRound.objects.due_at(database_now()):
        try:
            publish_due_round(Actor.system(), round_)
        except Conflict as conflict:  # published or taken back meanwhile, or its closing time has passed
            logger.warning("Round %s is not published: %s", round_.pk, conflict.sentence)
