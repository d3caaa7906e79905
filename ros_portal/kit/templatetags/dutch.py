"""Dates, numbers and money as a Dutch reader expects them, in the time of Europe/Amsterdam."""

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone

register = template.Library()

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
DAYS: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
MONTHS_SHORT: Final = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

#: What a filter is given: a moment, or what Django makes of a missing one.
Moment: TypeAlias = dt.date | Literal[""] | None
Amount: TypeAlias = int | float | Decimal | Literal[""] | None


def _local(value: dt.date) -> dt.date:
    """The moment in Amsterdam; a naive one and a plain date are taken as they are."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return value.astimezone(AMSTERDAM)
    return value


@register.filter
def day(value: Moment) -> str:
    """'donderdag 12 februari 2026'."""
    if not value:
        return ""
    local = _local(value)
    return f"{DAYS[local.weekday()]} {short_day(local)}"


@register.filter
def short_day(value: Moment) -> str:
    """'12 februari 2026'."""
    if not value:
        return ""
    local = _local(value)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


@register.filter
def hour(value: Moment) -> str:
    """'23.59 uur'; nothing for a date without a time."""
    if not isinstance(value, dt.datetime):
        return ""
    return f"{_local(value):%H.%M} uur"


@register.filter
def day_time(value: Moment) -> str:
    """'donderdag 12 februari 2026, 23.59 uur'."""
    return ", ".join(part for part in (day(value), hour(value)) if part)


@register.filter
def short_month(value: Moment) -> str:
    """'feb'; Dutch shortens March to 'mrt'."""
    return MONTHS_SHORT[_local(value).month - 1] if value else ""


@register.filter
def day_number(value: Moment) -> str:
    """'12': the day of the month in Amsterdam."""
    return str(_local(value).day) if value else ""


@register.filter
def day_or_words(value: Moment | str) -> str:
    """A date as a day; words ("voorjaar 2027") as they are."""
    return value if isinstance(value, str) else day(value)


@register.filter
def machine_time(value: Moment) -> str:
    """'2026-02-12T23:59:00+01:00', for the datetime attribute of <time>."""
    return _local(value).isoformat() if value else ""


@register.simple_tag
def period(start: Moment, end: Moment) -> str:
    """'12 januari tot en met 20 februari 2026': what both ends share is said once."""
    if not start or not end:
        return f"vanaf {short_day(start)}" if start else f"tot en met {short_day(end)}" if end else ""
    first, last = _local(start), _local(end)
    if (first.year, first.month, first.day) == (last.year, last.month, last.day):
        return short_day(last)
    begin = short_day(first)
    if first.year == last.year:
        begin = begin.removesuffix(f" {first.year}")
        if first.month == last.month:
            begin = str(first.day)
    return f"{begin} tot en met {short_day(last)}"


@register.filter
def days_left(value: Moment, now: Moment) -> str:
    """'nog 12 dagen' until a deadline, counted in days of the calendar in Amsterdam."""
    if not value or not now:
        return ""
    days = (_as_date(value) - _as_date(now)).days
    passed = value <= now if type(value) is type(now) else days < 0
    if passed:
        return "verlopen"
    if days == 0:
        return "vandaag"
    return "morgen" if days == 1 else f"nog {number(days)} dagen"


def _as_date(value: dt.date) -> dt.date:
    local = _local(value)
    return local.date() if isinstance(local, dt.datetime) else local


@register.filter
def number(value: Amount, decimals: int | None = None) -> str:
    """'60.000' or '3,5'; with `decimals` exactly that many, halves rounded away from zero."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value))
    if decimals is not None:
        amount = amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{amount:,f}"
    whole, _, fraction = text.partition(".")
    whole = whole.replace(",", ".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    text = f"{whole},{fraction}" if fraction else whole
    return text if any(digit in "123456789" for digit in text) else text.removeprefix("-")


@register.filter
def euro(value: Amount) -> str:
    """'€ 1.250.000', and '€ 12,50' where there are cents."""
    if value is None or value == "":
        return ""
    cents = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"€ {number(cents, 0 if cents == cents.to_integral_value() else 2)}"


@register.filter
def plural(value: int, words: str) -> str:
    """'1 inbreng' or '60.000 inbrengen', from `words` as 'inbreng,inbrengen'."""
    one, many = words.split(",")
    return f"{number(value)} {one if value == 1 else many}"


@register.filter
def and_list(values: Iterable[object]) -> str:
    """'Losser, Almelo en Wierden'."""
    *first, last = [str(value) for value in values] or [""]
    return f"{', '.join(first)} en {last}" if first else last
