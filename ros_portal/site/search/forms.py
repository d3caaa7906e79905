"""What a reader asks: words, and what to narrow them to. It stays in the address; nothing of it is kept."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import DateTimeField, QuerySet, Value

from consultations.forms.public import ON_BEHALF_OF
from consultations.models import ConsultationRound, Contribution
from organisations.actor import Actor
from organisations.models import Council
from ros_portal.kit.text import clean_line

from .sources import SOURCES, Source

WORDS_LIMIT = 200
NEWEST_FIRST = "datum"


class SearchForm(forms.Form):
    """Words and filters. What is not known is left out, and said at its field."""

    zoek = forms.CharField(label="Woorden", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    soort = forms.ChoiceField(
        label="Waarin",
        required=False,
        choices=[("", "Overal"), *((source.code, source.plural) for source in SOURCES)],
    )
    raad = forms.ChoiceField(label="Raad", required=False)
    ronde = forms.ChoiceField(label="Ronde", required=False)
    namens = forms.ChoiceField(
        label="Namens",
        required=False,
        choices=[("", "Iedereen"), *((value, label) for value, (label, _) in ON_BEHALF_OF.items())],
    )
    volgorde = forms.ChoiceField(
        label="Volgorde", required=False, choices=[("", "Best passend eerst"), (NEWEST_FIRST, "Nieuwste eerst")]
    )

    def __init__(self, data: Any, actor: Actor) -> None:
        super().__init__(data)
        rounds, councils = _choices(actor)
        cast("forms.ChoiceField", self.fields["raad"]).choices = [("", "Alle raden"), *councils]
        cast("forms.ChoiceField", self.fields["ronde"]).choices = [("", "Alle rondes"), *rounds]
        self.is_valid()

    def clean_zoek(self) -> str:
        return clean_line(self.cleaned_data["zoek"], limit=WORDS_LIMIT)

    @property
    def words(self) -> str:
        """What to look for; nothing when it was refused."""
        return str(self.cleaned_data.get("zoek", ""))

    @property
    def sources(self) -> list[Source]:
        """The kinds of text to look in."""
        chosen = self.cleaned_data.get("soort")
        return [source for source in SOURCES if not chosen or source.code == chosen]

    @property
    def narrowed_to(self) -> Mapping[str, QuerySet[Any]]:
        """The council, round and input that were chosen; a kind of text that has none is then left out."""
        chosen: dict[str, QuerySet[Any]] = {}
        if slug := self.cleaned_data.get("raad"):
            chosen["council"] = Council.objects.filter(organisation__slug=slug)
        if slug := self.cleaned_data.get("ronde"):
            chosen["round"] = ConsultationRound.objects.filter(slug=slug)
        if value := self.cleaned_data.get("namens"):
            chosen["contribution"] = Contribution.objects.filter(ON_BEHALF_OF[value][1])
        return chosen

    @property
    def newest_first(self) -> bool:
        """Whether the newest comes first, and not what fits best."""
        return self.cleaned_data.get("volgorde") == NEWEST_FIRST

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter was chosen beside the words."""
        return any(self.data.get(name) for name in ("soort", "raad", "ronde", "namens"))


Choices = list[tuple[str, str]]


def _choices(actor: Actor) -> tuple[Choices, Choices]:
    """The rounds, the newest first, and the councils by name: slug and name, in one query."""
    rounds = ConsultationRound.objects.visible_to(actor).order_by().values_list("slug", "title", "opens_at")
    no_date = Value(None, DateTimeField())
    councils = Council.objects.order_by().values_list("organisation__slug", "organisation__name", no_date)
    rows: list[Any] = list(rounds.union(councils, all=True))
    newest_first = sorted((row for row in rows if row[2] is not None), key=lambda row: row[2], reverse=True)
    by_name = sorted((row for row in rows if row[2] is None), key=lambda row: row[1])
    return [(row[0], row[1]) for row in newest_first], [(row[0], row[1]) for row in by_name]
