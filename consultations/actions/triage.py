"""What the secretary does with released input: sort it, put it on an agenda, take it off again."""

from collections.abc import Iterable
from dataclasses import dataclass

from consultations.models import AgendaItem, Answer, AnswerTheme, Feedback, MeetingStatus, Routing
from consultations.policies import Permission, policy
from documents.models import Theme
from organisations.actor import Actor
from ros_portal.kit.errors import Conflict


@dataclass(frozen=True, slots=True)
class Routed:
    """How many answers stand on the item now, of those that were chosen, and how many were put there just now."""

    on_agenda: int
    new: int
    chosen: int


@policy.action(Permission.TRIAGE)
def sort_answers(actor: Actor, theme: Theme, *, answer_ids: Iterable[int], is_about_it: bool = True) -> Theme:
    """Say that released answers are about a theme, or that they are not; saying it twice changes nothing."""
    answers = Answer.objects.released().filter(pk__in=set(answer_ids))
    if is_about_it:
        AnswerTheme.objects.bulk_create(
            [AnswerTheme(answer=answer, theme=theme) for answer in answers], ignore_conflicts=True
        )
    else:
        AnswerTheme.objects.filter(theme=theme, answer__in=answers).delete()
    return theme


@policy.action(Permission.ROUTE_ANSWERS)
def route_answers(actor: Actor, item: AgendaItem, *, answer_ids: Iterable[int]) -> Routed:
    """Put released answers on an item, all or none of them; those that stand there already stay as they are.

    Raises Conflict when the meeting was held, or when an answer was revised, withdrawn or never released.
    """
    item = AgendaItem.objects.lock(item.pk)
    item.meeting.require(MeetingStatus.PLANNED, MeetingStatus.CONVENED)
    chosen = set(answer_ids)
    if not chosen:
        raise Conflict("Kies eerst een of meer antwoorden.")
    found = set(Answer.objects.released().filter(pk__in=chosen).values_list("pk", flat=True))
    if found != chosen:
        raise Conflict(
            f"{len(chosen - found)} van de {len(chosen)} antwoorden zijn intussen gewijzigd of ingetrokken. "
            "Er is niets geagendeerd. Ververs de werkbak en kies opnieuw."
        )
    before = Routing.objects.filter(item=item, answer__in=found).count()
    Routing.objects.bulk_create([Routing(answer_id=pk, item=item) for pk in sorted(found)], ignore_conflicts=True)
    return Routed(on_agenda=len(found), new=len(found) - before, chosen=len(chosen))


@policy.action(Permission.UNROUTE_ANSWER)
def unroute_answer(actor: Actor, routing: Routing) -> AgendaItem:
    """Take an answer off an agenda that is not out yet; raises Conflict afterwards, and for deferred input."""
    item = AgendaItem.objects.lock(routing.item_id)
    item.meeting.require(MeetingStatus.PLANNED)
    if routing.deferred_from_id is not None:
        raise Conflict("Dit antwoord is aangehouden tot dit overleg. Het blijft daarom op de agenda staan.")
    if Feedback.objects.filter(routing=routing).exists():
        raise Conflict("Dit antwoord heeft al een oordeel.")
    Routing.objects.filter(pk=routing.pk).delete()
    return item
