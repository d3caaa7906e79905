"""How an office tells the councils something: write, check, send, and see how far it came."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications import tasks
from notifications.actions import change_notice, discard_notice, fingerprint, send_notice, write_notice
from notifications.forms import NoticeForm
from notifications.letters import letter_context, render_notice
from notifications.models import Delivery, DeliveryStatus, Notice, NoticeStatus
from notifications.policies import Permission, policy
from organisations.actor import Role
from organisations.http import PortalRequest
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import day_time, number, plural

from .reading import PER_PAGE, tabs

RECIPIENTS_PER_PAGE = 100
#: Of a draft that was not changed since it was made.
FIRST_REVISION = 1
TONES = {
    DeliveryStatus.ACCEPTED.label: "positive",
    DeliveryStatus.FAILED.label: "negative",
    DeliveryStatus.TOLD_OTHERWISE.label: "neutral",
}
_OPEN = Q(deliveries__status__in=DeliveryStatus.open())
_UNREACHED = Q(deliveries__status__in=DeliveryStatus.unreached())


@require_safe
def office(request: PortalRequest) -> HttpResponse:
    """Drafts and sent notices of this office."""
    policy.require(request.actor, Permission.WRITE_NOTICE)
    ours = Notice.objects.of_office(request.actor)
    sent = ours.published().annotate(
        told=Count("deliveries"),
        waiting=Count("deliveries", filter=_OPEN),
        refused=Count("deliveries", filter=_UNREACHED),
    )
    context = {
        "drafts": ours.filter(status=NoticeStatus.DRAFT).order_by("-created_at")[:PER_PAGE],
        "page": Paginator(sent.order_by("-published_at"), PER_PAGE).get_page(request.GET.get("pagina")),
        "tabs": tabs(request, "office"),
    }
    return render(request, "notifications/office.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """Begin a draft; saving it twice from one form makes one draft."""
    policy.require(request.actor, Permission.WRITE_NOTICE)
    if request.method != "POST":
        is_regional = request.actor.role == Role.PROGRAMME_TEAM
        return _form(request, NoticeForm.blank(mandate=request.actor.mandate_id, is_public=is_regional))
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    if form.cleaned_data["written_as"] not in (None, request.actor.mandate_id):
        form.add_error(None, _begun_as_another(request, form.cleaned_data["written_as"]))
        return _form(request, form, status=409)
    uuid = form.cleaned_data["uuid"]
    try:
        write_notice(request.actor, None, form.text(), uuid=uuid)
    except Conflict:
        return _saved_before(request, form, _ours(request, uuid))
    return _saved(request, uuid)


def _begun_as_another(request: PortalRequest, mandate_id: int) -> str:
    """Two tabs share one mandate in use: the words of the one council do not become those of the other."""
    offices = {mandate.pk: mandate.office for mandate in request.mandates}
    return (
        f"U begon dit bericht als {offices.get(mandate_id, 'iemand anders')}. Nu werkt u als {request.actor.office}. "
        "Kies in een ander tabblad uw eerste functie, en bewaar daarna hier opnieuw."
    )


def _saved_before(request: PortalRequest, form: NoticeForm, draft: Notice) -> HttpResponse:
    """A second click finds the draft; who went back and wrote on gives it other words."""
    words = form.text()
    if any(getattr(draft, field) != value for field, value in words.cleaned().items()):
        try:
            change_notice(request.actor, draft, words, revision=FIRST_REVISION)
        except Conflict as conflict:
            form.add_error(None, conflict.sentence)
            return _form(request, form, status=409)
    return _saved(request, draft.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Write the draft anew; text that cannot be saved now stays in the form."""
    draft = _ours(request, uuid)
    policy.require(request.actor, Permission.CHANGE_NOTICE, draft)
    if request.method != "POST":
        if draft.is_published:
            return redirect("notifications:recipients", uuid)
        return _form(request, NoticeForm.of(draft), draft)
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _form(request, form, draft)
    try:
        change_notice(request.actor, draft, form.text(), revision=form.cleaned_data["revision"])
    except Conflict as conflict:
        form.add_error(None, conflict.sentence)
        return _form(request, form, draft, status=409)
    return _saved(request, uuid)


@require_safe
def preview(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Exactly what is sent, and to whom by name, before anything goes."""
    draft = _ours(request, uuid)
    if draft.is_published:
        return redirect("notifications:recipients", uuid)
    return _preview(request, draft)


@require_POST
def send(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Send what was just looked at; a second click finds it sent."""
    draft = _ours(request, uuid)
    try:
        send_notice(request.actor, draft, seen=request.POST.get("seen", ""))
    except Conflict as conflict:
        draft = _ours(request, uuid)
        if not draft.is_published:
            return _preview(request, draft, conflict.sentence, status=409)
        messages.info(request, "Dit bericht was al verzonden. Er is niets opnieuw verstuurd.")
    else:
        tasks.look_now()
        messages.success(request, "Uw bericht is verzonden. Hieronder ziet u hoe ver het is.")
    return redirect("notifications:recipients", uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Ask, and throw the draft away."""
    draft = _ours(request, uuid)
    policy.require(request.actor, Permission.DISCARD_NOTICE, draft)
    if draft.is_published:
        raise Conflict("Dit bericht is al verzonden. U kunt het niet meer weggooien.")
    if request.method == "POST":
        discard_notice(request.actor, draft)
        messages.success(request, f"Het concept “{draft.subject}” is weggegooid.")
        return redirect("notifications:office")
    return render(request, "notifications/discard.html", {"notice": draft})


@require_safe
def recipients(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """How far the notice came, per recipient; for the office that sent it alone."""
    found = _ours(request, uuid)
    if not found.is_published:
        return redirect("notifications:preview", uuid)
    deliveries = found.deliveries.with_names()
    counts = dict(found.deliveries.values_list("status").annotate(Count("pk")))
    page = Paginator(_worst_first(deliveries), RECIPIENTS_PER_PAGE).get_page(request.GET.get("pagina"))
    waiting = sum(counts.get(status, 0) for status in DeliveryStatus.open())
    told = sum(counts.values())
    refused = sum(counts.get(status, 0) for status in DeliveryStatus.unreached())
    context = {
        "notice": found,
        "page": page,
        "rows": [_row(delivery) for delivery in page],
        "told": told,
        "handled": told - waiting,
        "waiting": waiting,
        "refused": refused,
        "lines": [found.sender_office, f"verzonden op {day_time(found.published_at)}", f"aan: {found.audience_label}"],
        "figures": [
            {"value": number(counts.get(DeliveryStatus.ACCEPTED, 0)), "label": DeliveryStatus.ACCEPTED.label},
            {"value": number(waiting), "label": DeliveryStatus.QUEUED.label},
            {"value": number(refused), "label": DeliveryStatus.FAILED.label},
        ],
    }
    return render(request, "notifications/recipients.html", context)


def _worst_first(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    worst = Case(
        When(status__in=DeliveryStatus.unreached(), then=Value(0)),
        When(status__in=DeliveryStatus.open(), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return deliveries.order_by(worst, "user__name", "user_id")


def _row(delivery: Delivery) -> dict[str, str]:
    state = str(delivery.get_status_display())
    return {
        "name": str(delivery.user.name or "Naam onbekend"),
        "detail": delivery.office,
        "state": state,
        "tone": TONES.get(state, "info"),
    }


def _ours(request: PortalRequest, uuid: UUID) -> Notice:
    """A notice of this office; for all others it does not exist."""
    ours = Notice.objects.of_office(request.actor).select_related("organisation__council")
    return get_object_or_404(ours, uuid=uuid)


def _form(request: PortalRequest, form: NoticeForm, draft: Notice | None = None, status: int = 200) -> HttpResponse:
    is_regional = request.actor.role == Role.PROGRAMME_TEAM
    whom = "alle raden en hun griffies" if is_regional else "de leden en fractievoorzitters van uw raad"
    lead = f"Dit bericht is voor {whom}. U ziet hun namen voordat u verzendt."
    context = {"form": form, "draft": draft, "lead": lead}
    return render(request, "notifications/form.html", context, status=status)


def _saved(request: PortalRequest, uuid: UUID) -> HttpResponse:
    if "keep" in request.POST:
        messages.success(request, "Uw concept is bewaard. Er is niets verzonden.")
        return redirect("notifications:office")
    return redirect("notifications:preview", uuid)


def _preview(request: PortalRequest, draft: Notice, refusal: str = "", status: int = 200) -> HttpResponse:
    mandates = draft.recipients(timezone.localdate(database_now()))
    first_office = mandates[0].office if mandates else ""
    context = {
        **letter_context(draft, first_office),
        "letter": render_notice(draft, first_office),
        "from_email": settings.DEFAULT_FROM_EMAIL,
        "send_label": f"Verzend aan {plural(len(mandates), 'ontvanger,ontvangers')}",
        "rows": [{"name": mandate.user.name, "detail": mandate.office} for mandate in mandates],
        "seen": fingerprint(draft, mandates),
        "refusal": refusal,
        "steps": policy.allowed(
            request.actor, draft, [Permission.CHANGE_NOTICE, Permission.DISCARD_NOTICE, Permission.SEND_NOTICE]
        ),
    }
    return render(request, "notifications/preview.html", context, status=status)
