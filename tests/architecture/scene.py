"""One region with something in every state, and a secret in everything that not everyone may read.

The HTTP matrix asks every address in the name of everybody, and looks for these secrets in what comes back.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from consultations.models import (
    AgendaItem,
    Commitment,
    Contribution,
    Export,
    ExportFormat,
    ExportStatus,
    Feedback,
    Involvement,
    Meeting,
    Motion,
    Phase,
    ProgrammeItem,
    ReadingList,
    RoundStatus,
    Verdict,
    Weight,
)
from documents.models import Document, DocumentVersion, Paragraph, Synonyms
from organisations.actor import Role
from organisations.models import Council, Mandate
from tests.consultations.cycle_factories import EveningFactory, ExtensionRequestFactory
from tests.consultations.factories import (
    CommitmentFactory,
    ContributionFactory,
    CouncilInputFactory,
    CoverNoteFactory,
    DecisionFactory,
    FeedbackFactory,
    InvolvementFactory,
    ItemFactory,
    MeetingFactory,
    PhaseFactory,
    ProgrammeItemFactory,
    QuestionFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    close_and_publish,
    standing_item,
)
from tests.consultations.revising import attach, later_version, open_revision
from tests.factories import (
    CouncilFactory,
    CouncilTermFactory,
    FractieFactory,
    InvitationFactory,
    MandateFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.notifications.factories import DeliveryFactory, NoticeFactory

from .scene_together import SHARED_SECRETS, cosigning, technical_questions

#: Who asks. Every row of the matrix has a status for each, in this order.
POSITIONS = (
    "public",
    "outsider",
    "outside_clerk",
    "outside_officer",
    "member",
    "colleague",
    "leader",
    "clerk",
    "officer",
    "executive",
    "secretary",
    "administrator",
)
OFFICIALS = {"officer", "executive", "secretary"}

#: Secret → who may read it, wherever it stands. None: everybody, which shows that the search finds anything at all.
SECRETS: dict[str, set[str] | None] = {
    "geheim-concept-lid": {"member"},
    "geheim-concept-fractie": {"leader"},
    "geheim-concept-raad": {"clerk"},
    "geheim-bijlage": {"member"},
    "geheim-motie": {"clerk"},
    "geheim-ingediend": {"colleague", "clerk"},
    "geheim-nieuwe-versie": {"colleague"},
    "geheim-vervangen": {"outsider", "outside_clerk"},
    "geheim-vrijgegeven": {"member", "clerk", *OFFICIALS},
    "geheim-geagendeerd": {"leader", "clerk", *OFFICIALS, "outside_officer"},
    "geheim-elders-vrijgegeven": {"outsider", "outside_clerk", "outside_officer", "secretary"},
    "geheim-oordeel": {"secretary"},
    "geheim-besluit": {"secretary"},
    "geheim-oplegnotitie": {"secretary"},
    "geheim-agendapunt": {"secretary"},
    "geheim-bericht": {"clerk"},
    "geheim-aan-lid": {"member"},
    "geheim-verzoek-uitstel": {"clerk", "secretary"},
    "geheim-project": {"secretary"},
    "geheim-download": {"leader"},
    "geheim-document": {"secretary", "officer"},
    **SHARED_SECRETS,
    "geheim-ronde": {"secretary"},
    "geheim-rondevraag": {"secretary"},
    "geheim-leeslijst": {"member"},
    "openbaar-inbreng": None,
    "openbaar-oordeel": None,
    "openbaar-besluit": None,
    "openbaar-document": None,
    "openbaar-bericht": None,
    "openbaar-project": None,
}


@dataclass
class Scene:
    """What the addresses of the matrix point at."""

    losser: Council
    mandates: dict[str, Mandate]
    made: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["made"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __deepcopy__(self, memo: dict[int, Any]) -> "Scene":
        """Itself: no test changes it, and a copy for each would cost as much as its requests."""
        return self


def build() -> Scene:
    """Make the scene; a few hundred rows, legal in every constraint."""
    losser, enschede = _council("Losser", "losser", "LOS"), _council("Enschede", "enschede", "ENS")
    scene = Scene(losser, _people(losser, enschede))
    for code in Phase.Code:
        scene.made[f"phase_{code}"] = PhaseFactory(code=code)
    for number in Commitment.Number:
        CommitmentFactory(number=number)
    _open_round(scene, losser, enschede)
    _prepared_rounds(scene, losser)
    _closed_round(scene, losser, enschede)
    _published_round(scene, losser)
    _programme(scene)
    _documents(scene)
    _notices(scene)
    _exports(scene)
    scene.made.update(technical_questions(scene.mandates))
    scene.made.update(cosigning(scene.mandates))
    _reading(scene)
    scene.made["invitation"] = InvitationFactory(organisation=losser.organisation, email="genodigde@losser.example")
    return scene


def _council(name: str, slug: str, code: str) -> Council:
    organisation = OrganisationFactory(name=name, slug=slug, code=code, sits_in_boss=True)
    council = CouncilFactory(organisation=organisation)
    CouncilTermFactory(council=council)
    InvolvementFactory(organisation=organisation, release=Involvement.Release.BY_CLERK)
    return council


def _people(losser: Council, enschede: Council) -> dict[str, Mandate]:
    fractie = FractieFactory(term=losser.terms.get(), name="Dinkelbelang")
    other = FractieFactory(term=losser.terms.get(), name="Losser Vooruit")
    at_losser = {"organisation": losser.organisation}
    at_enschede = {"organisation": enschede.organisation}

    def mandate(name: str, **kwargs: Any) -> Mandate:
        return MandateFactory(user=UserFactory(name=name, email=f"{name.lower()}@scene.example"), **kwargs)

    return {
        "outsider": mandate("Outsider", **at_enschede),
        "outside_clerk": mandate("Outsideclerk", role=Role.CLERK, **at_enschede),
        "outside_officer": mandate("Outsideofficer", role=Role.CASE_OFFICER, **at_enschede),
        "member": mandate("Member", fractie=fractie, **at_losser),
        "colleague": mandate("Colleague", fractie=other, **at_losser),
        "leader": mandate("Leader", role=Role.GROUP_LEADER, fractie=fractie, **at_losser),
        "clerk": mandate("Clerk", role=Role.CLERK, **at_losser),
        "officer": mandate("Officer", role=Role.CASE_OFFICER, **at_losser),
        "executive": mandate("Executive", role=Role.EXECUTIVE, **at_losser),
        "secretary": mandate("Secretary", regional=True),
        "administrator": mandate("Administrator", regional=True, role=Role.ADMINISTRATOR),
    }


def _open_round(scene: Scene, losser: Council, enschede: Council) -> None:
    """Drafts of the three weights, and input that was handed in and waits for its release."""
    open_round = RoundFactory(slug="open-ronde", councils=[losser, enschede])
    people = scene.mandates
    scene.made["open_round"] = open_round
    scene.made["evening"] = EveningFactory(council=losser)
    scene.made["draft"] = ContributionFactory(
        round=open_round, mandate=people["member"], answers=["geheim-concept-lid"]
    )
    scene.made["fractie_draft"] = ContributionFactory(
        round=open_round,
        mandate=people["leader"],
        weight=Weight.FRACTIE,
        fractie=people["leader"].fractie,
        writers=[people["leader"]],
        answers=["geheim-concept-fractie"],
    )
    scene.made["council_draft"] = CouncilInputFactory(
        round=open_round, mandate=people["clerk"], answers=["geheim-concept-raad"]
    )
    scene.made["attachment"] = attach(scene.draft.versions.get(), "geheim-bijlage.png")
    scene.made["motion"] = Motion.objects.create(
        version=scene.council_draft.versions.get(), title="geheim-motie", outcome="adopted"
    )
    scene.made["submitted"] = ContributionFactory(
        round=open_round, mandate=people["colleague"], submitted=True, answers=["geheim-ingediend"]
    )
    open_revision(scene.submitted, "geheim-nieuwe-versie")


def _prepared_rounds(scene: Scene, losser: Council) -> None:
    """A draft and a scheduled round, which nobody but the programme team knows of."""
    for name, status in (("draft_round", RoundStatus.DRAFT), ("scheduled_round", RoundStatus.SCHEDULED)):
        opens_at = (timezone.now() + timedelta(days=7)).replace(second=0, microsecond=0)
        round_ = RoundFactory(
            slug=name.replace("_", "-"),
            title="geheim-ronde",
            status=status,
            opens_at=opens_at,
            closes_at=opens_at + timedelta(days=70),
            councils=[losser],
            questions=0,
        )
        scene.made[name] = round_
        scene.made[f"{name}_question"] = QuestionFactory(round=round_, position=1, text="geheim-rondevraag")


def _closed_round(scene: Scene, losser: Council, enschede: Council) -> None:
    """Input that closing released; some of it on the agenda of three meetings, nothing of it public."""
    closed = RoundFactory(slug="gesloten-ronde", closed=True, councils=[losser, enschede])
    people = scene.mandates
    scene.made["closed_round"] = closed
    scene.made["extension_request"] = ExtensionRequestFactory(
        track=closed.tracks.get(council=losser), reason="geheim-verzoek-uitstel"
    )
    scene.made["released"] = ContributionFactory(
        round=closed, mandate=people["member"], submitted=True, answers=["geheim-vrijgegeven"]
    )
    scene.made["released_elsewhere"] = ContributionFactory(
        round=closed, mandate=people["outsider"], submitted=True, answers=["geheim-vervangen"]
    )
    later_version(scene.released_elsewhere, "geheim-elders-vrijgegeven", at=closed.closes_at - timedelta(hours=1))
    routed = ContributionFactory(
        round=closed,
        mandate=people["leader"],
        weight=Weight.FRACTIE,
        fractie=people["leader"].fractie,
        writers=[people["leader"]],
        submitted=True,
        answers=["geheim-geagendeerd"],
    )
    scene.made["routed"] = routed
    parties = [losser.organisation, enschede.organisation]
    convened: Meeting = MeetingFactory(convened=True, participants=parties)
    RoutingFactory(answer=answer_of(routed), item=standing_item(convened))
    CoverNoteFactory(item=standing_item(convened))
    planned: Meeting = MeetingFactory(participants=parties)
    scene.made["planned_item"] = ItemFactory(meeting=planned, title="geheim-agendapunt")
    CoverNoteFactory(item=scene.planned_item, requested_decision="geheim-oplegnotitie")
    scene.made["planned_routing"] = RoutingFactory(answer=answer_of(scene.released), item=scene.planned_item)
    held: Meeting = MeetingFactory(held=True, participants=parties, held_on=timezone.localdate() - timedelta(days=2))
    scene.made["held_routing"] = RoutingFactory(answer=answer_of(routed), item=standing_item(held))
    scene.made["held_feedback"] = FeedbackFactory(
        routing=scene.held_routing, verdict=Verdict.NOT_ADOPTED, reason="geheim-oordeel"
    )
    scene.made["held_item"] = standing_item(held)
    DecisionFactory(item=scene.held_item, text="geheim-besluit")
    scene.made.update(convened=convened, planned=planned, held=held, convened_item=standing_item(convened))


def _published_round(scene: Scene, losser: Council) -> None:
    """The whole way: published input, on an agenda, with a decision and a verdict that everyone may read."""
    published = RoundFactory(slug="openbare-ronde", closed=True, councils=[losser])
    contribution: Contribution = ContributionFactory(
        round=published, mandate=scene.mandates["member"], submitted=True, answers=["openbaar-inbreng"]
    )
    published.input_published_at = timezone.now()
    published.save()
    meeting: Meeting = MeetingFactory(
        participants=[losser.organisation], held_on=timezone.localdate() - timedelta(days=5)
    )
    item: AgendaItem = standing_item(meeting)
    routing = RoutingFactory(answer=answer_of(contribution), item=item)
    feedback: Feedback = FeedbackFactory(
        routing=routing, verdict=Verdict.TO_IMPLEMENTATION_AGENDA, reason="openbaar-oordeel"
    )
    DecisionFactory(item=item, text="openbaar-besluit")
    close_and_publish(meeting)
    scene.made.update(
        published_round=published, published=contribution, decided=meeting, decided_item=item, feedback=feedback
    )


def _programme(scene: Scene) -> None:
    scene.made["project"] = ProgrammeItemFactory(slug="openbaar", title="openbaar-project", published_at=timezone.now())
    prepared: ProgrammeItem = ProgrammeItemFactory(slug="in-voorbereiding", title="geheim-project")
    scene.made["prepared_project"] = prepared


def _documents(scene: Scene) -> None:
    QuestionFactory(round=scene.open_round, position=9, format="paragraphs", text="Wat vindt u van de tekst?")
    document = Document.objects.create(
        title="Brief", slug="brief", kind=Document.Kind.LETTER, organisation=scene.losser.organisation
    )
    version = DocumentVersion.objects.create(document=document, number=1, dated_on=timezone.localdate())
    paragraph = Paragraph.objects.create(version=version, position=1, text="openbaar-document")
    version.status, version.published_at = DocumentVersion.Status.PUBLISHED, timezone.now()
    version.save()
    scene.open_round.documents.add(version)
    draft = DocumentVersion.objects.create(document=document, number=2, dated_on=timezone.localdate())
    Paragraph.objects.create(version=draft, position=1, text="geheim-document")
    scene.made["synonyms"] = Synonyms.objects.create(terms=["bus", "buslijn"])
    scene.made.update(document=document, paragraph=paragraph, draft_version=draft)


def _exports(scene: Scene) -> None:
    """A download of one person; nobody else can fetch it."""
    now = timezone.now()
    scene.made["export"] = Export.objects.create(
        mandate=scene.mandates["leader"],
        round=scene.published_round,
        format=ExportFormat.CSV,
        status=ExportStatus.READY,
        finished_at=now,
        expires_at=now + timedelta(days=1),
        sha256="0" * 64,
        file=ContentFile(b"geheim-download", name="geheim"),
    )


def _notices(scene: Scene) -> None:
    """A published notice, a draft of the clerk, and a message to one person."""
    from_losser = {"organisation": scene.losser.organisation}
    member = scene.mandates["member"].user
    scene.made["notice"] = NoticeFactory(sending=True, subject="openbaar-bericht", is_public=True, **from_losser)
    DeliveryFactory(notice=scene.notice, user=member)
    scene.made["personal_notice"] = NoticeFactory(personal=True, subject="geheim-aan-lid", **from_losser)
    DeliveryFactory(notice=scene.personal_notice, user=member)
    scene.made["notice_draft"] = NoticeFactory(subject="geheim-bericht", **from_losser)


def _reading(scene: Scene) -> None:
    """A list of the member, with an answer that not everyone may read."""
    mine = ReadingList.objects.create(mandate=scene.mandates["member"], title="geheim-leeslijst")
    mine.entries.create(answer=answer_of(scene.released))
    scene.made["reading_list"] = mine
