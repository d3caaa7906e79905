"""Django's admin, opened by a mandate and never by a flag on the account."""

from typing import Any, NoReturn

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from organisations.policies import is_administrator


class PortalAdminSite(AdminSite):
    """For who acts as administrator now; it has no sign-in form and no account pages of its own."""

    site_header = "Beheer van het ROS-portaal"
    site_title = "Beheer"
    index_title = "Gegevens bekijken"
    site_url = "/start/"

    def has_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.actor, None)  # type: ignore[attr-defined]

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login("/beheer/")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> NoReturn:
        raise PermissionDenied

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> NoReturn:
        raise PermissionDenied

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> NoReturn:
        raise PermissionDenied
