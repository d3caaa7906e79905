"""The fair-time meter as people read it: per round for everyone, and "what if" for the programme team."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.models import ConsultationRound, RoundStatus
from consultations.models.fair_time import fair_time_of
from consultations.views.fair_time import bars_of
from organisations.models import Council, Mandate
from tests.conftest import AsClient
from tests.consultations.cycle_factories import EveningFactory, RecessFactory
from tests.consultations.factories import MeetingFactory, RoundFactory, TrackFactory

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WHAT_IF = {"opens_on": "2026-01-12", "closes_on": "2026-03-09"}


def six_weeks(councils: list[Council], **kwargs: object) -> ConsultationRound:
    made: ConsultationRound = RoundFactory(
        opens_at=datetime(2026, 1, 12, 9, tzinfo=AMSTERDAM),
        closes_at=datetime(2026, 2, 23, 12, tzinfo=AMSTERDAM),
        councils=councils,
        **kwargs,
    )
    return made


def test_everyone_reads_the_weeks_of_each_council_and_why_they_are_few(client: Client, losser: Council) -> None:
    round_ = six_weeks([losser], short_time_reason="Het BOSS besluit al op 2 april.")
    RecessFactory(starts_on=date(2026, 2, 16), ends_on=date(2026, 3, 1))

    response = client.get(reverse("consultations:fair_time", args=[round_.slug]))

    for words in (
        "1 van de 1 raden heeft minder dan 8 weken.",
        "<strong>5 weken</strong>",
        "Minder dan afgesproken",
        "7 dagen niet meegeteld",
        "Het BOSS besluit al op 2 april.",
    ):
        assert words in response.text
    assert "Nog niet alle recessen zijn bekend" not in response.text
    assert "Het BOSS besluit al op 2 april." in client.get(round_.get_absolute_url()).text


def test_it_says_that_recess_after_the_last_known_one_is_not_counted(client: Client, losser: Council) -> None:
    round_ = six_weeks([losser])
    RecessFactory(starts_on=date(2025, 12, 20), ends_on=date(2026, 1, 4))

    response = client.get(reverse("consultations:fair_time", args=[round_.slug]))

    assert "kent recessen tot en met 4 januari 2026" in response.text
    assert "Later reces is niet bekend" in response.text


def test_a_round_without_councils_says_so(client: Client) -> None:
    response = client.get(reverse("consultations:fair_time", args=[six_weeks([]).slug]))

    assert "Er zijn nog geen raden uitgenodigd" in response.text


def test_the_meter_of_a_draft_round_is_for_the_programme_team(
    client: Client, secretary: Mandate, as_client: AsClient, losser: Council
) -> None:
    address = reverse("consultations:fair_time", args=[six_weeks([losser], status=RoundStatus.DRAFT).slug])

    assert client.get(address).status_code == 404
    assert as_client(secretary).get(address).status_code == 200


def test_it_costs_as_many_queries_for_sixteen_councils_as_for_one(client: Client, losser: Council) -> None:
    round_ = six_weeks([losser])
    EveningFactory(council=losser)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("consultations:fair_time", args=[round_.slug])).status_code == 200
        return len(queries)

    before = cost()
    for _ in range(15):
        EveningFactory(council=TrackFactory(round=round_).council)

    assert cost() == before < 15


def test_what_if_a_round_closed_then(secretary: Mandate, losser: Council, as_client: AsClient) -> None:
    EveningFactory(council=losser, held_on=date(2026, 3, 3), papers_due_on=date(2026, 2, 16))

    response = as_client(secretary).get(reverse("consultations:fair_time_what_if"), WHAT_IF)

    assert "<strong>5 weken</strong>" in response.text
    assert "voorstel uit de kalender" in response.text


def test_what_if_it_must_be_at_the_boss_of_that_day(secretary: Mandate, losser: Council, as_client: AsClient) -> None:
    client, address = as_client(secretary), reverse("consultations:fair_time_what_if")
    MeetingFactory(held_on=date(2026, 4, 16), papers_due_on=date(2026, 3, 9))

    planned = client.get(address, {"opens_on": "2026-01-12", "closes_on": "", "boss_on": "2026-04-16"})
    unplanned = client.get(address, {"opens_on": "2026-01-12", "closes_on": "", "boss_on": "2026-02-23"})

    assert "Van 12 januari 2026 tot 9 maart 2026" in planned.text
    assert "<strong>8 weken</strong>" in planned.text
    assert "Van 12 januari 2026 tot 9 februari 2026" in unplanned.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"boss_on": "2026-04-16"}, "Niet allebei."),
        ({"closes_on": ""}, "Niet allebei."),
        ({"closes_on": "2026-01-12"}, "Kies een dag na de opening."),
        ({"opens_on": "\0"}, "Voer een geldige datum in"),
        ({"closes_on": "0001-01-01"}, "Kies een dag na"),
    ],
)
def test_what_if_explains_what_it_cannot_compute(
    secretary: Mandate, as_client: AsClient, changed: dict[str, str], sentence: str
) -> None:
    response = as_client(secretary).get(reverse("consultations:fair_time_what_if"), {**WHAT_IF, **changed})

    assert response.status_code == 200
    assert sentence in response.text
    assert "Nog niets berekend" in response.text


def test_every_bar_and_the_minimum_fit_in_the_drawing(losser: Council) -> None:
    for days in (1, 30, 700):
        round_ = RoundFactory(closes_at=timezone.now() + timedelta(days=days), councils=[losser])

        (bar,) = bars_of(fair_time_of(round_))

        assert 0 <= bar.width <= 100
        assert 0 < bar.minimum_at < 100
