"""Words for the large base: the ones that stand in any Danish text, and new ones that could."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

# Pitman and Yor's process: the more words there are, the seldomer one is new. These make a base of 50 times
# the text hold about 13 times the words: an exponent of 0.65 in Heaps' law, as texts on many subjects have;
# the seed alone, on one subject, has 0.4.
_DISCOUNT = 0.2
_STRENGTH = 300

FUNCTION_WORDS = frozenset(
    """
    alene allerede altid anden anderledes andet andre antal antallet begge består betyder blandt blevet
    blive bliver burde deres derfor derved desuden disse efter egentlig eller ellers endnu enhver
    enkelte enten findes fjerde flere fleste foran forbi fordi forhold forskel forskellen første gennem
    gerne giver gjort gælder gøres handler havde hedder hellere henholdsvis herunder hinanden hvert
    hvilke hvilken hvilket hvoraf hvordan hvorfor hvorfra hvornår hvortil hvorvidt hører imellem imens
    inden indtil ingen intet jeres kaldes kunne langs ligesom ligger mange meget mellem mindre mindst
    måske måtte navnlig nogen noget nogle næste nævner nævnes nævnt omkring overfor samme sammen senere
    siden siger skriver skulle snart stadig større største svarer sådan således tilsammen tredje under
    undtagen ville vores været væsentlig øvrige øvrigt
    """.split()
)
"""Those of five letters and more: shorter words stay as they are, function words or not."""

_HEADS = """
    affald alder anlæg areal bane barn beredskab bibliotek bolig botilbud bro budget bus by bygning bæk
    cykel dagtilbud dam demens depot digitalt dræn drift døgn eng energi erhverv fag familie fartøj
    ferie fest fiskeri fjernvarme flod flygtning forsyning fritid færge gartner genbrug grund grundvand
    gymnasie hal handel handicap hav havn hede hegn hest hjemme hjælpemiddel høst idræt indkøb industri
    integration jord kanal kapel kirkegård klima kloak klub koloni kontor korps kreds kultur kunst kyst
    køkken landbrug landskab lager led legeplads lyd lys læge lærling løn marked maskine medie miljø
    museum musik mølle natur nød olie omsorg orkester ovn park parkering pension plan plante plej pumpe
    psykiatri regn regnskab rejse rekreation renovation rengøring ressource scene sejl service sikring
    skat skole skov skilt slam slot snerydning sogn sol spildevand sport sprog stand stald station sti
    stil strand strøm støj sundhed svømme sø tand teater telt tilsyn torv trafik transport træ tunnel
    turisme udstilling ur vand varme varsling vej ventilation vind vinter værksted værft ældre økologi ø
""".split()
_TAILS = """
    adgang aftale ansvar arbejde behandling behov beregning besked besøg bidrag brug bånd central dag
    deling drift eftersyn egn emne fald felt flade flow fond form forløb forsøg fremme fører garanti
    gebyr gruppe grænse gård hjælp hold hus indsigt interesse journal klasse klausul kode komité kort
    krav kurs kørsel lag laug leje lempelse liste lokale læsning løb løft mangel mester middel minde
    mønster net niveau norm nummer nævn område opgave opgør opland ordning overblik pakke panel pas
    patrulje plads pleje pligt post praksis pris prøve pulje punkt rapport regel regulativ ret ring
    rolle rum runde råd sag sats selskab sikring skik skjold skrift spor sprog spærring station stemme
    stilling stop strategi stue støtte svar syn system takst tal tavle tegn tilskud tid tjeneste top
    trin tryk udbud udligning udtryk udvalg vagt valg vane varsel vejledning venteliste verden virke
    volumen vurdering vægt værdi værk værn ydelse zone
""".split()
_ONSETS = """
    b bl br d dr f fl fr g gl gr h hj hv k kl kn kr kv l m n p pl pr r s sk skr sl sm sn sp st str sv t
    tr tv v
""".split()
_VOWELS = """
    a e i o u y æ ø å
""".split()
_CODAS = """
    b d f g k l m n p r s t ld lt nd nk nt rd rk rm rn rt sk st vn
""".split()
_PLACE_HEADS = """
    Aller Bald Birke Brand Bøge Dyb Ege Elle Engel Fug Gam Grøn Hag Had Hede Hel Hjort Hor Hval Høj
    Kirke Klint Kol Krag Lange Lille Lund Lyng Mose Mølle Nør Odd Pile Ramme Ring Rug Ryg Salt Sand Sejl
    Skel Skov Små Sol Spand Sten Stor Strand Svane Sønder Tange Thor Tist Tor Tran Ugle Uld Val Vester
    Vind Vor Ølse Øster Ål
""".split()
_PLACE_TAILS = """
    bjerg borg bro bæk by drup feld gård hede holm holt høj inge købing lev lund løse mark næs rup rød
    sted strup sund sø torp tved um vad vig ø ør
""".split()
_CONSONANTS = "BDFGHJKLMNPRSTV"


class Vocabulary:
    """The words that all worlds draw from."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._drawn: list[str] = []
        self._words: set[str] = set()
        self._once: set[str] = set()

    def word(self) -> str:
        """A word: a new one, or one that was drawn before, the commoner the likelier."""
        new = (_STRENGTH + _DISCOUNT * len(self._words)) / (_STRENGTH + len(self._drawn))
        word = self._new() if self._random.random() < new else self._random.choice(self._drawn)
        self._words.add(word)
        self._drawn.append(word)
        return word

    def _new(self) -> str:
        choice = self._random.choice
        kind = self._random.random()
        if kind < 0.5:
            return choice(_HEADS) + choice(("", "s")) + choice(_TAILS)
        if kind < 0.75:
            return choice(_HEADS) + choice(_HEADS) + choice(("", "s")) + choice(_TAILS)
        syllables = self._random.choice((2, 2, 3))
        return "".join(choice(_ONSETS) + choice(_VOWELS) for _ in range(syllables)) + choice(_CODAS)

    def place(self) -> str:
        """A place that no other has the name of."""
        return self._unique(lambda: self._random.choice(_PLACE_HEADS) + self._random.choice(_PLACE_TAILS))

    def abbreviation(self) -> str:
        """Four letters that stand for nothing else."""
        return self._unique(lambda: "".join(self._random.choices(_CONSONANTS, k=4)))

    def _unique(self, make: Callable[[], str]) -> str:
        while (made := make()) in self._once:
            pass
        self._once.add(made)
        return made
