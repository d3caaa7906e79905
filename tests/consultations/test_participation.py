"""The participation overview: charts and a map, and the table that says the same."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.models import ConsultationRound, Weight
from organisations.models import Council, Fractie, Mandate, Organisation, Tier
from ros_portal.kit.templatetags.charts import Bar, Tile, bar_chart, tile_map
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, RoundFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("phases")]


def page_of(client: Client, round_: ConsultationRound) -> str:
    response = client.get(reverse("consultations:participation", args=[round_.slug]))
    assert response.status_code == 200
    return response.content.decode()


def read(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def charts(page: str) -> list[str]:
    return [read(chart) for chart in re.findall(r'<svg class="ros-chart".*?</svg>', page, re.DOTALL)]


def tiles(page: str) -> list[str]:
    return re.findall(r'<a class="ros-map__tile[^"]*" href="[^"]*" aria-label="([^"]*)"', page)


@pytest.fixture
def on_the_map(losser: Council, enschede: Council) -> None:
    Organisation.objects.filter(pk=losser.organisation_id).update(map_column=2, map_row=1)
    Organisation.objects.filter(pk=enschede.organisation_id).update(map_column=2, map_row=2)


def test_each_weight_has_a_chart_of_its_own_with_the_councils_by_name(
    client: Client, losser: Council, enschede: Council, fractie: Fractie
) -> None:
    round_ = RoundFactory(closed=True, questions=1, councils=[losser, enschede], input_published_at=timezone.now())
    for _ in range(2):
        ContributionFactory(round=round_, council=losser, released=True)
    ContributionFactory(round=round_, council=losser, weight=Weight.FRACTIE, fractie=fractie, released=True)
    ContributionFactory(round=round_, council=enschede, released=True)

    page = page_of(client, round_)

    assert charts(page) == ["Enschede 1 Losser 2", "Enschede geen Losser 1"]
    table = read(page[page.index("<tbody>") :])
    assert table.startswith("Enschede ENS 1 geen geen geen Losser LOS 2 1 geen geen")


@pytest.mark.usefixtures("on_the_map")
def test_a_tile_says_in_a_word_what_its_shade_says_and_links_to_the_council(
    client: Client, as_client: AsClient, case_officer: Mandate, losser: Council, enschede: Council
) -> None:
    round_ = RoundFactory(closed=True, questions=1, councils=[losser, enschede])
    ContributionFactory(round=round_, council=losser, released=True)

    public, official = page_of(client, round_), page_of(as_client(case_officer), round_)

    assert tiles(public) == ["Losser (LOS): gegeven", "Enschede (ENS): stil"]
    assert tiles(official) == ["Losser (LOS): inbreng", "Enschede (ENS): stil"]
    assert f'ros-map__tile--half" href="{losser.get_absolute_url()}"' in public
    assert "Inbreng gegeven, nog niet te lezen" in public
    assert "1 van de 2 uitgenodigde raden gaf inbreng." in public


@pytest.mark.usefixtures("on_the_map")
def test_while_a_round_is_open_a_council_is_still_silent(client: Client, losser: Council) -> None:
    round_ = RoundFactory(questions=1, councils=[losser])

    page = page_of(client, round_)

    assert tiles(page) == ["Losser (LOS): nog stil"]
    assert charts(page) == []


@pytest.mark.usefixtures("on_the_map")
def test_what_works_for_the_whole_region_is_drawn_wider(client: Client, losser: Council) -> None:
    Organisation.objects.filter(pk=losser.organisation_id).update(tier=Tier.PROVINCE, map_row=3)
    round_ = RoundFactory(questions=1, councils=[losser])

    page = page_of(client, round_)

    assert 'width="124"' in page


def test_without_places_there_is_no_map_and_without_councils_no_table(client: Client, losser: Council) -> None:
    round_ = RoundFactory(questions=1)

    assert "Er zijn nog geen raden uitgenodigd" in page_of(client, round_)
    assert "ros-map" not in page_of(client, RoundFactory(questions=1, councils=[losser]))


def test_bars_share_one_scale_and_nothing_has_no_bar() -> None:
    drawn = bar_chart("Inbreng", [Bar("Losser", 4), Bar("Borne", 1), Bar("Almelo", 0)])["rows"]

    assert isinstance(drawn, list)
    assert [row["width"] for row in drawn] == [160, 40, 0]


def test_a_chart_of_nothing_is_no_error() -> None:
    assert bar_chart("Inbreng", [])["rows"] == []
    assert tile_map("Kaart", [])["tiles"] == []


def test_the_words_above_what_lies_apart_stand_in_the_empty_row() -> None:
    def tile(row: int) -> Tile:
        return Tile(column=1, row=row, name="Losser", code="LOS", text="stil", tone="none", url="/")

    assert tile_map("Kaart", [tile(1), tile(3)], "Apart")["apart"] == {"text": "Apart", "line": 118}
    assert tile_map("Kaart", [tile(1), tile(2)], "Apart")["apart"] is None


def test_a_name_that_is_too_long_for_its_tile_is_broken_and_one_on_a_wide_tile_is_not() -> None:
    def lines(name: str, span: int) -> list[str]:
        tile = Tile(column=1, row=1, name=name, code="X", text="stil", tone="none", url="/", span=span)
        drawn = tile_map("Kaart", [tile])["tiles"]
        assert isinstance(drawn, list)
        return [piece for piece, _ in drawn[0]["lines"]]

    assert lines("Rijssen-Holten", 1) == ["Rijssen-", "Holten"]
    assert lines("Hof van Twente", 1) == ["Hof van", "Twente"]
    assert lines("Haaksbergen", 1) == ["Haaksbergen"]
    assert lines("Waterschap Vechtstromen", 2) == ["Waterschap Vechtstromen"]
