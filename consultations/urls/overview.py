"""A round seen whole: the matrix, the words behind it, and who takes part."""

from django.urls import path

from consultations.views import overview, participation

urlpatterns = [
    path("rondes/<slug:slug>/matrix/", overview.matrix, name="matrix"),
    path("rondes/<slug:slug>/antwoorden/", overview.answers, name="round_answers"),
    path("rondes/<slug:slug>/deelname/", participation.participation, name="participation"),
]
