"""What every step of a writer stands on: the locks in their order, the open version, what goes beside the words."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import day

from .answers import Answer, ContributionVersion
from .attachments import Attachment, Motion, private_storage
from .contributions import Contribution, ContributionStatus, Weight
from .numbers import fingerprint
from .rounds import ConsultationRound

#: Beside the answers, what a draft of each weight holds.
DRAFT_FIELDS: Mapping[str, tuple[str, ...]] = {
    Weight.INDIVIDUAL: ("shows_name",),
    Weight.FRACTIE: (),
    Weight.COUNCIL: (
        "meeting_date",
        "decision_reference",
        "without_vote",
        "votes_for",
        "votes_against",
        "minority_view",
        "report",
    ),
}


#: A writer of a shared draft who goes on within this time goes on in the same stand of it.
SAME_SITTING = timedelta(minutes=10)


class ChangedMeanwhile(Conflict):
    """The draft was saved after this page was made: by another writer, or in another window."""


def locked_while_open(contribution: Contribution, *, otherwise: str = "") -> tuple[Contribution, datetime]:
    """The input under its lock, and the time that decided that the council can still act on it.

    Raises Conflict when it cannot; `otherwise` says that of a closed round in the words of the step.
    """
    round_ = ConsultationRound.objects.lock_for_share(contribution.round_id)
    contribution = Contribution.objects.lock(contribution.pk)
    contribution.round = round_
    try:
        return contribution, round_.require_open_for(contribution.council_id)
    except Conflict as conflict:
        raise (Conflict(otherwise) if otherwise else conflict) from None


def open_version_of(contribution: Contribution) -> ContributionVersion:
    """The version that its writers can still change; raises Conflict when all was handed in."""
    version = contribution.versions.filter(frozen_at=None).first()
    if version is None:
        raise Conflict("Deze inbreng is al ingediend. De tekst kan niet meer veranderen.")
    return version


def require_handed_in(contribution: Contribution) -> None:
    """Raises Conflict for a draft, and for input that was withdrawn."""
    if contribution.status == ContributionStatus.DRAFT:
        raise Conflict("Deze inbreng is nog niet ingediend.")
    if contribution.status == ContributionStatus.WITHDRAWN:
        raise Conflict("Deze inbreng is ingetrokken.")


def require_seen(version: ContributionVersion, seen: str) -> None:
    """Raises ChangedMeanwhile when `seen`, the moment of what was read before handing in, is not that of the words."""
    if version.saved_at.isoformat() != seen:
        raise ChangedMeanwhile("Dit concept is intussen gewijzigd. Lees het nog eens door en dien het dan in.")


def freeze(contribution: Contribution, version: ContributionVersion, answers: list[Answer], now: datetime) -> None:
    """Make this the version that counts, with these as its answers, in order.

    The columns of the contribution already say what goes beside them, and its number is known.
    """
    said = [(answer.heading, answer.words) for answer in answers]
    contribution.submitted_version = version
    version.particulars = particulars_of(contribution)
    version.frozen_at, version.sha256 = (
        now,
        fingerprint(contribution, version.number, said, enclosed_with(contribution, version)),
    )
    version.save(update_fields=["particulars", "frozen_at", "sha256"])


def enclosed_with(contribution: Contribution, version: ContributionVersion) -> dict[str, list[Any]]:
    """What is handed in with the words, as the fingerprint counts it; empty when there is nothing."""
    enclosed: dict[str, list[Any]] = {"attachments": list(version.attachments.order_by("pk").values("title", "sha256"))}
    if contribution.weight == Weight.COUNCIL:
        enclosed["motions"] = list(version.motions.order_by("pk").values("title", "reference", "outcome", "text"))
    return {name: rows for name, rows in enclosed.items() if rows}


def touch(version: ContributionVersion, writer_id: int | None, now: datetime) -> None:
    """Say that something of the version changed, so that nobody saves or hands in what they did not see."""
    version.saved_at, version.saved_by_id = now, writer_id
    version.save(update_fields=["saved_at", "saved_by"])


def erase_version(version: ContributionVersion) -> None:
    """Take an open version away with all that goes with it."""
    names = list(version.attachments.values_list("file", flat=True))
    version.delete()
    erase_files(names)


def erase_files(names: list[str]) -> None:
    """Erase files once it is sure that no version has them any more; a revision shares those it began with."""

    def erase() -> None:
        used = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
        for name in set(names) - used:
            private_storage().delete(name)

    transaction.on_commit(erase)


def keep_beside(contribution: Contribution, version: ContributionVersion, fields: Mapping[str, Any]) -> None:
    """Keep what goes beside the words: of a first draft in the columns, of a revision until it is handed in."""
    names = [name for name in DRAFT_FIELDS[contribution.weight] if name in fields]
    for name in names:
        setattr(contribution, name, fields[name])
    if contribution.status != ContributionStatus.DRAFT:
        version.particulars = {**version.particulars, **{name: _stored(fields[name]) for name in names}}
    elif names:
        contribution.save(update_fields=names)


def particulars_of(contribution: Contribution) -> dict[str, Any]:
    """What stands beside the words in the columns, as a version keeps it."""
    return {name: _stored(getattr(contribution, name)) for name in DRAFT_FIELDS[contribution.weight]}


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def take_over(contribution: Contribution, version: ContributionVersion) -> tuple[str, ...]:
    """Put what this version keeps beside its words on the contribution, unsaved; returns the names of the columns."""
    names = tuple(name for name in DRAFT_FIELDS[contribution.weight] if name in version.particulars)
    for name in names:
        value = version.particulars[name]
        setattr(contribution, name, date.fromisoformat(value) if name == "meeting_date" and value else value)
    return names


def copy_of(contribution: Contribution, now: datetime) -> ContributionVersion:
    """Open the next version of what was handed in, with all that the current one says."""
    current = contribution.versions.handed_in().latest("number")
    opened = ContributionVersion.objects.create(
        contribution=contribution, number=current.number + 1, saved_at=now, particulars=particulars_of(contribution)
    )
    copies = [
        Answer(
            version=opened,
            question_id=said.question_id,
            paragraph_id=said.paragraph_id,
            value=said.value,
            text=said.text,
        )
        for said in current.answers.all()
    ]
    Answer.objects.bulk_create(copies)
    motions = current.motions.order_by("pk").values("title", "reference", "outcome", "text")
    Motion.objects.bulk_create([Motion(version=opened, **motion) for motion in motions])
    files = current.attachments.order_by("pk").values("title", "media_type", "size", "sha256", "file")
    Attachment.objects.bulk_create([Attachment(version=opened, **file) for file in files])
    return opened


def keep_history(contribution: Contribution, version: ContributionVersion, writer_id: int, now: datetime) -> None:
    """Keep how a shared draft reads now; one writer who goes on soon goes on in the same stand."""
    if contribution.weight == Weight.INDIVIDUAL:
        return
    is_first = contribution.status == ContributionStatus.DRAFT
    words = words_of(version, particulars_of(contribution) if is_first else version.particulars)
    last = version.revisions.last()
    if last and last.saved_by_id == writer_id and now - last.saved_at <= SAME_SITTING:
        last.words, last.saved_at = words, now
        last.save(update_fields=["words", "saved_at"])
        return
    number = last.number + 1 if last else 1
    version.revisions.create(number=number, saved_by_id=writer_id, started_at=now, saved_at=now, words=words)


def words_of(version: ContributionVersion, particulars: Mapping[str, Any] | None = None) -> dict[str, str]:
    """All that a version says, by the heading under which it stands: its answers, and what they rest on.

    Whether the name is shown is no part of the words: it holds for the input as a whole, at every moment.
    """
    words = {f"{answer.place.capitalize()}: {answer.heading}": answer.words for answer in version.answers.in_order()}
    if files := [file.title for file in version.attachments.order_by("pk")]:
        words["Bijlagen"] = "\n".join(files)
    for motion in version.motions.order_by("pk"):
        words[f"Motie: {motion.title}"] = "\n".join(
            part for part in (motion.get_outcome_display(), motion.reference, motion.text) if part
        )
    return {**words, **_particulars_in_words(version.particulars if particulars is None else particulars)}


def _particulars_in_words(kept: Mapping[str, Any]) -> dict[str, str]:
    counted = kept.get("votes_for") is not None and kept.get("votes_against") is not None
    votes = f"{kept.get('votes_for')} voor, {kept.get('votes_against')} tegen" if counted else ""
    words = {
        "Datum": day(date.fromisoformat(kept["meeting_date"])) if kept.get("meeting_date") else "",
        "Kenmerk van het besluit": kept.get("decision_reference", ""),
        "Stemming": "Zonder stemming aangenomen" if kept.get("without_vote") else votes,
        "Verslag van het gesprek": kept.get("report", ""),
        "Andere geluiden": kept.get("minority_view", ""),
    }
    return {heading: text for heading, text in words.items() if text}
