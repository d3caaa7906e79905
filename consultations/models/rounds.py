"""Rounds: when councils are asked what, and until when they can answer."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.formats import localize

from documents.models import DocumentVersion, Paragraph
from organisations.actor import Actor, Role
from organisations.models import Council
from ros_portal.kit.clock import DatabaseNow
from ros_portal.kit.errors import Conflict
from ros_portal.kit.states import Stateful

from .process import Phase

#: Most words of "in het kort", so that everyone reads it.
BRIEF_WORDS = 100


class RoundStatus(models.TextChoices):
    DRAFT = "draft", "concept"
    SCHEDULED = "scheduled", "ingepland"
    PUBLISHED = "published", "gepubliceerd"
    WITHDRAWN = "withdrawn", "ingetrokken"


class RoundQuerySet(models.QuerySet["ConsultationRound"]):
    def visible_to(self, actor: Actor) -> "RoundQuerySet":
        """Everyone sees what was published, also when withdrawn; the programme team sees all."""
        if actor.role == Role.PROGRAMME_TEAM or actor.is_system:
            return self
        return self.filter(status__in=[RoundStatus.PUBLISHED, RoundStatus.WITHDRAWN])

    def open_at(self, now: datetime) -> "RoundQuerySet":
        """Rounds that take input at that time, extensions of single councils apart."""
        return self.filter(status=RoundStatus.PUBLISHED, opens_at__lte=now, closes_at__gt=now)

    def open_for(self, council_id: int | None, now: datetime) -> "RoundQuerySet":
        """Rounds in which this council can give input at that time, its own extension counted."""
        extended = CouncilTrack.objects.filter(Q(council_id=council_id), round=OuterRef("pk"))
        return self.filter(status=RoundStatus.PUBLISHED, opens_at__lte=now).filter(
            Q(closes_at__gt=now) & Exists(extended) | Q(Exists(extended.filter(extended_until__gt=now)))
        )

    def closed_at(self, now: datetime) -> "RoundQuerySet":
        """Rounds that were published and have closed."""
        return self.filter(status=RoundStatus.PUBLISHED, closes_at__lte=now)

    def not_over_at(self, now: datetime) -> "RoundQuerySet":
        """Published rounds that take input at that time or later, extensions of single councils apart."""
        return self.filter(status=RoundStatus.PUBLISHED, closes_at__gt=now)

    def to_publish(self, now: datetime) -> "RoundQuerySet":
        """Rounds whose input can be made public: closed, for a council with an extension too."""
        extended = CouncilTrack.objects.filter(round=OuterRef("pk"), extended_until__gt=now)
        return self.closed_at(now).filter(~Exists(extended), input_published_at=None).order_by("closes_at")

    def due_at(self, now: datetime) -> "RoundQuerySet":
        """Scheduled rounds whose moment of publication has come."""
        return self.filter(status=RoundStatus.SCHEDULED, publish_at__lte=now).order_by("publish_at")

    def lock_for_share(self, pk: int) -> "ConsultationRound":
        """Hold the round open: submissions share this lock, who closes or moves it must wait for them."""
        (round_,) = self.raw("SELECT * FROM consultations_consultationround WHERE id = %s FOR SHARE", [pk])
        return round_

    def lock(self, pk: int) -> "ConsultationRound":
        """Hold the round alone: no submission can pass until the transaction ends."""
        return self.select_for_update().get(pk=pk)


#: What councils were asked stays as they were asked it, and nobody loses time that was given.
ROUND_STAYS = """
    IF (NEW.phase_id, NEW.title, NEW.slug, NEW.brief, NEW.opens_at, NEW.published_at)
        IS DISTINCT FROM (OLD.phase_id, OLD.title, OLD.slug, OLD.brief, OLD.opens_at, OLD.published_at)
    THEN
        RAISE EXCEPTION 'what a published round says does not change';
    END IF;
    IF NEW.closes_at < OLD.closes_at THEN
        RAISE EXCEPTION 'a published round only closes later';
    END IF;
    IF NEW.status IN ('draft', 'scheduled') OR OLD.status = 'withdrawn' AND NEW.status <> 'withdrawn' THEN
        RAISE EXCEPTION 'a published round does not become a draft again';
    END IF;
    RETURN NEW;
"""
IS_PUBLIC = pgtrigger.Q(old__status__in=[RoundStatus.PUBLISHED, RoundStatus.WITHDRAWN])

#: A question is only written while its round is prepared; OLD and NEW are NULL where they do not exist.
QUESTIONS_STAY = """
    IF EXISTS (
        SELECT 1 FROM consultations_consultationround round
        WHERE round.id IN (OLD.round_id, NEW.round_id) AND round.status IN ('published', 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'the questions of a published round do not change';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class ConsultationRound(Stateful, models.Model):
    """A period in which councils answer questions (Dutch: raadpleging, ronde)."""

    Status = RoundStatus
    TRANSITIONS = {
        Status.DRAFT: {Status.SCHEDULED, Status.PUBLISHED},
        Status.SCHEDULED: {Status.DRAFT, Status.PUBLISHED},
        Status.PUBLISHED: {Status.WITHDRAWN},
    }
    REFUSALS: ClassVar = {
        Status.PUBLISHED: "Deze ronde is al gepubliceerd.",
        Status.WITHDRAWN: "Deze ronde is ingetrokken.",
    }

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="rounds", verbose_name="product")
    title = models.CharField("titel", max_length=150)
    slug = models.SlugField(max_length=120, unique=True)
    brief = models.TextField("in het kort")
    status = models.CharField("status", max_length=20, choices=Status, default=Status.DRAFT)
    opens_at = models.DateTimeField("opent op")
    closes_at = models.DateTimeField("sluit op")
    publish_at = models.DateTimeField("wordt gepubliceerd op", null=True, blank=True)
    published_at = models.DateTimeField("gepubliceerd op", null=True, blank=True)
    #: Why a council gets less than the agreed time; shown to everyone.
    short_time_reason = models.TextField("reden voor een kortere termijn", blank=True)
    input_published_at = models.DateTimeField("inbreng gepubliceerd op", null=True, blank=True)
    withdrawal_reason = models.TextField("reden van intrekken", blank=True)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    withdrawn_by = models.CharField("ingetrokken door", max_length=250, blank=True)
    documents = models.ManyToManyField(DocumentVersion, blank=True, related_name="rounds")
    councils = models.ManyToManyField(Council, through="CouncilTrack", related_name="rounds")
    is_example = models.BooleanField("fictief voorbeeld", default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "ronde"
        verbose_name_plural = "rondes"
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_it_opens"),
            models.CheckConstraint(
                condition=~Q(status=RoundStatus.SCHEDULED) | Q(publish_at__isnull=False),
                name="round_scheduled_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status=RoundStatus.WITHDRAWN) | ~Q(withdrawal_reason=""),
                name="round_withdrawn_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status=RoundStatus.WITHDRAWN, withdrawn_at__isnull=False)
                | ~Q(status=RoundStatus.WITHDRAWN) & Q(withdrawn_at=None),
                name="round_withdrawn_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(input_published_at=None) | Q(input_published_at__gte=F("closes_at")),
                name="round_input_published_after_closing",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="round_stays_as_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=IS_PUBLIC,
                func=ROUND_STAYS,
            ),
            pgtrigger.Protect(name="published_round_is_kept", operation=pgtrigger.Delete, condition=IS_PUBLIC),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:round", args=[self.slug])

    @property
    def can_change(self) -> bool:
        """Whether its text and questions may still be other than they are; nobody answers them yet."""
        return self.status in (self.Status.DRAFT, self.Status.SCHEDULED)

    def require_changeable(self) -> None:
        """Raise Conflict once the round was published: what councils answer does not move under them."""
        if not self.can_change:
            raise Conflict(
                "Deze ronde is gepubliceerd. De tekst en de vragen veranderen niet meer. "
                "U kunt een toevoeging doen, uitstel geven of de ronde intrekken."
            )

    def question_about_paragraphs(self) -> "Question | None":
        """The question that is answered with remarks on paragraphs; a round has one at most."""
        return self.questions.filter(format=QuestionFormat.PARAGRAPHS).first()

    def paragraphs(self) -> models.QuerySet[Paragraph]:
        """The paragraphs that remarks can point at: of the published texts under discussion."""
        return Paragraph.objects.filter(version__in=self.documents.published())

    def is_open(self, now: datetime) -> bool:
        """Whether the round takes input, extensions of single councils apart."""
        return self.status == self.Status.PUBLISHED and self.opens_at <= now < self.closes_at

    def has_closed(self, now: datetime) -> bool:
        """Whether the common closing time has passed."""
        return self.status == self.Status.PUBLISHED and self.closes_at <= now

    def deadline_for(self, council_id: int | None) -> datetime:
        """Until when this council can give input: its own extension, or the common closing time."""
        track = self.tracks.filter(Q(council_id=council_id)).first()
        return track.deadline if track else self.closes_at

    def require_open_for(self, council_id: int) -> datetime:
        """The database's time now, if this council can give input; else Conflict with the reason.

        Ask it only while the round is locked: the answer holds until the transaction ends.
        """
        track = self.tracks.filter(council_id=council_id).annotate(asked_at=DatabaseNow()).first()
        if track is None:
            raise Conflict("Uw raad is voor deze ronde niet uitgenodigd.")
        now: datetime = track.asked_at
        if self.status != self.Status.PUBLISHED:
            raise Conflict("Deze ronde is ingetrokken of nog niet gepubliceerd. U kunt geen inbreng geven.")
        if now < self.opens_at:
            raise Conflict("Deze ronde is nog niet open.")
        if now >= track.deadline:
            raise Conflict("Deze ronde is gesloten. U kunt geen inbreng meer indienen.")
        return now


class QuestionFormat(models.TextChoices):
    """How a question is answered; an explanation in words can be given with each."""

    TEXT = "text", "open tekst"
    SCALE = "scale", "schaal van vijf"
    CHOICE = "choice", "keuze uit een lijst"
    NUMBER = "number", "getal"
    PARAGRAPHS = "paragraphs", "opmerkingen bij alinea's"


#: The five steps of a stance, from 1 to 5.
STANCES = ("heel negatief", "negatief", "neutraal", "positief", "heel positief")


class Question(models.Model):
    """A question of a round: its kind says what the answers are counted as, its format how one answers."""

    Format = QuestionFormat

    class Kind(models.TextChoices):
        STANCE = "stance", "grondhouding"
        POINT_OF_ATTENTION = "point_of_attention", "aandachtspunt"
        OPPORTUNITY = "opportunity", "kans"
        CONCERN = "concern", "zorg"
        OTHER = "other", "anders"

    round = models.ForeignKey(ConsultationRound, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField("volgorde")
    kind = models.CharField("soort", max_length=20, choices=Kind)
    text = models.CharField("vraag", max_length=300)
    help = models.TextField("toelichting", blank=True)
    format = models.CharField("manier van antwoorden", max_length=12, choices=Format, default=Format.TEXT)
    options = ArrayField(models.CharField(max_length=150), verbose_name="keuzes", default=list, blank=True)
    unit = models.CharField("eenheid", max_length=30, blank=True)

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "position"], name="question_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(format=QuestionFormat.PARAGRAPHS),
                name="question_about_paragraphs_once_per_round",
            ),
            models.CheckConstraint(
                condition=Q(format=QuestionFormat.CHOICE, options__len__gte=2)
                | ~Q(format=QuestionFormat.CHOICE) & Q(options__len=0),
                name="question_options_go_with_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(unit="") | Q(format=QuestionFormat.NUMBER), name="question_unit_goes_with_a_number"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="questions_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=QUESTIONS_STAY,
            )
        ]

    def __str__(self) -> str:
        return self.text

    def accepts(self, value: Decimal | None) -> bool:
        """Whether this can be chosen or filled in as the answer: a step, a choice of the list, a number, or nothing."""
        if value is None:
            return True
        most = {QuestionFormat.SCALE: len(STANCES), QuestionFormat.CHOICE: len(self.options)}.get(
            QuestionFormat(self.format)
        )
        if most is None:
            return self.format == QuestionFormat.NUMBER
        return value == value.to_integral_value() and 1 <= value <= most

    def in_words(self, value: Decimal | None) -> str:
        """What was chosen or filled in, as people read it; nothing for an answer in words alone."""
        if value is None:
            return ""
        if self.format == QuestionFormat.SCALE:
            return STANCES[int(value) - 1]
        if self.format == QuestionFormat.CHOICE:
            return self.options[int(value) - 1]
        return f"{localize(value.normalize())} {self.unit}".strip()


class CouncilTrack(models.Model):
    """One council's own route through a round (Dutch: traject van een raad)."""

    round = models.ForeignKey(ConsultationRound, models.CASCADE, related_name="tracks")
    council = models.ForeignKey(Council, models.PROTECT, related_name="tracks")
    extended_until = models.DateTimeField("uitstel tot", null=True, blank=True)
    orientation_on = models.DateField("beeldvorming op", null=True, blank=True)
    deliberation_on = models.DateField("oordeelsvorming op", null=True, blank=True)
    decision_on = models.DateField("besluitvorming op", null=True, blank=True)
    papers_due_on = models.DateField("stukken inleveren op", null=True, blank=True)
    planned_at = models.DateTimeField("gepland op", null=True, blank=True)

    class Meta:
        verbose_name = "traject"
        verbose_name_plural = "trajecten"
        ordering = ["council__organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["round", "council"], name="track_once_per_round_and_council"),
            models.CheckConstraint(
                condition=(
                    Q(orientation_on=None) | Q(deliberation_on=None) | Q(deliberation_on__gte=F("orientation_on"))
                )
                & (Q(deliberation_on=None) | Q(decision_on=None) | Q(decision_on__gte=F("deliberation_on")))
                & (Q(orientation_on=None) | Q(decision_on=None) | Q(decision_on__gte=F("orientation_on"))),
                name="track_evenings_in_their_order",
            ),
            models.CheckConstraint(
                condition=Q(papers_due_on=None) | Q(decision_on__isnull=False, papers_due_on__lte=F("decision_on")),
                name="track_papers_before_the_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council}: {self.round}"

    @property
    def deadline(self) -> datetime:
        """Until when this council can give input."""
        return max(self.extended_until or self.round.closes_at, self.round.closes_at)

    def evenings(self) -> list[tuple[str, date]]:
        """The council's own evenings in this round, with the Dutch name of each step."""
        steps = [
            ("Beeldvorming", self.orientation_on),
            ("Oordeelsvorming", self.deliberation_on),
            ("Stukken inleveren", self.papers_due_on),
            ("Besluitvorming", self.decision_on),
        ]
        return [(name, day) for name, day in steps if day is not None]


def lock_track(pk: int) -> CouncilTrack:
    """Hold one track until the transaction ends; the round is locked before it."""
    tracks = CouncilTrack.objects.select_related("round", "council__organisation")
    return tracks.select_for_update(of=("self",)).get(pk=pk)


def tracks_ahead(council: Council, now: datetime) -> list[CouncilTrack]:
    """The rounds in which this council can give input now or later, the first deadline of its own first."""
    is_ahead = Q(round__closes_at__gt=now) | Q(extended_until__gt=now)
    tracks = council.tracks.filter(is_ahead, round__status=RoundStatus.PUBLISHED).select_related("round")
    return sorted(tracks, key=lambda track: track.deadline)


def open_tracks(council: Council, now: datetime) -> list[CouncilTrack]:
    """The rounds in which this council can give input now, each with its own deadline; the first to close first."""
    return [track for track in tracks_ahead(council, now) if track.round.opens_at <= now]
