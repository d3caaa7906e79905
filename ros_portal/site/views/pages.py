"""Pages that hardly change: about, accessibility, privacy, contact; and two files for machines."""

import datetime as dt
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.models import Organisation

#: RFC 9116 asks for a date less than a year ahead; it moves along, because the portal is looked after.
SECURITY_TXT_DAYS = 180
#: Pages of one person, that no search engine has to look for.
NOT_FOR_ROBOTS = ("/account/", "/beheer/", "/demo/", "/start/", "/uitnodiging/")


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html", {"mailbox": mailbox()})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "site/privacy.html", {"mailbox": mailbox()})


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to ask, per party: the behandelend ambtenaar, by function."""
    parties = Organisation.objects.valid_on(timezone.localdate()).order_by("name")
    return render(request, "site/contact.html", {"parties": parties, "mailbox": mailbox()})


def mailbox() -> str:
    """The address of those who look after the portal."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    expires = (timezone.now() + dt.timedelta(days=SECURITY_TXT_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{mailbox()}",
        f"Expires: {expires.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.PORTAL_URL}{reverse('site:security_txt')}",
    ]
    return _plain(lines)


@login_not_required
@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    return _plain(["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)])


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
