"""The clock that decides: the database's, so that all web servers and workers agree."""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Func


def database_now() -> datetime:
    """The time at this very moment, aware, in UTC.

    `clock_timestamp()` and not `now()`: the latter is the start of the transaction, which lies
    before the wait for a lock. Call it after the lock is held.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


class DatabaseNow(Func):
    """The same moment, asked together with a row."""

    function = "clock_timestamp"
    arity = 0
    output_field = DateTimeField()
