"""The addresses of the process, one file per audience."""

from . import boss, contributions, public, revisions

app_name = "consultations"
urlpatterns = [*contributions.urlpatterns, *boss.urlpatterns, *public.urlpatterns, *revisions.urlpatterns]
