"""The process as a whole: three products in series, four promises, and how each party takes part."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from organisations.models import Organisation


class Phase(models.Model):
    """One of the three products (letter of 20 May 2025): first the ROS, then both agendas."""

    class Code(models.TextChoices):
        STRATEGY = "ROS", "Ruimtelijke Ontwikkelstrategie"
        IMPLEMENTATION = "UA", "uitvoeringsagenda"
        INVESTMENT = "IA", "investeringsagenda"

    code = models.CharField("code", max_length=3, choices=Code, unique=True)
    slug = models.SlugField(unique=True)
    order = models.PositiveSmallIntegerField("volgorde", unique=True)
    explanation = models.TextField("uitleg")
    starts_on = models.DateField("begint op")
    expected_on = models.DateField("klaar naar verwachting op")
    finished_on = models.DateField("klaar op", null=True, blank=True)

    class Meta:
        verbose_name = "product"
        verbose_name_plural = "producten"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.get_code_display()

    def get_absolute_url(self) -> str:
        return reverse("consultations:phase", args=[self.slug])

    def is_running(self, today: date) -> bool:
        """Whether the parties work on this product on that day."""
        return self.starts_on <= today and (self.finished_on is None or today < self.finished_on)


class Commitment(models.Model):
    """One of the four promises to the councils (Dutch: toezegging), in the words of the letter."""

    class Number(models.IntegerChoices):
        CONVERSATION = 1, "We gaan met u in gesprek"
        USE_IN_BOSS = 2, "Uw inbreng telt mee in het BOSS"
        INFORM = 3, "We houden u op de hoogte"
        BUILDING_BLOCK = 4, "U krijgt de eindversie als bouwsteen"

    number = models.PositiveSmallIntegerField("nummer", choices=Number, unique=True)
    title = models.CharField("titel", max_length=100)
    text = models.TextField("tekst uit de brief")

    class Meta:
        verbose_name = "toezegging"
        verbose_name_plural = "toezeggingen"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.title


class Involvement(models.Model):
    """How one party involves its council: the plan van aanpak leaves that to each party."""

    class Release(models.TextChoices):
        AT_SUBMISSION = "at_submission", "meteen na het indienen"
        BY_CLERK = "by_clerk", "als de griffier het vrijgeeft, en anders bij het sluiten"
        AT_CLOSING = "at_closing", "bij het sluiten van de ronde"

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="involvement")
    release = models.CharField("vrijgeven van inbreng", max_length=20, choices=Release, default=Release.BY_CLERK)
    explanation = models.TextField("zo doet de raad mee")
    invites_individual = models.BooleanField("raadsleden geven eigen inbreng", default=True)
    invites_fractie = models.BooleanField("fracties geven inbreng", default=True)
    invites_council = models.BooleanField("de raad geeft inbreng", default=True)

    class Meta:
        verbose_name = "wijze van betrekken"
        verbose_name_plural = "wijzen van betrekken"
        constraints = [
            models.CheckConstraint(
                condition=Q(invites_individual=True) | Q(invites_fractie=True) | Q(invites_council=True),
                name="involvement_invites_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Recess(models.Model):
    """Days on which councils do not meet (school holidays, region North): left out of fair time."""

    name = models.CharField("naam", max_length=60)
    starts_on = models.DateField("begint op")
    ends_on = models.DateField("eindigt op", help_text="De laatste dag van het reces.")

    class Meta:
        verbose_name = "reces"
        verbose_name_plural = "recessen"
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["starts_on"], name="recess_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="recess_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name
