"""The public pages: what they show, what they never show, and what they do with odd addresses."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.models import (
    Contribution,
    CouncilBasis,
    Phase,
    ProgrammeItem,
    ProgrammeSource,
    RoundStatus,
    Verdict,
)
from organisations.models import Council, Fractie, Mandate
from tests.conftest import AsClient
from tests.consultations.factories import (
    CommitmentFactory,
    ContributionFactory,
    CouncilInputFactory,
    FeedbackFactory,
    InvolvementFactory,
    ProgrammeItemFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    standing_item,
)
from tests.consultations.trail_story import answered, convene, hold, meeting_in
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("phases")]
LISTS = ("councils", "rounds", "contributions", "phases")


def text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def contributions_url(query: str = "") -> str:
    return reverse("consultations:contributions") + query


# What is shown


def test_a_council_page_says_who_it_is_how_it_takes_part_and_whom_to_ask(client: Client, losser: Council) -> None:
    CommitmentFactory()
    InvolvementFactory(organisation=losser.organisation, explanation="Elke maand een informatieavond.")

    page = text(client, losser.get_absolute_url())

    for words in ("19 zetels", "Elke maand een informatieavond.", "ros@losser.example", "We gaan met u in gesprek"):
        assert words in page


def test_a_round_page_says_exactly_until_when_and_shows_silence(
    client: Client, losser: Council, enschede: Council
) -> None:
    round_ = RoundFactory(councils=[losser, enschede])
    ContributionFactory(round=round_, council=losser, released=True)

    page = text(client, round_.get_absolute_url())

    assert "uur" in page
    assert "Nu open" in page
    assert "Waar zitten zorgen?" in page
    assert "Inbreng gegeven, nog niet openbaar" in page
    assert "Nog geen inbreng" in page
    assert "1 van de 2 uitgenodigde raden" in page


def test_a_withdrawn_round_says_why(client: Client) -> None:
    round_ = RoundFactory(status=RoundStatus.WITHDRAWN, withdrawal_reason="De vragen waren niet duidelijk.")

    assert "De vragen waren niet duidelijk." in text(client, round_.get_absolute_url())


def test_a_member_finds_the_way_to_begin_and_a_visitor_the_way_in(
    client: Client, as_client: AsClient, member: Mandate, losser: Council
) -> None:
    round_ = RoundFactory(councils=[losser])
    start = reverse("consultations:start_contribution", args=[round_.slug])

    assert start in text(as_client(member), round_.get_absolute_url())
    visitor = text(client, round_.get_absolute_url())
    assert start not in visitor
    assert reverse("account_login") in visitor


def test_a_contribution_page_shows_the_words_and_what_became_of_them(
    client: Client, contribution: Contribution
) -> None:
    answered(contribution, Verdict.NOT_ADOPTED)

    page = text(client, contribution.get_absolute_url())

    assert "Antwoord op vraag 1." in page
    assert "een raadslid van Losser" in page.replace("Een", "een")
    assert "Dat past in de richting." in page
    assert "niet overgenomen" in page


def test_a_conversation_is_marked_as_no_position_and_a_decision_with_its_votes(client: Client, losser: Council) -> None:
    round_ = RoundFactory(closed=True, questions=1, input_published_at=timezone.now())
    talk = CouncilInputFactory(round=round_, council=losser, released=True, basis=CouncilBasis.CONVERSATION)
    decision = CouncilInputFactory(
        round=round_,
        council=losser,
        released=True,
        without_vote=False,
        votes_for=12,
        votes_against=7,
        minority_view="Wij willen minder huizen.",
    )

    assert "Geen standpunt van de raad" in text(client, talk.get_absolute_url())
    page = text(client, decision.get_absolute_url())
    assert "12 voor, 7 tegen" in page
    assert "Wij willen minder huizen." in page


def test_a_programme_item_names_the_answers_that_led_to_it_and_what_follows(
    client: Client, contribution: Contribution
) -> None:
    project = ProgrammeItemFactory(title="Fietsbrug", published_at=timezone.now())
    ProgrammeSource.objects.create(item=project, answer=answer_of(contribution))
    investment = ProgrammeItemFactory(
        title="Geld voor de brug",
        kind=ProgrammeItem.Kind.INVESTMENT,
        phase=Phase.objects.get(code=Phase.Code.INVESTMENT),
        amount_eur=1_250_000,
        follows_from=project,
        published_at=timezone.now(),
    )

    page = text(client, project.get_absolute_url())
    assert contribution.get_absolute_url() in page
    assert investment.get_absolute_url() in page
    assert "€\xa01.250.000" in text(client, investment.get_absolute_url()).replace("€ 1", "€\xa01")
    assert project.get_absolute_url() in text(client, investment.get_absolute_url())
    assert "Geld voor de brug" in text(client, reverse("consultations:phase", args=["investeringsagenda"]))


# What is never shown


def test_the_public_sees_nothing_that_is_not_published(
    client: Client, losser: Council, member: Mandate, fractie: Fractie, contribution: Contribution
) -> None:
    open_round = RoundFactory(questions=1, councils=[losser])
    ContributionFactory(round=open_round, mandate=member, answers=["GEHEIM concept"])
    released = ContributionFactory(
        round=open_round, council=losser, weight="fractie", fractie=fractie, released=True, answers=["GEHEIM vrij"]
    )
    withdrawn = CouncilInputFactory(round=open_round, council=losser, withdrawn=True, answers=["GEHEIM ingetrokken"])
    hidden_round = RoundFactory(status=RoundStatus.DRAFT, title="GEHEIME ronde", brief="GEHEIM")
    planned, held = meeting_in(9), meeting_in(-2)
    RoutingFactory(answer=answer_of(contribution), item=standing_item(planned))
    routing = RoutingFactory(answer=answer_of(contribution), item=standing_item(held))
    FeedbackFactory(routing=routing, reason="GEHEIME reden")
    hold(held)
    item = ProgrammeItemFactory(title="GEHEIM project", summary="GEHEIM")
    ProgrammeSource.objects.create(item=item, answer=answer_of(contribution))
    shown = ProgrammeItemFactory(title="Open project", published_at=timezone.now(), follows_from=item)
    ProgrammeSource.objects.create(item=shown, answer=answer_of(released))

    pages = [reverse(f"consultations:{name}") for name in LISTS]
    pages += [losser.get_absolute_url(), open_round.get_absolute_url(), contribution.get_absolute_url()]
    pages += [shown.get_absolute_url(), *(phase.get_absolute_url() for phase in Phase.objects.all())]
    pages += [contributions_url("?zoek=GEHEIM"), reverse("site:home")]
    for url in pages:
        page = text(client, url)
        for repeated in ('value="GEHEIM"', "?zoek=GEHEIM", "“GEHEIM”"):  # the question itself
            page = page.replace(repeated, "")
        assert "GEHEIM" not in page, url
    for missing in (released, withdrawn, hidden_round, item):
        assert client.get(missing.get_absolute_url()).status_code == 404


def test_searching_cannot_find_words_that_the_reader_may_not_see(client: Client, losser: Council) -> None:
    ContributionFactory(round=RoundFactory(questions=1), council=losser, released=True, answers=["Zandwinning"])

    assert "Niets gevonden" in text(client, contributions_url("?zoek=zandwinning"))


def test_roles_see_on_the_same_page_what_was_released_to_them(
    client: Client, as_client: AsClient, losser: Council, case_officer: Mandate, outsider: Mandate
) -> None:
    released = ContributionFactory(round=RoundFactory(questions=1), council=losser, released=True)

    assert "Nog niet openbaar" in text(as_client(case_officer), released.get_absolute_url())
    assert str(released.number) in text(as_client(case_officer), contributions_url())
    assert as_client(outsider).get(released.get_absolute_url()).status_code == 404
    assert client.get(released.get_absolute_url()).status_code == 404


def test_drafts_are_never_in_the_list_of_input(as_client: AsClient, member: Mandate) -> None:
    ContributionFactory(round=RoundFactory(questions=1), mandate=member, answers=["Eigen concept"])

    assert "Eigen concept" not in text(as_client(member), contributions_url())


def test_only_the_writer_gets_the_way_to_the_receipt(
    client: Client, as_client: AsClient, contribution: Contribution, outsider: Mandate, member: Mandate
) -> None:
    own = ContributionFactory(round=RoundFactory(questions=1), mandate=member, submitted=True)
    receipt = reverse("consultations:receipt", args=[own.number])

    assert receipt in text(as_client(member), own.get_absolute_url())
    assert "ontvangst" not in text(client, contribution.get_absolute_url())
    assert "ontvangst" not in text(as_client(outsider), contribution.get_absolute_url())


# Filters


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"lid", "besluit", "gesprek", "ander"}),
        ("?raad=losser", {"lid", "besluit", "gesprek"}),
        ("?raad=enschede", {"ander"}),
        ("?namens=raadslid", {"lid", "ander"}),
        ("?namens=raad", {"besluit"}),
        ("?namens=gesprek", {"gesprek"}),
        ("?namens=fractie", set()),
        ("?zoek=Besluittekst", {"besluit"}),
        ("?soort=stance", {"lid", "besluit", "gesprek", "ander"}),
        ("?soort=concern", set()),
        ("?ronde=eerste", {"lid", "besluit", "gesprek", "ander"}),
        ("?ronde=tweede", set()),
        ("?raad=losser&namens=raadslid&soort=stance", {"lid"}),
    ],
)
def test_the_list_of_input_is_narrowed(
    client: Client, losser: Council, enschede: Council, query: str, found: set[str]
) -> None:
    round_ = RoundFactory(closed=True, questions=1, slug="eerste", input_published_at=timezone.now())
    RoundFactory(closed=True, questions=1, slug="tweede", input_published_at=timezone.now())
    given = {
        "lid": ContributionFactory(round=round_, council=losser, released=True),
        "ander": ContributionFactory(round=round_, council=enschede, released=True),
        "besluit": CouncilInputFactory(round=round_, council=losser, released=True, answers=["Een besluittekst."]),
        "gesprek": CouncilInputFactory(round=round_, council=losser, released=True, basis=CouncilBasis.CONVERSATION),
    }

    page = text(client, contributions_url(query))

    assert {name for name, contribution in given.items() if str(contribution.number) in page} == found


def test_the_counts_above_the_list_follow_the_filter_and_keep_the_weights_apart(
    client: Client, losser: Council, enschede: Council
) -> None:
    round_ = RoundFactory(closed=True, questions=1, input_published_at=timezone.now())
    for _ in range(2):
        ContributionFactory(round=round_, council=losser, author=UserFactory(), released=True)
    CouncilInputFactory(round=round_, council=losser, released=True)
    CouncilInputFactory(round=round_, council=enschede, released=True)

    counts = client.get(contributions_url("?raad=losser")).context["counts"]

    assert [count for _, count in counts.rows()] == [2, 0, 1, 0]


ODD = (
    "?pagina=abc",
    "?pagina=-1",
    "?pagina=0",
    "?pagina=99999999999999999999",
    f"?pagina={'9' * 5000}",
    "?ronde=bestaat-niet",
    "?raad=%00",
    "?zoek=%00",
    f"?zoek={'x' * 10_000}",
    "?namens=koning&soort=raar",
    "?zoek=%25_%27%22;--",
    "?zoek=%F0%9F%8F%A1%D7%A9",
    "?zoek=%ff%fe",
    "?zoek=a&zoek=b",
    "?onbekend=1",
)


@pytest.mark.parametrize("query", ODD)
@pytest.mark.parametrize("name", LISTS)
def test_odd_addresses_of_lists_are_answered_as_usual(
    client: Client, contribution: Contribution, name: str, query: str
) -> None:
    assert client.get(reverse(f"consultations:{name}") + query).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/raden/bestaat-niet/",
        "/rondes/bestaat-niet/",
        "/inbreng/ROS-2026-LOS-9999/",
        "/inbreng/%00/",
        "/inbreng/onzin/",
        f"/inbreng/{'A' * 3000}/",
        "/producten/bestaat-niet/",
        "/programma/bestaat-niet/",
    ],
)
def test_what_does_not_exist_is_a_404(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_words_of_people_are_shown_as_text_and_never_as_html(client: Client, losser: Council) -> None:
    round_ = RoundFactory(closed=True, questions=1, input_published_at=timezone.now())
    hostile = '<script>alert(1)</script><img src=x onerror="a()">'
    contribution = ContributionFactory(round=round_, council=losser, released=True, answers=[hostile])

    for url in (contribution.get_absolute_url(), contributions_url()):
        page = text(client, url)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


# Around the page


@pytest.mark.parametrize("name", LISTS)
def test_public_pages_set_no_cookie_and_hold_no_form_token(client: Client, name: str) -> None:
    response = client.get(reverse(f"consultations:{name}"))

    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_public_pages_only_answer_to_reading(client: Client, name: str) -> None:
    assert client.post(reverse(f"consultations:{name}")).status_code in (403, 405)


def test_a_phase_says_where_we_are_today(client: Client) -> None:
    today = timezone.localdate()
    Phase.objects.filter(code=Phase.Code.STRATEGY).update(finished_on=today - timedelta(days=1))
    Phase.objects.filter(code=Phase.Code.INVESTMENT).update(starts_on=today + timedelta(days=9))

    places = client.get(reverse("consultations:phases")).context["places"]

    assert [place["state"] for place in places] == ["done", "current", "next"]


def test_a_convened_agenda_is_where_the_answer_waits(client: Client, contribution: Contribution) -> None:
    meeting = meeting_in(9)
    RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting))
    convene(meeting)

    steps = client.get(contribution.get_absolute_url()).context["trails"][0]["steps"]

    assert [step["current"] for step in steps] == [False, True, False]
