"""A round seen whole: who answered what, counted per weight, out of what the reader may read."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable

from django.db.models import Count, F, QuerySet

from organisations.actor import Actor

from .answers import Answer
from .answers import AnswerQuerySet as Answers
from .contributions import Contribution
from .evidence import Participation, WeightCounts
from .rounds import ConsultationRound

#: What the columns of the matrix can be; an answer that was sorted under two themes stands in both.
BY_QUESTION = "question__position"
BY_THEME = "theme_links__theme__slug"

Cells = dict[tuple[int, Hashable], WeightCounts]


def readable_answers(actor: Actor, round_: ConsultationRound) -> Answers:
    """The answers of a round that count now and that the actor may read."""
    found = Answer.objects.visible_to(actor).current().filter(version__contribution__round=round_)
    # Those readable twice (written and published) are told apart by key, not by their words.
    return Answer.objects.filter(pk__in=found.values("pk"))


def councils_heard(answers: Answers) -> set[int]:
    """The councils that these answers came from."""
    return set(answers.order_by().values_list("version__contribution__council", flat=True).distinct())


def count_cells(answers: Answers, column: str) -> Cells:
    """Answers per council, column and weight, in one query; the column is None where an answer has none."""
    rows = (
        answers.order_by()
        .values(
            council=F("version__contribution__council"),
            column=F(column),
            weight=F("version__contribution__weight"),
            basis=F("version__contribution__basis"),
        )
        .annotate(given=Count("pk", distinct=True))
    )
    cells: Cells = defaultdict(WeightCounts)
    for row in rows:
        cells[row["council"], row["column"]].add(row["weight"], row["basis"], row["given"])
    return cells


def count_answers(answers: Answers) -> WeightCounts:
    """Answers per weight, in one query; never added up."""
    counts = WeightCounts()
    weight, basis = "version__contribution__weight", "version__contribution__basis"
    for row in answers.order_by().values(weight, basis).annotate(given=Count("pk")):
        counts.add(row[weight], row[basis], row["given"])
    return counts


def readable_input(actor: Actor, round_: ConsultationRound) -> dict[int, WeightCounts]:
    """Input per council and weight that the actor may read, in one query."""
    found: QuerySet[Contribution] = Contribution.objects.visible_to(actor).handed_in().filter(round=round_)
    counts: dict[int, WeightCounts] = defaultdict(WeightCounts)
    for row in found.order_by().values("council", "weight", "basis").annotate(given=Count("pk")):
        counts[row["council"]].add(row["weight"], row["basis"], row["given"])
    return counts


def silence_of(part: Participation, now: dt.datetime) -> str:
    """What is said of a council of which the reader can read nothing; silence is shown as silence."""
    if part.has_given_input:
        return "Inbreng gegeven, nog niet te lezen"
    if part.deadline <= now:
        return "Geen inbreng"
    return "Nog geen inbreng"
