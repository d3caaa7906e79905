"""Making the file of an export: one table, one PDF, or everything in one ZIP with a manifest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from consultations.models import Export, ExportFormat
from organisations.actor import Actor
from ros_portal.kit.archives import Entry, write_archive
from ros_portal.kit.pdf import Limits, render_pdf
from ros_portal.kit.spreadsheets import Table, write_csv, write_json, write_xlsx

from .rows import COLUMNS, answers_of, choice, facts_of, rows_of, signature

Fact = dict[str, Any]
#: More answers than this are no document to read; the ZIP then says so, and a PDF is refused.
MOST_ANSWERS_IN_PDF = 2_000
PDF_LIMITS = Limits(cpu_seconds=280, wall_seconds=280)
MEDIA_TYPES = {
    ExportFormat.PDF: "application/pdf",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.JSON: "application/json",
    ExportFormat.ZIP: "application/zip",
}
WRITERS: dict[ExportFormat, Callable[..., int]] = {
    ExportFormat.XLSX: write_xlsx,
    ExportFormat.CSV: write_csv,
    ExportFormat.JSON: write_json,
}
README = """Dit is de inbreng bij: {subject}.

Gemaakt door het ROS-portaal Twente op {made_at}.
In elke tabel staat één antwoord per regel. De drie gewichten (raadslid, fractie, raad) zijn nooit opgeteld.
Een gesprek in de raad is geen standpunt van de raad.
U kunt controleren of er niets is veranderd: sha256sum -c SHA256SUMS
{about_pdf}"""
NO_PDF = "Er is geen PDF bij: met {total} antwoorden is dat geen stuk om te lezen. Gebruik de tabellen.\n"


class TooMuch(Exception):
    """A PDF was asked for of more answers than a document can hold."""


@dataclass(frozen=True, slots=True)
class Job:
    """One export to make: for whom, when, where, and whom to tell how far it is."""

    export: Export
    actor: Actor
    now: datetime
    folder: Path
    #: Hears how many answers are done, over all parts.
    tell: Callable[[int], None]

    @property
    def title(self) -> str:
        """What stands on the file."""
        return f"Inbreng: {self.export.subject}"


def count_work(export: Export, actor: Actor) -> int:
    """How many answers will be written; in a ZIP each answer is written once per table."""
    answers = answers_of(export, actor).order_by().count()
    return answers * len(WRITERS) if export.format == ExportFormat.ZIP else answers


def make(job: Job) -> Path:
    """Write the file and return where it is. Raises TooMuch, PdfError, and OSError when there is no room."""
    format_ = ExportFormat(job.export.format)
    path = job.folder / f"export.{format_.value}"
    if format_ == ExportFormat.ZIP:
        _make_archive(job, path)
    elif format_ == ExportFormat.PDF:
        path.write_bytes(_make_pdf(job))
    else:
        _make_table(job, format_, path, before=0)
    return path


def _make_table(job: Job, format_: ExportFormat, path: Path, *, before: int) -> int:
    table = Table(title=job.title, columns=COLUMNS, made_at=job.now)
    rows = rows_of(answers_of(job.export, job.actor))
    return WRITERS[format_](path, table, rows, lambda done: job.tell(before + done))


def _make_pdf(job: Job) -> bytes:
    answers = answers_of(job.export, job.actor)
    total = answers.order_by().count()
    if total > MOST_ANSWERS_IN_PDF:
        raise TooMuch
    context = {"parties": list(_by_party(facts_of(answers))), "export": job.export, "now": job.now, "total": total}
    pdf = render_pdf("pdf/dossier.html", context, title=job.title, limits=PDF_LIMITS)
    job.tell(total)
    return pdf


def _by_party(facts: Iterator[Fact]) -> Iterator[tuple[str, list[tuple[Fact, list[Fact]]]]]:
    """Per party its contributions in order, each with its answers."""
    for party, of_party in groupby(facts, key=lambda fact: fact["party"]):
        inputs = []
        for _, of_input in groupby(of_party, key=lambda fact: fact["number"]):
            answers = [{**fact, "choice": choice(fact)} for fact in of_input]
            inputs.append(({**answers[0], "signature": signature(answers[0])}, answers))
        yield party, inputs


def _make_archive(job: Job, path: Path) -> None:
    """Each part is written to a file of its own first, so that memory does not grow with it."""
    entries, done = [], 0
    for format_ in WRITERS:
        part = job.folder / f"inbreng.{format_.value}"
        done += _make_table(job, format_, part, before=done)
        entries.append(Entry(part.name, MEDIA_TYPES[format_], part))
    answers = done // len(WRITERS)
    about_pdf = NO_PDF.format(total=answers)
    if answers <= MOST_ANSWERS_IN_PDF:
        entries.append(Entry("inbreng.pdf", MEDIA_TYPES[ExportFormat.PDF], _make_pdf(job)))
        job.tell(done)
        about_pdf = ""
    readme = README.format(
        subject=job.export.subject, made_at=job.now.isoformat(timespec="seconds"), about_pdf=about_pdf
    )
    entries.insert(0, Entry("LEESMIJ.txt", "text/plain; charset=utf-8", readme.encode()))
    write_archive(path, entries, title=job.title, made_at=job.now)
