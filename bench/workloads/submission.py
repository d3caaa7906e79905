"""Handing in: lock, number, history, audit, receipt; against one insert behind session and CSRF."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench.asking import count_queries
from bench.load import Request, Site, send_all
from bench.measure import Result, at_least, by_turns
from bench.members import members, write_drafts
from bench.servers import Stand

#: Submissions per turn.
REQUESTS = 100
MOST_QUERIES = 16


def measure(stand: Stand, rounds: int) -> Iterator[Result]:
    """Submissions per second, each of a draft of its own, through the button of the last page."""
    closes_at = datetime.now(UTC) + timedelta(days=1)
    drafts = iter(write_drafts(REQUESTS * (rounds + 1) + 2, members(), closes_at))
    write = Request("/write/", stand.floor.cookies(), form={"title": "Inbreng", "text": "Denk aan de bus. " * 20})
    count_queries(next(drafts).request)
    yield at_least(
        "submission",
        by_turns(
            lambda: _seconds(stand.floor.site, [write] * REQUESTS),
            lambda: _seconds(stand.portal.site, [next(drafts).request for _ in range(REQUESTS)]),
            rounds,
        ),
        0.4,
        queries=count_queries(next(drafts).request),
        most=MOST_QUERIES,
    )


def _seconds(site: Site, requests: list[Request]) -> float:
    return send_all(site, requests).require(302).seconds
