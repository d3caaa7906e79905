"""Addresses below /berichten/."""

from django.urls import path

from .views import reading, writing

app_name = "notifications"
urlpatterns = [
    path("", reading.notices, name="notices"),
    path("aan-u/", reading.mine, name="mine"),
    path("van-ons/", writing.office, name="office"),
    path("nieuw/", writing.new, name="new"),
    path("<uuid:uuid>/", reading.notice, name="notice"),
    path("<uuid:uuid>/wijzigen/", writing.change, name="change"),
    path("<uuid:uuid>/controleren/", writing.preview, name="preview"),
    path("<uuid:uuid>/verzenden/", writing.send, name="send"),
    path("<uuid:uuid>/weggooien/", writing.discard, name="discard"),
    path("<uuid:uuid>/ontvangers/", writing.recipients, name="recipients"),
]
