"""What happens to notices that an office writes: written, changed, discarded, sent, completed."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from organisations.actor import Actor, Role
from organisations.models import Mandate
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.text import clean_line, clean_text

from .models import Audience, Notice, NoticeKind, NoticeStatus
from .models.notices import BODY_LIMIT, BRIEF_LIMIT, SUBJECT_LIMIT
from .outbox import queue_deliveries, with_office
from .policies import Permission, policy

NOT_AS_SEEN = "Het bericht of de lijst met ontvangers is gewijzigd sinds u het bekeek. Controleer het opnieuw."


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What an office writes; cleaned, so that no door brings in anything else."""

    kind: NoticeKind
    subject: str
    brief: str
    body: str = ""
    is_public: bool = False

    def cleaned(self) -> dict[str, object]:
        """The fields of the notice; raises ValidationError when a text is too long."""
        return {
            **asdict(self),
            "subject": clean_line(self.subject, limit=SUBJECT_LIMIT),
            "brief": clean_line(self.brief, limit=BRIEF_LIMIT),
            "body": clean_text(self.body, limit=BODY_LIMIT),
        }


@policy.action(Permission.WRITE_NOTICE)
def write_notice(actor: Actor, subject: None, text: NoticeText, *, uuid: UUID | None = None) -> Notice:
    """Begin a draft: a clerk for the own council, the programme team for all councils.

    `uuid` is made with the form, so that the same form saved twice makes one draft: the second time
    raises Conflict.
    """
    is_clerk = actor.role == Role.CLERK
    uuid = uuid or uuid4()
    try:
        with transaction.atomic():
            return Notice.objects.create(
                uuid=uuid,
                audience=Audience.COUNCIL if is_clerk else Audience.ALL_COUNCILS,
                organisation_id=actor.organisation_id if is_clerk else None,
                sender_office=actor.office,
                created_at=database_now(),
                **text.cleaned(),
            )
    except IntegrityError as error:
        if Notice.objects.filter(uuid=uuid).exists():
            raise Conflict("Dit concept is al bewaard.") from error
        raise


@policy.action(Permission.CHANGE_NOTICE)
def change_notice(actor: Actor, notice: Notice, text: NoticeText, *, revision: int | None = None) -> Notice:
    """Write the draft anew; raises Conflict when it was sent meanwhile, or changed since `revision`."""
    notice = _locked_draft(notice)
    if revision is not None and revision != notice.revision:
        raise Conflict("Iemand heeft dit concept gewijzigd terwijl u schreef. Kopieer uw tekst en open het opnieuw.")
    for field, value in text.cleaned().items():
        setattr(notice, field, value)
    notice.sender_office = actor.office
    notice.revision += 1
    notice.save(update_fields=["kind", "subject", "brief", "body", "is_public", "sender_office", "revision"])
    return notice


@policy.action(Permission.DISCARD_NOTICE)
def discard_notice(actor: Actor, notice: Notice) -> Notice:
    """Throw the draft away; raises Conflict when it was sent meanwhile."""
    notice = _locked_draft(notice)
    Notice.objects.filter(pk=notice.pk).delete()
    return notice


@policy.action(Permission.SEND_NOTICE)
def send_notice(actor: Actor, notice: Notice, *, seen: str) -> Notice:
    """Fix text and recipients, and queue one e-mail for each of them.

    `seen` is the fingerprint of what the sender looked at. Raises Conflict when the notice was sent
    before, when it has no recipients, or when text or recipients are not those that were looked at.
    """
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    now = database_now()
    mandates = notice.recipients(timezone.localdate(now))
    notice.move_to(NoticeStatus.SENDING)
    if fingerprint(notice, mandates) != seen:
        raise Conflict(NOT_AS_SEEN)
    if not mandates:
        raise Conflict("Er zijn nog geen ontvangers. Nodig eerst leden uit.")
    notice.sender_office = actor.office
    notice.published_at = now
    notice.save(update_fields=["status", "sender_office", "published_at"])
    queue_deliveries(notice, with_office(mandates), now)
    return notice


@policy.action(Permission.COMPLETE_NOTICE)
def complete_notice(actor: Actor, notice: Notice) -> Notice:
    """Note that every e-mail of this notice has come to its end; a second sweep changes nothing."""
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    notice.move_to(NoticeStatus.SENT)
    notice.sent_at = database_now()
    notice.save(update_fields=["status", "sent_at"])
    return notice


def fingerprint(notice: Notice, mandates: Iterable[Mandate]) -> str:
    """What a sender has looked at: this wording, for these persons in these capacities."""
    seen = [str(notice.pk), str(notice.revision), *sorted(f"{m.user_id}:{m.user.email}:{m.office}" for m in mandates)]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def _locked_draft(notice: Notice) -> Notice:
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.status != NoticeStatus.DRAFT:
        raise Conflict("Dit bericht is al verzonden. U kunt het niet meer wijzigen.")
    return notice
