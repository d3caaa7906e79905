"""Documents for tests: a version is a draft unless `published=True`; its paragraphs come first, because they freeze."""

from datetime import date
from typing import Any

import factory
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from documents.models import Document, DocumentVersion, Paragraph, VersionStatus


class DocumentFactory(DjangoModelFactory[Document]):
    class Meta:
        model = Document
        django_get_or_create = ("slug",)

    title = factory.Sequence(lambda n: f"Brief over de ROS {n}")
    slug = factory.Sequence(lambda n: f"brief-{n}")
    kind = Document.Kind.LETTER


class VersionFactory(DjangoModelFactory[DocumentVersion]):
    """`paragraphs=["...", ...]` are texts, or pairs of a kind and a text."""

    class Meta:
        model = DocumentVersion

    document = factory.SubFactory(DocumentFactory)
    number = 1
    dated_on = date(2025, 5, 20)

    @classmethod
    def _create(cls, model_class: type[DocumentVersion], *args: Any, **kwargs: Any) -> DocumentVersion:
        paragraphs, is_published = kwargs.pop("paragraphs", ("Geachte raad,",)), kwargs.pop("published", False)
        with transaction.atomic():
            version = DocumentVersion.objects.create(**kwargs)
            for position, entry in enumerate(paragraphs, start=1):
                kind, text = entry if isinstance(entry, tuple) else (Paragraph.Kind.TEXT, entry)
                Paragraph.objects.create(version=version, position=position, kind=kind, text=text)
            if is_published:
                version.status, version.published_at = VersionStatus.PUBLISHED, timezone.now()
                version.save()
        return version
