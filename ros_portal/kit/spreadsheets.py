"""Tables to take along, as XLSX, CSV or JSON: typed columns, row after row, and never a formula or a link.

What a person typed is written as text, whatever it looks like; only a column that we call a number holds numbers.
So there is no text that a spreadsheet program runs (CWE-1236), and nothing to escape by hand where tables are made.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from .files import whole_file

Value = str | int | Decimal | date | datetime | bool | None
Row = Sequence[Value]
Tell = Callable[[int], None]

TELL_EVERY = 500  # rows
MOST_ROWS = 1_048_575  # of a sheet in Excel, below the header
LONGEST_CELL = 32_767  # UTF-16 units of a cell in Excel
CUT = " […afgekapt]"
EXACT_DIGITS = 15  # a spreadsheet keeps no more of a number
LARGEST_EXPONENT = 30
FIRST_EXCEL_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
LONGEST_SHEET_NAME = 31
LONGEST_TITLE = 255

LINE_BREAKS = re.compile(r"\r\n?|\u2028|\u2029|\x85")
#: Control characters, halves of pairs and noncharacters: XML 1.0 forbids them or advises against them.
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\\n\t]")
ESCAPE_OF_EXCEL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
FORMULA_SIGNS = frozenset("=+-@\u2212")


class Kind(Enum):
    """What a column holds, and so what type its values must have; None is an empty cell in all."""

    TEXT = "text"
    WHOLE_NUMBER = "whole number"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"  # an aware datetime; on a sheet in the time of the Netherlands, in JSON with its offset
    YES_NO = "yes or no"
    ADDRESS = "address"  # of a page or a mailbox: text, never a link


#: bool is an int and datetime a date to Python, but not to a reader: so the types are compared, not derived.
TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.WHOLE_NUMBER: (int,),
    Kind.DECIMAL: (Decimal, int),
    Kind.DATE: (date,),
    Kind.MOMENT: (datetime,),
    Kind.YES_NO: (bool,),
    Kind.ADDRESS: (str,),
}
WIDTHS = {
    Kind.TEXT: 40,
    Kind.WHOLE_NUMBER: 12,
    Kind.DECIMAL: 14,
    Kind.DATE: 12,
    Kind.MOMENT: 17,
    Kind.YES_NO: 9,
    Kind.ADDRESS: 50,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` is its name in JSON, `title` what stands in the header; `width` in characters."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What a table is called and which columns it has; `made_at` is told in the file's properties."""

    title: str
    columns: Sequence[Column]
    made_at: datetime
    language: str = "nl-NL"

    def __post_init__(self) -> None:
        if not self.columns or len({column.key for column in self.columns}) < len(self.columns):
            raise ValueError("A table has columns, each with a key of its own.")


def write_xlsx(path: Path, table: Table, rows: Iterable[Row], tell: Tell = lambda done: None) -> int:
    """Write a workbook of one sheet, and return the number of rows; memory does not grow with it.

    Raises TypeError for a value that does not fit its column, ValueError for one that no cell can hold, or for more
    rows than Excel can open. A text longer than a cell can be is cut, with a mark that says so.
    """
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with whole_file(path) as unfinished, Workbook(str(unfinished), options) as book:
        sheet = _prepared_sheet(book, table)
        writers = [_cell_writer(book, sheet, column.kind) for column in table.columns]
        done = 0
        for done, row in enumerate(_checked(table, rows, tell), start=1):
            if done > MOST_ROWS:
                raise ValueError(f"A sheet holds at most {MOST_ROWS} rows.")
            for place, value in enumerate(row):
                if value is not None and value != "":
                    writers[place](done, place, value)
        sheet.autofilter(0, 0, done, len(table.columns) - 1)
    return done


def write_csv(path: Path, table: Table, rows: Iterable[Row], tell: Tell = lambda done: None) -> int:
    """Write CSV as a Dutch Excel opens it (UTF-8 with a mark, `;`, decimal comma), and return the number of rows.

    Each cell is quoted, and a text that a spreadsheet could take for a formula begins with an apostrophe. Raises as
    `write_xlsx` does.
    """
    with whole_file(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow([csv_text(column.title) for column in table.columns])
        shown = [CSV_CELLS[column.kind] for column in table.columns]
        done = 0
        for row in _checked(table, rows, tell):
            writer.writerow(["" if value is None else show(value) for show, value in zip(shown, row, strict=True)])
            done += 1
    return done


def write_json(path: Path, table: Table, rows: Iterable[Row], tell: Tell = lambda done: None) -> int:
    """Write one array of objects, a line each, and return the number of rows; numbers keep all their digits."""
    with whole_file(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        keys = [_json_text(column.key) for column in table.columns]
        shown = [JSON_VALUES[column.kind] for column in table.columns]
        done = 0
        file.write("[")
        for row in _checked(table, rows, tell):
            pairs = (
                f"{key}: {'null' if value is None else show(value)}"
                for key, show, value in zip(keys, shown, row, strict=True)
            )
            file.write(f"{',' if done else ''}\n{{{', '.join(pairs)}}}")
            done += 1
        file.write("\n]\n")
    return done


def cell_text(text: str) -> str:
    """Text with plain line breaks, without characters that a file for others may not hold; all else stays."""
    text = LINE_BREAKS.sub("\n", text)
    return ILLEGAL.sub("", text)


def csv_text(text: str) -> str:
    """`cell_text`, with an apostrophe before what a spreadsheet could read as a formula.

    Spreadsheets skip white space, and some read full-width signs as the plain ones.
    """
    text = cell_text(text)
    if text.startswith(("\t", "\n")):
        return f"'{text}"
    for character in text:
        if not character.isspace() and unicodedata.category(character) != "Cf":
            return f"'{text}" if unicodedata.normalize("NFKC", character)[0] in FORMULA_SIGNS else text
    return text


def xlsx_text(text: str) -> str:
    """`cell_text`, cut to what a cell of Excel can hold, with a mark that says so."""
    text = cell_text(text)
    if len(text) <= LONGEST_CELL // 2 or _units(text) <= LONGEST_CELL:
        return text
    room = LONGEST_CELL - _units(CUT)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + CUT


def sheet_name(title: str) -> str:
    """The title as Excel allows it on a tab."""
    name = NOT_IN_A_SHEET_NAME.sub(" ", cell_text(title))
    name = " ".join(name.split()).encode("utf-16-le")[: LONGEST_SHEET_NAME * 2].decode("utf-16-le", "ignore")
    name = name.strip(" '")
    return "Blad 1" if name.casefold() in {"", "history"} else name


class _PlainSheet(Worksheet):  # type: ignore[misc]
    """A sheet that has no rich text.

    XlsxWriter takes a text that begins with `<r>` and ends with `</r>` for its own rich text, and writes it
    unescaped: whoever types that could write cells, and in them formulas.
    """

    def _xml_rich_inline_string(self, string: str, attributes: list[tuple[str, Any]]) -> None:
        self._xml_inline_string(string, True, attributes)

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        """Let `_x0041_` stay what it is, also twice in a row: to Excel it would be an A (ECMA-376, 22.9.2.19)."""
        return ESCAPE_OF_EXCEL.sub("_x005F_", data)


def _prepared_sheet(book: Workbook, table: Table) -> Worksheet:
    title = " ".join(cell_text(table.title).split())[:LONGEST_TITLE]
    book.set_properties({"title": title, "created": timezone.localtime(table.made_at).replace(tzinfo=None)})
    book.set_custom_property("Language", table.language)
    sheet = book.add_worksheet(sheet_name(table.title), worksheet_class=_PlainSheet)
    header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width or max(WIDTHS[column.kind], min(len(column.title) + 3, 30)))
        sheet.write_string(0, place, xlsx_text(column.title), header)
    return sheet


def _cell_writer(book: Workbook, sheet: Worksheet, kind: Kind) -> Callable[[int, int, Any], None]:
    """What writes a value of this kind; each names the type of its cell, so nothing is guessed from a text."""
    looks: dict[Kind, dict[str, Any]] = {
        Kind.DATE: {"num_format": "dd-mm-yyyy", "align": "left"},
        Kind.MOMENT: {"num_format": "dd-mm-yyyy hh:mm", "align": "left"},
        Kind.TEXT: {"text_wrap": True},
        Kind.WHOLE_NUMBER: {"num_format": "0"},
    }
    look = book.add_format({"valign": "top", **looks.get(kind, {})})

    def write_text(row: int, place: int, value: str) -> None:
        sheet.write_string(row, place, xlsx_text(value), look)

    def write_number(row: int, place: int, value: int | Decimal) -> None:
        exact = Decimal(value)
        if len(exact.as_tuple().digits) > EXACT_DIGITS:
            sheet.write_string(row, place, format(exact, "f"), look)
        else:
            sheet.write_number(row, place, float(exact), look)

    def write_day(row: int, place: int, value: date) -> None:
        local = timezone.localtime(value).replace(tzinfo=None) if isinstance(value, datetime) else value
        if (local.year, local.month, local.day) < FIRST_EXCEL_DAY.timetuple()[:3]:
            sheet.write_string(row, place, CSV_CELLS[kind](value), look)
        else:
            sheet.write_datetime(row, place, local, look)

    def write_yes_no(row: int, place: int, value: bool) -> None:
        sheet.write_string(row, place, _yes_no(value), look)

    writers: dict[Kind, Callable[[int, int, Any], None]] = {
        Kind.TEXT: write_text,
        Kind.ADDRESS: write_text,
        Kind.WHOLE_NUMBER: write_number,
        Kind.DECIMAL: write_number,
        Kind.DATE: write_day,
        Kind.MOMENT: write_day,
        Kind.YES_NO: write_yes_no,
    }
    return writers[kind]


def _checked(table: Table, rows: Iterable[Row], tell: Tell) -> Iterator[Row]:
    """The rows, each looked at before it is written; tells how many are done, and at the end how many there were."""
    types = [(*TYPES[column.kind], type(None)) for column in table.columns]
    done = 0
    for row in rows:
        for value, allowed, column in zip(row, types, table.columns, strict=True):
            if type(value) not in allowed and not (isinstance(value, str) and str in allowed):
                raise TypeError(f"{column.key}: {type(value).__name__} is no {column.kind.value}")
            if isinstance(value, Decimal):
                _require_plain(value)
            elif isinstance(value, datetime) and timezone.is_naive(value):
                raise TypeError(f"{column.key}: a moment needs its time zone")
        yield row
        done += 1
        if done % TELL_EVERY == 0:
            tell(done)
    tell(done)


def _require_plain(value: Decimal) -> None:
    if not value.is_finite() or abs(value.adjusted()) > LARGEST_EXPONENT:
        raise ValueError(f"{value} is no number for a table")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _yes_no(value: bool) -> str:
    return "ja" if value else "nee"


def _json_text(text: str) -> str:
    return json.dumps(cell_text(text), ensure_ascii=False)


#: Kind → how a value looks in CSV. Numbers and dates hold nothing that a person typed.
CSV_CELLS: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: csv_text,
    Kind.ADDRESS: csv_text,
    Kind.WHOLE_NUMBER: str,
    Kind.DECIMAL: lambda value: format(Decimal(value), "f").replace(".", ","),
    Kind.DATE: date.isoformat,
    Kind.MOMENT: lambda value: timezone.localtime(value).replace(tzinfo=None).isoformat(" ", timespec="minutes"),
    Kind.YES_NO: _yes_no,
}
JSON_VALUES: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: _json_text,
    Kind.ADDRESS: _json_text,
    Kind.WHOLE_NUMBER: str,
    Kind.DECIMAL: lambda value: format(Decimal(value), "f"),
    Kind.DATE: lambda value: f'"{value.isoformat()}"',
    Kind.MOMENT: lambda value: f'"{timezone.localtime(value).isoformat(timespec="seconds")}"',
    Kind.YES_NO: lambda value: "true" if value else "false",
}
