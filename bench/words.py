"""Believable input in Dutch, the same for the same seed; frequent words are frequent, as in real text (Zipf).

Sentences are an opening, a subject and an ending; the openings and subjects that stand first are drawn most, so
"raad" is in nearly every input. Compounds ("fietsverbinding") make the long tail of rare words.
"""

import random
from itertools import accumulate, product

OPENINGS = (
    "De raad vraagt aandacht voor",
    "Wij zien als raad een kans in",
    "De raad maakt zich zorgen over",
    "Onze fractie wil meer weten over",
    "Denk bij de keuzes voor de regio aan",
    "De raad wil eerst duidelijkheid over",
    "Inwoners spreken ons vaak aan op",
    "Neem in de strategie een passage op over",
    "Wij hechten veel waarde aan",
    "De schaalsprong vraagt om een keuze over",
    "Voor de kleine kernen begint het met",
    "Wij missen in het stuk een antwoord op",
    "Het Rijk moet meebetalen aan",
    "Kijk samen met de buurgemeenten naar",
    "Onze raad sprak twee avonden over",
    "Ondernemers rekenen op",
    "Jongeren blijven alleen als er werk gemaakt wordt van",
    "Zonder goede afspraken komt er niets terecht van",
    "De provincie kan helpen met",
    "Wij stellen voor om te beginnen met",
    "Een meerderheid van de raad steunt",
    "Een minderheid van de raad twijfelt aan",
    "Het waterschap waarschuwt al jaren voor",
    "Leg beter uit wat de regio bedoelt met",
    "In de omgevingsvisie staat al veel over",
    "Betrek de dorpsraden bij",
    "Wees zuinig op",
    "Vergeet in de uitvoering niet",
    "Ook voor de grensstreek draait het om",
    "Reken door wat de gevolgen zijn van",
)
SUBJECTS = (
    "de bouw van betaalbare woningen",
    "de ruimte voor nieuwe woningen",
    "het openbaar vervoer tussen de kernen",
    "de bereikbaarheid van het ziekenhuis",
    "voldoende drinkwater in droge zomers",
    "de leefbaarheid van de dorpen",
    "het behoud van het coulisselandschap",
    "de krapte op het elektriciteitsnet",
    "woningbouw bij de stations",
    "de doorstroming op de A1 en de A35",
    "het spoor naar Duitsland",
    "de menselijke maat van de groei",
    "de toekomst van de boeren",
    "goed onderwijs dicht bij huis",
    "werk voor mensen zonder diploma",
    "de wachtlijst voor sociale huur",
    "het beekdal van de Dinkel",
    "zorg voor ouderen in de eigen buurt",
    "bedrijventerreinen die plaats maken voor wonen",
    "de verdeling van de lasten over de gemeenten",
    "snelle fietsroutes naar het werk",
    "studenten die na hun studie willen blijven",
    "de kwaliteit van de bodem",
    "plekken om elkaar te ontmoeten",
    "de kosten voor de gemeente",
)
ENDINGS = (
    "voordat de raad een besluit neemt",
    "ook in {place}",
    "en niet alleen in de grote steden",
    "want daar loopt het nu al vast",
    "met een planning die de raad kan volgen",
    "samen met de inwoners van {place}",
    "zodat jonge gezinnen kunnen blijven",
    "binnen de bestaande bebouwing van {place}",
    "zonder dat het landschap verdwijnt",
    "en zet daar geld tegenover",
    "omdat de wachttijden te lang zijn",
    "tussen {place} en {place}",
    "ook na de verkiezingen",
    "en kom daar dit jaar op terug in de raad",
    "voor mensen met een kleine beurs",
    "vanaf de eerste fase van de uitvoering",
    "met oog voor de {compound} en de {compound}",
    "en laat zien wat dat betekent voor de {compound}",
    "waarbij de {compound} niet vergeten wordt",
    "zoals eerder is gevraagd bij de {compound}",
)
PLACES = (
    *("Enschede", "Hengelo", "Almelo", "Oldenzaal", "Losser", "Borne", "Haaksbergen", "Rijssen", "Holten", "Wierden"),
    *("Hellendoorn", "Nijverdal", "Goor", "Delden", "Markelo", "Ootmarsum", "Denekamp", "Tubbergen", "Vriezenveen"),
    *("Vroomshoop", "Overdinkel", "Glane", "Beuningen", "De Lutte", "Albergen", "Geesteren", "Weerselo", "Saasveld"),
    *("Bentelo", "Diepenheim", "Enter", "Den Ham", "Westerhaar", "Boekelo", "Lonneker", "Glanerbrug", "Zenderen"),
)
_FIRST = (
    *("woning", "fiets", "bus", "spoor", "water", "energie", "natuur", "landbouw", "dorps", "wijk", "school", "zorg"),
    *("jeugd", "markt", "beek", "bos", "warmte", "haven", "kanaal", "grens", "sport", "cultuur", "winkel", "station"),
    *(
        "huur",
        "kern",
        "regio",
        "gebieds",
        "weide",
        "esdorpen",
        "textiel",
        "recreatie",
        "kennis",
        "campus",
        "luchthaven",
    ),
    *("bodem", "klimaat", "afval", "zon", "wind", "mobiliteits", "parkeer", "verkeers", "bedrijven", "industrie"),
)
_SECOND = (
    *("opgave", "verbinding", "route", "visie", "aanpak", "agenda", "voorraad", "behoefte", "ontwikkeling", "corridor"),
    *(
        "zone",
        "strategie",
        "kwaliteit",
        "voorziening",
        "ruimte",
        "ambitie",
        "planning",
        "samenwerking",
        "deal",
        "toets",
    ),
    *("functie", "druk", "impuls", "structuur", "overgang", "proef", "coalitie", "kaart", "norm", "regeling", "poort"),
    *("hub", "as", "rand", "knoop", "pilot", "monitor", "tafel", "reserve", "kans", "grens", "keten", "loods"),
)
COMPOUNDS = tuple(random.Random(1).sample([a + b for a, b in product(_FIRST, _SECOND)], len(_FIRST) * len(_SECOND)))


class _Zipf:
    """Draws the n-th of a list about 1/n times as often as the first."""

    def __init__(self, items: tuple[str, ...], rng: random.Random) -> None:
        self._items = items
        self._weights = list(accumulate(1 / rank for rank in range(1, len(items) + 1)))
        self._rng = rng

    def draw(self) -> str:
        return self._rng.choices(self._items, cum_weights=self._weights)[0]


class Writer:
    """Somebody who never runs out of sentences."""

    def __init__(self, rng: random.Random) -> None:
        self._openings, self._subjects = _Zipf(OPENINGS, rng), _Zipf(SUBJECTS, rng)
        self._endings, self._places, self._compounds = _Zipf(ENDINGS, rng), _Zipf(PLACES, rng), _Zipf(COMPOUNDS, rng)

    def sentence(self) -> str:
        ending = self._endings.draw()
        while "{place}" in ending:
            ending = ending.replace("{place}", self._places.draw(), 1)
        while "{compound}" in ending:
            ending = ending.replace("{compound}", self._compounds.draw(), 1)
        return f"{self._openings.draw()} {self._subjects.draw()} {ending}."

    def sentences(self, words: int) -> list[str]:
        """So many sentences that they hold at least this many words, and at most 25 more."""
        written: list[str] = []
        while words > 0:
            written.append(self.sentence())
            words -= written[-1].count(" ") + 1
        return written
