"""A mail server that keeps each mail as a file and sends nothing on; for `make run` and for the tests.

`refusals.json` in its folder makes it refuse: {"*": "451 try later"} or {"iemand@raad.example": "550 unknown"}.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import signal
import sys
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from .processes import Child, answers, free_port

ROOT = Path(__file__).resolve().parents[2]
REFUSALS = "refusals.json"


class MailSink:
    """The sink as a process that can be stopped, started at the same address, and told to refuse."""

    def __init__(self, folder: Path, *, log: Path, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        command = [sys.executable, "-m", "deploy.local.mailsink", str(self.port), str(folder)]
        self.child = Child("The mail sink", command, log=log, cwd=ROOT)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.child.start()
        try:
            self.child.wait_until(lambda: answers("127.0.0.1", self.port), "become ready")
        except BaseException:
            self.child.stop()
            raise

    def stop(self) -> None:
        self.child.stop()

    def kill(self) -> None:
        self.child.kill()

    def refuse(self, answer: str = "451 4.3.0 Try again later", *, address: str = "*") -> None:
        """Answer every recipient, or this one, with these words from now on."""
        refusals = {**_refusals(self.folder), address.lower(): answer}
        _write(self.folder / REFUSALS, json.dumps(refusals).encode())

    def accept(self) -> None:
        """Take every mail again."""
        (self.folder / REFUSALS).unlink(missing_ok=True)

    def mails(self) -> list[EmailMessage]:
        """What was taken, oldest first; `X-Envelope-From` and `X-Envelope-To` say what the envelope said."""
        return [read(path) for path in sorted(self.folder.glob("*.eml"))]

    def empty(self) -> None:
        for path in self.folder.glob("*.eml"):
            path.unlink(missing_ok=True)


def read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


class _Keeper:
    """What aiosmtpd asks while it talks with a client."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_RCPT(  # noqa: N802 (the name is aiosmtpd's)
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        refusals = _refusals(self.folder)
        refusal = refusals.get(address.lower(), refusals.get("*"))
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        to = ", ".join(envelope.rcpt_tos)
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {to}\r\n"
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        _write(self.folder / f"{moment}-{secrets.token_hex(4)}.eml", head.encode() + envelope.original_content)
        return "250 OK: kept"


def _refusals(folder: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((folder / REFUSALS).read_text())
    except FileNotFoundError:
        return {}
    return found


def _write(path: Path, content: bytes) -> None:
    """Write it beside its place and rename: a reader never sees half a mail."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    fresh.write_bytes(content)
    fresh.rename(path)


async def serve(port: int, folder: Path) -> None:
    from aiosmtpd.smtp import SMTP

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(_Keeper(folder), hostname="localhost", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", port
    )
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.port, arguments.folder))


if __name__ == "__main__":
    main()
