"""When things happen in the example: counted from the day on which it is loaded, so that it is never out of date."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ros_portal.site.region.facts import AMSTERDAM

THURSDAY, FRIDAY = 3, 4
#: The BOSS meetings, as weeks from the meeting that was held last: two with decisions, one held, one whose agenda
#: is out, two planned.
MEETING_WEEKS = {"m1": -21, "m2": -8, "m3": 0, "m4": 2, "m5": 8, "m6": 15}


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar of one loading."""

    today: date

    def day(self, offset: int) -> date:
        """So many days after today; before it when negative."""
        return self.today + timedelta(days=offset)

    def evening(self, offset: int) -> date:
        """An evening on which a council can meet: that day, or the Friday before when it is in a weekend."""
        day = self.day(offset)
        return day - timedelta(days=max(0, day.weekday() - FRIDAY))

    def at(self, offset: int, hour: int = 9, minute: int = 0) -> datetime:
        """That day at that time on the clock in Twente."""
        return on(self.day(offset), hour, minute)

    def meeting(self, key: str) -> date:
        """The Thursday of a BOSS meeting; the last one was held in the past seven days."""
        yesterday = self.day(-1)
        last = yesterday - timedelta(days=(yesterday.weekday() - THURSDAY) % 7)
        return last + timedelta(weeks=MEETING_WEEKS[key])


def on(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of that day, on the clock in Twente."""
    return datetime.combine(day, time(hour, minute), AMSTERDAM)
