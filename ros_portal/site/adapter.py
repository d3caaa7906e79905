"""How allauth behaves here: accounts by invitation only, and mail through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from notifications.outbox import queue_mail
from notifications.tasks import look_now


class PortalAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in with e-mail; nobody signs up, a clerk or the administrator invites."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw.",
        "incorrect_code": "Deze code klopt niet. Kijk in uw e-mail en vul de code opnieuw in.",
        "too_many_login_attempts": "Er is te vaak geprobeerd om in te loggen. Wacht een paar minuten.",
        "rate_limited": "U probeert het te snel achter elkaar. Wacht een paar minuten.",
        "enter_current_password": "Dit is niet uw huidige wachtwoord.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("organisations:account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail as a row: a dead mail server delays a code and never fails a page."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        queue_mail(to=email, subject=str(message.subject), text=str(message.body), is_secret=True)
        look_now()
