"""Loads the example region: the facts of Twente, and made-up content around the day of loading."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from consultations.models import ConsultationRound, Recess
from ros_portal.site.region.facts import hold_load_lock, load_region

from .cycle import load_evenings
from .days import Days
from .documents import load_documents
from .input import load_input
from .involvement import load_involvement
from .meetings import MeetingLoader
from .notices import load_notices
from .people import load_people
from .programme import expect_products, load_programme
from .record import load_record
from .rounds import load_rounds


def load_example_region(today: date) -> bool:
    """Write the example once, in one transaction; returns False when it was there already.

    Raises ImproperlyConfigured outside demo mode: made-up people never stand beside real ones.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("The example region is for demo mode only: start with DEMO=1.")
    with transaction.atomic():
        hold_load_lock()
        if is_loaded():
            return False
        load_region()
        days = Days(today, tuple(Recess.objects.all()))
        expect_products(days)
        cast = load_people(days)
        load_involvement(cast)
        load_evenings(days, cast)
        documents = load_documents(days)
        loaded = load_input(cast, load_rounds(days, cast, documents))
        meetings = MeetingLoader(days, loaded, documents).load()
        load_programme(days, cast, loaded)
        load_notices(days, cast, meetings)
        load_record(cast, loaded)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # so many rows at once: the planner would go on believing that there are none
    return True


def is_loaded() -> bool:
    """Whether the example is there: all of it, because it is written in one transaction."""
    return ConsultationRound.objects.filter(is_example=True).exists()
