"""Questions that are answered with a step, a choice or a number: typed, kept, compared and handed in."""

from decimal import Decimal

import pytest

from consultations.actions.contributions import save_draft
from consultations.models import Answer, ConsultationRound, Contribution, Said, fingerprint
from organisations.models import Council, Mandate
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, QuestionFactory, RoundFactory
from tests.consultations.writing import seen, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(losser: Council) -> ConsultationRound:
    """An open round with a scale, a choice, a number and an open question."""
    found: ConsultationRound = RoundFactory(councils=[losser], questions=0)
    QuestionFactory(round=found, position=1, format="scale", text="Hoe staat u ertegenover?")
    QuestionFactory(round=found, position=2, format="choice", options=["Oost", "West"], text="Waar?")
    QuestionFactory(round=found, position=3, format="number", unit="woningen", text="Hoeveel?")
    QuestionFactory(round=found, position=4, text="Wat nog meer?")
    return found


@pytest.fixture
def draft(round_: ConsultationRound, member: Mandate) -> Contribution:
    found: Contribution = ContributionFactory(round=round_, mandate=member, answers=[])
    return found


def stored(contribution: Contribution) -> dict[int, tuple[Decimal | None, str]]:
    answers = Answer.objects.filter(version__contribution=contribution)
    return {answer.question.position: (answer.value, answer.text) for answer in answers.select_related("question")}


def words(contribution: Contribution) -> dict[int, str]:
    answers = Answer.objects.filter(version__contribution=contribution).select_related("question")
    return {answer.question.position: answer.words for answer in answers}


FILLED = {
    "vraag_1_waarde": "4",
    "vraag_1": "Mits er water is.",
    "vraag_2_waarde": "2",
    "vraag_3_waarde": "1.250,5",
    "vraag_4": "Bus.",
    "save": "1",
}


def test_every_format_is_kept_with_its_words(member: Mandate, as_client: AsClient, draft: Contribution) -> None:
    response = as_client(member).post(draft.get_absolute_url(), FILLED)

    assert response.status_code == 302
    assert stored(draft) == {
        1: (Decimal(4), "Mits er water is."),
        2: (Decimal(2), ""),
        3: (Decimal("1250.5"), ""),
        4: (None, "Bus."),
    }
    assert words(draft) == {
        1: "positief\n\nMits er water is.",
        2: "West",
        3: "1.250,5 woningen",
        4: "Bus.",
    }


def test_the_draft_shows_again_what_was_filled_in(member: Mandate, as_client: AsClient, draft: Contribution) -> None:
    client = as_client(member)
    client.post(draft.get_absolute_url(), FILLED)

    page = client.get(draft.get_absolute_url()).content.decode()

    assert 'name="vraag_3_waarde" value="1250,5"' in page
    assert page.count("checked") == 2
    assert client.post(draft.get_absolute_url(), {**FILLED, "seen": seen(draft)}).status_code == 302


def test_saving_the_same_again_writes_nothing(member: Mandate, as_client: AsClient, draft: Contribution) -> None:
    client = as_client(member)
    client.post(draft.get_absolute_url(), FILLED)
    before = seen(draft)

    client.post(draft.get_absolute_url(), {**FILLED, "seen": before})

    assert seen(draft) == before


def test_a_choice_is_taken_back(member: Mandate, as_client: AsClient, draft: Contribution) -> None:
    client = as_client(member)
    client.post(draft.get_absolute_url(), FILLED)

    client.post(
        draft.get_absolute_url(),
        {**FILLED, "vraag_1_waarde": "", "vraag_2_waarde": "", "vraag_3_waarde": " ", "seen": seen(draft)},
    )

    assert stored(draft) == {1: (None, "Mits er water is."), 4: (None, "Bus.")}


@pytest.mark.parametrize(
    "typed", ["veel", "12.5", "1,2,3", "1.25", "--1", "1e5", "NaN", "Infinity", "٣", "1234567890123", "1,2345", "\x00"]
)
def test_what_is_no_number_is_refused_and_the_rest_is_kept(
    typed: str, member: Mandate, as_client: AsClient, draft: Contribution
) -> None:
    client = as_client(member)
    client.post(draft.get_absolute_url(), {**FILLED, "vraag_3_waarde": "7"})

    response = client.post(
        draft.get_absolute_url(),
        {**FILLED, "vraag_3_waarde": typed, "vraag_3": "Ongeveer.", "seen": seen(draft)},
    )

    assert response.status_code == 200
    assert "Vul een getal in" in response.content.decode()
    assert stored(draft)[3] == (Decimal(7), "Ongeveer.")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0", "0"), ("-3", "-3"), ("1.000.000", "1000000"), ("007", "7"), ("12,5", "12.5"), (" 8 ", "8")],
)
def test_a_number_is_read_as_dutch(
    typed: str, value: str, member: Mandate, as_client: AsClient, draft: Contribution
) -> None:
    as_client(member).post(draft.get_absolute_url(), {"vraag_3_waarde": typed, "save": "1"})

    assert stored(draft) == {3: (Decimal(value), "")}


@pytest.mark.parametrize("field", ["vraag_1_waarde", "vraag_2_waarde"])
@pytest.mark.parametrize("forged", ["0", "6", "-1", "1.0", "x", "1" * 5000])
def test_a_step_that_is_not_offered_is_refused(
    field: str, forged: str, member: Mandate, as_client: AsClient, draft: Contribution
) -> None:
    response = as_client(member).post(draft.get_absolute_url(), {field: forged, "save": "1"})

    assert response.status_code == 200
    assert stored(draft) == {}


def test_no_action_keeps_a_value_that_the_question_does_not_offer(member: Mandate, draft: Contribution) -> None:
    scale = draft.round.questions.get(position=1)

    with pytest.raises(ValueError, match="is not answered with 9"):
        save_draft(
            member.actor(),
            draft,
            answers={(scale.pk, None): Said(Decimal(9), "")},
            fields={},
            seen=seen(draft),
        )

    assert stored(draft) == {}


def test_a_choice_alone_is_enough_to_hand_in_and_stands_in_the_fingerprint(
    member: Mandate, as_client: AsClient, draft: Contribution
) -> None:
    client = as_client(member)
    client.post(draft.get_absolute_url(), {"vraag_1_waarde": "1", "save": "1"})

    handed_in = submit(member, draft)

    version = handed_in.versions.get()
    assert version.sha256 == fingerprint(handed_in, 1, [("Hoe staat u ertegenover?", "heel negatief")])
    assert "heel negatief" in client.get(f"/inbreng/{handed_in.number}/ontvangst/").content.decode()


def test_a_second_window_shows_both_what_was_chosen_and_what_is_stored(
    member: Mandate, as_client: AsClient, draft: Contribution
) -> None:
    client = as_client(member)
    before = seen(draft)
    client.post(draft.get_absolute_url(), FILLED)

    response = client.post(
        draft.get_absolute_url(), {"vraag_1_waarde": "1", "vraag_2_waarde": "2", "seen": before, "save": "1"}
    )

    page = response.content.decode()
    assert response.status_code == 409
    stands = page.split("Wat er nu bewaard is")[1].split("<form")[0]
    assert "Mits er water is." in stands
    assert "1.250,5 woningen" in stands
    assert "West" not in stands  # the same in both
    assert stored(draft)[1] == (Decimal(4), "Mits er water is.")
