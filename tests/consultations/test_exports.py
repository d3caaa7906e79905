"""Taking along: what is in the file, who can have it, and that it is made surely and once."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from consultations.actions.exports import (
    MOST_ATTEMPTS,
    MOST_WAITING,
    ask_export,
    discard_export,
    finish_export,
    start_export,
)
from consultations.exports.rows import COLUMNS, answers_of, rows_of
from consultations.models import ConsultationRound, Export, ExportFormat, ExportStatus, Verdict
from consultations.models.attachments import private_storage
from consultations.tasks import make_exports
from notifications.models import Notice
from organisations.actor import Actor
from organisations.models import AuditEntry, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient

from .factories import (
    ContributionFactory,
    CouncilInputFactory,
    FeedbackFactory,
    MeetingFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    close_and_publish,
    council_of,
    standing_item,
)

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def public_round(member: Mandate, clerk: Mandate, outsider: Mandate) -> ConsultationRound:
    """A round whose input is public: a member, a council with a minority view, and another council."""
    round_: ConsultationRound = RoundFactory(closed=True, questions=2, input_published_at=timezone.now())
    ContributionFactory(round=round_, mandate=member, submitted=True, answers=["Denk aan de bus.", "=1+1"])
    CouncilInputFactory(round=round_, mandate=clerk, submitted=True, minority_view="Een minderheid wil minder.")
    ContributionFactory(round=round_, mandate=outsider, submitted=True, answers=["Bouw in Enschede."])
    return round_


def made(actor: Actor, subject: ConsultationRound, format_: ExportFormat) -> bytes:
    """Ask, let the worker's task look, and read the file."""
    export = ask_export(actor, subject, format_=format_)
    make_exports()
    export.refresh_from_db()
    assert export.status == ExportStatus.READY
    with export.file.open("rb") as file:
        content: bytes = file.read()
    return content


def test_a_csv_holds_every_answer_and_no_formula(team: Actor, public_round: ConsultationRound) -> None:
    text = made(team, public_round, ExportFormat.CSV).decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Antwoord"] for row in rows if row["Partij"] == "Enschede"] == ["Bouw in Enschede."]
    assert "'=1+1" in [row["Antwoord"] for row in rows]
    assert {row["Standpunt van de minderheid"] for row in rows} == {"", "Een minderheid wil minder."}
    assert {row["Gewicht"] for row in rows} == {"een raadslid", "de raad"}


def test_a_workbook_holds_the_same_rows_as_text(team: Actor, public_round: ConsultationRound) -> None:
    book = load_workbook(io.BytesIO(made(team, public_round, ExportFormat.XLSX)))

    header, *rows = list(book.active.iter_rows())  # type: ignore[union-attr]
    place = [cell.value for cell in header].index("Antwoord")
    assert len(rows) == answers_of(Export(round=public_round), team).count() > 0
    assert [row[place].data_type for row in rows if row[place].value == "=1+1"] == ["s"]


def test_json_names_every_column(team: Actor, public_round: ConsultationRound) -> None:
    rows = json.loads(made(team, public_round, ExportFormat.JSON))

    assert {frozenset(row) for row in rows} == {frozenset(column.key for column in COLUMNS)}
    assert {row["antwoord"] for row in rows} >= {"Denk aan de bus.", "Bouw in Enschede."}


def test_a_pdf_names_party_number_and_words(team: Actor, public_round: ConsultationRound) -> None:
    pdf = PdfReader(io.BytesIO(made(team, public_round, ExportFormat.PDF)))

    text = " ".join(page.extract_text() for page in pdf.pages)
    assert "Denk aan de bus." in text
    assert "ENS-0001" in text
    assert "Een minderheid wil minder." in text


def test_a_zip_holds_it_all_with_fingerprints(team: Actor, public_round: ConsultationRound) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made(team, public_round, ExportFormat.ZIP)))

    names = {one["name"] for one in json.loads(archive.read("manifest.json"))["files"]}
    assert names == {"LEESMIJ.txt", "inbreng.xlsx", "inbreng.csv", "inbreng.json", "inbreng.pdf"}
    assert len(archive.read("SHA256SUMS").decode().splitlines()) == len(names) + 1


def test_the_latest_public_verdict_is_in_the_row(team: Actor, member: Mandate) -> None:
    round_ = RoundFactory(closed=True, questions=1, input_published_at=timezone.now())
    contribution = ContributionFactory(round=round_, mandate=member, submitted=True)
    meeting = MeetingFactory(held=True)
    FeedbackFactory(
        routing=RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting)),
        verdict=Verdict.NOT_ADOPTED,
        reason="Te duur.",
    )
    before = list(rows_of(answers_of(Export(round=round_), team)))
    close_and_publish(meeting)

    after = list(rows_of(answers_of(Export(round=round_), team)))

    keys = [column.key for column in COLUMNS]
    assert [dict(zip(keys, row, strict=True))["reden"] for row in before] == [""]
    assert [dict(zip(keys, row, strict=True))["oordeel"] for row in after] == ["niet overgenomen"]
    assert [dict(zip(keys, row, strict=True))["overleg"] for row in after] == [meeting.held_on]


def test_an_export_holds_what_its_reader_may_see_and_nothing_else(
    member: Mandate, outsider: Mandate, case_officer: Mandate, clerk: Mandate
) -> None:
    round_ = RoundFactory(councils=[council_of(member), council_of(outsider)])
    ContributionFactory(round=round_, mandate=member, answers=["GEHEIM concept"])
    ContributionFactory(round=round_, mandate=outsider, submitted=True, answers=["GEHEIM elders"])
    own = CouncilInputFactory(round=round_, mandate=clerk, submitted=True, answers=["Van de raad"])

    seen = {who: list(answers_of(Export(round=round_), who.actor())) for who in (member, case_officer, clerk)}

    assert seen[member] == []
    assert seen[case_officer] == []
    assert [answer.contribution for answer in seen[clerk]] == [own]


def test_the_number_of_queries_does_not_grow_with_the_rows(team: Actor, member: Mandate) -> None:
    def cost(answers: int) -> int:
        round_ = RoundFactory(closed=True, questions=4)
        for _ in range(answers // 4):
            ContributionFactory(round=round_, council=council_of(member), submitted=True)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(list(rows_of(answers_of(Export(round=round_), team)))) == answers
        return len(queries)

    assert cost(4) == cost(80)


def test_the_one_who_asked_is_told_once(team: Actor, secretary: Mandate, public_round: ConsultationRound) -> None:
    ask_export(team, public_round, format_=ExportFormat.CSV)

    make_exports()
    make_exports()

    told = Notice.objects.filter(deliveries__user=secretary.user, topic__startswith="download:")
    assert [notice.subject for notice in told] == ["Uw download is klaar"]


def test_asked_twice_while_it_waits_it_is_made_once(team: Actor, public_round: ConsultationRound) -> None:
    first = ask_export(team, public_round, format_=ExportFormat.CSV)

    second = ask_export(team, public_round, format_=ExportFormat.CSV)

    assert first == second


def test_one_person_cannot_fill_the_queue(team: Actor, public_round: ConsultationRound) -> None:
    for format_ in ExportFormat:
        ask_export(team, public_round, format_=format_)
    assert len(ExportFormat) == MOST_WAITING

    with pytest.raises(Conflict, match="Wacht"):
        ask_export(team, RoundFactory(), format_=ExportFormat.CSV)


def test_the_public_cannot_ask(public_round: ConsultationRound) -> None:
    with pytest.raises(PermissionDenied):
        ask_export(Actor.public(), public_round, format_=ExportFormat.CSV)


def test_another_worker_takes_over_what_gave_no_sign_of_life(team: Actor, public_round: ConsultationRound) -> None:
    export = start_export(SYSTEM, ask_export(team, public_round, format_=ExportFormat.CSV), total=3)
    make_exports()
    export.refresh_from_db()
    assert export.status == ExportStatus.RUNNING
    Export.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    make_exports()

    export.refresh_from_db()
    assert (export.status, export.attempts) == (ExportStatus.READY, 2)


def test_a_worker_that_lost_its_lease_finishes_nothing(team: Actor, public_round: ConsultationRound) -> None:
    slow = start_export(SYSTEM, ask_export(team, public_round, format_=ExportFormat.CSV), total=3)
    Export.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    make_exports()

    with pytest.raises(Conflict):
        finish_export(SYSTEM, slow, file=ContentFile(b"oud"), sha256="0" * 64, size=3)

    assert not Export.objects.keep_lease(slow, done=1, now=timezone.now())
    assert Notice.objects.filter(topic__startswith="download:").count() == 1


def test_an_export_that_brings_workers_down_fails_in_the_end(team: Actor, public_round: ConsultationRound) -> None:
    export = ask_export(team, public_round, format_=ExportFormat.CSV)
    for _ in range(MOST_ATTEMPTS):
        start_export(SYSTEM, export, total=3)
        Export.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    make_exports()

    export.refresh_from_db()
    assert export.status == ExportStatus.FAILED
    assert Notice.objects.get(topic__startswith="download:").subject == "Uw download is niet gelukt"


def test_who_lost_the_mandate_gets_no_file(member: Mandate, public_round: ConsultationRound) -> None:
    export = ask_export(member.actor(), public_round, format_=ExportFormat.CSV)
    Mandate.objects.filter(pk=member.pk).update(starts_on="2020-01-01", ends_on=timezone.localdate())

    make_exports()

    export.refresh_from_db()
    assert export.status == ExportStatus.FAILED


@pytest.mark.django_db(transaction=True)
def test_what_was_kept_long_enough_goes_with_its_file(team: Actor, public_round: ConsultationRound) -> None:
    made(team, public_round, ExportFormat.CSV)
    storage, name = private_storage(), str(Export.objects.get().file.name)
    assert storage.exists(name)
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    make_exports()

    assert not Export.objects.exists()
    assert not storage.exists(name)


def test_each_step_is_in_the_audit_record(team: Actor, public_round: ConsultationRound) -> None:
    export = ask_export(team, public_round, format_=ExportFormat.CSV)
    make_exports()
    discard_export(team, Export.objects.get(pk=export.pk))

    steps = AuditEntry.objects.order_by("pk").values_list("permission", flat=True)
    assert list(steps) == ["ask_export", "start_export", "finish_export", "discard_export"]


@pytest.mark.parametrize(
    "broken",
    [
        {"status": ExportStatus.RUNNING},
        {"status": ExportStatus.READY, "finished_at": timezone.now()},
        {"status": ExportStatus.FAILED},
        {"done": 1},
    ],
)
def test_the_database_refuses_half_a_state(
    team: Actor, public_round: ConsultationRound, broken: dict[str, object]
) -> None:
    ask_export(team, public_round, format_=ExportFormat.CSV)

    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.update(**broken)


def test_the_file_is_handed_over_to_its_owner_alone(
    secretary: Mandate, member: Mandate, as_client: AsClient, public_round: ConsultationRound
) -> None:
    content = made(secretary.actor(), public_round, ExportFormat.CSV)
    url = reverse("consultations:export_file", args=[Export.objects.get().uuid])

    own, other = as_client(secretary).get(url), as_client(member).get(url)

    assert b"".join(own.streaming_content) == content  # type: ignore[attr-defined]
    assert own.headers["X-Content-Type-Options"] == "nosniff"
    assert own.headers["Content-Disposition"].startswith("attachment")
    assert own.headers["Cache-Control"] == "private, no-store"
    assert other.status_code == 404


def test_the_page_asks_lists_and_throws_away(
    member: Mandate, as_client: AsClient, public_round: ConsultationRound
) -> None:
    client = as_client(member)
    asked = client.post(reverse("consultations:export_round", args=[public_round.slug]), {"format": "csv"})
    waiting = client.get(asked["Location"]).content.decode()
    make_exports()
    ready = client.get(asked["Location"]).content.decode()
    client.post(reverse("consultations:export_discard", args=[Export.objects.get().uuid]))
    empty = client.get(asked["Location"]).content.decode()

    assert "De download wordt zo gemaakt." in waiting
    assert "Haal het bestand op" in ready
    assert "U hebt nog geen downloads" in empty


def test_a_kind_of_file_that_is_not_offered_is_refused_with_a_sentence(
    member: Mandate, as_client: AsClient, public_round: ConsultationRound
) -> None:
    url = reverse("consultations:export_round", args=[public_round.slug])

    response = as_client(member).post(url, {"format": "exe"})

    assert "Kies een van deze soorten bestanden." in response.content.decode()
    assert not Export.objects.exists()
