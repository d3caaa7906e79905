"""How a notice reads as an e-mail: the same words in plain text and laid out."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from ros_portal.kit.markdown import to_html

from .models import Notice, NoticeKind

#: Why somebody gets a notice of the process, where it does not go by their office.
REASONS = {
    NoticeKind.RECEIPT: "U krijgt dit bericht omdat u inbreng hebt ingediend in het ROS-portaal.",
    NoticeKind.FEEDBACK: "U krijgt dit bericht omdat het over uw inbreng gaat.",
    NoticeKind.SERVICE: "U krijgt dit bericht omdat u een account hebt in het ROS-portaal.",
}
GENERAL_REASON = "U krijgt dit bericht omdat u meedoet in het ROS-portaal Twente."


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail without its headers; the plain text is complete."""

    text: str
    html: str


def render_notice(notice: Notice, office: str = "") -> Letter:
    """What somebody with this office gets; the preview and the sender both call this."""
    context = letter_context(notice, office)
    return Letter(
        text=render_to_string("email/notice.txt", context).strip() + "\n",
        html=render_to_string("email/notice.html", context),
    )


def letter_context(notice: Notice, office: str = "") -> dict[str, Any]:
    """The values of which the e-mail is written."""
    return {
        "notice": notice,
        "link": f"{settings.PORTAL_URL}{notice.link or notice.get_absolute_url()}",
        "body_html": to_html(notice.body),
        "reason": reason(notice, office),
        "portal_url": settings.PORTAL_URL,
    }


def reason(notice: Notice, office: str = "") -> str:
    """The sentence at the foot that says why somebody gets this."""
    if office:
        return f"U krijgt dit bericht omdat u {office} bent."
    return REASONS.get(NoticeKind(notice.kind), GENERAL_REASON)
