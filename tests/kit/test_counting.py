"""What a list holds is counted exactly; only a large one is counted no more than once a minute."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Theme
from ros_portal.kit import counting
from ros_portal.kit.counting import count_by, pages_of

pytestmark = pytest.mark.django_db


def add_themes(first: int, last: int) -> None:
    Theme.objects.bulk_create([Theme(name=f"Thema {n}", slug=f"thema-{n}") for n in range(first, last)])


def test_a_small_list_is_counted_again_each_time() -> None:
    add_themes(0, 3)
    before = count_by(Theme.objects.all(), "tooi_code")

    add_themes(3, 5)

    assert before == {("",): 3}
    assert count_by(Theme.objects.all(), "tooi_code") == {("",): 5}


def test_a_large_list_is_counted_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "LARGE", 2)
    add_themes(0, 3)
    before = count_by(Theme.objects.all(), "tooi_code")
    add_themes(3, 5)

    with CaptureQueriesContext(connection) as queries:
        after = count_by(Theme.objects.all(), "tooi_code")

    assert after == before
    assert not any("documents_theme" in query["sql"] for query in queries)


def test_what_is_kept_for_one_question_answers_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "LARGE", 1)
    add_themes(0, 4)
    all_of_them = count_by(Theme.objects.all(), "tooi_code")

    some = count_by(Theme.objects.filter(slug__in=["thema-1", "thema-2"]), "tooi_code")

    assert all_of_them == {("",): 4}
    assert some == {("",): 2}


def test_pages_follow_the_count_that_they_are_given() -> None:
    add_themes(0, 5)

    with CaptureQueriesContext(connection) as queries:
        pages = pages_of(Theme.objects.all(), 2, 5)
        rows = list(pages.get_page(3))

    assert pages.num_pages == 3
    assert len(rows) == 1
    assert len(queries) == 1
