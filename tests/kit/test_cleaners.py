"""20,000 texts and more through all that cleans or writes text: each is changed as documented, or not at all."""

import csv
import itertools
import json
import os
import string
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from ros_portal.kit.archives import Entry, write_archive
from ros_portal.kit.downloads import download_headers
from ros_portal.kit.filenames import ascii_path, clean_filename
from ros_portal.kit.spreadsheets import (
    Column,
    Table,
    cell_text,
    csv_text,
    sheet_name,
    write_csv,
    write_json,
    write_xlsx,
    xlsx_text,
)
from ros_portal.kit.text import clean_line, clean_text

from .values import TEXTS

MADE_AT = datetime(2026, 2, 12, 22, 59, tzinfo=UTC)
TABLE = Table("Inbreng", [Column("text", "Tekst"), Column("again", "Nog eens")], MADE_AT)
ASKED_FOR = 20_000
BATCH = 40


def text_is_clean(value: str) -> None:
    cleaned = clean_text(value, limit=1_000_000)
    assert clean_text(cleaned, limit=1_000_000) == cleaned == cleaned.strip()
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert not {unicodedata.category(c) for c in cleaned if c not in "\n\t"} & {"Cc", "Cs", "Co", "Cn"}
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\r")


def line_is_clean(value: str) -> None:
    cleaned = clean_line(value, limit=1_000_000)
    assert clean_line(cleaned, limit=1_000_000) == cleaned
    assert len(cleaned.splitlines()) <= 1
    assert "\t" not in cleaned
    assert "  " not in cleaned


def filename_is_safe(value: str) -> None:
    cleaned = clean_filename(value, "pdf")
    assert clean_filename(cleaned, "pdf") == cleaned == unicodedata.normalize("NFC", cleaned)
    assert cleaned.endswith(".pdf")
    assert 5 <= len(cleaned) <= 120
    assert len(cleaned.encode()) <= 240
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert not {unicodedata.category(c)[0] for c in cleaned} & {"C"}
    assert cleaned[0] not in " .-"
    assert os.path.basename(cleaned) == cleaned  # noqa: PTH119 - what other programs do with it


def path_is_safe(value: str) -> None:
    path = ascii_path(value)
    parts = path.split("/")
    assert ascii_path(path) == path
    assert set(path) <= set(string.ascii_letters + string.digits + "._-/")
    assert len(parts) <= 4
    assert all(1 <= len(part) <= 80 and part[0] not in ".-" and part[-1] not in ".-" for part in parts)


def header_is_one_header(value: str) -> None:
    headers = download_headers(name=value, extension="xlsx", media_type="application/zip")
    disposition = headers["Content-Disposition"]
    assert disposition.isascii()
    assert disposition.isprintable()
    message = EmailMessage()
    message["Content-Disposition"] = disposition
    assert message.get_content_disposition() == "attachment"
    assert set(message["Content-Disposition"].params) == {"filename"}
    assert disposition.count('"') == 2


def cell_is_clean(value: str) -> None:
    assert cell_text(value) == documented(value)
    assert cell_text(cell_text(value)) == cell_text(value)


def cell_is_no_formula(value: str) -> None:
    cell = csv_text(value)
    assert not begins_as_a_formula(cell)
    assert cell.removeprefix("'") == documented(value).removeprefix("'") or cell == "'" + documented(value)
    if not begins_as_a_formula(documented(value)):
        assert cell == documented(value)


def cell_fits(value: str) -> None:
    long = value * (40_000 // (len(value) or 1) + 1)
    cell = xlsx_text(long)
    assert len(cell.encode("utf-16-le")) <= 2 * 32_767
    if cell != documented(long):
        assert cell.endswith(" […afgekapt]")
        assert documented(long).startswith(cell.removesuffix(" […afgekapt]"))
    assert xlsx_text(value) == documented(value)


def tab_has_a_name(value: str) -> None:
    name = sheet_name(value)
    assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
    assert not set(name) & set("[]:*?/\\\n\t")
    assert name[0] != "'" != name[-1]
    assert name.casefold() != "history"


def documented(value: str) -> str:
    """What the writers promise, said in another way than they do."""
    for line_break in ("\r\n", "\r", "\u2028", "\u2029", "\x85"):
        value = value.replace(line_break, "\n")
    return "".join(
        c for c in value if c in "\n\t" or (unicodedata.category(c) not in {"Cc", "Cs"} and not no_character(c))
    )


def no_character(character: str) -> bool:
    return character in "\ufffe\uffff" or 0xFDD0 <= ord(character) <= 0xFDEF


def begins_as_a_formula(cell: str) -> bool:
    """What a spreadsheet may run: after white space and what nobody sees, narrow or wide."""
    if cell[:1] in {"\t", "\r", "\n"} and cell:
        return True
    seen = "".join(c for c in cell if unicodedata.category(c) not in {"Cf", "Cc", "Zs", "Zl", "Zp"})
    return unicodedata.normalize("NFKC", seen[:1])[:1] in set("=+-@−")


def workbook_holds_text(values: list[str], folder: Path) -> None:
    path = folder / "a.xlsx"
    write_xlsx(path, TABLE, ([value, value] for value in values))

    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"<f " not in sheet
        assert b"<hyperlink" not in sheet
        assert not any("sheet1.xml.rels" in name or "externalLink" in name for name in parts.namelist())
    rows = list(load_workbook(path)["Inbreng"].iter_rows(min_row=2))
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} <= {"s"}
    # openpyxl leaves Excel's own escapes as they stand.
    read = [unescape(str(row[0].value)) if row[0].value is not None else "" for row in rows]
    read += [""] * (len(values) - len(rows))  # rows without a cell at the end are not stored
    assert read == [documented(value) for value in values]


def csv_holds_text(values: list[str], folder: Path) -> None:
    path = folder / "a.csv"
    write_csv(path, TABLE, ([value, value] for value in values))

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";", strict=True))[1:]
    assert [row[0] for row in rows] == [row[1] for row in rows] == [csv_text(value) for value in values]
    assert not any(begins_as_a_formula(cell) for cell in itertools.chain(*rows))


def json_holds_text(values: list[str], folder: Path) -> None:
    path = folder / "a.json"
    write_json(path, TABLE, ([value, value] for value in values))

    read = json.loads(path.read_bytes().decode())
    assert read == [{"text": documented(value), "again": documented(value)} for value in values]


def archive_stays_in_its_folder(values: list[str], folder: Path) -> None:
    path, target = folder / "a.zip", folder / "out"
    write_archive(path, [Entry(value, "text/plain", b"x") for value in values], title="Dossier", made_at=MADE_AT)

    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len({name.casefold() for name in names}) == len(names) == len(values) + 2
        assert all(name.isascii() and ".." not in name.split("/") for name in names)
        archive.extractall(target)
    assert sum(found.is_file() for found in target.rglob("*")) == len(names)
    assert {found.name for found in folder.iterdir()} == {"a.zip", "out"}


#: What looks at one text → how many texts it is given.
ONE_BY_ONE: dict[Callable[[str], None], int] = {
    text_is_clean: 3_000,
    line_is_clean: 2_500,
    filename_is_safe: 3_000,
    path_is_safe: 2_500,
    header_is_one_header: 2_000,
    cell_is_clean: 2_000,
    cell_is_no_formula: 3_000,
    cell_fits: 300,
    tab_has_a_name: 1_000,
}
#: The same for what writes a file of them.
TOGETHER: dict[Callable[[list[str], Path], None], int] = {
    workbook_holds_text: 2_000,
    csv_holds_text: 2_000,
    json_holds_text: 1_000,
    archive_stays_in_its_folder: 1_000,
}
HURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}


def test_the_cleaners_get_twenty_thousand_values_in_all() -> None:
    assert sum(ONE_BY_ONE.values()) + sum(TOGETHER.values()) >= ASKED_FOR


@pytest.mark.parametrize("holds", ONE_BY_ONE, ids=lambda holds: holds.__name__)
def test_every_text_comes_out_clean(holds: Callable[[str], None]) -> None:
    given_out: Counter[str] = Counter()

    @settings(max_examples=ONE_BY_ONE[holds], **HURRIED)  # type: ignore[arg-type]
    @given(TEXTS)
    def look(value: str) -> None:
        given_out["texts"] += 1
        holds(value)

    look()
    assert given_out["texts"] >= ONE_BY_ONE[holds]


@pytest.mark.parametrize("holds", TOGETHER, ids=lambda holds: holds.__name__)
def test_every_file_holds_the_texts_and_nothing_more(holds: Callable[[list[str], Path], None]) -> None:
    given_out: Counter[str] = Counter()

    @settings(max_examples=TOGETHER[holds] // BATCH, **HURRIED)  # type: ignore[arg-type]
    @given(st.lists(TEXTS, min_size=BATCH, max_size=BATCH))
    def look(values: list[str]) -> None:
        given_out["texts"] += len(values)
        with TemporaryDirectory() as folder:
            holds(values, Path(folder))

    look()
    assert given_out["texts"] >= TOGETHER[holds]
