"""People, and the mandates that carry their rights."""

import uuid
from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from ..actor import COUNCIL_ROLES, REGIONAL_ROLES, Actor, Role
from .parties import Council, Fractie, Organisation


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str = "", password: str | None = None, **extra: Any) -> "User":
        """A person who can sign in; without a password only by a code sent by e-mail."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str = "", password: str | None = None, **extra: Any) -> "User":
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. Rights hang on the mandates, never on the account."""

    email = models.EmailField("e-mailadres", unique=True)
    name = models.CharField("naam", max_length=150)
    is_active = models.BooleanField("mag inloggen", default=True)
    is_staff = models.BooleanField("mag in het beheer", default=False)
    date_joined = models.DateTimeField("aangemaakt op", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "persoon"
        verbose_name_plural = "personen"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_the_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class MandateQuerySet(models.QuerySet["Mandate"]):
    def current(self, day: date) -> "MandateQuerySet":
        """Mandates that give rights on that day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def not_current(self, day: date) -> "MandateQuerySet":
        """Mandates that ended by that day or begin after it: they give no rights then."""
        return self.filter(Q(ends_on__lte=day) | Q(starts_on__gt=day))

    def of_council(self, council: Council) -> "MandateQuerySet":
        """Members and group leaders of that council."""
        return self.filter(organisation_id=council.organisation_id, role__in=COUNCIL_ROLES)

    def visible_to(self, actor: Actor) -> "MandateQuerySet":
        """Who may see the appointments: a clerk those of the own council, the administrator all."""
        if actor.role == Role.ADMINISTRATOR:
            return self
        if actor.role == Role.CLERK:
            return self.filter(Q(organisation_id=actor.organisation_id), role__in=COUNCIL_ROLES)
        return self.none()

    def with_names(self) -> "MandateQuerySet":
        """With everything that `office` needs, in one query."""
        return self.select_related("user", "organisation__council", "fractie")


class Mandate(models.Model):
    """A person in a role for an organisation during a period (Dutch: mandaat)."""

    Role = Role

    user = models.ForeignKey(User, models.CASCADE, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="mandates")
    role = models.CharField("rol", max_length=20, choices=Role)
    fractie = models.ForeignKey(Fractie, models.PROTECT, null=True, blank=True, related_name="mandates")
    is_deputy = models.BooleanField("plaatsvervanger", default=False)
    is_committee_member = models.BooleanField("burgerraadslid of commissielid", default=False)
    starts_on = models.DateField("begint op")
    ends_on = models.DateField("eindigt op", null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "mandaat"
        verbose_name_plural = "mandaten"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=REGIONAL_ROLES, organisation=None)
                | ~Q(role__in=REGIONAL_ROLES) & Q(organisation__isnull=False),
                name="mandate_belongs_to_an_organisation_unless_regional",
            ),
            models.CheckConstraint(
                condition=Q(fractie=None) | Q(role__in=COUNCIL_ROLES), name="mandate_fractie_only_for_council_roles"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.GROUP_LEADER) | Q(fractie__isnull=False),
                name="mandate_group_leader_leads_a_fractie",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="mandate_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ends_on=None),
                nulls_distinct=False,
                name="mandate_once_per_person_role_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.office}"

    @property
    def council(self) -> Council | None:
        """The council of the mandate's organisation, if it has one."""
        return getattr(self.organisation, "council", None) if self.organisation else None

    @property
    def role_label(self) -> str:
        """The role in the words of the body: a member of Provinciale Staten is a Statenlid."""
        if self.is_committee_member:
            return "commissielid"
        if self.role == Role.COUNCIL_MEMBER and self.council:
            return self.council.member_label
        return Role(self.role).label

    @property
    def office(self) -> str:
        """The office in public, without a name: "griffier van Losser"."""
        deputy = "plaatsvervangend " if self.is_deputy else ""
        if self.organisation is None:
            return {Role.PROGRAMME_TEAM: "programmateam ROS Twente"}.get(Role(self.role), self.role_label)
        if self.role == Role.GROUP_LEADER and self.fractie:
            return f"{deputy}{self.role_label} {self.fractie.name}, {self.organisation.name}"
        return f"{deputy}{self.role_label} van {self.organisation.name}"

    def actor(self) -> Actor:
        """The frozen values that policies judge."""
        return Actor(
            user_id=self.user_id,
            mandate_id=self.pk,
            role=Role(self.role),
            organisation_id=self.organisation_id,
            council_id=self.council.pk if self.council else None,
            fractie_id=self.fractie_id,
            office=self.office,
        )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> "InvitationQuerySet":
        """Invitations that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)

    def to_mail(self, now: datetime) -> "InvitationQuerySet":
        """Invitations that wait for their e-mail: the row is the work."""
        return self.open(now).filter(mailed_at=None)

    def visible_to(self, actor: Actor) -> "InvitationQuerySet":
        """As with mandates: a clerk those of the own council, the administrator all."""
        if actor.role == Role.ADMINISTRATOR:
            return self
        if actor.role == Role.CLERK:
            return self.filter(Q(organisation_id=actor.organisation_id), role__in=COUNCIL_ROLES)
        return self.none()

    def with_names(self) -> "InvitationQuerySet":
        """With everything that `office` needs, in one query."""
        return self.select_related("organisation__council", "fractie")


class Invitation(models.Model):
    """A mandate offered to an e-mail address: works once, and expires.

    The secret link is the signed `uuid`, made when the e-mail is written; nothing secret is stored.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mailadres")
    name = models.CharField("naam", max_length=150)
    role = models.CharField("rol", max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    fractie = models.ForeignKey(Fractie, models.PROTECT, null=True, blank=True)
    is_committee_member = models.BooleanField("burgerraadslid of commissielid", default=False)
    invited_by_office = models.CharField("uitgenodigd door", max_length=200)
    created_at = models.DateTimeField("gemaakt op")
    expires_at = models.DateTimeField("geldig tot")
    mailed_at = models.DateTimeField("e-mail klaargezet op", null=True, blank=True)
    accepted_at = models.DateTimeField("aangenomen op", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_after_it_is_made"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="invitation_accepted_or_withdrawn_not_both"
            ),
            models.CheckConstraint(
                condition=Q(role__in=REGIONAL_ROLES, organisation=None)
                | ~Q(role__in=REGIONAL_ROLES) & Q(organisation__isnull=False),
                name="invitation_belongs_to_an_organisation_unless_regional",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.GROUP_LEADER) | Q(fractie__isnull=False),
                name="invitation_group_leader_leads_a_fractie",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                "role",
                condition=Q(accepted_at=None, withdrawn_at=None),
                nulls_distinct=False,
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.get_role_display()}"

    @property
    def office(self) -> str:
        """The office that is offered, in the words of the mandate that it becomes."""
        return Mandate(
            role=self.role,
            organisation=self.organisation,
            fractie=self.fractie,
            is_committee_member=self.is_committee_member,
        ).office

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be accepted, as `InvitationQuerySet.open` says for many."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > now
