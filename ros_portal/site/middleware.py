"""What the portal does when its database is away."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from .views.errors import service_unavailable


class ServiceUnavailableMiddleware:
    """A database that is away is a 503 that asks to come back, never a 500.

    This catches what a view raises; what a middleware raises ends in `errors.server_error`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            return service_unavailable()
        return None
