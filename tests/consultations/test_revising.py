"""Revising what was handed in: until the round closes, under the same number, and every version is kept."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.actions.contributions import save_draft, withdraw_contribution
from consultations.actions.revisions import discard_revision, revise_contribution, submit_revision
from consultations.models import (
    Answer,
    ConsultationRound,
    Contribution,
    ContributionStatus,
    ContributionVersion,
    Routing,
    Weight,
)
from consultations.models.answers import Asked, Said
from consultations.models.writing import ChangedMeanwhile
from notifications.models import Notice
from organisations.models import AuditEntry, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient
from tests.consultations.factories import (
    ContributionFactory,
    CouncilInputFactory,
    MeetingFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    close_at,
    standing_item,
)
from tests.consultations.writing import seen

Status = ContributionStatus

pytestmark = pytest.mark.django_db


def revise(mandate: Mandate, contribution: Contribution, *answers: str, **fields: Any) -> Contribution:
    """Open the next version and write in it."""
    opened = revise_contribution(mandate.actor(), contribution)
    questions = opened.round.questions.order_by("position").values_list("pk", flat=True)
    words: dict[Asked, Said] = {(pk, None): Said(text=text) for pk, text in zip(questions, answers, strict=False)}
    return save_draft(mandate.actor(), opened, answers=words, fields=fields, seen=seen(opened))


def hand_in(mandate: Mandate, contribution: Contribution) -> Contribution:
    return submit_revision(mandate.actor(), contribution, seen=seen(contribution))


def words(version: ContributionVersion | None) -> list[str]:
    assert version is not None
    return [answer.text for answer in version.answers.in_order()]


def test_a_revision_begins_with_what_was_handed_in_and_that_counts_until_it_is(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True, answers=["Eerst.", "Blijft."])

    opened = revise(member, contribution, "Later.")

    opened.refresh_from_db()
    assert words(opened.versions.latest("number")) == ["Later.", "Blijft."]
    assert words(opened.submitted_version) == ["Eerst.", "Blijft."]
    assert list(Answer.objects.current().in_order().values_list("text", flat=True)) == ["Eerst.", "Blijft."]
    assert opened.status == Status.SUBMITTED


@pytest.mark.parametrize("state", ["submitted", "released"])
def test_handing_in_a_revision_changes_the_words_and_nothing_of_where_it_stands(member: Mandate, state: str) -> None:
    contribution = ContributionFactory(mandate=member, answers=["Eerst."], **{state: True})
    before = (contribution.number, contribution.status, contribution.submitted_at, contribution.released_at)
    first = contribution.versions.get()

    after = hand_in(member, revise(member, contribution, "Later."))

    after.refresh_from_db()
    assert (after.number, after.status, after.submitted_at, after.released_at) == before
    assert words(after.submitted_version) == ["Later."]
    second = after.versions.get(number=2)
    assert after.submitted_version == second
    assert first is not None
    assert second.sha256 not in ("", first.sha256)
    assert words(first) == ["Eerst."]
    assert "versie 2" in Notice.objects.get(kind="receipt").subject


def test_the_decision_of_a_revision_counts_when_it_is_handed_in(clerk: Mandate) -> None:
    contribution = CouncilInputFactory(mandate=clerk, submitted=True, decision_reference="2026-14")
    opened = revise(clerk, contribution, decision_reference="2026-99", minority_view="Een lid was tegen.")
    opened.refresh_from_db()
    assert opened.decision_reference == "2026-14"
    assert opened.minority_view == ""

    after = hand_in(clerk, opened)

    after.refresh_from_db()
    assert after.decision_reference == "2026-99"
    assert after.minority_view == "Een lid was tegen."
    assert after.versions.get(number=2).particulars["decision_reference"] == "2026-99"


def test_a_revision_that_lacks_what_the_decision_needs_is_refused(clerk: Mandate) -> None:
    contribution = CouncilInputFactory(mandate=clerk, submitted=True)
    opened = revise(clerk, contribution, decision_reference="")

    with pytest.raises(Conflict, match="Vul het kenmerk van het besluit in"):
        hand_in(clerk, opened)

    opened.refresh_from_db()
    assert opened.submitted_version == opened.versions.get(number=1)


def test_over_http_one_revises_reads_it_over_and_hands_it_in(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True, answers=["Eerst."])
    client = as_client(member)
    receipt = reverse("consultations:receipt", args=[contribution.number])
    assert "Inbreng herzien" in client.get(receipt).text

    opened = client.post(reverse("consultations:revise", args=[contribution.number]))
    again = client.post(reverse("consultations:revise", args=[contribution.number]))
    form = client.get(opened["Location"]).text
    client.post(opened["Location"], {"vraag_1": "Later.", "shows_name": "on", "seen": seen(contribution)})
    check = client.get(reverse("consultations:draft_check", args=[contribution.uuid])).text
    submit = reverse("consultations:draft_submit", args=[contribution.uuid])
    moment = seen(contribution)
    first, second = client.post(submit, {"seen": moment}), client.post(submit, {"seen": moment})

    assert opened["Location"] == again["Location"] == reverse("consultations:draft", args=[contribution.uuid])
    assert "U schrijft aan een nieuwe versie" in form
    assert "Eerst." in form
    assert "Later." in check
    assert first["Location"] == second["Location"] == receipt
    contribution.refresh_from_db()
    assert words(contribution.submitted_version) == ["Later."]
    assert contribution.shows_name
    assert "Later." in client.get(receipt).text
    assert AuditEntry.objects.filter(permission="submit_revision").count() == 1


def test_words_that_changed_after_the_last_look_are_not_handed_in(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    opened = revise(member, contribution, "Later.")
    looked_at = seen(opened)
    save_draft(member.actor(), opened, answers={}, fields={"shows_name": True}, seen=looked_at)

    with pytest.raises(ChangedMeanwhile):
        submit_revision(member.actor(), opened, seen=looked_at)


@pytest.mark.parametrize("state", ["draft", "withdrawn", "closed"])
def test_only_what_counts_in_an_open_round_is_revised(member: Mandate, state: str) -> None:
    made: dict[str, Any] = {"draft": {}, "withdrawn": {"withdrawn": True}, "closed": {"submitted": True}}[state]
    round_ = RoundFactory(closed=state == "closed")
    contribution = ContributionFactory(mandate=member, round=round_, **made)

    for step in (revise_contribution, discard_revision):
        with pytest.raises(Conflict):
            step(member.actor(), contribution)
    with pytest.raises(Conflict):
        submit_revision(member.actor(), contribution, seen=seen(contribution))

    assert contribution.versions.count() == 1


def test_a_revision_that_is_too_late_stays_readable_for_its_writer_alone(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    opened = revise(member, contribution, "Net te laat.")
    moment = seen(opened)
    close_at(ConsultationRound.objects.latest("pk"), timezone.now())
    client = as_client(member)

    refused = client.post(reverse("consultations:draft_submit", args=[contribution.uuid]), {"seen": moment})
    page = client.get(reverse("consultations:draft", args=[contribution.uuid])).text
    receipt = client.get(reverse("consultations:receipt", args=[contribution.number])).text

    assert refused.status_code == 409
    assert "Net te laat." in page
    assert "Lees de nieuwe versie" in receipt
    assert "Net te laat." not in receipt


def test_throwing_a_revision_away_leaves_what_was_handed_in(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True, answers=["Eerst."])
    revise(member, contribution, "Later.")
    client, address = as_client(member), reverse("consultations:discard_revision", args=[contribution.uuid])

    asked, done, again = client.get(address), client.post(address), client.post(address)

    assert "Nieuwe versie weggooien?" in asked.text
    assert done["Location"] == again["Location"] == reverse("consultations:receipt", args=[contribution.number])
    assert words(contribution.versions.get()) == ["Eerst."]


def test_withdrawing_takes_the_open_revision_along(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    opened = revise(member, contribution, "Later.")

    withdrawn = withdraw_contribution(member.actor(), opened)

    assert withdrawn.status == Status.WITHDRAWN
    assert withdrawn.versions.get() == withdrawn.submitted_version


def test_named_writers_of_a_fractie_write_on_its_revision_and_its_leader_hands_it_in(
    group_leader: Mandate, member: Mandate, as_client: AsClient
) -> None:
    contribution = ContributionFactory(
        mandate=group_leader,
        weight=Weight.FRACTIE,
        fractie=group_leader.fractie,
        writers=[group_leader, member],
        submitted=True,
    )
    revise_contribution(group_leader.actor(), contribution)
    client, address = as_client(member), reverse("consultations:draft", args=[contribution.uuid])

    page = client.get(address).text
    saved = client.post(address, {"vraag_1": "Van het lid.", "seen": seen(contribution)})

    assert "De fractievoorzitter dient dit concept in." in page
    assert saved.status_code == 302
    assert words(hand_in(group_leader, contribution).submitted_version)[0] == "Van het lid."


def test_an_answer_that_was_routed_stays_flagged_after_a_revision(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, released=True)
    routing = RoutingFactory(answer=answer_of(contribution), item=standing_item(MeetingFactory()))

    hand_in(member, revise(member, contribution, "Later."))

    assert list(Routing.objects.outdated()) == [routing]
    assert Routing.objects.get().answer.text == "Antwoord op vraag 1."
