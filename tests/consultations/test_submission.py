"""Handing in: once, in time, with a number and a fingerprint."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.actions.contributions import submit_contribution
from consultations.models import ConsultationRound, Contribution, ContributionStatus, Involvement, NumberSeries
from consultations.models.writing import ChangedMeanwhile
from notifications.models import Delivery, Notice, NoticeKind
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, InvolvementFactory, RoundFactory, TrackFactory
from tests.consultations.writing import seen, submit
from tests.servers import Valkey, stopped

Status = ContributionStatus

pytestmark = pytest.mark.django_db


def test_submitting_gives_a_number_a_date_and_a_frozen_version(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)

    submit(member, draft)

    draft.refresh_from_db()
    assert draft.status == Status.SUBMITTED
    assert draft.number == f"ROS-{timezone.localdate().year}-LOS-0001"
    assert draft.submitted_at is not None
    assert draft.submitted_version is not None
    assert draft.submitted_version.frozen_at == draft.submitted_at
    assert AuditEntry.objects.filter(permission="submit_contribution", target_id=str(draft.pk)).count() == 1


def test_the_fingerprint_can_be_computed_again_from_what_the_receipt_says(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member, answers=["Wij zien kansen – ook voor de Dinkel.", "", "Lijn 2"])

    done = submit(member, draft)

    questions = [question.text for question in done.round.questions.order_by("position")]
    words = {
        "answers": [
            {"answer": "Wij zien kansen – ook voor de Dinkel.", "question": questions[0]},
            {"answer": "Lijn 2", "question": questions[2]},
        ],
        "basis": "",
        "council": "LOS",
        "decision_reference": "",
        "meeting_date": "",
        "minority_view": "",
        "number": done.number,
        "round": done.round.slug,
        "version": 1,
        "votes": [],
        "weight": "individual",
    }
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert done.submitted_version is not None
    assert done.submitted_version.sha256 == hashlib.sha256(canonical.encode()).hexdigest()


def test_the_member_goes_from_draft_to_receipt(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member, answers=["Meer treinen."])
    client = as_client(member)

    to_check = client.post(draft.get_absolute_url(), {"vraag_1": "Meer treinen.", "check": "1"})
    check = client.get(to_check["Location"])
    receipt = client.post(
        reverse("consultations:draft_submit", args=[draft.uuid]), {"seen": check.context["seen"]}, follow=True
    )

    assert "Meer treinen." in check.text
    assert "Wie leest dit, en wanneer?" in check.text
    assert receipt.redirect_chain == [(f"/inbreng/ROS-{timezone.localdate().year}-LOS-0001/ontvangst/", 302)]
    assert "Uw inbreng is ontvangen" in receipt.text
    assert Contribution.objects.get().submitted_version.sha256 in receipt.text  # type: ignore[union-attr]
    assert "Wat gebeurt er nu?" in receipt.text


def test_a_second_click_arrives_at_the_same_receipt(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member)
    client = as_client(member)
    address = reverse("consultations:draft_submit", args=[draft.uuid])
    data = {"seen": seen(draft)}

    first = client.post(address, data)
    second = client.post(address, data)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert NumberSeries.objects.get().last == 1
    assert Notice.objects.filter(kind=NoticeKind.RECEIPT).count() == 1
    assert client.get(draft.get_absolute_url())["Location"] == first["Location"]


def test_before_the_opening_nothing_is_handed_in(member: Mandate) -> None:
    coming = RoundFactory(opens_at=timezone.now() + timedelta(hours=1))
    draft = ContributionFactory(mandate=member, round=coming)

    with pytest.raises(Conflict, match="nog niet open"):
        submit(member, draft)


def test_more_time_for_one_council_is_for_that_council_alone(member: Mandate, outsider: Mandate) -> None:
    closed = RoundFactory(closed=True)
    own = ContributionFactory(mandate=member, round=closed)
    other = ContributionFactory(mandate=outsider, round=closed)
    closed.tracks.filter(council=own.council).update(extended_until=timezone.now() + timedelta(minutes=5))

    assert submit(member, own).number
    with pytest.raises(Conflict, match="gesloten"):
        submit(outsider, other)


def test_without_any_answer_nothing_is_handed_in(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member, answers=[])

    response = as_client(member).post(reverse("consultations:draft_submit", args=[draft.uuid]), {"seen": seen(draft)})

    assert response.status_code == 409
    assert "Beantwoord ten minste één vraag." in response.text
    assert Contribution.objects.get().status == Status.DRAFT


def test_words_that_changed_after_the_last_look_are_not_handed_in(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member)
    looked_at = seen(draft)
    as_client(member).post(draft.get_absolute_url(), {"vraag_1": "Nog snel iets anders"})

    response = as_client(member).post(reverse("consultations:draft_submit", args=[draft.uuid]), {"seen": looked_at})

    assert response.status_code == 409
    assert "intussen gewijzigd" in response.text
    with pytest.raises(ChangedMeanwhile):
        submit_contribution(member.actor(), draft, seen=looked_at)


def test_a_closed_round_answers_409_and_keeps_the_words_on_the_page(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member, round=RoundFactory(closed=True), answers=["Net te laat"])

    response = as_client(member).post(reverse("consultations:draft_submit", args=[draft.uuid]), {"seen": seen(draft)})

    assert response.status_code == 409
    assert "Deze ronde is gesloten" in response.text
    assert "Net te laat" in response.text


@pytest.mark.parametrize(
    ("release", "status"),
    [
        (Involvement.Release.AT_SUBMISSION, Status.RELEASED),
        (Involvement.Release.BY_CLERK, Status.SUBMITTED),
        (Involvement.Release.AT_CLOSING, Status.SUBMITTED),
    ],
)
def test_release_follows_what_the_party_agreed(
    release: Involvement.Release, status: ContributionStatus, member: Mandate, losser: Council
) -> None:
    InvolvementFactory(organisation=losser.organisation, release=release)
    draft = ContributionFactory(mandate=member)

    submit(member, draft)

    draft.refresh_from_db()
    assert draft.status == status
    assert (draft.released_at is not None) == (status == Status.RELEASED)


def test_valkey_that_is_down_does_not_stop_a_submission(member: Mandate, as_client: AsClient, valkey: Valkey) -> None:
    draft = ContributionFactory(mandate=member)

    with stopped(valkey):
        response = as_client(member).post(
            reverse("consultations:draft_submit", args=[draft.uuid]), {"seen": seen(draft)}
        )

    assert response.status_code == 302
    assert Contribution.objects.get().status == Status.SUBMITTED
    assert Delivery.objects.count() == 1


def test_a_draft_of_a_withdrawn_round_is_refused(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)
    ConsultationRound.objects.filter(pk=draft.round_id).update(
        status="withdrawn", withdrawal_reason="Vervallen", withdrawn_at=timezone.now()
    )

    with pytest.raises(Conflict, match="ingetrokken"):
        submit(member, draft)


def test_each_council_has_numbers_of_its_own(member: Mandate, outsider: Mandate) -> None:
    round_ = RoundFactory()
    TrackFactory(round=round_, council=member.council)

    own = submit(member, ContributionFactory(mandate=member, round=round_))
    other = submit(outsider, ContributionFactory(mandate=outsider, round=round_))

    year = timezone.localdate().year
    assert (own.number, other.number) == (f"ROS-{year}-LOS-0001", f"ROS-{year}-ENS-0001")


def test_a_submission_takes_at_most_17_statements(
    member: Mandate, losser: Council, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    InvolvementFactory(organisation=losser.organisation)
    draft = ContributionFactory(mandate=member)
    moment = seen(draft)

    with django_assert_max_num_queries(17 + 2):  # inside a test, a savepoint and its release stand for the transaction
        submit_contribution(member.actor(), draft, seen=moment)
