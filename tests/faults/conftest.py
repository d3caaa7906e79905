"""A council with many members, and ways to hurt a server."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from deploy.local.processes import Child
from organisations.models import Council, Mandate, User

MANY = 300


@pytest.fixture
def many(transactional_db: None, losser: Council) -> list[Mandate]:
    """So many members that sending to them takes a while."""
    users = User.objects.bulk_create(
        [User(name=f"Lid {n:03d}", email=f"lid{n:03d}@losser.example", password="!") for n in range(MANY)]
    )
    return Mandate.objects.bulk_create(
        [
            Mandate(
                user=user,
                organisation=losser.organisation,
                role=Mandate.Role.COUNCIL_MEMBER,
                starts_on=date(2022, 3, 30),
            )
            for user in users
        ]
    )


@contextmanager
def frozen(child: Child) -> Iterator[None]:
    """Inside the block the process is there, takes connections, and answers nothing."""
    os.kill(child.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(child.pid, signal.SIGCONT)
