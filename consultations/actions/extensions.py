"""More time for one council: its clerk asks, the programme team answers. Locks go round → request → track."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations.models import (
    ConsultationRound,
    CouncilTrack,
    Extension,
    ExtensionRequest,
    RequestStatus,
    RoundStatus,
    lock_track,
)
from consultations.policies import Permission, policy
from notifications.models import NoticeKind
from notifications.outbox import queue_notice
from organisations.actor import Actor, Role
from organisations.models import Mandate, User
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import day_time


@policy.action(Permission.ASK_EXTENSION)
def ask_extension(actor: Actor, track: CouncilTrack, *, until: datetime, reason: str) -> ExtensionRequest:
    """Ask more time for the own council, while it can still answer.

    Raises Conflict when the round has closed for it, when what is asked is no later, and while an earlier
    request waits.
    """
    round_ = ConsultationRound.objects.lock_for_share(track.round_id)
    track = lock_track(track.pk)
    if round_.status != RoundStatus.PUBLISHED or database_now() >= track.deadline:
        raise Conflict("Deze ronde is ingetrokken of al gesloten. Uitstel vragen kan niet meer.")
    _require_later(until, track)
    try:
        with transaction.atomic():
            return ExtensionRequest.objects.create(track=track, until=until, reason=reason, office=actor.office)
    except IntegrityError as error:  # one open request per track, also after a double click
        raise Conflict("U hebt al uitstel gevraagd. Wacht op het antwoord van het programmateam.") from error


@policy.action(Permission.GRANT_EXTENSION)
def grant_extension(actor: Actor, request: ExtensionRequest, *, until: datetime, reason: str) -> ExtensionRequest:
    """Give the council more time; everyone reads until when and why, and its clerks are told.

    Raises Conflict for a request that was answered, a moment that has passed or gives no more time, a round
    that was withdrawn, and input that is public.
    """
    round_ = ConsultationRound.objects.lock(request.track.round_id)
    request = ExtensionRequest.objects.lock(request.pk)
    track = lock_track(request.track_id)
    now = database_now()
    request.move_to(RequestStatus.GRANTED)
    if round_.status != RoundStatus.PUBLISHED:
        raise Conflict("Deze ronde is ingetrokken. U kunt het verzoek alleen afwijzen.")
    if round_.input_published_at is not None:
        raise Conflict("De inbreng van deze ronde is al openbaar. U kunt het verzoek alleen afwijzen.")
    if until <= now:
        raise Conflict("Dit moment is al voorbij. Kies een later moment.")
    _require_later(until, track)
    track.extended_until = until
    track.save(update_fields=["extended_until"])
    Extension.objects.create(round=round_, council=track.council, until=until, reason=reason, office=actor.office)
    _answer(request, reason, now)
    _tell_clerks(request, actor, now, f"Uw raad kan inbreng geven tot {day_time(until)}.")
    return request


@policy.action(Permission.REFUSE_EXTENSION)
def refuse_extension(actor: Actor, request: ExtensionRequest, *, reason: str) -> ExtensionRequest:
    """Say no, with the reason, to the clerks who asked; raises Conflict for a request that was answered."""
    request = ExtensionRequest.objects.lock(request.pk)
    now = database_now()
    request.move_to(RequestStatus.REFUSED)
    _answer(request, reason, now)
    _tell_clerks(request, actor, now, f"Uw raad kan inbreng geven tot {day_time(request.track.deadline)}.")
    return request


def _require_later(until: datetime, track: CouncilTrack) -> None:
    if until <= track.deadline:
        raise Conflict(f"Uw raad heeft al tijd tot {day_time(track.deadline)}. Kies een later moment.")


def _answer(request: ExtensionRequest, reason: str, now: datetime) -> None:
    request.answer, request.answered_at = reason, now
    request.save(update_fields=["status", "answer", "answered_at"])


def _tell_clerks(request: ExtensionRequest, actor: Actor, now: datetime, consequence: str) -> None:
    """Tell the clerks of the council what became of its request."""
    council, round_ = request.track.council, request.track.round
    clerks = Mandate.objects.current(timezone.localdate(now)).filter(
        organisation_id=council.organisation_id, role=Role.CLERK
    )
    queue_notice(
        kind=NoticeKind.SERVICE,
        subject=f"Uw verzoek om uitstel is {request.get_status_display()}",
        brief=f"U vroeg uitstel voor de ronde “{round_.title}”. {consequence}",
        body=request.answer,
        recipients=User.objects.filter(pk__in=clerks.values("user_id")),
        office=actor.office,
        topic=f"uitstel:{request.pk}",
        link=round_.get_absolute_url(),
    )
