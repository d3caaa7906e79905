"""The addresses of the process, one file per audience."""

from . import boss, contributions, overview, public, reading

app_name = "consultations"
urlpatterns = [
    *contributions.urlpatterns,
    *boss.urlpatterns,
    *public.urlpatterns,
    *overview.urlpatterns,
    *reading.urlpatterns,
]
