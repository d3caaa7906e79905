"""Work of offices that several roles do: invitations and notices that are not finished."""

from datetime import datetime

from django.urls import reverse

from notifications.models import Notice
from organisations.http import PortalRequest
from organisations.models import Invitation
from ros_portal.kit.templatetags.dutch import number

from .page import Task


def open_invitations(request: PortalRequest, now: datetime) -> list[Task]:
    """How many invitations nobody accepted yet, and when the first of them expires."""
    waiting = Invitation.objects.visible_to(request.actor).open(now).order_by("expires_at")
    first, count = waiting.first(), waiting.count()
    if first is None:
        return []
    title = (
        "1 uitnodiging is nog niet aangenomen"
        if count == 1
        else f"{number(count)} uitnodigingen zijn nog niet aangenomen"
    )
    text = "Na de datum hieronder werkt de eerste link niet meer. U kunt dan opnieuw uitnodigen."
    task = Task(title, reverse("organisations:members"), text=text, label="Bekijk de uitnodigingen")
    return [task.until(first.expires_at, now)]


def draft_notices(request: PortalRequest) -> list[Task]:
    """Notices of the own office that were written and not sent."""
    drafts = Notice.objects.of_office(request.actor).drafts().order_by("-created_at")
    first, count = drafts.first(), drafts.count()
    if first is None:
        return []
    if count == 1:
        url = reverse("notifications:change", args=[first.uuid])
        return [
            Task(f"Bericht nog niet verzonden: {first.subject}", url, "Controleer het en verzend het.", "Ga verder")
        ]
    title = f"{number(count)} berichten zijn nog niet verzonden"
    text = f"Het laatste gaat over: {first.subject}"
    return [Task(title, reverse("notifications:office"), text=text, label="Bekijk de berichten")]
