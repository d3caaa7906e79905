"""What the two workers of each project hold, shared pages counted once (PSS), after they have done their work."""

from collections.abc import Iterator

import psutil
from django.urls import reverse

from bench.load import Request
from bench.measure import Result, at_most
from bench.servers import Stand, WebServer
from bench.workloads.lists import LISTS, seconds


def measure(stand: Stand, rounds: int) -> Iterator[Result]:
    """Counted, not timed: the goal has no slack."""
    for url_name, role, _ in LISTS:
        seconds(stand.portal.site, Request(reverse(url_name), stand.portal.cookies(role)))
    seconds(stand.floor.site, Request("/"))
    ratio = _held(stand.portal) / _held(stand.floor)
    yield at_most("memory of 2 web workers", [ratio], 2.0, of="the floor's", exact=True)


def _held(server: WebServer) -> int:
    """Bytes in the workers alone, without the process that watches them."""
    workers = psutil.Process(server.child.pid).children()
    return sum(worker.memory_full_info().pss for worker in workers)
