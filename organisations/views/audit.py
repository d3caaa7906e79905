"""The record of what was done, for the administrator to read."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.forms import AuditFilterForm
from organisations.http import PortalRequest
from organisations.models import AuditEntry
from organisations.policies import is_administrator
from organisations.policy import permission_labels

PAGE_SIZE = 50


@require_safe
def audit_record(request: PortalRequest) -> HttpResponse:
    """All steps, the latest first; filter by the kind of step."""
    if not is_administrator(request.actor, None):
        raise PermissionDenied
    labels = permission_labels()
    form = AuditFilterForm(request.GET, permissions=sorted(labels.items(), key=lambda item: item[1]))
    entries = AuditEntry.objects.all()
    if form.is_valid() and form.cleaned_data["permission"]:
        entries = entries.filter(permission=form.cleaned_data["permission"])
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("pagina"))
    rows = [
        {"entry": entry, "label": labels.get(entry.permission, entry.permission), "subject": _subject(entry)}
        for entry in page
    ]
    return render(request, "organisations/audit_record.html", {"form": form, "page": page, "rows": rows})


def _subject(entry: AuditEntry) -> str:
    """What the step was about, in Dutch, with its number: "mandaat 12"."""
    try:
        kind = str(apps.get_model(entry.target_type)._meta.verbose_name)
    except (LookupError, ValueError):  # a kind that the portal no longer has
        kind = entry.target_type
    return f"{kind} {entry.target_id}".strip()
