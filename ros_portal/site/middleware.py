"""What every answer has: a database that is away said so, nothing kept for others, and a line in the log."""

import re
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django_structlog.middlewares import RequestMiddleware

from organisations.http import PortalRequest

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


class PrivatePagesMiddleware:
    """What a person may read is not kept by a proxy, nor shown by the browser without asking again."""

    def __init__(self, get_response: Callable[[PortalRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class RequestLogMiddleware(RequestMiddleware):
    """One line per request, without what only its visitor should know: the secret of a link, the words of a search."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        path = re.sub(r"^(/uitnodiging/).+", r"\1…", request.path)
        return f"{request.method} {path}"
