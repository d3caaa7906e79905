"""What everybody may read: rounds, councils, published input and what came of it."""

from django.urls import URLPattern, path

from consultations.urls import converters  # noqa: F401
from consultations.views import public_contributions, public_councils, public_programme, public_rounds

urlpatterns: list[URLPattern] = [
    path("raden/", public_councils.councils, name="councils"),
    path("raden/<slug:slug>/", public_councils.council, name="council"),
    path("rondes/", public_rounds.rounds, name="rounds"),
    path("rondes/<slug:slug>/", public_rounds.round_, name="round"),
    path("inbreng/", public_contributions.contributions, name="contributions"),
    path("inbreng/<number:number>/", public_contributions.contribution, name="contribution"),
    path("producten/", public_programme.phases, name="phases"),
    path("producten/<slug:slug>/", public_programme.phase, name="phase"),
    path("programma/<slug:slug>/", public_programme.programme_item, name="programme_item"),
]
