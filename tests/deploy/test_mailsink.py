"""The mail sink keeps what it takes, refuses what it is told to, and can really be stopped."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import pytest

from deploy.local.mailsink import MailSink


def send(sink: MailSink, *recipients: str, subject: str = "Uw inbreng is ontvangen") -> None:
    mail = EmailMessage()
    mail["From"] = "portaal@ros.example"
    mail["To"] = ", ".join(recipients)
    mail["Subject"] = subject
    mail.set_content("Eén bericht.\n")
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=5) as client:
        client.send_message(mail)


def test_a_mail_is_kept_with_its_envelope(mail_sink: MailSink) -> None:
    send(mail_sink, "lid@losser.example", "griffier@losser.example")

    (mail,) = mail_sink.mails()

    assert mail["Subject"] == "Uw inbreng is ontvangen"
    assert mail["X-Envelope-To"] == "lid@losser.example, griffier@losser.example"
    assert "Eén bericht." in mail.get_content()


def test_mails_are_in_the_order_of_arrival(mail_sink: MailSink) -> None:
    subjects = [f"Bericht {number}" for number in range(12)]
    for subject in subjects:
        send(mail_sink, "lid@losser.example", subject=subject)

    assert [mail["Subject"] for mail in mail_sink.mails()] == subjects


def test_a_refused_mail_is_not_kept(mail_sink: MailSink) -> None:
    mail_sink.refuse("451 4.3.0 Try again later")

    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(mail_sink, "lid@losser.example")

    assert refused.value.recipients["lid@losser.example"][0] == 451
    assert mail_sink.mails() == []


def test_one_address_can_be_refused_for_good(mail_sink: MailSink) -> None:
    mail_sink.refuse("550 5.1.1 Unknown", address="Weg@losser.example")

    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(mail_sink, "weg@losser.example")
    send(mail_sink, "lid@losser.example")

    assert [mail["X-Envelope-To"] for mail in mail_sink.mails()] == ["lid@losser.example"]


def test_a_stopped_sink_takes_nothing_and_comes_back_at_the_same_address(mail_sink: MailSink) -> None:
    send(mail_sink, "lid@losser.example", subject="Voor")
    mail_sink.stop()

    with pytest.raises(ConnectionRefusedError):
        send(mail_sink, "lid@losser.example")
    mail_sink.start()
    send(mail_sink, "lid@losser.example", subject="Na")

    assert [mail["Subject"] for mail in mail_sink.mails()] == ["Voor", "Na"]
