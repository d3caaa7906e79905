"""The later products: projects, research and investment lines, and the answers that led to them."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse

from organisations.actor import Actor, Role
from organisations.models import Organisation

from .answers import Answer, AnswerQuerySet
from .feedback import PHASE_OF_VERDICT, Feedback
from .process import Phase


class ProgrammeItemQuerySet(models.QuerySet["ProgrammeItem"]):
    def visible_to(self, actor: Actor) -> "ProgrammeItemQuerySet":
        """What was published; the programme team sees what it prepares too."""
        if actor.role == Role.PROGRAMME_TEAM:
            return self
        return self.filter(published_at__isnull=False)


class ProgrammeItem(models.Model):
    """A project or research question of the uitvoeringsagenda, or a line of the investeringsagenda."""

    class Kind(models.TextChoices):
        PROJECT = "project", "project"
        RESEARCH = "research", "onderzoek"
        INVESTMENT = "investment", "investering"

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="items")
    kind = models.CharField("soort", max_length=12, choices=Kind)
    title = models.CharField("titel", max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    summary = models.TextField("in het kort")
    lead = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, verbose_name="trekker")
    follows_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="led_to", verbose_name="komt voort uit"
    )
    amount_eur = models.DecimalField("bedrag in euro", max_digits=14, decimal_places=2, null=True, blank=True)
    expected_on = models.DateField("verwacht op", null=True, blank=True)
    created_at = models.DateTimeField("gemaakt op", db_default=Now())
    published_at = models.DateTimeField("gepubliceerd op", null=True, blank=True)
    is_example = models.BooleanField("fictief voorbeeld", default=False)
    answers = models.ManyToManyField(Answer, through="ProgrammeSource", related_name="programme_items")

    objects = ProgrammeItemQuerySet.as_manager()

    class Meta:
        verbose_name = "onderdeel van het programma"
        verbose_name_plural = "onderdelen van het programma"
        ordering = ["phase", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_eur=None) | Q(amount_eur__gte=0), name="programme_item_amount_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:programme_item", args=[self.slug])


class ProgrammeSource(models.Model):
    """An answer that a programme item takes up: the step with which its trail goes on."""

    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="sources")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="programme_sources")
    linked_at = models.DateTimeField("opgenomen op", db_default=Now())

    class Meta:
        verbose_name = "herkomst"
        verbose_name_plural = "herkomsten"
        constraints = [
            models.UniqueConstraint(fields=["item", "answer"], name="programme_source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} → {self.item}"


def phase_inbox(phase: Phase) -> AnswerQuerySet:
    """Answers that a published verdict sent to this product and that no item of it takes up yet."""
    verdicts = [verdict for verdict, code in PHASE_OF_VERDICT.items() if code == phase.code]
    sent = Feedback.objects.published().filter(routing__answer=OuterRef("pk"), verdict__in=verdicts)
    taken_up = ProgrammeSource.objects.filter(answer=OuterRef("pk"), item__phase=phase)
    return Answer.objects.filter(Exists(sent), ~Exists(taken_up))
