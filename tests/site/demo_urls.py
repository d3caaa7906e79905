"""The addresses as they are in demo mode; a mistake that wires them elsewhere is what the test is about."""

from django.urls import include, path

from ros_portal import urls

handler500 = urls.handler500
urlpatterns = [path("demo/", include("ros_portal.site.demo.urls")), *urls.urlpatterns]
