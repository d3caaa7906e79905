"""The words that find each other when somebody searches; the programme team keeps the list."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.actions import add_synonyms, change_synonyms, remove_synonyms
from documents.forms import SynonymsForm
from documents.models import Synonyms
from documents.policies import Permission, policy
from organisations.http import PortalRequest
from ros_portal.kit.errors import Conflict

PER_PAGE = 50


@require_safe
def synonyms(request: PortalRequest) -> HttpResponse:
    """All groups of words, by their first word."""
    policy.require(request.actor, Permission.CHANGE_SYNONYMS)
    page = Paginator(Synonyms.objects.order_by("terms"), PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "site/search/synonyms.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PortalRequest) -> HttpResponse:
    """Let more words find each other."""
    policy.require(request.actor, Permission.ADD_SYNONYMS)
    form = SynonymsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        group = add_synonyms(request.actor, None, terms=form.cleaned_data["terms"])
        messages.success(request, f"Wie op een van deze woorden zoekt, vindt ze nu allemaal: {group}.")
        return redirect("site:synonyms")
    return render(request, "site/search/synonyms_form.html", {"form": form, "title": "Synoniemen toevoegen"})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PortalRequest, pk: int) -> HttpResponse:
    """Change the words of a group; what somebody else changed meanwhile is shown, not overwritten."""
    policy.require(request.actor, Permission.CHANGE_SYNONYMS)
    group, status = get_object_or_404(Synonyms, pk=pk), 200
    form = SynonymsForm(request.POST) if request.method == "POST" else SynonymsForm.of(group)
    if request.method == "POST" and form.is_valid():
        try:
            group = change_synonyms(request.actor, group, **form.cleaned_data)
        except Conflict as conflict:
            form, status = SynonymsForm({**request.POST.dict(), "seen": group.fingerprint}), 409
            form.add_error("terms", conflict.sentence)
        else:
            messages.success(request, f"Bewaard: {group}.")
            return redirect("site:synonyms")
    context = {"form": form, "title": "Synoniemen wijzigen", "group": group}
    return render(request, "site/search/synonyms_form.html", context, status=status)


@require_POST
def remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a group away; a second click finds it gone."""
    policy.require(request.actor, Permission.REMOVE_SYNONYMS)
    if group := Synonyms.objects.filter(pk=pk).first():
        remove_synonyms(request.actor, group)
        messages.success(request, f"Weggehaald: {group}.")
    return redirect("site:synonyms")
