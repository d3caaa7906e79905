"""The start page: what waits for the person who signed in, for the mandate in use.

One function per role fills it. It takes the request and the time, and gives a `StartPage`; what belongs
to an app is asked from that app's querysets, so this module holds words and addresses only.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from organisations.actor import Role
from organisations.http import PortalRequest
from organisations.models import Invitation
from ros_portal.kit.clock import database_now


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for this person, with the moment until which it can be done.

    The fields are those of `components/task_list.html`; `badge` and `tone` say how urgent it is.
    """

    title: str
    url: str
    text: str = ""
    deadline: datetime | None = None
    badge: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go to, with what is found there."""

    title: str
    url: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under its own heading; `empty` is the sentence for when it has no links."""

    title: str
    links: list[Link] = field(default_factory=list)
    empty: str = ""


@dataclass(frozen=True, slots=True)
class StartPage:
    """What one role sees: what waits, then the rest."""

    tasks: list[Task] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    shortcuts: list[Link] = field(default_factory=list)


def for_council_member(request: PortalRequest, now: datetime) -> StartPage:
    return StartPage()


def for_group_leader(request: PortalRequest, now: datetime) -> StartPage:
    return StartPage()


def for_clerk(request: PortalRequest, now: datetime) -> StartPage:
    return StartPage(tasks=_open_invitations(request, now), shortcuts=[_members_of_the_council()])


def for_case_officer(request: PortalRequest, now: datetime) -> StartPage:
    return StartPage()


def for_programme_team(request: PortalRequest, now: datetime) -> StartPage:
    return StartPage()


def for_executive(request: PortalRequest, now: datetime) -> StartPage:
    return StartPage()


def for_administrator(request: PortalRequest, now: datetime) -> StartPage:
    return StartPage(
        tasks=_open_invitations(request, now),
        shortcuts=[
            Link("Mensen en mandaten", reverse("organisations:members"), "Wie welke rol heeft, en uitnodigen."),
            Link("Handelingen", reverse("organisations:audit_record"), "Wat er is gedaan, en door welke functie."),
            Link("Gegevens bekijken", reverse("admin:index"), "Alle gegevens, alleen om te lezen."),
        ],
    )


#: A role without a start page does not exist: see the test.
PAGES: dict[Role, Callable[[PortalRequest, datetime], StartPage]] = {
    Role.COUNCIL_MEMBER: for_council_member,
    Role.GROUP_LEADER: for_group_leader,
    Role.CLERK: for_clerk,
    Role.CASE_OFFICER: for_case_officer,
    Role.PROGRAMME_TEAM: for_programme_team,
    Role.EXECUTIVE: for_executive,
    Role.ADMINISTRATOR: for_administrator,
}


@require_safe
def start(request: PortalRequest) -> HttpResponse:
    """The page of the mandate in use; without one it says what to do."""
    if request.mandate is None:
        return render(request, "site/start_without_mandate.html")
    page = PAGES[Role(request.mandate.role)](request, database_now())
    return render(request, "site/start.html", {"page": page, "name": str(request.user)})


def _open_invitations(request: PortalRequest, now: datetime) -> list[Task]:
    waiting = Invitation.objects.visible_to(request.actor).open(now).order_by("expires_at")
    first, count = waiting.first(), waiting.count()
    if first is None:
        return []
    title = "1 uitnodiging is nog niet aangenomen" if count == 1 else f"{count} uitnodigingen zijn nog niet aangenomen"
    text = "Daarna werkt de eerste link niet meer. U kunt dan opnieuw uitnodigen."
    return [Task(title, reverse("organisations:members"), text=text, deadline=first.expires_at)]


def _members_of_the_council() -> Link:
    hint = "Wie een mandaat heeft. Hier nodigt u mensen uit of beëindigt u een mandaat."
    return Link("Leden van uw raad", reverse("organisations:members"), hint)
