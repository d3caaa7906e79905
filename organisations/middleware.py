"""Turns the session into an actor, and refusals into pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ros_portal.kit.errors import Conflict

from .actor import Actor
from .http import PortalRequest
from .models import Mandate, User

SESSION_KEY = "mandate"


def actor_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[PortalRequest], HttpResponse]:
    """Set `request.actor` from the mandate in use: the chosen one, or else the first that is current.

    A mandate that ended gives nothing, from the day it ended, whatever the session remembers.
    """

    def middleware(request: PortalRequest) -> HttpResponse:
        request.mandate, request.mandates = None, []
        request.actor = Actor.public()
        if isinstance(request.user, User):
            request.mandates = list(request.user.mandates.current(timezone.localdate()).with_names())
            request.mandate = _chosen(request.mandates, request.session.get(SESSION_KEY))
            request.actor = request.mandate.actor() if request.mandate else Actor(user_id=request.user.pk)
        return get_response(request)

    return middleware


def _chosen(mandates: list[Mandate], mandate_id: int | None) -> Mandate | None:
    return next((m for m in mandates if m.pk == mandate_id), mandates[0] if mandates else None)


class ConflictMiddleware:
    """A step that cannot happen now is a 409 with a Dutch sentence and what was typed, never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Conflict):
            return render(request, "409.html", {"sentence": error.sentence, "kept": _typed(request)}, status=409)
        return None


def _typed(request: HttpRequest) -> list[str]:
    """The texts that a person wrote: codes, dates and choices, which hold no space, can be chosen again."""
    values = (value for _, values in request.POST.lists() for value in values)
    return [value for value in values if " " in value.strip()]
