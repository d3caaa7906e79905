"""Whatever is typed in a notice and in an invitation: the e-mail has its own headers and no others."""

import pytest
from django.urls import reverse

from deploy.local.mailsink import MailSink
from notifications.models import Mail, MailStatus, Notice, NoticeStatus
from notifications.tasks import look_now
from organisations.models import Invitation, Mandate
from tests.conftest import AsClient
from tests.journeys.hostile import HOSTILE
from tests.journeys.steps import send
from tests.journeys.tab import Tab
from tests.servers import CeleryWorker
from tests.waiting import wait_until

INVITED = "Uitnodiging voor het ROS-portaal Twente"
#: What our own mails have; the sink adds the two that begin with X.
HEADERS = {
    "X-Envelope-From",
    "X-Envelope-To",
    "Content-Type",
    "MIME-Version",
    "Content-Transfer-Encoding",
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "Auto-Submitted",
}


@pytest.mark.django_db(transaction=True)
def test_typed_words_never_become_a_header_or_a_recipient(
    celery_worker: CeleryWorker, mail_sink: MailSink, clerk: Mandate, member: Mandate, as_client: AsClient
) -> None:
    tab = Tab(as_client(clerk))
    for number, value in enumerate(HOSTILE.values()):
        tab.open(reverse("notifications:new"))
        tab.press("Bewaar en controleer", subject=value, brief=value, body=value)
        if "Verzend aan" in tab.words:
            send(tab)
        tab.open(reverse("organisations:invite", args=["losser"]))
        tab.press("Uitnodiging versturen", name=value, email=f"nieuw{number}@losser.example")
    look_now()
    wait_until(everything_has_gone, "the worker sends what waits", timeout=60)

    mails = mail_sink.mails()
    invited = set(Invitation.objects.values_list("email", flat=True))
    assert len(mails) == Notice.objects.filter(status=NoticeStatus.SENT).count() + len(invited)
    assert len(mails) > len(HOSTILE)
    assert {mail["Subject"].strip() for mail in mails} == {*Notice.objects.values_list("subject", flat=True), INVITED}
    for mail in mails:
        assert set(mail.keys()) <= HEADERS
        assert mail["To"] == mail["X-Envelope-To"]
        assert mail["To"] in invited | {member.user.email}
        assert not mail.defects


def everything_has_gone() -> bool:
    return (
        not Invitation.objects.filter(mailed_at=None).exists()
        and not Mail.objects.exclude(status=MailStatus.ACCEPTED).exists()
        and not Notice.objects.filter(status=NoticeStatus.SENDING).exists()
    )
