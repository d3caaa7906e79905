"""The first list of synonyms: loaded once, and from then on the programme team's."""

import pytest

from documents.forms import SynonymsForm
from documents.models import Synonyms
from ros_portal.site.region.facts import load_region

pytestmark = pytest.mark.django_db


def test_the_first_list_is_one_that_the_programme_team_could_have_typed() -> None:
    load_region()

    groups = list(Synonyms.objects.all())
    forms = [SynonymsForm({"terms": "\n".join(group.terms)}) for group in groups]

    assert ["huizen bouwen", "woningbouw", "woningen bouwen"] in [group.terms for group in groups]
    assert [form.errors for form in forms if not form.is_valid()] == []
    assert [form.cleaned_data["terms"] for form in forms] == [group.terms for group in groups]


def test_loading_again_brings_nothing_back() -> None:
    load_region()
    Synonyms.objects.filter(terms__contains=["ov"]).delete()
    left = Synonyms.objects.count()

    load_region()

    assert Synonyms.objects.count() == left
