"""Planning, preparing, convening and holding a BOSS meeting."""

import threading
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.utils import timezone

from consultations.actions.meetings import (
    add_agenda_item,
    change_agenda_item,
    convene_meeting,
    hold_meeting,
    move_agenda_item,
    plan_meeting,
    remove_agenda_item,
    write_cover_note,
)
from consultations.models import AgendaItem, CoverNote, ItemKind, ItemStatus, Meeting, MeetingStatus, Verdict
from consultations.policies import Permission, meeting_steps
from organisations.actor import Actor
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient
from tests.factories import OrganisationFactory

from .factories import CoverNoteFactory, FeedbackFactory, ItemFactory, MeetingFactory, RoutingFactory, standing_item

pytestmark = pytest.mark.django_db

S = MeetingStatus
#: Written out a second time: the way of a meeting goes forward only.
LEGAL = {(S.PLANNED, S.CONVENED), (S.CONVENED, S.HELD), (S.HELD, S.DECISIONS_PUBLISHED)}
ITEM = {"title": "Water en bodem", "kind": ItemKind.DISCUSSION, "minutes": 20, "is_public": True}


def plan(team: Actor, day: date | None = None) -> Meeting:
    day = day or timezone.localdate() + timedelta(days=30)
    return plan_meeting(
        team, None, held_on=day, starts_at=time(13, 30), location="Enschede", papers_due_on=day - timedelta(days=10)
    )


def titles(meeting: Meeting) -> list[tuple[int, str]]:
    return list(meeting.items.order_by("position").values_list("position", "title"))


@pytest.mark.parametrize("old", S)
@pytest.mark.parametrize("new", S)
def test_a_meeting_goes_forward_only(old: S, new: S) -> None:
    assert Meeting(status=old).can_move_to(new) == ((old, new) in LEGAL)


def test_an_item_is_closed_once() -> None:
    assert AgendaItem(status=ItemStatus.OPEN).can_move_to(ItemStatus.CLOSED)
    assert not AgendaItem(status=ItemStatus.CLOSED).can_move_to(ItemStatus.OPEN)


def test_a_planned_meeting_has_its_standing_item_and_the_parties_of_the_boss(team: Actor, losser: Council) -> None:
    OrganisationFactory(name="Waterschap", sits_in_boss=False)

    meeting = plan(team)

    assert titles(meeting) == [(1, "ROS Twente")]
    assert meeting.items.get().is_standing
    assert list(meeting.participants.all()) == [losser.organisation]
    assert AuditEntry.objects.get().permission == "plan_meeting"


def test_two_meetings_on_one_day_are_refused_in_words(team: Actor) -> None:
    meeting = plan(team)

    with pytest.raises(Conflict, match="staat al een overleg gepland"):
        plan(team, meeting.held_on)


def test_items_keep_gapless_numbers_through_adding_moving_and_removing(team: Actor) -> None:
    meeting = plan(team)
    a, b, c = (add_agenda_item(team, meeting, fields={**ITEM, "title": name}) for name in "abc")

    move_agenda_item(team, c, by=-1)
    assert titles(meeting) == [(1, "ROS Twente"), (2, "a"), (3, "c"), (4, "b")]
    move_agenda_item(team, a, by=-9)
    assert titles(meeting) == [(1, "a"), (2, "ROS Twente"), (3, "c"), (4, "b")]
    remove_agenda_item(team, c)
    assert titles(meeting) == [(1, "a"), (2, "ROS Twente"), (3, "b")]
    move_agenda_item(team, b, by=1)
    assert titles(meeting) == [(1, "a"), (2, "ROS Twente"), (3, "b")]


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_who_move_items_at_once_keep_the_numbers_whole(secretary: Mandate) -> None:
    team = secretary.actor()
    meeting = plan(team)
    items = [add_agenda_item(team, meeting, fields={**ITEM, "title": str(n)}) for n in range(5)]
    ready, failures = threading.Barrier(3), []

    def shuffle(mine: list[AgendaItem], by: int) -> None:
        try:
            ready.wait(timeout=10)
            for item in mine * 4:
                move_agenda_item(team, item, by=by)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(error)
        finally:
            connections.close_all()

    work = [(items[:2], 1), (items[2:4], -1), (items[4:], -2)]
    threads = [threading.Thread(target=shuffle, args=part) for part in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert not failures
    assert [position for position, _ in titles(meeting)] == [1, 2, 3, 4, 5, 6]
    assert {title for _, title in titles(meeting)} == {"ROS Twente", "0", "1", "2", "3", "4"}


def test_the_standing_item_is_neither_removed_nor_renamed(team: Actor) -> None:
    standing = plan(team).items.get()

    with pytest.raises(Conflict, match="blijft op elke agenda"):
        remove_agenda_item(team, standing)
    with pytest.raises(Conflict, match="heet altijd"):
        change_agenda_item(team, standing, fields={"title": "Iets anders"})
    change_agenda_item(team, standing, fields={"minutes": 45})
    standing.refresh_from_db()
    assert standing.minutes == 45


def test_an_item_with_input_on_it_is_not_removed(team: Actor) -> None:
    routing = RoutingFactory()

    with pytest.raises(Conflict, match="staat nog inbreng"):
        remove_agenda_item(team, routing.item)


def test_a_cover_note_is_written_once_and_changed_after(team: Actor) -> None:
    item = standing_item(plan(team))

    write_cover_note(team, item, parts={"requested_decision": "Stem in.", "finance": "Geen"})
    write_cover_note(team, item, parts={"requested_decision": "Stem niet in."})

    note = CoverNote.objects.get()
    assert note.parts() == [("Gevraagd besluit", "Stem niet in.")]


def test_the_agenda_goes_out_only_with_its_cover_notes(team: Actor) -> None:
    meeting = plan(team)
    add_agenda_item(team, meeting, fields={**ITEM, "kind": ItemKind.INFORMATION})

    with pytest.raises(Conflict, match="oplegnotitie ontbreekt nog bij: ROS Twente"):
        convene_meeting(team, meeting)
    write_cover_note(team, standing_item(meeting), parts={"requested_decision": "Stem in."})
    convened = convene_meeting(team, meeting)

    assert convened.status == S.CONVENED
    assert convened.convened_at is not None
    with pytest.raises(Conflict, match="al gepubliceerd"):
        convene_meeting(team, meeting)


def test_the_agenda_waits_for_the_decisions_that_deferred_something_to_it(team: Actor) -> None:
    earlier: Meeting = MeetingFactory(held=True, held_on=timezone.localdate() - timedelta(days=5))
    meeting = plan(team)
    CoverNoteFactory(item=standing_item(meeting))
    routing = RoutingFactory(item=standing_item(earlier))
    FeedbackFactory(routing=routing, verdict=Verdict.DEFERRED, deferred_to=standing_item(meeting))

    with pytest.raises(Conflict, match="Publiceer eerst de besluiten"):
        convene_meeting(team, meeting)


@pytest.mark.parametrize("stage", ["convened", "held", "published"])
def test_a_published_agenda_does_not_change(team: Actor, stage: str) -> None:
    meeting: Meeting = MeetingFactory(held_on=timezone.localdate(), **{stage: True})
    item = standing_item(meeting)

    for attempt in (
        lambda: add_agenda_item(team, meeting, fields=ITEM),
        lambda: change_agenda_item(team, item, fields={"minutes": 1}),
        lambda: move_agenda_item(team, item, by=1),
        lambda: remove_agenda_item(team, item),
        lambda: write_cover_note(team, item, parts={"requested_decision": "Stem in."}),
    ):
        with pytest.raises(Conflict):
            attempt()


def test_a_meeting_is_not_held_before_its_day(team: Actor) -> None:
    tomorrow: Meeting = MeetingFactory(convened=True, held_on=timezone.localdate() + timedelta(days=1))
    today: Meeting = MeetingFactory(convened=True, held_on=timezone.localdate())

    with pytest.raises(Conflict, match="pas op"):
        hold_meeting(team, tomorrow)
    assert hold_meeting(team, today).status == S.HELD
    with pytest.raises(Conflict, match="al gehouden"):
        hold_meeting(team, today)


@pytest.mark.parametrize(
    "position", ["member", "group_leader", "clerk", "case_officer", "executive", "administrator", "outsider"]
)
def test_nobody_else_prepares_a_meeting(request: pytest.FixtureRequest, position: str) -> None:
    actor = request.getfixturevalue(position).actor()
    item = ItemFactory()

    for attempt in (
        lambda: plan(actor),
        lambda: add_agenda_item(actor, item.meeting, fields=ITEM),
        lambda: change_agenda_item(actor, item, fields={"minutes": 1}),
        lambda: move_agenda_item(actor, item, by=1),
        lambda: remove_agenda_item(actor, item),
        lambda: write_cover_note(actor, item, parts={}),
        lambda: convene_meeting(actor, item.meeting),
        lambda: hold_meeting(actor, item.meeting),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not AuditEntry.objects.exists()


def test_the_steps_of_a_meeting_follow_its_way_and_its_day(team: Actor, member: Mandate) -> None:
    today = timezone.localdate()
    meeting = Meeting(status=S.CONVENED, held_on=today + timedelta(days=1))

    assert Permission.HOLD_MEETING not in meeting_steps(team, meeting, today=today)
    assert Permission.HOLD_MEETING in meeting_steps(team, meeting, today=meeting.held_on)
    assert meeting_steps(member.actor(), meeting, today=meeting.held_on) == frozenset()
    assert meeting_steps(team, Meeting(status=S.DECISIONS_PUBLISHED, held_on=today), today=today) == frozenset()


def test_a_second_click_on_convene_finds_the_agenda_public(as_client: AsClient, secretary: Mandate) -> None:
    meeting: Meeting = MeetingFactory()
    CoverNoteFactory(item=standing_item(meeting))
    client, url = as_client(secretary), f"/boss/{meeting.held_on}/agenda-publiceren/"

    assert [client.post(url).status_code for _ in range(2)] == [302, 302]

    assert AuditEntry.objects.filter(permission="convene_meeting").count() == 1


def test_an_item_of_another_meeting_is_not_found(as_client: AsClient, secretary: Mandate) -> None:
    item, other = ItemFactory(), MeetingFactory()
    client = as_client(secretary)

    for last in ("", "oplegnotitie/", "besluit/"):
        assert client.get(f"/boss/{other.held_on}/punten/{item.pk}/{last}").status_code == 404
    for last in ("verplaatsen/", "weghalen/", "afronden/"):
        assert client.post(f"/boss/{other.held_on}/punten/{item.pk}/{last}").status_code == 404


def test_a_meeting_is_planned_prepared_and_convened_by_forms(
    as_client: AsClient, secretary: Mandate, losser: Council
) -> None:
    client, day = as_client(secretary), timezone.localdate() + timedelta(days=40)
    planning = {
        "held_on": str(day),
        "starts_at": "13:30",
        "location": "Enschede",
        "papers_due_on": str(day - timedelta(days=14)),
        "participants": [str(losser.organisation.pk)],
    }

    assert client.post("/boss/plannen/", planning).headers["Location"] == f"/boss/{day}/voorbereiden/"
    assert client.post("/boss/plannen/", planning).status_code == 409
    late = client.post("/boss/plannen/", {**planning, "held_on": str(day - timedelta(days=20))})
    assert "niet na het overleg" in late.content.decode()
    item = {"title": "Water", "kind": "discussion", "minutes": "20", "is_public": "on"}
    assert client.post(f"/boss/{day}/punten/", item).status_code == 302
    for one in AgendaItem.objects.all():
        note = {"requested_decision": "Stem in."}
        assert client.post(f"/boss/{day}/punten/{one.pk}/oplegnotitie/", note).status_code == 302
    moved = AgendaItem.objects.get(title="Water")
    assert client.post(f"/boss/{day}/punten/{moved.pk}/verplaatsen/", {"richting": "omhoog"}).status_code == 302
    assert client.post(f"/boss/{day}/punten/{moved.pk}/verplaatsen/", {"richting": "opzij"}).status_code == 409
    assert client.post(f"/boss/{day}/agenda-publiceren/").status_code == 302

    meeting = Meeting.objects.get()
    assert meeting.status == S.CONVENED
    assert titles(meeting) == [(1, "Water"), (2, "ROS Twente")]


def test_a_text_that_is_too_long_is_refused_in_words_and_kept(as_client: AsClient, secretary: Mandate) -> None:
    item = ItemFactory()

    response = as_client(secretary).post(
        f"/boss/{item.meeting.held_on}/punten/{item.pk}/oplegnotitie/", {"requested_decision": "é😀" * 50_000}
    )

    assert "te lang: 100.000 tekens" in response.content.decode()
    assert "é😀é😀" in response.content.decode()
    assert not CoverNote.objects.exists()
