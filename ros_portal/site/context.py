"""What the frame of every page needs: navigation, the mandates to choose from, and the name of the portal."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from organisations.actor import Actor

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
SEARCH = ("Zoeken", "site:search")
#: Label and URL name of the links at the foot of every page.
FOOTER = (
    ("Over dit portaal", "site:about"),
    ("Toegankelijkheid", "site:accessibility"),
    ("Privacy", "site:privacy"),
    ("Contact", "site:contact"),
)
DEMO_FOOTER = (("Voorbeeldaccounts", "demo:people"), ("Postbus van het voorbeeld", "demo:post"))


def portal(request: HttpRequest) -> dict[str, Any]:
    """Values for `base.html`; for an anonymous visitor without a query and without a cookie."""
    mandates = getattr(request, "mandates", [])
    in_use = getattr(request, "mandate", None)
    actor: Actor = getattr(request, "actor", Actor.public())
    entries = (*NAVIGATION, OWN_WORK) if actor.user_id is not None else NAVIGATION
    return {
        "portal_name": "ROS-portaal Twente",
        "demo": settings.DEMO,
        "navigation": _entries(request, entries),
        "search": _entry(request, *SEARCH),
        "footer_links": _entries(request, (*FOOTER, *DEMO_FOOTER) if settings.DEMO else FOOTER),
        "mandates": [{"id": mandate.pk, "label": mandate.office, "current": mandate == in_use} for mandate in mandates],
    }


def _entries(request: HttpRequest, entries: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    return [entry for label, name in entries if (entry := _entry(request, label, name))]


def _entry(request: HttpRequest, label: str, name: str) -> dict[str, Any] | None:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    is_current = request.path == url if url == "/" else request.path.startswith(url)
    return {"label": label, "url": url, "current": is_current}
