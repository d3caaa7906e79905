"""The example documents: a made-up draft strategy in two versions, beside the real letter."""

from datetime import date

from documents.models import Document, DocumentVersion
from ros_portal.site.region.facts import LETTER_SLUG, publish_version, read_paragraphs

from .days import Days, on
from .people import DATA

TITLE = "Concept-ROS Twente (fictief voorbeeld)"


def load_documents(days: Days) -> dict[str, DocumentVersion]:
    """Write the draft strategy; gives every version that rounds and meetings cite, by its key in the data files."""
    concept = Document.objects.create(
        title=TITLE,
        slug="concept-ros-fictief-voorbeeld",
        kind=Document.Kind.STRATEGY,
        brief="Een verzonnen concept van de ontwikkelstrategie. Zo ziet u hoe raden op een tekst kunnen reageren.",
        is_example=True,
    )
    return {
        "letter": DocumentVersion.objects.get(document__slug=LETTER_SLUG, number=1),
        "concept-1": _publish(concept, 1, days.day(-135)),
        "concept-2": _publish(concept, 2, days.day(-44)),
    }


def _publish(document: Document, number: int, day: date) -> DocumentVersion:
    paragraphs = read_paragraphs((DATA / f"concept-ros-{number}.txt").read_text())
    return publish_version(document, number, day, on(day, 11), paragraphs)
