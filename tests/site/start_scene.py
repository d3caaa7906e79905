"""Work for everybody: a region in which something waits for each role, and for another council too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from consultations.models import (
    ConsultationRound,
    Contribution,
    CouncilTrack,
    Involvement,
    Meeting,
    Phase,
    Verdict,
    Weight,
)
from documents.models import DocumentVersion
from notifications.models import Notice
from organisations.models import Council, Mandate
from ros_portal.kit.templatetags.dutch import AMSTERDAM
from ros_portal.site.views.start.page import Date, Link, Section, StartPage, Task
from tests.consultations.factories import (
    ContributionFactory,
    CouncilInputFactory,
    DecisionFactory,
    FeedbackFactory,
    InvolvementFactory,
    ItemFactory,
    MeetingFactory,
    PhaseFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    close_and_publish,
    council_of,
    standing_item,
)
from tests.documents.factories import DocumentFactory, VersionFactory
from tests.factories import InvitationFactory, MandateFactory
from tests.notifications.factories import DeliveryFactory, NoticeFactory


@dataclass
class Work:
    """What waits, and what came; the tests look for each on the pages of those whom it concerns."""

    open_round: ConsultationRound
    track: CouncilTrack
    draft: Contribution
    fractie_draft: Contribution
    council_draft: Contribution
    waiting: Contribution
    released: Contribution
    answered: Contribution
    to_publish: ConsultationRound
    convened: Meeting
    planned: Meeting
    held: Meeting
    decided: Meeting
    clerks_notice: Notice
    teams_notice: Notice
    own_document: DocumentVersion


def late(days: int) -> datetime:
    """The last minute of a day: what a deadline usually is."""
    return datetime.combine(timezone.localdate() + timedelta(days=days), time(23, 59), tzinfo=AMSTERDAM)


def fractie_input(round_: ConsultationRound, leader: Mandate, writers: list[Mandate], **kwargs: object) -> Contribution:
    """What a fractie says, with its leader as the author."""
    made: Contribution = ContributionFactory(
        round=round_, mandate=leader, weight=Weight.FRACTIE, fractie=leader.fractie, writers=writers, **kwargs
    )
    return made


def fill(member: Mandate, leader: Mandate, clerk: Mandate, outsider: Mandate) -> Work:
    """Make it, for the council of these people; the outsider's council has the same and may not show up."""
    losser, enschede, party = council_of(member), council_of(outsider), council_of(member).organisation
    for code in Phase.Code:
        PhaseFactory(code=code)
    InvolvementFactory(organisation=party, release=Involvement.Release.BY_CLERK)
    open_round: ConsultationRound = RoundFactory(
        title="Keuzes en scenario's", slug="keuzes", closes_at=late(12), councils=[losser, enschede]
    )
    track = open_round.tracks.get(council=losser)
    track.extended_until, track.deliberation_on = late(19), timezone.localdate() + timedelta(days=9)
    track.save()
    closed = RoundFactory(title="Verkenning schaalsprong", slug="verkenning", closed=True, councils=[losser, enschede])
    to_publish = RoundFactory(title="Kennismaking", slug="kennismaking", closed=True, councils=[losser, enschede])
    answered: Contribution = ContributionFactory(round=closed, mandate=member, submitted=True)
    elsewhere = ContributionFactory(round=closed, mandate=outsider, submitted=True)
    closed.input_published_at = timezone.now()
    closed.save()
    work = Work(
        open_round=open_round,
        track=track,
        draft=ContributionFactory(round=open_round, mandate=member),
        fractie_draft=fractie_input(open_round, leader, [leader, member]),
        council_draft=CouncilInputFactory(round=open_round, mandate=clerk),
        waiting=ContributionFactory(round=open_round, mandate=MandateFactory(organisation=party), submitted=True),
        released=fractie_input(to_publish, leader, [leader], submitted=True),
        answered=answered,
        to_publish=to_publish,
        convened=MeetingFactory(held_on=_day(6), convened=True, participants=[party]),
        planned=MeetingFactory(held_on=_day(48)),
        held=MeetingFactory(held_on=_day(-3), held=True, participants=[party]),
        decided=_decide(-30, answered, elsewhere),
        clerks_notice=NoticeFactory(organisation=party, subject="Informatieavond over het spoor"),
        teams_notice=NoticeFactory(regional=True, subject="Nieuwe planning van de ROS"),
        own_document=VersionFactory(document=DocumentFactory(title="Woonvisie", slug="woonvisie", organisation=party)),
    )
    RoutingFactory(answer=answer_of(work.released), item=standing_item(work.held))
    ItemFactory(meeting=work.held, title="Woningbouw")
    InvitationFactory(organisation=party)
    _elsewhere(open_round, outsider, enschede)
    return work


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _decide(days: int, *contributions: Contribution) -> Meeting:
    """A meeting that answered the first question of each."""
    meeting: Meeting = MeetingFactory(held_on=_day(days))
    item = standing_item(meeting)
    for contribution in contributions:
        FeedbackFactory(
            routing=RoutingFactory(answer=answer_of(contribution), item=item),
            verdict=Verdict.TO_IMPLEMENTATION_AGENDA,
            reason=f"Daarom pakken we dit op voor {contribution.council.organisation.name}.",
        )
    DecisionFactory(item=item)
    close_and_publish(meeting)
    return meeting


def _elsewhere(open_round: ConsultationRound, outsider: Mandate, enschede: Council) -> None:
    """The same in another council, with words to look for."""
    ContributionFactory(round=open_round, mandate=outsider, submitted=True)
    CouncilInputFactory(round=open_round, council=enschede, released=True)
    NoticeFactory(organisation=enschede.organisation, subject="Geheim van Enschede")
    VersionFactory(
        document=DocumentFactory(title="Nota van Enschede", organisation=enschede.organisation), published=True
    )
    InvitationFactory(organisation=enschede.organisation)


def tell(mandate: Mandate, subject: str) -> Notice:
    """A notice to this person."""
    notice: Notice = NoticeFactory(regional=True, sending=True, subject=subject)
    DeliveryFactory(notice=notice, user=mandate.user)
    return notice


def titles(found: Iterable[Task | Link | Section | Date]) -> list[str]:
    """What stands there, in its order."""
    return [entry.title for entry in found]


def section(page: StartPage, title: str) -> Section:
    """The part of the page under this heading."""
    return next(section for section in page.sections if section.title == title)
