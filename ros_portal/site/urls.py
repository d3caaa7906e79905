from django.urls import path

from .views import health, home, pages, search, start, synonyms

app_name = "site"
urlpatterns = [
    path("", home.home, name="home"),
    path("over/", pages.about, name="about"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("contact/", pages.contact, name="contact"),
    path(".well-known/security.txt", pages.security_txt, name="security_txt"),
    path("robots.txt", pages.robots_txt, name="robots_txt"),
    path("zoeken/", search.search, name="search"),
    path("zoeken/synoniemen/", synonyms.synonyms, name="synonyms"),
    path("zoeken/synoniemen/nieuw/", synonyms.add, name="add_synonyms"),
    path("zoeken/synoniemen/<int:pk>/", synonyms.change, name="change_synonyms"),
    path("zoeken/synoniemen/<int:pk>/weghalen/", synonyms.remove, name="remove_synonyms"),
    path("start/", start.start, name="start"),
    path("gezond/live", health.live, name="health_live"),
    path("gezond/klaar", health.ready, name="health_ready"),
]
