"""The example region holds what it promises: each claim is computed from the database that it was loaded into."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection
from django.db.models import Q
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from consultations.models import (
    AgendaItem,
    Answer,
    AnswerTheme,
    ConsultationRound,
    Contribution,
    ContributionStatus,
    CouncilBasis,
    CouncilTrack,
    Feedback,
    ItemKind,
    Meeting,
    MeetingStatus,
    NumberSeries,
    Phase,
    ProgrammeItem,
    Routing,
    TextChange,
    Verdict,
    Weight,
    fingerprint,
    phase_inbox,
)
from consultations.models.evidence import promises_to
from consultations.models.trail import AnswerTrail, trails_of
from documents.models import DocumentVersion
from notifications.models import Audience, Delivery, DeliveryStatus, Mail, MailStatus, Notice, NoticeStatus
from organisations.actor import Actor
from organisations.middleware import SESSION_KEY
from organisations.models import AuditEntry, Council, Invitation, Mandate, User
from ros_portal.site.demo.accounts import EXAMPLE_DOMAIN, example_mandates, one_of_each
from ros_portal.site.demo.region.loader import load_example_region

S = ContributionStatus
#: Fewer of one weight would not be believable among sixty.
LEAST_OF_A_WEIGHT = 6


class ExampleRegion(TestCase):
    """The region as it is loaded today, once for all claims of a class."""

    now: datetime

    @classmethod
    def setUpTestData(cls) -> None:
        with override_settings(DEMO=True):
            load_example_region(timezone.localdate())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is checked at the end of the transaction, now
        cls.now = timezone.now()


def of_losser() -> Council:
    return Council.objects.get(organisation__code="LOS")


def trail_of(answer: Answer, now: datetime) -> AnswerTrail:
    """What everybody reads of this answer."""
    trails = trails_of(answer.contribution, Actor.public(), now)
    return next(trail for trail in trails if trail.answer == answer)


class TestInput(ExampleRegion):
    def test_three_rounds_hold_at_least_sixty_contributions(self) -> None:
        per_round = Counter(Contribution.objects.handed_in().values_list("round__slug", flat=True))

        assert sum(per_round.values()) >= 60
        assert len(per_round) == 3
        assert min(per_round.values()) >= 15

    def test_every_weight_and_both_grounds_of_a_council_are_there(self) -> None:
        published = Contribution.objects.published()
        weights = Counter(published.values_list("weight", flat=True))
        grounds = Counter(published.filter(weight=Weight.COUNCIL).values_list("basis", flat=True))

        assert min(weights[weight] for weight in Weight.values) >= LEAST_OF_A_WEIGHT
        assert min(grounds[basis] for basis in CouncilBasis.values) >= 2

    def test_one_council_is_silent_and_all_others_speak(self) -> None:
        spoken = Contribution.objects.values("council")
        silent = Council.objects.exclude(pk__in=spoken)

        assert [council.organisation.name for council in silent] == ["Wierden"]
        assert CouncilTrack.objects.filter(council__in=silent).count() == 3

    def test_a_minority_is_heard_beside_the_council(self) -> None:
        with_minority = Contribution.objects.published().exclude(minority_view="")

        assert with_minority.exists()
        assert not with_minority.filter(Q(votes_against=None) | Q(votes_against=0)).exists()

    def test_a_vote_counts_the_seats_of_the_council(self) -> None:
        for one in Contribution.objects.filter(votes_for__isnull=False):
            term = one.council.terms.on(timezone.localdate(self.now)).get()
            assert (one.votes_for or 0) + (one.votes_against or 0) == term.seats, one

    def test_one_text_speaks_for_a_fractie_of_another_council_too(self) -> None:
        shared = Answer.objects.filter(text__startswith="Mede namens", version__contribution__weight=Weight.FRACTIE)

        assert shared.count() == 1

    def test_a_council_gives_its_input_on_the_day_after_its_own_evening(self) -> None:
        for one in Contribution.objects.filter(weight=Weight.COUNCIL).select_related("round", "council"):
            track = CouncilTrack.objects.get(round=one.round, council=one.council)
            evening = track.decision_on if one.basis == CouncilBasis.DECISION else track.orientation_on

            assert one.meeting_date == evening
            assert timezone.localdate(one.submitted_at) - timedelta(days=1) == evening

    def test_everything_was_handed_in_while_the_council_could(self) -> None:
        for one in Contribution.objects.exclude(status=S.DRAFT).select_related("round"):
            assert one.submitted_at is not None
            assert one.round.opens_at <= one.submitted_at < one.round.deadline_for(one.council_id), one

    def test_numbers_run_on_without_a_gap_and_in_the_order_of_submission(self) -> None:
        for series in NumberSeries.objects.select_related("council__organisation", "phase"):
            start = f"{series.phase.code}-{series.year}-{series.council.organisation.code}-"
            numbers = Contribution.objects.filter(number__startswith=start).order_by("submitted_at")

            assert [one.number for one in numbers] == [f"{start}{n:04d}" for n in range(1, series.last + 1)]

    def test_the_fingerprint_on_a_receipt_is_that_of_the_words(self) -> None:
        for one in Contribution.objects.exclude(status=S.DRAFT).select_related("round", "submitted_version"):
            version = one.submitted_version
            assert version is not None
            answers = [(answer.heading, answer.words) for answer in version.answers.in_order()]
            assert version.sha256 == fingerprint(one, version.number, answers)

    def test_the_member_can_begin_while_the_leader_and_a_colleague_have_begun(self) -> None:
        open_round = ConsultationRound.objects.open_at(self.now).get()
        in_losser = Contribution.objects.filter(round=open_round, council=of_losser())
        member = User.objects.get(email=f"anouk.voorbeeld{EXAMPLE_DOMAIN}")

        assert not in_losser.filter(author=member).exists()
        assert Contribution.objects.published().filter(author=member).exists()
        assert sorted(in_losser.filter(status=S.DRAFT).values_list("weight", flat=True)) == ["fractie", "individual"]
        assert in_losser.filter(status=S.SUBMITTED).exists()  # for the clerk to release


class TestTheBoss(ExampleRegion):
    def test_meetings_stand_at_every_stage(self) -> None:
        stages = Counter(Meeting.objects.values_list("status", flat=True))

        assert stages[MeetingStatus.DECISIONS_PUBLISHED] >= 3
        assert (stages[MeetingStatus.HELD], stages[MeetingStatus.CONVENED], stages[MeetingStatus.PLANNED]) == (1, 1, 2)

    def test_an_agenda_that_is_out_misses_no_cover_note(self) -> None:
        out = AgendaItem.objects.filter(meeting__in=Meeting.objects.with_agenda())

        assert not out.exclude(kind=ItemKind.INFORMATION).filter(cover_note=None).exists()

    def test_the_secretary_finds_work_after_the_meeting_that_was_held(self) -> None:
        held = AgendaItem.objects.filter(meeting__status=MeetingStatus.HELD)
        routings = Routing.objects.filter(item__in=held)

        assert routings.without_verdict().exists()
        assert routings.exclude(feedback=None).exists()
        assert held.filter(decision=None).exists()

    def test_every_verdict_was_given_in_public(self) -> None:
        given = set(Feedback.objects.published().values_list("verdict", flat=True))

        assert given == set(Verdict.values)

    def test_input_of_rounds_that_are_over_was_nearly_all_answered(self) -> None:
        asked = Answer.objects.current().filter(question__round__in=ConsultationRound.objects.closed_at(self.now))
        answered = asked.filter(routings__feedback__in=Feedback.objects.published()).distinct()

        assert answered.count() >= 0.9 * asked.count()
        assert asked.on_no_agenda().exists()  # something old is left for the inbox

    def test_what_was_deferred_came_back_on_the_agenda_it_was_deferred_to(self) -> None:
        deferrals = Feedback.objects.filter(verdict=Verdict.DEFERRED).select_related("routing")

        assert deferrals.count() >= 3
        for deferral in deferrals:
            carried = deferral.routing.carried_to
            assert (carried.item_id, carried.answer_id) == (deferral.deferred_to_id, deferral.routing.answer_id)
            assert carried.routed_at == deferral.recorded_at

    def test_nothing_was_put_on_an_agenda_before_the_programme_team_could_read_it(self) -> None:
        for routing in Routing.objects.select_related("answer__version__contribution__round"):
            one = routing.answer.contribution
            assert routing.routed_at >= (one.released_at or one.round.deadline_for(one.council_id)), routing

    def test_a_changed_paragraph_stands_in_a_version_of_after_the_decision(self) -> None:
        changes = TextChange.objects.select_related("paragraph__version", "feedback__routing__item__meeting")

        assert {change.paragraph.version.number for change in changes} == {1, 2}
        for change in changes:
            decided = change.feedback.routing.item.meeting.decisions_published_at
            published = change.paragraph.version.published_at
            assert decided is not None
            assert published is not None
            assert decided < published <= change.recorded_at, change

    def test_a_point_that_was_refused_says_why(self) -> None:
        refused = Feedback.objects.published().filter(verdict=Verdict.NOT_ADOPTED)

        assert refused.exists()
        assert min(len(one.reason) for one in refused) > 60


class TestWhatComesOfIt(ExampleRegion):
    def test_the_concern_about_the_bus_runs_on_to_a_project_and_an_investment(self) -> None:
        concern = Answer.objects.get(
            version__contribution__council=of_losser(), text__contains="Mijn grootste zorg is de bus"
        )

        steps = trail_of(concern, self.now).steps

        assert [step.title.split(" van ")[0] for step in steps] == [
            "Ingediend",
            "Vrijgegeven aan het programmateam",
            "Openbaar",
            "Op de agenda",
            "Besluit",
            "Oordeel: naar de uitvoeringsagenda",
            "Project in de uitvoeringsagenda",
            "Investering in de investeringsagenda",
        ]
        assert all(step.is_done for step in steps)
        assert all(a.date <= b.date for a, b in pairwise(steps) if a.date and b.date)

    def test_both_later_products_have_items_and_an_inbox_with_work(self) -> None:
        for code in (Phase.Code.IMPLEMENTATION, Phase.Code.INVESTMENT):
            phase = Phase.objects.get(code=code)
            assert phase.items.exclude(published_at=None).exists()
            assert phase_inbox(phase).exists()
        assert ProgrammeItem.objects.filter(published_at=None).count() == 1  # still being prepared

    def test_an_item_takes_up_only_what_a_public_verdict_sent_to_its_product(self) -> None:
        for item in ProgrammeItem.objects.prefetch_related("sources__answer"):
            for source in item.sources.all():
                verdicts = Feedback.objects.published().filter(routing__answer=source.answer)
                moments = verdicts.values_list("routing__item__meeting__decisions_published_at", flat=True)
                assert any(moment is not None and moment < source.linked_at for moment in moments), source

    def test_answers_are_sorted_by_theme_except_the_newest(self) -> None:
        released = Answer.objects.released()
        sorted_ones = AnswerTheme.objects.values("answer")

        assert set(AnswerTheme.objects.values_list("theme__slug", flat=True)) >= {"wonen", "openbaar-vervoer", "water"}
        assert released.filter(pk__in=sorted_ones).exists()
        assert released.exclude(pk__in=sorted_ones).exists()


class TestTelling(ExampleRegion):
    def test_clerks_and_the_programme_team_told_the_councils(self) -> None:
        sent = Notice.objects.published()

        assert sent.filter(audience=Audience.ALL_COUNCILS, is_public=True).count() >= 3
        assert sent.filter(audience=Audience.COUNCIL, organisation__code="LOS", is_public=True).count() >= 3
        assert sent.filter(audience=Audience.COUNCIL, is_public=False).exists()
        assert not sent.filter(deliveries=None).exists()

    def test_the_clerk_of_losser_has_begun_a_notice(self) -> None:
        assert Notice.objects.drafts().filter(organisation__code="LOS").count() == 1

    def test_nothing_of_the_past_is_mailed_at_loading(self) -> None:
        assert not Mail.objects.exclude(status__in=[MailStatus.ACCEPTED, MailStatus.FAILED]).exists()
        assert not Delivery.objects.filter(status__in=DeliveryStatus.open()).exists()
        assert not Notice.objects.filter(status=NoticeStatus.SENDING).exists()
        assert Invitation.objects.to_mail(self.now).count() == 1  # the only thing that is new

    def test_a_sender_sees_that_a_mail_was_refused(self) -> None:
        assert Delivery.objects.filter(status=DeliveryStatus.FAILED, notice__organisation__code="LOS").count() == 1

    def test_whoever_was_discussed_was_told_once_per_meeting(self) -> None:
        told = Notice.objects.filter(audience=Audience.PERSONS).values_list("topic", flat=True)
        discussed = {
            f"terugkoppeling:{uuid}:{held_on.isoformat()}"
            for uuid, held_on in Feedback.objects.published().values_list(
                "routing__answer__version__contribution__uuid", "routing__item__meeting__held_on"
            )
        }

        assert sorted(told) == sorted(discussed)

    def test_the_promises_to_losser_have_evidence_and_the_last_a_date(self) -> None:
        promises = promises_to(of_losser(), self.now)

        assert [bool(promise.items) for promise in promises] == [True, True, True, False]
        assert len(promises[1].uses) >= 2
        assert (promises[3].expected_on or timezone.localdate(self.now)) > timezone.localdate(self.now)

    def test_the_record_names_the_steps_and_the_offices_that_took_them(self) -> None:
        handed_in = Contribution.objects.exclude(status=S.DRAFT).count()
        entries = AuditEntry.objects.all()

        assert entries.filter(permission="submit_contribution").count() == handed_in
        assert entries.filter(permission="publish_decisions").count() == Meeting.objects.with_decisions().count()
        assert not entries.filter(Q(office="") | Q(at__gt=self.now)).exists()


class TestPages(ExampleRegion):
    def test_every_public_page_is_there(self) -> None:
        objects = [
            *ConsultationRound.objects.all(),
            *Contribution.objects.published(),
            *Council.objects.with_organisation(),
            *Meeting.objects.all(),
            *DocumentVersion.objects.all(),
            *ProgrammeItem.objects.visible_to(Actor.public()),
            *Phase.objects.all(),
            *Notice.objects.published().filter(is_public=True),
        ]
        lists = ["/", "/rondes/", "/raden/", "/inbreng/", "/boss/", "/documenten/", "/producten/", "/berichten/"]
        pages = [*lists, *(one.get_absolute_url() for one in objects)]
        client = Client()

        refused = [page for page in pages if client.get(page).status_code != 200]

        assert len(objects) > 90
        assert refused == []

    def test_every_role_begins_with_a_page(self) -> None:
        for mandate in one_of_each(example_mandates()):
            page = signed_in(mandate).get("/start/")
            assert page.status_code == 200, mandate
            assert "Wat wacht op u" in page.content.decode() or "Snel naar" in page.content.decode(), mandate

    def test_the_first_people_to_meet_are_those_of_losser(self) -> None:
        first = [m for m in one_of_each(example_mandates()) if m.organisation]

        assert {m.organisation.code for m in first if m.organisation} == {"LOS"}
        assert Mandate.objects.filter(user__email__endswith=EXAMPLE_DOMAIN).count() == Mandate.objects.count()


def signed_in(mandate: Mandate) -> Client:
    client = Client()
    client.force_login(mandate.user)
    session = client.session
    session[SESSION_KEY] = mandate.pk
    session.save()
    return client
