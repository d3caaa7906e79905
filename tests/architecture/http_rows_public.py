"""What the public reads: all may look, nobody may post."""

from .http_rows import Row, Values, answers, everybody, nothing, page, signed_in


def read(name: str, kwargs: Values = nothing) -> list[Row]:
    return page(name, kwargs, GET=everybody(200), POST=everybody(405))


PUBLIC = [
    *read("site:home"),
    *read("site:about"),
    *read("site:accessibility"),
    *read("site:privacy"),
    *read("site:contact"),
    *read("site:security_txt"),
    *read("site:robots_txt"),
    *read("site:health_live"),
    *read("site:health_ready"),
    *page("site:start", GET=signed_in(200), POST=signed_in(405)),
    # Others are led to a sign-in of the admin, which there is not.
    *page("admin:index", GET=answers(302, administrator=200), POST=answers(302, administrator=200)),
    *read("consultations:councils"),
    *read("consultations:council", lambda scene: {"slug": "losser"}),
    *read("consultations:rounds"),
    *read("consultations:round", lambda scene: {"slug": scene.published_round.slug}),
    *read("consultations:round", lambda scene: {"slug": scene.open_round.slug}),
    *read("consultations:contributions"),
    *read("consultations:contribution", lambda scene: {"number": scene.published.number}),
    *read("consultations:phases"),
    *read("consultations:phase", lambda scene: {"slug": "uitvoeringsagenda"}),
    *read("consultations:programme_item", lambda scene: {"slug": "openbaar"}),
    *read("consultations:meetings"),
    *read("consultations:meeting", lambda scene: {"day": scene.decided.held_on}),
    *read("consultations:meeting", lambda scene: {"day": scene.convened.held_on}),
    *read("consultations:meeting", lambda scene: {"day": scene.held.held_on}),
    *read("consultations:meeting", lambda scene: {"day": scene.planned.held_on}),
    *read("consultations:agenda_pdf", lambda scene: {"day": scene.convened.held_on}),
    *read("documents:documents"),
    *read("documents:document", lambda scene: {"slug": "brief"}),
    *read("documents:version", lambda scene: {"slug": "brief", "number": 1}),
    *read("notifications:notices"),
    *read("notifications:notice", lambda scene: {"uuid": scene.notice.uuid}),
]
