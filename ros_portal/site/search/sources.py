"""What can be searched: each kind of text with its readers, its words, its date and how it is shown.

One more kind is one more entry of SOURCES. A source reads through the same queryset as the pages that it leads to,
so nothing is found, counted or excerpted that its reader could not open.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat
from django.utils.text import capfirst

from consultations.models import (
    AgendaItem,
    Answer,
    ConsultationRound,
    Contribution,
    Meeting,
    MeetingStatus,
    ProgrammeItem,
)
from documents.models import DocumentVersion, Paragraph
from notifications.models import Notice
from organisations.actor import Actor
from ros_portal.kit.templatetags.dutch import short_day


@dataclass(frozen=True, slots=True)
class Shown:
    """How a place is shown: what it is called, and lines that say where the words stand."""

    title: str
    lines: list[str]
    #: The question that an answer is to, above the excerpt.
    context: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of text. `code` stands in addresses; `of` leads from a row to what it can be narrowed by."""

    code: str
    label: str
    plural: str
    readable: Callable[[Actor], QuerySet[Any]]
    words: tuple[str | Combinable, ...]
    dated: str | Combinable
    shown: Callable[[Any], Shown]
    related: tuple[str, ...] = ()
    of: Mapping[str, str] = field(default_factory=dict)


def current_answers(actor: Actor) -> QuerySet[Answer]:
    """Answers as they were handed in last, of input whose page the actor can open.

    What an official may read in a participants' bundle alone, stays there: who opens a bundle is recorded.
    """
    return Answer.objects.current().filter(version__contribution__in=Contribution.objects.visible_to(actor))


def published_paragraphs(actor: Actor) -> QuerySet[Paragraph]:
    """Every published version, also one that a later version replaced: input cites it."""
    return Paragraph.objects.filter(version__in=DocumentVersion.objects.published().order_by())


def public_items(actor: Actor) -> QuerySet[AgendaItem]:
    """Items of agendas that are out, as the public agenda shows them."""
    return AgendaItem.objects.filter(is_public=True, meeting__in=Meeting.objects.with_agenda())


#: What was decided on an item, once the meeting's decisions are public.
DECIDED = Case(
    When(
        meeting__status=MeetingStatus.DECISIONS_PUBLISHED,
        then=Concat(
            Coalesce("decision__text", Value(""), output_field=TextField()),
            Value(" "),
            Coalesce("decision__reason", Value(""), output_field=TextField()),
            output_field=TextField(),
        ),
    ),
    default=Value(""),
    output_field=TextField(),
)


def _answer(answer: Answer) -> Shown:
    contribution = answer.contribution
    lines = [
        str(contribution.number),
        short_day(contribution.submitted_at) if contribution.submitted_at else "",
        f"namens {contribution.weight_label}",
        str(contribution.round),
    ]
    return Shown(capfirst(contribution.signature), lines, context=answer.heading)


def _paragraph(paragraph: Paragraph) -> Shown:
    version = paragraph.version
    lines = [f"versie {version.number}, {short_day(version.dated_on)}", f"alinea {paragraph.position}"]
    return Shown(version.document.title, lines)


def _round(round_: ConsultationRound) -> Shown:
    return Shown(round_.title, [f"{short_day(round_.opens_at)} tot {short_day(round_.closes_at)}"])


def _item(item: AgendaItem) -> Shown:
    return Shown(item.title, [f"BOSS van {short_day(item.meeting.held_on)}", f"punt {item.position}"])


def _programme_item(item: ProgrammeItem) -> Shown:
    lines = [item.get_kind_display(), item.phase.get_code_display()]
    return Shown(item.title, lines if item.published_at else [*lines, "nog niet openbaar"])


def _notice(notice: Notice) -> Shown:
    sent = short_day(notice.published_at) if notice.published_at else ""
    return Shown(notice.subject, [line for line in (sent, notice.sender_office) if line])


SOURCES: tuple[Source, ...] = (
    Source(
        code="inbreng",
        label="Inbreng",
        plural="Inbreng",
        readable=current_answers,
        words=("text",),
        dated="version__frozen_at",
        shown=_answer,
        related=(
            "question",
            "paragraph__version__document",
            "version__contribution__round",
            "version__contribution__council__organisation",
            "version__contribution__fractie",
            "version__contribution__author",
        ),
        of={
            "contribution": "version__contribution",
            "council": "version__contribution__council",
            "round": "version__contribution__round",
        },
    ),
    Source(
        code="documenten",
        label="Document",
        plural="Documenten",
        readable=published_paragraphs,
        words=("text",),
        dated="version__published_at",
        shown=_paragraph,
        related=("version__document",),
        of={"council": "version__document__organisation__council", "round": "version__rounds"},
    ),
    Source(
        code="rondes",
        label="Ronde",
        plural="Rondes",
        readable=ConsultationRound.objects.visible_to,
        words=("title", "brief"),
        dated="opens_at",
        shown=_round,
        of={"council": "councils", "round": "pk"},
    ),
    Source(
        code="boss",
        label="Agendapunt",
        plural="Agendapunten en besluiten",
        readable=public_items,
        words=("title", DECIDED),
        dated="meeting__convened_at",
        shown=_item,
        related=("meeting",),
    ),
    Source(
        code="programma",
        label="Programma",
        plural="Projecten en investeringen",
        readable=ProgrammeItem.objects.visible_to,
        words=("title", "summary"),
        dated=Coalesce("published_at", "created_at"),
        shown=_programme_item,
        related=("phase",),
        of={"council": "lead__council"},
    ),
    Source(
        code="berichten",
        label="Bericht",
        plural="Berichten",
        readable=lambda actor: Notice.objects.visible_to(actor).published(),
        words=("subject", "brief", "body"),
        dated=F("published_at"),
        shown=_notice,
        of={"council": "organisation__council"},
    ),
)
