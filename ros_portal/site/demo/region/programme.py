"""What comes of the example input: when the products are expected, and the projects and investment lines in them."""

import tomllib
from datetime import date, timedelta
from itertools import pairwise

from consultations.models import Phase, ProgrammeItem, ProgrammeSource

from .days import Days
from .input import Input
from .people import DATA, Cast

#: The open round and the meetings after it come before the strategy is ready; then each product takes a year.
UNTIL_THE_STRATEGY, A_YEAR = 180, 12


def expect_products(days: Days) -> None:
    """Where the dates of the letter have come too near for the example, expect the three products later."""
    ready = _end_of_quarter(days.day(UNTIL_THE_STRATEGY))
    phases = list(Phase.objects.order_by("order"))
    if phases[0].expected_on >= ready:
        return
    phases[0].expected_on = ready
    for earlier, later in pairwise(phases):
        later.starts_on = earlier.expected_on + timedelta(days=1)
        later.expected_on = _end_of_quarter(earlier.expected_on, months=A_YEAR)
    Phase.objects.bulk_update(phases, ["starts_on", "expected_on"])


def _end_of_quarter(day: date, months: int = 0) -> date:
    """The last day of the quarter of that day, so many months (whole quarters) later."""
    first_of_next = day.year * 12 + (day.month - 1) // 3 * 3 + 3 + months
    return date(first_of_next // 12, first_of_next % 12 + 1, 1) - timedelta(days=1)


def load_programme(days: Days, cast: Cast, loaded: Input) -> None:
    """Write the items with the answers that led to them; one of them is still being prepared."""
    phases = {phase.code: phase for phase in Phase.objects.all()}
    items: dict[str, ProgrammeItem] = {}
    for row in tomllib.loads((DATA / "programme.toml").read_text())["item"]:
        made_at = days.at(row.get("published", -3) - 2, 14)
        items[row["key"]] = ProgrammeItem.objects.create(
            phase=phases[row["phase"]],
            kind=row["kind"],
            title=row["title"],
            slug=row["slug"],
            summary=row["summary"],
            lead=cast.organisations[row["lead"]],
            follows_from=items[row["follows"]] if "follows" in row else None,
            amount_eur=row.get("amount"),
            expected_on=days.day(row["expected"]),
            created_at=made_at,
            published_at=days.at(row["published"], 11) if "published" in row else None,
            is_example=True,
        )
        ProgrammeSource.objects.bulk_create(
            ProgrammeSource(item=items[row["key"]], answer=loaded.answer(reference), linked_at=made_at)
            for reference in row["sources"]
        )
