"""Giving input: for members, group leaders and clerks."""

from django.urls import path

from consultations.urls import converters  # noqa: F401
from consultations.views import contributions, drafts

urlpatterns = [
    path("rondes/<slug:slug>/inbreng/", drafts.start_contribution, name="start_contribution"),
    path("inbreng/concept/<uuid:uuid>/", drafts.draft, name="draft"),
    path("inbreng/concept/<uuid:uuid>/bewaren/", drafts.draft_autosave, name="draft_autosave"),
    path("inbreng/concept/<uuid:uuid>/schrijvers/", drafts.draft_writers, name="draft_writers"),
    path("inbreng/concept/<uuid:uuid>/controleren/", drafts.draft_check, name="draft_check"),
    path("inbreng/concept/<uuid:uuid>/indienen/", drafts.draft_submit, name="draft_submit"),
    path("inbreng/<number:number>/ontvangst/", contributions.receipt, name="receipt"),
    path("inbreng/<number:number>/ontvangst.pdf", contributions.receipt_pdf, name="receipt_pdf"),
    path("inbreng/<number:number>/intrekken/", contributions.withdraw, name="withdraw"),
    path("inbreng/<number:number>/vrijgeven/", contributions.release, name="release"),
    path("inbreng/<number:number>/publiceren/", contributions.publish, name="publish_council_input"),
    path("mijn-inbreng/", contributions.my_contributions, name="my_contributions"),
    path("raad/inbreng/", contributions.council_contributions, name="council_contributions"),
]
