"""`python -m bench`: start the servers, load the data, measure, print the table, and say whether the goals hold."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import django

from bench.measure import Result
from bench.servers import Stand, say
from deploy.local.processes import ServerError
from deploy.local.servers import DATABASE

RESULTS = Path(__file__).parent / "results" / "latest.json"
SIZES = (10_000, 100_000)
HEADINGS = ("work", "ratio", "min", "max", "SQL", "goal", "holds")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        with Stand(options.size) as stand:
            os.environ.update(stand.environment(DATABASE))
            django.setup()
            results = list(_measure(stand, options.only, options.rounds))
    except ServerError as error:
        print(error, file=sys.stderr)
        return 2
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([result.as_json() for result in results], indent=2, ensure_ascii=False) + "\n")
    print(_markdown(results) if options.markdown else _table(results))
    return 0 if all(result.holds for result in results) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the portal against its floor.")
    parser.add_argument("--only", action="append", metavar="NAME", help="one kind of work; can be repeated")
    parser.add_argument("--size", type=int, choices=SIZES, default=SIZES[-1], help="contributions in the database")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side")
    parser.add_argument("--markdown", action="store_true", help="print the table as it stands in the README")
    return parser


def _measure(stand: Stand, only: Iterable[str] | None, rounds: int) -> Iterable[Result]:
    from bench.workloads import WORKLOADS

    for name in only or WORKLOADS:
        say(f"Measuring: {name}")
        for result in WORKLOADS[name](stand, rounds):
            say("  " + "  ".join(_cells(result)))
            yield result


def _cells(result: Result) -> tuple[str, ...]:
    queries = "" if result.queries is None else str(result.queries)
    figures = (f"{figure:.2f}" for figure in (result.ratio, result.minimum, result.maximum))
    return (result.work, *figures, queries, result.goal, "yes" if result.holds else "NO")


def _table(results: Sequence[Result]) -> str:
    rows = [HEADINGS, *(_cells(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _markdown(results: Sequence[Result]) -> str:
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(_cells(result) for result in results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
