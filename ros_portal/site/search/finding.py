"""Finding places by words, with PostgreSQL's Dutch text search: at most three queries and one per kind shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import CharField, DateTimeField, ExpressionWrapper, F, FloatField, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat

from documents.models import SEARCH_CONFIG
from organisations.actor import Actor

from .excerpts import FOUND, FRAGMENTS, REST, Segment, segments
from .sources import SOURCES, Source

#: How many places of one kind are weighed, the newest first: a word that stands everywhere stays fast to find.
MOST_OF_A_KIND = 500
#: More than there can be. A limit makes the database find the matches first, by the index; else it reads the words
#: of all that the actor may see (measured with 10,000 answers).
ALL_MATCHES = 100_000_000
#: Of ts_rank: a match in a short text weighs more than one in a long text (1 = divide by 1 + log(length)).
BY_LENGTH = 1

#: Kind and key of a row that was found.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Findings:
    """The places that match, in order; `is_capped` when there were more than could be weighed."""

    places: list[Place]
    is_capped: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One place as the page shows it."""

    kind: str
    title: str
    context: str
    url: str
    lines: list[str]
    excerpt: list[Segment]


def find(
    actor: Actor,
    query: str,
    *,
    sources: Iterable[Source] = SOURCES,
    narrowed_to: Mapping[str, QuerySet[Any]] | None = None,
    newest_first: bool = False,
) -> Findings:
    """The places that match and that the actor may read, in one query; `query` is one of Synonyms.objects.expand."""
    narrowed_to = narrowed_to or {}
    asked = [source for source in sources if narrowed_to.keys() <= source.of.keys()]
    if not asked:
        return Findings([])
    parts = [_weighed(actor, source, query, narrowed_to, newest_first=newest_first) for source in asked]
    rows = list(parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0])
    shown, is_capped = [], False
    for source in asked:
        of_kind = sorted((row for row in rows if row[0] == source.code), key=lambda row: row[3], reverse=True)
        is_capped = is_capped or len(of_kind) > MOST_OF_A_KIND
        shown += of_kind[:MOST_OF_A_KIND]
    shown.sort(key=lambda row: (row[2], row[3], row[1]), reverse=True)
    return Findings([(code, pk) for code, pk, _, _ in shown], is_capped)


def matching(source: Source, rows: QuerySet[Any], query: str) -> QuerySet[Any]:
    """The rows that match; its vector is that of the index, to the letter, or else the index is not used."""
    found: QuerySet[Any] = rows.annotate(found_by=_vector(source)).filter(found_by=_query(query))
    return found


def _weighed(
    actor: Actor, source: Source, query: str, narrowed_to: Mapping[str, QuerySet[Any]], *, newest_first: bool
) -> QuerySet[Any]:
    rows = source.readable(actor)
    for name, chosen in narrowed_to.items():
        rows = rows.filter(**{f"{source.of[name]}__in": chosen})
    matches = matching(source, QuerySet(rows.model), query).values("pk")[:ALL_MATCHES]
    newest = rows.filter(pk__in=matches).order_by(_dated(source).desc(), "-pk").values("pk")[: MOST_OF_A_KIND + 1]
    score = Value(0.0) if newest_first else SearchRank(_vector(source), _query(query), normalization=Value(BY_LENGTH))
    weighed: QuerySet[Any] = (
        source.readable(actor)
        .filter(pk__in=newest)
        .order_by()
        .annotate(
            found_in=Value(source.code, CharField()),
            found_score=ExpressionWrapper(score, FloatField()),
            found_on=ExpressionWrapper(_dated(source), DateTimeField()),
        )
        .values_list("found_in", "pk", "found_score", "found_on")
    )
    return weighed


def show(actor: Actor, query: str, places: Iterable[Place]) -> list[Hit]:
    """The places with their excerpts, in the order given; what the actor may no longer read is left out."""
    places = list(places)
    hits: dict[Place, Hit] = {}
    for source in SOURCES:
        if keys := [pk for code, pk in places if code == source.code]:
            rows = source.readable(actor).filter(pk__in=keys).select_related(*source.related)
            for row in rows.annotate(found_excerpt=_headline(source, query)):
                hits[source.code, row.pk] = _hit(source, row)
    return [hits[place] for place in places if place in hits]


def _hit(source: Source, row: Any) -> Hit:
    shown = source.shown(row)
    lines = [line for line in shown.lines if line]
    return Hit(source.label, shown.title, shown.context, row.get_absolute_url(), lines, segments(row.found_excerpt))


class ExpandedQuery(SearchQuery):
    """A query in PostgreSQL's own notation, which is not parsed as words again."""

    template = "%(expressions)s::tsquery"


def _query(query: str) -> ExpandedQuery:
    return ExpandedQuery(query, search_type="raw")


def _vector(source: Source) -> SearchVector:
    return SearchVector(*source.words, config=SEARCH_CONFIG)


def _headline(source: Source, query: str) -> SearchHeadline:
    return SearchHeadline(
        _text(source),
        _query(query),
        config=SEARCH_CONFIG,
        start_sel=FOUND,
        stop_sel=REST,
        fragment_delimiter=FRAGMENTS,
        max_fragments=2,
        max_words=30,
        min_words=12,
        short_word=0,  # type: ignore[arg-type]  # an excerpt keeps the article that it begins with
    )


def _text(source: Source) -> Combinable:
    first, *rest = (Coalesce(word, Value(""), output_field=TextField()) for word in source.words)
    for word in rest:
        first = Concat(first, Value("\n"), word, output_field=TextField())  # type: ignore[assignment]
    return first


def _dated(source: Source) -> Any:
    return F(source.dated) if isinstance(source.dated, str) else source.dated
