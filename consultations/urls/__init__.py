"""The addresses of the process, one file per audience."""

from . import boss, contributions, fair_time, public

app_name = "consultations"
urlpatterns = [*contributions.urlpatterns, *boss.urlpatterns, *fair_time.urlpatterns, *public.urlpatterns]
