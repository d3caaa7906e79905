"""A published text never changes: the database refuses it, whoever asks."""

import pytest
from django.db import Error, transaction

from documents.models import Document, DocumentVersion, Paragraph, VersionStatus
from organisations.actor import Actor
from organisations.models import Council, Mandate
from ros_portal.kit.errors import Conflict

from .factories import DocumentFactory, VersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> DocumentVersion:
    version: DocumentVersion = VersionFactory(published=True)
    return version


def test_a_published_version_cannot_be_changed_or_deleted(published: DocumentVersion) -> None:
    row = DocumentVersion.objects.filter(pk=published.pk)

    with pytest.raises(Error), transaction.atomic():
        row.update(number=2)
    with pytest.raises(Error), transaction.atomic():
        row.delete()


def test_a_paragraph_of_a_published_version_stays_as_it_is(published: DocumentVersion) -> None:
    row = Paragraph.objects.filter(version=published)

    with pytest.raises(Error, match="published version"), transaction.atomic():
        row.update(text="Iets anders.")
    with pytest.raises(Error, match="published version"), transaction.atomic():
        row.delete()
    with pytest.raises(Error, match="published version"), transaction.atomic():
        Paragraph.objects.create(version=published, position=9, text="Erbij.")


def test_a_draft_can_still_be_written() -> None:
    draft = VersionFactory()

    Paragraph.objects.filter(version=draft).update(text="Anders.")

    assert draft.paragraphs.get().text == "Anders."


@pytest.mark.parametrize("values", [{"status": VersionStatus.PUBLISHED}, {"published_at": "2026-01-01T00:00Z"}])
def test_a_version_is_published_with_its_date_or_not_at_all(values: dict[str, str]) -> None:
    draft = VersionFactory()

    with pytest.raises(Error, match="document_version_published_has_a_date"), transaction.atomic():
        DocumentVersion.objects.filter(pk=draft.pk).update(**values)


def test_the_only_step_of_a_version_is_to_be_published(published: DocumentVersion) -> None:
    legal = {
        (before, after)
        for before in VersionStatus
        for after in VersionStatus
        if DocumentVersion(status=before).can_move_to(after)
    }

    assert legal == {(VersionStatus.DRAFT, VersionStatus.PUBLISHED)}
    with pytest.raises(Conflict, match="al gepubliceerd"):
        published.move_to(VersionStatus.PUBLISHED)


def test_drafts_are_for_their_makers(
    losser: Council, case_officer: Mandate, secretary: Mandate, member: Mandate, outsider: Mandate
) -> None:
    own = DocumentFactory(organisation=losser.organisation)
    regional = DocumentFactory()
    for document in (own, regional):
        VersionFactory(document=document)

    def seen(actor: Actor) -> set[Document]:
        versions = DocumentVersion.objects.visible_to(actor)
        documents = set(Document.objects.visible_to(actor))
        assert {version.document for version in versions} == documents
        return documents

    assert seen(Actor.public()) == seen(member.actor()) == seen(outsider.actor()) == set()
    assert seen(case_officer.actor()) == {own}
    assert seen(secretary.actor()) == {own, regional}
