"""Dates, numbers and money read as Dutch, in the time of Amsterdam."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ros_portal.kit.templatetags import dutch

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MOMENTS = st.datetimes(timezones=st.just(dt.UTC)).filter(lambda moment: 2000 <= moment.year < 2100)

#: Every filter that is given a field which may be empty.
FILTERS: list[Callable[[None], str]] = [
    *(dutch.day, dutch.short_day, dutch.day_time, dutch.hour, dutch.machine_time),
    *(dutch.short_month, dutch.day_number, dutch.number, dutch.euro),
]


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (utc(2026, 2, 12, 22, 59), "donderdag 12 februari 2026, 23.59 uur"),
        (utc(2026, 7, 1, 22, 0), "donderdag 2 juli 2026, 00.00 uur"),
        (utc(2026, 3, 29, 0, 59), "zondag 29 maart 2026, 01.59 uur"),
        (utc(2026, 3, 29, 1, 0), "zondag 29 maart 2026, 03.00 uur"),
        (utc(2026, 10, 25, 0, 30), "zondag 25 oktober 2026, 02.30 uur"),
        (utc(2026, 10, 25, 1, 30), "zondag 25 oktober 2026, 02.30 uur"),
        (utc(2026, 12, 31, 23, 0), "vrijdag 1 januari 2027, 00.00 uur"),
    ],
)
def test_a_moment_reads_as_the_clock_in_amsterdam(moment: dt.datetime, words: str) -> None:
    assert dutch.day_time(moment) == words


def test_a_date_has_no_hour() -> None:
    date = dt.date(2026, 2, 12)

    assert dutch.day(date) == dutch.day_time(date) == "donderdag 12 februari 2026"
    assert dutch.short_day(date) == "12 februari 2026"
    assert dutch.hour(date) == ""


@given(MOMENTS)
def test_the_words_of_a_moment_tell_the_whole_local_time(moment: dt.datetime) -> None:
    local = moment.astimezone(AMSTERDAM)

    found = re.fullmatch(r"(\w+) (\d+) (\w+) (\d{4}), (\d\d)\.(\d\d) uur", dutch.day_time(moment))

    assert found is not None
    weekday, number, month, year, hour, minute = found.groups()
    assert (int(number), int(year), int(hour), int(minute)) == (local.day, local.year, local.hour, local.minute)
    assert dutch.DAYS.index(weekday) == local.weekday()
    assert dutch.MONTHS.index(month) + 1 == local.month


@given(MOMENTS)
def test_the_machine_reads_back_the_same_moment(moment: dt.datetime) -> None:
    assert dt.datetime.fromisoformat(dutch.machine_time(moment)) == moment


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_stays_nothing(nothing: None) -> None:
    assert {show(nothing) for show in FILTERS} == {""}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (dt.date(2026, 1, 12), dt.date(2026, 2, 20), "12 januari tot en met 20 februari 2026"),
        (dt.date(2026, 2, 1), dt.date(2026, 2, 20), "1 tot en met 20 februari 2026"),
        (dt.date(2025, 12, 20), dt.date(2026, 1, 4), "20 december 2025 tot en met 4 januari 2026"),
        (dt.date(2025, 2, 1), dt.date(2026, 2, 1), "1 februari 2025 tot en met 1 februari 2026"),
        (dt.date(2026, 2, 1), dt.date(2026, 2, 1), "1 februari 2026"),
        (dt.date(2026, 12, 10), None, "vanaf 10 december 2026"),
        (None, dt.date(2027, 3, 31), "tot en met 31 maart 2027"),
        (None, None, ""),
        (utc(2026, 1, 11, 23, 30), utc(2026, 2, 20, 22, 59), "12 januari tot en met 20 februari 2026"),
    ],
)
def test_a_period_says_once_what_both_ends_share(start: dt.date | None, end: dt.date | None, words: str) -> None:
    assert dutch.period(start, end) == words


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (utc(2026, 2, 8, 12, 0), "nog 12 dagen"),
        (utc(2026, 2, 19, 22, 59), "morgen"),
        (utc(2026, 2, 19, 23, 0), "vandaag"),
        (utc(2026, 2, 20, 22, 58), "vandaag"),
        (utc(2026, 2, 20, 22, 59), "verlopen"),
        (utc(2026, 2, 27, 9, 0), "verlopen"),
    ],
)
def test_days_left_are_days_of_the_calendar_until_the_minute_of_closing(now: dt.datetime, words: str) -> None:
    assert dutch.days_left(utc(2026, 2, 20, 22, 59), now) == words


def test_a_date_is_not_over_on_the_day_itself() -> None:
    assert dutch.days_left(dt.date(2026, 2, 20), dt.date(2026, 2, 21)) == "verlopen"
    assert dutch.days_left(dt.date(2026, 2, 20), utc(2026, 2, 20, 12, 0)) == "vandaag"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (60000, "60.000"),
        (999, "999"),
        (-1234, "-1.234"),
        (3.5, "3,5"),
        (Decimal("1234567.80"), "1.234.567,8"),
        (Decimal("1E+3"), "1.000"),
        (0, "0"),
    ],
)
def test_a_number_has_dots_for_thousands_and_a_comma(value: float | Decimal, words: str) -> None:
    assert dutch.number(value) == words


def test_decimals_are_as_many_as_asked_and_halves_go_up() -> None:
    assert dutch.number(2.25, 1) == "2,3"
    assert dutch.number(2, 1) == "2,0"
    assert dutch.number(Decimal("-0.04"), 1) == "0,0"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_no_digit_of_a_number_is_lost(value: Decimal) -> None:
    shown = dutch.number(value)

    assert Decimal(shown.replace(".", "").replace(",", ".")) == value
    assert re.fullmatch(r"-?\d{1,3}(\.\d{3})*(,\d{1,2})?", shown)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1250000, "€ 1.250.000"),
        (Decimal("12.50"), "€ 12,50"),
        (Decimal("12.005"), "€ 12,01"),
        (Decimal("-1250"), "€ -1.250"),
        (Decimal("0.999"), "€ 1"),
    ],
)
def test_money_shows_cents_only_where_there_are(value: int | Decimal, words: str) -> None:
    assert dutch.euro(value) == words


def test_one_is_singular_and_the_rest_is_not() -> None:
    words = "inbreng,inbrengen"
    assert [dutch.plural(count, words) for count in (0, 1, 2, 1500)] == [
        "0 inbrengen",
        "1 inbreng",
        "2 inbrengen",
        "1.500 inbrengen",
    ]


def test_a_list_of_names_ends_with_en() -> None:
    assert dutch.and_list(["Losser", "Almelo", "Wierden"]) == "Losser, Almelo en Wierden"
    assert dutch.and_list(["Losser", "Almelo"]) == "Losser en Almelo"
    assert dutch.and_list(["Losser"]) == "Losser"
    assert dutch.and_list([]) == ""


def test_what_is_expected_can_be_a_day_or_words() -> None:
    assert dutch.day_or_words(dt.date(2026, 2, 12)) == "donderdag 12 februari 2026"
    assert dutch.day_or_words("voorjaar 2027") == "voorjaar 2027"


@pytest.mark.parametrize(("day", "name"), [(dt.date(2027, 3, 4), "mrt"), (dt.date(2026, 10, 12), "okt")])
def test_a_month_is_shortened_as_dutch_does(day: dt.date, name: str) -> None:
    assert dutch.short_month(day) == name
