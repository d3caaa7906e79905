"""One export in a process of its own: `python -m bench.exporting portal`, or `floor` for XlsxWriter alone."""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def _main(side: str) -> None:
    """One export, with what it cost as JSON."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from consultations.exports.rows import COLUMNS, answers_of, rows_of
    from consultations.models import Export
    from organisations.actor import Actor
    from ros_portal.kit.spreadsheets import Table, write_xlsx

    rows = rows_of(answers_of(Export(), Actor.system()))
    with tempfile.TemporaryDirectory() as folder, CaptureQueriesContext(connection) as queries:
        path = Path(folder) / "export.xlsx"
        if side == "portal":
            table = Table(title="Inbreng", columns=COLUMNS, made_at=timezone.now())
            seconds, memory = _cost(lambda: write_xlsx(path, table, rows))
        else:
            held = [[_plain(value) for value in row] for row in rows]
            seconds, memory = _cost(lambda: _write_bare(path, held))
    cost = {"seconds": seconds, "memory": memory, "queries": len(queries)}
    sys.stdout.write(json.dumps(cost))


def _cost(work: Callable[[], object]) -> tuple[float, int]:
    """Seconds, and the bytes by which the most that the process held has grown."""
    before, started = _most_held(), time.perf_counter()
    work()
    return time.perf_counter() - started, _most_held() - before


def _most_held() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _plain(value: object) -> object:
    """What XlsxWriter takes without being told how."""
    return value if value is None or isinstance(value, int | float) else str(value)


def _write_bare(path: Path, rows: Sequence[Sequence[object]]) -> None:
    from xlsxwriter import Workbook

    with Workbook(os.fspath(path), {"constant_memory": True, "tmpdir": os.fspath(path.parent)}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if value is not None and value != "":
                    sheet.write(number, place, value)


if __name__ == "__main__":
    _main(sys.argv[1])
