"""Comparing by turns: what one costs as a ratio of the other, however busy the machine is."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

#: Times are noisy: a goal holds when it is met within a quarter. Counts are exact.
SLACK = 0.25


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table."""

    work: str
    ratio: float
    minimum: float
    maximum: float
    queries: int | None
    goal: str
    holds: bool

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def by_turns(first: Callable[[], float], second: Callable[[], float], rounds: int) -> list[float]:
    """`first / second` per round, after one turn of each that does not count."""
    first(), second()
    return [first() / second() for _ in range(rounds)]


def at_least(
    work: str, ratios: Sequence[float], goal: float, *, queries: int | None = None, most: int | None = None
) -> Result:
    """The median must reach the goal, and the queries may not pass `most`."""
    return _result(work, ratios, f"≥ {goal:g} × the floor", goal * (1 - SLACK), None, queries, most)


def at_most(
    work: str,
    ratios: Sequence[float],
    goal: float,
    *,
    of: str,
    queries: int | None = None,
    most: int | None = None,
    exact: bool = False,
) -> Result:
    """The median may not pass the goal, nor the queries `most`; `exact` gives no slack."""
    limit = goal if exact else goal * (1 + SLACK)
    return _result(work, ratios, f"≤ {goal:g} × {of}", None, limit, queries, most)


def _result(
    work: str,
    ratios: Sequence[float],
    goal: str,
    lowest: float | None,
    highest: float | None,
    queries: int | None,
    most: int | None,
) -> Result:
    median = statistics.median(ratios)
    holds = (lowest is None or median >= lowest) and (highest is None or median <= highest)
    if queries is not None and most is not None:
        goal = f"{goal}; ≤ {most} SQL"
        holds = holds and queries <= most
    return Result(work, round(median, 3), round(min(ratios), 3), round(max(ratios), 3), queries, goal, holds)
