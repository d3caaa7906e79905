"""The BOSS and the programme: meetings for everyone, and the desk of the secretary."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from ..views import agenda, feedback, inbox, meetings, papers, programme


class IsoDay:
    """A day in an address: 2026-02-12."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(IsoDay, "isoday")

urlpatterns: list[URLPattern] = [
    path("boss/", meetings.meetings, name="meetings"),
    path("boss/plannen/", meetings.plan, name="plan_meeting"),
    path("boss/werkbak/", inbox.inbox, name="inbox"),
    path("boss/werkbak/agenderen/", inbox.route, name="route_answers"),
    path("boss/werkbak/themas/", inbox.sort, name="sort_answers"),
    path("boss/<isoday:day>/", meetings.meeting, name="meeting"),
    path("boss/<isoday:day>/agenda.pdf", papers.agenda_pdf, name="agenda_pdf"),
    path("boss/<isoday:day>/deelnemersbundel/", papers.bundle, name="bundle"),
    path("boss/<isoday:day>/deelnemersbundel.pdf", papers.bundle_pdf, name="bundle_pdf"),
    path("boss/<isoday:day>/voorbereiden/", meetings.prepare, name="prepare_meeting"),
    path("boss/<isoday:day>/agenda-publiceren/", meetings.convene, name="convene_meeting"),
    path("boss/<isoday:day>/gehouden/", meetings.hold, name="hold_meeting"),
    path("boss/<isoday:day>/punten/", agenda.add_item, name="add_agenda_item"),
    path("boss/<isoday:day>/punten/<int:pk>/", agenda.change_item, name="change_agenda_item"),
    path("boss/<isoday:day>/punten/<int:pk>/verplaatsen/", agenda.move_item, name="move_agenda_item"),
    path("boss/<isoday:day>/punten/<int:pk>/weghalen/", agenda.remove_item, name="remove_agenda_item"),
    path("boss/<isoday:day>/punten/<int:pk>/oplegnotitie/", agenda.cover_note, name="cover_note"),
    path("boss/<isoday:day>/agendering/<int:pk>/weghalen/", agenda.unroute, name="unroute_answer"),
    path("boss/<isoday:day>/besluiten/", feedback.decide, name="decide_meeting"),
    path("boss/<isoday:day>/punten/<int:pk>/besluit/", feedback.decide_item, name="decide_item"),
    path("boss/<isoday:day>/agendering/<int:pk>/oordeel/", feedback.feedback, name="give_feedback"),
    path("boss/<isoday:day>/punten/<int:pk>/afronden/", feedback.close_item, name="close_agenda_item"),
    path("boss/<isoday:day>/besluiten-publiceren/", feedback.publish, name="publish_decisions"),
    path("boss/oordelen/<int:pk>/tekstwijziging/", feedback.text_change, name="record_text_change"),
    path("rondes/<slug:slug>/publiceren/", programme.publish_round, name="publish_round_input"),
    path("producten/<slug:slug>/werkbak/", programme.inbox, name="phase_inbox"),
    path("producten/<slug:slug>/werkbak/opnemen/", programme.take_up, name="take_up_answers"),
    path("producten/<slug:slug>/nieuw/", programme.new_item, name="new_programme_item"),
    path("programma/<slug:slug>/wijzigen/", programme.change_item, name="change_programme_item"),
    path("programma/<slug:slug>/publiceren/", programme.publish_item, name="publish_programme_item"),
]
