"""Who has a mandate: a clerk appoints in the own council, the administrator everywhere."""

from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.actions import end_mandate, invite_member, invite_official, withdraw_invitation
from organisations.actor import COUNCIL_ROLES
from organisations.forms import InvitationForm, MemberInvitationForm, OfficialInvitationForm
from organisations.http import PortalRequest
from organisations.models import Council, Invitation, Mandate, Organisation
from organisations.policies import Permission, policy
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict

#: Stands in an address where a party's slug would, for mandates of the whole region.
REGION = "regio"


@require_safe
def members(request: PortalRequest) -> HttpResponse:
    """The own council for a clerk; all parties for the administrator."""
    if policy.allows(request.actor, Permission.INVITE_OFFICIAL):
        return _overview(request)
    organisation = request.mandate.organisation if request.mandate else None
    policy.require(request.actor, Permission.INVITE_MEMBER, organisation)
    return _page(request, organisation)


@require_safe
def members_of(request: PortalRequest, party: str) -> HttpResponse:
    """The people with a mandate for one party, or for the region."""
    return _page(request, _party(request, party))


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: PortalRequest, party: str) -> HttpResponse:
    """Invite a member or a group leader of a council."""
    council = get_object_or_404(Council.objects.with_organisation(), organisation=_party(request, party))
    form = MemberInvitationForm(request.POST or None, council=council)
    return _invite(request, party, form, partial(invite_member, request.actor, council), f"{council}")


@require_http_methods(["GET", "HEAD", "POST"])
def invite_to_office(request: PortalRequest, party: str) -> HttpResponse:
    """Invite a clerk, an official or an executive of a party, or somebody for the whole region."""
    organisation = _party(request, party)
    policy.require(request.actor, Permission.INVITE_OFFICIAL, organisation)
    form = OfficialInvitationForm(request.POST or None, organisation=organisation)
    invite = partial(invite_official, request.actor, organisation)
    return _invite(request, party, form, invite, f"{organisation or 'de regio'}")


def _invite(
    request: PortalRequest, party: str, form: InvitationForm, invite: Callable[..., Invitation], to_what: str
) -> HttpResponse:
    """Show the form, or send the invitation; what cannot be done now is said in the form, with what was typed."""
    status = 200
    if form.is_valid():
        try:
            offer = invite(**form.cleaned_data)
        except Conflict as conflict:
            form.add_error(None, conflict.sentence)
            status = 409
        else:
            messages.success(request, f"De uitnodiging aan {offer.name} gaat zo per e-mail naar {offer.email}.")
            return redirect("organisations:members_of", party)
    context = {"form": form, "party": party, "to_what": to_what}
    return render(request, "organisations/invite.html", context, status=status)


@require_POST
def withdraw(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Make an invitation useless before it is accepted."""
    offer = get_object_or_404(Invitation.objects.visible_to(request.actor), uuid=uuid)
    withdraw_invitation(request.actor, offer)
    messages.success(request, f"De uitnodiging aan {offer.name} is ingetrokken. De link in de e-mail werkt niet meer.")
    return redirect("organisations:members_of", _slug(offer.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: PortalRequest, pk: int) -> HttpResponse:
    """Say what ending a mandate means, and end it."""
    mandate = get_object_or_404(Mandate.objects.visible_to(request.actor).with_names(), pk=pk)
    policy.require(request.actor, Permission.END_MANDATE, mandate)
    party = _slug(mandate.organisation)
    if request.method == "POST":
        end_mandate(request.actor, mandate)
        messages.success(request, f"Het mandaat van {mandate.user} is beëindigd.")
        return redirect("organisations:members_of", party)
    if mandate.ends_on is not None:
        raise Conflict("Dit mandaat is al beëindigd.")
    return render(request, "organisations/end_mandate.html", {"mandate": mandate, "party": party})


def _party(request: PortalRequest, party: str) -> Organisation | None:
    """The party of this address, where the actor may appoint somebody; None is the region."""
    organisation = None if party == REGION else get_object_or_404(Organisation, slug=party)
    if not policy.allows(request.actor, Permission.INVITE_MEMBER, organisation):
        raise Http404
    return organisation


def _slug(organisation: Organisation | None) -> str:
    return organisation.slug if organisation else REGION


def _page(request: PortalRequest, organisation: Organisation | None) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    mandates = Mandate.objects.visible_to(actor).filter(organisation=organisation).current(today).with_names()
    invitations = Invitation.objects.visible_to(actor).filter(organisation=organisation).open(database_now())
    council = Council.objects.filter(organisation=organisation).first() if organisation else None
    context = {
        "organisation": organisation,
        "council": council,
        "party": _slug(organisation),
        "groups": _groups(request, mandates),
        "invitations": invitations.with_names(),
        "steps": policy.allowed(actor, organisation, [Permission.INVITE_MEMBER, Permission.INVITE_OFFICIAL]),
    }
    return render(request, "organisations/members.html", context)


def _groups(request: PortalRequest, mandates: Any) -> list[dict[str, Any]]:
    """Mandates under the name of their fractie, the leader first; then those without, then the offices."""

    def heading(mandate: Mandate) -> tuple[int, str]:
        if mandate.role not in COUNCIL_ROLES:
            return (2, "Andere functies")
        return (0, mandate.fractie.name) if mandate.fractie else (1, "Zonder fractie")

    def order(mandate: Mandate) -> tuple[Any, ...]:
        return (*heading(mandate), mandate.role != "group_leader", mandate.is_committee_member, str(mandate.user))

    ordered = sorted(mandates, key=order)
    return [
        {
            "heading": name,
            "people": [
                {"mandate": mandate, "steps": policy.allowed(request.actor, mandate, [Permission.END_MANDATE])}
                for mandate in group
            ],
        }
        for (_, name), group in groupby(ordered, key=heading)
    ]


def _overview(request: PortalRequest) -> HttpResponse:
    now, today = database_now(), timezone.localdate()
    in_force = Q(mandates__starts_on__lte=today) & (Q(mandates__ends_on=None) | Q(mandates__ends_on__gt=today))
    waiting = Q(invitation__accepted_at=None, invitation__withdrawn_at=None, invitation__expires_at__gt=now)
    organisations = Organisation.objects.annotate(
        people=Count("mandates", filter=in_force, distinct=True),
        waiting=Count("invitation", filter=waiting, distinct=True),
    ).order_by("name")
    context = {
        "organisations": organisations,
        "region": Mandate.objects.filter(organisation=None).current(today).count(),
        "region_waiting": Invitation.objects.filter(organisation=None).open(now).count(),
        "region_party": REGION,
    }
    return render(request, "organisations/members_overview.html", context)
