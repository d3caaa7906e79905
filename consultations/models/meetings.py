"""The BOSS: meetings, their agendas, and what was decided."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from organisations.actor import Actor, Role
from organisations.models import Organisation
from ros_portal.kit.errors import Conflict
from ros_portal.kit.states import Stateful

#: The ROS is a fixed point of every meeting, from the moment the meeting exists (promise 2 of the letter).
STANDING_ITEM_IS_THERE = """
    IF NOT EXISTS (SELECT 1 FROM consultations_agendaitem WHERE meeting_id = NEW.id AND is_standing) THEN
        RAISE EXCEPTION 'a meeting has the standing item "ROS Twente"';
    END IF;
    RETURN NULL;
"""
ALL_ITEMS_ARE_CLOSED = """
    IF EXISTS (SELECT 1 FROM consultations_agendaitem WHERE meeting_id = NEW.id AND status <> 'closed') THEN
        RAISE EXCEPTION 'decisions are published when every item is closed';
    END IF;
    RETURN NEW;
"""
EVERY_ROUTING_HAS_FEEDBACK = """
    IF EXISTS (
        SELECT 1 FROM consultations_routing routing
        WHERE routing.item_id = NEW.id
        AND NOT EXISTS (SELECT 1 FROM consultations_feedback feedback WHERE feedback.routing_id = routing.id)
    ) THEN
        RAISE EXCEPTION 'an item closes when every answer on it has a verdict or a deferral';
    END IF;
    RETURN NEW;
"""


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", "gepland"
    CONVENED = "convened", "agenda gepubliceerd"
    HELD = "held", "gehouden"
    DECISIONS_PUBLISHED = "decisions_published", "besluiten gepubliceerd"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def coming(self, today: date) -> "MeetingQuerySet":
        """Meetings from today on, the first one first."""
        return self.filter(held_on__gte=today).order_by("held_on")

    def with_agenda(self) -> "MeetingQuerySet":
        """Meetings whose agenda is public."""
        return self.exclude(status=MeetingStatus.PLANNED)

    def with_decisions(self) -> "MeetingQuerySet":
        """Meetings whose decisions and verdicts are public."""
        return self.filter(status=MeetingStatus.DECISIONS_PUBLISHED)

    def unfinished(self) -> "MeetingQuerySet":
        """Meetings whose decisions are still to come, the first one first."""
        return self.exclude(status=MeetingStatus.DECISIONS_PUBLISHED).order_by("held_on")

    def with_bundle_for(self, actor: Actor) -> "MeetingQuerySet":
        """Meetings whose participants' bundle the actor may open: from convening, for parties that sit in it."""
        if actor.role == Role.PROGRAMME_TEAM:
            return self.with_agenda()
        if actor.role in (Role.CASE_OFFICER, Role.EXECUTIVE):
            return self.with_agenda().filter(participants=actor.organisation_id)
        return self.none()

    def lock(self, pk: int) -> "Meeting":
        """Hold one meeting until the transaction ends; of two meetings the earlier one first."""
        return self.select_for_update().get(pk=pk)


class Meeting(Stateful, models.Model):
    """A BOSS meeting (Dutch: bestuurlijk overleg); its date is public from the moment it is planned."""

    Status = MeetingStatus
    TRANSITIONS = {
        Status.PLANNED: {Status.CONVENED},
        Status.CONVENED: {Status.HELD},
        Status.HELD: {Status.DECISIONS_PUBLISHED},
    }
    REFUSALS = {
        Status.CONVENED: "De agenda van dit overleg is al gepubliceerd.",
        Status.HELD: "Dit overleg is al gehouden.",
        Status.DECISIONS_PUBLISHED: "De besluiten van dit overleg zijn al gepubliceerd.",
    }

    held_on = models.DateField("datum", unique=True)
    starts_at = models.TimeField("begint om")
    location = models.CharField("plaats", max_length=150)
    papers_due_on = models.DateField("stukken inleveren tot en met")
    status = models.CharField("status", max_length=20, choices=Status, default=Status.PLANNED)
    participants = models.ManyToManyField(Organisation, blank=True, related_name="meetings")
    convened_at = models.DateTimeField("agenda gepubliceerd op", null=True, blank=True)
    closed_at = models.DateTimeField("gehouden verklaard op", null=True, blank=True)
    decisions_published_at = models.DateTimeField("besluiten gepubliceerd op", null=True, blank=True)
    is_example = models.BooleanField("fictief voorbeeld", default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "bestuurlijk overleg"
        verbose_name_plural = "bestuurlijke overleggen"
        ordering = ["held_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=MeetingStatus.PLANNED, convened_at=None)
                | ~Q(status=MeetingStatus.PLANNED) & Q(convened_at__isnull=False),
                name="meeting_convened_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[MeetingStatus.PLANNED, MeetingStatus.CONVENED], closed_at=None)
                | Q(status__in=[MeetingStatus.HELD, MeetingStatus.DECISIONS_PUBLISHED], closed_at__isnull=False),
                name="meeting_held_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status=MeetingStatus.DECISIONS_PUBLISHED, decisions_published_at__isnull=False)
                | ~Q(status=MeetingStatus.DECISIONS_PUBLISHED) & Q(decisions_published_at=None),
                name="meeting_decisions_published_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(papers_due_on__lte=models.F("held_on")), name="meeting_papers_before_the_meeting"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="standing_item_is_there",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=STANDING_ITEM_IS_THERE,
            ),
            pgtrigger.Trigger(
                name="published_when_all_is_closed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__status=MeetingStatus.DECISIONS_PUBLISHED)
                & ~pgtrigger.Q(old__status=MeetingStatus.DECISIONS_PUBLISHED),
                func=ALL_ITEMS_ARE_CLOSED,
            ),
        ]

    def __str__(self) -> str:
        return f"BOSS van {self.held_on:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:meeting", args=[self.held_on.isoformat()])

    def require(self, *statuses: MeetingStatus) -> None:
        """Raise Conflict unless the meeting stands at one of these; ask it only under the meeting's lock."""
        if self.status in statuses:
            return
        if MeetingStatus.HELD in statuses and self.status in (MeetingStatus.PLANNED, MeetingStatus.CONVENED):
            raise Conflict("Dit overleg is nog niet gehouden.")
        raise Conflict(self.REFUSALS.get(MeetingStatus(self.status), "De agenda van dit overleg staat nog niet vast."))


class ItemKind(models.TextChoices):
    CONSENT = "consent", "hamerstuk"
    DISCUSSION = "discussion", "bespreekstuk"
    INFORMATION = "information", "ter informatie"


class ItemStatus(models.TextChoices):
    OPEN = "open", "open"
    CLOSED = "closed", "afgerond"


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def lock(self, pk: int) -> "AgendaItem":
        """Hold the meeting and then the item, until the transaction ends."""
        meeting = Meeting.objects.lock(self.values_list("meeting_id", flat=True).get(pk=pk))
        item = self.select_for_update().get(pk=pk)
        item.meeting = meeting
        return item

    def open_to_input(self) -> "AgendaItemQuerySet":
        """Items that answers can be put on: of meetings that are still to be held."""
        return self.filter(
            status=ItemStatus.OPEN, meeting__status__in=[MeetingStatus.PLANNED, MeetingStatus.CONVENED]
        ).order_by("meeting__held_on", "position")


class AgendaItem(Stateful, models.Model):
    """One item of a meeting's agenda (Dutch: agendapunt); the standing item "ROS Twente" is always there."""

    Status = ItemStatus
    Kind = ItemKind
    TRANSITIONS = {Status.OPEN: {Status.CLOSED}}
    REFUSALS = {Status.CLOSED: "Dit agendapunt is al afgerond."}

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=200)
    kind = models.CharField("soort", max_length=15, choices=Kind, default=Kind.DISCUSSION)
    minutes = models.PositiveSmallIntegerField("minuten", default=15)
    is_standing = models.BooleanField("vast agendapunt", default=False)
    is_public = models.BooleanField("openbaar", default=True)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.OPEN)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="agenda_item_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["meeting"], condition=Q(is_standing=True), name="agenda_one_standing_item"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="standing_item_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__is_standing=True),
            ),
            pgtrigger.Protect(
                name="standing_item_keeps_standing",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__is_standing=True, new__is_standing=False)
                | pgtrigger.Q(old__is_standing=True) & ~pgtrigger.Q(old__meeting=pgtrigger.F("new__meeting")),
            ),
            pgtrigger.Trigger(
                name="closed_when_all_is_answered",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__status=ItemStatus.CLOSED),
                func=EVERY_ROUTING_HAS_FEEDBACK,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#punt-{self.position}"

    def require_all_answered(self) -> None:
        """Raise Conflict while an answer on this item has neither a verdict nor a deferral."""
        waiting = self.routings.filter(feedback=None).count()
        if waiting:
            raise Conflict(
                f"U kunt dit agendapunt nog niet afronden: {waiting} antwoord(en) wachten op een oordeel of uitstel."
            )


class CoverNote(models.Model):
    """What the participants read first (Dutch: oplegnotitie), in its fixed parts; shared by all parties."""

    PARTS = (
        "requested_decision",
        "key_points",
        "arguments",
        "caveats",
        "finance",
        "communication",
        "next_steps",
        "annexes",
    )

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="cover_note")
    requested_decision = models.TextField("gevraagd besluit")
    key_points = models.TextField("kern", blank=True)
    arguments = models.TextField("argumenten", blank=True)
    caveats = models.TextField("kanttekeningen", blank=True)
    finance = models.TextField("financiën", blank=True)
    communication = models.TextField("communicatie", blank=True)
    next_steps = models.TextField("vervolg", blank=True)
    annexes = models.TextField("bijlagen", blank=True)

    class Meta:
        verbose_name = "oplegnotitie"
        verbose_name_plural = "oplegnotities"

    def __str__(self) -> str:
        return f"Oplegnotitie bij {self.item}"

    def parts(self) -> list[tuple[str, str]]:
        """The parts that say something, with their Dutch headings, in the fixed order."""
        headings = {field.name: str(field.verbose_name).capitalize() for field in self._meta.fields}
        return [(headings[name], getattr(self, name)) for name in self.PARTS if getattr(self, name)]


class Decision(models.Model):
    """What the meeting decided on one item; public when the meeting's decisions are."""

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="decision")
    text = models.TextField("besluit")
    reason = models.TextField("toelichting", blank=True)

    class Meta:
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="decision_says_something")]

    def __str__(self) -> str:
        return f"Besluit bij {self.item}"
