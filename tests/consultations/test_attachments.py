"""Files with input: judged by content, kept under a random name, handed over to who may read the words."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.actions.attachments import MOST_FILES
from consultations.actions.contributions import release_contribution, withdraw_contribution
from consultations.actions.revisions import discard_revision, revise_contribution
from consultations.models import Attachment, ConsultationRound, Contribution, fingerprint
from organisations.models import Mandate
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory
from tests.consultations.revising import attach
from tests.consultations.writing import seen, submit
from tests.kit.sent_files import picture

pytestmark = pytest.mark.django_db


def send(client: Client, draft: Contribution, content: bytes, name: str = "Kaart van Losser.png") -> HttpResponse:
    address = reverse("consultations:add_attachment", args=[draft.uuid])
    return client.post(address, {"file": SimpleUploadedFile(name, content, "text/html")})  # type: ignore[return-value]


def file_url(attachment: Attachment) -> str:
    return reverse("consultations:attachment", args=[attachment.uuid])


@pytest.fixture
def draft(member: Mandate) -> Contribution:
    made: Contribution = ContributionFactory(mandate=member)
    return made


def test_a_file_is_added_handed_over_and_taken_away(draft: Contribution, member: Mandate, as_client: AsClient) -> None:
    client, page = as_client(member), draft.get_absolute_url()

    added = send(client, draft, picture("PNG"), "../../Kaart van Losser.exe")
    kept = Attachment.objects.get()
    shown = client.get(page).text
    response = client.get(file_url(kept))
    remove = reverse("consultations:remove_attachment", args=[draft.uuid, kept.uuid])
    first, second = client.post(remove), client.post(remove)

    assert added["Location"] == first["Location"] == second["Location"] == page
    assert kept.title == "Kaart van Losser.png"
    assert "Losser" not in str(kept.file.name)
    assert kept.title in shown
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response) == picture("PNG")
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("content", [b"", b"<html><script>alert(1)</script>", b"MZ\x90\x00", b"%PDF-1.7 no such thing"])
def test_a_hostile_or_empty_file_is_refused_with_a_sentence(
    content: bytes, draft: Contribution, member: Mandate, as_client: AsClient
) -> None:
    response = send(as_client(member), draft, content, "kaart.png")

    assert response.status_code == 200
    assert "De bijlage is nog niet toegevoegd" in response.content.decode()
    assert not Attachment.objects.exists()


def test_without_a_file_the_page_asks_for_one(draft: Contribution, member: Mandate, as_client: AsClient) -> None:
    response = as_client(member).post(reverse("consultations:add_attachment", args=[draft.uuid]), {"file": "kaart.png"})

    assert "Kies een bestand." in response.text


def test_a_scanner_that_is_away_keeps_files_out(
    draft: Contribution, member: Mandate, as_client: AsClient, settings: object
) -> None:
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:1"  # type: ignore[attr-defined]

    response = send(as_client(member), draft, picture("PNG"))

    assert "gecontroleerd op virussen" in response.content.decode()
    assert not Attachment.objects.exists()


def test_there_is_an_end_to_how_many_files(draft: Contribution, member: Mandate, as_client: AsClient) -> None:
    for _ in range(MOST_FILES):
        attach(draft.versions.get())

    response = send(as_client(member), draft, picture("PNG"))

    assert response.status_code == 409
    assert Attachment.objects.count() == MOST_FILES


def test_the_file_follows_who_may_read_the_version(
    draft: Contribution,
    member: Mandate,
    clerk: Mandate,
    case_officer: Mandate,
    outsider: Mandate,
    client: Client,
    as_client: AsClient,
) -> None:
    url = file_url(attach(draft.versions.get()))

    def readers() -> list[int]:
        asked = [as_client(mandate) for mandate in (member, clerk, case_officer, outsider)]
        return [asking.get(url).status_code for asking in [*asked, client]]

    found = [readers()]
    submit(member, draft)
    found.append(readers())
    release_contribution(clerk.actor(), draft)
    found.append(readers())
    ConsultationRound.objects.update(closes_at=timezone.now(), input_published_at=timezone.now())
    found.append(readers())

    assert found == [
        [200, 404, 404, 404, 404],
        [200, 200, 404, 404, 404],
        [200, 200, 200, 404, 404],
        [200, 200, 200, 200, 200],
    ]


def test_a_file_counts_in_the_fingerprint_and_is_no_longer_changed(
    draft: Contribution, member: Mandate, as_client: AsClient
) -> None:
    kept = attach(draft.versions.get())
    submitted = submit(member, draft)
    client = as_client(member)

    removed = client.post(reverse("consultations:remove_attachment", args=[draft.uuid, kept.uuid]))
    added = send(client, draft, picture("PNG"))

    assert removed.status_code == added.status_code == 409
    said = [(answer.heading, answer.words) for answer in submitted.versions.get().answers.in_order()]
    assert submitted.versions.get().sha256 != fingerprint(submitted, 1, said)
    enclosed = {"attachments": [{"title": kept.title, "sha256": kept.sha256}]}
    assert submitted.versions.get().sha256 == fingerprint(submitted, 1, said, enclosed)
    assert kept.title in client.get(reverse("consultations:receipt", args=[submitted.number])).text


def test_a_file_that_came_after_the_last_look_is_not_handed_in_unseen(
    draft: Contribution, member: Mandate, as_client: AsClient
) -> None:
    client, looked_at = as_client(member), seen(draft)
    send(client, draft, picture("PNG"))

    response = client.post(reverse("consultations:draft_submit", args=[draft.uuid]), {"seen": looked_at})

    assert response.status_code == 409


def test_a_revision_shares_the_files_it_began_with_and_erases_only_its_own(
    draft: Contribution, member: Mandate, django_capture_on_commit_callbacks: object
) -> None:
    first = attach(draft.versions.get())
    opened = revise_contribution(member.actor(), submit(member, draft))
    own = attach(opened.versions.get(number=2), "Nieuw.png")
    assert opened.versions.get(number=2).attachments.count() == 2

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        discard_revision(member.actor(), opened)

    assert Path(first.file.path).exists()
    assert not Path(own.file.path).exists()


def test_withdrawing_erases_the_files_of_the_open_revision(
    draft: Contribution, member: Mandate, django_capture_on_commit_callbacks: object
) -> None:
    opened = revise_contribution(member.actor(), submit(member, draft))
    own = attach(opened.versions.get(number=2))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        withdraw_contribution(member.actor(), opened)

    assert not Path(own.file.path).exists()
