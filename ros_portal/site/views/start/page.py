"""What a start page is made of: tasks with their deadlines, lists of links, and dates."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from organisations.models import Organisation
from ros_portal.kit.templatetags.dutch import AMSTERDAM, days_left

#: From so many days before a deadline on, it is shown as urgent.
SOON = dt.timedelta(days=3)
#: How many rows a list on a start page holds; the rest stands on the page that it leads to.
LISTED = 4
#: What is said when nothing is known to come.
SOMETIME = "Zodra u iets kunt doen, staat het hier, met de datum tot wanneer het kan."


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for this person, with the moment until which it can be done.

    The fields are those of `components/task_list.html`; `label` is the button of the first one.
    """

    title: str
    url: str
    text: str = ""
    label: str = "Bekijk"
    #: A day counts in full: "tot en met".
    deadline: dt.datetime | dt.date | None = None
    badge: str = ""
    tone: str = ""

    def until(self, deadline: dt.datetime | dt.date, now: dt.datetime) -> Self:
        """The same with a deadline, and how urgent that makes it."""
        left = moment(deadline) - now
        tone = "negative" if left < dt.timedelta(0) else "warning" if left < SOON else "info"
        return replace(self, deadline=deadline, badge=days_left(deadline, now), tone=tone)


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go to, with what is found there; `badge` says its state in a word or two."""

    title: str
    url: str
    hint: str = ""
    badge: str = ""
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under its own heading; `empty` is the sentence for when it has no links."""

    title: str
    links: list[Link] = field(default_factory=list)
    empty: str = ""
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A coming day or moment; the fields are those of `components/agenda.html`."""

    date: dt.datetime | dt.date
    title: str
    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class StartPage:
    """What one role sees: what waits, the most urgent first; then the rest."""

    tasks: list[Task] = field(default_factory=list)
    #: What comes next, said when nothing waits; and where to go then.
    afterwards: str = SOMETIME
    onward: Link | None = None
    sections: list[Section] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    #: Whose behandelend ambtenaar answers questions.
    contact: Organisation | None = None
    shortcuts: list[Link] = field(default_factory=list)


def most_urgent_first(tasks: Iterable[Task]) -> list[Task]:
    """By deadline, then as given; what has no deadline comes last."""
    end = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(tasks, key=lambda task: moment(task.deadline) if task.deadline else end)


def first_dates(meetings: Sequence[Date], others: Iterable[Date]) -> list[Date]:
    """The first few in their order, the next meeting always among them."""
    rest = sorted([*meetings[1:], *others], key=_when)[: LISTED - len(meetings[:1])]
    return sorted([*meetings[:1], *rest], key=_when)


def _when(date: Date) -> dt.datetime:
    return moment(date.date)


def moment(day: dt.datetime | dt.date) -> dt.datetime:
    """A moment as it is; a day until its end, in Amsterdam."""
    return day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time.max, tzinfo=AMSTERDAM)
