"""Input: what councils, fracties and members say in a round, and who may read it."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, Now
from django.urls import reverse

from organisations.actor import COUNCIL_ROLES, Actor, Role
from organisations.models import Council, Fractie, Mandate
from ros_portal.kit.states import Stateful

from .offers import CoSignatureStatus, decided_by
from .rounds import ConsultationRound, CouncilTrack


class Weight(models.TextChoices):
    """On whose behalf input is given; the three are never mixed in counts."""

    INDIVIDUAL = "individual", "een raadslid"
    FRACTIE = "fractie", "een fractie"
    COUNCIL = "council", "de raad"


class CouncilBasis(models.TextChoices):
    """What a council's own input rests on; a conversation is no position and is counted apart."""

    DECISION = "decision", "besluit van de raad"
    CONVERSATION = "conversation", "gesprek in de raad"


class ContributionStatus(models.TextChoices):
    DRAFT = "draft", "concept"
    SUBMITTED = "submitted", "ingediend"
    RELEASED = "released", "vrijgegeven"
    WITHDRAWN = "withdrawn", "ingetrokken"


def _extended() -> Exists:
    """Whether the council has an extension in the round that still runs."""
    return Exists(
        CouncilTrack.objects.filter(round=OuterRef("round"), council=OuterRef("council"), extended_until__gt=Now())
    )


def released() -> Q:
    """Input that officials may read: released by hand, or submitted and the council's deadline has passed."""
    return Q(status=ContributionStatus.RELEASED) | Q(
        ~_extended(), status=ContributionStatus.SUBMITTED, round__closes_at__lte=Now()
    )


def published() -> Q:
    """Input that everyone may read: of a round whose input was published, or a council's own, earlier."""
    return Q(status__in=[ContributionStatus.SUBMITTED, ContributionStatus.RELEASED]) & (
        Q(round__input_published_at__isnull=False) | Q(published_at__isnull=False)
    )


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, actor: Actor) -> "ContributionQuerySet":
        """What this actor may read; a draft stays with its writers (domain: "Who reads what")."""
        if actor.is_system:
            return self.exclude(status=ContributionStatus.DRAFT)
        return self.filter(self._readable_by(actor) | Q(pk__in=Contribution.objects.offered_to(actor).values("pk")))

    def offered_to(self, actor: Actor) -> "ContributionQuerySet":
        """Texts whose present version waits for this actor's signature while the round is open, or carries it."""
        to_sign = Q(submitted_version__cosignatures__status=CoSignatureStatus.OFFERED) & (
            Q(round__closes_at__gt=Now()) | Q(_extended())
        )
        signed = Q(submitted_version__cosignatures__status=CoSignatureStatus.SIGNED)
        return self.handed_in().filter(decided_by(actor, "submitted_version__cosignatures__"), to_sign | signed)

    def _readable_by(self, actor: Actor) -> Q:
        readable = published() | self._written_by(actor)
        handed_in = ~Q(status=ContributionStatus.DRAFT)
        if actor.role == Role.CLERK:
            readable |= handed_in & Q(council_id=actor.council_id)
        return readable | self._released_to(actor)

    def released_to(self, actor: Actor) -> "ContributionQuerySet":
        """Released input that the actor reads by office, published or not."""
        return self.filter(self._released_to(actor))

    @staticmethod
    def _released_to(actor: Actor) -> Q:
        if actor.role == Role.PROGRAMME_TEAM:
            return released()
        if actor.role in (Role.CASE_OFFICER, Role.EXECUTIVE):
            return released() & Q(council__organisation_id=actor.organisation_id)
        return Q(pk__in=[])

    def written_by(self, actor: Actor) -> "ContributionQuerySet":
        """Those that the actor writes on: drafts and what was handed in."""
        return self.filter(self._written_by(actor))

    @staticmethod
    def _written_by(actor: Actor) -> Q:
        nobody = Q(pk__in=[])
        if actor.role == Role.CLERK:
            return Q(weight=Weight.COUNCIL, council_id=actor.council_id)
        if actor.role not in COUNCIL_ROLES:
            return nobody
        own = Q(weight=Weight.INDIVIDUAL, author_id=actor.user_id, council_id=actor.council_id)
        if actor.fractie_id is None:
            return own
        named = Contribution.writers.through.objects.filter(
            Q(mandate_id=actor.mandate_id), contribution_id=OuterRef("pk")
        )
        return own | Q(Exists(named), weight=Weight.FRACTIE, fractie_id=actor.fractie_id)

    def released(self) -> "ContributionQuerySet":
        """Input that officials may read."""
        return self.filter(released())

    def latest_released(self, since: datetime | None = None) -> "ContributionQuerySet":
        """Input that officials may read (since then): what was released last, by hand or by closing, first."""
        own = CouncilTrack.objects.filter(round=OuterRef("round"), council=OuterRef("council"))
        closing = Greatest("round__closes_at", Subquery(own.values("extended_until")))
        found = self.released().annotate(released_on=Coalesce("released_at", closing)).order_by("-released_on", "-pk")
        return found.filter(released_on__gte=since) if since else found

    def waiting_for_release(self) -> "ContributionQuerySet":
        """Input that was handed in and that officials may not read yet."""
        return self.filter(status=ContributionStatus.SUBMITTED).exclude(released())

    def published(self) -> "ContributionQuerySet":
        """Input that everyone may read."""
        return self.filter(published())

    def handed_in(self) -> "ContributionQuerySet":
        """Submitted or released, not withdrawn."""
        return self.filter(status__in=[ContributionStatus.SUBMITTED, ContributionStatus.RELEASED])

    def lock(self, pk: int) -> "Contribution":
        """Hold one contribution until the transaction ends."""
        whole = self.select_related("round__phase", "council__organisation__involvement", "fractie", "author")
        return whole.select_for_update(of=("self",)).get(pk=pk)

    def for_lists(self) -> "ContributionQuerySet":
        """With all that a row of a list shows, in one query."""
        return self.select_related("round__phase", "council__organisation", "fractie", "author")


class Contribution(Stateful, models.Model):
    """What one council, fractie or member says in one round (Dutch: inbreng)."""

    Status = ContributionStatus
    Weight = Weight
    Basis = CouncilBasis
    TRANSITIONS = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.RELEASED, Status.WITHDRAWN},
        Status.RELEASED: {Status.WITHDRAWN},
    }
    REFUSALS = {
        Status.SUBMITTED: "Deze inbreng is al ingediend.",
        Status.RELEASED: "Deze inbreng is al vrijgegeven.",
        Status.WITHDRAWN: "Deze inbreng is ingetrokken.",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(ConsultationRound, models.PROTECT, related_name="contributions")
    council = models.ForeignKey(Council, models.PROTECT, related_name="contributions")
    weight = models.CharField("namens", max_length=10, choices=Weight)
    fractie = models.ForeignKey(Fractie, models.PROTECT, null=True, blank=True, related_name="contributions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="contributions")
    writers = models.ManyToManyField(Mandate, blank=True, related_name="fractie_contributions")
    status = models.CharField("status", max_length=10, choices=Status, default=Status.DRAFT)
    number = models.CharField("nummer", max_length=20, unique=True, null=True, blank=True)
    submitted_version = models.OneToOneField(
        "ContributionVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    shows_name = models.BooleanField("mijn naam mag erbij", default=False)
    created_at = models.DateTimeField("begonnen op", db_default=Now())
    submitted_at = models.DateTimeField("ingediend op", null=True, blank=True)
    released_at = models.DateTimeField("vrijgegeven op", null=True, blank=True)
    published_at = models.DateTimeField("eerder gepubliceerd op", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    basis = models.CharField("op basis van", max_length=12, choices=CouncilBasis, blank=True)
    meeting_date = models.DateField("datum van de vergadering", null=True, blank=True)
    decision_reference = models.CharField("kenmerk van het besluit", max_length=100, blank=True)
    without_vote = models.BooleanField("zonder stemming", default=False)
    votes_for = models.PositiveSmallIntegerField("stemmen voor", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("stemmen tegen", null=True, blank=True)
    minority_view = models.TextField("standpunt van de minderheid", blank=True)
    report = models.TextField("verslag van het gesprek", blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "inbreng"
        verbose_name_plural = "inbreng"
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["round", "council", "weight"], name="contribution_by_council"),
            models.Index(fields=["-submitted_at", "-id"], name="contribution_newest_first"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ContributionStatus.DRAFT, submitted_at=None, number=None, submitted_version=None)
                | ~Q(status=ContributionStatus.DRAFT)
                & Q(submitted_at__isnull=False, number__isnull=False, submitted_version__isnull=False),
                name="contribution_submitted_has_date_number_and_version",
            ),
            models.CheckConstraint(
                condition=~Q(status=ContributionStatus.RELEASED) | Q(released_at__isnull=False),
                name="contribution_released_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status=ContributionStatus.WITHDRAWN, withdrawn_at__isnull=False)
                | ~Q(status=ContributionStatus.WITHDRAWN) & Q(withdrawn_at=None),
                name="contribution_withdrawn_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(weight=Weight.FRACTIE, fractie__isnull=False) | ~Q(weight=Weight.FRACTIE) & Q(fractie=None),
                name="contribution_fractie_goes_with_its_weight",
            ),
            models.CheckConstraint(
                condition=Q(weight=Weight.COUNCIL, basis__in=CouncilBasis.values)
                | ~Q(weight=Weight.COUNCIL) & Q(basis="", published_at=None),
                name="contribution_basis_goes_with_the_council",
            ),
            models.CheckConstraint(
                condition=Q(status=ContributionStatus.DRAFT)
                | ~Q(basis=CouncilBasis.DECISION)
                | Q(meeting_date__isnull=False)
                & ~Q(decision_reference="")
                & (
                    Q(without_vote=True, votes_for=None, votes_against=None)
                    | Q(without_vote=False, votes_for__isnull=False, votes_against__isnull=False)
                ),
                name="contribution_decision_has_date_reference_and_votes",
            ),
            models.CheckConstraint(
                condition=Q(status=ContributionStatus.DRAFT)
                | ~Q(basis=CouncilBasis.CONVERSATION)
                | Q(meeting_date__isnull=False, votes_for=None, votes_against=None),
                name="contribution_conversation_has_date_and_no_votes",
            ),
            models.UniqueConstraint(
                fields=["round", "council", "author"],
                condition=Q(weight=Weight.INDIVIDUAL) & ~Q(status=ContributionStatus.WITHDRAWN),
                name="contribution_once_per_member",
            ),
            models.UniqueConstraint(
                fields=["round", "fractie"],
                condition=Q(weight=Weight.FRACTIE) & ~Q(status=ContributionStatus.WITHDRAWN),
                name="contribution_once_per_fractie",
            ),
            models.UniqueConstraint(
                fields=["round", "council", "basis"],
                condition=Q(weight=Weight.COUNCIL) & ~Q(status=ContributionStatus.WITHDRAWN),
                name="contribution_once_per_council_and_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.number or "concept"

    def get_absolute_url(self) -> str:
        """The public page with the trail; a draft has only the page of its writers."""
        if self.number is None:
            return reverse("consultations:draft", args=[self.uuid])
        return reverse("consultations:contribution", args=[self.number])

    @property
    def was_revised_after_release(self) -> bool:
        """Whether officials could read earlier words than those that count now."""
        current = self.submitted_version
        return bool(self.released_at and current and current.frozen_at and current.frozen_at > self.released_at)

    @property
    def signature(self) -> str:
        """The name label that officials and the public see alike; a member's name only if the member chose so."""
        return signature_of(
            weight=self.weight,
            body=self.council.name,
            party=self.council.organisation.name,
            fractie=self.fractie.name if self.fractie else "",
            member_label=self.council.member_label,
            name=self.author.name if self.shows_name else "",
        )

    @property
    def weight_label(self) -> str:
        """The weight in words; a conversation is never presented as the council's position."""
        return weight_label(self.weight, self.basis)


def signature_of(*, weight: str, body: str, party: str, fractie: str, member_label: str, name: str) -> str:
    """The name label of input, from plain values; `name` is empty unless the member chose to show it."""
    if weight == Weight.COUNCIL:
        return body
    if weight == Weight.FRACTIE:
        return f"fractie {fractie}, {party}"
    return f"{name or 'een'}{',' if name else ''} {member_label} van {party}"


def weight_label(weight: str, basis: str) -> str:
    """The weight in words, from plain values; a conversation is no position of the council."""
    if basis == CouncilBasis.CONVERSATION:
        return "gesprek in de raad – geen standpunt van de raad"
    return str(Weight(weight).label)
