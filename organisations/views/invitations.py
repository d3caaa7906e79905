"""The page behind the link in an invitation. A GET changes nothing: mail scanners follow links too."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from organisations.actions import INVITATION_IS_CLOSED, accept_invitation, invitation_uuid
from organisations.http import PortalRequest
from organisations.middleware import SESSION_KEY
from organisations.models import Invitation
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: PortalRequest, token: str) -> HttpResponse:
    """Show what is offered; a POST accepts it and signs in.

    404 for a link that was never given out, 409 for one that was used, withdrawn or expired.
    """
    try:
        uuid = invitation_uuid(token)
    except signing.BadSignature as error:
        raise Http404 from error
    offer = get_object_or_404(Invitation.objects.with_names(), uuid=uuid)
    if not offer.is_open(database_now()):
        return _closed(request, INVITATION_IS_CLOSED)
    if request.method != "POST":
        return render(request, "organisations/invitation.html", {"invitation": offer})
    try:
        mandate = accept_invitation(request.actor, offer)
    except Conflict as conflict:
        return _closed(request, conflict.sentence)
    login(request, mandate.user)
    request.session[SESSION_KEY] = mandate.pk
    messages.success(request, f"Welkom. U werkt nu als {mandate.office}.")
    return redirect("site:start")


def _closed(request: PortalRequest, sentence: str) -> HttpResponse:
    return render(request, "organisations/invitation_closed.html", {"sentence": sentence}, status=409)
