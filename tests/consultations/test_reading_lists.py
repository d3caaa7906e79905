"""Reading lists: one's own alone, and nothing of what somebody reads is kept anywhere else."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.actions.contributions import withdraw_contribution
from consultations.actions.reading import change_reading_list, make_reading_list, rename_reading_list
from consultations.models import Answer, Contribution, ContributionVersion, ReadingList, ReadingListEntry
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, RoundFactory, answer_of
from tests.factories import MandateFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("phases")]
LISTS = "/leeslijsten/"


def list_of(mandate: Mandate, title: str = "Later", *answers: Answer) -> ReadingList:
    made = ReadingList.objects.create(mandate=mandate, title=title)
    for answer in answers:
        made.entries.create(answer=answer)
    return made


def keep_url(answer: Answer) -> str:
    return reverse("consultations:keep_answer", args=[answer.pk])


def at(reading_list: ReadingList, what: str) -> str:
    return f"{reading_list.get_absolute_url()}{what}/"


@pytest.fixture
def answer(contribution: Contribution) -> Answer:
    """An answer that everyone may read."""
    return answer_of(contribution)


# What one does with them


def test_an_answer_is_put_on_a_new_list_and_is_read_there(
    as_client: AsClient, case_officer: Mandate, answer: Answer
) -> None:
    client = as_client(case_officer)

    response = client.post(keep_url(answer), {"title": "  Voor\tdonderdag "}, follow=True)

    assert "Het antwoord staat op “Voor donderdag”." in response.content.decode()
    assert answer.text in response.content.decode()
    assert list(ReadingList.objects.get(mandate=case_officer).answers.all()) == [answer]


def test_twice_is_once(as_client: AsClient, member: Mandate, answer: Answer) -> None:
    client = as_client(member)

    for _ in range(2):
        client.post(LISTS, {"title": "Later"})
        client.post(keep_url(answer), {"reading_list": ReadingList.objects.get().uuid})

    assert ReadingListEntry.objects.count() == 1


def test_a_chosen_list_counts_and_a_name_beside_it_makes_no_second(
    as_client: AsClient, member: Mandate, answer: Answer
) -> None:
    mine = list_of(member)

    as_client(member).post(keep_url(answer), {"reading_list": mine.uuid, "title": "Nog een"})

    assert [entry.reading_list for entry in ReadingListEntry.objects.all()] == [mine]
    assert ReadingList.objects.count() == 1


def test_without_a_list_and_without_a_name_the_page_says_what_to_do(
    as_client: AsClient, member: Mandate, answer: Answer
) -> None:
    response = as_client(member).post(keep_url(answer), {"title": " "})

    assert response.status_code == 400
    assert "Kies een lijst, of geef een nieuwe lijst een naam." in response.content.decode()
    assert not ReadingList.objects.exists()


def test_a_list_gets_another_name_but_not_that_of_another_list(as_client: AsClient, member: Mandate) -> None:
    first, _ = list_of(member, "Eerst"), list_of(member, "Later")
    client = as_client(member)

    taken = client.post(at(first, "naam"), {"title": "Later"})
    free = client.post(at(first, "naam"), {"title": "Nu"})

    assert taken.status_code == 409
    assert "U heeft al een lijst met deze naam." in taken.content.decode()
    assert 'value="Later"' in taken.content.decode()
    assert free.status_code == 302
    assert set(ReadingList.objects.values_list("title", flat=True)) == {"Nu", "Later"}


def test_two_people_can_use_one_name(member: Mandate, clerk: Mandate) -> None:
    mine, hers = (make_reading_list(who.actor(), None, title="Later") for who in (member, clerk))

    assert mine != hers


@pytest.mark.parametrize("title", ["", "   ", "\x00\u202e", "x" * 101])
def test_a_name_that_is_none_is_refused_and_what_was_typed_stays(
    as_client: AsClient, member: Mandate, title: str
) -> None:
    response = as_client(member).post(LISTS, {"title": title})

    assert response.status_code == 400
    assert not ReadingList.objects.exists()


def test_removing_a_list_leaves_the_answers(as_client: AsClient, member: Mandate, answer: Answer) -> None:
    mine = list_of(member, "Later", answer)

    as_client(member).post(at(mine, "verwijderen"))

    assert not ReadingList.objects.exists()
    assert Answer.objects.filter(pk=answer.pk).exists()


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "²"])
def test_taking_off_what_is_not_on_it_changes_nothing(
    as_client: AsClient, member: Mandate, answer: Answer, key: str
) -> None:
    mine = list_of(member, "Later", answer)

    response = as_client(member).post(at(mine, "weghalen"), {"antwoord": key})

    assert response.status_code == 302
    assert mine.entries.count() == 1


def test_an_entry_is_taken_off_in_two_tabs(as_client: AsClient, member: Mandate, answer: Answer) -> None:
    mine = list_of(member, "Later", answer)
    client = as_client(member)

    statuses = [client.post(at(mine, "weghalen"), {"antwoord": answer.pk}).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert not mine.entries.exists()


def test_a_list_that_was_removed_in_another_tab_takes_nothing(member: Mandate, answer: Answer) -> None:
    mine = list_of(member)
    ReadingList.objects.filter(pk=mine.pk).delete()

    with pytest.raises(Conflict, match="intussen verwijderd"):
        change_reading_list(member.actor(), mine, answer_id=answer.pk, belongs_on_it=True)
    with pytest.raises(Conflict, match="intussen verwijderd"):
        rename_reading_list(member.actor(), mine, title="Nu")


# Whose they are


@pytest.mark.parametrize("what", ["naam", "verwijderen", "weghalen"])
def test_a_list_of_somebody_else_does_not_exist(
    as_client: AsClient, member: Mandate, secretary: Mandate, answer: Answer, what: str
) -> None:
    mine = list_of(member, "Later", answer)
    client = as_client(secretary)

    assert client.get(mine.get_absolute_url()).status_code == 404
    assert client.post(at(mine, what), {"title": "Nu", "antwoord": answer.pk}).status_code == 404
    assert client.post(keep_url(answer), {"reading_list": mine.uuid}).status_code == 400
    mine.refresh_from_db()
    assert (mine.title, mine.entries.count()) == ("Later", 1)


def test_a_list_hangs_on_the_mandate_and_not_on_the_account(
    as_client: AsClient, member: Mandate, enschede: Council
) -> None:
    mine = list_of(member)
    elsewhere = MandateFactory(user=member.user, organisation=enschede.organisation)

    assert as_client(elsewhere).get(mine.get_absolute_url()).status_code == 404


def test_without_a_mandate_there_are_no_lists(as_client: AsClient, member: Mandate, answer: Answer) -> None:
    client = as_client(member)
    type(member).objects.filter(pk=member.pk).update(ends_on="2023-01-01")

    assert client.get(LISTS).status_code == 403
    assert client.get(keep_url(answer)).status_code == 403


def test_an_odd_list_does_not_exist(as_client: AsClient, member: Mandate) -> None:
    client = as_client(member)

    assert client.get(f"/leeslijsten/{uuid.uuid4()}/").status_code == 404
    assert client.get(f"/leeslijsten/antwoord/{'9' * 30}/").status_code == 404


# What can be read on them


def test_nothing_of_the_words_is_shown_once_they_can_not_be_read(
    as_client: AsClient, member: Mandate, secretary: Mandate
) -> None:
    given = ContributionFactory(mandate=member, released=True, answers=["geheime woorden"])
    mine = list_of(secretary, "Later", answer_of(given))
    client = as_client(secretary)
    assert "geheime woorden" in client.get(mine.get_absolute_url()).content.decode()

    withdraw_contribution(member.actor(), given)
    page = client.get(mine.get_absolute_url()).content.decode()

    assert "geheime woorden" not in page
    assert str(given.number) not in page
    assert "U kunt dit antwoord niet meer lezen." in page


def test_what_can_not_be_read_is_not_put_on_a_list(member: Mandate, outsider: Mandate) -> None:
    hidden = answer_of(ContributionFactory(mandate=member, submitted=True))
    draft = answer_of(ContributionFactory(mandate=outsider))
    mine = list_of(outsider)

    for answer in (hidden, draft):
        with pytest.raises(Conflict):
            change_reading_list(outsider.actor(), mine, answer_id=answer.pk, belongs_on_it=True)


def test_an_answer_that_was_revised_says_so(
    as_client: AsClient, clerk: Mandate, answer: Answer, contribution: Contribution
) -> None:
    mine = list_of(clerk, "Later", answer)
    later = ContributionVersion.objects.create(contribution=contribution, number=2)
    ContributionVersion.objects.filter(pk=later.pk).update(frozen_at=contribution.submitted_at, sha256="b")
    Contribution.objects.filter(pk=contribution.pk).update(submitted_version=later)

    page = as_client(clerk).get(mine.get_absolute_url()).content.decode()

    assert "Er is een nieuwere versie van deze inbreng." in page


def test_a_list_costs_as_many_queries_with_many_entries_as_with_one(
    as_client: AsClient, member: Mandate, losser: Council
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(mine.get_absolute_url()).status_code == 200
        return len(queries)

    mine, client = list_of(member), as_client(member)
    round_ = RoundFactory(closed=True, questions=1)
    given = [
        answer_of(ContributionFactory(round=round_, council=losser, author=UserFactory(), released=True))
        for _ in range(10)
    ]
    mine.entries.create(answer=given[0])
    before = cost()

    for answer in given[1:]:
        mine.entries.create(answer=answer)

    assert cost() == before
    assert before <= 12


# What is kept of it


def test_the_audit_record_knows_the_list_but_not_what_is_on_it(member: Mandate, answer: Answer) -> None:
    actor = member.actor()
    mine = make_reading_list(actor, None, title="Mijn mening over de bus")

    for belongs_on_it in (True, False):
        change_reading_list(actor, mine, answer_id=answer.pk, belongs_on_it=belongs_on_it)

    entries = list(AuditEntry.objects.order_by("pk").values_list("permission", "target_type", "target_id"))
    changed = ("change_reading_list", "consultations.readinglist", str(mine.pk))
    assert entries == [("make_reading_list", "consultations.readinglist", str(mine.pk)), changed, changed]


def test_reading_leaves_no_trace(as_client: AsClient, member: Mandate, answer: Answer) -> None:
    mine, client = list_of(member, "Later", answer), as_client(member)

    with CaptureQueriesContext(connection) as queries:
        for url in (LISTS, mine.get_absolute_url(), keep_url(answer), answer.get_absolute_url()):
            client.get(url)

    assert [
        q["sql"] for q in queries if not q["sql"].startswith(("SELECT", "SET", "SAVEPOINT", "RELEASE", "DECLARE"))
    ] == []
    assert not AuditEntry.objects.exists()


# What the database refuses


def test_the_database_refuses_an_answer_twice_a_title_twice_and_no_title(member: Mandate, answer: Answer) -> None:
    mine, other = list_of(member, "Later", answer), list_of(member, "Nu")

    for attempt in (
        lambda: ReadingListEntry.objects.create(reading_list=mine, answer=answer),
        lambda: ReadingList.objects.filter(pk=other.pk).update(title="Later"),
        lambda: ReadingList.objects.filter(pk=other.pk).update(title=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_whoever_has_a_mandate_finds_the_lists_in_the_menu(as_client: AsClient, member: Mandate) -> None:
    client = as_client(member)

    with_mandate = client.get("/").content.decode()
    type(member).objects.filter(pk=member.pk).update(ends_on="2023-01-01")
    without = client.get("/").content.decode()

    assert f'href="{LISTS}"' in with_mandate
    assert f'href="{LISTS}"' not in without


def test_only_whoever_has_a_mandate_is_offered_to_keep_an_answer(
    client: Client, as_client: AsClient, member: Mandate, answer: Answer, contribution: Contribution
) -> None:
    pages = [contribution.get_absolute_url(), reverse("consultations:round_answers", args=[contribution.round.slug])]

    for url in pages:
        assert keep_url(answer) in as_client(member).get(url).content.decode()
        assert keep_url(answer) not in client.get(url).content.decode()
