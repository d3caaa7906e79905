"""Later versions of input for tests, written straight to the tables."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from consultations.models import Answer, Attachment, Contribution, ContributionVersion, fingerprint
from consultations.models.writing import copy_of


def open_revision(contribution: Contribution, *words: str) -> ContributionVersion:
    """The next version, not handed in, with these answers in the order of the questions."""
    version = copy_of(contribution, timezone.now())
    version.answers.all().delete()
    for question, text in zip(contribution.round.questions.order_by("position"), words, strict=False):
        Answer.objects.create(version=version, question=question, text=text)
    return version


def attach(version: ContributionVersion, title: str = "Kaart.png", content: bytes = b"een bestand") -> Attachment:
    """A file with an open version."""
    made: Attachment = Attachment.objects.create(
        version=version,
        title=title,
        media_type="image/png",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        file=ContentFile(content, name=title),
    )
    return made


def later_version(contribution: Contribution, *words: str, at: datetime | None = None) -> ContributionVersion:
    """The next version, handed in at that time: from then on it counts."""
    with transaction.atomic():
        version = open_revision(contribution, *words)
        answers = [(answer.heading, answer.words) for answer in version.answers.in_order()]
        version.frozen_at = at or timezone.now()
        version.sha256 = fingerprint(contribution, version.number, answers)
        version.save()
        contribution.submitted_version = version
        contribution.save(update_fields=["submitted_version"])
    return version
