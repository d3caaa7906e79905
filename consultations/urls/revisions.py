"""Input after it was handed in: opened again, and its versions."""

from django.urls import path

from consultations.urls import converters  # noqa: F401
from consultations.views import revisions

urlpatterns = [
    path("inbreng/<number:number>/herzien/", revisions.revise, name="revise"),
    path("inbreng/<number:number>/versies/", revisions.versions, name="contribution_versions"),
    path("inbreng/concept/<uuid:uuid>/weggooien/", revisions.discard, name="discard_revision"),
]
