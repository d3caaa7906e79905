"""The search: for everybody; asked for every secret of the scene, in everybody's name.

The words are asked for without their hyphens, so that a page that repeats the question does not hold the secret.
"""

from typing import Any

from .http_rows import Row, Values, answers, everybody, nothing, page, signed_in
from .scene import SECRETS, Scene


def asked(secret: str) -> Values:
    return lambda scene: {"zoek": secret.replace("-", " ")}


def group(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.synonyms.pk}


def words(scene: Scene) -> dict[str, Any]:
    return {"terms": "fiets\nrijwiel", "seen": scene.synonyms.fingerprint}


TEAM, SAVED = answers(403, secretary=200), answers(403, secretary=302)

SEARCH: list[Row] = [
    *page("site:search", GET=everybody(200), POST=everybody(405)),
    *(Row("site:search", "GET", everybody(200), nothing, asked(secret)) for secret in SECRETS),
    *page("site:synonyms", GET=TEAM, POST=signed_in(405)),
    *page("site:add_synonyms", GET=TEAM, POST=SAVED, body=words),
    *page("site:change_synonyms", group, GET=TEAM, POST=SAVED, body=words),
    *page("site:remove_synonyms", group, GET=signed_in(405), POST=SAVED),
]
