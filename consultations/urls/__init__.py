"""The addresses of the process, one file per audience."""

from django.urls import URLPattern

from . import (
    boss,
    contributions,
    cosigning,
    exports,
    fair_time,
    overview,
    public,
    reading,
    revisions,
    rounds,
    technical,
)

app_name = "consultations"
urlpatterns: list[URLPattern] = [
    *rounds.urlpatterns,
    *fair_time.urlpatterns,
    *contributions.urlpatterns,
    *revisions.urlpatterns,
    *boss.urlpatterns,
    *technical.urlpatterns,
    *cosigning.urlpatterns,
    *exports.urlpatterns,
    *overview.urlpatterns,
    *reading.urlpatterns,
    *public.urlpatterns,
]
