"""The table of the HTTP matrix: address, method, and the status for each position of the scene."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .scene import POSITIONS, Scene

Values = Callable[[Scene], dict[str, Any]]
Statuses = tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """One address asked with one method; `statuses` are in the order of POSITIONS."""

    name: str
    method: str
    statuses: Statuses
    kwargs: Values
    body: Values


def nothing(scene: Scene) -> dict[str, Any]:
    return {}


def page(name: str, kwargs: Values = nothing, *, GET: Statuses, POST: Statuses, body: Values = nothing) -> list[Row]:  # noqa: N803
    """An address with what both methods answer; `body` is what is posted."""
    return [Row(name, "GET", GET, kwargs, nothing), Row(name, "POST", POST, kwargs, body)]


def everybody(status: int) -> Statuses:
    """The same answer for all, also without signing in."""
    return (status,) * len(POSITIONS)


def answers(others: int, *, public: int = 302, **positions: int) -> Statuses:
    """What `others` get, and what these positions get; without signing in, one is sent to sign in."""
    unknown = positions.keys() - set(POSITIONS)
    if unknown:
        raise ValueError(f"Nobody stands at {sorted(unknown)}.")
    return tuple({"public": public, **positions}.get(position, others) for position in POSITIONS)


def signed_in(status: int) -> Statuses:
    """The same answer for everybody who signed in."""
    return answers(status)
