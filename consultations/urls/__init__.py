"""The addresses of the process, one file per audience."""

from . import boss, contributions, exports, public

app_name = "consultations"
urlpatterns = [
    *contributions.urlpatterns,
    *boss.urlpatterns,
    *public.urlpatterns,
    *exports.urlpatterns,
]
