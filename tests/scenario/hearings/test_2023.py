from __future__ import annotations

import pytest

from storage.knowledge import Knowledge
from storage.records import audit, hearings, responses, treatment
from tests.fakes.people import Person, Town

pytestmark = pytest.mark.asyncio

ID = "organisering-2023"
POINTS = {
    "lokal-med-cbf": 14,
    "lokal-med-ishoej-ungdom": 1,
    "bestyrelsen-ishoej-ungdom": 2,
    "helhedsplanen": 6,
    "vestegns-politi": 8,
}


async def test_the_hearing_of_2023_is_there_from_the_start(town: Town) -> None:
    lead = await town.lead().says("Høringer")
    assert lead.sees("Der er én høring", "Ny organisering af det tryghedsskabende", "Afsluttet")
    await lead.presses("Se høringen")
    assert lead.sees(
        "fredag den 29. september 2023 kl. 00.00",
        "tirsdag den 31. oktober 2023 kl. 23.59 (33 dage)",
        "5 parter",
        "Model 1 og Model 2",
    )
    assert lead.titles() == [
        "Svartavle",
        "Bemærkninger",
        "Høringsnotat",
        "Politisk udfald",
        "Del opsummering",
        "Opsummeringer",
        "Skjul for medarbejdere",
    ]


async def test_its_board_has_five_parties_that_answered_in_time_with_31_points(
    town: Town, knowledge: Knowledge
) -> None:
    lead = await town.lead().says("Svartavle")
    if lead.sees("Hvilken høring vil du se?"):
        await lead.presses("Svartavle")
    assert lead.sees("5 af 5 parter har svaret", "Svartavle · Afsluttet")
    lines = lead.text.split("\n")
    for party, count in POINTS.items():
        at = lines.index(knowledge.parties[party].name)
        assert lines[at + 1 : at + 3] == ["✓ Svaret", str(count)]
    assert sum(POINTS.values()) == 31
    assert lead.sees(
        "Opbakning 9 · Bekymring 9 · Undren 2 · Uklarhed 3 · Forslag 2 · Ønske 1 · Opmærksomhedspunkt 3 · "
        "Fordel 2"
    )


@pytest.mark.parametrize("party", POINTS)
async def test_each_response_is_read_as_the_knowledge_base_tells_it(
    town: Town, knowledge: Knowledge, party: str
) -> None:
    lead = await town.lead().sends("response.open", hearing=ID, party=party)
    read = await _through(lead)
    points = [
        point
        for point in knowledge.points.values()
        if (knowledge.parties[point.party].part_of or point.party) == party
        and any(source.document == "hoeringsnotat" for source in point.sources)
    ]
    assert len(points) == POINTS[party]
    assert [point.text for point in points if point.text not in read] == []
    assert knowledge.parties[party].name in read
    assert "Ja, rettidigt ifølge høringsnotatet" in read
    assert "Tidspunktet er ikke kendt" in read


async def _through(lead: Person) -> str:
    read = lead.text
    while "Næste del" in lead.titles():
        await lead.presses("Næste del")
        read += lead.text
    return read.replace("\u200b", "")


async def test_its_17_remarks_and_one_shared_recommendation_answer_its_points(
    town: Town, knowledge: Knowledge
) -> None:
    desk = await town.office.open()
    async with desk.records.reading() as connection:
        made = await treatment.treatment_of(connection, ID)
        versions = await responses.versions_of(connection, ID)
        invited = await hearings.invitations_of(connection, ID)
        assert (await audit.verify(connection)).problems == ()
    points = {point.id for version, _ in versions for point in version.content.points}
    found = [remark for remark in made.remarks if not remark.says_nothing]
    [recommendation] = made.recommendations
    assert (len(found), len(versions), len(invited), len(points)) == (17, 5, 5, 31)
    assert [remark.text for remark in found] == [
        "" if remark.refers_to else remark.text for remark in knowledge.remarks.values()
    ]
    assert {id_ for remark in made.remarks for id_ in remark.points} == points
    assert {id_ for remark in found for id_ in remark.points} <= points
    assert set(recommendation.points) <= points
    parties = {point.party for id_, point in knowledge.points.items() if id_ in recommendation.points}
    assert len(parties) == 2
    ids = {remark.id for remark in found}
    assert {id_ for remark in found for id_ in remark.refers_to} <= ids


async def test_questions_and_records_tell_the_same(town: Town, knowledge: Knowledge) -> None:
    """Both come from the knowledge base: each point has the stance and the words it has there."""
    desk = await town.office.open()
    async with desk.records.reading() as connection:
        versions = await responses.versions_of(connection, ID)
    for version, _ in versions:
        for point in version.content.points:
            known = knowledge.points[point.id]
            assert (point.text, point.stance.value) == (known.text, known.stance)
            assert point.about == tuple(f"model:{id_}" for id_ in known.models)


async def test_it_is_stored_once_however_often_the_bot_starts(town: Town) -> None:
    before = town.dump()
    await town.office.close()
    await town.office.open()
    assert town.dump() == before


async def test_what_a_lead_takes_from_staff_stays_taken_when_the_bot_starts_again(town: Town) -> None:
    await town.lead().sends("summary.unpublish", hearing=ID, sure="true")
    before = town.dump()
    await town.office.close()
    await town.office.open()
    assert [row["public"] for row in town.rows("SELECT public FROM hearings WHERE id = ?", ID)] == [0]
    assert town.dump() == before


async def test_a_contact_of_today_reads_what_their_party_said_then_and_changes_nothing(
    town: Town, anne: Person
) -> None:
    await anne.says("Mine svar")
    assert anne.text.index("Ny plads til SSP-NU") < anne.text.index("Ny organisering")
    await anne.presses("Se kvittering")
    assert anne.sees("Arbejdet med at skabe tryghed", "Svaret er gengivet efter høringsnotatet.")
    assert anne.titles() == ["Mine svar"]
    before = town.dump()
    for verb in ("response.change", "response.withdraw"):
        await anne.sends(verb, hearing=ID, party="helhedsplanen")
        assert anne.told.startswith("Høringen er lukket")
    assert town.dump() == before
