"""The forms of a page as a browser reads them: which fields there are, what is in them, where they go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

#: Kinds of field in which a person types words; a hidden field can be typed in too by who means harm.
TYPED = frozenset({"text", "textarea", "email", "search", "password", "url", "tel"})
CHOSEN = frozenset({"checkbox", "radio", "option"})

Typed = Mapping[str, str | Sequence[str]]


@dataclass
class Control:
    """One field, or one choice of several with the same name."""

    name: str
    kind: str
    value: str = ""
    is_on: bool = True


@dataclass
class Button:
    label: str = ""
    name: str = ""
    value: str = ""
    action: str = ""


@dataclass
class Form:
    """What can be filled in and pressed."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names of the fields, in the order of the page."""
        return list(dict.fromkeys(control.name for control in self.controls))

    def named(self, name: str) -> list[Control]:
        return [control for control in self.controls if control.name == name]

    def filled(self, typed: Typed) -> list[tuple[str, str]]:
        """What a browser sends: what was typed, and what stood there for the rest."""
        unknown = typed.keys() - set(self.names)
        assert not unknown, f"The form {self.action} has no field {sorted(unknown)}; it has {self.names}."
        return list(self._filled(typed))

    def _filled(self, typed: Typed) -> Iterator[tuple[str, str]]:
        for name in self.names:
            if name in typed:
                values = typed[name]
                yield from ((name, value) for value in ([values] if isinstance(values, str) else values))
            else:
                yield from ((name, control.value) for control in self.named(name) if control.is_on)


def encoded(pairs: Sequence[tuple[str, str]]) -> bytes:
    """The fields as they go over the line; half a surrogate pair goes as the bytes that it would have."""
    return urlencode(pairs, encoding="utf-8", errors="surrogatepass").encode()


def forms_of(html: str) -> list[Form]:
    """All forms of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms


def words_of(html: str) -> str:
    """What a person reads on a page, in one line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.words).split())


class _Reader(HTMLParser):
    """Collects forms and words; what it does not know it leaves out."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.form: Form | None = None
        self.select = ""
        self.has_many = False
        self.collecting: Control | Button | None = None
        self.is_silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.is_silent = tag in {"script", "style"}
        self.words.append(" ")
        if tag == "form":
            self.form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None and "disabled" not in given:
            self._control(self.form, tag, given)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value, kind = given.get("name", ""), given.get("value", ""), given.get("type", "text").lower()
        if tag == "select":
            self.select, self.has_many = name, "multiple" in given
        elif tag == "option":
            control = Control(self.select, "option", value, "selected" in given)
            form.controls.append(control)
            self.collecting = None if "value" in given else control
        elif tag == "textarea":
            self.collecting = Control(name, "textarea")
            form.controls.append(self.collecting)
        elif tag == "button" or kind == "submit":
            self.collecting = Button("" if tag == "button" else value, name, value, given.get("formaction", ""))
            form.buttons.append(self.collecting)
        elif tag == "input" and name:
            if kind in {"checkbox", "radio"}:
                form.controls.append(Control(name, kind, given.get("value", "on"), "checked" in given))
            else:
                form.controls.append(Control(name, kind, value))

    def handle_data(self, data: str) -> None:
        if not self.is_silent:
            self.words.append(data)
        if isinstance(self.collecting, Button):
            self.collecting.label += data
        elif self.collecting is not None:
            self.collecting.value += data

    def handle_endtag(self, tag: str) -> None:
        self.is_silent = False
        self.words.append(" ")
        if tag == "form":
            self.form = None
        elif tag == "textarea" and isinstance(self.collecting, Control):
            self.collecting.value = self.collecting.value.removeprefix("\r").removeprefix("\n")
        elif tag == "select" and self.form is not None and not self.has_many:
            options = self.form.named(self.select)
            if options and not any(option.is_on for option in options):
                options[0].is_on = True
        if tag in {"textarea", "option", "button"}:
            self.collecting = None
