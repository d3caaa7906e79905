"""When things happen in the example: counted from the day on which it is loaded, so that it is never out of date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from consultations.models import Recess
from ros_portal.site.region.facts import AMSTERDAM

THURSDAY, FRIDAY, A_WEEK = 3, 4, 7
#: The BOSS meetings, as weeks from the meeting that was held last: four with decisions, one held, one whose agenda
#: is out, two planned.
MEETING_WEEKS = {"m1": -21, "m2": -20, "m3": -9, "m4": -7, "m5": 0, "m6": 2, "m7": 8, "m8": 15}


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar of one loading."""

    today: date
    recesses: Sequence[Recess] = ()

    def day(self, offset: int) -> date:
        """The working day that is about so many days after today, before it when negative: never in a weekend."""
        day = self.today + timedelta(days=offset)
        return day - timedelta(days=max(0, day.weekday() - FRIDAY))

    def at(self, offset: int, hour: int = 9, minute: int = 0) -> datetime:
        """That day at that time on the clock in Twente."""
        return on(self.day(offset), hour, minute)

    def evening(self, offset: int, spread: int = 0) -> date:
        """A day about then on which a council can meet: not in recess, and from Monday to Thursday.

        After a recess councils take up their work on different days: so many after it.
        """
        day = self.today + timedelta(days=offset)
        if day.weekday() >= FRIDAY:
            day += timedelta(days=A_WEEK - day.weekday())
        for recess in self.recesses:
            if recess.starts_on <= day <= recess.ends_on:
                day = recess.ends_on + timedelta(days=1 + spread)
        return day

    def meeting(self, key: str) -> date:
        """The Thursday of a BOSS meeting; the last one was held in the past seven days."""
        yesterday = self.today - timedelta(days=1)
        last = yesterday - timedelta(days=(yesterday.weekday() - THURSDAY) % A_WEEK)
        return last + timedelta(weeks=MEETING_WEEKS[key])


def on(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of that day, on the clock in Twente."""
    return datetime.combine(day, time(hour, minute), AMSTERDAM)
