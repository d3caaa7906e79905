"""States that people drive: a table of legal moves, and one pure way to move."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar

from .errors import Conflict


class Stateful:
    """A model with a `status` and a table of the moves that its process knows.

    `move_to` changes the object only; the action that calls it holds the row's lock and saves.
    """

    TRANSITIONS: ClassVar[Mapping[Any, AbstractSet[Any]]]
    #: What a person reads when the move is refused; a status without a sentence gets the general one.
    REFUSALS: ClassVar[Mapping[Any, str]] = {}

    status: Any

    def can_move_to(self, target: Any) -> bool:
        """Whether the table knows a move from the present status to `target`."""
        return target in self.TRANSITIONS.get(self.status, frozenset())

    def move_to(self, target: Any) -> None:
        """Take the step; raises Conflict with a Dutch sentence when the process has no such step."""
        if not self.can_move_to(target):
            raise Conflict(
                self.REFUSALS.get(
                    self.status,
                    "Dit kan nu niet meer. Iemand anders was u voor, of de stap is al gezet.",
                )
            )
        self.status = target
