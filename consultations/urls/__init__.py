"""The addresses of the process, one file per audience."""

from . import boss, contributions, public, rounds

app_name = "consultations"
urlpatterns = [*rounds.urlpatterns, *contributions.urlpatterns, *boss.urlpatterns, *public.urlpatterns]
