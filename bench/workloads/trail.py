"""The page with one contribution and what became of it: as quick in a large portal as in a small one."""

from collections.abc import Iterator

from django.urls import reverse

from bench.asking import count_queries
from bench.load import Request
from bench.measure import Result, at_most, by_turns
from bench.servers import SMALL, Stand
from bench.workloads.lists import seconds
from organisations.actor import Role

MOST_QUERIES = 15


def measure(stand: Stand, rounds: int) -> Iterator[Result]:
    """The page of input with a verdict, for a member who did not write it."""
    page, same = (
        Request(reverse("consultations:contribution", args=[portal.cited]), portal.cookies(Role.COUNCIL_MEMBER))
        for portal in (stand.portal, stand.small)
    )
    yield at_most(
        f"trail of one contribution, {stand.size:,} against {SMALL:,}",
        by_turns(
            lambda: seconds(stand.portal.site, page),
            lambda: seconds(stand.small.site, same),
            rounds,
        ),
        1.15,
        of=f"the cost with {SMALL:,}",
        queries=count_queries(page),
        most=MOST_QUERIES,
    )
