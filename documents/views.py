"""Documents for everybody: the list, and a version with its numbered paragraphs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from organisations.actor import Actor
from organisations.http import PortalRequest

from .forms import DocumentFilter
from .models import Document, DocumentVersion, Paragraph, VersionStatus

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class MarginNote:
    """One line beside a paragraph: what came of input there."""

    text: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Margin:
    """What the apps above know about a version; this app knows nothing of them."""

    discussed_in: list[tuple[str, str]] = field(default_factory=list)
    notes: dict[int, list[MarginNote]] = field(default_factory=dict)
    #: Where the reader can ask what the text means; empty for who cannot.
    ask_url: str = ""
    #: Paragraph → where the reader can say something of it.
    offers: dict[int, str] = field(default_factory=dict)


#: Gives the margin of a version, as far as the actor may see it; the project's urls say which.
MarginOf = Callable[[DocumentVersion, Actor], Margin]


@login_not_required
@require_safe
def documents(request: PortalRequest) -> HttpResponse:
    """All documents that the reader may see, each with its latest version."""
    form = DocumentFilter(request.GET)
    versions = DocumentVersion.objects.visible_to(request.actor).order_by("-number")
    found = form.apply(Document.objects.visible_to(request.actor))
    found = found.select_related("organisation").prefetch_related(
        Prefetch("versions", queryset=versions, to_attr="readable_versions")
    )
    page = Paginator(found.order_by("title", "pk"), PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "documents/documents.html", {"form": form, "page": page})


def version_view(margin_of: MarginOf) -> Callable[..., HttpResponse]:
    """The page of a document, with this margin beside its paragraphs."""

    @login_not_required
    @require_safe
    def version(request: PortalRequest, slug: str, number: int | None = None) -> HttpResponse:
        """One version; without a number the latest that the reader may see, published ones first."""
        document = get_object_or_404(
            Document.objects.visible_to(request.actor).select_related("organisation"), slug=slug
        )
        versions = list(DocumentVersion.objects.visible_to(request.actor).filter(document=document).order_by("-number"))
        found = _choose(versions, number)
        found.document = document
        margin = margin_of(found, request.actor)
        paragraphs = list(found.paragraphs.order_by("position"))
        return render(
            request,
            "documents/version.html",
            {
                "document": document,
                "version": found,
                "versions": versions,
                "latest": next((v for v in versions if v.status == VersionStatus.PUBLISHED), found),
                "is_draft": found.status != VersionStatus.PUBLISHED,
                "blocks": blocks(paragraphs, margin),
                "contents": [p for p in paragraphs if p.kind == Paragraph.Kind.HEADING],
                "discussed_in": margin.discussed_in,
                "has_notes": bool(margin.notes),
                "ask_url": margin.ask_url,
            },
        )

    return version


def _choose(versions: list[DocumentVersion], number: int | None) -> DocumentVersion:
    published = [v for v in versions if v.status == VersionStatus.PUBLISHED]
    candidates = [v for v in versions if v.number == number] if number is not None else published or versions
    if not candidates:
        raise Http404
    return candidates[0]


def blocks(paragraphs: Iterable[Paragraph], margin: Margin) -> list[dict[str, Any]]:
    """Paragraphs as they are read: the items of one enumeration together in a list."""
    found: list[dict[str, Any]] = []
    for paragraph in paragraphs:
        entry = {
            "paragraph": paragraph,
            "notes": margin.notes.get(paragraph.pk, []),
            "offer": margin.offers.get(paragraph.pk),
        }
        is_item = paragraph.kind == Paragraph.Kind.ITEM
        if is_item and found and found[-1]["kind"] == Paragraph.Kind.ITEM:
            found[-1]["entries"].append(entry)
        else:
            found.append({"kind": paragraph.kind, "entries": [entry]})
    return found
