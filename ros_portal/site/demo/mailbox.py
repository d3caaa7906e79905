"""The mails that the local mail sink took, so that a visitor of the example can read them."""

import re
from collections.abc import Iterable, Iterator
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


def names() -> list[str]:
    """The files of all mails, the latest first: their names begin with the moment."""
    return sorted((path.name for path in _folder().glob("*.eml") if FILE_NAME.fullmatch(path.name)), reverse=True)


def letters(names: Iterable[str]) -> list[Letter]:
    """The mails in these files of the sink; what is no mail, or was taken away meanwhile, is left out."""
    return list(_read(_folder() / name for name in names if FILE_NAME.fullmatch(name)))


def _folder() -> Path:
    return Path(settings.MAIL_FOLDER)


def _read(paths: Iterable[Path]) -> Iterator[Letter]:
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
