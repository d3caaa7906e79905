"""The template pack `nlds`: each field has a label, its help and errors are tied to it, and errors lead to it."""

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string

from ros_portal.kit.widgets import DateInput, DateTimeInput

EVIL = '<script>alert("x")</script>'


class Everything(forms.Form):
    """One field of every kind that the portal uses."""

    name = forms.CharField(label="Naam", help_text="Zoals anderen die lezen.")
    text = forms.CharField(label="Waar zitten zorgen?", widget=forms.Textarea)
    email = forms.EmailField(label="E-mailadres", required=False)
    password = forms.CharField(label="Wachtwoord", widget=forms.PasswordInput)
    theme = forms.ChoiceField(label="Thema", choices=[("", "Kies"), ("w", "Wonen")])
    basis = forms.ChoiceField(
        label="Grondslag",
        help_text="Kies er een.",
        widget=forms.RadioSelect,
        choices=[("b", "Besluit"), ("g", "Gesprek")],
    )
    themes = forms.MultipleChoiceField(
        label="Thema's", required=False, widget=forms.CheckboxSelectMultiple, choices=[("w", "Wonen"), ("m", "Water")]
    )
    date = forms.DateField(label="Datum", widget=DateInput())
    moment = forms.DateTimeField(label="Verzenden op", widget=DateTimeInput(), required=False)
    file = forms.FileField(label="Bijlage", required=False)
    agreed = forms.BooleanField(label="Gelezen")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        if self.data.get("text") == EVIL:
            self.add_error(None, f"Niet goed: {EVIL}")


class Page(HTMLParser):
    """What a test asks of a piece of HTML: its elements with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.elements if "id" in attrs]

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.elements if attrs.get("name") == name]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for found, attrs in self.elements if found == tag]


def page(form: forms.Form, helper: FormHelper | None = None) -> Page:
    # A helper without a layout has length 0, so "or" would drop it.
    return Page(render_crispy_form(form, FormHelper() if helper is None else helper, {"csrf_token": "token"}))


@pytest.fixture
def refused() -> Page:
    return page(Everything({"email": "geen adres", "text": EVIL}))


def test_every_control_that_can_be_seen_has_a_label_of_its_own() -> None:
    html = page(Everything())

    labelled = {attrs["for"] for attrs in html.all("label")}
    controls = [attrs for tag, attrs in html.elements if tag in {"input", "select", "textarea"}]
    visible = [attrs for attrs in controls if attrs.get("type") != "hidden"]
    assert len(visible) == 13
    assert {attrs["id"] for attrs in visible} == labelled


def test_no_id_occurs_twice(refused: Page) -> None:
    ids = refused.ids()

    assert len(ids) == len(set(ids))


def test_what_describes_a_field_exists(refused: Page) -> None:
    described = [attrs["aria-describedby"] for _, attrs in refused.elements if attrs.get("aria-describedby")]
    named = {name for value in described for name in str(value).split()}

    assert {"id_name_helptext", "id_name_error", "id_basis_helptext", "id_basis_error"} <= named
    assert named <= set(refused.ids())


def test_a_field_with_an_error_says_so_in_words_and_to_assistive_technology(refused: Page) -> None:
    assert "Fout: Voer een geldig e-mailadres in." in refused.html
    assert refused.named("email")[0]["aria-invalid"] == "true"
    assert "aria-invalid" not in refused.named("text")[0]


def test_the_summary_stands_above_the_fields_and_leads_to_each_wrong_one(refused: Page) -> None:
    links = [str(attrs["href"]) for attrs in refused.all("a")]

    assert links == [f"#id_{name}" for name in ("name", "email", "password", "theme", "basis_0", "date", "agreed")]
    assert {link.removeprefix("#") for link in links} <= set(refused.ids())
    assert refused.html.index("ros-error-summary") < refused.html.index('name="name"')


def test_a_form_without_errors_has_no_summary() -> None:
    assert "ros-error-summary" not in page(Everything()).html


def test_only_what_may_stay_empty_is_marked() -> None:
    marked = re.findall(r">\s*([^<>]+?) <span class=\"ros-optional\">\(niet verplicht\)", page(Everything()).html)

    assert marked == ["E-mailadres", "Thema&#x27;s", "Verzenden op", "Bijlage"]


def test_choices_are_a_group_with_a_legend() -> None:
    html = page(Everything())

    assert len(html.all("fieldset")) == len(html.all("legend")) == 2
    assert [attrs["type"] for attrs in html.named("basis")] == ["radio", "radio"]
    assert [attrs["type"] for attrs in html.named("themes")] == ["checkbox", "checkbox"]


def test_typed_text_comes_back_and_is_never_markup(refused: Page) -> None:
    assert EVIL not in refused.html
    assert refused.html.count("&lt;script&gt;") == 2


def test_dates_come_back_in_the_format_of_the_native_pickers() -> None:
    html = page(Everything({"date": "2026-02-12", "moment": "2026-02-12T23:59"}))
    initial = page(Everything(initial={"date": dt.date(2026, 2, 12)}))

    assert html.named("date")[0]["type"] == "date"
    assert html.named("moment")[0]["type"] == "datetime-local"
    assert html.named("date")[0]["value"] == initial.named("date")[0]["value"] == "2026-02-12"
    assert html.named("moment")[0]["value"] == "2026-02-12T23:59"


def test_a_form_that_posts_has_a_token_and_one_that_only_asks_has_none() -> None:
    posts, asks = FormHelper(), FormHelper()
    asks.form_method = "get"

    assert page(Everything(), posts).named("csrfmiddlewaretoken")
    assert not page(Everything(), asks).named("csrfmiddlewaretoken")


def test_a_form_with_a_file_can_carry_it() -> None:
    assert page(Everything()).all("form")[0]["enctype"] == "multipart/form-data"


def test_a_layout_groups_fields_and_keeps_its_buttons() -> None:
    helper = FormHelper()
    helper.layout = Layout(Fieldset("Herkomst", "basis", Row("date", "moment")))
    helper.add_input(Submit("submit", "Dien in"))
    helper.add_input(Submit("keep", "Bewaar", css_class="secondary"))

    html = page(Everything(), helper)

    assert ">Herkomst</legend>" in html.html
    assert [(button["name"], button["value"], button["type"]) for button in html.all("button")] == [
        ("submit", "Dien in", "submit"),
        ("keep", "Bewaar", "submit"),
    ]
    assert "utrecht-button--primary-action" in str(html.all("button")[0]["class"])
    assert "utrecht-button--secondary-action" in str(html.all("button")[1]["class"])
    assert not html.named("name")


def test_a_formset_shows_each_form_and_its_management() -> None:
    formset = forms.formset_factory(Everything, extra=2)()

    html = Page(render_to_string("nlds/uni_formset.html", {"formset": formset, "field_template": "nlds/field.html"}))

    assert html.named("form-TOTAL_FORMS")[0]["value"] == "2"
    assert len(html.named("form-0-name")) == len(html.named("form-1-name")) == 1


def test_a_class_of_the_form_stays_beside_ours() -> None:
    class Own(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "ros-code"}))

    assert page(Own()).named("code")[0]["class"] == "utrecht-textbox utrecht-textbox--html-input ros-code"
