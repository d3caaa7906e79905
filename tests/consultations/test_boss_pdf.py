"""The papers of a meeting as PDF: tagged, and each with exactly what its readers may see."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from consultations.models import ContributionStatus, Meeting, Verdict
from organisations.models import AuditEntry, Council, Mandate
from tests.conftest import AsClient

from .factories import (
    ContributionFactory,
    CoverNoteFactory,
    DecisionFactory,
    FeedbackFactory,
    ItemFactory,
    MeetingFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    close_and_publish,
    standing_item,
)

pytestmark = pytest.mark.django_db
HOSTILE = '<img src="file:///etc/passwd"><script>x</script>&amp; {{ 7 }}'


@pytest.fixture
def meeting(losser: Council, enschede: Council) -> Meeting:
    """A meeting with public and released input, a cover note, and an item behind closed doors."""
    made: Meeting = MeetingFactory(participants=[losser.organisation], held_on=timezone.localdate() - timedelta(days=1))
    public = RoundFactory(closed=True, questions=1, input_published_at=timezone.now())
    released = RoundFactory(closed=True, questions=1)
    item = standing_item(made)
    closed = ItemFactory(meeting=made, title="Personele zaken", is_public=False)
    shown = ContributionFactory(round=public, council=losser, submitted=True, answers=["openbaar woord"])
    hidden = ContributionFactory(round=released, council=losser, submitted=True, answers=["vrijgegeven geheim"])
    inside = ContributionFactory(round=public, council=enschede, submitted=True, answers=["besloten woord"])
    for contribution, where in ((shown, item), (hidden, item), (inside, closed)):
        RoutingFactory(answer=answer_of(contribution), item=where)
    for one in (item, closed):
        CoverNoteFactory(item=one, requested_decision=f"vertrouwelijke notitie {HOSTILE}")
    made.status, made.convened_at = Meeting.Status.CONVENED, timezone.now()
    made.save()
    return made


def read(response: Any) -> tuple[PdfReader, str]:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.content))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def agenda(meeting: Meeting) -> tuple[PdfReader, str]:
    return read(Client().get(f"/boss/{meeting.held_on}/agenda.pdf"))


def test_the_agenda_is_tagged_and_holds_published_answers_only(meeting: Meeting) -> None:
    reader, text = agenda(meeting)

    catalog = reader.root_object
    assert str(catalog["/MarkInfo"]) == "{'/Marked': True}"
    assert "/StructTreeRoot" in catalog
    assert str(catalog["/Lang"]) == "nl"
    assert reader.metadata is not None
    assert reader.metadata.title is not None
    assert reader.metadata.title.startswith("Agenda BOSS ")
    assert "ROS Twente (vast agendapunt)" in text
    assert "openbaar woord" in text
    assert "Niet openbaar: 1 antwoord." in text
    for secret in ("vrijgegeven geheim", "besloten woord", "vertrouwelijke notitie", "Personele zaken"):
        assert secret not in text
    assert "Besloten agendapunt" in text


def test_the_bundle_holds_all_that_was_routed_with_the_cover_notes(
    meeting: Meeting, as_client: AsClient, executive: Mandate
) -> None:
    response = as_client(executive).get(f"/boss/{meeting.held_on}/deelnemersbundel.pdf")

    reader, text = read(response)
    for words in (
        "openbaar woord",
        "vrijgegeven geheim",
        "besloten woord",
        "vertrouwelijke notitie",
        "Personele zaken",
        "Gevraagd besluit",
    ):
        assert words in text
    assert "/StructTreeRoot" in reader.root_object
    assert AuditEntry.objects.filter(permission="open_bundle", user_id=executive.user_id).count() == 1
    assert "attachment" in response.headers["Content-Disposition"]


def test_hostile_text_is_shown_as_it_was_typed(meeting: Meeting, as_client: AsClient, secretary: Mandate) -> None:
    _, text = read(as_client(secretary).get(f"/boss/{meeting.held_on}/deelnemersbundel.pdf"))

    assert "".join(HOSTILE.split()) in "".join(text.split())


def test_words_that_were_withdrawn_leave_both_papers(meeting: Meeting, as_client: AsClient, secretary: Mandate) -> None:
    for routing in standing_item(meeting).routings.all():
        contribution = routing.answer.contribution
        contribution.status, contribution.withdrawn_at = ContributionStatus.WITHDRAWN, timezone.now()
        contribution.save()

    _, bundle = read(as_client(secretary).get(f"/boss/{meeting.held_on}/deelnemersbundel.pdf"))
    for text in (bundle, agenda(meeting)[1]):
        assert "openbaar woord" not in text
        assert "vrijgegeven geheim" not in text
    assert "Ze staan daarom niet meer in de bundel." in bundle


def test_verdicts_are_in_the_agenda_once_they_are_public(meeting: Meeting) -> None:
    for item in meeting.items.all():
        DecisionFactory(item=item, text=f"besluit van punt {item.position}")
        for routing in item.routings.all():
            FeedbackFactory(routing=routing, verdict=Verdict.NOT_ADOPTED, reason=f"reden {routing.pk}")
    shown = standing_item(meeting).routings.order_by("pk").first()
    assert shown is not None
    assert "reden" not in agenda(meeting)[1]

    close_and_publish(meeting)

    _, text = agenda(meeting)
    assert "besluit van punt 1" in text
    assert "besluit van punt 2" not in text
    assert "niet overgenomen" in text
    assert f"reden {shown.pk}" in text
    assert text.count("reden ") == 1


def test_an_agenda_that_is_not_out_is_not_found() -> None:
    meeting = MeetingFactory()

    assert Client().get(f"/boss/{meeting.held_on}/agenda.pdf").status_code == 404
