"""The papers of a meeting to take along: the agenda for everyone, the bundle for the participants."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations.actions.meetings import open_bundle
from consultations.models import Meeting
from consultations.models.papers import participants_bundle, public_agenda
from organisations.http import PortalRequest
from ros_portal.kit.pdf import PdfError, render_pdf
from ros_portal.kit.templatetags.dutch import short_day

TRY_LATER = "De PDF kon niet worden gemaakt. Probeer het later opnieuw, of lees de pagina in het portaal."


@login_not_required
@require_safe
def agenda_pdf(request: PortalRequest, day: date) -> HttpResponse:
    """The public agenda as PDF, with published input alone; a 404 before it is out."""
    meeting = get_object_or_404(Meeting.objects.with_agenda(), held_on=day)
    context = {"meeting": meeting, "points": public_agenda(meeting), "participants": meeting.participants.all()}
    return _pdf(request, "pdf/agenda.html", context, f"Agenda BOSS {short_day(day)}", f"agenda-boss-{day}.pdf")


@require_safe
@never_cache
def bundle(request: PortalRequest, day: date) -> HttpResponse:
    """All that the participants read before the meeting; who opened it is in the audit record."""
    meeting = _opened(request, day)
    context = {"meeting": meeting, "points": participants_bundle(meeting)}
    return render(request, "consultations/boss/bundle.html", context)


@require_safe
@never_cache
def bundle_pdf(request: PortalRequest, day: date) -> HttpResponse:
    """The same as PDF."""
    meeting = _opened(request, day)
    context = {"meeting": meeting, "points": participants_bundle(meeting), "participants": meeting.participants.all()}
    title = f"Deelnemersbundel BOSS {short_day(day)}"
    return _pdf(request, "pdf/bundle.html", context, title, f"deelnemersbundel-boss-{day}.pdf")


def _opened(request: PortalRequest, day: date) -> Meeting:
    meeting = get_object_or_404(Meeting.objects.with_bundle_for(request.actor), held_on=day)
    return open_bundle(request.actor, meeting)


def _pdf(request: PortalRequest, template: str, context: dict[str, object], title: str, name: str) -> HttpResponse:
    try:
        pdf = render_pdf(template, context, title=title)
    except PdfError:
        return render(request, "503.html", {"sentence": TRY_LATER}, status=503)
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
