"""What goes with input beside its answers: files, and the motions of the council."""

import uuid

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .answers import FROZEN_WITH_THE_WORDS, ContributionVersion


def private_storage() -> Storage:
    """Files that no web server hands out: each is served by a view that asks who wants it."""
    return storages["private"]


def random_name(instance: models.Model, filename: str) -> str:
    """A name that tells nothing and cannot be guessed; the person's own name for the file is a column."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class Attachment(models.Model):
    """A file with a version of input (Dutch: bijlage); a revision starts with the files of the version before."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(ContributionVersion, models.CASCADE, related_name="attachments")
    title = models.CharField("naam", max_length=150)
    media_type = models.CharField("soort", max_length=100)
    size = models.PositiveIntegerField("grootte in bytes")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField("bestand", storage=private_storage, upload_to=random_name, max_length=200)
    added_at = models.DateTimeField("toegevoegd op", db_default=Now())

    class Meta:
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"
        ordering = ["version", "pk"]
        triggers = FROZEN_WITH_THE_WORDS

    def __str__(self) -> str:
        return self.title


class Motion(models.Model):
    """A motion of the council that goes with its input."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", "aangenomen"
        REJECTED = "rejected", "verworpen"
        HELD = "held", "aangehouden"
        WITHDRAWN = "withdrawn", "ingetrokken"

    version = models.ForeignKey(ContributionVersion, models.CASCADE, related_name="motions")
    title = models.CharField("titel", max_length=200)
    reference = models.CharField("kenmerk", max_length=100, blank=True)
    outcome = models.CharField("uitslag", max_length=10, choices=Outcome)
    text = models.TextField("wat de motie vraagt", blank=True)

    class Meta:
        verbose_name = "motie"
        verbose_name_plural = "moties"
        ordering = ["version", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="motion_has_a_title")]
        triggers = FROZEN_WITH_THE_WORDS

    def __str__(self) -> str:
        return self.title
