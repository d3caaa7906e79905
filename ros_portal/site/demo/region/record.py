"""The audit record of the example: who took which step when, as the actions would have written it down."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Model

from consultations.models import ConsultationRound, Meeting, ProgrammeItem
from consultations.policies import Permission
from notifications.models import Notice
from notifications.models.notices import WRITTEN
from notifications.policies import Permission as Telling
from organisations.models import AuditEntry, Invitation, Mandate
from organisations.policies import Permission as Appointing

from .input import Input
from .people import Cast


class Step(NamedTuple):
    """One step that somebody took; not taken while it has no moment."""

    at: datetime | None
    mandate: Mandate
    permission: str
    target: Model


def load_record(cast: Cast, loaded: Input) -> None:
    """Write one entry per step, in the order in which the steps were taken."""
    steps = [*_on_input(cast, loaded), *_of_the_programme_team(cast.mandate("femke.testerink")), *_of_clerks(cast)]
    taken = [(step.at, step) for step in steps if step.at is not None]
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=at,
            user_id=step.mandate.user_id,
            mandate_id=step.mandate.pk,
            organisation_id=step.mandate.organisation_id,
            office=step.mandate.office,
            permission=step.permission,
            target_type=step.target._meta.label_lower,
            target_id=str(step.target.pk),
        )
        for at, step in sorted(taken, key=lambda pair: pair[0])
    )


def _on_input(cast: Cast, loaded: Input) -> Iterator[Step]:
    for entry in loaded.entries.values():
        one, party = entry.contribution, entry.row["party"]
        author, clerk = cast.mandates[entry.row["author"], party], cast.clerk(party)
        yield Step(one.submitted_at, author, Permission.SUBMIT_CONTRIBUTION, one)
        yield Step(one.withdrawn_at, author, Permission.WITHDRAW_CONTRIBUTION, one)
        yield Step(one.published_at, clerk, Permission.PUBLISH_COUNCIL_INPUT, one)
        if one.released_at != one.submitted_at:
            yield Step(one.released_at, clerk, Permission.RELEASE_CONTRIBUTION, one)


def _of_the_programme_team(secretary: Mandate) -> Iterator[Step]:
    for round_ in ConsultationRound.objects.all():
        yield Step(round_.input_published_at, secretary, Permission.PUBLISH_ROUND_INPUT, round_)
    for meeting in Meeting.objects.all():
        yield Step(meeting.convened_at, secretary, Permission.CONVENE_MEETING, meeting)
        yield Step(meeting.closed_at, secretary, Permission.HOLD_MEETING, meeting)
        yield Step(meeting.decisions_published_at, secretary, Permission.PUBLISH_DECISIONS, meeting)
    for item in ProgrammeItem.objects.all():
        yield Step(item.published_at, secretary, Permission.PUBLISH_PROGRAMME_ITEM, item)
    for notice in Notice.objects.filter(audience__in=WRITTEN, organisation=None):
        yield Step(notice.published_at, secretary, Telling.SEND_NOTICE, notice)


def _of_clerks(cast: Cast) -> Iterator[Step]:
    for notice in Notice.objects.filter(audience__in=WRITTEN).exclude(organisation=None).select_related("organisation"):
        if notice.organisation is not None:
            yield Step(notice.published_at, cast.clerk(notice.organisation.code), Telling.SEND_NOTICE, notice)
    for invitation in Invitation.objects.all():
        yield Step(invitation.created_at, cast.clerk("LOS"), Appointing.INVITE_MEMBER, invitation)
