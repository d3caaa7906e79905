"""The addresses of the process, one file per audience."""

from . import boss, contributions, cosigning, public, technical

app_name = "consultations"
urlpatterns = [
    *contributions.urlpatterns,
    *boss.urlpatterns,
    *technical.urlpatterns,
    *cosigning.urlpatterns,
    *public.urlpatterns,
]
