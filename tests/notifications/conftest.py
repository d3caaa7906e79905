"""The mail server, as this process may talk to it too."""

from datetime import timedelta

import pytest
from django.db.models import F
from pytest_django import Settings

from deploy.local.mailsink import MailSink
from notifications.models import Mail


@pytest.fixture
def mail_server(mail_sink: MailSink, settings: Settings) -> MailSink:
    """The real mail sink; pytest-django would keep mails of this process in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return mail_sink


def time_passes(span: timedelta) -> None:
    """Everything that waits for a moment has waited this much longer."""
    Mail.objects.update(next_attempt_at=F("next_attempt_at") - span)
    Mail.objects.exclude(lease_until=None).update(lease_until=F("lease_until") - span)
