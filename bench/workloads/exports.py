"""An export of every answer to XLSX, against XlsxWriter alone writing the same cells.

Each run is a process of its own, so that its memory is its own.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from bench.measure import Result, at_most, by_turns
from bench.servers import ROOT, Stand
from deploy.local.processes import ServerError
from deploy.local.servers import DATABASE

MOST_QUERIES = 3
#: Above what the process held before the export, in bytes.
MOST_MEMORY = 100 * 1024**2


def measure(stand: Stand, rounds: int) -> Iterator[Result]:
    """The cost of the whole export: query, rows and cells; and the memory that it takes."""
    ours: list[dict[str, Any]] = []

    def portal() -> float:
        ours.append(_child(stand, "portal"))
        return float(ours[-1]["seconds"])

    yield at_most(
        "export of all answers to XLSX",
        by_turns(portal, lambda: float(_child(stand, "floor")["seconds"]), rounds),
        1.2,
        of="XlsxWriter alone, on rows in memory",
        queries=max(run["queries"] for run in ours),
        most=MOST_QUERIES,
    )
    memory = [run["memory"] / MOST_MEMORY for run in ours]
    yield at_most("memory of that export", memory, 1, of="100 MiB above idle", exact=True)


def _child(stand: Stand, side: str) -> dict[str, Any]:
    made = subprocess.run(
        [sys.executable, "-m", "bench.exporting", side],
        cwd=ROOT,
        env=stand.environment(DATABASE),
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise ServerError(f"The export failed: {made.stderr.strip()[-2000:]}")
    found: dict[str, Any] = json.loads(made.stdout)
    return found
