"""Earlier versions: readable for who could read them when they counted; and what differs, for the eye and the ear."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.models import Answer, Contribution, ContributionStatus, ContributionVersion
from consultations.models.differences import MOST_WORDS, Piece, differences, pieces_of
from organisations.actor import Actor
from organisations.models import Mandate
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, CouncilInputFactory, RoundFactory, close_at
from tests.consultations.revising import later_version, open_revision

pytestmark = pytest.mark.django_db


def numbers(actor: Actor, contribution: Contribution) -> list[int]:
    """The versions that somebody may read."""
    visible = ContributionVersion.objects.visible_to(actor).filter(contribution=contribution)
    return list(visible.order_by("number").values_list("number", flat=True))


def release(contribution: Contribution, at: datetime) -> None:
    contribution.status, contribution.released_at = ContributionStatus.RELEASED, at
    contribution.save()


@pytest.fixture
def revised(member: Mandate) -> Contribution:
    """Version 1, replaced; then released; then version 2 replaced by 3; and a fourth that was not handed in."""
    now = timezone.now()
    made: Contribution = ContributionFactory(mandate=member, submitted=True, answers=["Een."])
    later_version(made, "Twee.", at=now - timedelta(hours=3))
    release(made, now - timedelta(hours=2))
    later_version(made, "Drie.", at=now - timedelta(hours=1))
    open_revision(made, "Vier.")
    return made


def test_who_reads_which_version(
    revised: Contribution,
    member: Mandate,
    clerk: Mandate,
    case_officer: Mandate,
    executive: Mandate,
    secretary: Mandate,
    outsider: Mandate,
    administrator: Mandate,
) -> None:
    assert numbers(member.actor(), revised) == [1, 2, 3, 4]
    assert numbers(clerk.actor(), revised) == [1, 2, 3]
    assert numbers(Actor.system(), revised) == [1, 2, 3]
    for official in (case_officer, executive, secretary):
        assert numbers(official.actor(), revised) == [2, 3]
    for nobody in (outsider.actor(), administrator.actor(), Actor.public()):
        assert numbers(nobody, revised) == []


def test_answers_follow_their_version(revised: Contribution, secretary: Mandate, clerk: Mandate) -> None:
    def texts(actor: Actor) -> set[str]:
        return set(Answer.objects.visible_to(actor).values_list("text", flat=True))

    assert texts(secretary.actor()) == {"Twee.", "Drie."}
    assert texts(clerk.actor()) == {"Een.", "Twee.", "Drie."}
    assert texts(Actor.public()) == set()


def test_the_public_reads_only_what_counted_when_the_input_was_published(
    revised: Contribution, outsider: Mandate
) -> None:
    round_ = revised.round
    close_at(round_, timezone.now() - timedelta(minutes=30), input_published_at=timezone.now())

    for reader in (Actor.public(), outsider.actor()):
        assert numbers(reader, revised) == [3]


def test_what_a_clerk_published_early_stays_readable_when_it_is_revised(clerk: Mandate) -> None:
    contribution = CouncilInputFactory(mandate=clerk, submitted=True)
    later_version(contribution, "Twee.", at=timezone.now() - timedelta(hours=3))
    release(contribution, timezone.now() - timedelta(hours=2))
    contribution.published_at = contribution.released_at
    contribution.save()

    later_version(contribution, "Drie.")

    assert numbers(Actor.public(), contribution) == [2, 3]


def test_without_a_release_officials_read_after_closing_what_counted_then(member: Mandate, secretary: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, round=RoundFactory(closed=True), submitted=True)
    later_version(contribution, "Twee.", at=contribution.round.closes_at - timedelta(hours=1))

    assert numbers(secretary.actor(), contribution) == [2]


def test_withdrawn_versions_are_for_the_writers_and_the_clerk(
    member: Mandate, clerk: Mandate, secretary: Mandate
) -> None:
    contribution = ContributionFactory(mandate=member, withdrawn=True)

    assert numbers(member.actor(), contribution) == numbers(clerk.actor(), contribution) == [1]
    assert numbers(secretary.actor(), contribution) == []


def test_an_official_sees_that_it_was_revised_and_what_changed(
    revised: Contribution, case_officer: Mandate, as_client: AsClient
) -> None:
    client = as_client(case_officer)
    address = reverse("consultations:contribution_versions", args=[revised.number])

    page = client.get(revised.get_absolute_url()).text
    compared = client.get(address).text

    assert "Herzien na vrijgave" in page
    assert address in page
    assert '<del><span class="ros-hidden">[weggehaald:] </span>Twee.' in compared
    assert '<ins><span class="ros-hidden">[toegevoegd:] </span>Drie.' in compared
    for hidden in ("Een.", "Vier."):
        assert hidden not in compared


@pytest.mark.parametrize("query", ["?van=1&naar=2", "?van=x&naar=99999999999999999999", "?van=3&naar=3", "?van=%00"])
def test_a_choice_that_does_not_exist_is_no_choice(
    query: str, revised: Contribution, case_officer: Mandate, as_client: AsClient
) -> None:
    response = as_client(case_officer).get(
        reverse("consultations:contribution_versions", args=[revised.number]) + query
    )

    assert response.status_code == 200
    assert "Een." not in response.text


def test_input_that_was_never_revised_has_nothing_to_compare(clerk: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(council=clerk.council, submitted=True)
    client = as_client(clerk)

    page = client.get(contribution.get_absolute_url()).text
    versions = client.get(reverse("consultations:contribution_versions", args=[contribution.number])).text

    assert "/versies/" not in page
    assert "Er is één versie" in versions


def test_differences_are_by_word_and_keep_all_text() -> None:
    before, after = "De bus rijdt\nniet vaak genoeg.", "De bus rijdt\nvaak genoeg. Dank!"

    pieces = list(pieces_of(before, after))

    assert pieces == [
        Piece("De bus rijdt\n"),
        Piece("niet ", "removed"),
        Piece("vaak "),
        Piece("genoeg.", "removed"),
        Piece("genoeg. Dank!", "added"),
    ]
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == after
    assert "".join(piece.text for piece in pieces if piece.change != "added") == before


def test_an_answer_that_one_version_lacks_is_all_added_or_all_removed() -> None:
    found = differences({"Vraag 1": "Weg."}, {"Vraag 2": "Nieuw."})

    assert [(d.heading, d.pieces) for d in found] == [
        ("Vraag 2", (Piece("Nieuw.", "added"),)),
        ("Vraag 1", (Piece("Weg.", "removed"),)),
    ]


def test_very_long_texts_are_compared_by_line() -> None:
    line = "a b " * MOST_WORDS

    pieces = list(pieces_of(f"{line}\nEen.", f"{line}\nTwee."))

    assert pieces == [Piece(f"{line}\n"), Piece("Een.", "removed"), Piece("Twee.", "added")]
