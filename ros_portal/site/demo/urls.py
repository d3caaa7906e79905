from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("inloggen/", views.sign_in, name="sign_in"),
    path("post/", views.post, name="post"),
    path("post/<str:name>/", views.letter, name="letter"),
]
