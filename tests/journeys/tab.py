"""A tab of a browser without scripts: opens pages, fills in their forms, presses their buttons."""

import http.client
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.test import Client

from .forms import Button, Form, Typed, encoded, forms_of, words_of

MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    content_type: str
    body: bytes


#: Asks an address with a method and, for a POST, the fields as they go over the line.
Ask = Callable[[str, str, bytes], Answer]


def in_process(client: Client) -> Ask:
    """Through Django's test client: the whole portal, without a server."""

    def ask(method: str, path: str, body: bytes) -> Answer:
        response = client.generic(method, path, body, content_type="application/x-www-form-urlencoded")
        content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        return Answer(
            response.status_code, response.get("Location", ""), response.get("Content-Type", ""), bytes(content)
        )

    return ask


def over_http(port: int, cookies: dict[str, str]) -> Ask:
    """To a portal that runs as a server of its own, with the cookies that a browser would keep."""

    def ask(method: str, path: str, body: bytes) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.split(";")[0].partition("=")
                cookies[name] = value
            return Answer(
                response.status,
                response.headers.get("Location", ""),
                response.headers.get("Content-Type", ""),
                response.read(),
            )
        finally:
            connection.close()

    return ask


class Tab:
    """One tab; two tabs of one person share what `ask` keeps."""

    def __init__(self, browser: Client | Ask) -> None:
        self.ask = in_process(browser) if isinstance(browser, Client) else browser
        self.path = ""
        self.status = 0
        self.html = ""

    @property
    def words(self) -> str:
        """What a person reads on the page that is open."""
        return words_of(self.html)

    @property
    def forms(self) -> list[Form]:
        return forms_of(self.html)

    def open(self, path: str) -> "Tab":
        self._follow("GET", path, b"")
        return self

    def press(self, label: str, **typed: str | Sequence[str]) -> "Tab":
        """Fill in the form with this button and these fields, press the button, and go where it leads."""
        form, button = self._find(label, typed)
        pairs = form.filled(typed) + ([(button.name, button.value)] if button.name else [])
        action = urljoin(self.path, button.action or form.action)
        if form.method == "post":
            self._follow("POST", action, encoded(pairs))
        else:
            self._follow("GET", f"{action.partition('?')[0]}?{encoded(pairs).decode()}", b"")
        return self

    def _find(self, label: str, typed: Typed) -> tuple[Form, Button]:
        for form in self.forms:
            for button in form.buttons:
                if " ".join(button.label.split()).startswith(label) and typed.keys() <= set(form.names):
                    return form, button
        labels = [" ".join(button.label.split()) for form in self.forms for button in form.buttons]
        raise AssertionError(
            f"No button {label!r} with fields {sorted(typed)} on {self.path} ({self.status}): {labels}. {self.words}"
        )

    def _follow(self, method: str, path: str, body: bytes) -> None:
        for _ in range(MOST_REDIRECTS):
            answer = self.ask(method, path.partition("#")[0], body)
            self.path, self.status, self.html = path, answer.status, answer.body.decode(errors="replace")
            if answer.status not in {301, 302, 303, 307, 308}:
                return
            target = urlsplit(urljoin(path, answer.location))
            method, path, body = "GET", target._replace(scheme="", netloc="").geturl(), b""
        raise AssertionError(f"{path} leads on and on.")
