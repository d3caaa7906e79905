"""Fair time: the meter for everyone, and the council's own cycle for its clerk."""

from django.urls import URLPattern, path

from consultations.views import cycle, extensions, fair_time, involvement

urlpatterns: list[URLPattern] = [
    path("eerlijke-tijd/wat-als/", fair_time.what_if, name="fair_time_what_if"),
    path("rondes/<slug:slug>/eerlijke-tijd/", fair_time.fair_time, name="fair_time"),
    path("rondes/<slug:slug>/traject/", cycle.track, name="plan_track"),
    path("rondes/<slug:slug>/uitstel/", extensions.ask, name="ask_extension"),
    path("uitstel/", extensions.requests, name="extension_requests"),
    path("uitstel/<int:pk>/", extensions.answer, name="answer_extension"),
    path("raad/avonden/", cycle.evenings, name="evenings"),
    path("raad/avonden/<int:pk>/", cycle.evening, name="change_evening"),
    path("raad/avonden/<int:pk>/weghalen/", cycle.remove, name="remove_evening"),
    path("raad/meedoen/", involvement.involvement, name="change_involvement"),
]
