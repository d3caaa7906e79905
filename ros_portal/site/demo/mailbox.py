"""The mails that the local mail sink took, so that a visitor of the example can read them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

FILE_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*\.eml")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as its reader sees it."""

    name: str
    to: str
    subject: str
    sent_at: datetime | None
    text: str


def letters() -> list[Letter]:
    """All mails, the latest first; a mail that is taken away meanwhile is left out."""
    return list(_read(sorted(_folder().glob("*.eml"), reverse=True)))


def letter(name: str) -> Letter | None:
    """The mail in this file of the sink, if there is one."""
    if not FILE_NAME.fullmatch(name):
        return None
    return next(_read([_folder() / name]), None)


def _folder() -> Path:
    return Path(settings.MAIL_FOLDER)


def _read(paths: list[Path]) -> Iterator[Letter]:
    for path in paths:
        try:
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
        except FileNotFoundError:
            continue
        yield Letter(
            name=path.name,
            to=str(message["To"] or ""),
            subject=str(message["Subject"] or "(geen onderwerp)"),
            sent_at=_sent_at(message),
            text=_text(message),
        )


def _sent_at(message: EmailMessage) -> datetime | None:
    header = message["Date"]
    moment: datetime | None = getattr(header, "datetime", None)
    return moment


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    return str(part.get_content()) if part is not None else ""
