"""The pages about notices: who gets them, what they say, and what they leave out."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Delivery, Mail, Notice
from organisations.models import AuditEntry, Council, Mandate
from tests.conftest import AsClient
from tests.factories import MandateFactory, UserFactory
from tests.notifications.factories import DeliveryFactory, NoticeFactory

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "update",
    "subject": "Nieuwe bouwlocaties",
    "brief": "Er zijn er drie bij.",
    "body": "- Langs het spoor",
}


@pytest.fixture
def draft(losser: Council) -> Notice:
    return NoticeFactory(organisation=losser.organisation)


@pytest.fixture
def clerks_browser(clerk: Mandate, as_client: AsClient) -> Client:
    return as_client(clerk)


def page(name: str, notice: Notice) -> str:
    return reverse(f"notifications:{name}", args=[notice.uuid])


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    tag = next(tag for tag in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in tag)
    return str(re.findall(r'value="([^"]*)"', tag)[0])


def test_the_public_reads_public_notices_without_a_cookie(client: Client) -> None:
    NoticeFactory(sent=True, is_public=True, subject="Voor iedereen")
    NoticeFactory(sent=True, subject="Alleen voor de raad")
    NoticeFactory(is_public=True, subject="Nog een concept")

    answer = client.get(reverse("notifications:notices"))

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Voor iedereen" in html
    assert "Alleen voor de raad" not in html
    assert "Nog een concept" not in html
    assert not answer.cookies


def test_the_page_of_a_public_notice_names_no_recipient(client: Client, losser: Council) -> None:
    notice = NoticeFactory(organisation=losser.organisation, sent=True, is_public=True, body="**Drie** locaties.")
    delivery = DeliveryFactory(notice=notice, user=UserFactory(name="Mirjam Raadslid"))

    html = client.get(page("notice", notice)).content.decode()

    assert "<strong>Drie</strong>" in html
    assert "Mirjam Raadslid" not in html
    assert delivery.user.email not in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"spoor", "kanaal"}),
        ("?zoek=SPOOR", {"spoor"}),
        ("?van=programmateam", {"kanaal"}),
        ("?van=losser", {"spoor"}),
        ("?van=bestaat-niet", {"spoor", "kanaal"}),
        ("?pagina=999", {"spoor", "kanaal"}),
        ("?zoek=%00", {"spoor", "kanaal"}),
    ],
)
def test_the_list_is_searched_by_word_and_by_sender(
    client: Client, losser: Council, query: str, found: set[str]
) -> None:
    NoticeFactory(organisation=losser.organisation, sent=True, is_public=True, subject="Wonen langs het spoor")
    NoticeFactory(regional=True, sent=True, is_public=True, subject="Wonen langs het kanaal")

    html = client.get(reverse("notifications:notices") + query).content.decode()

    assert {word for word in ("spoor", "kanaal") if f"Wonen langs het {word}" in html} == found


def test_the_list_takes_the_same_queries_for_many_as_for_few(
    client: Client, losser: Council, django_assert_num_queries: Any
) -> None:
    NoticeFactory(organisation=losser.organisation, sent=True, is_public=True)
    with django_assert_num_queries(3):
        client.get(reverse("notifications:notices"))

    for _ in range(50):
        NoticeFactory(sent=True, is_public=True)
    with django_assert_num_queries(3):
        client.get(reverse("notifications:notices"))


@pytest.mark.parametrize("name", ["mine", "office"])
def test_lists_behind_sign_in_take_the_same_queries_for_many_as_for_few(
    clerk: Mandate, clerks_browser: Client, django_assert_max_num_queries: Any, name: str
) -> None:
    for _ in range(30):
        notice = NoticeFactory(organisation=clerk.organisation, sent=True)
        DeliveryFactory(notice=notice, user=clerk.user)

    with django_assert_max_num_queries(8):
        assert clerks_browser.get(reverse(f"notifications:{name}")).status_code == 200


def test_the_sender_sees_every_recipient_in_the_same_number_of_queries(
    clerk: Mandate, clerks_browser: Client, django_assert_max_num_queries: Any
) -> None:
    notice = NoticeFactory(organisation=clerk.organisation, sending=True)
    for _ in range(60):
        DeliveryFactory(notice=notice)

    with django_assert_max_num_queries(8):
        answer = clerks_browser.get(page("recipients", notice))

    assert answer.content.decode().count("in de wachtrij") >= 60


def test_a_clerk_writes_checks_and_sends(clerks_browser: Client, member: Mandate, group_leader: Mandate) -> None:
    form = clerks_browser.get(reverse("notifications:new")).content.decode()
    typed = {**TYPED, "uuid": hidden(form, "uuid"), "revision": "0", "preview": ""}
    check = clerks_browser.post(reverse("notifications:new"), typed, follow=True)

    html = check.content.decode()
    assert "2 ontvangers" in html
    assert "Mirjam Raadslid" in html
    assert "Frits Voorzitter" in html
    assert "<li>Langs het spoor</li>" in html
    assert member.user.email not in html
    assert not Mail.objects.exists()

    notice = Notice.objects.get()
    sent = clerks_browser.post(page("send", notice), {"seen": hidden(html, "seen")}, follow=True)

    html = sent.content.decode()
    assert sent.redirect_chain == [(page("recipients", notice), 302)]
    assert html.count("in de wachtrij") >= 2
    assert "bezorgd" not in html.lower()
    assert Delivery.objects.count() == 2


def test_a_double_click_on_save_makes_one_draft(clerks_browser: Client) -> None:
    form = clerks_browser.get(reverse("notifications:new")).content.decode()
    typed = {**TYPED, "uuid": hidden(form, "uuid"), "revision": "0"}

    answers = [clerks_browser.post(reverse("notifications:new"), typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Notice.objects.count() == 1
    assert AuditEntry.objects.filter(permission="write_notice").count() == 1


def test_words_changed_after_going_back_are_not_lost(clerks_browser: Client) -> None:
    form = clerks_browser.get(reverse("notifications:new")).content.decode()
    typed = {**TYPED, "uuid": hidden(form, "uuid"), "revision": "0"}
    clerks_browser.post(reverse("notifications:new"), typed)

    check = clerks_browser.post(reverse("notifications:new"), {**typed, "brief": "Het zijn er vier."}, follow=True)

    assert "Het zijn er vier." in check.content.decode()
    assert Notice.objects.get().brief == "Het zijn er vier."


def test_words_changed_after_going_back_do_not_overwrite_what_came_after(clerks_browser: Client) -> None:
    form = clerks_browser.get(reverse("notifications:new")).content.decode()
    typed = {**TYPED, "uuid": hidden(form, "uuid"), "revision": "0"}
    clerks_browser.post(reverse("notifications:new"), typed)
    Notice.objects.update(brief="Een collega schreef dit.", revision=2)

    answer = clerks_browser.post(reverse("notifications:new"), {**typed, "brief": "Het zijn er vier."})

    assert answer.status_code == 409
    assert "Het zijn er vier." in answer.content.decode()
    assert Notice.objects.get().brief == "Een collega schreef dit."


def test_what_was_begun_for_one_council_is_not_saved_for_another(
    clerks_browser: Client, clerk: Mandate, enschede: Council
) -> None:
    """A clerk of two councils chose the other one in a second tab."""
    other = MandateFactory(user=clerk.user, organisation=enschede.organisation, role="clerk")
    form = clerks_browser.get(reverse("notifications:new")).content.decode()
    typed = {**TYPED, **{name: hidden(form, name) for name in ("uuid", "revision", "written_as")}}
    clerks_browser.post("/mandaat/", {"mandate": other.pk})

    refused = clerks_browser.post(reverse("notifications:new"), typed)
    refused_again = clerks_browser.post(reverse("notifications:new"), {**typed, "written_as": "999999"})
    clerks_browser.post("/mandaat/", {"mandate": clerk.pk})
    saved = clerks_browser.post(reverse("notifications:new"), typed)

    assert [refused.status_code, refused_again.status_code, saved.status_code] == [409, 409, 302]
    assert "U begon dit bericht als griffier van Losser." in refused.content.decode()
    assert "Nieuwe bouwlocaties" in refused.content.decode()
    assert Notice.objects.get().organisation == clerk.organisation


def test_a_double_click_on_send_makes_one_set_of_deliveries(
    clerks_browser: Client, draft: Notice, member: Mandate
) -> None:
    seen = hidden(clerks_browser.get(page("preview", draft)).content.decode(), "seen")

    answers = [clerks_browser.post(page("send", draft), {"seen": seen}, follow=True) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "al verzonden" in answers[1].content.decode()
    assert Delivery.objects.count() == 1


def test_what_changed_since_the_check_is_shown_again_and_not_sent(
    clerks_browser: Client, draft: Notice, member: Mandate, clerk: Mandate
) -> None:
    seen = hidden(clerks_browser.get(page("preview", draft)).content.decode(), "seen")
    MandateFactory(organisation=clerk.organisation, user=UserFactory(name="Nieuw Lid"))

    answer = clerks_browser.post(page("send", draft), {"seen": seen})

    assert answer.status_code == 409
    assert "Nieuw Lid" in answer.content.decode()
    assert not Mail.objects.exists()


def test_text_typed_in_an_old_tab_is_kept_and_overwrites_nothing(clerks_browser: Client, draft: Notice) -> None:
    old_tab = {**TYPED, "uuid": str(draft.uuid), "revision": "1"}
    clerks_browser.post(page("change", draft), {**old_tab, "subject": "Van de eerste tab"})

    answer = clerks_browser.post(page("change", draft), {**old_tab, "subject": "Van de tweede tab"})

    assert answer.status_code == 409
    assert "Van de tweede tab" in answer.content.decode()
    assert Notice.objects.get().subject == "Van de eerste tab"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("subject", "", "verplicht"),
        ("subject", "\u200e\u202e\x07 ", "te lezen"),
        ("subject", "x" * 151, "150"),
        ("body", "x" * 100_000, "20.000"),
        ("kind", "receipt", "receipt"),
        ("uuid", "geen uuid", ""),
    ],
)
def test_text_that_cannot_be_used_is_refused_with_a_sentence(
    clerks_browser: Client, field: str, value: str, sentence: str
) -> None:
    typed = {**TYPED, "uuid": "0e1d6ae4-3f51-4e2a-9a41-8c3a6f7a3d10", "revision": "0", field: value}

    answer = clerks_browser.post(reverse("notifications:new"), typed)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Notice.objects.exists()


def test_emoji_and_letters_from_right_to_left_are_text(clerks_browser: Client) -> None:
    typed = {**TYPED, "uuid": "0e1d6ae4-3f51-4e2a-9a41-8c3a6f7a3d10", "revision": "0", "subject": "🏡 שלום"}

    answer = clerks_browser.post(reverse("notifications:new"), typed, follow=True)

    assert "🏡 שלום" in answer.content.decode()


def test_a_draft_is_thrown_away_after_a_question(clerks_browser: Client, draft: Notice) -> None:
    assert clerks_browser.get(page("discard", draft)).status_code == 200
    assert Notice.objects.exists()

    clerks_browser.post(page("discard", draft))

    assert not Notice.objects.exists()


@pytest.mark.parametrize("name", ["change", "discard"])
def test_what_was_sent_cannot_be_undone_by_an_old_address(clerks_browser: Client, losser: Council, name: str) -> None:
    notice = NoticeFactory(organisation=losser.organisation, sent=True)

    answer = clerks_browser.post(page(name, notice), {**TYPED, "uuid": str(notice.uuid), "revision": "1"})

    assert answer.status_code == 409
    assert Notice.objects.get().subject == notice.subject


@pytest.mark.parametrize("name", ["change", "preview", "send", "discard", "recipients"])
@pytest.mark.parametrize(
    "position", ["member", "group_leader", "case_officer", "executive", "secretary", "administrator", "outsider"]
)
def test_others_find_no_draft_and_no_recipients(
    draft: Notice, as_client: AsClient, name: str, position: str, request: pytest.FixtureRequest
) -> None:
    browser = as_client(request.getfixturevalue(position))

    assert browser.post(page(name, draft)).status_code in ({404} if name in {"change", "send", "discard"} else {405})
    assert browser.get(page(name, draft)).status_code == (405 if name == "send" else 404)


def test_a_personal_notice_is_for_its_reader_alone(as_client: AsClient, member: Mandate, clerk: Mandate) -> None:
    notice = NoticeFactory(personal=True, organisation=clerk.organisation, kind="feedback", subject="Over uw inbreng")
    DeliveryFactory(notice=notice, user=member.user)

    assert "Over uw inbreng" in as_client(member).get(reverse("notifications:mine")).content.decode()
    assert as_client(member).get(page("notice", notice)).status_code == 200
    assert as_client(clerk).get(page("notice", notice)).status_code == 404
    assert as_client(clerk).get(page("recipients", notice)).status_code == 404
