"""The start pages of members, group leaders and clerks: what waits, until when, and what came of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.models import Contribution, Involvement, Meeting
from organisations.models import Council, Mandate
from ros_portal.kit.templatetags.dutch import day_time, short_day
from tests.consultations.factories import (
    ContributionFactory,
    FeedbackFactory,
    MeetingFactory,
    RoundFactory,
    RoutingFactory,
    TrackFactory,
    answer_of,
    hand_in,
    standing_item,
)
from tests.site.conftest import PageOf
from tests.site.start_scene import Work, late, section, tell, titles

pytestmark = pytest.mark.django_db


# Members and group leaders


def test_a_member_finds_the_own_draft_first_and_the_one_of_the_fractie_after_it(
    page_of: PageOf, member: Mandate, work: Work
) -> None:
    page, _ = page_of(member)

    assert [task.url for task in page.tasks] == [work.draft.get_absolute_url(), work.fractie_draft.get_absolute_url()]
    assert page.tasks[0].title == "Uw eigen inbreng is nog een concept"
    assert "Uw fractievoorzitter dient in." in page.tasks[1].text


def test_the_deadline_is_the_councils_own_and_is_written_out(page_of: PageOf, member: Mandate, work: Work) -> None:
    page, html = page_of(member)

    assert {task.deadline for task in page.tasks} == {work.track.extended_until}
    assert "Tot <time" in html
    assert f"{day_time(work.track.extended_until)}</time>" in html
    assert "nog 19 dagen" in html
    assert "Uw raad heeft uitstel." in html


def test_who_has_not_begun_is_sent_to_the_round(page_of: PageOf, member: Mandate, losser: Council) -> None:
    round_ = RoundFactory(title="Verkenning", closes_at=late(2), councils=[losser])

    page, _ = page_of(member)

    (task,) = page.tasks
    assert (task.title, task.url) == ("Geef uw eigen inbreng: Verkenning", round_.get_absolute_url())
    assert (task.badge, task.tone) == ("nog 2 dagen", "warning")


def test_what_was_handed_in_waits_no_more_and_stands_there_with_its_number(
    page_of: PageOf, member: Mandate, work: Work
) -> None:
    hand_in(work.draft)

    page, html = page_of(member)

    assert work.draft.get_absolute_url() not in [task.url for task in page.tasks]
    (link,) = section(page, "Ingediend in een open ronde").links
    assert link.title == f"Uw eigen inbreng: {work.draft.number}"
    assert f"Intrekken kan tot {day_time(work.track.extended_until)}." in html


def test_input_that_was_withdrawn_can_be_begun_again(page_of: PageOf, member: Mandate, losser: Council) -> None:
    round_ = RoundFactory(councils=[losser])
    ContributionFactory(round=round_, mandate=member, withdrawn=True)

    page, _ = page_of(member)

    assert [task.url for task in page.tasks] == [round_.get_absolute_url()]


def test_a_round_that_is_closed_or_not_for_this_council_waits_for_nobody(
    page_of: PageOf, member: Mandate, losser: Council, enschede: Council
) -> None:
    RoundFactory(closed=True, councils=[losser])
    RoundFactory(councils=[enschede])

    page, _ = page_of(member)

    assert page.tasks == []


def test_a_round_that_is_closed_for_the_others_still_waits_for_a_council_with_an_extension(
    page_of: PageOf, member: Mandate, losser: Council
) -> None:
    round_ = RoundFactory(closed=True)
    TrackFactory(round=round_, council=losser, extended_until=late(4))

    page, _ = page_of(member)

    assert [task.deadline for task in page.tasks] == [late(4)]


def test_a_group_leader_finds_the_fractie_first_and_the_own_input_after_it(
    page_of: PageOf, group_leader: Mandate, work: Work
) -> None:
    page, _ = page_of(group_leader)

    assert [task.url for task in page.tasks] == [
        work.fractie_draft.get_absolute_url(),
        work.open_round.get_absolute_url(),
    ]
    assert "als u indient" in page.tasks[0].text


def test_a_group_leader_can_begin_for_the_fractie_and_a_member_cannot(
    page_of: PageOf, member: Mandate, group_leader: Mandate, losser: Council
) -> None:
    RoundFactory(title="Verkenning", councils=[losser])

    of_leader, of_member = page_of(group_leader)[0], page_of(member)[0]

    assert titles(of_leader.tasks) == [
        "Geef inbreng namens uw fractie: Verkenning",
        "Geef uw eigen inbreng: Verkenning",
    ]
    assert titles(of_member.tasks) == ["Geef uw eigen inbreng: Verkenning"]


def test_a_member_reads_what_became_of_the_own_words_and_where_the_trail_is(
    page_of: PageOf, member: Mandate, work: Work
) -> None:
    page, html = page_of(member)

    (verdict,) = section(page, "Wat er met uw inbreng gebeurt").links
    assert verdict.badge == "Naar de uitvoeringsagenda"
    assert verdict.url == answer_of(work.answered).get_absolute_url()
    assert "Daarom pakken we dit op voor Losser." in html
    assert "voor Enschede" not in html


def test_a_verdict_that_is_not_public_is_on_no_page_of_a_council(
    page_of: PageOf, member: Mandate, group_leader: Mandate, clerk: Mandate, case_officer: Mandate, work: Work
) -> None:
    routing = RoutingFactory(answer=answer_of(work.answered), item=standing_item(work.held))
    FeedbackFactory(routing=routing, reason="Nog geheim oordeel")

    pages = [page_of(mandate)[1] for mandate in (member, group_leader, clerk, case_officer)]

    assert not any("Nog geheim oordeel" in html for html in pages)


def test_a_member_sees_notices_to_the_own_person_and_whom_to_ask(
    page_of: PageOf, member: Mandate, clerk: Mandate, work: Work
) -> None:
    tell(member, "Voor Mirjam")
    tell(clerk, "Voor Greet")

    page, html = page_of(member)

    assert titles(section(page, "Berichten aan u").links) == ["Voor Mirjam"]
    assert "Voor Greet" not in html
    assert "mailto:ros@losser.example" in html


def test_coming_dates_are_the_boss_the_own_evenings_and_the_own_deadline_in_their_order(
    page_of: PageOf, member: Mandate, clerk: Mandate, work: Work
) -> None:
    for mandate in (member, clerk):
        page, _ = page_of(mandate)

        assert titles(page.dates) == [
            "Overleg van het BOSS",
            "Oordeelsvorming: Keuzes en scenario's",
            "Ronde sluit: Keuzes en scenario's",
            "Overleg van het BOSS",
        ]


def test_the_next_meeting_is_named_however_many_evenings_come_before_it(
    page_of: PageOf, member: Mandate, losser: Council
) -> None:
    MeetingFactory(held_on=timezone.localdate() + timedelta(days=90))
    soon = timezone.localdate() + timedelta(days=1)
    round_ = RoundFactory(title="Verkenning")
    TrackFactory(round=round_, council=losser, orientation_on=soon, deliberation_on=soon, decision_on=soon)

    page, _ = page_of(member)

    assert titles(page.dates) == [
        "Beeldvorming: Verkenning",
        "Oordeelsvorming: Verkenning",
        "Besluitvorming: Verkenning",
        "Overleg van het BOSS",
    ]


def test_when_nothing_waits_the_page_says_what_comes_next(page_of: PageOf, member: Mandate, losser: Council) -> None:
    _, empty = page_of(member)
    meeting: Meeting = MeetingFactory()
    _, with_meeting = page_of(member)
    RoundFactory(title="Concept", opens_at=late(5), closes_at=late(60), councils=[losser])
    _, with_round = page_of(member)

    assert "Zodra u iets kunt doen, staat het hier" in empty
    assert "Het volgende overleg van het BOSS is op" in with_meeting
    assert short_day(meeting.held_on) in with_meeting
    assert "De ronde “Concept” gaat open op" in with_round


# Clerks


def test_a_clerk_releases_first_then_records_then_tells_and_invites(
    page_of: PageOf, clerk: Mandate, work: Work
) -> None:
    page, _ = page_of(clerk)

    assert titles(page.tasks) == [
        "1 inbreng wacht op vrijgave: Keuzes en scenario's",
        "Inbreng van de raad na een besluit is nog een concept",
        "Bericht nog niet verzonden: Informatieavond over het spoor",
        "1 uitnodiging is nog niet aangenomen",
    ]
    assert page.tasks[0].deadline == work.track.extended_until


def test_only_input_that_officials_cannot_read_yet_waits_for_release(work: Work, losser: Council) -> None:
    waiting = Contribution.objects.filter(council=losser).waiting_for_release()

    assert set(waiting) == {work.waiting}


@pytest.mark.parametrize("release", [Involvement.Release.AT_SUBMISSION, Involvement.Release.AT_CLOSING])
def test_where_another_moment_was_agreed_nothing_waits_for_the_clerks_release(
    page_of: PageOf, clerk: Mandate, work: Work, release: str
) -> None:
    Involvement.objects.update(release=release)

    page, _ = page_of(clerk)

    assert not any("vrijgave" in title for title in titles(page.tasks))


def test_a_clerk_is_asked_for_the_councils_input_until_there_is_some_on_one_basis(
    page_of: PageOf, clerk: Mandate, losser: Council, work: Work
) -> None:
    RoundFactory(title="Extra ronde", councils=[losser])
    hand_in(work.council_draft)

    page, _ = page_of(clerk)

    asked = [title for title in titles(page.tasks) if title.startswith("Leg vast")]
    assert asked == ["Leg vast wat de raad vindt: Extra ronde"]
    assert titles(section(page, "Ingediend in een open ronde").links) == [
        f"Inbreng van de raad na een besluit: {work.council_draft.number}"
    ]
