"""Whatever is put in whichever field of any page: it is handled or refused with a sentence, never a 500.

The fields are those of the pages themselves: a tab per role follows every link and collects every form, so a new
field is tried without anybody thinking of it.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from pytest_django import Settings

from tests.architecture.scene import Scene, build
from tests.conftest import AsClient
from tests.journeys.forms import CHOSEN, TYPED, Form, encoded, forms_of
from tests.journeys.hostile import HOSTILE, SHOWN, UNLIKELY
from tests.journeys.tab import Answer, Ask, in_process

LINK = re.compile(r"<a\b[^>]*\bhref=\"([^\"#?]+)")
#: What a well-meaning person types where nothing stands yet.
SAMPLES = {
    "email": "iemand@losser.example",
    "date": "2031-01-16",
    "time": "13:30",
    "datetime-local": "2031-01-16T13:30",
    "number": "1",
    "password": "een lang wachtwoord",
}
CSRF = "csrfmiddlewaretoken"
#: Is refused beside the choice that the form begins with.
GOES_WITH_ANOTHER_CHOICE = {"refusal_reason"}
#: Ends the visit, or changes who one is.
LEFT_OUT = {"account_logout", "organisations:choose_mandate"}
#: Refuses the sample: nobody signs in with it.
ALWAYS_REFUSES = {"account_login"}
#: Markup that was typed and that a browser would obey.
OBEYED = re.compile(
    rb"<script>alert|<img src=x|<svg/onload|<a\b[^>]*href=['\"]?javascript:|<img[^>]*elders\.example", re.IGNORECASE
)
#: How a page says why it refuses.
REASONS = (b'role="alert"', b"<title>Dit kan nu niet", b"Deze vraag begrijpt het portaal niet", b'"error"')

#: Role → the fields that it must come across, as address and name; digits read as N. What another role comes
#: across as well is tried once, by the role under which it stands here.
MUST_BE_TRIED: dict[str, set[tuple[str, str]]] = {
    "public": {
        ("account_login", "login"),
        ("account_login", "password"),
        ("account_request_login_code", "email"),
        ("account_reset_password", "email"),
        ("consultations:contributions", "zoek"),
        ("documents:documents", "zoek"),
        ("notifications:notices", "zoek"),
    },
    "member": {
        ("consultations:draft", "vraag_N"),
        ("account_set_password", "passwordN"),
        ("consultations:reading_lists", "title"),
        ("consultations:rename_reading_list", "title"),
        ("consultations:keep_answer", "title"),
    },
    "clerk": {
        ("consultations:draft", "decision_reference"),
        ("consultations:draft", "minority_view"),
        ("consultations:start_contribution", "basis"),
        ("consultations:evenings", "held_on"),
        ("consultations:change_involvement", "explanation"),
        ("consultations:change_involvement", "contact_email"),
        ("consultations:ask_extension", "reason"),
        ("consultations:plan_track", "decision_on"),
        ("notifications:new", "subject"),
        ("notifications:new", "brief"),
        ("notifications:new", "body"),
        ("notifications:change", "body"),
        ("notifications:send", "seen"),
        ("organisations:invite", "name"),
        ("organisations:invite", "email"),
    },
    "secretary": {
        ("consultations:answer_extension", "until"),
        ("consultations:answer_extension", "reason"),
        ("consultations:fair_time_what_if", "boss_on"),
        ("consultations:plan_meeting", "location"),
        ("consultations:add_agenda_item", "title"),
        ("consultations:change_agenda_item", "title"),
        ("consultations:cover_note", "requested_decision"),
        ("consultations:cover_note", "annexes"),
        ("consultations:decide_item", "besluit-text"),
        ("consultations:decide_item", "besluit-reason"),
        ("consultations:give_feedback", "rN-reason"),
        ("consultations:record_text_change", "description"),
        ("consultations:new_programme_item", "title"),
        ("consultations:new_programme_item", "summary"),
        ("consultations:change_programme_item", "summary"),
        ("consultations:take_up_answers", "item"),
        ("consultations:inbox", "zoek"),
        ("consultations:route_answers", "answers"),
    },
    "administrator": {
        ("organisations:invite_to_office", "name"),
        ("organisations:invite_to_office", "email"),
        ("organisations:audit_record", "permission"),
    },
}


@dataclass
class Door:
    """One form where it was found, and the address that it goes to."""

    page: str
    action: str
    name: str
    form: Form

    def __str__(self) -> str:
        return f"{self.form.method} {self.name} on {self.page}"

    @property
    def is_typed_in(self) -> bool:
        """Whether it changes something and has a field for words."""
        kinds = {control.kind for control in self.form.controls}
        return self.form.method == "post" and bool(kinds & TYPED) and self.name not in ALWAYS_REFUSES

    def tries(self, *, every: bool) -> Iterator[tuple[str, str, str]]:
        """Field, what is tried, value; of the values every one, or one in three, the next field's being others."""
        for number, field in enumerate(self.form.names):
            kinds = {control.kind for control in self.form.named(field)}
            values = list((HOSTILE if kinds & TYPED else UNLIKELY).items())
            for what, value in values if every else values[number % 3 :: 3]:
                if field != CSRF:
                    yield field, what, value

    def send(self, ask: Ask, typed: dict[str, str]) -> Answer:
        pairs = self.form.filled(typed)
        pairs += [(button.name, button.value) for button in self.form.buttons[:1] if button.name]
        if self.form.method == "post":
            return ask("POST", self.action, encoded(pairs))
        return ask("GET", f"{self.action}?{encoded(pairs).decode()}", b"")

    def usual(self, *, with_choices: bool) -> dict[str, str]:
        """Something sensible in every field that is empty."""
        sensible = {}
        for field in set(self.form.names) - GOES_WITH_ANOTHER_CHOICE:
            controls = self.form.named(field)
            if not any(control.is_on and control.value for control in controls):
                offered = [control.value for control in controls if control.value]
                if controls[0].kind not in CHOSEN | {"hidden"}:
                    sensible[field] = SAMPLES.get(controls[0].kind, "Gewone woorden.")
                elif with_choices and offered:
                    sensible[field] = offered[0]
        return sensible

    def accepted(self, ask: Ask) -> dict[str, str] | None:
        """What makes the portal accept the form, so that it is the hostile value alone that is judged."""
        for with_choices in (False, True) if self.form.method == "post" else ():
            usual = self.usual(with_choices=with_choices)
            with undone():
                answer = self.send(ask, usual)
            if answer.status == 302 and not is_sent_to_sign_in(answer):
                return usual
        return None


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside did not happen."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # actions insist on the outermost transaction
    with block:
        yield
        transaction.set_rollback(True)


def name_of(path: str) -> str:
    """The name of an address of the portal; empty for any other."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def doors(ask: Ask, role: str) -> list[Door]:
    """Every form behind every link, one of each kind, but those that are for another role to try."""
    mine = {name for name, _ in MUST_BE_TRIED[role]}
    left_out = LEFT_OUT | {name for fields in MUST_BE_TRIED.values() for name, _ in fields} - mine
    found: dict[tuple[str, ...], Door] = {}
    waiting = ["/"] if role == "public" else ["/start/", "/"]
    known = set(waiting)
    while waiting:
        page = waiting.pop(0)
        answer = ask("GET", page, b"")
        assert answer.status < 500, page
        if answer.status in {301, 302}:
            links = [answer.location]
        elif answer.content_type.startswith("text/html"):
            html = answer.body.decode()
            links = LINK.findall(html)
            for form in forms_of(html):
                action = urljoin(page, form.action).partition("#")[0]
                door = Door(page, action, name_of(action), form)
                if door.name not in left_out:
                    found.setdefault((door.name, *(plain(field) for field in form.names)), door)
        else:
            continue
        for link in links:
            path = urlsplit(urljoin(page, link)).path
            is_page = link.startswith("/") and name_of(path) not in {"", "admin:index", *LEFT_OUT}
            if is_page and path not in known and not path.endswith(".pdf"):
                known.add(path)
                waiting.append(path)
    return list(found.values())


def plain(field: str) -> str:
    return re.sub(r"\d+", "N", field)


def fault_in(door: Door, ask: Ask, answer: Answer, *, is_shown: bool) -> str:
    """What is wrong with an answer, and with the page where it `is_shown`; empty when nothing is."""
    is_accepted = answer.status == 302
    if is_sent_to_sign_in(answer):
        return "is sent to sign in"
    if is_accepted:
        if not answer.location.isascii() or not answer.location.isprintable():
            return f"leads to {answer.location!r}"
        if not is_shown:
            return ""
        answer = ask("GET", urljoin(door.action, answer.location).partition("#")[0], b"")
    if is_accepted and answer.status not in {200, 302}:
        return f"leads to a page that answers {answer.status}"
    if not is_accepted and answer.status not in {200, 400, 403, 404, 409, 429}:
        return f"answers {answer.status}"
    if not is_accepted and door.form.method == "post" and answer.status in {200, 400, 409} and not says_why(answer):
        return f"is refused ({answer.status}) without a sentence"
    obeyed = OBEYED.search(answer.body)
    return f"is shown as markup: {obeyed.group().decode()}" if obeyed else ""


def is_sent_to_sign_in(answer: Answer) -> bool:
    return answer.location.startswith(f"{reverse('account_login')}?next=")


def says_why(answer: Answer) -> bool:
    return any(reason in answer.body for reason in REASONS)


@pytest.fixture
def scene(db: None, settings: Settings) -> Scene:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # many passwords are tried
    return build()


@pytest.mark.parametrize("role", MUST_BE_TRIED)
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)], ids=["some", "every"])
def test_no_value_in_any_field_breaks_a_page(scene: Scene, as_client: AsClient, role: str, every: bool) -> None:
    browser = Client() if role == "public" else as_client(scene.mandates[role])
    cookies, ask = {name: cookie.value for name, cookie in browser.cookies.items()}, in_process(browser)
    tried, faults = set[tuple[str, str]](), list[str]()

    def undoing() -> AbstractContextManager[None]:
        browser.cookies = SimpleCookie(cookies)
        return undone()

    for door in doors(ask, role):
        with undoing():
            usual = door.accepted(ask)
        if usual is None and door.is_typed_in:
            faults.append(f"{door} does not accept the usual words")
        for field, what, value in door.tries(every=every):
            tried.add((door.name, plain(field)))
            with undoing():
                try:
                    answer = door.send(ask, {**(usual or {}), field: value})
                    fault = fault_in(door, ask, answer, is_shown=what in SHOWN)
                except Exception as error:  # noqa: BLE001 - the test client passes on what would be a 500
                    fault = f"raises {type(error).__name__}: {error}"[:300]
            if fault:
                faults.append(f"{door}, {field}: {what} {fault}")

    assert faults == [], "\n".join(faults)
    assert MUST_BE_TRIED[role] - tried == set()
