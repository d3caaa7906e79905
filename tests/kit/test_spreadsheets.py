"""Tables to take along: each column holds what it says, in three kinds of file, and a file that is there is whole."""

import csv
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ros_portal.kit.spreadsheets import Column, Kind, Row, Table, write_csv, write_json, write_xlsx

MADE_AT = datetime(2026, 2, 12, 22, 59, tzinfo=UTC)
TABLE = Table(
    "Inbreng: ronde 1/2",
    [
        Column("text", "Tekst"),
        Column("votes", "Stemmen", Kind.WHOLE_NUMBER),
        Column("weeks", "Weken", Kind.DECIMAL),
        Column("day", "Dag", Kind.DATE),
        Column("moment", "Ingediend", Kind.MOMENT),
        Column("agreed", "Akkoord", Kind.YES_NO),
        Column("page", "Pagina", Kind.ADDRESS),
    ],
    MADE_AT,
)
ROW: Row = ("=1+1", -7, Decimal("2.50"), date(2026, 3, 1), MADE_AT, True, "https://portaal.example/")
EMPTY: Row = (None,) * 7
Write = Callable[..., int]
WRITERS: list[Write] = [write_xlsx, write_csv, write_json]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tabel.xlsx"


def test_a_workbook_holds_values_of_their_own_type(path: Path) -> None:
    assert write_xlsx(path, TABLE, [ROW, EMPTY]) == 2

    book = load_workbook(path)
    sheet = book["Inbreng ronde 1 2"]
    cells = [cell.value for cell in sheet[2]]
    assert cells == [
        "=1+1",
        -7,
        2.5,
        datetime(2026, 3, 1),  # noqa: DTZ001 - as a sheet keeps it
        datetime(2026, 2, 12, 23, 59),  # noqa: DTZ001 - the same
        "ja",
        "https://portaal.example/",
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "d", "d", "s", "s"]
    assert all(cell.hyperlink is None for row in sheet for cell in row)


def test_a_workbook_is_easy_to_read(path: Path) -> None:
    write_xlsx(path, TABLE, [ROW, ROW])

    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G3"
    assert all(cell.font.bold for cell in sheet[1])
    assert [cell.value for cell in sheet[1]] == [column.title for column in TABLE.columns]
    assert book.properties.title == "Inbreng: ronde 1/2"
    with zipfile.ZipFile(path) as parts:
        assert b'name="Language"><vt:lpwstr>nl-NL<' in parts.read("docProps/custom.xml")
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width > 5


def test_csv_opens_in_a_dutch_excel(path: Path) -> None:
    assert write_csv(path, TABLE, [ROW, EMPTY]) == 2

    assert path.read_bytes().startswith(b'\xef\xbb\xbf"Tekst";"Stemmen"')
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[1] == ["'=1+1", "-7", "2,50", "2026-03-01", "2026-02-12 23:59", "ja", "https://portaal.example/"]
    assert rows[2] == [""] * 7


def test_json_keeps_types_and_digits(path: Path) -> None:
    row: Row = ("=1+1", 10**20, Decimal("0.1234567890123456789"), *ROW[3:])

    assert write_json(path, TABLE, [row, EMPTY]) == 2

    first, second = json.loads(path.read_bytes(), parse_float=Decimal)
    assert first == {
        "text": "=1+1",
        "votes": 10**20,
        "weeks": Decimal("0.1234567890123456789"),
        "day": "2026-03-01",
        "moment": "2026-02-12T23:59:00+01:00",
        "agreed": True,
        "page": "https://portaal.example/",
    }
    assert set(second.values()) == {None}


def test_a_workbook_rounds_no_number_and_moves_no_day(path: Path) -> None:
    row: Row = ("", 2**60, Decimal("0.1234567890123456789"), date(1900, 2, 28), None, False, None)

    write_xlsx(path, TABLE, [row])

    cells = [cell.value for cell in load_workbook(path).worksheets[0][2]]
    assert cells == [None, "1152921504606846976", "0.1234567890123456789", "1900-02-28", None, "nee", None]


def test_a_text_too_long_for_a_cell_is_cut_visibly_in_a_workbook_alone(path: Path) -> None:
    row: Row = ("😀" * 20_000, *ROW[1:])

    write_xlsx(path, TABLE, [row])
    cell = str(load_workbook(path).worksheets[0]["A2"].value)
    write_json(path, TABLE, [row])

    assert cell.endswith("😀 […afgekapt]")
    assert len(cell.encode("utf-16-le")) // 2 in {32_766, 32_767}
    assert json.loads(path.read_bytes())[0]["text"] == row[0]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("place", "value", "error"),
    [
        (0, 1, TypeError),
        (1, "=1+1", TypeError),
        (1, True, TypeError),
        (1, 1.5, TypeError),
        (2, 1.5, TypeError),
        (2, Decimal("NaN"), ValueError),
        (2, Decimal("1E+999999"), ValueError),
        (3, MADE_AT, TypeError),
        (4, MADE_AT.replace(tzinfo=None), TypeError),
        (5, 1, TypeError),
    ],
)
def test_a_value_that_does_not_fit_its_column_leaves_no_file(
    write: Write, place: int, value: Any, error: type[Exception], path: Path
) -> None:
    wrong = [*ROW[:place], value, *ROW[place + 1 :]]

    with pytest.raises(error):
        write(path, TABLE, [ROW, wrong])

    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("write", WRITERS)
def test_a_row_of_another_length_is_refused(write: Write, path: Path) -> None:
    with pytest.raises(ValueError, match="argument"):
        write(path, TABLE, [ROW[:-1]])


@pytest.mark.parametrize("write", WRITERS)
def test_an_error_halfway_leaves_what_was_there(write: Write, path: Path) -> None:
    def rows() -> Iterator[Row]:
        yield ROW
        raise RuntimeError("The database went away.")

    path.write_text("vorige")

    with pytest.raises(RuntimeError):
        write(path, TABLE, rows())

    assert path.read_text() == "vorige"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("write", WRITERS)
def test_it_tells_how_far_it_is(write: Write, path: Path) -> None:
    told: list[int] = []

    done = write(path, TABLE, (ROW for _ in range(1_200)), told.append)

    assert told == [500, 1_000, 1_200]
    assert done == 1_200


@pytest.mark.parametrize("write", WRITERS)
def test_a_table_without_rows_is_a_file_too(write: Write, path: Path) -> None:
    assert write(path, TABLE, []) == 0

    assert path.stat().st_size > 2


@pytest.mark.parametrize("write", WRITERS)
def test_memory_does_not_grow_with_the_rows(write: Write, path: Path) -> None:
    text = "woorden over wonen " * 40

    def peak(number: int) -> int:
        tracemalloc.start()
        write(path, TABLE, ((f"{text}{place}", *ROW[1:]) for place in range(number)))
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(100)
    assert peak(3_000) < peak(300) + 300_000


def test_a_text_that_looks_like_rich_text_stays_text(path: Path) -> None:
    injected = '<r><t>x</t></r></is></c><c r="B2"><f>HYPERLINK("https://elders.example")</f></c><c><is><r></r>'

    write_xlsx(path, TABLE, [(injected, *ROW[1:])])

    assert load_workbook(path).worksheets[0]["A2"].value == injected
    with zipfile.ZipFile(path) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_columns_have_keys_of_their_own() -> None:
    with pytest.raises(ValueError, match="key"):
        Table("Tabel", [Column("a", "A"), Column("a", "B")], MADE_AT)
    with pytest.raises(ValueError, match="columns"):
        Table("Tabel", [], MADE_AT)
