"""The optional look of ClamAV at what people send: no answer is a refusal."""

import socket
import struct
import time
from contextlib import closing
from typing import IO
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

CONNECT_SECONDS = 3
TOTAL_SECONDS = 30
CHUNK = 64 * 1024
LONGEST_ANSWER = 4_096
CLEAN = b"stream: OK"
FOUND = b" FOUND"


def scan(file: IO[bytes], address: str, *, seconds: float = TOTAL_SECONDS) -> None:
    """Have clamd at `address` (`tcp://host:3310` or `unix:/run/clamd.sock`) look at the file, by INSTREAM.

    Raises ValidationError, in Dutch, when it finds something, and also when it is away, slow, or answers anything
    else than that the file is clean. Leaves the file at its beginning. Takes `seconds` at most.
    """
    try:
        answer = _ask(file, address, time.monotonic() + seconds)
    except (OSError, ValueError) as error:
        raise _unchecked() from error
    if answer.endswith(FOUND):
        raise ValidationError(
            "De virusscanner vond iets schadelijks in dit bestand. Het is niet bewaard. Kies een ander bestand.",
            code="virus",
        )
    if answer != CLEAN:
        raise _unchecked()


def _ask(file: IO[bytes], address: str, until: float) -> bytes:
    with closing(_connected(address)) as clamd:
        file.seek(0)
        _send(clamd, b"zINSTREAM\0", until)
        while chunk := file.read(CHUNK):
            _send(clamd, struct.pack("!I", len(chunk)) + chunk, until)
        _send(clamd, struct.pack("!I", 0), until)
        file.seek(0)
        return _answer(clamd, until)


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp" and parts.hostname and parts.port:
        return socket.create_connection((parts.hostname, parts.port), timeout=CONNECT_SECONDS)
    if parts.scheme != "unix" or not parts.path:
        raise ValueError("The address of clamd is tcp://host:port or unix:/path.")
    clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    clamd.settimeout(CONNECT_SECONDS)
    try:
        clamd.connect(parts.path)
    except OSError:
        clamd.close()
        raise
    return clamd


def _send(clamd: socket.socket, message: bytes, until: float) -> None:
    clamd.settimeout(_left(until))
    clamd.sendall(message)


def _answer(clamd: socket.socket, until: float) -> bytes:
    """What clamd says, up to the zero that ends it; a drip of bytes does not stretch the time."""
    answer = b""
    while not answer.endswith(b"\0"):
        clamd.settimeout(_left(until))
        part = clamd.recv(LONGEST_ANSWER)
        answer += part
        if not part or len(answer) > LONGEST_ANSWER:
            raise ConnectionError("clamd gave no whole answer.")
    return answer[:-1]


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("clamd took too long.")
    return left


def _unchecked() -> ValidationError:
    return ValidationError(
        "Uw bestand kan nu niet worden gecontroleerd op virussen. Het is niet bewaard. Probeer het later opnieuw.",
        code="unchecked",
    )
