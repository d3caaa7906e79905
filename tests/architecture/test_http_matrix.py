"""Every address × method × position → the status that comes back; and no secret in any of it."""

import html
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from http import HTTPStatus

from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader

from organisations.middleware import SESSION_KEY

from .http_rows import ROWS, Row
from .scene import POSITIONS, SECRETS, Scene, build


def url_names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """Every name that the portal answers to; Django's own admin is one address for all its pages."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if pattern.namespace == "admin":
                yield "admin:index"
            else:
                yield from url_names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def text_of(response: HttpResponse) -> str:
    """What a person could read in the answer: headers and words, also those of a PDF."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    if body.startswith(b"%PDF"):
        return headers + " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return headers + html.unescape(body.decode())


class Matrix(TestCase):
    """The scene, and asking one address in everybody's name; each request is undone before the next."""

    scene: Scene
    cookies: dict[str, str]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.scene = build()
        cls.cookies = {}
        for position, mandate in cls.scene.mandates.items():
            client = Client()
            client.force_login(mandate.user)
            session = client.session
            session[SESSION_KEY] = mandate.pk
            session.save()
            cls.cookies[position] = client.cookies["sessie"].value

    def ask(self, row: Row, position: str) -> HttpResponse:
        """Ask one address in somebody's name, and undo whatever it did."""
        client = Client(raise_request_exception=True)
        if position in self.cookies:
            client.cookies["sessie"] = self.cookies[position]
        url = reverse(row.name, kwargs=row.kwargs(self.scene))
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined]  # actions insist on the outermost transaction
        with block:
            response: HttpResponse = client.generic(row.method, url, **row.body)  # type: ignore[assignment]
            if not response.streaming:
                response.content  # noqa: B018  # rendered inside the transaction
            transaction.set_rollback(True)
        return response

    def check(self, row: Row) -> dict[str, set[str]]:
        """Compare one row with what comes back; returns the secrets that each position could read there."""
        found = {}
        seen: dict[str, set[str]] = {}
        for position in POSITIONS:
            response = self.ask(row, position)
            found[position] = response.status_code
            text = text_of(response)
            seen[position] = {secret for secret in SECRETS if secret in text}
            for secret in seen[position]:
                readers = SECRETS[secret]
                reads = f"{position} reads {secret!r} at {row.method} {row.name}"
                assert readers is None or position in readers, reads
        assert found == dict(zip(POSITIONS, row.statuses, strict=True)), f"{row.method} {row.name}"
        return seen


INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)
LOADED = re.compile(r"<(?:script|img|link|iframe|source|use)\b[^>]*?\b(?:src|href)=[\"']([^\"']+)", re.IGNORECASE)


class HttpMatrix(Matrix):
    """One test per row of the table, made below."""


def _test_of(row: Row) -> object:
    def test(self: HttpMatrix) -> None:
        self.check(row)

    return test


for _number, _row in enumerate(ROWS):
    _name = f"test_{_number:03d}_{_row.method}_{_row.name}".replace(":", "_")
    setattr(HttpMatrix, _name, _test_of(_row))


class WholeMatrix(Matrix):
    """What must hold for the table as a whole."""

    def test_the_table_names_every_address_and_no_other(self) -> None:
        names = set(url_names(get_resolver().url_patterns))

        assert names
        assert {row.name for row in ROWS} == names

    def test_every_address_is_asked_with_both_methods(self) -> None:
        asked = defaultdict(set)
        for row in ROWS:
            asked[row.name].add(row.method)

        assert {name for name, methods in asked.items() if methods != {"GET", "POST"}} == set()

    def test_every_secret_is_found_by_each_of_its_readers(self) -> None:
        """Otherwise the search for secrets would be a search for nothing."""
        seen: dict[str, set[str]] = defaultdict(set)
        for row in ROWS:
            if row.method == "GET":
                for position, secrets in self.check(row).items():
                    seen[position] |= secrets

        for secret, readers in SECRETS.items():
            for position in readers or POSITIONS:
                assert secret in seen[position], f"{position} should find {secret!r} somewhere"

    def test_no_page_has_inline_code_or_loads_anything_from_elsewhere(self) -> None:
        pages = 0
        for row in ROWS:
            for position in POSITIONS if row.method == "GET" else ():
                response = self.ask(row, position)
                if not response.headers.get("Content-Type", "").startswith("text/html"):
                    continue
                pages += 1
                where, body = f"{row.name} as {position}", response.content.decode()
                policy = response.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy, where
                assert "unsafe" not in policy, where
                if not row.name.startswith("admin:"):
                    assert INLINE.search(body) is None, where
                assert [url for url in LOADED.findall(body) if not url.startswith(("/", "#"))] == [], where
        assert pages

    def test_the_public_gets_no_cookie(self) -> None:
        pages = 0
        for row in ROWS:
            if row.method == "GET" and row.sets_no_cookie:
                response = self.ask(row, "public")
                pages += response.status_code == HTTPStatus.OK
                assert not response.cookies, row.name
        assert pages
