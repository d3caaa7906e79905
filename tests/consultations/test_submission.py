"""Handing in: once, in time, with a number and a fingerprint; the clock of the database decides."""

import hashlib
import io
import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from consultations.actions.contributions import ChangedByAnother, submit_contribution, withdraw_contribution
from consultations.models import (
    ConsultationRound,
    Contribution,
    ContributionStatus,
    Involvement,
    NumberSeries,
    Weight,
)
from notifications.models import Delivery, Notice, NoticeKind
from organisations.actor import Role
from organisations.models import AuditEntry, Council, Fractie, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient
from tests.consultations.factories import (
    ContributionFactory,
    CouncilInputFactory,
    InvolvementFactory,
    RoundFactory,
    TrackFactory,
)
from tests.factories import MandateFactory
from tests.servers import Valkey, stopped

pytestmark = pytest.mark.django_db

Status = ContributionStatus


def seen(contribution: Contribution) -> str:
    return contribution.versions.latest("number").saved_at.isoformat()


def submit(mandate: Mandate, contribution: Contribution) -> Contribution:
    return submit_contribution(mandate.actor(), contribution, seen=seen(contribution))


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


@pytest.mark.django_db(transaction=True)
def test_submitting_twice_at_once_issues_one_number(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)
    moment = seen(draft)
    ready = threading.Barrier(2)
    refused: list[str] = []

    def click() -> None:
        ready.wait()
        try:
            submit_contribution(member.actor(), Contribution.objects.get(pk=draft.pk), seen=moment)
        except Conflict as conflict:
            refused.append(conflict.sentence)
        finally:
            connections.close_all()

    in_threads(click, click)

    assert refused == ["Deze inbreng is al ingediend."]
    assert NumberSeries.objects.get().last == 1


def in_threads(*works: Callable[[], Any]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)


@pytest.mark.django_db(transaction=True)
def test_numbers_of_one_council_have_no_gap_when_many_submit_at_once(losser: Council) -> None:
    round_ = RoundFactory(councils=[losser])
    mandates = [MandateFactory(organisation=losser.organisation) for _ in range(6)]
    drafts = [ContributionFactory(mandate=mandate, round=round_) for mandate in mandates]
    empty = ContributionFactory(mandate=MandateFactory(organisation=losser.organisation), round=round_, answers=[])
    ready = threading.Barrier(7)

    def hand_in(mandate: Mandate, draft: Contribution) -> None:
        ready.wait()
        try:
            submit(mandate, draft)
        except Conflict:
            assert draft == empty
        finally:
            connections.close_all()

    author_of_empty = Mandate.objects.get(user=empty.author)
    pairs = [*zip(mandates, drafts, strict=True), (author_of_empty, empty)]
    in_threads(*(lambda pair=pair: hand_in(*pair) for pair in pairs))  # type: ignore[misc]

    year = timezone.localdate().year
    numbers = sorted(Contribution.objects.exclude(number=None).values_list("number", flat=True))
    assert numbers == [f"ROS-{year}-LOS-{n:04d}" for n in range(1, 7)]


def wait_until_blocked(count: int) -> None:
    """Until that many transactions wait for a lock."""
    with connection.cursor() as cursor:
        for _ in range(2_000_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] >= count:
                return
    pytest.fail("Nothing waited for the lock.")


@pytest.mark.django_db(transaction=True)
def test_a_submission_that_waited_for_the_closing_is_refused(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)
    refused: list[str] = []

    def click() -> None:
        try:
            submit(member, draft)
        except Conflict as conflict:
            refused.append(conflict.sentence)
        finally:
            connections.close_all()

    thread = threading.Thread(target=click)
    with transaction.atomic():
        round_ = ConsultationRound.objects.lock(draft.round_id)
        thread.start()
        wait_until_blocked(1)
        round_.closes_at = timezone.now()
        round_.save(update_fields=["closes_at"])
    thread.join(timeout=30)

    assert refused == ["Deze ronde is gesloten. U kunt geen inbreng meer indienen."]
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert draft.number is None
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_submission_that_is_under_way(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)
    order: list[str] = []

    def close() -> None:
        with transaction.atomic():
            ConsultationRound.objects.lock(draft.round_id)
            order.append("closed")
        connections.close_all()

    thread = threading.Thread(target=close)
    with transaction.atomic():
        ConsultationRound.objects.lock_for_share(draft.round_id)
        thread.start()
        wait_until_blocked(1)
        order.append("submitted")
    thread.join(timeout=30)

    assert order == ["submitted", "closed"]


@pytest.mark.parametrize(("seconds", "is_open"), [(2, True), (0, False), (-1, False)])
def test_the_deadline_is_decided_to_the_second(seconds: int, is_open: bool, member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)
    ConsultationRound.objects.filter(pk=draft.round_id).update(closes_at=database_time() + timedelta(seconds=seconds))

    if is_open:
        assert submit(member, draft).number
    else:
        with pytest.raises(Conflict, match="Deze ronde is gesloten"):
            submit(member, draft)


def database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def test_before_the_opening_nothing_is_handed_in(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)
    ConsultationRound.objects.filter(pk=draft.round_id).update(opens_at=timezone.now() + timedelta(hours=1))

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
    with pytest.raises(ChangedByAnother):
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


def test_the_receipt_goes_to_the_author_alone_and_holds_no_words(
    member: Mandate, group_leader: Mandate, clerk: Mandate
) -> None:
    draft = ContributionFactory(mandate=member, answers=["geheim-antwoord"])

    done = submit(member, draft)

    notice = Notice.objects.get(kind=NoticeKind.RECEIPT)
    assert [delivery.user for delivery in Delivery.objects.filter(notice=notice)] == [member.user]
    assert notice.link == reverse("consultations:receipt", args=[done.number])
    assert str(done.number) in notice.brief
    assert "geheim-antwoord" not in f"{notice.subject} {notice.brief} {notice.body}"
    assert not notice.is_public


def test_the_receipt_of_a_fractie_goes_to_its_named_writers(
    group_leader: Mandate, member: Mandate, fractie: Fractie, losser: Council
) -> None:
    MandateFactory(organisation=losser.organisation, fractie=fractie)
    draft = ContributionFactory(
        mandate=group_leader, weight=Weight.FRACTIE, fractie=fractie, writers=[group_leader, member]
    )

    submit(group_leader, draft)

    told = {delivery.user for delivery in Delivery.objects.all()}
    assert told == {group_leader.user, member.user}


def test_the_receipt_of_the_council_goes_to_its_clerks(clerk: Mandate, losser: Council, enschede: Council) -> None:
    deputy = MandateFactory(organisation=losser.organisation, role=Role.CLERK, is_deputy=True)
    MandateFactory(organisation=enschede.organisation, role=Role.CLERK)
    draft = CouncilInputFactory(mandate=clerk)

    submit(clerk, draft)

    assert {delivery.user for delivery in Delivery.objects.all()} == {clerk.user, deputy.user}


def test_valkey_that_is_down_does_not_stop_a_submission(member: Mandate, as_client: AsClient, valkey: Valkey) -> None:
    draft = ContributionFactory(mandate=member)

    with stopped(valkey):
        response = as_client(member).post(
            reverse("consultations:draft_submit", args=[draft.uuid]), {"seen": seen(draft)}
        )

    assert response.status_code == 302
    assert Contribution.objects.get().status == Status.SUBMITTED
    assert Delivery.objects.count() == 1


def test_the_receipt_pdf_is_tagged_and_holds_the_words(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True, answers=["Meer <b>treinen</b> naar Gronau"])

    response = as_client(member).get(reverse("consultations:receipt_pdf", args=[contribution.number]))

    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.content))
    text = "".join(page.extract_text() for page in reader.pages)
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"].startswith("nl")
    assert str(contribution.number) in text
    assert "<b>treinen</b> naar Gronau" in text


def test_a_receipt_with_emoji_and_right_to_left_letters_becomes_a_pdf(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True, answers=["🏡 Fijn wonen", "مرحبا", "x" * 20_000])

    response = as_client(member).get(reverse("consultations:receipt_pdf", args=[contribution.number]))

    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "position", ["outsider", "group_leader", "clerk", "case_officer", "executive", "secretary", "administrator"]
)
@pytest.mark.parametrize("page", ["receipt", "receipt_pdf", "withdraw"])
def test_the_receipt_is_for_its_writers_alone(
    position: str, page: str, member: Mandate, as_client: AsClient, request: pytest.FixtureRequest
) -> None:
    contribution = ContributionFactory(mandate=member, released=True)
    client = as_client(request.getfixturevalue(position))

    assert client.get(reverse(f"consultations:{page}", args=[contribution.number])).status_code == 404


@pytest.mark.parametrize("number", ["ROS-2026-LOS-9999", "concept", "ROS 2026", "%00", "x" * 300, "’"])
def test_an_unknown_number_is_no_page(number: str, member: Mandate, as_client: AsClient) -> None:
    client = as_client(member)

    assert client.get(f"/inbreng/{number}/ontvangst/").status_code == 404
    assert client.post(f"/inbreng/{number}/intrekken/").status_code == 404


def test_withdrawing_keeps_number_and_dates(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, released=True)
    client = as_client(member)
    address = reverse("consultations:withdraw", args=[contribution.number])
    number, submitted_at = contribution.number, contribution.submitted_at

    asked = client.get(address)
    first = client.post(address)
    second = client.post(address)

    contribution.refresh_from_db()
    assert "Inbreng intrekken?" in asked.text
    assert first.status_code == second.status_code == 302
    assert contribution.status == Status.WITHDRAWN
    assert contribution.withdrawn_at is not None
    assert (contribution.number, contribution.submitted_at) == (number, submitted_at)
    assert "Uw inbreng is ingetrokken" in client.get(first["Location"]).text
    assert AuditEntry.objects.filter(permission="withdraw_contribution").count() == 1


def test_after_the_round_closed_nothing_is_withdrawn(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, round=RoundFactory(closed=True), submitted=True)
    client = as_client(member)
    address = reverse("consultations:withdraw", args=[contribution.number])

    for response in (client.get(address), client.post(address)):
        assert response.status_code == 409
        assert "U kunt uw inbreng niet meer intrekken" in response.text
    contribution.refresh_from_db()
    assert contribution.status == Status.SUBMITTED


def test_after_withdrawing_one_can_begin_again_under_a_new_number(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    withdraw_contribution(member.actor(), contribution)

    response = as_client(member).post(
        reverse("consultations:start_contribution", args=[contribution.round.slug]), {"weight": "individual"}
    )
    again = Contribution.objects.get(status=Status.DRAFT)
    assert response["Location"] == again.get_absolute_url()
    as_client(member).post(again.get_absolute_url(), {"vraag_1": "Opnieuw"})

    assert submit(member, again).number == f"ROS-{timezone.localdate().year}-LOS-0002"


def test_a_draft_of_a_withdrawn_round_is_refused(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)
    ConsultationRound.objects.filter(pk=draft.round_id).update(status="withdrawn", withdrawal_reason="Vervallen")

    with pytest.raises(Conflict, match="ingetrokken"):
        submit(member, draft)


def test_each_council_has_numbers_of_its_own(member: Mandate, outsider: Mandate) -> None:
    round_ = RoundFactory()
    TrackFactory(round=round_, council=member.council)

    own = submit(member, ContributionFactory(mandate=member, round=round_))
    other = submit(outsider, ContributionFactory(mandate=outsider, round=round_))

    year = timezone.localdate().year
    assert (own.number, other.number) == (f"ROS-{year}-LOS-0001", f"ROS-{year}-ENS-0001")


def test_a_submission_takes_at_most_16_statements(
    member: Mandate, losser: Council, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    InvolvementFactory(organisation=losser.organisation)
    draft = ContributionFactory(mandate=member)
    moment = seen(draft)

    with django_assert_max_num_queries(16 + 2):  # inside a test, a savepoint and its release stand for the transaction
        submit_contribution(member.actor(), draft, seen=moment)
