"""What the process knows about a text: the rounds that discuss it, and what input changed in it."""

from collections import defaultdict

from django.urls import reverse

from documents.models import DocumentVersion, VersionStatus
from documents.views import Margin, MarginNote
from organisations.actor import COUNCIL_ROLES, Actor, Role
from ros_portal.kit.clock import database_now

from ..models import ConsultationRound, Feedback, QuestionFormat, TextChange
from .technical import ask_url


def margin_of(version: DocumentVersion, actor: Actor) -> Margin:
    """The margin of a version, as far as the actor may see it; two queries, and two more for who can give input."""
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
        offers=_offers(version, actor),
    )


def _offers(version: DocumentVersion, actor: Actor) -> dict[int, str]:
    """Where this reader gives input on each paragraph: in the first round to close that asks for it."""
    if actor.role not in {*COUNCIL_ROLES, Role.CLERK}:
        return {}
    asking = ConsultationRound.objects.open_for(actor.council_id, database_now()).filter(
        documents=version, questions__format=QuestionFormat.PARAGRAPHS
    )
    round_ = asking.order_by("closes_at").first()
    if round_ is None or version.status != VersionStatus.PUBLISHED:
        return {}
    keys = version.paragraphs.values_list("pk", flat=True)
    return {pk: reverse("consultations:remark", args=[round_.slug, pk]) for pk in keys}
