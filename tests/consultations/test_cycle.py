"""The clerk keeps the council's evenings, plans the track by them, and writes down how the council takes part."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from consultations.actions.contributions import (
    start_council_input,
    start_fractie_input,
    start_individual_input,
)
from consultations.actions.cycle import add_evening, change_evening, plan_track, remove_evening
from consultations.models import (
    ConsultationRound,
    Contribution,
    CouncilBasis,
    CouncilEvening,
    CouncilTrack,
    Involvement,
    RoundStatus,
    Step,
)
from consultations.policies import start_steps, track_steps
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient
from tests.consultations.cycle_factories import EveningFactory
from tests.consultations.factories import ContributionFactory, InvolvementFactory, RoundFactory

pytestmark = pytest.mark.django_db

FEBRUARY: dict[str, Any] = {"step": Step.DECISION, "held_on": date(2031, 2, 11), "papers_due_on": date(2031, 1, 28)}
TYPED = {"step": "decision", "held_on": "2031-02-11", "papers_due_on": "2031-01-28"}


def days_from_now(**steps: int) -> dict[str, date | None]:
    today = timezone.localdate()
    names = ("orientation_on", "deliberation_on", "decision_on", "papers_due_on")
    return {name: today + timedelta(days=steps[name]) if name in steps else None for name in names}


class TestEvenings:
    def test_a_clerk_adds_changes_and_removes_an_evening(
        self, clerk: Mandate, losser: Council, as_client: AsClient
    ) -> None:
        client = as_client(clerk)

        client.post(reverse("consultations:evenings"), TYPED)
        evening = CouncilEvening.objects.get(council=losser, **FEBRUARY)
        client.post(reverse("consultations:change_evening", args=[evening.pk]), {**TYPED, "step": "orientation"})
        evening.refresh_from_db()
        listed = client.get(reverse("consultations:evenings"))
        client.post(reverse("consultations:remove_evening", args=[evening.pk]))

        assert evening.step == Step.ORIENTATION
        assert "dinsdag 11 februari 2031" in listed.text
        assert not CouncilEvening.objects.exists()
        assert set(AuditEntry.objects.values_list("permission", flat=True)) == {
            "add_evening",
            "change_evening",
            "remove_evening",
        }

    def test_the_same_evening_twice_is_refused_with_what_was_typed(self, clerk: Mandate, as_client: AsClient) -> None:
        client = as_client(clerk)
        client.post(reverse("consultations:evenings"), TYPED)

        response = client.post(reverse("consultations:evenings"), TYPED)

        assert response.status_code == 409
        assert "Op 11 februari 2031 staat al een avond voor besluitvorming." in response.text
        assert 'value="2031-02-11"' in response.text
        assert CouncilEvening.objects.count() == 1

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("papers_due_on", "2031-02-12", "Kies een dag die niet na de avond ligt."),
            ("held_on", "0001-01-01", "Kies een dag na 1 januari 2020."),
            ("held_on", "9999-12-31", "Kies een dag voor 31 december 2099."),
            ("step", "party", "Selecteer een geldige keuze"),
        ],
    )
    def test_a_wrong_evening_is_explained(
        self, clerk: Mandate, as_client: AsClient, name: str, value: str, sentence: str
    ) -> None:
        response = as_client(clerk).post(reverse("consultations:evenings"), {**TYPED, name: value})

        assert sentence in response.text
        assert not CouncilEvening.objects.exists()

    def test_an_evening_that_was_removed_meanwhile_does_not_come_back(self, clerk: Mandate, losser: Council) -> None:
        evening = EveningFactory(council=losser)
        remove_evening(clerk.actor(), evening)

        with pytest.raises(Conflict, match="intussen weggehaald"):
            change_evening(clerk.actor(), CouncilEvening(pk=evening.pk, council=losser), **FEBRUARY)

        assert not CouncilEvening.objects.exists()

    def test_nobody_touches_an_evening_of_another_council(
        self, clerk: Mandate, enschede: Council, as_client: AsClient
    ) -> None:
        evening = EveningFactory(council=enschede)

        response = as_client(clerk).post(reverse("consultations:remove_evening", args=[evening.pk]))

        assert response.status_code == 404
        with pytest.raises(PermissionDenied):
            remove_evening(clerk.actor(), evening)
        with pytest.raises(PermissionDenied):
            add_evening(clerk.actor(), enschede, **FEBRUARY)

    def test_the_database_refuses_papers_after_the_evening(self, losser: Council) -> None:
        evening = EveningFactory(council=losser)

        with pytest.raises(IntegrityError, match="papers_come_before"), transaction.atomic():
            CouncilEvening.objects.update(papers_due_on=evening.held_on + timedelta(days=1))


class TestTheTrack:
    @pytest.fixture
    def track(self, losser: Council) -> CouncilTrack:
        return CouncilTrack.objects.get(round=RoundFactory(councils=[losser]))

    def test_what_the_calendar_suggests_is_filled_in(
        self, clerk: Mandate, losser: Council, track: CouncilTrack, as_client: AsClient
    ) -> None:
        evening = EveningFactory(council=losser)

        response = as_client(clerk).get(reverse("consultations:plan_track", args=[track.round.slug]))

        assert f'name="decision_on" value="{evening.held_on}"' in response.text
        assert f'name="papers_due_on" value="{evening.papers_due_on}"' in response.text
        assert "een voorstel uit" in response.text

    def test_what_the_clerk_plans_is_kept_and_shown(
        self, clerk: Mandate, track: CouncilTrack, as_client: AsClient
    ) -> None:
        days = days_from_now(orientation_on=3, decision_on=12, papers_due_on=5)
        typed = {name: str(day or "") for name, day in days.items()}

        response = as_client(clerk).post(
            reverse("consultations:plan_track", args=[track.round.slug]), typed, follow=True
        )

        track.refresh_from_db()
        assert (track.orientation_on, track.deliberation_on) == (days["orientation_on"], None)
        assert track.planned_at is not None
        assert "Stukken inleveren, gepland" in response.text

    @pytest.mark.parametrize(
        ("steps", "sentence"),
        [
            ({"orientation_on": 30}, "Kies een dag van"),
            ({"orientation_on": -30}, "Kies een dag van"),
            ({"orientation_on": 5, "decision_on": 4, "papers_due_on": 3}, "Deze avond ligt voor de vorige stap"),
            ({"decision_on": 5}, "Vul in tot wanneer stukken"),
            ({"papers_due_on": 5}, "Vul in op welke avond de raad besluit"),
            ({"decision_on": 5, "papers_due_on": 6}, "niet na de besluitvorming"),
        ],
    )
    def test_a_track_that_cannot_be_is_explained(
        self, clerk: Mandate, track: CouncilTrack, as_client: AsClient, steps: dict[str, int], sentence: str
    ) -> None:
        typed = {name: str(day or "") for name, day in days_from_now(**steps).items()}

        response = as_client(clerk).post(reverse("consultations:plan_track", args=[track.round.slug]), typed)

        track.refresh_from_db()
        assert sentence in response.text
        assert track.planned_at is None

    def test_a_council_may_plan_no_evening_at_all(self, clerk: Mandate, track: CouncilTrack) -> None:
        EveningFactory(council=track.council)

        plan_track(clerk.actor(), track, days=days_from_now())

        track.refresh_from_db()
        assert track.planned_at is not None
        assert track.evenings() == []

    def test_a_day_outside_the_round_is_refused_past_the_form_too(self, clerk: Mandate, track: CouncilTrack) -> None:
        with pytest.raises(Conflict, match="Kies dagen van"):
            plan_track(clerk.actor(), track, days=days_from_now(orientation_on=40))

    def test_nothing_is_planned_in_a_round_that_closed(self, clerk: Mandate, losser: Council) -> None:
        track = CouncilTrack.objects.get(round=RoundFactory(closed=True, councils=[losser]))

        with pytest.raises(Conflict, match="al gesloten"):
            plan_track(clerk.actor(), track, days=days_from_now())

        assert track_steps(clerk.actor(), track, now=timezone.now()) == frozenset()

    def test_nothing_is_planned_in_a_round_that_was_withdrawn(self, clerk: Mandate, track: CouncilTrack) -> None:
        ConsultationRound.objects.update(
            status=RoundStatus.WITHDRAWN, withdrawal_reason="Te vroeg.", withdrawn_at=timezone.now()
        )

        with pytest.raises(Conflict, match="ingetrokken"):
            plan_track(clerk.actor(), track, days=days_from_now())

    def test_a_council_that_was_not_invited_has_no_track(
        self, clerk: Mandate, enschede: Council, as_client: AsClient
    ) -> None:
        round_ = RoundFactory(councils=[enschede])

        assert as_client(clerk).get(reverse("consultations:plan_track", args=[round_.slug])).status_code == 404


class TestInvolvement:
    TYPED = {
        "explanation": "De raad praat er eerst over.",
        "release": "at_closing",
        "invites_fractie": "on",
        "contact_function": "adviseur ruimte",
        "contact_email": "ruimte@losser.example",
        "contact_phone": "053 123 45 67",
    }

    def test_the_clerk_writes_down_how_the_council_takes_part(
        self, clerk: Mandate, losser: Council, as_client: AsClient
    ) -> None:
        response = as_client(clerk).post(reverse("consultations:change_involvement"), self.TYPED, follow=True)

        way = Involvement.objects.get(organisation=losser.organisation)
        losser.organisation.refresh_from_db()
        assert (way.release, way.invites_individual, way.invites_fractie) == ("at_closing", False, True)
        assert losser.organisation.contact_email == "ruimte@losser.example"
        for words in ("De raad praat er eerst over.", "Raadsleden geven geen eigen inbreng.", "053 123 45 67"):
            assert words in response.text
        assert AuditEntry.objects.get().permission == "change_involvement"

    def test_somebody_must_be_invited(self, clerk: Mandate, as_client: AsClient) -> None:
        typed = {name: value for name, value in self.TYPED.items() if name != "invites_fractie"}

        response = as_client(clerk).post(reverse("consultations:change_involvement"), typed)

        assert "Kies ten minste een van de drie" in response.text
        assert not Involvement.objects.exists()

    def test_who_is_not_invited_begins_nothing(
        self, member: Mandate, group_leader: Mandate, clerk: Mandate, losser: Council
    ) -> None:
        round_ = RoundFactory(councils=[losser])
        way = InvolvementFactory(organisation=losser.organisation, invites_individual=False, invites_fractie=False)
        losser.refresh_from_db()

        with pytest.raises(Conflict, match="geven raadsleden geen eigen inbreng"):
            start_individual_input(member.actor(), losser, round_id=round_.pk)
        with pytest.raises(Conflict, match="geven fracties geen inbreng"):
            start_fractie_input(group_leader.actor(), losser, round_id=round_.pk)
        start_council_input(clerk.actor(), losser, round_id=round_.pk, basis=CouncilBasis.DECISION)
        Involvement.objects.filter(pk=way.pk).update(invites_fractie=True, invites_council=False)
        losser.refresh_from_db()
        with pytest.raises(Conflict, match="geeft zelf geen inbreng"):
            start_council_input(clerk.actor(), losser, round_id=round_.pk, basis=CouncilBasis.CONVERSATION)

        assert Contribution.objects.count() == 1

    def test_the_button_to_begin_follows_who_is_invited(
        self, member: Mandate, losser: Council, as_client: AsClient
    ) -> None:
        round_ = RoundFactory(councils=[losser])
        InvolvementFactory(organisation=losser.organisation, invites_individual=False)
        losser.refresh_from_db()

        page = as_client(member).get(round_.get_absolute_url())
        refused = as_client(member).post(
            reverse("consultations:start_contribution", args=[round_.slug]), {"weight": "individual"}
        )

        assert start_steps(member.actor(), losser, is_open=True) == frozenset()
        assert "Namens uzelf" not in page.text
        assert refused.status_code == 409

    def test_a_draft_that_was_begun_can_still_be_found(
        self, member: Mandate, losser: Council, as_client: AsClient
    ) -> None:
        draft = ContributionFactory(mandate=member)
        InvolvementFactory(organisation=losser.organisation, invites_individual=False)

        page = as_client(member).get(draft.round.get_absolute_url())

        assert draft.get_absolute_url() in page.text
