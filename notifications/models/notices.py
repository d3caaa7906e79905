"""What is told: one notice, written once for all who get it."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse

from organisations.actor import COUNCIL_ROLES, Actor, Role
from organisations.models import Mandate, Organisation
from ros_portal.kit.states import Stateful

from .deliveries import Delivery, DeliveryStatus

SUBJECT_LIMIT, BRIEF_LIMIT, BODY_LIMIT = 150, 600, 20_000


class NoticeKind(models.TextChoices):
    """What a notice is about; a person will choose per kind how to be told."""

    UPDATE = "update", "ontwikkeling"
    RECEIPT = "receipt", "ontvangstbevestiging"
    FEEDBACK = "feedback", "terugkoppeling"
    ROUND_OPENED = "round_opened", "ronde geopend"
    DEADLINE_NEAR = "deadline_near", "termijn loopt af"
    AGENDA_PUBLISHED = "agenda_published", "agenda gepubliceerd"
    DECISIONS_PUBLISHED = "decisions_published", "besluiten gepubliceerd"
    DOCUMENT_VERSION = "document_version", "nieuwe versie van een document"
    BUILDING_BLOCK = "building_block", "bouwsteen aangeboden"
    SERVICE = "service", "dienstbericht"


class Audience(models.TextChoices):
    """For whom: a whole council, all councils, or the persons whom the process names."""

    COUNCIL = "council", "de eigen raad"
    ALL_COUNCILS = "all_councils", "alle raden"
    PERSONS = "persons", "betrokkenen"


#: Notices that an office writes by hand. Its colleagues see drafts and recipients; those of a notice
#: that the process sends stay hidden, because they would name who gave which input.
WRITTEN = frozenset({Audience.COUNCIL, Audience.ALL_COUNCILS})


class NoticeStatus(models.TextChoices):
    """draft → scheduled → sending → sent; from `sending` on it is published and does not change."""

    DRAFT = "draft", "concept"
    SCHEDULED = "scheduled", "ingepland"
    SENDING = "sending", "wordt verzonden"
    SENT = "sent", "verzonden"


MOVES: Mapping[NoticeStatus, frozenset[NoticeStatus]] = {
    NoticeStatus.DRAFT: frozenset({NoticeStatus.SCHEDULED, NoticeStatus.SENDING}),
    NoticeStatus.SCHEDULED: frozenset({NoticeStatus.DRAFT, NoticeStatus.SENDING}),
    NoticeStatus.SENDING: frozenset({NoticeStatus.SENT}),
}
PUBLISHED = frozenset({NoticeStatus.SENDING, NoticeStatus.SENT})
#: What was told stays as it was told.
FIXED_ONCE_PUBLISHED = (
    "uuid", "kind", "audience", "organisation", "sender_office", "subject", "brief", "body", "link", "topic",
    "is_public", "published_at",
)  # fmt: skip


def _any_changed(fields: Iterable[str]) -> pgtrigger.Q:
    return reduce(or_, (pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")}) for field in fields))


class NoticeQuerySet(models.QuerySet["Notice"]):
    def published(self) -> "NoticeQuerySet":
        """Notices that have gone out, or are on their way."""
        return self.filter(status__in=PUBLISHED)

    def of_office(self, actor: Actor) -> "NoticeQuerySet":
        """What this office writes itself: the clerks of one party, or the programme team."""
        if actor.role == Role.PROGRAMME_TEAM:
            return self.filter(audience__in=WRITTEN, organisation=None)
        if actor.role == Role.CLERK and actor.organisation_id is not None:
            return self.filter(audience__in=WRITTEN, organisation_id=actor.organisation_id)
        return self.none()

    def drafts(self) -> "NoticeQuerySet":
        """Notices that nobody has sent yet."""
        return self.filter(status=NoticeStatus.DRAFT)

    def to_person(self, user_id: int | None) -> "NoticeQuerySet":
        """Notices that were told to this person."""
        if user_id is None:
            return self.none()
        return self.published().filter(
            Exists(Delivery.objects.filter(notice_id=OuterRef("pk"), user_id=user_id)),
        )

    def visible_to(self, actor: Actor) -> "NoticeQuerySet":
        """Public ones for everybody, drafts for their own office, the rest for whom they were meant."""
        public = self.published().filter(is_public=True)
        return public | self.of_office(actor) | self.to_person(actor.user_id)

    def under_way(self) -> "NoticeQuerySet":
        """Notices of which an e-mail still waits or is being tried."""
        return self.filter(status=NoticeStatus.SENDING).filter(_has_open_delivery())

    def to_complete(self) -> "NoticeQuerySet":
        """Notices of which every delivery has come to its end."""
        return self.filter(status=NoticeStatus.SENDING).filter(~_has_open_delivery())


def _has_open_delivery() -> Exists:
    return Exists(Delivery.objects.filter(notice_id=OuterRef("pk"), status__in=DeliveryStatus.open()))


class Notice(Stateful, models.Model):
    """A message about a development (Dutch: bericht), to a council, all councils or named persons."""

    Kind = NoticeKind
    Audience = Audience
    Status = NoticeStatus
    TRANSITIONS = MOVES
    REFUSALS = {
        NoticeStatus.SENDING: "Dit bericht is al verzonden.",
        NoticeStatus.SENT: "Dit bericht is al verzonden.",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("soort", max_length=24, choices=NoticeKind, default=NoticeKind.UPDATE)
    audience = models.CharField("voor wie", max_length=16, choices=Audience)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="afzender"
    )
    sender_office = models.CharField("functie van de afzender", max_length=250)
    subject = models.CharField("onderwerp", max_length=SUBJECT_LIMIT)
    brief = models.CharField("in het kort", max_length=BRIEF_LIMIT)
    body = models.TextField("bericht", max_length=BODY_LIMIT, blank=True)
    link = models.CharField("pagina in het portaal", max_length=250, blank=True)
    topic = models.CharField("hoort bij", max_length=100, blank=True)
    is_public = models.BooleanField("ook openbaar", default=False)
    status = models.CharField("stand", max_length=10, choices=NoticeStatus, default=NoticeStatus.DRAFT)
    #: Counts the changes of a draft, so that nobody sends another text than the one just looked at.
    revision = models.PositiveIntegerField("wijziging", default=1)
    created_at = models.DateTimeField("gemaakt op", db_default=Now())
    scheduled_for = models.DateTimeField("ingepland voor", null=True, blank=True)
    published_at = models.DateTimeField("verzonden op", null=True, blank=True)
    sent_at = models.DateTimeField("afgerond op", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering: ClassVar = ["-published_at", "-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["-published_at"], condition=Q(is_public=True), name="notice_public_by_date"),
            models.Index(fields=["organisation", "-created_at"], name="notice_by_office"),
            models.Index(fields=["status"], condition=Q(status=NoticeStatus.SENDING), name="notice_being_sent"),
            models.Index(fields=["topic"], condition=~Q(topic=""), name="notice_by_topic"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status=NoticeStatus.SCHEDULED, scheduled_for__isnull=False)
                | Q(status__in=PUBLISHED)
                | Q(status=NoticeStatus.DRAFT, scheduled_for=None),
                name="notice_scheduled_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(status__in=PUBLISHED, published_at__isnull=False)
                | Q(status__in=[NoticeStatus.DRAFT, NoticeStatus.SCHEDULED], published_at=None),
                name="notice_published_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status=NoticeStatus.SENT, sent_at__isnull=False)
                | ~Q(status=NoticeStatus.SENT) & Q(sent_at=None),
                name="notice_sent_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.COUNCIL) | Q(organisation__isnull=False),
                name="notice_to_one_council_says_which",
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.ALL_COUNCILS) | Q(organisation=None),
                name="notice_to_all_councils_is_the_regions",
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.PERSONS) | Q(status__in=PUBLISHED),
                name="notice_to_persons_is_never_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="/") & ~Q(link__startswith="//"),
                name="notice_links_into_the_portal",
            ),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(brief=""), name="notice_says_something"),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="notice_moves",
                field="status",
                transitions=[(old.value, new.value) for old, news in MOVES.items() for new in sorted(news)],
            ),
            pgtrigger.Protect(
                name="published_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status__in=sorted(PUBLISHED)) & _any_changed(FIXED_ONCE_PUBLISHED),
            ),
            pgtrigger.Protect(
                name="only_a_draft_is_discarded",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__status=NoticeStatus.DRAFT.value),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("notifications:notice", args=[self.uuid])

    @property
    def is_published(self) -> bool:
        """Whether it went out; from then on it is as it is."""
        return self.status in PUBLISHED

    @property
    def audience_label(self) -> str:
        """For whom, by name: "de raad van Losser"."""
        if self.audience == Audience.COUNCIL and self.organisation:
            return f"{self.organisation.council.name}"
        return Audience(self.audience).label

    def recipients(self, day: date) -> list[Mandate]:
        """Whom it goes to if it is sent on that day: one current mandate per person, by name.

        A clerk reaches the members and group leaders of the own council; the programme team those
        of all councils and their clerks.
        """
        mandates = Mandate.objects.current(day).filter(user__is_active=True).with_names()
        if self.audience == Audience.COUNCIL and self.organisation_id is not None:
            mandates = mandates.filter(organisation_id=self.organisation_id, role__in=COUNCIL_ROLES)
        elif self.audience == Audience.ALL_COUNCILS:
            mandates = mandates.filter(organisation__council__isnull=False, role__in=COUNCIL_ROLES | {Role.CLERK})
        else:
            return []
        return _once_per_person(mandates.order_by("user__name", "user_id", "starts_on", "pk"))


def _once_per_person(mandates: Iterable[Mandate]) -> list[Mandate]:
    persons: dict[int, Mandate] = {}
    for mandate in mandates:
        persons.setdefault(mandate.user_id, mandate)
    return list(persons.values())
