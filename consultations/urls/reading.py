"""Reading lists: for everybody with a mandate, one's own alone."""

from django.urls import path

from consultations.views import reading

urlpatterns = [
    path("leeslijsten/", reading.reading_lists, name="reading_lists"),
    path("leeslijsten/antwoord/<int:pk>/", reading.keep_answer, name="keep_answer"),
    path("leeslijsten/<uuid:uuid>/", reading.reading_list, name="reading_list"),
    path("leeslijsten/<uuid:uuid>/naam/", reading.rename, name="rename_reading_list"),
    path("leeslijsten/<uuid:uuid>/verwijderen/", reading.remove, name="remove_reading_list"),
    path("leeslijsten/<uuid:uuid>/weghalen/", reading.take_off, name="take_off_reading_list"),
]
