"""Taking along: an export that somebody asked for, made by a worker and kept for a while."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from organisations.actor import Actor
from organisations.models import Council, Mandate
from ros_portal.kit.states import Stateful

from .attachments import private_storage, random_name
from .rounds import ConsultationRound

#: Without a sign of life for this long, a worker has lost its export to the next.
LEASE = timedelta(minutes=10)


class ExportStatus(models.TextChoices):
    QUEUED = "queued", "wacht"
    RUNNING = "running", "wordt gemaakt"
    READY = "ready", "klaar"
    FAILED = "failed", "mislukt"


class ExportFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"
    ZIP = "zip", "alles in één ZIP"


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, actor: Actor) -> "ExportQuerySet":
        """One's own alone, in the mandate in which it was asked for."""
        if actor.mandate_id is None:
            return self.none()
        return self.filter(mandate_id=actor.mandate_id)

    def lock(self, pk: int) -> "Export":
        """Hold one export until the transaction ends."""
        return (
            self.select_related("mandate__user", "round", "council__organisation")
            .select_for_update(of=("self",))
            .get(pk=pk)
        )

    def to_make(self, now: datetime) -> "ExportQuerySet":
        """Exports that wait, and those whose worker gave no sign of life; who asked first comes first."""
        lost = Q(status=ExportStatus.RUNNING, leased_until__lte=now)
        return self.filter(Q(status=ExportStatus.QUEUED) | lost).order_by("asked_at", "pk")

    def keep_lease(self, export: "Export", *, done: int, now: datetime) -> bool:
        """Tell how far it is and go on for a while; False when another worker has it now, or nobody wants it."""
        held = self.filter(pk=export.pk, lease=export.lease)
        return bool(held.update(done=min(done, export.total), leased_until=now + LEASE))

    def expired(self, now: datetime) -> "ExportQuerySet":
        """Exports that were kept long enough."""
        return self.filter(expires_at__lte=now)


class Export(Stateful, models.Model):
    """A council's dossier, a whole round, or a list as it was filtered: the row is the work (Dutch: download)."""

    Status = ExportStatus
    Format = ExportFormat
    #: Running again is for the next worker, when the one before gave no sign of life.
    TRANSITIONS = {
        Status.QUEUED: {Status.RUNNING},
        Status.RUNNING: {Status.RUNNING, Status.READY, Status.FAILED},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="exports")
    round = models.ForeignKey(ConsultationRound, models.PROTECT, null=True, blank=True, related_name="+")
    council = models.ForeignKey(Council, models.PROTECT, null=True, blank=True, related_name="+")
    #: The filters of a list, as they stood in its address.
    query = models.CharField("filters", max_length=500, blank=True)
    format = models.CharField("soort bestand", max_length=5, choices=Format)
    status = models.CharField("stand", max_length=8, choices=Status, default=Status.QUEUED)
    asked_at = models.DateTimeField("gevraagd op", db_default=Now())
    #: Which worker has it, and until when: a worker that died loses it to the next.
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField("in bewerking tot", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    done = models.PositiveIntegerField("gedaan", default=0)
    total = models.PositiveIntegerField("totaal", default=0)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)
    expires_at = models.DateTimeField("te downloaden tot", null=True, blank=True)
    file = models.FileField("bestand", storage=private_storage, upload_to=random_name, max_length=200, blank=True)
    size = models.PositiveBigIntegerField("grootte in bytes", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = "download"
        verbose_name_plural = "downloads"
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(status__in=[ExportStatus.QUEUED, ExportStatus.RUNNING]),
                name="export_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ExportStatus.RUNNING, lease__isnull=False, leased_until__isnull=False)
                | ~Q(status=ExportStatus.RUNNING) & Q(lease=None, leased_until=None),
                name="export_running_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[ExportStatus.QUEUED, ExportStatus.RUNNING], finished_at=None)
                | ~Q(status__in=[ExportStatus.QUEUED, ExportStatus.RUNNING]) & Q(finished_at__isnull=False),
                name="export_finished_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status=ExportStatus.READY) | ~Q(sha256="") & Q(expires_at__isnull=False),
                name="export_ready_has_a_fingerprint",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="export_done_is_part_of_total"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_format_display()})"

    @property
    def subject(self) -> str:
        """What it is of: the title of the round, or the dossier of the council."""
        if self.round:
            return self.round.title
        return f"dossier van de {self.council}" if self.council else "inbreng"

    @property
    def is_under_way(self) -> bool:
        """Whether it still has to be made, or is being made."""
        return self.status in (ExportStatus.QUEUED, ExportStatus.RUNNING)
