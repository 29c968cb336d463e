"""Leads share summaries and answers in channels, and each reader sees behind them what they may."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio

from bot.dispatch import Bot
from bot.hearings.verbs import VERBS
from bot.questions.sharing import answer_to_share
from bot.questions.understand import Questions
from bot.reply import CARD_BYTES, size_bytes
from bot.turn import ChannelEvent, ChannelNews, ChatKind, Reply, Turn
from storage.knowledge import Knowledge
from storage.records import audit, hearings, posts, treatment
from storage.records.posts import Outcome, PostStatus
from storage.records.remarks import Decision, Paraphrase, Progress, Recommendation, Remark, Result
from storage.records.values import Party, PartyKind, hash_of
from tests.fakes.people import LEAD, Person, Town, answered
from tests.fakes.treating import at_party, points, remarked

pytestmark = pytest.mark.asyncio

OLD = "organisering-2023"
HOUSING, MED = "Den Boligsociale Helhedsplan Vejleåparken", "Lokal MED CBF"
ALL = "answered,stances,models,recommendations,remarks"


async def heard(town: Town, *names: str) -> None:
    """The bot has heard of these channels in the team."""
    await town.office.learn(
        ChannelNews(
            what=ChannelEvent.LISTED,
            team_id="19:team@thread.tacv2",
            team_name="Trygge byer",
            channels=tuple((f"19:{name}@thread.tacv2", name) for name in names),
            service_url="http://127.0.0.1:1/",
            bot_id="28:bot",
            at=town.now,
        )
    )


@pytest_asyncio.fixture(name="team", autouse=True)
async def _team(town: Town) -> None:
    await heard(town, "Nyt", "SSP")


@pytest.fixture(name="hearing")
def _hearing(lead: Person) -> str:
    """The open hearing of the two parties."""
    return lead.town.hearing


def chosen(person: Person, *names: str) -> str:
    """What stands in the field once these channels are chosen."""
    [field] = [each for each in person.inputs() if each["id"] == "channels"]
    by_title = {each["title"]: each["value"] for each in field["choices"]}
    return ",".join(by_title[f"Trygge byer – {name}"] for name in names)


async def previewed(
    lead: Person, hearing: str = OLD, show: str = "", channels: Sequence[str] = ("Nyt", "SSP"), **when: str
) -> Person:
    """The card is in front of the lead."""
    await lead.sends("summary.form", hearing=hearing)
    lead.fills(channels=chosen(lead, *channels), **when)
    if show:
        lead.fills(show=show)
    return await lead.presses("Se kortet først")


async def ordered(lead: Person, hearing: str = OLD, show: str = "", **more: Any) -> Person:
    await previewed(lead, hearing, show, **more)
    [title] = {"Send nu", "Planlæg"} & set(lead.titles())
    return await lead.presses(title)


def stored(town: Town) -> list[dict[str, Any]]:
    return town.rows("SELECT * FROM posts ORDER BY ordered_at, batch, channel_id")


async def came_out(town: Town, name: str, status: PostStatus, reason: str = "") -> None:
    """What came of the last post in the channel."""
    desk = await town.office.open()
    post = [row["id"] for row in stored(town) if row["channel_id"] == f"19:{name}@thread.tacv2"][-1]
    async with desk.records.writing() as connection:
        await posts.claim(connection, [post], town.now)
        outcome = Outcome(id=post, status=status, reason=reason, conversation_id="19:x", activity_id="1")
        await posts.note(connection, outcome, town.now)


async def closed(lead: Person, hearing: str) -> Person:
    await lead.sends("hearing.close", hearing=hearing, reason="Alle har svaret")
    return lead


# --- the card first, then the order -----------------------------------------------------------


async def test_what_is_posted_is_what_was_shown(town: Town) -> None:
    lead = await previewed(town.lead(), show=ALL)
    assert lead.sees("Sådan kommer opslaget til at se ud", "Trygge byer – Nyt og Trygge byer – SSP")
    preview = [each for each in lead.card["body"] if each["type"] == "Container"][-1]["items"]
    assert stored(town) == []
    await lead.presses("Send nu")
    rows = stored(town)
    assert [json.loads(row["card"])["body"] for row in rows] == [preview, preview]
    assert {row["channel_id"] for row in rows} == {"19:Nyt@thread.tacv2", "19:SSP@thread.tacv2"}
    assert {(row["kind"], row["hearing_id"], row["status"], row["ordered_by"]) for row in rows} == {
        ("summary", OLD, "waiting", LEAD)
    }
    assert len({row["batch"] for row in rows}) == 1
    assert sorted(event["detail"] for event in town.events("post.ordered")) == sorted(
        row["id"] for row in rows
    )


async def test_it_is_ordered_once_however_often_it_is_pressed(town: Town) -> None:
    lead = await ordered(town.lead())
    before = town.dump()
    await lead.sends_again()
    assert lead.sees("Opslag 1", "Trygge byer – Nyt: venter på tur")
    assert town.dump() == before


async def test_who_goes_back_finds_what_was_chosen(town: Town) -> None:
    lead = await previewed(
        town.lead(), show="stances", channels=["SSP"], post_date="2026-09-02", post_time="08:15"
    )
    await lead.presses("Ret")
    values = lead.values()
    assert (values["show"], values["channels"]) == ("stances", chosen(lead, "SSP"))
    assert (values["post_date"], values["post_time"]) == ("2026-09-02", "08:15")


async def test_another_card_than_the_one_that_was_shown_is_shown_first(
    town: Town, hearing: str, anne: Person
) -> None:
    lead = await previewed(town.lead(), hearing)
    await answered(anne, "Et punkt")
    await lead.presses("Send nu")
    assert lead.sees("Der er sket noget, siden du så kortet", "1 af 2 parter har svaret på høringen")
    assert stored(town) == []
    await lead.presses("Send nu")
    assert len(stored(town)) == 2


async def test_a_lead_is_told_that_another_has_ordered_meanwhile(town: Town) -> None:
    lead = await previewed(town.lead())
    await ordered(town.other_lead(), channels=["Nyt"])
    await lead.presses("Send nu")
    assert lead.sees("En anden har bestilt et opslag om det samme")
    assert len(stored(town)) == 1
    await lead.presses("Send nu")
    assert len(stored(town)) == 3


@pytest.mark.parametrize(
    "change", [{"batch": ""}, {"card": "0" * 24}, {"due": "i morgen"}, {"source": "x", "how": "y"}]
)
async def test_a_tampered_button_orders_nothing(town: Town, change: dict[str, str]) -> None:
    lead = await previewed(town.lead())
    data = lead.button("Send nu")["data"]
    await lead.sends("summary.send", **(data | change))
    assert stored(town) == []


async def test_a_channel_that_is_gone_meanwhile_is_chosen_anew(town: Town) -> None:
    lead = await previewed(town.lead())
    await heard(town, "Nyt")
    await lead.presses("Send nu")
    assert lead.error("channels") == "En af kanalerne findes ikke længere. Vælg igen."
    assert stored(town) == []


async def test_nobody_posts_in_a_channel_that_the_bot_is_not_in(town: Town) -> None:
    lead = await town.lead().sends("summary.preview", hearing=OLD, show="answered", channels="deadbeef")
    assert lead.error("channels") == "En af kanalerne findes ikke længere. Vælg igen."


async def test_without_channels_the_lead_is_told_how_to_get_some(town: Town) -> None:
    await heard(town)
    lead = await town.lead().sends("summary.form", hearing=OLD)
    assert lead.sees("Jeg er ikke med i nogen teams endnu", "Føj til et team")
    assert "Se kortet først" not in lead.titles()


async def test_of_very_many_channels_those_are_offered_that_are_looked_for(town: Town) -> None:
    await heard(town, *(f"Område {number}" for number in range(200)))
    lead = await town.lead().sends("summary.form", hearing=OLD)
    assert lead.sees("Der er 140 kanaler til")
    lead.fills(channels=chosen(lead, "Område 0"), find="OMRÅDE 19")
    await lead.presses("Find")
    assert chosen(lead, "Område 0", "Område 199")
    lead.fills(channels="")
    await lead.presses("Se kortet først")
    assert lead.error("channels") == "Vælg mindst én kanal."
    lead.fills(channels=chosen(lead, *(f"Område {number}" for number in range(19, 20)), "Område 190"))
    await lead.presses("Se kortet først")
    assert lead.sees("Trygge byer – Område 19 og Trygge byer – Område 190")


async def test_25_channels_at_once_are_the_most(town: Town) -> None:
    names = [f"Et langt navn på en kanal, der handler om område {number}" for number in range(26)]
    await heard(town, *names)
    lead = await previewed(town.lead(), show=ALL, channels=names)
    assert lead.error("channels") == "Vælg højst 25 kanaler ad gangen."
    await previewed(lead, show=ALL, channels=names[:25])
    assert lead.sees("Sådan kommer opslaget til at se ud", "og 19 til")
    await lead.presses("Send nu")
    assert len(stored(town)) == 25


# --- when -------------------------------------------------------------------------------------


async def test_it_is_planned_by_the_clocks_of_denmark(town: Town) -> None:
    lead = await ordered(town.lead(), post_date="2026-10-24", post_time="08:15")
    assert {row["due_at"] for row in stored(town)} == {"2026-10-24 06:15:00.000000"}
    assert lead.sees("planlagt til lørdag den 24. oktober 2026 kl. 08.15", "venter til 24.10. kl. 08.15")
    await ordered(town.other_lead(), post_date="2026-10-26", post_time="08:15")
    assert stored(town)[-1]["due_at"] == "2026-10-26 07:15:00.000000"


@pytest.mark.parametrize(
    ("day", "time", "field", "why"),
    [
        ("2027-03-28", "02:30", "post_time", "Det klokkeslæt findes ikke den dag"),
        ("2026-08-31", "08:00", "post_date", "Tidspunktet er passeret"),
        ("", "09:59", "post_time", "Tidspunktet er passeret"),
        ("2028-01-01", "08:00", "post_date", "mere end et år fremme"),
        ("2026-09-02", "", "post_time", "Skriv også klokkeslættet"),
        ("2026-02-30", "08:00", "post_date", "Skriv datoen"),
        ("2026-09-02", "halv ni", "post_time", "Skriv klokkeslættet"),
    ],
)
async def test_a_time_that_cannot_be_is_refused_beside_its_field(
    town: Town, day: str, time: str, field: str, why: str
) -> None:
    lead = await previewed(town.lead(), post_date=day, post_time=time)
    assert why in lead.error(field)
    assert chosen(lead, "Nyt", "SSP") == lead.values()["channels"]


async def test_a_time_alone_is_today(town: Town) -> None:
    await ordered(town.lead(), post_date="", post_time="15:00")
    assert {row["due_at"] for row in stored(town)} == {"2026-09-01 13:00:00.000000"}


async def test_a_time_that_passes_while_the_card_is_looked_at_is_chosen_anew(town: Town) -> None:
    lead = await previewed(town.lead(), post_date="2026-09-01", post_time="10:01")
    town.later(minutes=5)
    await lead.presses("Planlæg")
    assert "Tidspunktet er passeret" in lead.error("post_date")
    assert stored(town) == []


# --- what it says -----------------------------------------------------------------------------


async def test_the_police_alone_speak_of_one_model_in_2023(town: Town) -> None:
    lead = await previewed(town.lead(), show="models")
    lines = lead.text.split("\n")
    at = lines.index("Part")
    assert lines[at : at + 11] == [
        *("Part", "Model 1", "Model 2", "Begge modeller", "Uden model"),
        *("Vestegns Politi", "Fordel 1", "Bekymring 1", "Fordel 1", "Opbakning 1", "Opbakning 4"),
    ]
    assert lead.sees("4 parter har punkter, men ingen om en bestemt model.", "Antallet siger ikke noget om")


async def test_what_was_said_in_2023_stands_party_by_party_and_in_the_glossarys_order(town: Town) -> None:
    lead = await previewed(town.lead(), show="answered,stances,recommendations")
    assert lead.sees("5 af 5 parter har svaret på høringen", "(33 dage)", "Opgjort tirsdag den 1. september")
    lines = lead.text.split("\n")
    assert lines[lines.index("Vestegns Politi") + 1] == "Opbakning 5 · Bekymring 1 · Fordel 2"
    assert lead.sees("Følger af 2 punkter", "Ikke politisk behandlet endnu")
    assert lead.sees(
        "Opbakning 9 · Bekymring 9 · Undren 2 · Uklarhed 3 · Forslag 2 · Ønske 1 · Opmærksomhedspunkt 3 · "
        "Fordel 2"
    )


async def test_an_open_hearing_tells_only_who_has_answered(town: Town, hearing: str, anne: Person) -> None:
    await answered(anne, "Vi er imod")
    lead = await previewed(town.lead(), hearing)
    assert lead.sees("1 af 2 parter har svaret", "Har svaret", HOUSING, "Har ikke svaret", MED)
    assert not lead.sees("Forslag 1")
    await lead.sends("summary.preview", hearing=hearing, show=ALL, channels=chosen_of(lead))
    assert not lead.sees("Forslag 1")


def chosen_of(lead: Person) -> str:
    """The channels that the card in front of the lead carries."""
    return str(lead.button("Send nu")["data"]["channels"])


@pytest.mark.parametrize("show", ["", "names", "answered,names"])
async def test_what_is_to_be_shown_is_chosen_from_the_list(town: Town, show: str) -> None:
    lead = await town.lead().sends("summary.form", hearing=OLD)
    await lead.sends("summary.preview", hearing=OLD, show=show, channels=chosen(lead, "Nyt"))
    assert lead.error("show")


async def test_a_draft_has_nothing_to_sum_up(town: Town, hearing: str) -> None:
    lead = town.lead()
    desk = await town.office.open()
    async with desk.records.writing() as connection:
        of = await hearings.hearing(connection, hearing)
        assert of
        await hearings.change(connection, replace(of, status=of.status.DRAFT))
    await lead.sends("summary.form", hearing=hearing)
    assert lead.told == "Høringen er ikke åbnet endnu, så der er ikke noget at opsummere."
    await lead.says("Del opsummering")
    assert not lead.sees("Ny plads til SSP-NU")


async def test_late_responses_are_named_and_do_not_count_until_they_are_included(
    town: Town, hearing: str, anne: Person
) -> None:
    town.now = datetime.fromisoformat("2026-10-16T08:00:00+00:00")
    await answered(anne, "For sent")
    lead = await closed(town.lead(), hearing)
    await previewed(lead, hearing, "answered,stances")
    assert lead.sees("Kom for sent", "Ét svar kom efter fristen og er ikke taget med")
    assert not lead.sees("Forslag 1")
    await lead.sends("response.open", hearing=hearing, party="helhedsplanen")
    lead.fills(decision="include", reason="Sygdom")
    await lead.presses("Gem afgørelsen")
    await previewed(lead, hearing, "answered,stances")
    assert lead.sees(f"{HOUSING} (efter fristen, taget med)", "Forslag 1")
    assert not lead.sees("Kom for sent")


async def test_only_what_is_approved_is_told_word_for_word(town: Town) -> None:
    desk = await town.office.open()
    async with desk.records.writing() as connection:
        made = await treatment.treatment_of(connection, OLD)
        first, second = [each for each in made.remarks if each.text][:2]
        [recommendation] = made.recommendations
        draft = replace(first, text="En kladde", progress=Progress.DRAFT)
        decided = Decision("Byrådet", "2024-02-06", Result.ADOPTED, "Enstemmigt")
        for value in (draft, replace(recommendation, decision=decided)):
            await treatment.keep(connection, OLD, value)
        other = Recommendation(id="ny", position=9, text="Ikke godkendt", points=())
        await treatment.keep(connection, OLD, other)
    lead = await previewed(town.lead(), show="recommendations,remarks")
    assert lead.sees(second.text, "Én indstilling er ikke godkendt endnu og vises ikke.")
    assert lead.sees("Politisk udfald: Vedtaget – Byrådet, tirsdag den 6. februar 2024. Enstemmigt")
    assert not any(text in lead.text for text in (first.text, "En kladde", "Ikke godkendt\n"))


@pytest.mark.parametrize(
    ("show", "status"),
    [("remarks", "cancelled"), ("answered", "waiting")],
    ids=["what shows it", "what does not"],
)
async def test_what_is_not_approved_any_more_is_not_posted_as_planned(
    town: Town, hearing: str, anne: Person, show: str, status: str
) -> None:
    """It says what the administration no longer stands by."""
    await answered(anne, "Et punkt")
    lead = await closed(town.lead(), hearing)
    [point] = points(town, "helhedsplanen")
    await remarked(lead, "helhedsplanen", point, text="Navnet på en medarbejder")
    await lead.presses("Markér alle kladder som faglige")
    await lead.presses("Godkend alle faglige")
    await ordered(town.other_lead(), hearing, show, post_date="2026-09-02", post_time="08:15")
    assert ("Navnet på en medarbejder" in stored(town)[0]["card"]) is (show == "remarks")
    await at_party(lead, "helhedsplanen")
    await lead.presses("Åbn")
    lead.fills(remark_text="En medarbejder")
    await lead.presses("Gem bemærkning")
    assert {row["status"] for row in stored(town)} == {status}
    if status == "cancelled":
        called_back = [(event["what"], event["detail"]) for event in town.events("post.cancelled")]
        assert sorted(called_back) == sorted(("post.cancelled", row["id"]) for row in stored(town))
        await lead.sends("summary.report", hearing=hearing)
        assert lead.sees("annulleret 1.9. kl. 10.00. Noget af det er ikke godkendt længere")


async def test_a_paraphrase_is_shared_only_once_its_party_has_said_that_it_is_right(
    town: Town, hearing: str, anne: Person
) -> None:
    await answered(anne, "Et punkt")
    lead = await closed(town.lead(), hearing)
    [point] = points(town, "helhedsplanen")
    await remarked(lead, "helhedsplanen", point, text="Det gør vi")
    await lead.presses("Markér alle kladder som faglige")
    await lead.presses("Godkend alle faglige")
    key = {"hearing": hearing, "party": "helhedsplanen"}
    await lead.sends("paraphrase.edit", **key, point=point)
    lead.fills(paraphrase="Kort sagt")
    await lead.presses("Gem gengivelsen")
    await lead.sends("check.waive", **key, reason="Parten svarer ikke")
    await previewed(lead, hearing, "remarks")
    assert lead.sees("Det gør vi")
    assert not lead.sees("Kort sagt")
    await lead.sends("check.send", **key)
    await lead.presses(next(title for title in lead.titles() if title != "Til alle parter"))
    await anne.sends("check.show", **key)
    await anne.presses("Ja, vi er gengivet rigtigt")
    await previewed(lead, hearing, "remarks")
    assert lead.sees("Punktet, gengivet kort: Kort sagt")


async def test_without_approved_remarks_none_are_offered(town: Town, hearing: str) -> None:
    lead = await closed(town.lead(), hearing)
    await lead.sends("summary.form", hearing=hearing)
    assert not lead.sees("Indstillinger")
    assert not lead.sees("Godkendte bemærkninger, ord for ord")
    await lead.sends("summary.form", hearing=OLD)
    assert lead.sees("Indstillinger", "Godkendte bemærkninger, ord for ord")


async def test_of_very_many_parties_with_hostile_names_a_card_names_some_and_counts_all(
    town: Town, hearing: str
) -> None:
    lead = await closed(town.lead(), hearing)
    desk = await town.office.open()
    tally = json.dumps(
        [["bekymring", ["model:model-1"], 2], ["fordel", ["model:model-1", "model:model-2"], 1]]
    )
    async with desk.records.writing() as connection:
        for number in range(300):
            name = f'**{number}** [x](http://x) "}}], {{DATE(2026)}} <at>' + "æ" * 80
            await hearings.add_party(connection, Party(f"p{number}", name, PartyKind.OTHER, external=True))
            await hearings.invite(connection, hearing, f"p{number}", number + 10)
            await hearings.change_invitation(
                connection, hearing, f"p{number}", status="answered", points=3, version=1, tally=tally
            )
    await previewed(lead, hearing, "answered,stances,models")
    assert lead.reply is not None
    assert size_bytes(lead.reply.card_json) <= CARD_BYTES
    assert lead.sees(
        "300 af 302 parter har svaret", "Bekymring 600 · Fordel 300", "er ikke vist her, men tæller med"
    )
    await lead.presses("Send nu")
    assert len(stored(town)) == 2


async def test_a_card_that_holds_a_cpr_number_is_neither_shown_nor_posted(town: Town, hearing: str) -> None:
    desk = await town.office.open()
    lead = await previewed(town.lead(), hearing)
    async with desk.records.writing() as connection:
        of = await hearings.hearing(connection, hearing)
        assert of
        await hearings.change(connection, replace(of, title="Sagen om 010203-1234"))
    await lead.presses("Send nu")
    assert "CPR-nummer" in lead.told
    assert "010203" not in lead.told
    await lead.sends("summary.preview", hearing=hearing, channels=chosen_of(lead))
    assert "CPR-nummer" in lead.told
    assert stored(town) == []


# --- what became of it ------------------------------------------------------------------------


async def test_the_report_tells_channel_by_channel_what_became_of_it(town: Town) -> None:
    await heard(town, "A", "B", "C", "D")
    lead = await ordered(town.lead(), channels=["A", "B", "C", "D"])
    await came_out(town, "A", PostStatus.SENT)
    await came_out(town, "B", PostStatus.FAILED, "forbidden")
    await came_out(town, "C", PostStatus.UNKNOWN, "no answer")
    await lead.presses("Opdatér oversigten")
    assert lead.sees(
        "Af 4 opslag er 1 sendt, 1 i kø, 1 ikke kommet frem og 1 måske sendt",
        "✓ Trygge byer – A: sendt 1.9. kl. 10.00",
        "✕ Trygge byer – B: ikke sendt. Jeg er fjernet dér, eller jeg må ikke skrive dér.",
        "⚠ Trygge byer – C: måske sendt – se efter i kanalen, før du sender igen",
        "○ Trygge byer – D: venter på tur",
    )
    await heard(town, "A")
    await lead.presses("Opdatér oversigten")
    assert lead.sees("Trygge byer – B: ikke sendt")  # also where the bot is no more


async def test_what_has_not_left_is_cancelled_and_the_rest_is_told(town: Town) -> None:
    lead = await ordered(town.lead(), post_date="2026-09-02", post_time="08:00")
    await came_out(town, "Nyt", PostStatus.SENT)
    await lead.presses("Annullér")
    assert lead.sees(
        "Ét opslag er annulleret.", "Ét opslag var allerede sendt", "– Trygge byer – SSP: annulleret"
    )
    assert [row["status"] for row in stored(town)] == ["sent", "cancelled"]
    assert len(town.events("post.cancelled")) == 1
    await lead.sends_again()
    assert lead.sees("Der er ikke noget, der venter på at blive sendt.")
    assert len(town.events("post.cancelled")) == 1


async def test_what_parties_said_is_not_told_once_they_may_answer_again(
    town: Town, hearing: str, anne: Person
) -> None:
    await answered(anne, "Et punkt")
    lead = await closed(town.lead(), hearing)
    await ordered(lead, hearing, "stances", post_date="2026-09-02", post_time="08:00")
    await lead.sends("hearing.reopen", hearing=hearing)
    assert lead.sees("planlagt, men ikke sendt, bliver annulleret")
    assert {row["status"] for row in stored(town)} == {"waiting"}
    await lead.sends("hearing.reopen", hearing=hearing, reason="Flere vil svare")
    assert {row["status"] for row in stored(town)} == {"cancelled"}
    assert len(town.events("post.cancelled")) == 2


async def test_what_stands_there_is_updated_in_its_place_with_what_it_showed(
    town: Town, hearing: str, anne: Person
) -> None:
    lead = await ordered(town.lead(), hearing)
    await came_out(town, "Nyt", PostStatus.SENT)
    await came_out(town, "SSP", PostStatus.FAILED, "gone")
    await answered(anne, "Et punkt")
    await lead.sends("summary.report", hearing=hearing)
    await lead.presses("Opdatér opslaget")
    assert lead.sees("når det er opdateret", "1 af 2 parter har svaret", "Trygge byer – Nyt")
    assert not lead.sees("Trygge byer – SSP")
    await lead.presses("Opdatér opslaget")
    old, _, new = stored(town)
    assert (new["replaces"], new["channel_id"], new["status"]) == (old["id"], old["channel_id"], "waiting")
    assert lead.sees("sendt 1.9. kl. 10.00 (siden opdateret)")
    assert "Opdatér opslaget" not in lead.titles()
    await lead.sends("summary.update", hearing=hearing, source=old["batch"])
    assert lead.told == "Der er ikke noget opslag, der kan opdateres."


async def test_two_leads_update_a_post_once(town: Town, hearing: str) -> None:
    first, second = await ordered(town.lead(), hearing), town.other_lead()
    await came_out(town, "Nyt", PostStatus.SENT)
    source = stored(town)[0]["batch"]
    for lead in (first, second):
        await lead.sends("summary.update", hearing=hearing, source=source)
    await first.presses("Opdatér opslaget")
    await second.presses("Opdatér opslaget")
    assert second.told == "Der er ikke noget opslag, der kan opdateres."
    assert len(stored(town)) == 3


async def test_what_may_be_there_is_sent_again_only_once_it_is_confirmed(town: Town) -> None:
    lead = await ordered(town.lead(), show="stances")
    await came_out(town, "Nyt", PostStatus.UNKNOWN, "interrupted")
    await came_out(town, "SSP", PostStatus.SENT)
    await lead.sends("summary.report", hearing=OLD)
    await lead.presses("Send igen")
    assert lead.sees("Vil du sende det igen?", "Det er måske allerede sendt. Se efter i kanalen")
    assert len(stored(town)) == 2
    await lead.presses("Send igen")
    new = stored(town)[-1]
    assert (new["channel_id"], new["replaces"]) == ("19:Nyt@thread.tacv2", "")
    assert json.loads(new["card"])["body"][1]["text"].startswith("5 af 5 parter")
    assert "Send igen" not in lead.titles()
    await lead.sends("summary.again", hearing=OLD, source=stored(town)[0]["batch"])
    assert lead.told == "Der er ikke noget, der mangler at blive sendt."


async def test_nobody_reports_on_what_is_not_there(town: Town, hearing: str) -> None:
    lead = await town.lead().sends("summary.report", hearing=hearing)
    assert lead.sees("Der er ikke slået noget op om høringen endnu")
    for verb in ("summary.update", "summary.again", "summary.cancel"):
        await lead.sends(verb, hearing=hearing, source="x")
        assert lead.told.startswith("Det opslag kender jeg ikke")
    await lead.sends("share.report", question="Hvem sidder i SSP-NU?", mark="x")
    assert lead.told.startswith("Det spørgsmål har ikke længere et svar")


# --- behind it --------------------------------------------------------------------------------


async def posted(town: Town, hearing: str = OLD) -> dict[str, str]:
    """What the button on a posted summary carries."""
    await ordered(town.lead(), hearing)
    card = json.loads(stored(town)[-1]["card"])
    data: dict[str, str] = card["body"][-1]["actions"][0]["data"]
    return data


def in_channel(person: Person, *, alone: bool = True) -> Person:
    person.chat, person.alone = ChatKind.CHANNEL, alone
    return person


async def test_a_lead_sees_how_far_each_party_is(town: Town) -> None:
    data = await posted(town)
    lead = await in_channel(town.lead()).sends("summary.details", **data)
    assert lead.sees("Lokal MED CBF", "14 af 14 punkter har en godkendt bemærkning", "12 godkendt")
    lead.fills(party="vestegns-politi", model="model.model-2")
    await lead.presses("Vis punkter")
    assert lead.sees("Vestegns Politi", "7 · Fordel · Model 2", "8 · Bekymring · Model 2", "Bemærkning")
    assert not lead.sees("Model 1 ligner")
    await lead.presses("Alle parter")
    await lead.presses("Tilbage til opslaget")
    assert lead.reply is not None
    assert lead.reply.card_json == stored(town)[-1]["card"]


async def test_a_partys_own_people_see_their_points_and_later_what_is_approved(
    town: Town, hearing: str, anne: Person
) -> None:
    await answered(anne, "Vi foreslår en ordning")
    data = await posted(town, hearing)
    await in_channel(anne).sends("summary.details", **data)
    assert anne.sees("Det har I sagt", "Vi foreslår en ordning", "kan ses, når høringen er lukket")
    desk = await town.office.open()
    [version] = town.versions("helhedsplanen")
    point = version["content"]["points"][0]["id"]
    remark = Remark(
        id="r",
        party_id="helhedsplanen",
        position=1,
        points=(point,),
        text="Det gør vi",
        progress=Progress.DRAFT,
    )
    async with desk.records.writing() as connection:
        await treatment.keep(connection, hearing, remark)
    await closed(town.lead(), hearing)
    await anne.sends("summary.details", **data)
    assert anne.sees("Ingen godkendt bemærkning endnu")
    assert not anne.sees("Det gør vi")
    async with desk.records.writing() as connection:
        await treatment.keep(connection, hearing, replace(remark, progress=Progress.APPROVED))
    await anne.sends("summary.details", **data)
    assert anne.sees("Bemærkning: Det gør vi")


async def test_behind_a_summary_a_remark_is_told_whole_and_a_point_as_its_party_has_put_it(
    town: Town, hearing: str, anne: Person
) -> None:
    await answered(anne, "Et", "To")
    await closed(town.lead(), hearing)
    first, second = (point["id"] for point in town.versions("helhedsplanen")[-1]["content"]["points"])
    said = Remark(
        id="r1",
        party_id="helhedsplanen",
        position=1,
        points=(first,),
        text="Svar på et.",
        progress=Progress.APPROVED,
    )
    onward = replace(said, id="r2", position=2, points=("x",), text="", refers_to=("r1",))
    both = replace(said, id="r3", position=3, points=(second,), text="Svar på to.", refers_to=("r2",))
    put = Paraphrase(
        id=first, party_id="helhedsplanen", text="Et og et halvt", rests_on="Et", of_text=hash_of("Et")
    )
    other = replace(put, id=second, text="Totusind", of_text=hash_of("To"))
    desk = await town.office.open()
    async with desk.records.writing() as connection:
        for each in (
            said,
            replace(onward, party_id="lokal-med-cbf"),
            both,
            replace(put, by_party=True),
            other,
        ):
            await treatment.keep(connection, hearing, each)
    data = await posted(town, hearing)
    await in_channel(anne).sends("summary.details", **data)
    assert anne.sees("Bemærkning: Svar på to. Svar på et.", "Jeres egen gengivelse: Et og et halvt")
    assert not anne.sees("Totusind")
    lead = await in_channel(town.lead()).sends("summary.details", **data, party="helhedsplanen")
    assert lead.sees("Bemærkning: Svar på to. Svar på et.", "Partens egen gengivelse: Et og et halvt")


async def test_nobody_sees_another_partys_points_before_they_are_public(
    town: Town, hearing: str, anne: Person, carl: Person
) -> None:
    await answered(anne, "Hemmeligt")
    await closed(town.lead(), hearing)
    data = await posted(town, hearing)
    for party in ("helhedsplanen", "lokal-med-cbf", ""):
        await in_channel(carl).sends("summary.details", **data, party=party, all="true")
        assert "Hemmeligt" not in carl.text
    stranger = in_channel(town.person("stranger"))
    await stranger.sends("summary.details", **data, party="helhedsplanen")
    assert "ikke gjort synlige for medarbejderne" in stranger.told


async def test_others_see_what_is_visible_to_staff(town: Town) -> None:
    data = await posted(town)
    reader = await in_channel(town.person("stranger")).sends("summary.details", **data)
    assert reader.sees("5 af 5 parter har svaret", "Opbakning 5 · Bekymring 1 · Fordel 2")
    assert not reader.sees("godkendt bemærkning")
    reader.fills(party="bestyrelsen-ishoej-ungdom")
    await reader.presses("Vis punkter")
    assert reader.sees("1 · Opbakning", "Bemærkning", "Indstilling: Lederne af Ishøj Ungdom")


async def test_where_others_read_along_nobody_sees_more_than_all_may(
    town: Town, hearing: str, anne: Person
) -> None:
    await answered(anne, "Hemmeligt")
    await closed(town.lead(), hearing)
    data = await posted(town, hearing)
    for person in (town.lead(), anne):
        await in_channel(person, alone=False).sends("summary.details", **data)
        assert "Åbn din egen chat med mig" in person.told
        assert "Hemmeligt" not in person.text
    public = await posted(town)
    lead = await in_channel(town.lead(), alone=False).sends("summary.details", **public)
    assert lead.reply is not None
    assert lead.reply.beside  # the post stays where it is
    assert lead.sees("Opbakning 5 · Bekymring 1 · Fordel 2", "Åbn din egen chat med mig")
    assert not lead.sees("godkendt bemærkning")


async def test_an_open_hearing_has_nothing_behind_it_for_others(town: Town, hearing: str) -> None:
    data = await posted(town, hearing)
    reader = await in_channel(town.person("stranger")).sends("summary.details", **data)
    assert reader.told == "Høringen er åben, så det er kun vist, hvem der har svaret."


async def test_a_deleted_hearing_has_nothing_behind_it(town: Town, hearing: str) -> None:
    data = await posted(town, hearing)
    desk = await town.office.open()
    async with desk.records.writing() as connection:
        of = await hearings.hearing(connection, hearing)
        assert of
        await hearings.change(connection, replace(of, status=of.status.DELETED))
    for verb in ("summary.details", "summary.posted"):
        reader = await in_channel(town.lead()).sends(verb, **data)
        assert reader.told == "Den høring findes ikke længere."


@pytest.mark.parametrize("post", ["", "x", "0" * 24])
async def test_only_a_post_that_was_ordered_is_shown_again(town: Town, post: str) -> None:
    reader = await in_channel(town.person("stranger")).sends("summary.posted", hearing=OLD, post=post)
    assert reader.told.startswith("Det opslag kender jeg ikke")


async def test_a_post_is_shown_again_only_as_its_own_hearing_s(town: Town, hearing: str) -> None:
    """One that may be seen opens no other."""
    data = await posted(town, hearing)
    reader = in_channel(town.person("stranger"))
    await reader.sends("summary.posted", hearing=OLD, post=data["post"])
    assert reader.told.startswith("Det opslag kender jeg ikke")


async def test_nobody_is_written_to_in_a_channel_where_they_pressed_a_button(
    town: Town, hearing: str, anne: Person
) -> None:
    data = await posted(town, hearing)
    before = town.rows("SELECT * FROM whereabouts WHERE user_id = ?", anne.user_id)
    await in_channel(anne).sends("summary.details", **data)
    assert town.rows("SELECT * FROM whereabouts WHERE user_id = ?", anne.user_id) == before


# --- who may ----------------------------------------------------------------------------------

LEADS_ONLY = [
    verb
    for verb in VERBS
    if verb.split(".")[0] in {"summary", "share"} and verb not in {"summary.details", "summary.posted"}
]


@pytest.mark.parametrize("verb", LEADS_ONLY)
async def test_only_leads_share_and_only_in_their_own_chat(town: Town, verb: str) -> None:
    before = town.dump()
    stranger = await town.person("stranger").sends(verb, hearing=OLD)
    assert stranger.told.startswith("Det kan kun de medarbejdere, der leder høringer")
    lead = await in_channel(town.lead()).sends(verb, hearing=OLD)
    assert lead.told.startswith("Høringer og høringssvar klarer vi i din egen chat med mig")
    assert town.dump() == before


async def test_there_are_so_many_steps() -> None:
    assert len(LEADS_ONLY) == 17


# --- visible to staff -------------------------------------------------------------------------


async def test_a_lead_makes_a_closed_hearing_visible_once_it_is_told_what_that_means(
    town: Town, hearing: str
) -> None:
    lead = await closed(town.lead(), hearing)
    await lead.presses("Gør synlig for medarbejdere")
    assert lead.sees("Vil du gøre høringen synlig for alle medarbejdere?", "Hvilke indstillinger kom der")
    assert town.events("hearing.published") == []
    await lead.presses("Gør synlig for medarbejdere")
    assert lead.sees("Medarbejderne kan nu spørge om høringen.")
    await lead.sends_again()
    assert len(town.events("hearing.published")) == 1
    await lead.presses("Skjul for medarbejdere")
    await lead.presses("Skjul for medarbejdere")
    assert lead.sees("Høringen er skjult for medarbejderne igen.")
    assert len(town.events("hearing.unpublished")) == 1
    desk = await town.office.open()
    async with desk.records.reading() as connection:
        assert (await audit.verify(connection)).problems == ()


async def test_an_open_hearing_stays_invisible(town: Town, hearing: str) -> None:
    lead = await town.lead().sends("summary.publish", hearing=hearing, sure="true")
    assert lead.told == "Høringen skal være lukket, før den kan gøres synlig for medarbejderne."
    assert town.events("hearing.published") == []


# --- answers ----------------------------------------------------------------------------------

QUESTION = "Hvem sidder i SSP-NU u18?"


@pytest.fixture(name="bot")
def _bot(town: Town, knowledge: Knowledge) -> Bot:
    """The bot of the town, which answers questions too."""
    questions = Questions(knowledge)
    town.office.answer_to = lambda question: answer_to_share(questions, question)
    return Bot(questions, knowledge, town.office)


async def asked(bot: Bot, person: Person, text: str) -> Person:
    """The answer is in front of the person."""
    turn = Turn(
        text=text,
        conversation_id=f"a:{person.user_id}",
        user_id=person.user_id,
        received_at=person.town.now,
        chat=person.chat,
    )
    person.reply = await bot.handle(turn)
    person.card = person.reply.card
    return person


@pytest_asyncio.fixture(name="asking")
async def _asking(town: Town, bot: Bot) -> Person:
    """A lead with an answer."""
    await town.office.close()  # so that the desk is made with the answers
    await town.office.open()
    return await asked(bot, town.lead(), QUESTION)


async def test_staff_get_an_answer_to_what_they_are_said_to_be_able_to_ask(
    town: Town, hearing: str, anne: Person, asking: Person, bot: Bot
) -> None:
    await answered(anne, "Vi foreslår en aftale")
    lead = await closed(asking, hearing)
    await lead.sends("summary.publish", hearing=hearing)
    questions = [
        line for line in lead.text.split("\n") if line.endswith("i høringen om Ny plads til SSP-NU?")
    ]
    assert len(questions) == 2
    await lead.presses("Gør synlig for medarbejdere")
    for question in [*questions, "Hvad siger høringen om Ny plads til SSP-NU?"]:
        reader = await asked(bot, town.person("stranger"), question)
        assert reader.sees("Ny plads til SSP-NU"), question


async def test_a_lead_shares_an_answer_as_it_was_shown(town: Town, asking: Person) -> None:
    await asking.presses("Del i kanal")
    assert asking.sees("Hvor vil du dele svaret?", QUESTION)
    asking.fills(channels=chosen(asking, "SSP"))
    await asking.presses("Se kortet først")
    assert asking.sees("SSP-NU u18 består af 6 funktioner", "Kilde: Arbejdsnotat")
    preview = [each for each in asking.card["body"] if each["type"] == "Container"][-1]["items"]
    await asking.presses("Send nu")
    [row] = stored(town)
    assert json.loads(row["card"])["body"] == preview
    assert (row["kind"], row["hearing_id"], row["summary"]) == (
        "answer",
        "",
        "SSP-NU u18 består af 6 funktioner",
    )
    assert asking.sees("Opslaget venter på at blive sendt")
    await asking.sends_again()
    assert len(stored(town)) == 1
    await asking.presses("Annullér")
    assert asking.sees("Ét opslag er annulleret.")


async def test_an_answer_that_did_not_arrive_is_sent_again_once_it_is_confirmed(
    town: Town, asking: Person
) -> None:
    await asking.presses("Del i kanal")
    asking.fills(channels=chosen(asking, "SSP"))
    await asking.presses("Se kortet først")
    await asking.presses("Send nu")
    await came_out(town, "SSP", PostStatus.FAILED, "tries")
    await asking.presses("Opdatér oversigten")
    assert asking.sees("Opslaget kom ikke frem")
    await asking.presses("Send igen")
    await asking.presses("Send igen")
    assert [row["status"] for row in stored(town)] == ["failed", "waiting"]


@pytest.mark.parametrize(
    ("text", "leads", "chat"),
    [
        (QUESTION, False, ChatKind.PERSONAL),
        (QUESTION, True, ChatKind.GROUP),
        (QUESTION, True, ChatKind.CHANNEL),
        ("Hvad er hovedstaden i Mongoliet?", True, ChatKind.PERSONAL),
        ("Hjælp", True, ChatKind.PERSONAL),
        ("Hej", True, ChatKind.PERSONAL),
    ],
)
async def test_only_a_lead_alone_is_offered_to_share_and_only_an_answer(
    town: Town, bot: Bot, text: str, *, leads: bool, chat: ChatKind
) -> None:
    person = town.lead() if leads else town.person("stranger")
    person.chat = chat
    await asked(bot, person, text)
    assert "Del i kanal" not in person.titles()


async def test_a_follow_up_is_not_shared_for_nobody_else_would_understand_it(
    asking: Person, bot: Bot
) -> None:
    assert "Del i kanal" in asking.titles()
    await asked(bot, asking, "og o18?")
    assert asking.sees("SSP-NU o18")
    assert "Del i kanal" not in asking.titles()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"mark": "0" * 24}, "Svaret er et andet nu end det, du læste."),
        ({"question": "Hvad er hovedstaden i Mongoliet?"}, "Det spørgsmål har ikke længere et svar"),
        ({"question": ""}, "Det spørgsmål har ikke længere et svar"),
        ({"question": f"{QUESTION} 010203-1234"}, "Kortet kan ikke deles"),
    ],
)
async def test_an_answer_that_is_another_now_is_not_shared(
    asking: Person, change: dict[str, str], told: str
) -> None:
    data = asking.button("Del i kanal")["data"]
    await asking.sends("share.begin", **(data | change))
    assert asking.told.startswith(told)


async def test_an_answer_too_long_for_a_frame_is_not_shared(town: Town, asking: Person, bot: Bot) -> None:
    longest = "Hvilke fælles deltagere har u18 og infohuset, og hvilke har o18 og infohuset?"
    await asked(bot, asking, longest)
    if "Del i kanal" in asking.titles():
        await asking.presses("Del i kanal")
        asking.fills(channels=chosen(asking, "SSP"))
        await asking.presses("Se kortet først")
        assert asking.told.startswith("Svaret er for langt")
    assert stored(town) == []


async def test_the_button_is_put_on_the_card_that_all_others_get(
    town: Town, asking: Person, bot: Bot
) -> None:
    assert isinstance(asking.reply, Reply)
    other = await asked(bot, town.person("stranger"), QUESTION)
    assert asking.card["body"][:-1] == other.card["body"]
    assert asking.reply.summary == (other.reply and other.reply.summary)
