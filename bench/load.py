"""A small load generator: a bounded number of requests over a few connections that stay open."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

#: Connections at once: enough to keep two workers busy, few enough to leave them the two cores.
CONNECTIONS = 4
TIMEOUT = 60.0
#: A token for forms; the cookie and the field hold the same one.
TOKEN = "c" * 32


@dataclass(frozen=True, slots=True)
class Site:
    """Where a web server listens, and the name that it goes by."""

    port: int
    host: str
    behind_https: bool = False

    def headers(self, cookies: Mapping[str, str]) -> dict[str, str]:
        headers = {"Host": self.host, "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if self.behind_https:
            headers |= {"X-Forwarded-Proto": "https", "Referer": f"https://{self.host}/"}
        return headers


@dataclass(frozen=True, slots=True)
class Request:
    """One request of somebody; `form` makes it a POST with a valid token."""

    path: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None

    def send(self, connection: http.client.HTTPConnection, site: Site) -> http.client.HTTPResponse:
        """Send it and read the whole answer."""
        if self.form is None:
            connection.request("GET", self.path, headers=site.headers(self.cookies))
        else:
            body = urlencode({**self.form, "csrfmiddlewaretoken": TOKEN})
            headers = site.headers({**self.cookies, "csrftoken": TOKEN})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", self.path, body=body, headers=headers)
        response = connection.getresponse()
        response.read()
        return response


@dataclass(slots=True)
class Outcome:
    """How long it took, and how it was answered."""

    seconds: float
    statuses: Counter[int]

    def require(self, status: int) -> "Outcome":
        """Raise where anything else came back: an error page is quick, and proves nothing."""
        if set(self.statuses) != {status}:
            raise RuntimeError(f"Expected {status} for every request, got {dict(self.statuses)}.")
        return self


def send_all(site: Site, requests: Iterable[Request], *, connections: int = CONNECTIONS) -> Outcome:
    """Send these requests, each as soon as a connection is free, and wait for all answers."""
    waiting = _Shared(requests)
    statuses: Counter[int] = Counter()
    failures: list[Exception] = []
    ready = threading.Barrier(connections + 1)

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=TIMEOUT)
        try:
            connection.connect()
            ready.wait()
            for request in waiting:
                status = request.send(connection, site).status
                with waiting.lock:
                    statuses[status] += 1
        except Exception as error:  # noqa: BLE001 - it is raised again in the thread that waits
            failures.append(error)
            ready.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(connections)]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    if failures:
        raise failures[0]
    return Outcome(seconds, statuses)


class _Shared(Iterator[Request]):
    """One row of work for several threads."""

    def __init__(self, requests: Iterable[Request]) -> None:
        self._requests = iter(list(requests))
        self.lock = threading.Lock()

    def __next__(self) -> Request:
        with self.lock:
            return next(self._requests)
