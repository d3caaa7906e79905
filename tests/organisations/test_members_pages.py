"""A clerk appoints in the own council; the administrator everywhere; nobody else sees who has which mandate."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from organisations.actor import Role
from organisations.models import AuditEntry, Council, Fractie, Invitation, Mandate
from tests.conftest import AsClient
from tests.factories import FractieFactory, InvitationFactory, MandateFactory, OrganisationFactory, UserFactory

OTHERS = ["member", "group_leader", "case_officer", "executive", "secretary", "outsider"]


@pytest.fixture
def invitation(losser: Council) -> Invitation:
    return InvitationFactory(email="nieuw@losser.example", name="Nina Nieuw", organisation=losser.organisation)


def test_a_clerk_sees_the_own_council(as_client: AsClient, clerk: Mandate, member: Mandate, outsider: Mandate) -> None:
    page = as_client(clerk).get("/leden/").content.decode()

    assert "Mirjam Raadslid" in page
    assert "Dinkelbelang" in page
    assert "Otto Buitenstaander" not in page


def test_people_stand_under_their_fractie_with_the_leader_first(
    as_client: AsClient, clerk: Mandate, member: Mandate, group_leader: Mandate, losser: Council
) -> None:
    MandateFactory(user=UserFactory(name="Zonder Fractie"), organisation=losser.organisation)

    groups = as_client(clerk).get("/leden/").context["groups"]

    people = {group["heading"]: [str(person["mandate"].user) for person in group["people"]] for group in groups}
    assert people == {"Dinkelbelang": ["Frits Voorzitter", "Mirjam Raadslid"], "Zonder fractie": ["Zonder Fractie"]}


def test_an_administrator_sees_all_parties(
    as_client: AsClient, administrator: Mandate, clerk: Mandate, outsider: Mandate
) -> None:
    client = as_client(administrator)

    overview = client.get("/leden/").content.decode()
    losser = client.get("/leden/losser/").content.decode()
    region = client.get("/leden/regio/").content.decode()

    assert "Losser" in overview
    assert "Enschede" in overview
    assert "Greet Griffier" in losser
    assert "Bo Beheerder" in region


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_the_mandates(as_client: AsClient, request: pytest.FixtureRequest, role: str) -> None:
    client = as_client(request.getfixturevalue(role))
    request.getfixturevalue("losser")

    assert client.get("/leden/").status_code == 403
    assert client.get("/leden/losser/").status_code == 404
    assert client.get("/leden/losser/uitnodigen/").status_code == 404


def test_another_council_does_not_exist_for_a_clerk(
    as_client: AsClient, clerk: Mandate, outsider: Mandate, enschede: Council
) -> None:
    theirs = InvitationFactory(organisation=enschede.organisation)
    client = as_client(clerk)

    assert client.get("/leden/enschede/").status_code == 404
    assert client.get("/leden/regio/").status_code == 404
    assert client.get("/leden/enschede/uitnodigen/").status_code == 404
    assert client.get(f"/mandaten/{outsider.pk}/beeindigen/").status_code == 404
    assert client.post(f"/mandaten/{outsider.pk}/beeindigen/").status_code == 404
    assert client.post(f"/uitnodigingen/{theirs.uuid}/intrekken/").status_code == 404
    outsider.refresh_from_db()
    assert outsider.ends_on is None


def test_a_clerk_does_not_invite_officials(as_client: AsClient, clerk: Mandate) -> None:
    client = as_client(clerk)

    assert client.get("/leden/losser/functie/uitnodigen/").status_code == 403
    assert client.post("/leden/losser/functie/uitnodigen/", {"role": "clerk"}).status_code == 403


def test_visitors_are_asked_to_sign_in(client: Client, losser: Council) -> None:
    response = client.get("/leden/")

    assert response.status_code == 302
    assert response.headers["Location"] == "/account/inloggen/?next=/leden/"


# Inviting


def filled(**change: Any) -> dict[str, Any]:
    return {"name": "Nina Nieuw", "email": "Nieuw@losser.example", "role": "council_member", "fractie": "", **change}


def test_a_clerk_invites_by_the_form(as_client: AsClient, clerk: Mandate, fractie: Fractie) -> None:
    client = as_client(clerk)

    response = client.post(
        "/leden/losser/uitnodigen/", filled(fractie=fractie.pk, is_committee_member="on"), follow=True
    )

    invitation = Invitation.objects.get()
    assert response.redirect_chain == [("/leden/losser/", 302)]
    assert (invitation.email, invitation.fractie) == ("nieuw@losser.example", fractie)
    assert invitation.is_committee_member
    assert "Nina Nieuw" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": "group_leader"}, "fractie"),
        ({"role": "clerk"}, "role"),
        ({"role": "administrator"}, "role"),
        ({"email": "geen adres"}, "email"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "email"),
        ({"name": ""}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"fractie": "999999"}, "fractie"),
    ],
)
def test_a_form_that_does_not_fit_says_why(
    as_client: AsClient, clerk: Mandate, change: dict[str, str], field: str
) -> None:
    response = as_client(clerk).post("/leden/losser/uitnodigen/", filled(**change))

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Invitation.objects.exists()


def test_the_form_offers_only_fracties_of_the_present_term(
    as_client: AsClient, clerk: Mandate, fractie: Fractie, enschede: Council
) -> None:
    FractieFactory(term=enschede.terms.get(), name="Van elders")

    form = as_client(clerk).get("/leden/losser/uitnodigen/").context["form"]

    assert list(form.fields["fractie"].queryset) == [fractie]


def test_a_second_invitation_is_refused_and_keeps_what_was_typed(
    as_client: AsClient, clerk: Mandate, invitation: Invitation
) -> None:
    response = as_client(clerk).post("/leden/losser/uitnodigen/", filled())

    assert response.status_code == 409
    page = response.content.decode()
    assert "Er staat al een uitnodiging open" in page
    assert 'value="Nieuw@losser.example"' in page


def test_a_name_loses_what_can_not_be_seen(as_client: AsClient, clerk: Mandate) -> None:
    as_client(clerk).post("/leden/losser/uitnodigen/", filled(name="Ni\u202ena\u0007 \n Nieuw 👋"))

    assert Invitation.objects.get().name == "Nina Nieuw 👋"


def test_the_administrator_invites_officials_by_the_form(
    as_client: AsClient, administrator: Mandate, losser: Council
) -> None:
    client = as_client(administrator)

    client.post("/leden/losser/functie/uitnodigen/", {"name": "Kim", "email": "k@losser.example", "role": "clerk"})
    client.post("/leden/regio/functie/uitnodigen/", {"name": "Pam", "email": "p@t.example", "role": "programme_team"})
    wrong = client.post("/leden/regio/functie/uitnodigen/", {"name": "P", "email": "q@t.example", "role": "clerk"})

    assert {invitation.role for invitation in Invitation.objects.all()} == {Role.CLERK, Role.PROGRAMME_TEAM}
    assert "role" in wrong.context["form"].errors


def test_a_party_without_a_council_offers_no_clerk(as_client: AsClient, administrator: Mandate) -> None:
    OrganisationFactory(name="Rijk", slug="rijk")
    client = as_client(administrator)

    form = client.get("/leden/rijk/functie/uitnodigen/").context["form"]

    assert [value for value, _ in form.fields["role"].choices] == ["case_officer", "executive"]
    assert client.get("/leden/rijk/uitnodigen/").status_code == 404
    assert client.get("/leden/rijk/").status_code == 200


# Withdrawing and ending


def test_a_clerk_withdraws_an_invitation(as_client: AsClient, clerk: Mandate, invitation: Invitation) -> None:
    client = as_client(clerk)
    address = f"/uitnodigingen/{invitation.uuid}/intrekken/"

    assert client.get(address).status_code == 405
    assert client.post(address).headers["Location"] == "/leden/losser/"
    assert client.post(address).status_code == 302  # a second click changes nothing

    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


def test_a_clerk_ends_a_mandate_after_reading_what_it_means(
    as_client: AsClient, clerk: Mandate, member: Mandate
) -> None:
    client = as_client(clerk)
    address = f"/mandaten/{member.pk}/beeindigen/"

    question = client.get(address)
    member.refresh_from_db()
    asked_only = member.ends_on is None
    answer = client.post(address, follow=True)

    member.refresh_from_db()
    assert "Wat dit betekent" in question.content.decode()
    assert asked_only
    assert member.ends_on is not None
    assert "Mirjam Raadslid is beëindigd" in answer.content.decode()
    assert [entry.permission for entry in AuditEntry.objects.all()] == ["end_mandate"]


def test_a_mandate_ends_once(as_client: AsClient, clerk: Mandate, member: Mandate) -> None:
    client = as_client(clerk)
    address = f"/mandaten/{member.pk}/beeindigen/"

    statuses = [client.post(address).status_code, client.post(address).status_code, client.get(address).status_code]

    assert statuses == [302, 409, 409]


def test_a_clerk_does_not_end_other_offices(as_client: AsClient, clerk: Mandate, case_officer: Mandate) -> None:
    assert as_client(clerk).post(f"/mandaten/{case_officer.pk}/beeindigen/").status_code == 404


def test_an_administrator_does_not_end_the_own_mandate(as_client: AsClient, administrator: Mandate) -> None:
    """Else nobody would be left who can appoint an administrator."""
    assert as_client(administrator).post(f"/mandaten/{administrator.pk}/beeindigen/").status_code == 403


def test_the_page_of_a_full_council_needs_no_more_queries(
    as_client: AsClient, clerk: Mandate, losser: Council, fractie: Fractie, django_assert_max_num_queries: Any
) -> None:
    for _ in range(40):
        MandateFactory(organisation=losser.organisation, fractie=fractie)
        InvitationFactory(organisation=losser.organisation, fractie=fractie)
    client = as_client(clerk)

    with django_assert_max_num_queries(10):
        client.get(reverse("organisations:members"))
