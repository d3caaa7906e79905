"""The table of the HTTP matrix: address, method, and the status for each position of the scene."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .scene import POSITIONS, Scene


@dataclass(frozen=True)
class Row:
    """One address asked with one method; `statuses` are in the order of POSITIONS."""

    name: str
    method: str
    statuses: tuple[int, ...]
    kwargs: Callable[[Scene], dict[str, Any]] = lambda scene: {}
    body: dict[str, Any] = field(default_factory=dict)
    #: Only a page with a form for people without an account may set one: signing in.
    sets_no_cookie: bool = True

    def __post_init__(self) -> None:
        if len(self.statuses) != len(POSITIONS):
            raise ValueError(f"{self.name} needs {len(POSITIONS)} statuses.")


ROWS: tuple[Row, ...] = ()
