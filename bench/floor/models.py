"""One table with words in it."""

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """What stands in a row of the list, and what the form writes."""

    title = models.CharField(max_length=100)
    text = models.TextField()
    written_at = models.DateTimeField(db_default=Now())

    objects: "models.Manager[Entry]" = models.Manager()

    def __str__(self) -> str:
        return self.title
