"""What a lead does with the responses, in the real client: from a hearing's opening to what came of it.

The tests tell one story, each going on where the one before it ended. Anne leads the hearing, and answers for
one of its parties. They have a bot and a Playground of their own.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import pytest_asyncio
from docx import Document
from playwright.async_api import expect

from bot.hearings import texts
from bot.hearings.sharing.summary import Part
from bot.hearings.texts import LABELS
from bot.hearings.texts import files as file_texts
from bot.hearings.texts import memo as memo_texts
from bot.hearings.texts import outcome as outcome_texts
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.texts import summary as summary_texts
from storage.records.posts import PostStatus
from storage.records.remarks import Outcome, Progress, Result
from storage.records.values import HearingStatus, PartyKind
from tests.e2e.client import CHANNEL, GROUP, PERSONAL, Card, Chat, Client, client
from tests.e2e.trial import trial

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLE = "Driftsledernes plads i netværket"
DRIVERS, POLICE = "Driftslederne i boligområderne", "Vestegns Politi"
FORUM, MODEL, GENERAL = "SSP-NU u18", "Model 2", "Tryghed i Ishøj – Generelt"

LOST_CONTACT = "SSP-NU u18 mister den faste kontakt til driftslederne."
ONE_PLACE = "Model 2 samler indsatsen ét sted, så vi ved, hvem vi skal ringe til."
SEAT = "Driftslederne bør have en fast plads i Koordinationsgruppen."
THANKS = "Vi er glade for at blive hørt om forslaget."
POINTS = (
    ("Bekymring", FORUM, LOST_CONTACT),
    ("Opbakning", MODEL, ONE_PLACE),
    ("Forslag", texts.WHOLE, SEAT),
    ("Opbakning", texts.WHOLE, THANKS),
)
SHARING = "Det bør stå klart, hvilke oplysninger der må deles."
GREETING = "Lokalbetjenten vil gerne deltage i de første møder."

SHORT = "Driftslederne frygter at miste kontakten til SSP-NU u18."
SHORT_AS_WANTED = "Driftslederne er bange for, at SSP-NU u18 mister kontakten til dem."
ONE_CONTACT = "Koordinatoren bliver driftsledernes faste kontakt."
INVITED = "Driftslederne bliver inviteret til hvert møde."
SEATED = "Det indstilles, at driftslederne får en fast plads i Koordinationsgruppen."
ON_THE_PHONE = "Politiet har godkendt det i telefonen."

IS_SENT = summary_texts.report_headline({PostStatus.SENT: 1})
BODY = "Byrådet"
ADOPTED = f"{remark_texts.RESULTS[Result.ADOPTED]} – {BODY}"
STANCES = "Opbakning 2 · Bekymring 2 · Forslag 1"
BY_PARTY_AND_MODEL = [
    [POLICE, "Bekymring 1"],
    [DRIVERS, "Opbakning 2 · Bekymring 1 · Forslag 1"],
    [DRIVERS, "–", "Opbakning 1", "Opbakning 1 · Bekymring 1 · Forslag 1"],
]
TO_APPROVED = ((Progress.DRAFT, Progress.PROFESSIONAL), (Progress.PROFESSIONAL, Progress.APPROVED))
REFRESHES, REFRESH_MS = 5, 2_000


@pytest_asyncio.fixture(name="client", scope="module", loop_scope="session")
async def _client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    async with trial(tmp_path_factory.mktemp("lead")) as running, client(running.address) as window:
        yield window


async def turn(card: Card, title: str, headline: str, at: int = 0) -> None:
    """Press a button, one of those that are called the same; the card then says something else."""
    await card.turn(title, at)
    await expect(card.headline).to_have_text(headline)


async def done(card: Card, what: str) -> None:
    await expect(card.shown.get_by_text(what)).to_be_visible()


async def read(card: Card) -> str:
    """All that stands on the card."""
    return await card.shown.inner_text()


async def tick_begun(card: Card, label: str, beginning: str) -> None:
    """Tick the one under a label that begins so."""
    await card.shown.get_by_role("checkbox", name=re.compile(f"^{re.escape(f'{label} {beginning}')}")).click()


async def tick_point(card: Card, number: int) -> None:
    await tick_begun(card, remark_texts.CHOSEN_POINTS, f"{number} · ")


async def party_of(chat: Chat, party: str) -> Card:
    """The party's points, as the lead treats them."""
    card = await chat.ask("Bemærkninger")
    rows = sorted((DRIVERS, POLICE), key=(await read(card)).index)
    await turn(card, remark_texts.TREAT, party, rows.index(party))
    return card


async def write_point(card: Card, stance: str, about: str, text: str) -> None:
    await card.choose(LABELS["stance"], stance)
    await card.choose(LABELS["about"], about)
    await card.field(LABELS["text"]).fill(text)


async def approve(card: Card) -> None:
    """Move all the party's remarks to approved, a step at a time."""
    for before, after in TO_APPROVED:
        await card.turn(remark_texts.move_all(before, after))
        moving = card.shown.get_by_role("button", name=remark_texts.move_all(before, after), exact=True)
        await expect(moving).to_have_count(0)


def posted(client: Client) -> Card:
    """The summary as it stands in the open channel."""
    return Card(client.page.locator(".fui-Card").filter(has_text=TITLE).locator(".ac-adaptiveCard"))


async def has_left(card: Card) -> None:
    """Look again whether the post has left, until the report says so."""
    for _ in range(REFRESHES):
        await card.turn(summary_texts.REFRESH)
        with suppress(AssertionError):
            await expect(card.headline).to_have_text(IS_SENT, timeout=REFRESH_MS)
            return
    raise AssertionError(f"the report does not say that it has: {await read(card)}")


async def test_a_hearing_is_set_up_and_opened(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Opret høring")
    await card.pick(LABELS["opens_date"], 15, months=-1)
    await card.pick(LABELS["deadline_date"], 15, months=2)
    await card.pick(LABELS["deletes_on"], 15, months=6)
    await card.field(LABELS["title"]).fill(TITLE)
    await card.field(LABELS["question"]).fill("Hvad betyder forslaget for jer?")
    await card.field(LABELS["case_number"]).fill("26/12345")
    await card.field(LABELS["handled_by"]).fill("Center for Ledelse og Strategi")
    await card.field(LABELS["topics"]).fill("Placering, samarbejde")
    await card.tick(LABELS["models"], "Model 1")
    await card.tick(LABELS["models"], MODEL)
    await card.tick(LABELS["parties"], POLICE)
    await card.field(LABELS["party_name"]).fill(DRIVERS)
    await card.choose(LABELS["party_kind"], texts.KINDS[PartyKind.HOUSING])
    await card.field(LABELS["party_contacts"]).fill("anne@example.com")
    await turn(card, texts.SAVE_AND_SEE, TITLE)
    await card.turn(texts.OPEN_HEARING)
    await expect(card.shown.get_by_text("Høringen er åbnet")).to_be_visible()


async def test_a_party_answers_point_by_point(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Afgiv høringssvar")
    await card.field(LABELS["role"]).fill("formand")
    for number, point in enumerate(POINTS, 2):
        await write_point(card, *point)
        await card.turn(texts.ADD_POINT)
        await expect(card.shown.get_by_role("heading", name=texts.point_number(number))).to_be_visible()
    await card.field(LABELS["role"]).fill("formand")
    await turn(card, texts.REVIEW, texts.review_headline(len(POINTS), registering=False))
    await card.press(texts.SEND)
    await done(card, "Tak – svaret er modtaget.")


async def test_a_letter_is_registered_and_the_hearing_closed(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Svartavle")
    await card.choose(texts.ONE_PARTY, POLICE)
    await card.turn(texts.REGISTER_RESPONSE)
    await card.pick(LABELS["received_date"], 15, months=-1)
    await card.at(LABELS["received_time"], "09:12")
    await card.field(LABELS["evidence"]).fill("Mailens tidsstempel")
    await card.field(LABELS["original"]).fill(f"{SHARING} {GREETING}")
    await card.turn(texts.GO_ON_TO_POINTS)
    await write_point(card, "Bekymring", "samarbejde", SHARING)
    await card.field(LABELS["excerpt"]).fill(SHARING)
    await turn(card, texts.REVIEW, texts.review_headline(1, registering=True))
    await card.press(texts.REGISTER)
    await done(card, "Svaret er registreret.")

    card = await chat.ask("Svartavle")
    await expect(card.headline).to_have_text("2 af 2 parter har svaret")
    await turn(card, texts.SEE_HEARING, TITLE)
    await turn(card, texts.CLOSE_HEARING, texts.really_now(HearingStatus.CLOSED))
    await card.field(LABELS["reason"]).fill("Alle har svaret.")
    await turn(card, texts.CLOSE_HEARING, TITLE)
    await expect(card.shown.get_by_role("button", name=texts.REOPEN)).to_be_visible()


async def test_points_are_paraphrased_and_remarked_upon_alone_and_together(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Bemærkninger")
    await expect(card.headline).to_have_text(remark_texts.headline(5, 5))
    card = await party_of(chat, DRIVERS)
    shown = await read(card)
    assert all(text in shown for _, _, text in POINTS)

    await turn(card, remark_texts.PARAPHRASE, remark_texts.paraphrase_headline(1, DRIVERS))
    await card.field(LABELS["paraphrase"]).fill(SHORT)
    await turn(card, remark_texts.SAVE_PARAPHRASE, DRIVERS)
    await done(card, remark_texts.PARAPHRASE_SAVED)
    assert LOST_CONTACT in await read(card)

    await tick_point(card, 1)
    await turn(card, remark_texts.NEW_REMARK, remark_texts.remark_headline(DRIVERS, new=True))
    await card.field(LABELS["remark_text"]).fill(ONE_CONTACT)
    await card.choose(remark_texts.OUTCOME, remark_texts.OUTCOMES[Outcome.MET])
    await turn(card, remark_texts.SAVE_REMARK, DRIVERS)
    await done(card, remark_texts.REMARK_SAVED)

    for number in (2, 3):
        await tick_point(card, number)
    await turn(card, remark_texts.NEW_REMARK, remark_texts.remark_headline(DRIVERS, new=True))
    await card.field(LABELS["remark_text"]).fill(INVITED)
    await turn(card, remark_texts.SAVE_REMARK, DRIVERS)
    await expect(card.shown.get_by_text(re.compile("^Bemærkning 2 til punkt 2–3"))).to_be_visible()

    await tick_point(card, 4)
    await card.turn(remark_texts.NO_REMARK)
    await done(card, remark_texts.NONE_SAVED)
    assert remark_texts.NO_REMARK_YET not in await read(card)


async def test_a_remark_refers_to_another_partys_remark(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await party_of(chat, POLICE)
    await expect(card.shown.get_by_text(remark_texts.uncovered_line(1))).to_be_visible()
    await turn(card, remark_texts.SEE_ORIGINAL, remark_texts.original_headline(1))
    await expect(card.shown.get_by_text(GREETING)).to_be_visible()
    await turn(card, remark_texts.BACK_TO_PARTY, POLICE)
    await tick_point(card, 1)
    await turn(card, remark_texts.NEW_REMARK, remark_texts.remark_headline(POLICE, new=True))
    await tick_begun(card, remark_texts.REFERS_TO, remark_texts.candidate(DRIVERS, 1, ONE_CONTACT[:20]))
    await turn(card, remark_texts.SAVE_REMARK, POLICE)
    await expect(card.shown.get_by_text(remark_texts.reference(1, DRIVERS))).to_be_visible()
    await approve(card)


async def test_a_recommendation_is_made_and_all_is_approved(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await party_of(chat, DRIVERS)
    await tick_point(card, 3)
    await turn(card, remark_texts.RECOMMEND, remark_texts.recommend_headline(DRIVERS, [3]))
    await card.field(LABELS["recommendation"]).fill(SEATED)
    await turn(card, remark_texts.USE_RECOMMENDATION, DRIVERS)
    await done(card, remark_texts.RECOMMENDATION_SAVED)
    await approve(card)
    await card.turn(remark_texts.TO_ALL)
    await expect(card.headline).to_have_text(remark_texts.headline(0, 5))
    await turn(card, remark_texts.RECOMMENDATIONS, remark_texts.recommendations_headline(1))
    for before, after in TO_APPROVED:
        await card.turn(remark_texts.move(before, after))
        await done(card, remark_texts.recommendation_moved(after))


async def test_a_party_is_asked_whether_it_is_rendered_right_and_approves(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await party_of(chat, DRIVERS)
    await turn(card, remark_texts.CHECK_ONE, remark_texts.check_headline(1, 1))
    before = await chat.cards.count()
    await turn(card, remark_texts.send_checks(1), remark_texts.check_sent_headline(1, 1))
    await expect(chat.cards).to_have_count(before + 1)
    letter = Card(chat.cards.nth(before))
    await expect(letter.shown.get_by_text(remark_texts.check_question(DRIVERS, TITLE))).to_be_visible()
    await turn(letter, remark_texts.SEE_RENDERING, remark_texts.rendered(TITLE, DRIVERS))
    shown = await read(letter)
    assert LOST_CONTACT in shown
    assert remark_texts.rendered_as(SHORT, by_party=False) in shown
    await letter.turn(remark_texts.APPROVE)
    await done(letter, remark_texts.THANKS_APPROVED)


async def test_a_lead_goes_on_without_the_party_that_answered_on_the_telephone(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await party_of(chat, POLICE)
    await turn(card, remark_texts.WAIVE, remark_texts.WAIVE_HEADLINE)
    await card.field(LABELS["reason"]).fill(ON_THE_PHONE)
    await turn(card, remark_texts.WAIVE, POLICE)
    await done(card, remark_texts.WAIVED)
    await card.turn(remark_texts.TO_ALL)
    await done(card, remark_texts.NOTHING_MISSING)


async def test_the_final_memo_is_fetched_by_its_link_once(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Høringsnotat")
    await expect(card.headline).to_have_text(memo_texts.IS_FINAL)
    await turn(card, memo_texts.GET, memo_texts.IS_READY)
    async with client.page.expect_popup() as opening:
        await card.shown.get_by_role("link", name=memo_texts.DOWNLOAD).click()
    page = await opening.value
    async with page.expect_download() as fetching:
        await page.get_by_role("button", name=file_texts.DOWNLOAD).click()
    download = await fetching.value
    assert download.suggested_filename == memo_texts.file_name(TITLE, final=True)
    memo = Document(str(await download.path()))
    await page.get_by_role("button", name=file_texts.DOWNLOAD).click()
    await expect(page.get_by_role("heading", name=file_texts.NO_FILE)).to_be_visible()
    await page.close()

    [table] = memo.tables
    header, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert header == list(memo_texts.COLUMNS)
    letter, first, together, last = rows
    assert letter[0].startswith(POLICE)
    assert SHARING in letter[1]
    assert letter[2:] == [f"Se bemærkningen under {DRIVERS}, punkt 2.", memo_texts.NO_RECOMMENDATION]
    assert first[0] == DRIVERS
    assert SHORT in first[1]
    assert memo_texts.own_words(LOST_CONTACT) in first[1]
    assert ONE_CONTACT in first[2]
    assert memo_texts.outcome_line(remark_texts.OUTCOMES[Outcome.MET]) in first[2]
    assert all(text in together[1] for text in (ONE_PLACE, SEAT))
    assert together[2:] == [INVITED, f"{memo_texts.to_points([4])}{SEATED}"]
    assert THANKS in last[1]
    assert last[2] == memo_texts.NO_REMARK
    assert f"{memo_texts.STATUS}: {memo_texts.FINAL}" in [each.text for each in memo.paragraphs]


async def test_a_summary_is_seen_first_and_posted_in_its_channel(client: Client) -> None:
    await client.open(CHANNEL)
    chat = await client.open(PERSONAL)
    card = await chat.ask("Del opsummering")
    await expect(card.headline).to_have_text(summary_texts.CHOOSE_HEARING)
    await turn(card, summary_texts.CHOOSE, summary_texts.FORM_HEADLINE)
    await expect(card.shown.get_by_text(TITLE)).to_be_visible()
    await card.tick(summary_texts.WHAT, summary_texts.PARTS[Part.REMARKS])
    await card.tick(summary_texts.WHERE, GENERAL)
    await turn(card, summary_texts.SEE_CARD, summary_texts.PREVIEW_HEADLINE)
    headline = summary_texts.headline(2, 2, TITLE)
    await expect(card.shown.get_by_text(headline)).to_be_visible()
    await card.turn(summary_texts.SEND_NOW)
    await has_left(card)
    assert f"✓ {GENERAL}: sendt" in await read(card)

    await client.open(CHANNEL)
    post = posted(client)
    await expect(post.headline).to_have_text(headline)
    shown = await read(post)
    assert all(each in shown for each in (SEATED, ONE_CONTACT, SHORT, summary_texts.decided(None)))
    assert STANCES in shown
    rows = [[" · ".join(cell) for cell in row] for row in await post.rows()]
    assert rows == BY_PARTY_AND_MODEL


async def test_a_reader_sees_behind_the_post_and_comes_back_to_it(client: Client) -> None:
    await client.open(CHANNEL)
    post = posted(client)
    await turn(post, summary_texts.DETAILS, texts.board_headline(2, 2))
    await post.choose(summary_texts.ONE_PARTY, DRIVERS)
    await turn(post, summary_texts.SEE_POINTS, DRIVERS)
    shown = await read(post)
    assert all(text in shown for _, _, text in POINTS)
    await turn(post, summary_texts.TO_POST, summary_texts.headline(2, 2, TITLE))


async def test_what_was_decided_is_recorded_and_told_to_the_party(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Bemærkninger")
    await turn(card, outcome_texts.OUTCOME, outcome_texts.headline(0, 1))
    await turn(card, outcome_texts.RECORD, outcome_texts.DECIDE_WHAT)
    await card.pick(LABELS["decided_on"], 15, months=-1)
    await card.field(LABELS["organ"]).fill(BODY)
    await card.choose(LABELS["result"], remark_texts.RESULTS[Result.ADOPTED])
    await turn(card, outcome_texts.SAVE, outcome_texts.headline(1, 1))
    await turn(card, outcome_texts.TELL, outcome_texts.TELL_HEADLINE)
    before = await chat.cards.count()
    await turn(card, outcome_texts.send_to(1), outcome_texts.on_its_way(1))
    await expect(chat.cards).to_have_count(before + 1)
    letter = Card(chat.cards.nth(before))
    await expect(letter.headline).to_have_text(outcome_texts.rows_headline(TITLE))
    told = await read(letter)
    assert all(each in told for each in (LOST_CONTACT, ONE_CONTACT, INVITED, SEATED, ADOPTED))
    assert SHARING not in told


async def test_the_post_is_updated_where_it_stands(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Del opsummering")
    await turn(card, summary_texts.SUMMARIES, IS_SENT)
    await turn(card, summary_texts.UPDATE, summary_texts.UPDATE_HEADLINE)
    await card.turn(summary_texts.UPDATE)
    await has_left(card)
    await client.open(CHANNEL)
    post = posted(client)
    await expect(post.shown).to_have_count(1)
    await expect(post.shown.get_by_text(ADOPTED)).to_be_visible()


async def test_staff_are_answered_from_a_hearing_that_a_lead_has_made_public(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Del opsummering")
    await card.turn(summary_texts.SUMMARIES)
    await turn(card, texts.SEE_HEARING, TITLE)
    await turn(card, summary_texts.PUBLISH, summary_texts.PUBLISH_HEADLINE)
    await card.turn(summary_texts.PUBLISH)
    await done(card, summary_texts.PUBLISHED)

    group = await client.open(GROUP)
    answer = await group.ask(f"Hvilke indstillinger kom der i høringen om {TITLE}?")
    await expect(answer.shown.get_by_text(SEATED, exact=True)).to_be_visible()
    await expect(answer.source).to_contain_text("sag 26/12345")
