"""The search: for everybody; asked for every secret of the scene, in everybody's name.

The words are asked for without their hyphens, so that a page that repeats the question does not hold the secret.
"""

from .http_rows import Row, Values, everybody, nothing, page
from .scene import SECRETS


def asked(secret: str) -> Values:
    return lambda scene: {"zoek": secret.replace("-", " ")}


SEARCH: list[Row] = [
    *page("site:search", GET=everybody(200), POST=everybody(405)),
    *(Row("site:search", "GET", everybody(200), nothing, asked(secret)) for secret in SECRETS),
]
