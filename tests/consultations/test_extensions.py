"""More time for one council: asked by its clerk, answered by the programme team."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.actions.extensions import ask_extension, grant_extension, refuse_extension
from consultations.models import (
    ConsultationRound,
    CouncilTrack,
    Extension,
    ExtensionRequest,
    RequestStatus,
    RoundStatus,
)
from notifications.models import Delivery, Notice
from organisations.actor import Actor
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import day_time
from tests.conftest import AsClient
from tests.consultations.cycle_factories import ExtensionRequestFactory
from tests.consultations.factories import RoundFactory
from tests.consultations.test_submission_races import wait_until_blocked
from tests.consultations.writing import in_threads

pytestmark = pytest.mark.django_db

#: Written out a second time: a request is answered once.
LEGAL = {(RequestStatus.ASKED, RequestStatus.GRANTED), (RequestStatus.ASKED, RequestStatus.REFUSED)}


@pytest.fixture
def track(losser: Council) -> CouncilTrack:
    return CouncilTrack.objects.select_related("round").get(round=RoundFactory(councils=[losser]))


@pytest.fixture
def asked(track: CouncilTrack) -> ExtensionRequest:
    made: ExtensionRequest = ExtensionRequestFactory(track=track)
    return made


def in_days(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


@pytest.mark.parametrize("before", RequestStatus)
@pytest.mark.parametrize("after", RequestStatus)
def test_a_request_is_answered_once(before: RequestStatus, after: RequestStatus) -> None:
    assert ExtensionRequest(status=before).can_move_to(after) is ((before, after) in LEGAL)


def test_from_asking_to_the_notice_of_the_answer(
    clerk: Mandate, secretary: Mandate, track: CouncilTrack, as_client: AsClient
) -> None:
    typed = {"until": f"{timezone.localtime(in_days(34)):%Y-%m-%dT%H:%M}", "reason": "De raad vergadert later."}
    as_client(clerk).post(reverse("consultations:ask_extension", args=[track.round.slug]), typed)
    request = ExtensionRequest.objects.get(track=track, status=RequestStatus.ASKED)

    response = as_client(secretary).post(
        reverse("consultations:answer_extension", args=[request.pk]),
        {"until": typed["until"], "reason": "Dat past nog.", "grant": "Uitstel geven"},
        follow=True,
    )

    track.refresh_from_db()
    extension = Extension.objects.get(round=track.round, council=track.council)
    assert track.extended_until == extension.until == request.until
    assert (extension.reason, extension.office) == ("Dat past nog.", "programmateam ROS Twente")
    assert "De griffier krijgt bericht." in response.text
    assert [delivery.user for delivery in Delivery.objects.all()] == [clerk.user]
    assert Notice.objects.get().subject == "Uw verzoek om uitstel is toegekend"
    assert list(AuditEntry.objects.order_by("pk").values_list("permission", flat=True)) == [
        "ask_extension",
        "grant_extension",
    ]


def test_a_refusal_has_a_reason_that_the_clerk_reads(
    clerk: Mandate, secretary: Mandate, asked: ExtensionRequest, as_client: AsClient
) -> None:
    address = reverse("consultations:answer_extension", args=[asked.pk])
    without = as_client(secretary).post(address, {"reason": " ", "refuse": "Afwijzen"})

    as_client(secretary).post(address, {"reason": "Het BOSS wacht niet.", "refuse": "Afwijzen"})

    asked.refresh_from_db()
    listed = as_client(clerk).get(reverse("consultations:extension_requests"))
    assert without.status_code == 200
    assert asked.status == RequestStatus.REFUSED
    assert "Het BOSS wacht niet." in listed.text
    assert CouncilTrack.objects.get().extended_until is None
    assert Notice.objects.get().body == "Het BOSS wacht niet."
    assert not Extension.objects.exists()


def test_one_request_waits_at_a_time(clerk: Mandate, track: CouncilTrack) -> None:
    ask_extension(clerk.actor(), track, until=in_days(30), reason="Later.")

    with pytest.raises(Conflict, match="al uitstel gevraagd"):
        ask_extension(clerk.actor(), track, until=in_days(40), reason="Nog later.")

    assert ExtensionRequest.objects.count() == 1


def test_only_more_time_is_asked(clerk: Mandate, track: CouncilTrack) -> None:
    with pytest.raises(Conflict, match="heeft al tijd tot"):
        ask_extension(clerk.actor(), track, until=in_days(10), reason="Eerder.")


def test_nothing_is_asked_once_the_round_has_closed(clerk: Mandate, losser: Council) -> None:
    track = CouncilTrack.objects.get(round=RoundFactory(closed=True, councils=[losser]))

    with pytest.raises(Conflict, match="al gesloten"):
        ask_extension(clerk.actor(), track, until=in_days(10), reason="Te laat.")


def test_time_that_has_passed_is_not_given(team: Actor, losser: Council) -> None:
    asked = ExtensionRequestFactory(track=CouncilTrack.objects.get(round=RoundFactory(closed=True, councils=[losser])))

    with pytest.raises(Conflict, match="al voorbij"):
        grant_extension(team, asked, until=in_days(-1), reason="Te laat.")

    assert not Extension.objects.exists()


def test_time_that_the_council_has_already_is_not_given(team: Actor, asked: ExtensionRequest) -> None:
    with pytest.raises(Conflict, match="heeft al tijd tot"):
        grant_extension(team, asked, until=in_days(5), reason="Ja.")

    asked.refresh_from_db()
    assert asked.status == RequestStatus.ASKED


def test_a_withdrawn_round_is_not_extended(team: Actor, asked: ExtensionRequest) -> None:
    ConsultationRound.objects.update(
        status=RoundStatus.WITHDRAWN, withdrawal_reason="Te vroeg.", withdrawn_at=timezone.now()
    )

    with pytest.raises(Conflict, match="ingetrokken"):
        grant_extension(team, asked, until=in_days(40), reason="Ja.")


def test_a_round_whose_input_is_public_is_not_extended(team: Actor, losser: Council) -> None:
    round_ = RoundFactory(closed=True, councils=[losser], input_published_at=timezone.now())
    asked = ExtensionRequestFactory(track=round_.tracks.get())

    with pytest.raises(Conflict, match="al openbaar"):
        grant_extension(team, asked, until=in_days(40), reason="Ja.")


def test_a_second_answer_changes_nothing(team: Actor, clerk: Mandate, asked: ExtensionRequest) -> None:
    refuse_extension(team, asked, reason="Nee.")

    with pytest.raises(Conflict, match="al afgewezen"):
        grant_extension(team, asked, until=in_days(40), reason="Toch wel.")

    assert CouncilTrack.objects.get().extended_until is None
    assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_give_one(team: Actor, clerk: Mandate, asked: ExtensionRequest) -> None:
    ready, refused = threading.Barrier(2), []

    def give() -> None:
        ready.wait()
        try:
            grant_extension(team, ExtensionRequest.objects.get(pk=asked.pk), until=in_days(40), reason="Ja.")
        except Conflict as conflict:
            refused.append(conflict.sentence)
        finally:
            connections.close_all()

    in_threads(give, give)

    assert refused == ["Dit verzoek is al toegekend."]
    assert Extension.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_giving_time_waits_for_a_submission_that_is_under_way(team: Actor, asked: ExtensionRequest) -> None:
    """Without the round's lock the deadline could move between a submission's question and its answer."""
    order: list[str] = []

    def give() -> None:
        request = ExtensionRequest.objects.get(pk=asked.pk)
        grant_extension(team, request, until=in_days(40), reason="Ja.")
        order.append("given")
        connections.close_all()

    thread = threading.Thread(target=give)
    with transaction.atomic():
        ConsultationRound.objects.lock_for_share(asked.track.round_id)
        thread.start()
        wait_until_blocked()
        order.append("submitted")
    thread.join(timeout=30)

    assert order == ["submitted", "given"]


def test_everyone_reads_until_when_and_why_a_council_has_more_time(
    client: Client, team: Actor, asked: ExtensionRequest
) -> None:
    until = in_days(40)
    grant_extension(team, asked, until=until, reason="Twee weken meer past nog.")

    page = client.get(reverse("consultations:fair_time", args=[asked.track.round.slug]))

    assert "Twee weken meer past nog." in page.text
    assert day_time(until) in page.text


def test_another_councils_request_does_not_exist(clerk: Mandate, enschede: Council, as_client: AsClient) -> None:
    other = ExtensionRequestFactory(
        track=CouncilTrack.objects.get(round=RoundFactory(councils=[enschede])), reason="Geheim van Enschede."
    )

    listed = as_client(clerk).get(reverse("consultations:extension_requests"))
    opened = as_client(clerk).get(reverse("consultations:answer_extension", args=[other.pk]))

    assert "Geheim van Enschede." not in listed.text
    assert opened.status_code == 404


@pytest.mark.parametrize("until", ["9999-12-31T23:59", "0001-01-01T00:00", "x", "", "2031-13-45T99:99"])
def test_an_odd_moment_is_explained(clerk: Mandate, track: CouncilTrack, as_client: AsClient, until: str) -> None:
    address = reverse("consultations:ask_extension", args=[track.round.slug])

    response = as_client(clerk).post(address, {"until": until, "reason": "De raad vergadert later."})

    assert response.status_code == 200
    assert "De raad vergadert later." in response.text
    assert not ExtensionRequest.objects.exists()
