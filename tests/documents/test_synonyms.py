"""Words that mean the same find each other, in both directions, also inside a longer question."""

import pytest
from django.db import IntegrityError, connection, transaction

from documents.actions import add_synonyms, change_synonyms, remove_synonyms
from documents.models import Synonyms
from organisations.models import AuditEntry, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups() -> None:
    for terms in (["woningbouw", "woningen bouwen"], ["openbaar vervoer", "ov"], ["bus", "buslijn", "ov-bus"]):
        Synonyms.objects.create(terms=terms)


def matches(words: str, text: str) -> bool:
    with connection.cursor() as cursor:
        query = Synonyms.objects.expand(words)
        cursor.execute("SELECT to_tsvector('dutch', %s) @@ %s::tsquery", [text, query])
        return bool(cursor.fetchone()[0])


@pytest.mark.usefixtures("groups")
@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("woningbouw", "Wij willen woningen bouwen.", True),
        ("woningen bouwen", "Wij willen woningbouw.", True),
        ("woningbouw in Losser", "In Losser kan men woningen bouwen.", True),
        ("woningbouw in Losser", "In Oldenzaal kan men woningen bouwen.", False),
        ("Losser woningen bouwen nu", "Nu woningbouw in Losser.", True),
        ("ov", "Het openbaar vervoer.", True),
        ("openbaar vervoer woningen bouwen", "Geen woningbouw zonder ov.", True),
        ("buslijn OR trein", "De bus.", True),
        ("vrede -ov", "Vrede in het openbaar vervoer.", False),
        ("woningbouw", "De bus.", False),
        ('"woningen bouwen"', "Wij willen woningbouw.", False),
    ],
)
def test_a_search_finds_what_means_the_same(words: str, text: str, expected: bool) -> None:
    assert matches(words, text) is expected


@pytest.mark.parametrize("words", ["", "de het een", "😀", "-raad", "raad OR -bus", "!!! & | ( ) : *", '"'])
def test_without_a_word_to_look_for_there_is_no_query(words: str) -> None:
    assert Synonyms.objects.expand(words) == ""


def test_a_word_in_two_groups_finds_both_and_nothing_further() -> None:
    Synonyms.objects.create(terms=["bus", "buslijn"])
    Synonyms.objects.create(terms=["bus", "touringcar"])

    assert matches("bus", "buslijn")
    assert matches("bus", "touringcar")
    assert not matches("buslijn", "touringcar")


def test_the_database_refuses_one_word_alone_and_the_same_words_twice() -> None:
    Synonyms.objects.create(terms=["bus", "buslijn"])

    with pytest.raises(IntegrityError, match="synonyms_are_two_or_more"), transaction.atomic():
        Synonyms.objects.update(terms=["bus"])
    with pytest.raises(IntegrityError, match="synonyms_once"), transaction.atomic():
        Synonyms.objects.create(terms=["bus", "buslijn"])


@pytest.mark.django_db(transaction=True)
def test_each_step_is_done_once_and_recorded(secretary: Mandate) -> None:
    actor = secretary.actor()

    group = add_synonyms(actor, None, terms=["bus", "buslijn"])
    again = add_synonyms(actor, None, terms=["bus", "buslijn"])
    changed = change_synonyms(actor, group, terms=["bus", "lijnbus"], seen=group.fingerprint)
    remove_synonyms(actor, changed)

    assert again == group
    assert Synonyms.objects.count() == 0
    recorded = AuditEntry.objects.order_by("pk").values_list("permission", "target_id")
    steps = ["add_synonyms", "add_synonyms", "change_synonyms", "remove_synonyms"]
    assert list(recorded) == [(step, str(group.pk)) for step in steps]


@pytest.mark.django_db(transaction=True)
def test_words_that_somebody_else_changed_meanwhile_are_not_overwritten(secretary: Mandate) -> None:
    group = Synonyms.objects.create(terms=["bus", "buslijn"])
    seen = group.fingerprint
    change_synonyms(secretary.actor(), group, terms=["bus", "lijnbus"], seen=seen)

    with pytest.raises(Conflict, match="bus, lijnbus"):
        change_synonyms(secretary.actor(), group, terms=["bus", "ov-bus"], seen=seen)

    assert Synonyms.objects.get().terms == ["bus", "lijnbus"]


@pytest.mark.django_db(transaction=True)
def test_a_conflict_keeps_what_was_typed_and_lets_one_try_again(secretary: Mandate, as_client: AsClient) -> None:
    client = as_client(secretary)
    group = Synonyms.objects.create(terms=["bus", "buslijn"])
    Synonyms.objects.create(terms=["fiets", "rijwiel"])
    address = f"/zoeken/synoniemen/{group.pk}/"

    refused = client.post(address, {"terms": "bus\nlijnbus", "seen": "van gisteren"})
    same = client.post(address, {"terms": "rijwiel\nfiets", "seen": group.fingerprint})
    saved = client.post(address, {"terms": "bus\nlijnbus", "seen": group.fingerprint})

    assert (refused.status_code, same.status_code, saved.status_code) == (409, 409, 302)
    assert "lijnbus" in refused.text
    assert group.fingerprint in refused.text
    assert "staan al in de lijst" in same.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "terms", ["bus", "bus\nBUS", "bus\nde", "bus\n😀", "bus\n" + "x" * 61, "x\ny\0", "\n".join("abcdefghijklmn")]
)
def test_a_list_that_finds_nothing_is_refused_with_a_sentence(
    secretary: Mandate, as_client: AsClient, terms: str
) -> None:
    response = as_client(secretary).post("/zoeken/synoniemen/nieuw/", {"terms": terms})

    assert "De woorden zijn nog niet bewaard" in response.text
    assert Synonyms.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_taking_away_twice_is_taking_away_once(secretary: Mandate, as_client: AsClient) -> None:
    client = as_client(secretary)
    group = Synonyms.objects.create(terms=["bus", "buslijn"])

    statuses = [client.post(f"/zoeken/synoniemen/{group.pk}/weghalen/").status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert Synonyms.objects.count() == 0
