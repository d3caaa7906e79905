"""People who are signed in, and drafts that only wait for the button: what a burst of submissions begins with."""

import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse

from bench.load import Request
from consultations.models import (
    Answer,
    ConsultationRound,
    Contribution,
    ContributionVersion,
    CouncilTrack,
    Phase,
    Question,
    RoundStatus,
    Weight,
)
from organisations.actor import COUNCIL_ROLES
from organisations.models import Mandate


def sign_in(mandates: Sequence[Mandate]) -> dict[int, Mapping[str, str]]:
    """A session for the holder of each mandate; the cookies per mandate."""
    store, until = SessionStore(), datetime.now(UTC) + timedelta(hours=12)
    sessions = {
        mandate.pk: Session(
            session_key=uuid.uuid4().hex,
            session_data=store.encode(
                {
                    SESSION_KEY: str(mandate.user_id),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: mandate.user.get_session_auth_hash(),
                    "mandate": mandate.pk,
                }
            ),
            expire_date=until,
        )
        for mandate in mandates
    }
    Session.objects.bulk_create(sessions.values())
    return {pk: {settings.SESSION_COOKIE_NAME: session.session_key} for pk, session in sessions.items()}


def session_per_role() -> dict[str, str]:
    """For each role that anybody has, the session of the one who had it first."""
    first = {mandate.role: mandate for mandate in Mandate.objects.select_related("user").order_by("-pk")}
    cookies = sign_in(list(first.values()))
    return {role: cookies[mandate.pk][settings.SESSION_COOKIE_NAME] for role, mandate in first.items()}


def members() -> list[Mandate]:
    """Everybody who may give input of their own."""
    mandates = Mandate.objects.filter(role__in=COUNCIL_ROLES).with_names()
    return list(mandates.order_by("pk"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with words in it, and the request with which its author hands it in."""

    uuid: uuid.UUID
    request: Request


def write_drafts(count: int, mandates: Sequence[Mandate], closes_at: datetime) -> list[Draft]:
    """So many drafts, one per member and round; all their rounds close at the same moment."""
    cookies = sign_in(mandates[:count])
    opens_at = datetime.now(UTC) - timedelta(days=1)
    drafts: list[Draft] = []
    for number in range(math.ceil(count / len(mandates))):
        round_ = _open_round(f"{closes_at:%Y%m%d%H%M%S%f}-{number}", mandates, opens_at, closes_at)
        drafts += _drafts_in(round_, mandates[: count - len(drafts)], cookies, opens_at)
    return drafts


def _open_round(name: str, mandates: Sequence[Mandate], opens_at: datetime, closes_at: datetime) -> ConsultationRound:
    round_ = ConsultationRound.objects.create(
        phase=Phase.objects.get(code=Phase.Code.STRATEGY),
        title=f"Ronde {name}",
        slug=f"ronde-{name}",
        brief="De partijen vragen wat uw raad van de schaalsprong vindt.",
        opens_at=opens_at,
        closes_at=closes_at,
    )
    councils = {mandate.council for mandate in mandates if mandate.council}
    CouncilTrack.objects.bulk_create([CouncilTrack(round=round_, council=council) for council in councils])
    Question.objects.create(round=round_, position=1, kind=Question.Kind.CONCERN, text="Waar zitten zorgen?")
    round_.status, round_.published_at = RoundStatus.PUBLISHED, opens_at
    round_.save(update_fields=["status", "published_at"])
    return round_


def _drafts_in(
    round_: ConsultationRound, mandates: Sequence[Mandate], cookies: dict[int, Mapping[str, str]], saved_at: datetime
) -> list[Draft]:
    contributions = Contribution.objects.bulk_create(
        [
            Contribution(round=round_, council=mandate.council, author=mandate.user, weight=Weight.INDIVIDUAL)
            for mandate in mandates
        ]
    )
    versions = ContributionVersion.objects.bulk_create(
        [
            ContributionVersion(contribution=contribution, saved_at=saved_at, saved_by=contribution.author)
            for contribution in contributions
        ]
    )
    question = round_.questions.get()
    text = "De raad vraagt aandacht voor het openbaar vervoer tussen de kernen, ook in de avond. " * 4
    Answer.objects.bulk_create([Answer(version=version, question=question, text=text) for version in versions])
    return [
        Draft(
            uuid=contribution.uuid,
            request=Request(
                reverse("consultations:draft_submit", args=[contribution.uuid]),
                cookies[mandate.pk],
                form={"seen": saved_at.isoformat()},
            ),
        )
        for contribution, mandate in zip(contributions, mandates, strict=True)
    ]
