"""What every view of the portal may count on in a request."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from .actor import Actor
from .models import Mandate, User


class PortalRequest(HttpRequest):
    """A request after the middleware: with the actor, and the mandate in use if there is one."""

    actor: Actor
    mandate: Mandate | None
    mandates: list[Mandate]
    user: User | AnonymousUser
