"""People, their mandates and what they are told."""

from typing import Any

from organisations.actions import invitation_token

from .http_rows import Row, Values, answers, everybody, page, signed_in
from .scene import Scene

LOSSER: Values = lambda scene: {"party": "losser"}  # noqa: E731
REGION: Values = lambda scene: {"party": "regio"}  # noqa: E731
MEMBER = {"name": "Nieuw Lid", "email": "nieuw@losser.example", "role": "council_member"}
CLERK = {"name": "Nieuwe Griffier", "email": "nieuw@losser.example", "role": "clerk"}
APPOINTS = {"clerk": 200, "administrator": 200}


def notice(name: str) -> Values:
    return lambda scene: {"uuid": scene.made[name].uuid}


def typed(scene: Scene) -> dict[str, Any]:
    draft = scene.notice_draft
    return {"uuid": draft.uuid, "revision": draft.revision, "kind": "update", "subject": "Nieuws", "brief": "Kort."}


def account(name: str, get: tuple[int, ...], post: tuple[int, ...] | None = None) -> list[Row]:
    return page(name, GET=get, POST=post or get)


PEOPLE = [
    *page("organisations:account", GET=signed_in(200), POST=signed_in(405)),
    *page(
        "organisations:choose_mandate",
        GET=signed_in(405),
        POST=answers(404, member=302),
        body=lambda scene: {"mandate": scene.mandates["member"].pk},
    ),
    *page(
        "organisations:members",
        GET=answers(403, outside_clerk=200, **APPOINTS),
        POST=signed_in(405),
    ),
    *page("organisations:members_of", LOSSER, GET=answers(404, **APPOINTS), POST=signed_in(405)),
    *page(
        "organisations:members_of",
        lambda scene: {"party": "regio"},
        GET=answers(404, administrator=200),
        POST=signed_in(405),
    ),
    *page(
        "organisations:invite",
        LOSSER,
        GET=answers(404, **APPOINTS),
        POST=answers(404, clerk=302, administrator=302),
        body=lambda scene: MEMBER,
    ),
    *page(
        "organisations:invite_to_office",
        LOSSER,
        GET=answers(404, clerk=403, administrator=200),
        POST=answers(404, clerk=403, administrator=302),
        body=lambda scene: CLERK,
    ),
    *page(
        "organisations:withdraw_invitation",
        lambda scene: {"uuid": scene.invitation.uuid},
        GET=signed_in(405),
        POST=answers(404, clerk=302, administrator=302),
    ),
    *page(
        "organisations:end_mandate",
        lambda scene: {"pk": scene.mandates["colleague"].pk},
        GET=answers(404, clerk=200, administrator=200),
        POST=answers(404, clerk=302, administrator=302),
    ),
    *page(
        "organisations:invitation",
        lambda scene: {"token": invitation_token(scene.invitation)},
        GET=everybody(200),
        POST=everybody(302),
    ),
    *page("organisations:invitation", lambda scene: {"token": "forged"}, GET=everybody(404), POST=everybody(404)),
    *page("organisations:audit_record", GET=answers(403, administrator=200), POST=signed_in(405)),
    *page("notifications:mine", GET=signed_in(200), POST=signed_in(405)),
    *page(
        "notifications:office",
        GET=answers(403, outside_clerk=200, clerk=200, secretary=200),
        POST=signed_in(405),
    ),
    *page(
        "notifications:new",
        GET=answers(403, outside_clerk=200, clerk=200, secretary=200),
        POST=answers(403, outside_clerk=302, clerk=302, secretary=302),
        body=lambda scene: {**typed(scene), "uuid": "6f1c0a52-8a3e-4f0e-9d5e-2b1f6a0f4c11", "revision": 0},
    ),
    *page("notifications:notice", notice("notice_draft"), GET=answers(404, public=404), POST=everybody(405)),
    *page(
        "notifications:notice", notice("personal_notice"), GET=answers(404, public=404, member=200), POST=everybody(405)
    ),
    *page(
        "notifications:change",
        notice("notice_draft"),
        GET=answers(404, clerk=200),
        POST=answers(404, clerk=302),
        body=typed,
    ),
    *page("notifications:preview", notice("notice_draft"), GET=answers(404, clerk=200), POST=signed_in(405)),
    # Nobody looked at what is sent here: `seen` is missing.
    *page("notifications:send", notice("notice_draft"), GET=signed_in(405), POST=answers(404, clerk=409)),
    *page("notifications:discard", notice("notice_draft"), GET=answers(404, clerk=200), POST=answers(404, clerk=302)),
    *page("notifications:recipients", notice("notice"), GET=answers(404, clerk=200), POST=signed_in(405)),
]

#: The pages of django-allauth: who signed in already is sent on.
ACCOUNT = [
    *account("account_login", answers(302, public=200)),
    *account("account_request_login_code", answers(302, public=200)),
    *account("account_confirm_login_code", answers(302)),
    *account("account_logout", signed_in(200), signed_in(302)),
    *account("account_signup", answers(302, public=200)),
    *account("account_inactive", everybody(200), everybody(405)),
    *account("account_set_password", signed_in(200)),
    *account("account_change_password", signed_in(302)),
    *account("account_reset_password", everybody(200)),
    *account("account_confirm_password_reset_code", everybody(302)),
    *account("account_complete_password_reset", everybody(302)),
    *account("account_password_reset_completed", everybody(200), everybody(405)),
]
