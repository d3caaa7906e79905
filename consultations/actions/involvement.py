"""How a party involves its council: the plan van aanpak leaves that to each party."""

from collections.abc import Mapping
from typing import Any

from consultations.models import Involvement
from consultations.policies import Permission, policy
from organisations.actor import Actor
from organisations.models import Council, Organisation

WAY = ("release", "explanation", "invites_individual", "invites_fractie", "invites_council")
CONTACT = ("contact_function", "contact_email", "contact_phone")


@policy.action(Permission.CHANGE_INVOLVEMENT)
def change_involvement(actor: Actor, council: Council, *, fields: Mapping[str, Any]) -> Involvement:
    """Write down how the council takes part, and whom it asks its questions; what was handed in stays as it is."""
    organisation = Organisation.objects.select_for_update().get(pk=council.organisation_id)
    for name in CONTACT:
        setattr(organisation, name, fields[name])
    organisation.save(update_fields=CONTACT)
    involvement, _ = Involvement.objects.update_or_create(
        organisation=organisation, defaults={name: fields[name] for name in WAY}
    )
    return involvement
