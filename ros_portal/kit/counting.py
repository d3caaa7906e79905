"""Counting what a list holds: exactly, and of a large list at most once a minute."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet

#: Counting so many rows takes no time worth mentioning.
LARGE = 2_000
KEPT_FOR_SECONDS = 60


def count_by(found: QuerySet[Any], *fields: str) -> dict[tuple[Any, ...], int]:
    """How many rows there are per combination of these fields, in one query.

    Every row is read for that. So what was counted is kept when it was much, for all who ask the same: the query,
    in which the reader stands too, is the key. A count above 2,000 can be a minute old; the rows never are.
    """
    groups = found.order_by().values_list(*fields).annotate(Count("pk"))
    key = f"aantal:{hashlib.sha256(str(groups.query).encode()).hexdigest()}"
    counts: dict[tuple[Any, ...], int] | None = cache.get(key)
    if counts is None:
        counts = {tuple(values): number for *values, number in groups}
        if sum(counts.values()) > LARGE:
            cache.set(key, counts, KEPT_FOR_SECONDS)
    return counts


def pages_of(rows: QuerySet[Any, Any] | Sequence[Any], per_page: int, count: int) -> Paginator[Any]:
    """The pages of a list that was counted already."""
    pages: Paginator[Any] = Paginator(rows, per_page)
    pages.count = count
    return pages
