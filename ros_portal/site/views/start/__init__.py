"""The start page: what waits for the person who signed in, for the mandate in use.

One function per role fills it. It takes the request and the time, and gives a `StartPage`; what belongs
to an app is asked from that app's querysets, so this package holds words and addresses only.
"""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.actor import Role
from organisations.http import PortalRequest
from organisations.models import Mandate, User
from ros_portal.kit.clock import database_now
from ros_portal.kit.templatetags.dutch import short_day

from .council import for_clerk, for_council_member
from .officials import for_case_officer, for_executive
from .page import StartPage
from .region import for_administrator, for_programme_team

#: A role without a start page does not exist: see the test. A group leader has what a member has, and
#: what the policies add for the fractie.
PAGES: dict[Role, Callable[[PortalRequest, datetime], StartPage]] = {
    Role.COUNCIL_MEMBER: for_council_member,
    Role.GROUP_LEADER: for_council_member,
    Role.CLERK: for_clerk,
    Role.CASE_OFFICER: for_case_officer,
    Role.PROGRAMME_TEAM: for_programme_team,
    Role.EXECUTIVE: for_executive,
    Role.ADMINISTRATOR: for_administrator,
}
#: How many mandates without rights are named to who has no other.
NAMED = 3


@require_safe
def start(request: PortalRequest) -> HttpResponse:
    """The page of the mandate in use; without one it says why, and what to do."""
    if request.mandate is None:
        return render(request, "site/start_without_mandate.html", {"mandates_in_words": _without_rights(request)})
    now = database_now()
    context = {
        "page": PAGES[Role(request.mandate.role)](request, now),
        "name": str(request.user),
        "others": [mandate.office for mandate in request.mandates if mandate != request.mandate],
    }
    return render(request, "site/start.html", context)


def _without_rights(request: PortalRequest) -> list[str]:
    """The mandates that gave rights before or will later, each in a sentence; the latest first."""
    if not isinstance(request.user, User):
        return []
    today = timezone.localdate()
    mandates = request.user.mandates.not_current(today).with_names().order_by("-starts_on", "-pk")
    return [_sentence(mandate, ended=mandate.starts_on <= today) for mandate in mandates[:NAMED]]


def _sentence(mandate: Mandate, *, ended: bool) -> str:
    if ended:
        return f"Uw mandaat als {mandate.office} is beëindigd op {short_day(mandate.ends_on)}."
    return f"Uw mandaat als {mandate.office} begint op {short_day(mandate.starts_on)}."
