"""A hearing of 2026 that was held, about where a forum is to meet."""

from __future__ import annotations

from storage.records.remarks import Decision, Progress, Recommendation, Remark, Result
from storage.records.values import (
    Hearing,
    HearingStatus,
    LateDecision,
    Party,
    PartyKind,
    Point,
    Stance,
)
from tests.fakes.heard import Answer, hearing, party

TITLE = "Ny plads til SSP-NU"
HELHEDSPLANEN = Party("helhedsplanen", "Den Boligsociale Helhedsplan Vejleåparken", PartyKind.HOUSING, True)  # noqa: FBT003
POLITI = Party("vestegns-politi", "Vestegns Politi", PartyKind.POLICE, True)  # noqa: FBT003
STRANDPARKEN = party("a1", "Grundejerforeningen Strandparken")
BOLIGSELSKAB = party("a2", "Ishøj Boligselskab", PartyKind.HOUSING)
CYKELKLUBBEN = party("a3", "Cykelklubben Hjulet")
BESTYRELSEN = Party("bestyrelsen-ishoej-ungdom", "Bestyrelsen for Ishøj Ungdom", PartyKind.BOARD, False)  # noqa: FBT003

ANSWERS = (
    Answer(
        HELHEDSPLANEN,
        (
            Point(
                id="p1",
                stance=Stance.CONCERN,
                text="Flytningen kan give videnstab, og vejen til møderne bliver lang.",
                about=("topic:Placering",),
            ),
            Point(
                id="p2",
                stance=Stance.WISH,
                text="De bør mødes hver måned.",
                about=("forum:ssp-nu-u18",),
            ),
        ),
    ),
    Answer(
        POLITI,
        (
            Point(id="p3", stance=Stance.SUPPORT, text="Det er let at komme til.", about=("model:model-1",)),
            Point(
                id="p4", stance=Stance.PROPOSAL, text="Der bør følges op hvert år.", about=("goal:maal-c",)
            ),
        ),
    ),
    Answer(
        STRANDPARKEN,
        (
            Point(id="p5", stance=Stance.CONCERN, text="Der bliver støj og for få parkeringspladser."),
            Point(id="p6", stance=Stance.WONDER, text="Hvorfor skal cykelstien lægges om?"),
        ),
    ),
    Answer(BOLIGSELSKAB, ()),
    Answer(
        CYKELKLUBBEN,
        (Point(id="p7", stance=Stance.CONCERN, text="Cyklisterne bliver hængt af i krydset."),),
        late=True,
        decision=LateDecision.ATTACH,
    ),
    Answer(BESTYRELSEN),
)
TREATED = (
    Remark(
        id="r1",
        party_id="a1",
        position=1,
        points=("p5",),
        text="Der anlægges tyve pladser mere bag huset.",
        progress=Progress.APPROVED,
    ),
    Remark(
        id="r2",
        party_id="helhedsplanen",
        position=2,
        points=("p1",),
        refers_to=("r1",),
        progress=Progress.APPROVED,
    ),
    Remark(
        id="r3",
        party_id="a1",
        position=3,
        points=("p6",),
        text="Kladde: stien er stadig til debat.",
        progress=Progress.PROFESSIONAL,
    ),
    Recommendation(
        id="i1",
        position=1,
        text="Parkeringspladsen udvides.",
        points=("p5",),
        progress=Progress.APPROVED,
        decision=Decision("Byrådet", "2026-06-02", Result.ADOPTED),
    ),
    Recommendation(id="i2", position=2, text="Stien lukkes.", points=("p6",), progress=Progress.DRAFT),
)


def places(
    *,
    title: str = TITLE,
    status: HearingStatus = HearingStatus.CONCLUDED,
    public: bool = True,
    **changes: object,
) -> Hearing:
    return hearing(
        "plads-2026",
        title,
        status=status,
        public=public,
        topics=("Placering",),
        models=("model-1",),
        **changes,
    )
