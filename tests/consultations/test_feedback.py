"""After a meeting: decisions, verdicts, deferral, closing, and publishing once."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import Client
from django.utils import timezone

from consultations.actions.feedback import (
    close_agenda_item,
    give_feedback,
    publish_decisions,
    record_decision,
    record_text_change,
)
from consultations.actions.meetings import convene_meeting
from consultations.models import (
    Contribution,
    ContributionStatus,
    Feedback,
    ItemStatus,
    Meeting,
    MeetingStatus,
    Routing,
    TextChange,
    Verdict,
)
from documents.models import Document, DocumentVersion, Paragraph
from notifications.models import Delivery, Notice, NoticeKind
from organisations.actor import Actor
from organisations.models import AuditEntry, Mandate
from ros_portal.kit.errors import Conflict

from .factories import (
    ContributionFactory,
    CoverNoteFactory,
    DecisionFactory,
    FeedbackFactory,
    ItemFactory,
    MeetingFactory,
    RoutingFactory,
    answer_of,
    close_and_publish,
    close_at,
    item_after,
    standing_item,
)

pytestmark = pytest.mark.django_db


def finish(team: Actor, meeting: Meeting) -> Meeting:
    """Close what is open and publish."""
    for item in meeting.items.all():
        record_decision(team, item, text="Het overleg stemt in.")
        close_agenda_item(team, item)
    return publish_decisions(team, meeting)


def test_a_verdict_is_given_with_its_reason_and_can_be_changed_until_the_item_is_closed(
    team: Actor, routing: Routing
) -> None:
    give_feedback(team, routing, verdict=Verdict.NOT_ADOPTED, reason="Dit kan niet.")
    give_feedback(team, routing, verdict=Verdict.ADOPTED, reason="Dit kan toch.")

    feedback = Feedback.objects.get()
    assert (feedback.verdict, feedback.reason) == (Verdict.ADOPTED, "Dit kan toch.")
    record_decision(team, routing.item, text="Ja")
    close_agenda_item(team, routing.item)
    with pytest.raises(Conflict, match="afgerond"):
        give_feedback(team, routing, verdict=Verdict.NOTED, reason="Te laat")
    with pytest.raises(Conflict, match="afgerond"):
        record_decision(team, routing.item, text="Te laat")


@pytest.mark.parametrize("stage", ["planned", "convened"])
def test_nothing_is_decided_before_the_meeting(team: Actor, stage: str) -> None:
    meeting: Meeting = MeetingFactory(**({} if stage == "planned" else {stage: True}))
    routing = RoutingFactory(item=standing_item(meeting))

    for attempt in (
        lambda: record_decision(team, routing.item, text="Ja"),
        lambda: give_feedback(team, routing, verdict=Verdict.NOTED, reason="Ja"),
        lambda: close_agenda_item(team, routing.item),
    ):
        with pytest.raises(Conflict, match="nog niet gehouden"):
            attempt()
    with pytest.raises(Conflict):
        publish_decisions(team, meeting)


def test_a_deferred_answer_is_carried_to_the_later_item(team: Actor, routing: Routing, held: Meeting) -> None:
    item = item_after(held)

    give_feedback(team, routing, verdict=Verdict.DEFERRED, reason="Eerst onderzoek", deferred_to=item)

    carried = Routing.objects.get(item=item)
    assert (carried.answer_id, carried.deferred_from_id) == (routing.answer_id, routing.pk)


def test_another_choice_takes_the_deferral_back(team: Actor, routing: Routing, held: Meeting) -> None:
    first, second = item_after(held), standing_item(MeetingFactory(held_on=held.held_on + timedelta(days=90)))

    give_feedback(team, routing, verdict=Verdict.DEFERRED, reason="Later", deferred_to=first)
    give_feedback(team, routing, verdict=Verdict.DEFERRED, reason="Nog later", deferred_to=second)
    assert list(Routing.objects.filter(deferred_from=routing).values_list("item_id", flat=True)) == [second.pk]
    give_feedback(team, routing, verdict=Verdict.ADOPTED, reason="Toch nu")

    assert not Routing.objects.filter(deferred_from=routing).exists()


def test_an_answer_that_stood_on_the_later_item_already_is_marked_as_carried(
    team: Actor, routing: Routing, held: Meeting
) -> None:
    item = item_after(held)
    there = RoutingFactory(answer=routing.answer, item=item)

    give_feedback(team, routing, verdict=Verdict.DEFERRED, reason="Later", deferred_to=item)

    assert Routing.objects.get(item=item).pk == there.pk
    assert Routing.objects.get(item=item).deferred_from_id == routing.pk


def test_an_answer_is_deferred_to_a_later_planned_meeting_only(team: Actor, routing: Routing, held: Meeting) -> None:
    earlier = standing_item(MeetingFactory(held_on=held.held_on - timedelta(days=1)))
    out = standing_item(MeetingFactory(held_on=held.held_on + timedelta(days=30), convened=True))

    with pytest.raises(Conflict, match="later overleg"):
        give_feedback(team, routing, verdict=Verdict.DEFERRED, reason="Nee", deferred_to=earlier)
    with pytest.raises(Conflict, match="al openbaar"):
        give_feedback(team, routing, verdict=Verdict.DEFERRED, reason="Nee", deferred_to=out)
    with pytest.raises(Conflict, match="Kies bij aanhouden"):
        give_feedback(team, routing, verdict=Verdict.DEFERRED, reason="Nee")
    with pytest.raises(Conflict, match="Kies bij aanhouden"):
        give_feedback(team, routing, verdict=Verdict.ADOPTED, reason="Nee", deferred_to=item_after(held))
    assert not Feedback.objects.exists()


def test_an_item_closes_only_with_a_decision_and_with_every_answer_dealt_with(
    team: Actor, routing: Routing, held: Meeting
) -> None:
    second = RoutingFactory(item=routing.item)

    with pytest.raises(Conflict, match=r"2 antwoord\(en\) wachten"):
        close_agenda_item(team, routing.item)
    give_feedback(team, routing, verdict=Verdict.ADOPTED, reason="Ja")
    give_feedback(team, second, verdict=Verdict.DEFERRED, reason="Later", deferred_to=item_after(held))
    with pytest.raises(Conflict, match="leg eerst het besluit vast"):
        close_agenda_item(team, routing.item)
    record_decision(team, routing.item, text="Ja")
    assert close_agenda_item(team, routing.item).status == ItemStatus.CLOSED
    with pytest.raises(Conflict, match="al afgerond"):
        close_agenda_item(team, routing.item)


def test_decisions_are_published_when_every_item_is_closed(team: Actor, held: Meeting) -> None:
    record_decision(team, standing_item(held), text="Ja")

    with pytest.raises(Conflict, match="nog 1 open"):
        publish_decisions(team, held)
    close_agenda_item(team, standing_item(held))

    assert publish_decisions(team, held).status == MeetingStatus.DECISIONS_PUBLISHED


def test_publishing_tells_the_writers_of_each_contribution_once_with_all_its_verdicts(
    team: Actor, held: Meeting, member: Mandate, outsider: Mandate
) -> None:
    item, other_item = standing_item(held), ItemFactory(meeting=MeetingFactory())
    mine = ContributionFactory(mandate=member, released=True, answers=["geheime woorden", "nog meer", "en dit"])
    theirs = ContributionFactory(mandate=outsider, released=True)
    for answer, verdict in (
        (answer_of(mine, 1), Verdict.ADOPTED),
        (answer_of(mine, 2), Verdict.TO_STATE),
        (answer_of(theirs), Verdict.NOTED),
    ):
        give_feedback(team, RoutingFactory(answer=answer, item=item), verdict=verdict, reason=f"Want {verdict}.")
    RoutingFactory(answer=answer_of(mine, 3), item=other_item)

    finish(team, held)

    notices = Notice.objects.filter(kind=NoticeKind.FEEDBACK)
    assert {notice.deliveries.get().user_id: notice.link for notice in notices} == {
        member.user_id: mine.get_absolute_url(),
        outsider.user_id: theirs.get_absolute_url(),
    }
    notice = notices.get(deliveries__user=member.user)
    for words in ("overgenomen", "Want adopted.", "doorgegeven aan het Rijk", "Want to_state."):
        assert words in notice.body
    assert "geheime woorden" not in f"{notice.subject} {notice.brief} {notice.body}"
    assert not notice.is_public


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_publish_once_and_tell_once(secretary: Mandate, member: Mandate) -> None:
    team = secretary.actor()
    meeting: Meeting = MeetingFactory(held=True, held_on=timezone.localdate())
    routing = RoutingFactory(
        answer=answer_of(ContributionFactory(mandate=member, released=True)), item=standing_item(meeting)
    )
    give_feedback(team, routing, verdict=Verdict.ADOPTED, reason="Ja")
    record_decision(team, routing.item, text="Ja")
    close_agenda_item(team, routing.item)
    ready, refused, failures = threading.Barrier(2), [], []

    def click() -> None:
        try:
            ready.wait(timeout=10)
            publish_decisions(team, meeting)
        except Conflict as conflict:
            refused.append(conflict.sentence)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert not failures
    assert refused == ["De besluiten van dit overleg zijn al gepubliceerd."]
    assert Notice.objects.filter(kind=NoticeKind.FEEDBACK).count() == 1
    assert Delivery.objects.get().user_id == member.user_id
    assert AuditEntry.objects.filter(permission="publish_decisions").count() == 1


def test_who_has_left_the_council_is_not_told(team: Actor, routing: Routing, held: Meeting, member: Mandate) -> None:
    member.ends_on = timezone.localdate()
    member.save()
    give_feedback(team, routing, verdict=Verdict.ADOPTED, reason="Ja")

    finish(team, held)

    assert not Notice.objects.exists()


def test_a_very_long_list_of_reasons_still_fits_in_the_message(team: Actor, held: Meeting, member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, released=True)
    for position in range(1, 5):
        routing = RoutingFactory(answer=answer_of(contribution, position), item=standing_item(held))
        give_feedback(team, routing, verdict=Verdict.NOTED, reason="x" * 9_000)

    finish(team, held)

    assert "De reden leest u in het portaal." in Notice.objects.get().body


def test_no_verdict_is_public_before_the_decisions_are(team: Actor, routing: Routing, held: Meeting) -> None:
    contribution = routing.answer.contribution
    Contribution.objects.filter(pk=contribution.pk).update(status=ContributionStatus.RELEASED)
    now = timezone.now()
    close_at(contribution.round, now - timedelta(minutes=1), input_published_at=now)
    give_feedback(team, routing, verdict=Verdict.NOT_ADOPTED, reason="geheime reden")
    record_decision(team, routing.item, text="geheim besluit")
    url = f"/boss/{held.held_on}/"

    before = Client().get(url).content.decode()
    close_agenda_item(team, routing.item)
    publish_decisions(team, held)
    after = Client().get(url).content.decode()

    for words in ("geheime reden", "geheim besluit", "niet overgenomen"):
        assert words not in before
        assert words in after


def test_deferred_input_goes_on_to_its_next_meeting_once_the_first_is_public(
    team: Actor, routing: Routing, held: Meeting
) -> None:
    item = item_after(held)
    CoverNoteFactory(item=item)
    give_feedback(team, routing, verdict=Verdict.DEFERRED, reason="Later", deferred_to=item)
    finish(team, held)

    convened = convene_meeting(team, item.meeting)

    assert convened.status == MeetingStatus.CONVENED
    assert Notice.objects.get().body.endswith("Reden: Later")
    assert "aangehouden tot het overleg van" in Notice.objects.get().body


def paragraph(*, is_published: bool = True) -> Paragraph:
    document = Document.objects.create(title="Concept-ROS", slug="ros", kind=Document.Kind.STRATEGY)
    version = DocumentVersion.objects.create(document=document, number=1, dated_on=timezone.localdate())
    made = Paragraph.objects.create(version=version, position=3, text="Wij bouwen 60.000 woningen.")
    if is_published:
        version.status, version.published_at = DocumentVersion.Status.PUBLISHED, timezone.now()
        version.save()
    return made


def test_a_change_in_the_text_cites_a_published_verdict_and_a_published_version(
    team: Actor, routing: Routing, held: Meeting
) -> None:
    feedback = give_feedback(team, routing, verdict=Verdict.ADOPTED, reason="Ja")
    changed = paragraph(is_published=False)

    with pytest.raises(Conflict, match="Publiceer eerst het oordeel"):
        record_text_change(team, feedback, paragraph=changed, description="Zin toegevoegd")
    finish(team, held)
    with pytest.raises(Conflict, match="gepubliceerde versie"):
        record_text_change(team, feedback, paragraph=changed, description="Zin toegevoegd")
    changed.version.status, changed.version.published_at = DocumentVersion.Status.PUBLISHED, timezone.now()
    changed.version.save()
    for description in ("Zin toegevoegd", "Zin toegevoegd over water"):
        record_text_change(team, feedback, paragraph=changed, description=description)

    assert TextChange.objects.get().description == "Zin toegevoegd over water"


@pytest.mark.parametrize("position", ["member", "clerk", "case_officer", "executive", "administrator", "outsider"])
def test_nobody_else_decides(request: pytest.FixtureRequest, position: str, routing: Routing, held: Meeting) -> None:
    actor = request.getfixturevalue(position).actor()
    feedback = FeedbackFactory(routing=routing)

    for attempt in (
        lambda: record_decision(actor, routing.item, text="Ja"),
        lambda: give_feedback(actor, routing, verdict=Verdict.NOTED, reason="Ja"),
        lambda: close_agenda_item(actor, routing.item),
        lambda: publish_decisions(actor, held),
        lambda: record_text_change(actor, feedback, paragraph=Paragraph(), description="x"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_a_published_verdict_can_no_longer_change(team: Actor, routing: Routing, held: Meeting) -> None:
    FeedbackFactory(routing=routing)
    DecisionFactory(item=routing.item)
    close_and_publish(held)

    with pytest.raises(Conflict, match="al gepubliceerd"):
        give_feedback(team, routing, verdict=Verdict.NOTED, reason="Te laat")
