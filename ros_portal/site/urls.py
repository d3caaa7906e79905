from django.urls import path

from .views import health, home, start

app_name = "site"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/", start.start, name="start"),
    path("gezond/live", health.live, name="health_live"),
    path("gezond/klaar", health.ready, name="health_ready"),
]
