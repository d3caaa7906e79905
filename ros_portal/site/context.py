"""What the frame of every page needs: navigation, the mandates to choose from, and the name of the portal."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

#: Label and URL name of the entries of the main navigation.
NAVIGATION = (
    ("Home", "site:home"),
    ("Rondes", "consultations:rounds"),
    ("Raden", "consultations:councils"),
    ("BOSS", "consultations:meetings"),
    ("Documenten", "documents:documents"),
    ("Berichten", "notifications:notices"),
)
OWN_WORK = ("Mijn werk", "site:start")


def portal(request: HttpRequest) -> dict[str, Any]:
    """Values for `base.html`; for an anonymous visitor without a query and without a cookie."""
    mandates = getattr(request, "mandates", [])
    in_use = getattr(request, "mandate", None)
    is_signed_in = getattr(request, "actor", None) is not None and request.actor.user_id is not None  # type: ignore[attr-defined]
    entries = (*NAVIGATION, OWN_WORK) if is_signed_in else NAVIGATION
    return {
        "portal_name": "ROS-portaal Twente",
        "demo": settings.DEMO,
        "navigation": [entry for label, name in entries if (entry := _entry(request, label, name))],
        "mandates": [{"id": mandate.pk, "label": mandate.office, "current": mandate == in_use} for mandate in mandates],
    }


def _entry(request: HttpRequest, label: str, name: str) -> dict[str, Any] | None:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    is_current = request.path == url if url == "/" else request.path.startswith(url)
    return {"label": label, "url": url, "current": is_current}
