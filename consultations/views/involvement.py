"""How the own council takes part; its clerk writes it down."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from consultations.actions.involvement import CONTACT, WAY, change_involvement
from consultations.forms.involvement import InvolvementForm
from consultations.models import Involvement
from consultations.policies import Permission
from organisations.http import PortalRequest

from .cycle import own_council


@require_http_methods(["GET", "HEAD", "POST"])
def involvement(request: PortalRequest) -> HttpResponse:
    """Who is invited, when input is released, what everyone reads about it, and whom the council asks."""
    council = own_council(request, Permission.CHANGE_INVOLVEMENT)
    organisation = council.organisation
    way = Involvement.objects.filter(organisation=organisation).first()
    initial = {name: getattr(organisation, name) for name in CONTACT}
    if way is not None:
        initial |= {name: getattr(way, name) for name in WAY}
    form = InvolvementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_involvement(request.actor, council, fields=form.cleaned_data)
        messages.success(request, "Bewaard. Zo staat het nu op de pagina van uw raad.")
        return redirect(council)
    return render(request, "consultations/fair_time/involvement.html", {"form": form, "council": council})
