"""What the process knows about a text: the rounds that discuss it, and what input changed in it."""

from collections import defaultdict

from documents.models import DocumentVersion
from documents.views import Margin, MarginNote
from organisations.actor import Actor

from ..models import ConsultationRound, Feedback, TextChange
from .technical import ask_url


def margin_of(version: DocumentVersion, actor: Actor) -> Margin:
    """The margin of a version, as far as the actor may see it; two queries."""
    rounds = ConsultationRound.objects.visible_to(actor).filter(documents=version).order_by("opens_at")
    changes = (
        TextChange.objects.filter(paragraph__version=version, feedback__in=Feedback.objects.visible_to(actor))
        .select_related(
            "feedback__routing__answer__question",
            "feedback__routing__answer__paragraph__version__document",
            "feedback__routing__answer__version__contribution__council__organisation",
            "feedback__routing__answer__version__contribution__fractie",
            "feedback__routing__answer__version__contribution__author",
        )
        .order_by("recorded_at", "pk")
    )
    notes: dict[int, list[MarginNote]] = defaultdict(list)
    for change in changes:
        answer = change.feedback.routing.answer
        label = f"{answer.contribution.signature}, {answer.reference}"
        notes[change.paragraph_id].append(MarginNote(change.description, label, answer.get_absolute_url()))
    return Margin(
        discussed_in=[(str(r), r.get_absolute_url()) for r in rounds],
        notes=dict(notes),
        ask_url=ask_url(actor, version=version) if version.published_at else "",
    )
