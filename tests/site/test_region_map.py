"""The places on the schematic map: every party with a council has one, and loading twice changes nothing."""

import pytest

from organisations.models import Organisation, Tier
from ros_portal.site.region.facts import load_region

pytestmark = pytest.mark.django_db


def place(code: str) -> tuple[int, int]:
    """Column from the west, row from the north."""
    party = Organisation.objects.get(code=code)
    assert party.map_column is not None
    assert party.map_row is not None
    return party.map_column, party.map_row


def test_every_party_but_the_rijk_has_a_place() -> None:
    load_region()

    without = Organisation.objects.filter(map_column=None) | Organisation.objects.filter(map_row=None)

    assert [party.code for party in without] == ["RIJ"]


def test_the_map_lies_as_twente_does() -> None:
    load_region()

    west, north = 0, 1
    assert place("RHO")[west] < place("HVT")[west] < place("HEN")[west] < place("ENS")[west]
    assert place("HEL")[west] < place("WIE")[west] < place("ALM")[west] < place("OLD")[west] < place("LOS")[west]
    assert place("TUB")[north] < place("ALM")[north] < place("BOR")[north] < place("HAA")[north]
    assert place("DIN")[north] < place("OLD")[north] < place("HEN")[north]
    assert place("TWE")[west] < place("TUB")[west] < place("DIN")[west]


def test_what_works_for_the_whole_region_lies_below_an_empty_row() -> None:
    load_region()

    municipalities = Organisation.objects.filter(tier=Tier.MUNICIPALITY).values_list("map_row", flat=True)

    lowest = max(row for row in municipalities if row is not None)
    assert {place("OVE")[1], place("VEC")[1]} == {lowest + 2}


def test_a_region_that_was_loaded_before_the_map_gets_its_places_and_keeps_what_was_changed() -> None:
    load_region()
    Organisation.objects.filter(code="LOS").update(map_column=None, map_row=None)
    Organisation.objects.filter(code="ENS").update(map_column=9, map_row=9)

    load_region()
    load_region()

    assert place("LOS") == (5, 2)
    assert place("ENS") == (9, 9)
