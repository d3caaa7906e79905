"""A signed-in list of 25 rows out of many: against the floor's list, and against the same list of a small portal."""

from collections.abc import Iterator
from functools import partial

from django.urls import reverse

from bench.asking import count_queries
from bench.load import Request, Site, send_all
from bench.measure import Result, at_least, at_most, by_turns
from bench.servers import SMALL, Stand
from organisations.actor import Role

#: Requests per turn.
REQUESTS = 120
MOST_QUERIES = 12
#: URL name, who reads it, and what it is.
LISTS = (
    ("consultations:inbox", Role.PROGRAMME_TEAM, "list: inbox of the programme team"),
    ("consultations:contributions", Role.COUNCIL_MEMBER, "list: all input, for a member"),
)


def measure(stand: Stand, rounds: int) -> Iterator[Result]:
    """Requests per second of each list, and what a hundred times as many rows add to its cost."""
    for url_name, role, name in LISTS:
        page = Request(reverse(url_name), stand.portal.cookies(role))
        ours = partial(seconds, stand.portal.site, page)
        floor = partial(seconds, stand.floor.site, Request("/"))
        small = partial(seconds, stand.small.site, Request(page.path, stand.small.cookies(role)))
        yield at_least(
            f"{name}, {stand.size:,} contributions",
            by_turns(floor, ours, rounds),  # times, so the floor's stands above: it is the ratio of requests per second
            0.4,
            queries=count_queries(page),
            most=MOST_QUERIES,
        )
        yield at_most(
            f"{name}, {stand.size:,} against {SMALL:,}",
            by_turns(ours, small, rounds),
            1.15,
            of=f"the cost with {SMALL:,}",
        )


def seconds(site: Site, request: Request, times: int = REQUESTS) -> float:
    """How long it takes to get this page so many times."""
    return send_all(site, [request] * times).require(200).seconds
