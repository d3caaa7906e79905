"""How the example parties involve their councils: each in its own way, as the plan van aanpak leaves to them."""

from consultations.models import Involvement
from ros_portal.site.region.facts import read_csv

from .people import DATA, Cast


def load_involvement(cast: Cast) -> None:
    """Write for every council how it takes part, and when its input is released."""
    rows = {row["party"]: row for row in read_csv(DATA / "involvement.csv")}
    involvements = list(Involvement.objects.filter(organisation__code__in=rows).select_related("organisation"))
    for involvement in involvements:
        row = rows[involvement.organisation.code]
        involvement.release, involvement.explanation = row["release"], row["explanation"]
        cast.organisations[involvement.organisation.code].involvement = involvement
    Involvement.objects.bulk_update(involvements, ["release", "explanation"])
