"""The addresses of documents. What stands beside a text comes from the apps above, so the project says it."""

from django.urls import URLPattern, path

from . import views

app_name = "documents"


def patterns(margin_of: views.MarginOf) -> list[URLPattern]:
    """The addresses, with this margin beside the paragraphs."""
    version = views.version_view(margin_of)
    return [
        path("", views.documents, name="documents"),
        path("<slug:slug>/", version, name="document"),
        path("<slug:slug>/versie/<int:number>/", version, name="version"),
    ]


urlpatterns = patterns(lambda version, actor: views.Margin())
