"""Components show what they are given, escaped, with the words and structure that everybody can use."""

import datetime as dt

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from ros_portal.kit.templatetags import icons
from ros_portal.kit.templatetags.components import page_links

EVIL = "<b>x</b>"


def render(source: str, **variables: object) -> str:
    return Template("{% load components icons %}" + source).render(Context(variables))


@pytest.mark.parametrize(
    "source",
    [
        "{% page_header evil evil evil evil %}",
        "{% badge evil %}",
        "{% button_link evil evil detail=evil %}",
        "{% button evil name=evil value=evil %}",
        "{% card evil evil kicker=evil %}{% endcard %}",
        "{% alert heading=evil %}{% endalert %}",
        "{% data_table label=evil caption=evil %}{% enddata_table %}",
        "{% row evil %}{{ evil }}{% endrow %}",
        "{% more evil %}{% endmore %}",
        "{% breadcrumb evil evil evil %}",
        "{% empty_state evil evil evil evil %}",
        "{% answer evil evil evil evil %}",
        "{% timeline things %}",
        "{% task_list things %}",
        "{% stats things %}",
        "{% tabs things evil %}",
        "{% audience_note things evil evil %}",
        "{% recipients things %}",
        "{% agenda things %}",
        "{% save_status error=evil %}",
        '{% include "components/phase_bar.html" with phases=things %}',
        '{% include "components/promise.html" with title=evil text=evil evidence=things none=evil %}',
    ],
)
def test_no_component_lets_markup_through(source: str) -> None:
    names = "title url text label value note who when name detail state sentence office link_label expected period"
    thing = {**dict.fromkeys(names.split(), EVIL), "done": True, "date": dt.date(2026, 2, 12)}

    html = render(source, evil=EVIL, things=[thing, {**thing, "done": False}])

    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert EVIL not in html


def test_a_step_that_has_not_come_says_not_yet_and_when() -> None:
    html = render(
        "{% timeline steps %}",
        steps=[
            {"title": "Ingediend", "done": True, "date": dt.date(2026, 1, 19), "office": "een raadslid van Losser"},
            {"title": "Besloten", "done": False, "current": True, "expected": dt.date(2026, 2, 12)},
            {"title": "Verwerkt", "done": False},
        ],
    )

    assert "maandag 19 januari 2026</time>, door een raadslid van Losser" in html
    assert "nog niet, verwacht donderdag 12 februari 2026" in html
    assert html.count("nog niet") == 2


def test_the_link_of_a_step_tells_which_step_it_opens() -> None:
    html = render("{% timeline steps %}", steps=[{"title": "Ingediend", "done": True, "url": "/x"}])

    assert 'Bekijk deze stap<span class="ros-hidden">: Ingediend</span>' in html


def test_an_unknown_tone_or_icon_is_a_mistake_that_shows_at_once() -> None:
    with pytest.raises(KeyError):
        render('{% badge "x" "paars" %}')
    with pytest.raises(KeyError):
        render('{% icon "eenhoorn" %}')


def test_icons_say_nothing_to_a_screen_reader() -> None:
    assert all('aria-hidden="true"' in icons.icon(name) for name in icons.PATHS)


@pytest.mark.parametrize(
    ("number", "links"),
    [
        (1, [1, 2, None, 40]),
        (3, [1, 2, 3, 4, None, 40]),
        (4, [1, 2, 3, 4, 5, None, 40]),
        (7, [1, None, 6, 7, 8, None, 40]),
        (40, [1, None, 39, 40]),
    ],
)
def test_pages_far_away_are_a_gap_and_never_a_gap_of_one(number: int, links: list[int | None]) -> None:
    assert page_links(Paginator(range(1000), 25).page(number)) == links


def test_another_page_keeps_the_filters() -> None:
    request = RequestFactory().get("/", {"thema": "wonen & werk", "pagina": "2", "raad": ["LOS", "ALM"]})

    html = render("{% pagination page %}", request=request, page=Paginator(range(100000), 25).page(2000))

    assert 'href="?thema=wonen+%26+werk&amp;raad=LOS&amp;raad=ALM&amp;pagina=2001"' in html
    assert "pagina=2&" not in html
    assert ">49.976 tot en met 50.000 van 100.000<" in html


def test_one_page_has_no_pagination() -> None:
    request = RequestFactory().get("/")

    assert "<nav" not in render("{% pagination page %}", request=request, page=Paginator(range(3), 25).page(1))


def test_progress_is_a_number_to_the_browser_and_words_to_the_reader() -> None:
    html = render('{% progress "Mails versturen" 1412 16000 %}')

    assert '<progress value="1412" max="16000"' in html
    assert "1.412 van 16.000" in html


def test_the_trail_of_pages_ends_with_this_one() -> None:
    html = render('{% breadcrumb "Home" "/" "Rondes" "/rondes/" "Ronde 2" %}')

    assert html.index('href="/"') < html.index('href="/rondes/"') < html.index('aria-current="page">Ronde 2<')


def test_saving_says_when_and_failing_says_why() -> None:
    saved = dt.datetime(2026, 2, 1, 13, 3, tzinfo=dt.UTC)

    assert "14.03 uur" in render("{% save_status saved %}", saved=saved)
    assert "Nog niet bewaard" in render("{% save_status %}")
    assert "De ronde is gesloten." in render('{% save_status saved "De ronde is gesloten." %}', saved=saved)
