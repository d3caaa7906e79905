"""Writes the facts of the region, once; what a person changed afterwards stays as they left it.

Sources, in `data/`: `parties.csv` (register of TOOI identifiers; seats as in the present term, those of the water
board unverified; the place on the schematic map is our own drawing, north on top), `letter-source.txt` (the letter
of 20 May 2025), `recesses.csv` (school holidays, region North), `themes.csv` (TOOI concept codes), `synonyms.csv` (our
own first list). Days on which terms begin follow from the elections, two weeks earlier.
"""

import csv
import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from consultations.models import Commitment, Involvement, Phase, Recess
from documents.models import Document, DocumentVersion, Paragraph, Synonyms, Theme, VersionStatus
from organisations.models import Council, CouncilTerm, Organisation, Tier

DATA = Path(__file__).parent / "data"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LETTER_SLUG = "brief-plan-van-aanpak-ros-twente"
LETTER_DATE = date(2025, 5, 20)
#: Any number that no other part of the portal locks on.
LOAD_LOCK = 2_025_052_0
#: BOSS links the municipalities and the Rijk (the letter); who else sits in it is for the administrator to set.
SITS_IN_BOSS = frozenset({Tier.MUNICIPALITY, Tier.STATE})


def load_region() -> None:
    """Write what is missing, in one transaction; a second time it changes nothing."""
    with transaction.atomic():
        hold_load_lock()
        terms = {row["body_kind"]: row for row in read_csv(DATA / "terms.csv")}
        process = tomllib.loads((DATA / "process.toml").read_text())
        for row in read_csv(DATA / "parties.csv"):
            _load_party(row, terms, process["involvement"])
        for phase in process["phase"]:
            Phase.objects.get_or_create(code=phase.pop("code"), defaults=phase)
        for promise in process["commitment"]:
            number = Commitment.Number(promise["number"])
            Commitment.objects.get_or_create(number=number, defaults={"title": number.label, "text": promise["text"]})
        for row in read_csv(DATA / "themes.csv"):
            Theme.objects.get_or_create(slug=row["slug"], defaults=row)
        for row in read_csv(DATA / "recesses.csv"):
            Recess.objects.get_or_create(
                starts_on=_day(row["starts_on"]), defaults={"name": row["name"], "ends_on": _day(row["ends_on"])}
            )
        _load_synonyms()
        _load_letter()


def hold_load_lock() -> None:
    """Let two loaders at the same moment work one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a data file, by the names of its columns."""
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def read_letter() -> list[tuple[Paragraph.Kind, str]]:
    """The letter in paragraphs, word for word."""
    return read_paragraphs((DATA / "letter.txt").read_text())


def read_paragraphs(text: str) -> list[tuple[Paragraph.Kind, str]]:
    """Blocks with a blank line between them; "# " begins a heading, "- " an item."""
    marks = {"# ": Paragraph.Kind.HEADING, "- ": Paragraph.Kind.ITEM}
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    return [(marks.get(b[:2], Paragraph.Kind.TEXT), b[2:] if b[:2] in marks else b) for b in blocks]


def publish_version(
    document: Document,
    number: int,
    dated_on: date,
    published_at: datetime,
    paragraphs: list[tuple[Paragraph.Kind, str]],
) -> DocumentVersion:
    """One version with its paragraphs; published last, because what is published does not change."""
    version = DocumentVersion.objects.create(document=document, number=number, dated_on=dated_on)
    Paragraph.objects.bulk_create(
        Paragraph(version=version, position=position, kind=kind, text=text)
        for position, (kind, text) in enumerate(paragraphs, start=1)
    )
    version.move_to(VersionStatus.PUBLISHED)
    version.published_at = published_at
    version.save(update_fields=["status", "published_at"])
    return version


def _load_party(row: dict[str, str], terms: dict[str, dict[str, str]], involvement: dict[str, str]) -> None:
    defaults: dict[str, Any] = {field: row[field] for field in ("name", "slug", "tooi_uri", "owms_term")}
    organisation, _ = Organisation.objects.get_or_create(
        code=row["code"],
        defaults={
            **defaults,
            "tier": row["kind"],
            "sits_in_boss": row["kind"] in SITS_IN_BOSS,
            "contact_function": "behandelend ambtenaar ROS Twente",
        },
    )
    if row["map_column"]:
        without_a_place = Organisation.objects.filter(pk=organisation.pk, map_column=None, map_row=None)
        without_a_place.update(map_column=int(row["map_column"]), map_row=int(row["map_row"]))
    if not row["body_kind"]:
        return
    council, _ = Council.objects.get_or_create(
        organisation=organisation, defaults={"kind": row["body_kind"], "name": row["body_name"]}
    )
    term = terms[row["body_kind"]]
    CouncilTerm.objects.get_or_create(
        council=council,
        starts_on=_day(term["starts_on"]),
        defaults={"label": row["council_term"], "ends_on": _day(term["ends_on"]), "seats": int(row["seats"])},
    )
    Involvement.objects.get_or_create(organisation=organisation, defaults={"explanation": involvement[row["kind"]]})


def _load_synonyms() -> None:
    """A first list; from then on it is the programme team's, which may have changed or removed any of it."""
    if Synonyms.objects.exists():
        return
    groups = [sorted(row["words"].split("; ")) for row in read_csv(DATA / "synonyms.csv")]
    Synonyms.objects.bulk_create(Synonyms(terms=terms) for terms in groups)


def _load_letter() -> None:
    letter, is_new = Document.objects.get_or_create(
        slug=LETTER_SLUG,
        defaults={
            "title": "Brief aan de gemeenteraad van Losser: plan van aanpak ROS Twente",
            "kind": Document.Kind.LETTER,
            "organisation": Organisation.objects.get(code="LOS"),
            "brief": "Het college van Losser stemde in met het plan van aanpak voor de ROS Twente. "
            "In deze brief staat hoe de raad meedoet, met vier toezeggingen.",
        },
    )
    if is_new:
        noon = datetime.combine(LETTER_DATE, time(12), AMSTERDAM)
        publish_version(letter, 1, LETTER_DATE, noon, read_letter())


def _day(text: str) -> date:
    return date.fromisoformat(text)
