"""TEXT: documents, their versions and paragraphs; and the themes that input is sorted by."""

from hashlib import sha256

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import connection, models
from django.db.models import Q
from django.urls import reverse

from organisations.actor import Actor, Role
from organisations.models import Organisation
from ros_portal.kit.states import Stateful

#: A published text never changes, so a citation of a paragraph never moves (domain rule "Document version").
PARAGRAPH_IS_FROZEN = """
    IF EXISTS (
        SELECT 1 FROM documents_documentversion version
        WHERE version.id = {row}.version_id AND version.status <> 'draft'
    ) THEN
        RAISE EXCEPTION 'the paragraphs of a published version do not change';
    END IF;
    RETURN {row};
"""


#: The dictionary of every text search; the indexes are made with it.
SEARCH_CONFIG = "dutch"
#: Words as a query, in which a group of synonyms stands for each of its terms. A group first becomes one mark (no
#: word begins with "#"), so that what was put in is not replaced again; the longest terms go first.
EXPANDED_QUERY = """
    WITH expanded AS (
        SELECT ts_rewrite(
            ts_rewrite(
                websearch_to_tsquery('dutch', %s),
                $rules$
                    SELECT asked, string_agg(quote_literal('#' || id), ' | ')::tsquery
                    FROM (
                        SELECT id, plainto_tsquery('dutch', unnest(terms)) AS asked FROM documents_synonyms
                    ) term
                    WHERE numnode(asked) > 0
                    GROUP BY asked
                    ORDER BY numnode(asked) DESC
                $rules$
            ),
            $rules$
                SELECT quote_literal('#' || id)::tsquery, string_agg('(' || meant::text || ')', ' | ')::tsquery
                FROM (
                    SELECT id, plainto_tsquery('dutch', unnest(terms)) AS meant FROM documents_synonyms
                ) term
                WHERE numnode(meant) > 0
                GROUP BY id
            $rules$
        ) AS query
    )
    SELECT query::text FROM expanded WHERE querytree(query) NOT IN ('', 'T')
"""
TERMS_WITHOUT_MEANING = """
    SELECT term FROM unnest(%s::text[]) term WHERE numnode(plainto_tsquery('dutch', term)) = 0
"""


class Theme(models.Model):
    """A subject of the strategy, with its code in the national list where it has one."""

    name = models.CharField("naam", max_length=60, unique=True)
    slug = models.SlugField(unique=True)
    tooi_code = models.CharField("TOOI-code", max_length=20, blank=True)

    class Meta:
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SynonymsManager(models.Manager["Synonyms"]):
    def expand(self, words: str) -> str:
        """Typed words as a text-search query that finds their synonyms too.

        Empty when there is nothing to look for: only words without meaning, or only words that must not be there.
        """
        with connection.cursor() as cursor:
            cursor.execute(EXPANDED_QUERY, [words])
            found = cursor.fetchone()
        return str(found[0]) if found else ""

    def without_meaning(self, terms: list[str]) -> list[str]:
        """Those terms that nobody can search on: signs, and words such as "de"."""
        with connection.cursor() as cursor:
            cursor.execute(TERMS_WITHOUT_MEANING, [terms])
            return [row[0] for row in cursor.fetchall()]


class Synonyms(models.Model):
    """Words that mean the same when somebody searches, such as "woningbouw" and "woningen bouwen"."""

    terms = ArrayField(models.CharField(max_length=60), verbose_name="woorden")

    objects = SynonymsManager()

    class Meta:
        verbose_name = "synoniemen"
        verbose_name_plural = "synoniemen"
        ordering = ["terms"]
        constraints = [
            models.CheckConstraint(condition=Q(terms__len__gte=2), name="synonyms_are_two_or_more"),
            models.UniqueConstraint(fields=["terms"], name="synonyms_once"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.terms)

    @property
    def fingerprint(self) -> str:
        """What a form remembers, so that nobody overwrites words that they did not see."""
        return sha256(str(self).encode()).hexdigest()


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: Actor) -> "DocumentQuerySet":
        """Everyone sees a document with a published version; its makers see their drafts too."""
        published = Q(versions__status=DocumentVersion.Status.PUBLISHED)
        if actor.role == Role.PROGRAMME_TEAM:
            return self.distinct()
        if actor.role == Role.CASE_OFFICER:
            return self.filter(published | Q(organisation_id=actor.organisation_id)).distinct()
        return self.filter(published).distinct()


class Document(models.Model):
    """A text that councils read: a letter, a plan, a draft of the strategy."""

    class Kind(models.TextChoices):
        LETTER = "brief", "brief"
        PLAN = "plan", "plan"
        STRATEGY = "strategie", "ontwikkelstrategie"
        REPORT = "verslag", "verslag"

    title = models.CharField("titel", max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField("soort", max_length=20, choices=Kind)
    brief = models.TextField("in het kort", blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="afzender"
    )
    is_example = models.BooleanField("fictief voorbeeld", default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.slug])


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def published(self) -> "DocumentVersionQuerySet":
        """Versions that anybody may read, the newest first."""
        return self.filter(status=DocumentVersion.Status.PUBLISHED).order_by("-number")

    def visible_to(self, actor: Actor) -> "DocumentVersionQuerySet":
        """Published versions; drafts only for their makers."""
        published = Q(status=DocumentVersion.Status.PUBLISHED)
        if actor.role == Role.PROGRAMME_TEAM:
            return self
        if actor.role == Role.CASE_OFFICER:
            return self.filter(published | Q(document__organisation_id=actor.organisation_id))
        return self.filter(published)


class VersionStatus(models.TextChoices):
    DRAFT = "draft", "concept"
    PUBLISHED = "published", "gepubliceerd"


class DocumentVersion(Stateful, models.Model):
    """One version of a document: a draft, and once published unchangeable. A correction is a new version."""

    Status = VersionStatus
    TRANSITIONS = {Status.DRAFT: {Status.PUBLISHED}}
    REFUSALS = {Status.PUBLISHED: "Deze versie is al gepubliceerd. Maak een nieuwe versie."}

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("versie")
    status = models.CharField("status", max_length=20, choices=Status, default=Status.DRAFT)
    dated_on = models.DateField("datum van het stuk")
    published_at = models.DateTimeField("gepubliceerd op", null=True, blank=True)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "versie"
        verbose_name_plural = "versies"
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number_once"),
            models.CheckConstraint(
                condition=Q(status=VersionStatus.DRAFT, published_at=None)
                | ~Q(status=VersionStatus.DRAFT) & Q(published_at__isnull=False),
                name="document_version_published_has_a_date",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_immutable",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=VersionStatus.PUBLISHED),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} (versie {self.number})"

    def get_absolute_url(self) -> str:
        return reverse("documents:version", args=[self.document.slug, self.number])


class Paragraph(models.Model):
    """One numbered piece of a version: what input and changes in the text point at."""

    class Kind(models.TextChoices):
        HEADING = "heading", "kop"
        TEXT = "text", "tekst"
        ITEM = "item", "opsommingspunt"

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="paragraphs")
    position = models.PositiveIntegerField("volgorde")
    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.TEXT)
    text = models.TextField("tekst")

    class Meta:
        verbose_name = "alinea"
        verbose_name_plural = "alinea's"
        ordering = ["version", "position"]
        indexes = [GinIndex(SearchVector("text", config=SEARCH_CONFIG), name="paragraph_search")]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="paragraph_position_once"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_when_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=PARAGRAPH_IS_FROZEN.format(row="NEW"),
            ),
            pgtrigger.Trigger(
                name="kept_when_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=PARAGRAPH_IS_FROZEN.format(row="OLD"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, alinea {self.position}"

    @property
    def anchor(self) -> str:
        """The fragment of the paragraph on its page."""
        return f"alinea-{self.position}"

    def get_absolute_url(self) -> str:
        return f"{self.version.get_absolute_url()}#{self.anchor}"
