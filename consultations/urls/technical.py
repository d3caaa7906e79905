"""Technical questions: the list for everyone, asking, and the desk of who answers."""

from django.urls import URLPattern, path

from consultations.views import technical, technical_answers

urlpatterns: list[URLPattern] = [
    path("technische-vragen/", technical.questions, name="technical_questions"),
    path("technische-vragen/stellen/", technical.ask, name="ask_technical_question"),
    path("technische-vragen/lijkt-op/", technical.alike, name="technical_questions_alike"),
    path("technische-vragen/van-mij/", technical.mine, name="my_technical_questions"),
    path("technische-vragen/werkbak/", technical_answers.inbox, name="technical_inbox"),
    path("technische-vragen/<uuid:uuid>/", technical.question, name="technical_question"),
    path("technische-vragen/<uuid:uuid>/doorgeven/", technical_answers.pass_on, name="pass_on_technical_question"),
    path("technische-vragen/<uuid:uuid>/beantwoorden/", technical_answers.answer, name="answer_technical_question"),
]
