"""Reading lists: what somebody put aside to read; nobody else sees them."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from organisations.actor import Actor
from organisations.models import Mandate

from .answers import Answer


class ReadingListQuerySet(models.QuerySet["ReadingList"]):
    def visible_to(self, actor: Actor) -> "ReadingListQuerySet":
        """One's own alone: what councils read is nobody's business."""
        if actor.mandate_id is None:
            return self.none()
        return self.filter(mandate_id=actor.mandate_id)


class ReadingList(models.Model):
    """A named list of answers of one person in one mandate (Dutch: leeslijst)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="reading_lists")
    title = models.CharField("naam", max_length=100)
    created_at = models.DateTimeField("gemaakt op", db_default=Now())
    answers = models.ManyToManyField(Answer, through="ReadingListEntry", related_name="reading_lists")

    objects = ReadingListQuerySet.as_manager()

    class Meta:
        verbose_name = "leeslijst"
        verbose_name_plural = "leeslijsten"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "title"], name="reading_list_title_once"),
            models.CheckConstraint(condition=~Q(title=""), name="reading_list_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:reading_list", args=[self.uuid])


class ReadingListEntry(models.Model):
    """One answer on a reading list."""

    reading_list = models.ForeignKey(ReadingList, models.CASCADE, related_name="entries")
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="+")
    added_at = models.DateTimeField("toegevoegd op", db_default=Now())

    class Meta:
        verbose_name = "regel van een leeslijst"
        verbose_name_plural = "regels van leeslijsten"
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["reading_list", "answer"], name="reading_list_entry_once")]

    def __str__(self) -> str:
        return f"{self.reading_list}: {self.answer_id}"
