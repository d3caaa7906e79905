"""What is measured: one module per kind of work, each with `measure(stand, rounds)`."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from bench.measure import Result
from bench.servers import Stand

from . import deadline, exports, lists, memory, submission, trail

Workload: TypeAlias = Callable[[Stand, int], Iterator[Result]]

#: In this order; memory last, when the workers have done everything once.
WORKLOADS: dict[str, Workload] = {
    "lists": lists.measure,
    "trail": trail.measure,
    "submission": submission.measure,
    "exports": exports.measure,
    "memory": memory.measure,
    "deadline": deadline.measure,
}
