"""A virus scanner that answers, one that finds something, and all the ways in which one can be away."""

import io
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from ros_portal.kit.virus_scan import scan

#: The harmless test file of all virus scanners, in two halves so that this file is none.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.BaseRequestHandler):
    """Speaks INSTREAM as clamd does; a name in the stream lets it misbehave."""

    def handle(self) -> None:
        assert self._exactly(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!I", self._exactly(4))[0]:
            data += self._exactly(size)
        if EICAR in data:
            self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0")
        elif b"too large" in data:
            self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        elif b"half" in data:
            self.request.sendall(b"stream: OK")
        elif b"silence" in data:
            self.request.recv(1)  # until the other side gives up
        elif b"drip" in data:
            self._drip()
        else:
            self.request.sendall(b"stream: OK\0")

    def _drip(self) -> None:
        try:
            while True:
                self.request.sendall(b".")
                threading.Event().wait(0.05)
        except OSError:
            return

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part: bytes = self.request.recv(size - len(data))
            if not part:
                raise ConnectionError
            data += part
        return data


class TcpClamd(socketserver.ThreadingTCPServer):
    daemon_threads = True


class UnixClamd(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a scanner."""
    server: socketserver.BaseServer
    if request.param == "tcp":
        server = TcpClamd(("127.0.0.1", 0), Clamd)
        address = f"tcp://127.0.0.1:{server.socket.getsockname()[1]}"
    else:
        server = UnixClamd(str(tmp_path / "clamd"), Clamd)
        address = f"unix:{tmp_path / 'clamd'}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield address
    server.shutdown()
    server.server_close()
    thread.join()


def refusal(content: bytes, address: str, seconds: float = 10) -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        scan(io.BytesIO(content), address, seconds=seconds)
    return refused.value


def test_a_clean_file_passes_and_stands_at_its_beginning(clamd: str) -> None:
    file = io.BytesIO(b"Inbreng " * 50_000)

    scan(file, clamd)

    assert file.tell() == 0


def test_a_virus_is_refused_wherever_it_stands(clamd: str) -> None:
    refused = refusal(b"x" * (64 * 1024 - 10) + EICAR, clamd)

    assert refused.code == "virus"
    assert "niet bewaard" in refused.messages[0]


@pytest.mark.parametrize("content", [b"too large", b"half"])
def test_an_answer_that_is_not_clean_is_a_refusal(clamd: str, content: bytes) -> None:
    refused = refusal(content, clamd)

    assert refused.code == "unchecked"
    assert "kan nu niet worden gecontroleerd" in refused.messages[0]


@pytest.mark.parametrize("content", [b"silence", b"drip"])
def test_a_scanner_that_never_ends_is_given_up(clamd: str, content: bytes) -> None:
    began = time.monotonic()

    refused = refusal(content, clamd, seconds=0.3)

    assert refused.code == "unchecked"
    assert time.monotonic() - began < 3


def test_a_scanner_that_is_away_is_a_refusal(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    assert refusal(b"x", f"tcp://127.0.0.1:{port}").code == "unchecked"
    assert refusal(b"x", f"unix:{tmp_path / 'absent'}").code == "unchecked"


@pytest.mark.parametrize("address", ["", "clamd", "tcp://host", "tcp://host:notaport", "http://127.0.0.1:1", "unix:"])
def test_an_address_that_is_none_is_a_refusal(address: str) -> None:
    assert refusal(b"x", address).code == "unchecked"
