"""From a member's sentence to the verdict in their mail: through the pages, with a real worker and mail server."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.models import (
    ConsultationRound,
    Contribution,
    Feedback,
    Meeting,
    MeetingStatus,
    Phase,
    Routing,
    Verdict,
    phase_inbox,
)
from deploy.local.mailsink import MailSink
from notifications.models import Mail, MailStatus, Notice, NoticeStatus
from organisations.models import AuditEntry, Council, Mandate
from tests.conftest import AsClient
from tests.consultations.factories import (
    ContributionFactory,
    DecisionFactory,
    FeedbackFactory,
    InvolvementFactory,
    MeetingFactory,
    PhaseFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    standing_item,
)
from tests.journeys.tab import Tab
from tests.servers import CeleryWorker
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_round(celery_worker: CeleryWorker, losser: Council, enschede: Council) -> ConsultationRound:
    """A round that asks one question of two councils; each clerk releases the input."""
    for code in Phase.Code:
        PhaseFactory(code=code)
    InvolvementFactory(organisation=losser.organisation)
    round_: ConsultationRound = RoundFactory(questions=1, councils=[losser, enschede])
    return round_


@pytest.fixture
def held(celery_worker: CeleryWorker, member: Mandate) -> Meeting:
    """A meeting at which everything was said, and of which nothing is public."""
    meeting: Meeting = MeetingFactory(held=True, held_on=timezone.localdate())
    contribution = ContributionFactory(round=RoundFactory(closed=True, questions=1), mandate=member, submitted=True)
    FeedbackFactory(routing=RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting)))
    DecisionFactory(item=standing_item(meeting))
    return meeting


def test_the_whole_chain_ends_in_one_message_to_the_writer(
    open_round: ConsultationRound,
    mail_sink: MailSink,
    member: Mandate,
    group_leader: Mandate,
    clerk: Mandate,
    case_officer: Mandate,
    executive: Mandate,
    secretary: Mandate,
    outsider: Mandate,
    as_client: AsClient,
) -> None:
    number = hand_in(Tab(as_client(member)), open_round, "Denk aan de bus naar Overdinkel.")
    Tab(as_client(clerk)).open(reverse("consultations:council_contributions")).press(f"Vrijgeven {number}")
    desk = Tab(as_client(secretary))
    today = plan_a_meeting_for_today(desk)
    route(desk, number)
    convene_and_hold(desk, today)
    give_the_verdict(desk, Verdict.TO_IMPLEMENTATION_AGENDA, "Want de bus hoort bij de uitvoering.")
    desk.press("Besluiten publiceren")
    everything_has_gone()

    assert Counter((mail["X-Envelope-To"], mail["Subject"].split(":")[0]) for mail in mail_sink.mails()) == {
        (member.user.email, "Ontvangen"): 1,
        (member.user.email, f"Uw inbreng {number}"): 1,
    }
    words = mail_sink.mails()[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Want de bus hoort bij de uitvoering." in words
    assert "Denk aan de bus naar Overdinkel." not in words
    trail = Tab(as_client(member)).open(f"/inbreng/{number}/").words
    assert "Want de bus hoort bij de uitvoering." in trail
    assert "nog niet, verwacht" in trail


def test_what_goes_to_the_implementation_agenda_waits_in_its_inbox_and_in_no_other(
    held: Meeting, secretary: Mandate, as_client: AsClient
) -> None:
    Feedback.objects.update(verdict=Verdict.TO_IMPLEMENTATION_AGENDA)
    for code in Phase.Code:
        PhaseFactory(code=code)
    desk = Tab(as_client(secretary)).open(reverse("consultations:phase_inbox", args=["uitvoeringsagenda"]))
    assert "De werkbak is leeg" in desk.words

    publish(desk, held)

    answer = Routing.objects.get().answer
    assert answer.reference in desk.open(reverse("consultations:phase_inbox", args=["uitvoeringsagenda"])).words
    assert "De werkbak is leeg" in desk.open(reverse("consultations:phase_inbox", args=["investeringsagenda"])).words
    desk.open(reverse("consultations:new_programme_item", args=["uitvoeringsagenda"]))
    desk.press("Onderdeel bewaren", title="Snelle bus", summary="Een snelle bus in de spits.")
    desk.open(reverse("consultations:phase_inbox", args=["uitvoeringsagenda"]))
    desk.press("Opnemen", answers=[str(answer.pk)], item="snelle-bus")
    assert "De werkbak is leeg" in desk.words
    assert not phase_inbox(Phase.objects.get(code=Phase.Code.IMPLEMENTATION)).exists()


def test_publishing_from_a_tab_that_stood_open_tells_nobody_again(
    held: Meeting, mail_sink: MailSink, secretary: Mandate, as_client: AsClient
) -> None:
    browser = as_client(secretary)
    tabs = [close_the_only_item(Tab(browser), held), Tab(browser).open(decisions_of(held))]

    for tab in tabs:
        tab.press("Besluiten publiceren")
        everything_has_gone()

    assert [tab.status for tab in tabs] == [200, 200]
    assert len(mail_sink.mails()) == Notice.objects.count() == 1
    assert AuditEntry.objects.filter(permission="publish_decisions").count() == 1


def test_two_secretaries_who_publish_at_once_tell_the_writer_once(
    held: Meeting, mail_sink: MailSink, secretary: Mandate, as_client: AsClient
) -> None:
    close_the_only_item(Tab(as_client(secretary)), held)
    together = Barrier(4)

    def click(browser: Client) -> int:
        try:
            together.wait(timeout=10)
            return browser.post(reverse("consultations:publish_decisions", args=[held.held_on])).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        statuses = list(clicks.map(click, [as_client(secretary) for _ in range(4)]))
    everything_has_gone()

    assert set(statuses) <= {302, 409}
    assert 302 in statuses
    assert len(mail_sink.mails()) == Notice.objects.count() == 1
    assert AuditEntry.objects.filter(permission="publish_decisions").count() == 1


def hand_in(tab: Tab, round_: ConsultationRound, words: str) -> str:
    """From the page of the round to the receipt; returns the number on it."""
    tab.open(round_.get_absolute_url()).press("Begin")
    tab.press("Controleren en indienen", vraag_1=words)
    tab.press("Indienen")
    number = str(Contribution.objects.get().number)
    assert number in tab.words
    return number


def plan_a_meeting_for_today(desk: Tab) -> str:
    today = timezone.localdate().isoformat()
    desk.open(reverse("consultations:plan_meeting"))
    desk.press("Overleg plannen", held_on=today, location="Stadhuis, Enschede", papers_due_on=today)
    return today


def route(desk: Tab, number: str) -> None:
    desk.open(reverse("consultations:inbox"))
    assert number in desk.words
    answer, item = Contribution.objects.get().submitted_version.answers.get(), standing_item(Meeting.objects.get())  # type: ignore[union-attr]
    desk.press("Agenderen", answers=[str(answer.pk)], item=str(item.pk))
    assert "1 van 1 geagendeerd" in desk.words


def convene_and_hold(desk: Tab, day: str) -> None:
    item = standing_item(Meeting.objects.get())
    desk.open(reverse("consultations:cover_note", args=[day, item.pk]))
    desk.press("Oplegnotitie bewaren", requested_decision="Stem in met de richting.")
    desk.press("Agenda publiceren")
    desk.press("Overleg is gehouden")


def give_the_verdict(desk: Tab, verdict: Verdict, reason: str) -> None:
    routing = Routing.objects.get()
    desk.open(reverse("consultations:decide_item", args=[routing.item.meeting.held_on, routing.item_id]))
    desk.press("Besluit vastleggen", **{"besluit-text": "Het BOSS wil een snellere bus."})
    field = f"r{routing.pk}"
    desk.press("Oordeel vastleggen", **{f"{field}-verdict": verdict.value, f"{field}-reason": reason})
    desk.press("Agendapunt afronden")


def decisions_of(meeting: Meeting) -> str:
    return reverse("consultations:decide_meeting", args=[meeting.held_on])


def close_the_only_item(tab: Tab, meeting: Meeting) -> Tab:
    item = standing_item(meeting)
    tab.open(reverse("consultations:decide_item", args=[meeting.held_on, item.pk])).press("Agendapunt afronden")
    return tab


def publish(desk: Tab, meeting: Meeting) -> None:
    close_the_only_item(desk, meeting).press("Besluiten publiceren")
    assert Meeting.objects.get(pk=meeting.pk).status == MeetingStatus.DECISIONS_PUBLISHED


def everything_has_gone() -> None:
    """Every mail was accepted, and every notice is noted as sent."""
    wait_until(
        lambda: (
            not Mail.objects.exclude(status=MailStatus.ACCEPTED).exists()
            and not Notice.objects.exclude(status=NoticeStatus.SENT).exists()
        ),
        "the worker sends what waits",
    )
