"""The desk of the programme team: its rounds, from draft to withdrawal. `beheer` is the address of no round."""

from django.urls import URLPattern, path

from consultations.views import desk_questions, desk_rounds, desk_steps

urlpatterns: list[URLPattern] = [
    path("rondes/beheer/", desk_rounds.desk, name="round_desk"),
    path("rondes/beheer/nieuw/", desk_rounds.new_round, name="new_round"),
    path("rondes/beheer/<int:pk>/", desk_rounds.manage, name="manage_round"),
    path("rondes/beheer/<int:pk>/wijzigen/", desk_rounds.change, name="change_round"),
    path("rondes/beheer/<int:pk>/kopieren/", desk_rounds.copy, name="copy_round"),
    path("rondes/beheer/<int:pk>/voorbeeld/", desk_rounds.preview, name="preview_round"),
    path("rondes/beheer/<int:pk>/vragen/", desk_questions.add, name="add_question"),
    path("rondes/beheer/<int:pk>/vragen/<int:question>/", desk_questions.change, name="change_question"),
    path("rondes/beheer/<int:pk>/vragen/<int:question>/verplaatsen/", desk_questions.move, name="move_question"),
    path("rondes/beheer/<int:pk>/vragen/<int:question>/weghalen/", desk_questions.remove, name="remove_question"),
    path("rondes/beheer/<int:pk>/inplannen/", desk_steps.schedule, name="schedule_round"),
    path("rondes/beheer/<int:pk>/terugnemen/", desk_steps.unschedule, name="unschedule_round"),
    path("rondes/beheer/<int:pk>/publiceren/", desk_steps.publish, name="publish_round"),
    path("rondes/beheer/<int:pk>/intrekken/", desk_steps.withdraw, name="withdraw_round"),
    path("rondes/beheer/<int:pk>/toevoegen/", desk_steps.addendum, name="add_addendum"),
    path("rondes/beheer/<int:pk>/uitstel/", desk_steps.extend, name="extend_round"),
]
