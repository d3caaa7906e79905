"""Writing beside the draft page: on a paragraph, in a next version, and what was written before."""

from django.urls import path

from consultations.urls import converters  # noqa: F401
from consultations.views import attachments, motions, remarks, revisions

urlpatterns = [
    path("inbreng/<number:number>/herzien/", revisions.revise, name="revise"),
    path("inbreng/<number:number>/versies/", revisions.versions, name="contribution_versions"),
    path("inbreng/concept/<uuid:uuid>/geschiedenis/", revisions.history, name="draft_history"),
    path("inbreng/concept/<uuid:uuid>/bijlagen/", attachments.add, name="add_attachment"),
    path(
        "inbreng/concept/<uuid:uuid>/bijlagen/<uuid:attachment>/weghalen/",
        attachments.remove,
        name="remove_attachment",
    ),
    path("inbreng/bijlage/<uuid:uuid>/", attachments.attachment, name="attachment"),
    path("inbreng/concept/<uuid:uuid>/moties/", motions.add, name="add_motion"),
    path("inbreng/concept/<uuid:uuid>/moties/<int:motion>/weghalen/", motions.remove, name="remove_motion"),
    path("rondes/<slug:slug>/alinea/<int:paragraph>/", remarks.remark, name="remark"),
    path("inbreng/concept/<uuid:uuid>/weggooien/", revisions.discard, name="discard_revision"),
]
