"""The search over everything that the reader may see."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import Synonyms
from documents.policies import Permission, policy
from organisations.http import PortalRequest

from ..search.finding import MOST_OF_A_KIND, Findings, find, show
from ..search.forms import SearchForm

PER_PAGE = 25


@login_not_required
@require_safe
def search(request: PortalRequest) -> HttpResponse:
    """What was found for these words, with excerpts; or a sentence that says what to do."""
    form = SearchForm(request.GET, request.actor)
    query = Synonyms.objects.expand(form.words) if form.words else ""
    findings = Findings([])
    if query:
        findings = find(
            request.actor,
            query,
            sources=form.sources,
            narrowed_to=form.narrowed_to,
            newest_first=form.newest_first,
        )
    page = Paginator(findings.places, PER_PAGE).get_page(request.GET.get("pagina"))
    return render(
        request,
        "site/search/search.html",
        {
            "form": form,
            "page": page,
            "hits": show(request.actor, query, page.object_list),
            "is_capped": findings.is_capped,
            "most": MOST_OF_A_KIND,
            "has_meaning": bool(query),
            "steps": policy.allowed(request.actor, None, [Permission.ADD_SYNONYMS]),
        },
    )
