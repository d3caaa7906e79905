"""Icons as inline SVG: no request, no font, the colour of the text around them."""

from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: Drawn for a view box of 24 by 24 with a line of 2; the only markup that is not escaped.
PATHS: Final[dict[str, SafeString]] = {
    name: mark_safe(f'<path d="{path}"/>')  # noqa: S308 - a constant of this module
    for name, path in {
        "arrow": "M5 12h14M13 6l6 6-6 6",
        "calendar": "M4 6h16v15H4zM4 11h16M8 3v5M16 3v5",
        "check": "m5 13 5 5L20 7",
        "chevron": "m6 9 6 6 6-6",
        "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 3",
        "cross": "M6 6l12 12M18 6 6 18",
        "document": "M6 3h8l5 5v13H6zM14 3v5h5M9 13h7M9 17h7",
        "download": "M12 4v11M7 11l5 5 5-5M4 20h16",
        "error": "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16.5v.01",
        "external": "M14 4h6v6M20 4 10 14M18 14v6H4V6h6",
        "filter": "M4 5h16l-6 8v6l-4 2v-8z",
        "home": "m4 11 8-7 8 7v9h-6v-6h-4v6H4z",
        "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.5v.01",
        "lock": "M6 11h12v10H6zM8 11V8a4 4 0 0 1 8 0v3",
        "mail": "M3 6h18v13H3zM3 7l9 7 9-7",
        "menu": "M4 7h16M4 12h16M4 17h16",
        "people": "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21c0-4 3-7 7-7s7 3 7 7M16 3.5a4 4 0 0 1 0 7M18 15c2 1 4 3 4 6",
        "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3-7 8-7s8 3 8 7",
        "quote": "M5 17c3 0 4-2 4-5V7H4v6h3M15 17c3 0 4-2 4-5V7h-5v6h3",
        "search": "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
        "speech": "M4 5h16v12h-9l-5 4v-4H4z",
        "warning": "M12 3 2 20h20zM12 10v4M12 17v.01",
    }.items()
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon that says nothing by itself: the text beside it does."""
    return format_html(
        '<svg class="ros-icon ros-icon--{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        name,
        PATHS[name],
    )
