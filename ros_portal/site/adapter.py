"""How allauth behaves here: accounts by invitation only, and mail through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from notifications.outbox import queue_mail
from notifications.tasks import look_now


class PortalAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in with e-mail; nobody signs up, a clerk or the administrator invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail as a row: a dead mail server delays a code and never fails a page."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        queue_mail(to=email, subject=str(message.subject), text=str(message.body), is_secret=True)
        look_now()
