"""What the process forbids, the database refuses: a raw update proves it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import F

from organisations.actor import Role
from organisations.models import Council, CouncilTerm, Fractie, Invitation, Mandate, Organisation, User
from tests.factories import FractieFactory, InvitationFactory, MandateFactory, UserFactory


def refuses(model: type[models.Model], constraint: str, **change: Any) -> None:
    """Assert that the database refuses this change to the only row of this model, by this constraint."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model._default_manager.update(**change)


def test_a_party_ends_after_it_begins(losser: Council) -> None:
    refuses(Organisation, "organisation_ends_after_it_begins", valid_until=F("valid_from"))


def test_a_term_ends_after_it_begins(losser: Council) -> None:
    refuses(CouncilTerm, "council_term_ends_after_it_begins", ends_on=F("starts_on"))


def test_a_council_has_one_term_that_begins_on_a_day(losser: Council) -> None:
    term = losser.terms.get()

    with pytest.raises(IntegrityError, match="council_term_once"), transaction.atomic():
        CouncilTerm.objects.create(
            council=losser, label="dubbel", starts_on=term.starts_on, ends_on=term.ends_on, seats=1
        )


def test_a_fractie_has_its_name_once_in_a_term(fractie: Fractie) -> None:
    with pytest.raises(IntegrityError, match="fractie_once_per_term"), transaction.atomic():
        FractieFactory(term=fractie.term, name=fractie.name)


def test_an_address_belongs_to_one_person_whatever_the_case(member: Mandate) -> None:
    with pytest.raises(IntegrityError, match="user_email_once"), transaction.atomic():
        User.objects.create(email="RAADSLID@losser.example", name="Dubbel")


@pytest.mark.parametrize("role", [Role.PROGRAMME_TEAM, Role.ADMINISTRATOR])
def test_a_regional_mandate_belongs_to_no_party(clerk: Mandate, role: Role) -> None:
    refuses(Mandate, "mandate_belongs_to_an_organisation_unless_regional", role=role)


def test_any_other_mandate_belongs_to_a_party(clerk: Mandate) -> None:
    refuses(Mandate, "mandate_belongs_to_an_organisation_unless_regional", organisation=None)


def test_only_who_speaks_in_a_council_has_a_fractie(clerk: Mandate, fractie: Fractie) -> None:
    refuses(Mandate, "mandate_fractie_only_for_council_roles", fractie=fractie)


def test_a_group_leader_leads_a_fractie(group_leader: Mandate) -> None:
    refuses(Mandate, "mandate_group_leader_leads_a_fractie", fractie=None)


def test_a_mandate_does_not_end_before_it_begins(member: Mandate) -> None:
    refuses(Mandate, "mandate_ends_after_it_begins", ends_on=date(1999, 1, 1))


def test_a_person_has_a_mandate_once(member: Mandate) -> None:
    with pytest.raises(IntegrityError, match="mandate_once_per_person_role_organisation"), transaction.atomic():
        MandateFactory(user=member.user, organisation=member.organisation)


def test_a_person_has_a_regional_mandate_once(secretary: Mandate) -> None:
    with pytest.raises(IntegrityError, match="mandate_once_per_person_role_organisation"), transaction.atomic():
        MandateFactory(user=secretary.user, regional=True)


def test_a_mandate_can_come_back_after_it_ended(member: Mandate) -> None:
    Mandate.objects.update(ends_on=date(2023, 1, 1))

    MandateFactory(user=member.user, organisation=member.organisation, starts_on=date(2024, 1, 1))

    assert member.user.mandates.count() == 2


def test_an_invitation_expires_after_it_is_made(db: None) -> None:
    InvitationFactory()

    refuses(Invitation, "invitation_expires_after_it_is_made", expires_at=F("created_at"))


def test_an_invitation_is_not_accepted_and_withdrawn(db: None) -> None:
    invitation = InvitationFactory()
    moment = invitation.created_at + timedelta(hours=1)

    refuses(Invitation, "invitation_accepted_or_withdrawn_not_both", accepted_at=moment, withdrawn_at=moment)


def test_an_invitation_for_the_region_names_no_party(db: None) -> None:
    InvitationFactory()

    refuses(Invitation, "invitation_belongs_to_an_organisation_unless_regional", role=Role.ADMINISTRATOR)


def test_an_invitation_of_a_group_leader_names_the_fractie(db: None) -> None:
    InvitationFactory()

    refuses(Invitation, "invitation_group_leader_leads_a_fractie", role=Role.GROUP_LEADER)


def test_an_invitation_is_open_once(losser: Council) -> None:
    InvitationFactory(email="nieuw@losser.example", organisation=losser.organisation)

    with pytest.raises(IntegrityError, match="invitation_open_once"), transaction.atomic():
        InvitationFactory(email="Nieuw@losser.example", organisation=losser.organisation)


def test_an_invitation_for_the_region_is_open_once(db: None) -> None:
    InvitationFactory(email="nieuw@twente.example", organisation=None, role=Role.ADMINISTRATOR)

    with pytest.raises(IntegrityError, match="invitation_open_once"), transaction.atomic():
        InvitationFactory(email="nieuw@twente.example", organisation=None, role=Role.ADMINISTRATOR)


def test_a_person_without_a_password_can_not_sign_in_with_one(db: None) -> None:
    assert not UserFactory().has_usable_password()
