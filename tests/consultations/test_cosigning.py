"""A text is offered, read by who is asked, signed or not; and a later version asks again."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations.actions.cosigning import (
    cosign,
    decline_to_cosign,
    offer_for_cosigning,
    take_back_offer,
    withdraw_cosignature,
)
from consultations.models import (
    Answer,
    ConsultationRound,
    Contribution,
    CoSignature,
    CoSignatureStatus,
    Weight,
    ask_again,
    deciders_of,
)
from consultations.views.public_contributions import counts_per_weight
from notifications.models import Delivery, Notice
from organisations.actor import Role
from organisations.models import AuditEntry, Council, Fractie, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient
from tests.factories import FractieFactory, MandateFactory, UserFactory

from .factories import ContributionFactory, CouncilInputFactory, RoundFactory, close_at
from .factories_together import CoSignatureFactory, revise

pytestmark = pytest.mark.django_db

S = CoSignatureStatus
LEGAL = {("offered", "signed"), ("offered", "declined"), ("offered", "withdrawn"), ("signed", "withdrawn")}


@pytest.fixture
def round_(losser: Council, enschede: Council) -> ConsultationRound:
    made: ConsultationRound = RoundFactory(councils=[losser, enschede])
    return made


@pytest.fixture
def text(round_: ConsultationRound, clerk: Mandate) -> Contribution:
    """What the council of Losser said, handed in."""
    made: Contribution = CouncilInputFactory(round=round_, mandate=clerk, submitted=True, answers=["de eerste woorden"])
    return made


@pytest.fixture
def other_clerk(enschede: Council) -> Mandate:
    return MandateFactory(
        user=UserFactory(email="griffier@enschede.example"), organisation=enschede.organisation, role=Role.CLERK
    )


@pytest.fixture
def other_fractie(enschede: Council) -> Fractie:
    return FractieFactory(term=enschede.terms.get(), name="Twentekanaal")


@pytest.fixture
def other_leader(enschede: Council, other_fractie: Fractie) -> Mandate:
    return MandateFactory(
        user=UserFactory(email="voorzitter@enschede.example"),
        organisation=enschede.organisation,
        role=Role.GROUP_LEADER,
        fractie=other_fractie,
    )


@pytest.fixture
def offer(text: Contribution, enschede: Council) -> CoSignature:
    made: CoSignature = CoSignatureFactory(contribution=text, council=enschede)
    return made


def told() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("user__email", flat=True))


def close(round_: ConsultationRound) -> None:
    close_at(round_, timezone.now())


def reads(mandate: Mandate) -> list[str]:
    """The words of the text that this person may read."""
    return list(Answer.objects.visible_to(mandate.actor()).values_list("text", flat=True))


def test_the_moves_are_these_and_no_other() -> None:
    moves = {
        (one.value, other.value)
        for one in CoSignatureStatus
        for other in CoSignatureStatus
        if CoSignature(status=one).can_move_to(other)
    }

    assert moves == LEGAL


def test_an_offer_reaches_who_decides_and_nobody_is_asked_twice(
    text: Contribution,
    clerk: Mandate,
    enschede: Council,
    other_fractie: Fractie,
    other_clerk: Mandate,
    other_leader: Mandate,
) -> None:
    asked: dict[str, Any] = {"councils": [enschede], "fracties": [other_fractie]}

    for _ in range(2):
        offer_for_cosigning(clerk.actor(), text, version_id=text.submitted_version_id or 0, **asked)

    assert {one.signature for one in CoSignature.objects.all()} == {
        "gemeenteraad van Enschede",
        "fractie Twentekanaal, Enschede",
    }
    assert CoSignature.objects.count() == 2
    assert sorted(told()) == sorted([other_clerk.user.email, other_leader.user.email])
    assert AuditEntry.objects.filter(permission="offer_for_cosigning").count() == 2


def test_the_words_never_go_by_mail(
    text: Contribution, clerk: Mandate, enschede: Council, other_clerk: Mandate
) -> None:
    offer_for_cosigning(
        clerk.actor(), text, version_id=text.submitted_version_id or 0, councils=[enschede], fracties=[]
    )
    cosign(other_clerk.actor(), CoSignature.objects.get())

    assert Notice.objects.count() == 2
    assert not any("eerste woorden" in f"{n.subject} {n.brief} {n.body}" for n in Notice.objects.all())
    assert told() == [other_clerk.user.email, clerk.user.email]


def test_a_draft_is_never_offered(round_: ConsultationRound, clerk: Mandate, enschede: Council) -> None:
    draft = CouncilInputFactory(round=round_, mandate=clerk)
    version = draft.versions.get()

    with pytest.raises(Conflict, match="ingediende"):
        offer_for_cosigning(clerk.actor(), draft, version_id=version.pk, councils=[enschede], fracties=[])


def test_a_version_that_no_longer_counts_is_not_offered(text: Contribution, clerk: Mandate, enschede: Council) -> None:
    seen = text.submitted_version_id or 0
    revise(text, "de latere woorden")

    with pytest.raises(Conflict, match="nieuwe versie"):
        offer_for_cosigning(clerk.actor(), text, version_id=seen, councils=[enschede], fracties=[])


def test_input_of_a_member_is_never_offered(round_: ConsultationRound, member: Mandate) -> None:
    own = ContributionFactory(round=round_, mandate=member, submitted=True)

    with pytest.raises(PermissionDenied):
        offer_for_cosigning(member.actor(), own, version_id=own.submitted_version_id or 0, councils=[], fracties=[])


def test_after_closing_nothing_is_offered_signed_or_withdrawn(
    text: Contribution,
    clerk: Mandate,
    other_clerk: Mandate,
    offer: CoSignature,
    other_leader: Mandate,
    enschede: Council,
) -> None:
    signed = CoSignatureFactory(contribution=text, fractie=other_leader.fractie, status=S.SIGNED)
    close(text.round)

    with pytest.raises(Conflict, match="gesloten"):
        offer_for_cosigning(
            clerk.actor(), text, version_id=text.submitted_version_id or 0, councils=[enschede], fracties=[]
        )
    with pytest.raises(Conflict, match="gesloten"):
        cosign(other_clerk.actor(), offer)
    with pytest.raises(Conflict, match="gesloten"):
        withdraw_cosignature(other_leader.actor(), signed)


def test_who_is_asked_reads_the_offered_version_and_no_other(
    text: Contribution, offer: CoSignature, other_clerk: Mandate, outsider: Mandate
) -> None:
    before = reads(other_clerk)
    revise(text, "de latere woorden")

    assert before == ["de eerste woorden"]
    assert reads(other_clerk) == []
    assert reads(outsider) == []


@pytest.mark.parametrize("status", [S.DECLINED, S.WITHDRAWN])
def test_reading_ends_with_the_offer(text: Contribution, enschede: Council, other_clerk: Mandate, status: str) -> None:
    CoSignatureFactory(contribution=text, council=enschede, status=status)

    assert reads(other_clerk) == []
    assert not Contribution.objects.visible_to(other_clerk.actor()).exists()


def test_reading_ends_at_closing_for_who_did_not_sign(
    text: Contribution, offer: CoSignature, other_clerk: Mandate, other_leader: Mandate
) -> None:
    CoSignatureFactory(contribution=text, fractie=other_leader.fractie, status=S.SIGNED)

    close(text.round)

    assert reads(other_clerk) == []
    assert reads(other_leader) == ["de eerste woorden"]


def test_an_offer_to_a_council_is_for_its_clerk_and_one_to_a_fractie_for_its_leader(
    text: Contribution, offer: CoSignature, other_leader: Mandate, other_clerk: Mandate, outsider: Mandate
) -> None:
    of_fractie = CoSignatureFactory(contribution=text, fractie=other_leader.fractie)

    for stranger, one in ((other_leader, offer), (outsider, offer), (other_clerk, of_fractie), (outsider, of_fractie)):
        with pytest.raises(PermissionDenied):
            cosign(stranger.actor(), one)


def test_a_withdrawn_text_is_neither_signed_nor_read(
    text: Contribution, offer: CoSignature, other_clerk: Mandate
) -> None:
    Contribution.objects.filter(pk=text.pk).update(status="withdrawn", withdrawn_at=timezone.now())

    with pytest.raises(Conflict, match="ingetrokken"):
        cosign(other_clerk.actor(), offer)
    assert reads(other_clerk) == []


def test_an_earlier_version_is_not_signed(text: Contribution, offer: CoSignature, other_clerk: Mandate) -> None:
    revise(text, "de latere woorden")

    with pytest.raises(Conflict, match="nieuwe versie"):
        cosign(other_clerk.actor(), offer)


def test_signing_and_taking_back_the_offer_exclude_each_other(
    offer: CoSignature, clerk: Mandate, other_clerk: Mandate
) -> None:
    cosign(other_clerk.actor(), offer)

    with pytest.raises(Conflict, match="Alleen wie tekende"):
        take_back_offer(clerk.actor(), offer)


def test_an_offer_that_was_taken_back_is_not_signed(offer: CoSignature, clerk: Mandate, other_clerk: Mandate) -> None:
    take_back_offer(clerk.actor(), offer)

    with pytest.raises(Conflict, match="ingetrokken"):
        cosign(other_clerk.actor(), offer)


def test_a_signature_is_withdrawn_and_what_was_not_signed_is_not(offer: CoSignature, other_clerk: Mandate) -> None:
    with pytest.raises(Conflict, match="nog niet"):
        withdraw_cosignature(other_clerk.actor(), offer)
    cosign(other_clerk.actor(), offer)

    assert withdraw_cosignature(other_clerk.actor(), offer).status == S.WITHDRAWN


def test_a_later_version_asks_who_signed_or_did_not_decide_and_nobody_else(
    text: Contribution, losser: Council, enschede: Council, other_fractie: Fractie, other_clerk: Mandate
) -> None:
    CoSignatureFactory(contribution=text, council=enschede, status=S.SIGNED)
    CoSignatureFactory(contribution=text, fractie=other_fractie)
    CoSignatureFactory(contribution=text, fractie=FractieFactory(term=enschede.terms.get()), status=S.DECLINED)
    CoSignatureFactory(contribution=text, fractie=FractieFactory(term=enschede.terms.get()), status=S.WITHDRAWN)
    version, now = revise(text, "de latere woorden"), timezone.now()

    asked = ask_again(version, now)

    assert {(one.council, one.fractie, one.status) for one in asked} == {
        (enschede, None, S.OFFERED),
        (enschede, other_fractie, S.OFFERED),
    }
    assert ask_again(version, now) == []
    assert deciders_of(asked, timezone.localdate(now)) == [other_clerk.user]
    assert reads(other_clerk) == ["de latere woorden"]


def test_the_first_version_asks_nobody_again(text: Contribution) -> None:
    assert text.submitted_version is not None
    assert ask_again(text.submitted_version, timezone.now()) == []


def test_the_public_page_names_who_signed_these_words_and_who_earlier_ones(
    text: Contribution, enschede: Council, other_fractie: Fractie, clerk: Mandate, as_client: AsClient
) -> None:
    CoSignatureFactory(contribution=text, fractie=other_fractie, status=S.SIGNED)
    CoSignatureFactory(contribution=text, council=enschede, status=S.SIGNED)
    revise(text, "de latere woorden")
    CoSignatureFactory(contribution=text, council=enschede, status=S.SIGNED)

    for address in (f"/inbreng/{text.number}/", f"/inbreng/{text.number}/ontvangst/"):
        page = as_client(clerk).get(address).content.decode()
        assert "Medeondertekend door:" in page
        assert "fractie Twentekanaal, Enschede, onder versie 1" in page
        assert "gemeenteraad van Enschede, onder versie" not in page


def test_signatures_change_no_count(text: Contribution, enschede: Council) -> None:
    before = counts_per_weight(Contribution.objects.all())

    CoSignatureFactory(contribution=text, council=enschede, status=S.SIGNED)

    assert counts_per_weight(Contribution.objects.all()) == before


def test_a_fractie_offers_to_others_and_not_to_itself(
    round_: ConsultationRound, group_leader: Mandate, enschede: Council, as_client: AsClient
) -> None:
    text = ContributionFactory(
        round=round_,
        mandate=group_leader,
        weight=Weight.FRACTIE,
        fractie=group_leader.fractie,
        writers=[group_leader],
        submitted=True,
    )
    client, path = as_client(group_leader), f"/inbreng/{text.number}/medeondertekenen/"

    page = client.get(path).content.decode()
    nobody = client.post(path, {"version": text.submitted_version_id}).content.decode()
    itself = client.post(
        path, {"version": text.submitted_version_id, "raad_losser": f"fractie-{group_leader.fractie_id}"}
    )

    assert "gemeenteraad van Enschede" in page
    assert f'value="fractie-{group_leader.fractie_id}"' not in page
    assert "Kies ten minste één raad of fractie." in nobody
    assert itself.status_code == 200
    assert not CoSignature.objects.exists()


@pytest.mark.parametrize("values", [{"status": S.SIGNED}, {"decided_at": timezone.now()}])
def test_the_database_wants_a_date_with_a_decision(offer: CoSignature, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="cosignature_decided_has_a_date"), transaction.atomic():
        CoSignature.objects.filter(pk=offer.pk).update(**values)


def test_the_database_takes_one_offer_per_version_and_council(
    offer: CoSignature, text: Contribution, losser: Council
) -> None:
    other = CoSignatureFactory(contribution=text, council=losser)

    with pytest.raises(IntegrityError, match="cosignature_offered_once"), transaction.atomic():
        CoSignature.objects.filter(pk=other.pk).update(council=offer.council)


def test_declining_is_told_to_who_offered(offer: CoSignature, clerk: Mandate, other_clerk: Mandate) -> None:
    declined = decline_to_cosign(other_clerk.actor(), offer)

    assert declined.decided_by == "griffier van Enschede"
    assert told() == [clerk.user.email]
