"""Signing along: who offers a text chooses, who is asked decides; nobody else knows of it."""

from typing import Any

from .http_rows import Values, answers, page, signed_in
from .scene import Scene


def number(name: str) -> Values:
    return lambda scene: {"number": scene.made[name].number}


def pk(name: str) -> Values:
    return lambda scene: {"pk": scene.made[name].pk}


def another_fractie(scene: Scene) -> dict[str, Any]:
    return {
        "version": scene.offered_elsewhere.submitted_version_id,
        "raad_losser": f"fractie-{scene.mandates['colleague'].fractie_id}",
    }


COSIGNING = [
    *page(
        "consultations:offer_for_cosigning",
        number("offered"),
        GET=answers(404, clerk=200, outside_clerk=403),
        POST=answers(404, clerk=200, outside_clerk=403),
    ),
    *page(
        "consultations:offer_for_cosigning",
        number("offered_elsewhere"),
        GET=answers(404, outside_clerk=200, leader=403),
        POST=answers(404, outside_clerk=302, leader=403),
        body=another_fractie,
    ),
    # A member's own input is never offered.
    *page(
        "consultations:offer_for_cosigning",
        number("submitted"),
        GET=answers(404, colleague=403, clerk=403),
        POST=answers(404, colleague=403, clerk=403),
    ),
    *page(
        "consultations:contribution",
        number("offered"),
        GET=answers(404, public=404, clerk=200, outside_clerk=200),
        POST=answers(405, public=405),
    ),
    *page(
        "consultations:contribution",
        number("offered_elsewhere"),
        GET=answers(404, public=404, outside_clerk=200, leader=200),
        POST=answers(405, public=405),
    ),
    *page(
        "consultations:cosigning_offers",
        GET=answers(403, outside_clerk=200, clerk=200, leader=200),
        POST=signed_in(405),
    ),
    *page("consultations:cosignature", pk("offer"), GET=answers(404, outside_clerk=200), POST=signed_in(405)),
    *page("consultations:cosignature", pk("signed_offer"), GET=answers(404, leader=200), POST=signed_in(405)),
    *page("consultations:cosignature", pk("declined_offer"), GET=answers(404, clerk=200), POST=signed_in(405)),
    *page("consultations:cosign", pk("offer"), GET=signed_in(405), POST=answers(404, outside_clerk=302)),
    *page("consultations:cosign", pk("declined_offer"), GET=signed_in(405), POST=answers(404, clerk=409)),
    *page("consultations:decline_to_cosign", pk("offer"), GET=signed_in(405), POST=answers(404, outside_clerk=302)),
    *page("consultations:decline_to_cosign", pk("signed_offer"), GET=signed_in(405), POST=answers(404, leader=409)),
    *page("consultations:withdraw_cosignature", pk("signed_offer"), GET=signed_in(405), POST=answers(404, leader=302)),
    *page("consultations:withdraw_cosignature", pk("offer"), GET=signed_in(405), POST=answers(404, outside_clerk=409)),
    *page("consultations:take_back_offer", pk("offer"), GET=signed_in(405), POST=answers(404, clerk=302)),
    *page(
        "consultations:take_back_offer", pk("signed_offer"), GET=signed_in(405), POST=answers(404, outside_clerk=409)
    ),
]
