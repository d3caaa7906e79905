"""Input on one paragraph, from the page on which it is read; it goes into the own draft."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from consultations.actions.contributions import (
    save_draft,
    start_council_input,
    start_fractie_input,
    start_individual_input,
)
from consultations.forms.remarks import RemarkForm
from consultations.models import ConsultationRound, Contribution, ContributionStatus, CouncilBasis, Weight
from consultations.models.answers import Asked, Said
from consultations.models.writing import ChangedMeanwhile
from consultations.policies import start_steps
from documents.models import Paragraph
from organisations.http import PortalRequest
from organisations.models import Council
from ros_portal.kit.errors import Conflict

from .starts import KINDS

NAMES: dict[str, str] = {
    Weight.INDIVIDUAL: "Namens uzelf",
    Weight.FRACTIE: "Namens uw fractie",
    CouncilBasis.DECISION: "Besluit van de raad",
    CouncilBasis.CONVERSATION: "Gesprek in de raad",
}


@dataclass(frozen=True, slots=True)
class Target:
    """The input that a remark can go into: a draft that there is, or one that is begun with it."""

    key: str
    contribution: Contribution | None

    @property
    def name(self) -> str:
        return NAMES[self.key]

    @property
    def is_handed_in(self) -> bool:
        """Whether it must be revised before anything can be added."""
        return self.contribution is not None and not self.contribution.versions.filter(frozen_at=None).exists()

    def stored(self, paragraph: Paragraph) -> str:
        """The remark that the draft holds already."""
        if self.contribution is None:
            return ""
        answers = self.contribution.versions.latest("number").answers.filter(paragraph=paragraph)
        return next(iter(answers.values_list("text", flat=True)), "")

    @property
    def seen(self) -> str:
        """The moment of the draft as it is stored."""
        return self.contribution.versions.latest("number").saved_at.isoformat() if self.contribution else ""


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: PortalRequest, slug: str, paragraph: int) -> HttpResponse:
    """Show the paragraph with the own remark on it; a POST saves it and returns to the text.

    What was typed stays on the page when it is refused, or when the draft changed in between.
    """
    round_ = get_object_or_404(ConsultationRound.objects.visible_to(request.actor), slug=slug)
    about = get_object_or_404(round_.paragraphs().select_related("version__document"), pk=paragraph)
    if round_.question_about_paragraphs() is None:
        raise Http404
    council = request.mandate.council if request.mandate else None
    targets = _targets(request, council, round_)
    if council is None or not targets:
        raise PermissionDenied
    target = next((target for target in targets if target.key == request.GET.get("namens")), targets[0])
    initial = {"text": target.stored(about), "seen": target.seen}
    form = RemarkForm(request.POST if request.method == "POST" else None, initial=initial)
    conflict = None
    if form.is_valid():
        try:
            _save(request, council, round_, target, about, form.cleaned_data)
        except Conflict as refusal:
            conflict = refusal
        else:
            messages.success(request, "Uw opmerking is bewaard in uw concept. Het concept is nog niet ingediend.")
            return redirect(f"{about.version.get_absolute_url()}#{about.anchor}")
    context = {
        "round": round_,
        "paragraph": about,
        "targets": targets,
        "target": target,
        "form": form,
        "seen": target.seen,
        "conflict": conflict,
        "stored": target.stored(about) if isinstance(conflict, ChangedMeanwhile) else None,
    }
    return render(request, "consultations/input/remark.html", context, status=409 if conflict else 200)


def _targets(request: PortalRequest, council: Council | None, round_: ConsultationRound) -> list[Target]:
    """What the actor writes on in this round, or can begin; drafts first, in the order of the weights."""
    possible = start_steps(request.actor, council, is_open=True)
    keys = [kind.basis or str(kind.weight) for kind in KINDS if kind.permission in possible]
    mine = Contribution.objects.written_by(request.actor).filter(round=round_)
    existing = {c.basis or c.weight: c for c in mine.exclude(status=ContributionStatus.WITHDRAWN)}
    named = [key for key in existing if key == Weight.FRACTIE and key not in keys]
    return [Target(key, existing.get(key)) for key in [*keys, *named]]


def _save(
    request: PortalRequest,
    council: Council,
    round_: ConsultationRound,
    target: Target,
    about: Paragraph,
    typed: Mapping[str, str],
) -> None:
    contribution = target.contribution or _begin(request, council, round_, target.key)
    question = round_.question_about_paragraphs()
    answers: dict[Asked, Said] = {(question.pk, about.pk): Said(text=typed["text"])} if question else {}
    save_draft(request.actor, contribution, answers=answers, fields={}, seen=typed["seen"])


def _begin(request: PortalRequest, council: Council, round_: ConsultationRound, key: str) -> Contribution:
    if key == Weight.INDIVIDUAL:
        return start_individual_input(request.actor, council, round_id=round_.pk)
    if key == Weight.FRACTIE:
        return start_fractie_input(request.actor, council, round_id=round_.pk)
    return start_council_input(request.actor, council, round_id=round_.pk, basis=CouncilBasis(key))
