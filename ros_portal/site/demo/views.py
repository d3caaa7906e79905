"""One-click sign-in as an example person, and the mails of the example. Refuses to work outside demo mode."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from organisations.http import PortalRequest
from organisations.middleware import SESSION_KEY

from . import accounts, mailbox

Rest = ParamSpec("Rest")
PAGE_SIZE = 25


def demo_only(
    view: Callable[Concatenate[PortalRequest, Rest], HttpResponse],
) -> Callable[Concatenate[PortalRequest, Rest], HttpResponse]:
    """A page that does not exist outside demo mode, even where its address would be wired by mistake."""

    @wraps(view)
    def guarded(request: PortalRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(never_cache(guarded))


@require_safe
@demo_only
def people(request: PortalRequest) -> HttpResponse:
    """The example people, with a button to act as one of them."""
    mandates = accounts.example_mandates()
    context = {"first": accounts.one_of_each(mandates), "groups": accounts.by_role(mandates), "count": len(mandates)}
    return render(request, "site/demo/people.html", context)


@require_POST
@demo_only
def sign_in(request: PortalRequest) -> HttpResponse:
    """Sign in as an example person; nobody else's mandate exists here."""
    wanted = request.POST.get("mandate", "")
    mandate = next((m for m in accounts.example_mandates() if str(m.pk) == wanted), None)
    if mandate is None:
        raise Http404
    login(request, mandate.user)
    request.session[SESSION_KEY] = mandate.pk
    messages.success(request, f"U bent nu {mandate.user.name}: {mandate.office}.")
    return redirect("site:start")


@require_safe
@demo_only
def post(request: PortalRequest) -> HttpResponse:
    """All mails of the example, the latest first."""
    page = Paginator(mailbox.names(), PAGE_SIZE).get_page(request.GET.get("pagina"))
    return render(request, "site/demo/post.html", {"page": page, "letters": mailbox.letters(page)})


@require_safe
@demo_only
def letter(request: PortalRequest, name: str) -> HttpResponse:
    """One mail, as text."""
    for found in mailbox.letters([name]):
        return render(request, "site/demo/letter.html", {"letter": found})
    raise Http404
