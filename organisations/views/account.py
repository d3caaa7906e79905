"""Pages about one's own account: the mandates one holds, and the one in use."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from organisations.http import PortalRequest
from organisations.middleware import SESSION_KEY


@require_safe
def account(request: PortalRequest) -> HttpResponse:
    """Name, address and mandates of the person who signed in."""
    return render(request, "organisations/account.html")


@require_POST
def choose_mandate(request: PortalRequest) -> HttpResponse:
    """Act for another of one's own current mandates; any other number does not exist."""
    wanted = request.POST.get("mandate", "")
    mandate = next((m for m in request.mandates if str(m.pk) == wanted), None)
    if mandate is None:
        raise Http404
    request.session[SESSION_KEY] = mandate.pk
    messages.success(request, f"U werkt nu als {mandate.office}.")
    return redirect("site:start")
