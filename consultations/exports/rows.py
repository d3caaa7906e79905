"""The rows of an export: one for every answer that the reader may see, in plain values and constant memory."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from consultations.models import Answer, Contribution, Export, Feedback, Question, Verdict
from consultations.models.answers import AnswerQuerySet
from consultations.models.contributions import signature_of, weight_label
from organisations.actor import Actor
from organisations.models.parties import MEMBER_LABELS, CouncilKind
from ros_portal.kit.spreadsheets import Column, Kind, Row

#: Rows that are fetched at a time.
CHUNK = 1_000

COLUMNS = (
    Column("nummer", "Nummer", width=20),
    Column("ronde", "Ronde", width=30),
    Column("partij", "Partij", width=24),
    Column("gewicht", "Gewicht", width=24),
    Column("namens", "Namens", width=34),
    Column("ingediend_op", "Ingediend op", Kind.MOMENT),
    Column("datum_vergadering", "Datum vergadering of gesprek", Kind.DATE),
    Column("kenmerk_besluit", "Kenmerk besluit", width=18),
    Column("zonder_stemming", "Zonder stemming", Kind.YES_NO),
    Column("stemmen_voor", "Stemmen voor", Kind.WHOLE_NUMBER),
    Column("stemmen_tegen", "Stemmen tegen", Kind.WHOLE_NUMBER),
    Column("minderheid", "Standpunt van de minderheid", width=40),
    Column("vraag", "Vraag", width=40),
    Column("soort", "Soort vraag", width=16),
    Column("alinea", "Alinea", Kind.WHOLE_NUMBER),
    Column("keuze", "Keuze of getal", width=18),
    Column("antwoord", "Antwoord", width=70),
    Column("oordeel", "Oordeel", width=24),
    Column("reden", "Reden", width=50),
    Column("overleg", "Overleg", Kind.DATE),
    Column("versie", "Versie", Kind.WHOLE_NUMBER),
    Column("sha256", "SHA-256", width=20),
    Column("adres", "Adres", Kind.ADDRESS),
)

_INPUT = "version__contribution__"
_VALUES = {
    "number": f"{_INPUT}number",
    "round_title": f"{_INPUT}round__title",
    "party": f"{_INPUT}council__organisation__name",
    "body": f"{_INPUT}council__name",
    "body_kind": f"{_INPUT}council__kind",
    "weight": f"{_INPUT}weight",
    "basis": f"{_INPUT}basis",
    "fractie": f"{_INPUT}fractie__name",
    "shows_name": f"{_INPUT}shows_name",
    "author_name": f"{_INPUT}author__name",
    "submitted_at": f"{_INPUT}submitted_at",
    "meeting_date": f"{_INPUT}meeting_date",
    "decision_reference": f"{_INPUT}decision_reference",
    "without_vote": f"{_INPUT}without_vote",
    "votes_for": f"{_INPUT}votes_for",
    "votes_against": f"{_INPUT}votes_against",
    "minority_view": f"{_INPUT}minority_view",
    "question_text": "question__text",
    "question_kind": "question__kind",
    "question_format": "question__format",
    "question_options": "question__options",
    "question_unit": "question__unit",
    "paragraph_number": "paragraph__position",
    "version_number": "version__number",
    "fingerprint": "version__sha256",
}


def contributions_of(export: Export, actor: Actor) -> Any:
    """The input that the export is about, as far as this actor may read it now; withdrawn input is left out."""
    found = Contribution.objects.visible_to(actor).handed_in()
    if export.round_id is not None:
        found = found.filter(round_id=export.round_id)
    if export.council_id is not None:
        found = found.filter(council_id=export.council_id)
    return found


def answers_of(export: Export, actor: Actor) -> AnswerQuerySet:
    """Their answers that count, in the order of party, number and question."""
    return (
        Answer.objects.current()
        .filter(version__contribution__in=contributions_of(export, actor))
        .order_by(
            f"{_INPUT}council__organisation__name",
            f"{_INPUT}number",
            "question__position",
            "paragraph__version",
            "paragraph__position",
        )
    )


def facts_of(answers: AnswerQuerySet) -> Iterator[dict[str, Any]]:
    """What a row is made of, streamed; the latest public verdict comes with it in the same query."""
    latest = (
        Feedback.objects.published()
        .filter(routing__answer=OuterRef("pk"))
        .order_by("-routing__item__meeting__held_on", "-pk")
        .values(found=JSONObject(verdict="verdict", reason="reason", day="routing__item__meeting__held_on"))[:1]
    )
    named = {name: F(path) for name, path in _VALUES.items()}
    found: Any = answers.values("pk", "text", "value", feedback=Subquery(latest), **named)
    yield from found.iterator(CHUNK)


def rows_of(answers: AnswerQuerySet) -> Iterator[Row]:
    """The rows under COLUMNS, one per answer."""
    address = settings.PORTAL_URL + reverse("consultations:contribution", args=["NUMMER"])
    kinds = {kind.value: str(kind.label) for kind in Question.Kind}
    verdicts = {verdict.value: str(verdict.label) for verdict in Verdict}
    for fact in facts_of(answers):
        feedback = fact["feedback"] or {}
        yield (
            fact["number"],
            fact["round_title"],
            fact["party"],
            weight_label(fact["weight"], fact["basis"]),
            signature(fact),
            fact["submitted_at"],
            fact["meeting_date"],
            fact["decision_reference"],
            fact["without_vote"],
            fact["votes_for"],
            fact["votes_against"],
            fact["minority_view"],
            fact["question_text"],
            kinds[fact["question_kind"]],
            fact["paragraph_number"],
            choice(fact),
            fact["text"],
            verdicts.get(feedback.get("verdict", ""), ""),
            feedback.get("reason", ""),
            date.fromisoformat(feedback["day"]) if feedback else None,
            fact["version_number"],
            fact["fingerprint"],
            address.replace("NUMMER", fact["number"]),
        )


def signature(fact: dict[str, Any]) -> str:
    """On whose behalf, as everyone reads it."""
    return signature_of(
        weight=fact["weight"],
        body=fact["body"],
        party=fact["party"],
        fractie=fact["fractie"] or "",
        member_label=MEMBER_LABELS[CouncilKind(fact["body_kind"])],
        name=fact["author_name"] if fact["shows_name"] else "",
    )


def choice(fact: dict[str, Any]) -> str:
    """What was chosen or filled in, in words."""
    if fact["value"] is None:
        return ""
    question = Question(format=fact["question_format"], options=fact["question_options"], unit=fact["question_unit"])
    return question.in_words(fact["value"])
