"""The matrix of a round: who answered what, exactly as far as the reader may read it."""

import re
from datetime import timedelta

import pytest
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from consultations.models import (
    Answer,
    AnswerTheme,
    ConsultationRound,
    Contribution,
    ContributionStatus,
    ContributionVersion,
    CouncilBasis,
    Weight,
)
from documents.models import Theme
from organisations.models import Council, Fractie, Mandate, User
from tests.conftest import AsClient
from tests.consultations.factories import (
    ContributionFactory,
    CouncilInputFactory,
    MeetingFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    standing_item,
)
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("phases")]


def matrix_url(round_: ConsultationRound, query: str = "") -> str:
    return reverse("consultations:matrix", args=[round_.slug]) + query


def answers_url(round_: ConsultationRound, query: str = "") -> str:
    return reverse("consultations:round_answers", args=[round_.slug]) + query


def words(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def row_of(page: str, council: Council) -> str:
    """The row of one council, as a person reads it."""
    rows = [row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if council.get_absolute_url() in row]
    assert len(rows) == 1
    return " ".join(re.sub(r"<[^>]+>", " ", rows[0]).split())


def themed(answer: Answer, name: str) -> Theme:
    theme, _ = Theme.objects.get_or_create(name=name, slug=name)
    AnswerTheme.objects.create(answer=answer, theme=theme)
    return theme


@pytest.fixture
def public(losser: Council, enschede: Council) -> ConsultationRound:
    """A round whose input everyone may read; two councils were invited."""
    made: ConsultationRound = RoundFactory(
        closed=True, questions=2, councils=[losser, enschede], input_published_at=timezone.now()
    )
    return made


# What it shows


def test_a_cell_counts_per_weight_and_a_conversation_apart(
    client: Client, public: ConsultationRound, losser: Council, fractie: Fractie
) -> None:
    for _ in range(2):
        ContributionFactory(round=public, council=losser, released=True)
    ContributionFactory(round=public, council=losser, weight=Weight.FRACTIE, fractie=fractie, released=True)
    CouncilInputFactory(round=public, council=losser, released=True)
    CouncilInputFactory(round=public, council=losser, basis=CouncilBasis.CONVERSATION, released=True, answers=["Ja."])

    row = row_of(words(client, matrix_url(public)), losser)

    cell = "2 van raadsleden 1 van fracties 1 van de raad, met een besluit"
    assert row == f"Losser {cell} 1 van de raad, na een gesprek Losser, Vraag 1 {cell} Losser, Vraag 2"


def test_silence_is_shown_as_silence(
    client: Client, public: ConsultationRound, losser: Council, enschede: Council
) -> None:
    ContributionFactory(round=public, council=losser, released=True, answers=["Alleen dit."])

    page = words(client, matrix_url(public))

    assert row_of(page, enschede) == "Enschede Geen inbreng"
    assert row_of(page, losser).endswith("Geen antwoord")


def test_councils_stand_by_name_and_not_by_how_much_they_say(
    client: Client, public: ConsultationRound, losser: Council, enschede: Council
) -> None:
    ContributionFactory(round=public, council=losser, released=True)

    page = words(client, matrix_url(public))

    assert page.index(enschede.get_absolute_url()) < page.index(losser.get_absolute_url())


def test_an_answer_stands_under_each_of_its_themes_and_else_under_none(
    client: Client, public: ConsultationRound, losser: Council
) -> None:
    given = ContributionFactory(round=public, council=losser, released=True)
    themed(answer_of(given), "water")
    themed(answer_of(given), "wonen")
    Theme.objects.create(name="bodem", slug="bodem")

    page = words(client, matrix_url(public, "?weergave=thema"))

    one = "1 van raadsleden Losser,"
    assert row_of(page, losser) == f"Losser {one} Water {one} Wonen {one} Zonder thema"
    assert "niets te lezen: bodem." in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?namens=fractie", "Losser Niets met dit filter Niets met dit filter"),
        ("?soort=stance", "Losser 1 van raadsleden Losser, Vraag 1"),
        ("?thema=water", "Losser 1 van raadsleden Losser, Vraag 1 Niets met dit filter"),
        ("?thema=geen", "Losser Niets met dit filter 1 van raadsleden Losser, Vraag 2"),
        ("?weergave=thema&thema=water", "Losser 1 van raadsleden Losser, Water"),
        ("?weergave=onzin&namens=%00&soort=x&thema=x", "Losser 1 van raadsleden Losser, Vraag 1 1 van raadsleden"),
    ],
)
def test_a_filter_narrows_and_what_is_not_known_is_left_out(
    client: Client, public: ConsultationRound, losser: Council, query: str, expected: str
) -> None:
    themed(answer_of(ContributionFactory(round=public, council=losser, released=True)), "water")

    row = row_of(words(client, matrix_url(public, query)), losser)

    assert row.startswith(expected)


def test_a_filter_never_makes_a_council_silent(client: Client, public: ConsultationRound, losser: Council) -> None:
    ContributionFactory(round=public, council=losser, released=True)

    row = row_of(words(client, matrix_url(public, "?namens=raad")), losser)

    assert "Geen inbreng" not in row


def test_words_of_an_earlier_version_are_not_counted(
    client: Client, public: ConsultationRound, losser: Council
) -> None:
    given = ContributionFactory(round=public, council=losser, released=True)
    later = ContributionVersion.objects.create(contribution=given, number=2)
    Answer.objects.create(version=later, question=public.questions.get(position=1), text="Nu anders.")
    ContributionVersion.objects.filter(pk=later.pk).update(frozen_at=timezone.now(), sha256="b")
    Contribution.objects.filter(pk=given.pk).update(submitted_version=later)

    row = row_of(words(client, matrix_url(public)), losser)

    assert row == "Losser 1 van raadsleden Losser, Vraag 1 Geen antwoord"


# Who sees what


def test_nobody_counts_what_they_may_not_read(
    client: Client,
    as_client: AsClient,
    losser: Council,
    enschede: Council,
    member: Mandate,
    clerk: Mandate,
    case_officer: Mandate,
    secretary: Mandate,
    outsider: Mandate,
) -> None:
    round_ = RoundFactory(questions=1, councils=[losser, enschede])
    ContributionFactory(round=round_, mandate=member, answers=["Een concept."])
    ContributionFactory(round=round_, council=losser, submitted=True, author=UserFactory())
    ContributionFactory(round=round_, council=losser, released=True, author=UserFactory())
    seen = {
        name: row_of(words(who, matrix_url(round_)), losser)
        for name, who in {
            "public": client,
            **{m.user.name: as_client(m) for m in (member, clerk, case_officer, secretary, outsider)},
        }.items()
    }

    one, two = "Losser 1 van raadsleden Losser, Vraag 1", "Losser 2 van raadsleden Losser, Vraag 1"
    hidden = "Losser Inbreng gegeven, nog niet te lezen"
    assert seen == {
        "public": hidden,
        "Mirjam Raadslid": hidden,
        "Greet Griffier": two,
        "Bas Ambtenaar": one,
        "Saar Secretaris": one,
        "Otto Buitenstaander": hidden,
    }


@pytest.mark.parametrize("name", ["matrix", "round_answers"])
def test_who_sees_more_than_the_public_is_told_so(
    client: Client, as_client: AsClient, losser: Council, secretary: Mandate, name: str
) -> None:
    round_ = RoundFactory(closed=True, questions=1, councils=[losser])
    ContributionFactory(round=round_, council=losser, submitted=True)
    url = reverse(f"consultations:{name}", args=[round_.slug])

    assert "Dit is nog niet openbaar" in words(as_client(secretary), url)
    assert "Dit is nog niet openbaar" not in words(client, url)


def test_input_that_waits_for_its_release_is_silence_to_others(
    client: Client, losser: Council, member: Mandate
) -> None:
    round_ = RoundFactory(questions=1, councils=[losser])
    ContributionFactory(round=round_, mandate=member, submitted=True)

    row = row_of(words(client, matrix_url(round_)), losser)

    assert row == "Losser Nog geen inbreng"


def test_a_council_with_an_extension_is_not_yet_silent(client: Client, losser: Council) -> None:
    round_ = RoundFactory(closed=True, questions=1, councils=[losser])
    round_.tracks.update(extended_until=timezone.now() + timedelta(days=3))

    row = row_of(words(client, matrix_url(round_)), losser)

    assert row == "Losser Nog geen inbreng"


def test_an_official_of_a_participating_party_reads_the_bundle_but_cannot_open_the_input(
    as_client: AsClient, losser: Council, enschede: Council, case_officer: Mandate
) -> None:
    round_ = RoundFactory(closed=True, questions=1, councils=[losser, enschede])
    given = ContributionFactory(round=round_, council=enschede, submitted=True, answers=["Woorden van elders."])
    meeting = MeetingFactory(convened=True, participants=[losser.organisation])
    RoutingFactory(answer=answer_of(given), item=standing_item(meeting))
    officer = as_client(case_officer)

    row = row_of(words(officer, matrix_url(round_)), enschede)
    page = words(officer, answers_url(round_))

    assert row == "Enschede 1 van raadsleden Enschede, Vraag 1"
    assert "Woorden van elders." in page
    assert given.get_absolute_url() not in page


def test_a_round_that_is_not_published_has_no_pages(client: Client) -> None:
    round_ = RoundFactory(status=ConsultationRound.Status.DRAFT)

    for name in ("matrix", "round_answers", "participation"):
        assert client.get(reverse(f"consultations:{name}", args=[round_.slug])).status_code == 404


# The words behind a cell


def test_a_cell_opens_its_words_and_no_others(
    client: Client, public: ConsultationRound, losser: Council, enschede: Council
) -> None:
    ContributionFactory(round=public, council=losser, released=True, answers=["Deze woorden.", "Andere vraag."])
    ContributionFactory(round=public, council=enschede, released=True, answers=["Andere raad."])
    url = answers_url(public, "?vraag=1&raad=losser")
    assert url.replace("&", "&amp;") in words(client, matrix_url(public))

    page = words(client, url)

    assert "Deze woorden." in page
    assert "Andere vraag." not in page
    assert "Andere raad." not in page


def test_a_cell_keeps_the_filters_of_the_matrix(client: Client, public: ConsultationRound, losser: Council) -> None:
    themed(answer_of(ContributionFactory(round=public, council=losser, released=True)), "water")

    page = words(client, matrix_url(public, "?namens=raadslid&thema=water"))

    assert answers_url(public, "?namens=raadslid&amp;thema=water&amp;vraag=1&amp;raad=losser") in page


@pytest.mark.parametrize("query", ["?raad=onzin", "?vraag=999999999999999999999", "?vraag=x&pagina=x", "?pagina=99"])
def test_an_odd_address_shows_what_there_is(
    client: Client, public: ConsultationRound, losser: Council, query: str
) -> None:
    ContributionFactory(round=public, council=losser, released=True, answers=["Deze woorden."])

    assert "Deze woorden." in words(client, answers_url(public, query))


def test_words_that_look_like_markup_are_shown_as_words(
    client: Client, public: ConsultationRound, losser: Council
) -> None:
    ContributionFactory(round=public, council=losser, released=True, answers=["<script>alert(1)</script>"])

    page = words(client, answers_url(public))

    assert "&lt;script&gt;alert(1)" in page


# What it costs


def give(round_: ConsultationRound, council: Council, count: int) -> None:
    """Released input of so many members, with an answer to each question and a theme, in a few statements."""
    start = User.objects.count()
    people = User.objects.bulk_create(
        User(name=f"Lid {start + n}", email=f"lid{start + n}@veel.example") for n in range(count)
    )
    given = Contribution.objects.bulk_create(
        Contribution(round=round_, council=council, author=one, weight=Weight.INDIVIDUAL) for one in people
    )
    versions = ContributionVersion.objects.bulk_create(ContributionVersion(contribution=one) for one in given)
    questions = list(round_.questions.all())
    answers = Answer.objects.bulk_create(
        Answer(version=version, question=question, text="Meer bussen.")
        for version in versions
        for question in questions
    )
    theme, _ = Theme.objects.get_or_create(name="water", slug="water")
    AnswerTheme.objects.bulk_create(AnswerTheme(answer=answer, theme=theme) for answer in answers)
    now = timezone.now()
    ContributionVersion.objects.filter(pk__in=[v.pk for v in versions]).update(frozen_at=now, sha256="a")
    Contribution.objects.filter(pk__in=[one.pk for one in given]).update(
        status=ContributionStatus.RELEASED,
        submitted_at=now,
        released_at=now,
        number=Concat(Value("ROS-2026-LOS-"), F("pk"), output_field=Contribution._meta.get_field("number")),
        submitted_version=Subquery(
            ContributionVersion.objects.filter(contribution=OuterRef("pk")).values("pk")[:1],
        ),
    )


@pytest.mark.parametrize("rows", [10, 1_000])
@pytest.mark.parametrize(
    ("name", "query", "cost"),
    [
        ("matrix", "", 9),
        ("matrix", "?weergave=thema&namens=raadslid&soort=stance&thema=water", 10),
        ("round_answers", "?raad=losser", 13),
        ("participation", "", 7),
    ],
)
def test_it_costs_the_same_with_many_rows(
    as_client: AsClient,
    secretary: Mandate,
    public: ConsultationRound,
    losser: Council,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
    name: str,
    query: str,
    cost: int,
) -> None:
    give(public, losser, rows)
    client = as_client(secretary)

    with django_assert_num_queries(cost):
        page = words(client, reverse(f"consultations:{name}", args=[public.slug]) + query)

    assert "Losser" in page
    assert cost <= 15


def test_answers_come_twenty_five_to_a_page(client: Client, public: ConsultationRound, losser: Council) -> None:
    give(public, losser, 13)

    first, second = (words(client, answers_url(public, f"?pagina={number}")) for number in (1, 2))

    assert first.count("<blockquote") == 25
    assert second.count("<blockquote") == 1
