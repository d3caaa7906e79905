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

from .http_rows import Row
from .http_rows_boss import BOSS
from .http_rows_cosigning import COSIGNING
from .http_rows_exports import EXPORTS
from .http_rows_fair_time import FAIR_TIME
from .http_rows_input import INPUT
from .http_rows_people import ACCOUNT, PEOPLE
from .http_rows_public import PUBLIC
from .http_rows_rounds import ROUNDS
from .http_rows_search import SEARCH
from .http_rows_seeing import SEEING
from .http_rows_technical import TECHNICAL
from .http_rows_writing import WRITING
from .scene import POSITIONS, SECRETS, Scene, build

ROWS: list[Row] = [
    *BOSS,
    *COSIGNING,
    *EXPORTS,
    *FAIR_TIME,
    *INPUT,
    *PEOPLE,
    *ACCOUNT,
    *PUBLIC,
    *ROUNDS,
    *SEARCH,
    *SEEING,
    *TECHNICAL,
    *WRITING,
]
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)
#: In an excerpt a word that was found is marked, also in the middle of a secret.
MARKED = re.compile(r"</?mark>")
LOADED = re.compile(r"<(?:script|img|link|iframe|source|use)\b[^>]*?\b(?:src|href)=[\"']([^\"']+)", re.IGNORECASE)


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
    return headers + html.unescape(MARKED.sub("", body.decode()))


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
        self.client.cookies.clear()
        if position in self.cookies:
            self.client.cookies["sessie"] = self.cookies[position]
        url = reverse(row.name, kwargs=row.kwargs(self.scene))
        send = self.client.post if row.method == "POST" else self.client.get
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined]  # actions insist on the outermost transaction
        with block:
            response: HttpResponse = send(url, row.body(self.scene))  # type: ignore[assignment]
            transaction.set_rollback(True)
        return response

    def check(self, row: Row) -> None:
        """Compare one row with what comes back, and look for what does not belong there."""
        found = {}
        for position in POSITIONS:
            response = self.ask(row, position)
            found[position] = response.status_code
            text, where = text_of(response), f"{row.method} {row.name} as {position}"
            for secret, readers in SECRETS.items():
                assert readers is None or position in readers or secret not in text, f"{secret!r} is read at {where}"
            if response.headers.get("Content-Type", "").startswith("text/html"):
                check_loads(response, where)
            if position == "public" and row.method == "GET" and row.name not in SIGNING_IN:
                assert not response.cookies, where
        assert found == dict(zip(POSITIONS, row.statuses, strict=True)), f"{row.method} {row.name}"


#: Only a page with a form for people without an account may set a cookie: the one that protects the form.
SIGNING_IN = {"organisations:invitation", *(row.name for row in ACCOUNT)}


def check_loads(response: HttpResponse, where: str) -> None:
    """No inline code or style, nothing from another host, and a policy that would refuse them."""
    policy, body = response.headers["Content-Security-Policy"], response.content.decode()
    assert "default-src 'none'" in policy, where
    assert "unsafe" not in policy, where
    if not where.split()[1].startswith("admin:"):
        assert INLINE.search(body) is None, where
    assert [url for url in LOADED.findall(body) if not url.startswith(("/", "#"))] == [], where


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

    def test_every_position_gets_a_page_and_a_refusal_somewhere(self) -> None:
        for number, position in enumerate(POSITIONS):
            statuses = {row.statuses[number] for row in ROWS}
            assert {200, 404, 405} <= statuses, position

    def test_every_secret_is_found_by_each_of_its_readers(self) -> None:
        """Otherwise the search for secrets would be a search for nothing."""
        unseen = {
            position: {s for s, who in SECRETS.items() if position in (who or POSITIONS)} for position in POSITIONS
        }
        papers_last = sorted(ROWS, key=lambda row: row.name.endswith("_pdf"))  # a PDF costs a hundred pages
        for row in papers_last:
            for position, status in zip(POSITIONS, row.statuses, strict=True):
                if unseen[position] and status == HTTPStatus.OK and row.method == "GET":
                    text = text_of(self.ask(row, position))
                    unseen[position] = {secret for secret in unseen[position] if secret not in text}

        assert {position: secrets for position, secrets in unseen.items() if secrets} == {}
