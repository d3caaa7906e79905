"""Waiting for what another process does: for a condition, never for a while."""

import time
from collections.abc import Callable


def wait_until(ready: Callable[[], bool], what: str, timeout: float = 30.0) -> None:
    """Ask `ready` until it says yes; fails with `what` when it never does."""
    deadline = time.monotonic() + timeout
    while not ready():
        assert time.monotonic() < deadline, f"It did not happen within {timeout:.0f} seconds: {what}."
        time.sleep(0.05)
