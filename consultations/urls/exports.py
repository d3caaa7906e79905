"""Taking along: exports for everybody with a mandate."""

from django.urls import URLPattern, path

from consultations.views import exports

urlpatterns: list[URLPattern] = [
    path("rondes/<slug:slug>/meenemen/", exports.export_round, name="export_round"),
    path("raden/<slug:slug>/meenemen/", exports.export_council, name="export_council"),
    path("downloads/", exports.exports, name="exports"),
    path("downloads/<uuid:uuid>/bestand/", exports.export_file, name="export_file"),
    path("downloads/<uuid:uuid>/weggooien/", exports.export_discard, name="export_discard"),
]
