"""Taking along: a member asks for a round, goes away, is told, and has a file that can be checked."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from consultations.models import Export
from organisations.models import Mandate
from tests.chromium import SignedIn, looks_well
from tests.consultations.factories import ContributionFactory, RoundFactory
from tests.servers import CeleryWorker
from tests.waiting import wait_until


def test_a_member_takes_a_round_along(
    signed_in: SignedIn, celery_worker: CeleryWorker, member: Mandate, tmp_path: Path
) -> None:
    round_ = RoundFactory(closed=True, title="Verkenning", questions=1, input_published_at=timezone.now())
    ContributionFactory(round=round_, mandate=member, submitted=True, answers=["Denk aan de bus."])
    page = signed_in(member)
    celery_worker.stop()

    page.goto(round_.get_absolute_url())
    page.get_by_role("link", name="Neem deze ronde mee").click()
    looks_well(page)
    page.get_by_role("button", name="Maak de download").click()
    expect(page.get_by_text("De download wordt zo gemaakt.")).to_be_visible()
    looks_well(page)
    celery_worker.start()
    wait_until(lambda: Export.objects.filter(status="ready").exists(), "the export is ready")
    page.get_by_role("link", name="Kijk hoe ver het is").click()
    looks_well(page)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Haal het bestand op").click()
    file = tmp_path / "ronde.zip"
    downloading.value.save_as(file)

    assert downloading.value.suggested_filename.startswith("Verkenning")
    assert hashlib.sha256(file.read_bytes()).hexdigest() in page.content()
    assert "Denk aan de bus." in zipfile.ZipFile(file).read("inbreng.csv").decode()
