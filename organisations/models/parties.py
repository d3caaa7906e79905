"""The parties that make the strategy together, and the councils that they answer to."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse


class Tier(models.TextChoices):
    """The layer of government (Dutch: bestuurslaag)."""

    MUNICIPALITY = "gemeente", "gemeente"
    PROVINCE = "provincie", "provincie"
    WATER_BOARD = "waterschap", "waterschap"
    STATE = "rijk", "Rijk"


class CouncilKind(models.TextChoices):
    """The kind of representative body; labels of members follow it."""

    MUNICIPAL_COUNCIL = "gemeenteraad", "gemeenteraad"
    PROVINCIAL_COUNCIL = "provinciale_staten", "Provinciale Staten"
    WATER_BOARD_COUNCIL = "algemeen_bestuur", "algemeen bestuur"


#: What a member of each kind of body is called.
MEMBER_LABELS = {
    CouncilKind.MUNICIPAL_COUNCIL: "raadslid",
    CouncilKind.PROVINCIAL_COUNCIL: "Statenlid",
    CouncilKind.WATER_BOARD_COUNCIL: "AB-lid",
}


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def valid_on(self, day: date) -> "OrganisationQuerySet":
        """Parties that exist on that day: municipalities merge."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until=None) | Q(valid_until__gt=day))


class Organisation(models.Model):
    """One of the 17 parties (Dutch: partij), with its official identifier (TOOI)."""

    code = models.CharField("code", max_length=3, unique=True)
    tier = models.CharField("bestuurslaag", max_length=20, choices=Tier)
    name = models.CharField("naam", max_length=100, unique=True)
    slug = models.SlugField(unique=True)
    tooi_uri = models.URLField("TOOI-identificatie", blank=True)
    owms_term = models.CharField("OWMS-term", max_length=100, blank=True)
    valid_from = models.DateField("bestaat vanaf", default=date(2001, 1, 1))
    valid_until = models.DateField("bestaat tot", null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="opvolger")
    sits_in_boss = models.BooleanField("zit in het BOSS", default=False)
    #: Where it lies on the schematic map of the region; a party without a place is left out of the map.
    map_column = models.PositiveSmallIntegerField("kolom op de kaart", null=True, blank=True)
    map_row = models.PositiveSmallIntegerField("rij op de kaart", null=True, blank=True)
    contact_function = models.CharField("functie van de behandelend ambtenaar", max_length=150, blank=True)
    contact_email = models.EmailField("e-mailadres voor vragen", blank=True)
    contact_phone = models.CharField("telefoonnummer voor vragen", max_length=30, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "partij"
        verbose_name_plural = "partijen"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="organisation_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["map_column", "map_row"], name="organisation_alone_on_its_place"),
        ]

    def __str__(self) -> str:
        return self.name


class CouncilQuerySet(models.QuerySet["Council"]):
    def with_organisation(self) -> "CouncilQuerySet":
        """With the party in the same query, by name."""
        return self.select_related("organisation").order_by("organisation__name")


class Council(models.Model):
    """The representative body of a party (Dutch: raad, PS, AB); the Rijk has none."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="council")
    kind = models.CharField("soort", max_length=20, choices=CouncilKind)
    name = models.CharField("naam", max_length=150)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = "raad"
        verbose_name_plural = "raden"
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("consultations:council", args=[self.organisation.slug])

    @property
    def member_label(self) -> str:
        """What a member of this body is called: raadslid, Statenlid, AB-lid."""
        return MEMBER_LABELS[CouncilKind(self.kind)]


class CouncilTermQuerySet(models.QuerySet["CouncilTerm"]):
    def on(self, day: date) -> "CouncilTermQuerySet":
        """The terms that run on that day; at most one per council."""
        return self.filter(starts_on__lte=day, ends_on__gt=day)


class CouncilTerm(models.Model):
    """One term of a council (Dutch: zittingsperiode), such as 2026-2030."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="terms")
    label = models.CharField("periode", max_length=20)
    starts_on = models.DateField("begint op")
    ends_on = models.DateField("eindigt op", help_text="De eerste dag van de volgende raad.")
    seats = models.PositiveSmallIntegerField("zetels")

    objects = CouncilTermQuerySet.as_manager()

    class Meta:
        verbose_name = "zittingsperiode"
        verbose_name_plural = "zittingsperioden"
        ordering = ["council", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["council", "starts_on"], name="council_term_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="council_term_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.label}"


class Fractie(models.Model):
    """A group in a council during one term; fracties split and merge, so it is not a party."""

    term = models.ForeignKey(CouncilTerm, models.PROTECT, related_name="fracties")
    name = models.CharField("naam", max_length=100)
    seats = models.PositiveSmallIntegerField("zetels", default=1)

    class Meta:
        verbose_name = "fractie"
        verbose_name_plural = "fracties"
        ordering = ["term", "name"]
        constraints = [models.UniqueConstraint(fields=["term", "name"], name="fractie_once_per_term")]

    def __str__(self) -> str:
        return self.name
