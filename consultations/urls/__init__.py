"""The addresses of the process, one file per audience."""

from . import boss, contributions, public, technical

app_name = "consultations"
urlpatterns = [*contributions.urlpatterns, *boss.urlpatterns, *technical.urlpatterns, *public.urlpatterns]
