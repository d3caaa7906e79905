"""The start page: what waits for the person who signed in, for the mandate in use."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.http import PortalRequest


@require_safe
def start(request: PortalRequest) -> HttpResponse:
    return render(request, "site/start.html")
