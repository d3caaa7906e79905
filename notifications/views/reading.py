"""What everybody reads, and what was told to me."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from notifications.forms import REGION, NoticeFilterForm
from notifications.models import Audience, Notice
from notifications.models.notices import NoticeQuerySet
from notifications.policies import Permission, policy
from organisations.http import PortalRequest
from organisations.models import Organisation
from ros_portal.kit.markdown import to_html
from ros_portal.kit.templatetags.dutch import day

PER_PAGE = 20


@login_not_required
@require_safe
def notices(request: PortalRequest) -> HttpResponse:
    """The latest developments: notices that are public."""
    published = Notice.objects.published().filter(is_public=True)
    senders = Organisation.objects.filter(pk__in=published.exclude(organisation=None).values("organisation_id"))
    form = NoticeFilterForm(request.GET, senders=senders.only("slug", "name").order_by("name"))
    found = _filtered(published, form).select_related("organisation")
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("pagina")),
        "form": form,
        "is_filtered": bool(request.GET.get("zoek") or request.GET.get("van")),
        "tabs": tabs(request, "notices"),
        "steps": policy.allowed(request.actor, None, [Permission.WRITE_NOTICE]),
    }
    return render(request, "notifications/notices.html", context)


def _filtered(published: NoticeQuerySet, form: NoticeFilterForm) -> NoticeQuerySet:
    if not form.is_valid():
        return published
    words, sender = form.cleaned_data["zoek"], form.cleaned_data["van"]
    if words:
        published = published.filter(Q(subject__icontains=words) | Q(brief__icontains=words) | Q(body__icontains=words))
    if sender == REGION:
        return published.filter(organisation=None)
    return published.filter(organisation__slug=sender) if sender else published


@require_safe
def mine(request: PortalRequest) -> HttpResponse:
    """What was told to me. Nobody records whether I read it."""
    told = Notice.objects.to_person(request.actor.user_id).select_related("organisation")
    context = {
        "page": Paginator(told, PER_PAGE).get_page(request.GET.get("pagina")),
        "tabs": tabs(request, "mine"),
        "steps": policy.allowed(request.actor, None, [Permission.WRITE_NOTICE]),
    }
    return render(request, "notifications/mine.html", context)


@login_not_required
@require_safe
def notice(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """One notice that went out; an internal or personal one only for whom it is."""
    found = get_object_or_404(
        Notice.objects.published().visible_to(request.actor).select_related("organisation__council"), uuid=uuid
    )
    is_ours = Notice.objects.of_office(request.actor).filter(pk=found.pk).exists()
    context = {
        "notice": found,
        "body": to_html(found.body),
        "is_personal": found.audience == Audience.PERSONS and not found.is_public,
        "is_ours": is_ours,
        "lines": [found.sender_office, day(found.published_at)],
    }
    return render(request, "notifications/notice.html", context)


def tabs(request: PortalRequest, current: str) -> list[dict[str, Any]]:
    """The lists of notices that this person has; the public has one, so no tabs."""
    if request.actor.user_id is None:
        return []
    lists = [("notices", "Openbaar"), ("mine", "Aan u")]
    if policy.allows(request.actor, Permission.WRITE_NOTICE):
        lists.append(("office", "Van ons"))
    return [
        {"label": label, "url": reverse(f"notifications:{name}"), "current": name == current} for name, label in lists
    ]
