"""The last minute before closing: everybody hands in at once, some twice, some too late.

What each client was told is compared with what the database holds. Nothing may be lost, nothing counted twice,
nothing accepted after the deadline; and the only error is a 503 that says when to come back.
"""

import http.client
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pgtrigger

from bench.load import TIMEOUT, Site
from bench.measure import Result
from bench.members import Draft, members, write_drafts
from bench.servers import Stand, say
from consultations.models import ConsultationRound, Contribution, ContributionStatus
from notifications.models import Notice
from organisations.models import AuditEntry

SUBMISSIONS = 10_000
A_MINUTE = 60.0
#: Still arriving after the closing, as a share of the time before it.
AFTER_CLOSING = 0.04
#: Every so many drafts the button is clicked twice.
DOUBLE_CLICK = 20
CONNECTIONS = 24
#: Who has not got a turn so long after the closing goes home: all that comes then is refused, and the run must end.
PATIENCE = 60.0
ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Reply:
    """What one click was answered with: the number of the receipt, or only a status."""

    draft: UUID
    sent_at: datetime
    status: int
    number: str
    says_when: bool
    seconds: float


@dataclass(slots=True)
class Burst:
    """Everything that the clients saw."""

    closes_at: datetime
    replies: list[Reply] = field(default_factory=list)

    @property
    def accepted(self) -> set[UUID]:
        return {reply.draft for reply in self.replies if reply.number}

    @property
    def in_time(self) -> set[UUID]:
        """Drafts whose first click was before the closing."""
        return {reply.draft for reply in self.replies if reply.sent_at < self.closes_at}

    @property
    def longest_wait(self) -> float:
        """Seconds that the slowest answer took."""
        return max(reply.seconds for reply in self.replies)

    def statuses(self) -> dict[int, int]:
        return dict(sorted(Counter(reply.status for reply in self.replies).items()))


def run(site: Site, drafts: Sequence[Draft], *, window: float) -> Burst:
    """Hand in all drafts, evenly over `window` seconds and a little more; their rounds close at its end."""
    begin = datetime.now(UTC) + timedelta(seconds=1)
    burst = Burst(begin + timedelta(seconds=window))
    rounds = Contribution.objects.filter(uuid__in=[draft.uuid for draft in drafts]).values("round")
    with pgtrigger.ignore("consultations.ConsultationRound:round_stays_as_published"):  # time passes by hand
        ConsultationRound.objects.filter(pk__in=rounds).update(closes_at=burst.closes_at)
    clicks = _Clicks(drafts, begin, window * (1 + AFTER_CLOSING) / len(drafts))
    threads = [threading.Thread(target=_click, args=(site, clicks, burst), daemon=True) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return burst


class _Clicks(Iterator[Draft]):
    """Hands out the drafts, each when its moment has come."""

    def __init__(self, drafts: Sequence[Draft], begin: datetime, interval: float) -> None:
        self._lock = threading.Lock()
        self._begin, self._interval = begin, interval
        self._end = begin + timedelta(seconds=interval * len(drafts) + PATIENCE)
        clicks = [(n, draft) for n, draft in enumerate(drafts) for _ in range(1 + (n % DOUBLE_CLICK == 0))]
        self._clicks = iter(clicks)

    def __next__(self) -> Draft:
        with self._lock:
            number, draft = next(self._clicks)
        if datetime.now(UTC) > self._end:
            raise StopIteration
        moment = self._begin + timedelta(seconds=number * self._interval)
        time.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()))
        return draft


def _click(site: Site, clicks: _Clicks, burst: Burst) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=TIMEOUT)
    for draft in clicks:
        for _ in range(ATTEMPTS):
            reply = _answer(connection, site, draft)
            burst.replies.append(reply)
            if reply.status not in (0, http.HTTPStatus.SERVICE_UNAVAILABLE):
                break
            time.sleep(1)
    connection.close()


def _answer(connection: http.client.HTTPConnection, site: Site, draft: Draft) -> Reply:
    """One click; a connection that broke is an answer too, with status 0."""
    sent_at = datetime.now(UTC)
    try:
        response = draft.request.send(connection, site)
    except (OSError, http.client.HTTPException):
        connection.close()
        return Reply(draft.uuid, sent_at, 0, "", says_when=False, seconds=_since(sent_at))
    location = response.headers.get("Location", "")
    number = location.split("/")[2] if location.endswith("/ontvangst/") else ""
    says_when = "Retry-After" in response.headers
    return Reply(draft.uuid, sent_at, response.status, number, says_when, _since(sent_at))


def _since(moment: datetime) -> float:
    return (datetime.now(UTC) - moment).total_seconds()


def faults(drafts: Sequence[Draft], burst: Burst) -> list[str]:
    """What went wrong, in words; nothing when what the clients were told is what the database holds."""
    stored = {
        row.uuid: row for row in Contribution.objects.filter(uuid__in=[draft.uuid for draft in drafts]).iterator()
    }
    told: dict[UUID, set[str]] = defaultdict(set)
    for reply in burst.replies:
        told[reply.draft].add(reply.number)
    steps = _counts(AuditEntry.objects.filter(permission="submit_contribution").values_list("target_id", flat=True))
    receipts = _counts(Notice.objects.filter(topic__startswith="inbreng:").values_list("topic", flat=True))
    found: list[str] = []
    for draft in drafts:
        row = stored[draft.uuid]
        numbers = told[draft.uuid] - {""}
        is_in = row.status != ContributionStatus.DRAFT
        if numbers != ({row.number} if is_in else set()):
            found.append(f"{draft.uuid}: told {sorted(numbers) or 'no number'}, stored {row.number}")
        if is_in and row.submitted_at is not None and row.submitted_at >= burst.closes_at:
            found.append(f"{row.number}: accepted at {row.submitted_at}, after {burst.closes_at}")
        if steps[str(row.pk)] != is_in or receipts[f"inbreng:{draft.uuid}"] != is_in:
            found.append(f"{row.number}: {steps[str(row.pk)]} steps, {receipts[f'inbreng:{draft.uuid}']} receipts")
    found += [
        f"{reply.number}: sent at {reply.sent_at}, after the closing, and accepted for the first time"
        for reply in burst.replies
        if reply.number and reply.draft not in burst.in_time
    ]
    return found + [f"answered with {reply.status}" for reply in burst.replies if not _is_clean(reply)]


def _counts(values: Iterable[str]) -> Counter[str]:
    return Counter(values)


def _is_clean(reply: Reply) -> bool:
    """Accepted, refused with a sentence, or asked to come back."""
    if reply.status == http.HTTPStatus.SERVICE_UNAVAILABLE:
        return reply.says_when
    return bool(reply.number) or reply.status == http.HTTPStatus.CONFLICT


def measure(stand: Stand, rounds: int) -> Iterator[Result]:
    """Ten thousand in the last minute, once; the ratio is the share of those in time that were accepted."""
    drafts = write_drafts(SUBMISSIONS, members(), datetime.now(UTC) + timedelta(days=1))
    burst = run(stand.portal.site, drafts, window=A_MINUTE)
    wrong = faults(drafts, burst)
    accepted = len(burst.accepted & burst.in_time) / len(burst.in_time)
    say(
        f"  {len(drafts)} drafts: {len(burst.in_time)} sent in time, {len(burst.accepted)} accepted; answers"
        f" {burst.statuses()}, the slowest after {burst.longest_wait:.1f} s; wrong: {wrong[:5] or 'nothing'}"
    )
    yield Result(
        work=f"deadline: {SUBMISSIONS:,} people, {len(burst.in_time):,} got a turn in the last minute",
        ratio=round(accepted, 3),
        minimum=round(accepted, 3),
        maximum=round(accepted, 3),
        queries=None,
        goal="0 lost, 0 double, 0 late, no 5xx but 503",
        holds=not wrong,
    )
