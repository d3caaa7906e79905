"""Rows into a table by COPY: no model instances, and never more in memory than one row."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.db import connection, models
from django.db.models import NOT_PROVIDED


class Copier(Protocol):
    """The part of a psycopg cursor that we need."""

    def copy(self, statement: str) -> Any: ...


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows; what Django itself would fill in (a default that the database does not know) is added."""
    added = _python_defaults(model, columns)
    names = ", ".join(f'"{name}"' for name in (*columns, *added))
    values = tuple(added.values())
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor:
        copier: Copier = cursor
        with copier.copy(statement) as copy:
            for row in rows:
                copy.write_row((*row, *values))


def _python_defaults(model: type[models.Model], given: Sequence[str]) -> dict[str, Any]:
    missing = [
        field
        for field in model._meta.concrete_fields
        if field.column not in given
        and not field.primary_key
        and not field.null
        and field.db_default is NOT_PROVIDED
        and not field.generated
    ]
    return {str(field.column): field.get_db_prep_save(field.get_default(), connection) for field in missing}


def next_id(model: type[models.Model]) -> int:
    """The first key that is free; keys are chosen here, so that rows can name each other before they exist."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{model._meta.db_table}"')
        key: int = cursor.fetchone()[0]
    return key


def reset_sequences(*all_models: type[models.Model]) -> None:
    """Let the database go on after the keys that were chosen here."""
    with connection.cursor() as cursor:
        for model in all_models:
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM \"{table}\"))")
