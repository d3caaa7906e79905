"""A region with its history, the same for the same size: `python -m bench.data 100000`.

17 parties (the real ones), 600 members with a mandate, 10 rounds that closed and whose input was published, agendas
of 20 meetings with 200 items, 60 documents, and as many contributions as asked. A person gives input once per round;
so beside the 600 there are authors whose mandate ended.
"""

import json
import os
import random
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import django

SEED = 2025_05_20
ROUNDS = 10
MEMBERS = 600
FRACTIES_PER_COUNCIL = 5
MEETINGS = 20
ITEMS_PER_MEETING = 10
#: The share of the contributions that the busiest agenda item holds, and all other items together.
TOP_SHARE, OTHER_SHARE = 0.07, 0.2
DOCUMENTS = 60
NEAR_DUPLICATES = 0.02
#: How many earlier contributions a near-duplicate is chosen from.
RECENT = 500
CHUNK = 2_000
FIRST_OPENING = datetime(2024, 1, 8, 8, tzinfo=UTC)
BETWEEN_ROUNDS, OPEN_FOR = timedelta(days=60), timedelta(days=40)
FOUR_QUESTIONS = (
    ("stance", "Hoe kijkt u aan tegen de verkenning van een schaalsprong?"),
    ("point_of_attention", "Waar moeten we zeker aan denken?"),
    ("opportunity", "Waar ziet u kansen?"),
    ("concern", "Waar zitten zorgen?"),
)


def load(size: int) -> dict[str, object]:
    """Write all of it; returns a session of somebody in each role, and the number of input with a verdict."""
    from django.db import connection, transaction

    from bench.agendas import load_agendas
    from bench.members import session_per_role
    from consultations.models import Contribution
    from ros_portal.site.region.facts import load_region

    rng = random.Random(SEED)
    load_region()
    with transaction.atomic():
        load_people(rng, authors=size // ROUNDS)
        load_documents(rng)
        load_rounds()
    load_contributions(rng, size)
    load_agendas(rng, size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    cited = Contribution.objects.filter(versions__answers__routings__item__is_standing=True).order_by("pk")
    return {"sessions": session_per_role(), "cited": cited.values_list("number", flat=True)[0]}


def load_people(rng: random.Random, authors: int) -> None:
    """Fracties, their leaders and members (600 in all), a clerk per council, the programme team, former members."""
    from organisations.actor import Role
    from organisations.models import Council, CouncilTerm, Fractie, Mandate, User

    terms = list(CouncilTerm.objects.order_by("pk").select_related("council"))
    fracties = Fractie.objects.bulk_create(
        [Fractie(term=term, name=f"Fractie {n}", seats=5) for term in terms for n in range(1, FRACTIES_PER_COUNCIL + 1)]
    )
    councils = list(Council.objects.order_by("pk"))
    users = User.objects.bulk_create(
        [User(name=f"Lid {n}", email=f"lid{n}@raad.example", password="!") for n in range(max(MEMBERS, authors))]
    )
    officials = [User(name=f"Griffier {n}", email=f"griffier{n}@raad.example", password="!") for n in range(16)]
    officials.append(User(name="Secretaris", email="secretaris@raad.example", password="!"))
    officials = User.objects.bulk_create(officials)
    since = date(2022, 3, 30)
    mandates = [
        Mandate(
            user=user,
            organisation_id=fractie.term.council.organisation_id,
            fractie=fractie,
            role=Role.GROUP_LEADER if n < len(fracties) else Role.COUNCIL_MEMBER,
            starts_on=since,
        )
        for n, user in enumerate(users[:MEMBERS])
        for fractie in (fracties[n % len(fracties)],)
    ]
    mandates += [
        Mandate(user=clerk, organisation_id=council.organisation_id, role=Role.CLERK, starts_on=since)
        for clerk, council in zip(officials, councils, strict=False)
    ]
    mandates.append(Mandate(user=officials[-1], role=Role.PROGRAMME_TEAM, starts_on=since))
    Mandate.objects.bulk_create(mandates)


def load_documents(rng: random.Random) -> None:
    from bench.words import Writer
    from documents.models import Document, Paragraph
    from ros_portal.site.region.facts import publish_version

    writer = Writer(rng)
    for number in range(1, DOCUMENTS - Document.objects.count() + 1):
        document = Document.objects.create(
            title=f"Bouwsteen {number} voor de ROS", slug=f"bouwsteen-{number}", kind=Document.Kind.REPORT
        )
        paragraphs = [(Paragraph.Kind.TEXT, " ".join(writer.sentences(60))) for _ in range(20)]
        publish_version(document, 1, FIRST_OPENING.date(), FIRST_OPENING, paragraphs)


def load_rounds() -> None:
    """Rounds that have closed and whose input everybody may read."""
    from consultations.models import ConsultationRound, CouncilTrack, Phase, Question, RoundStatus
    from organisations.models import Council

    councils = list(Council.objects.all())
    for number in range(ROUNDS):
        opens_at = FIRST_OPENING + number * BETWEEN_ROUNDS
        round_ = ConsultationRound.objects.create(
            phase=Phase.objects.get(code=Phase.Code.STRATEGY),
            title=f"Ronde {number + 1}: verkenning van de schaalsprong",
            slug=f"ronde-{number + 1}",
            brief="De partijen vragen wat uw raad van de schaalsprong vindt.",
            opens_at=opens_at,
            closes_at=opens_at + OPEN_FOR,
            input_published_at=opens_at + OPEN_FOR + timedelta(days=2),
        )
        CouncilTrack.objects.bulk_create([CouncilTrack(round=round_, council=council) for council in councils])
        Question.objects.bulk_create(
            [
                Question(round=round_, position=position, kind=kind, text=text)
                for position, (kind, text) in enumerate(FOUR_QUESTIONS, start=1)
            ]
        )
        round_.status, round_.published_at = RoundStatus.PUBLISHED, opens_at
        round_.save(update_fields=["status", "published_at"])


@dataclass(frozen=True, slots=True)
class Speaker:
    """On whose behalf one contribution is given."""

    council_id: int
    code: str
    author_id: int
    weight: str
    fractie_id: int | None = None
    basis: str = ""


def speakers(size: int) -> list[Speaker]:
    """Who gives input in one round: each council twice, each fractie once, and members for the rest."""
    from consultations.models import CouncilBasis, Weight
    from organisations.actor import Role
    from organisations.models import Council, Mandate, User

    councils = list(Council.objects.order_by("pk").values_list("pk", "organisation__code"))
    code_of = dict(councils)
    clerks = dict(Mandate.objects.filter(role=Role.CLERK).values_list("organisation__council", "user_id"))
    found = [
        Speaker(pk, code, clerks[pk], Weight.COUNCIL, basis=basis)
        for pk, code in councils
        for basis in CouncilBasis.values
    ]
    leaders = Mandate.objects.filter(role=Role.GROUP_LEADER).order_by("pk")
    found += [
        Speaker(council, code_of[council], user, Weight.FRACTIE, fractie_id=fractie)
        for council, user, fractie in leaders.values_list("organisation__council", "user_id", "fractie_id")
    ]
    own_council = dict(Mandate.objects.filter(fractie__isnull=False).values_list("user_id", "organisation__council"))
    members = User.objects.filter(email__startswith="lid").order_by("pk").values_list("pk", flat=True)
    for number, user in enumerate(members):
        pk = own_council.get(user, councils[number % len(councils)][0])
        found.append(Speaker(pk, code_of[pk], user, Weight.INDIVIDUAL))
    return found[:size]


class Texts:
    """What contributions say: 40 to 200 words over one to four answers; two in a hundred nearly repeat another."""

    def __init__(self, rng: random.Random) -> None:
        from bench.words import Writer

        self._rng, self._writer = rng, Writer(rng)
        self._recent: list[list[str]] = []

    def answers(self) -> list[str]:
        if self._recent and self._rng.random() < NEAR_DUPLICATES:
            sentences = list(self._rng.choice(self._recent))
            sentences[self._rng.randrange(len(sentences))] = self._writer.sentence()
        else:
            sentences = self._writer.sentences(self._rng.randint(40, 175))
        self._recent.append(sentences)
        del self._recent[:-RECENT]
        parts = self._rng.randint(1, min(4, len(sentences)))
        return [" ".join(sentences[part::parts]) for part in range(parts)]


def load_contributions(rng: random.Random, size: int) -> None:
    """All input, round by round, each chunk in three COPYs: answers before the version that freezes them.

    A transaction per chunk: the checks that wait for its end would make one large transaction slower and slower.
    """
    from django.db import transaction

    from consultations.models import (
        Answer,
        ConsultationRound,
        Contribution,
        ContributionVersion,
        NumberSeries,
        Phase,
        Question,
    )
    from organisations.models import Council

    from .copying import next_id, reset_sequences

    texts = Texts(rng)
    all_speakers = speakers(size // ROUNDS)
    issued: dict[tuple[int, str], int] = {}
    ids = Ids(next_id(Contribution), next_id(ContributionVersion), next_id(Answer))
    for round_ in ConsultationRound.objects.order_by("opens_at"):
        questions = list(Question.objects.filter(round=round_).order_by("position").values_list("pk", flat=True))
        for start in range(0, len(all_speakers), CHUNK):
            chunk = all_speakers[start : start + CHUNK]
            with transaction.atomic():
                _copy_chunk(list(_inputs(chunk, round_.pk, round_.opens_at, questions, texts, rng, issued, ids)))
    reset_sequences(Contribution, ContributionVersion, Answer)
    phase = Phase.objects.get(code=Phase.Code.STRATEGY)
    council_of = dict(Council.objects.values_list("organisation__code", "pk"))
    NumberSeries.objects.bulk_create(
        [
            NumberSeries(phase=phase, year=year, council_id=council_of[code], last=last)
            for (year, code), last in issued.items()
        ]
    )


@dataclass(slots=True)
class Ids:
    """The next key of each table."""

    contribution: int
    version: int
    answer: int


@dataclass(frozen=True, slots=True)
class Input:
    """One contribution, as rows."""

    contribution: tuple[object, ...]
    version: tuple[object, ...]
    answers: list[tuple[object, ...]]


def _inputs(
    chunk: list[Speaker],
    round_id: int,
    opens_at: datetime,
    questions: list[int],
    texts: Texts,
    rng: random.Random,
    issued: dict[tuple[int, str], int],
    ids: Ids,
) -> Iterator[Input]:
    for speaker in chunk:
        at = opens_at + timedelta(seconds=rng.randrange(int(OPEN_FOR.total_seconds())))
        last = issued[at.year, speaker.code] = issued.get((at.year, speaker.code), 0) + 1
        words = texts.answers()
        asked = sorted(rng.sample(questions, len(words)))
        decided = speaker.basis == "decision"
        yield Input(
            contribution=(
                ids.contribution,
                uuid.UUID(int=rng.getrandbits(128), version=4),
                round_id,
                speaker.council_id,
                speaker.weight,
                speaker.fractie_id,
                speaker.author_id,
                "submitted" if rng.random() < 0.5 else "released",
                f"ROS-{at.year}-{speaker.code}-{last:04d}",
                ids.version,
                speaker.weight == "individual" and rng.random() < 0.5,
                at,
                at,
                at,
                speaker.basis,
                at.date() if speaker.basis else None,
                f"{at.year}-{last}" if decided else "",
                decided,
            ),
            version=(ids.version, ids.contribution, 1, at, at, f"{rng.getrandbits(256):064x}"),
            answers=[
                (ids.answer + n, ids.version, question, text)
                for n, (question, text) in enumerate(zip(asked, words, strict=True))
            ],
        )
        ids.contribution += 1
        ids.version += 1
        ids.answer += len(words)


CONTRIBUTION_COLUMNS = (
    *("id", "uuid", "round_id", "council_id", "weight", "fractie_id", "author_id", "status", "number"),
    *("submitted_version_id", "shows_name", "created_at", "submitted_at", "released_at", "basis", "meeting_date"),
    *("decision_reference", "without_vote"),
)
VERSION_COLUMNS = ("id", "contribution_id", "number", "saved_at", "frozen_at", "sha256")
ANSWER_COLUMNS = ("id", "version_id", "question_id", "text")


def _copy_chunk(inputs: list[Input]) -> None:
    from consultations.models import Answer, Contribution, ContributionVersion

    from .copying import copy_rows

    copy_rows(Answer, ANSWER_COLUMNS, (row for each in inputs for row in each.answers))
    copy_rows(ContributionVersion, VERSION_COLUMNS, (each.version for each in inputs))
    copy_rows(Contribution, CONTRIBUTION_COLUMNS, (each.contribution for each in inputs))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ros_portal.settings")
    django.setup()
    print(json.dumps(load(int(sys.argv[1]))))
