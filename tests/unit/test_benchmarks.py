"""What can be shown of the benchmarks without a clock."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from benchmarks.answers import Tally, has_headline
from benchmarks.bots import bare
from benchmarks.bots.tinydb_file import Keeper
from benchmarks.connector import Connector
from benchmarks.contest import AGENTS, BARE, BOTBUILDER, OURS, SIGNED, Contest, Result
from benchmarks.in_process import words_in
from benchmarks.large_base import large_base, made_questions
from benchmarks.load import Message, Round, Taken, ask
from benchmarks.presses import ADAPTIVE_CARD, Presses, Receipt, card_of, receipt_in, receipt_of
from benchmarks.questions import distinct_questions, question_set
from benchmarks.rows import over_http, submissions, summaries
from benchmarks.stored import (
    A_HEARING,
    POINTS,
    REVISION,
    TINYDB_FILE,
    fill,
    fill_tinydb,
    hearing_ids,
    stored_versions,
    waiting,
)
from benchmarks.submissions import FEW, Submissions
from benchmarks.submissions import Result as Kept
from benchmarks.summaries import HEARING, Counted, Summaries, counted
from benchmarks.summaries import fill as fill_summed_up
from benchmarks.table import (
    Row,
    at_least,
    at_most,
    fewer_percent,
    figure,
    markdown,
    percentile,
    plain,
    ratios,
)
from benchmarks.wire import Reader, request, response
from bot.dispatch import too_long
from bot.hearings.sharing.sum_up import summary_of
from bot.hearings.sharing.summary import Part
from storage.knowledge import Rows, knowledge_of
from storage.names import name_words
from storage.records import audit, hearings, responses
from storage.records.database import open_records, url_of
from storage.seed import read_seed

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)

# --- what is asked ------------------------------------------------------------------------------------


@pytest.fixture(name="texts", scope="module")
def _texts() -> list[str]:
    return distinct_questions(1500, seed=1)


def test_no_two_questions_are_of_the_same_words(texts: list[str]) -> None:
    assert len({name_words(text) for text in texts}) == len(texts) == 1500


def test_the_same_seed_asks_the_same_and_another_one_something_else(texts: list[str]) -> None:
    assert distinct_questions(1500, seed=1) == texts
    assert distinct_questions(1200, seed=2) != texts[:1200]


def test_all_of_the_question_set_is_asked(texts: list[str]) -> None:
    assert set(map(name_words, question_set())) <= set(map(name_words, texts))


# --- the large base -----------------------------------------------------------------------------------


@pytest.fixture(name="seed", scope="module")
def _seed() -> Rows:
    return read_seed()


@pytest.fixture(name="large", scope="module")
def _large() -> Rows:
    return large_base(copies=2, seed=1)


def test_the_large_base_keeps_the_rules_of_the_knowledge_base(large: Rows, seed: Rows) -> None:
    knowledge = knowledge_of(large)
    assert {table: len(records) for table, records in large.items()} == {
        table: 3 * len(records) for table, records in seed.items()
    }
    assert len(list(knowledge.facts())) == 3 * len(list(knowledge_of(seed).facts()))


def test_the_large_base_begins_with_the_seed_as_it_is(large: Rows, seed: Rows) -> None:
    assert all(large[table][: len(records)] == records for table, records in seed.items())


def test_what_is_made_up_is_not_said_of_ishoej(large: Rows, seed: Rows) -> None:
    made = {table: records[len(seed[table]) :] for table, records in large.items()}
    assert "Ishøj" not in json.dumps(made, ensure_ascii=False)
    assert "ishoej" not in {forum["scope"] for forum in made["forums"]}


def test_the_same_seed_makes_the_same_base(large: Rows, seed: Rows) -> None:
    first = {table: records[: 2 * len(seed[table])] for table, records in large.items()}
    assert large_base(copies=1, seed=1) == first


def test_words_grow_with_the_base_but_more_slowly(large: Rows, seed: Rows) -> None:
    assert 1.2 * words_in(seed) < words_in(large) < 2.5 * words_in(seed)


def test_questions_on_what_is_made_up_are_not_the_seeds(large: Rows, seed: Rows) -> None:
    made = made_questions(large, 200, seed=1)
    of_seed = {fact["question"] for rows in seed.values() for row in rows for fact in row.get("facts", ())}
    assert len({question for question, _ in made}) == 200
    assert not of_seed & {question for question, _ in made}


# --- the table ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "value", "holds"),
    [
        pytest.param(at_most(2.5), 2.5, True, id="exactly the most"),
        pytest.param(at_most(2.5), 2.5001, False, id="hardly more than the most, though it prints the same"),
        pytest.param(at_least(8, aim=10), 8.0, True, id="exactly the least"),
        pytest.param(at_least(8, aim=10), 7.9999, False, id="hardly less than the least"),
        pytest.param(at_least(8, aim=10), 9.0, True, id="the aim decides nothing"),
    ],
)
def test_a_target_is_judged_by_the_figure_before_rounding(target: Any, value: float, *, holds: bool) -> None:
    row = Row("x", value, target=target)
    assert row.holds is holds
    assert row.cells[-1] == ("yes" if holds else "NO")


def test_targets_read_as_they_are_judged() -> None:
    assert str(at_most(2.5, " ms")) == "≤ 2.50 ms"
    assert str(at_least(8, aim=10)) == "≥ 8 (aim 10)"
    assert str(at_most(0)) == "none"


def test_what_has_no_target_has_no_verdict() -> None:
    assert Row("x", 1.0).cells[-2:] == ("", "")
    assert Row("x", 1.0).holds


def test_repeated_measurements_show_their_median_and_their_range() -> None:
    assert Row.of("x", [3.0, 1.0, 200.0], " ms", note="y").cells[1:3] == ("3 ms", "1–200; y")


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        pytest.param(50, 50, id="half"),
        pytest.param(99, 99, id="nearly all"),
        pytest.param(100, 100, id="all"),
        pytest.param(0.1, 1, id="the first"),
    ],
)
def test_a_percentile_is_one_of_the_values(percent: float, expected: int) -> None:
    assert percentile(list(range(100, 0, -1)), percent) == expected


def test_one_value_is_every_percentile_of_itself() -> None:
    assert percentile([7.0], 50) == percentile([7.0], 99) == 7.0


def test_ratios_are_taken_lap_by_lap() -> None:
    assert ratios([100, 50], [10, 10]) == [10, 5]
    assert fewer_percent([75, 110], [100, 100]) == pytest.approx([25, -10])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.4821, "0.482"),
        (2.499, "2.50"),
        (97.14, "97.1"),
        (1095.4, "1,095"),
        (0, "0"),
        (-24.53, "-24.5"),
    ],
)
def test_figures_have_the_digits_that_count(value: float, expected: str) -> None:
    assert figure(value) == expected


def test_both_tables_hold_every_row() -> None:
    sections = [("A", [Row("one", 1.0, " s", target=at_most(2))]), ("B", [Row("two", 3.0, " s", "2–4")])]
    for table in (plain(sections), markdown(sections)):
        lines = [line.replace("|", " ").split() for line in table.splitlines()]
        assert ["one", "1", "s", "≤", "2", "yes"] in lines
        assert ["two", "3", "s", "2–4"] in lines


# --- the count of turns -------------------------------------------------------------------------------


def taken(*replies: dict[str, Any], status: int = 200) -> Round:
    turn = Taken(
        Message("7", "hej", b""), 1.0, 2.0, 3.0, status, [json.dumps(reply).encode() for reply in replies]
    )
    return Round((turn,), seconds=2.0, strays=0)


ECHO = {"replyToId": "7", "text": "Echo: hej"}


@pytest.mark.parametrize(
    "round_",
    [
        pytest.param(taken(), id="none"),
        pytest.param(taken(ECHO, ECHO), id="two"),
        pytest.param(taken(ECHO, status=500), id="an error"),
        pytest.param(taken(ECHO | {"replyToId": "8"}), id="to another turn"),
        pytest.param(taken(ECHO | {"text": "Echo: goddag"}), id="to another text"),
        pytest.param(Round(taken(ECHO).turns, seconds=2.0, strays=1), id="one that nobody asked for"),
    ],
)
def test_anything_but_one_right_reply_is_amiss(round_: Round) -> None:
    tally = Tally()
    tally.add(round_, cards=False)
    assert (tally.sent, tally.amiss) == (1, 1)


def test_one_right_reply_is_as_it_should_be() -> None:
    tally = Tally()
    tally.add(taken(ECHO), cards=False)
    assert (tally.sent, tally.amiss) == (1, 0)


def test_only_turns_that_went_well_count_for_the_throughput() -> None:
    assert taken(ECHO).per_second == 0.5
    assert taken(ECHO, ECHO).per_second == 0
    assert taken(ECHO, status=502).per_second == 0


def test_a_turn_lasts_until_both_the_reply_and_the_answer_are_there() -> None:
    assert taken(ECHO).turns[0].ms == 2000


def test_an_answer_card_is_told_from_other_replies() -> None:
    reply = too_long()
    body = {
        "summary": reply.summary,
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": reply.card}],
    }
    assert has_headline(body)
    assert not has_headline(body | {"summary": "Noget andet"})
    assert not has_headline(body | {"attachments": []})
    assert not has_headline(ECHO)


# --- what is judged -----------------------------------------------------------------------------------


def rounds(*per_second: int, lost: int = 0) -> Result:
    """A bot that answers so many turns a second, each in a second, and loses some besides."""
    well = taken(ECHO).turns[0]
    turns = [Round((well,) * each, seconds=1.0, strays=0) for each in per_second]
    return Result(turns, turns, Tally(sent=sum(per_second) + lost, failed=lost), (50.0, 60.0))


def judged(**results: Result) -> dict[str, Row]:
    names = {"ours": OURS, "signed": SIGNED, "botbuilder": BOTBUILDER, "agents": AGENTS, "bare": BARE}
    contest = Contest(
        {name: results[key] for key, name in names.items()},
        compared=10,
        unlike=0,
        key_requests=1,
        token_requests=1,
        tokens=1,
    )
    return {row.what: row for _, lines in over_http(contest) for row in lines}


def test_each_promise_is_judged_by_its_own_measurements() -> None:
    rows = judged(
        ours=rounds(80, 90, 160, lost=1),
        signed=rounds(60, 60, 60),
        botbuilder=rounds(10, 10, 10),
        agents=rounds(60, 60, 60),
        bare=rounds(240, 240, 700),
    )
    assert rows["times botbuilder echo"].value == 9
    assert rows["times botbuilder echo"].holds
    assert rows["times Agents SDK echo"].value == 1.5
    assert rows["fewer than without"].value == pytest.approx(100 / 3)
    assert not rows["fewer than without"].holds
    assert rows["ceiling, times the fastest bot"].value == 3
    assert rows[f"turns amiss, {OURS}"].value == 1
    assert not rows[f"turns amiss, {OURS}"].holds
    assert rows[f"turn, p99, {OURS}"].value == 2000
    assert not rows[f"turn, p99, {OURS}"].holds
    assert rows[f"turn, p99, {AGENTS}"].target is None
    assert rows[OURS].value == 60
    assert rows[OURS].holds


# --- the load generator, over real sockets ------------------------------------------------------------


class Doubling(bare.Bot):
    """Replies twice, and answers once."""

    def __init__(self) -> None:
        super().__init__()
        self._posted = 0

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        super().data_received(data)

    def posted(self) -> None:
        self._posted += 1
        if self._posted % 2:
            super().posted()


class Mute(bare.Bot):
    """Answers, but never replies."""

    def data_received(self, _data: bytes) -> None:
        self.posted()


async def asked(bot: type[bare.Bot], *, limit_s: float = 5) -> Round:
    server = await asyncio.get_running_loop().create_server(bot, "127.0.0.1", 0)
    async with Connector() as connector, server:
        lists = [[message(f"{person}-{number}", connector.url) for number in range(3)] for person in range(4)]
        return await ask(server.sockets[0].getsockname()[1], connector, lists, limit_s=limit_s)


def message(id_: str, service_url: str) -> Message:
    activity = {"id": id_, "text": f"hej {id_}", "serviceUrl": service_url, "conversation": {"id": "c"}}
    return Message(id_, f"hej {id_}", request("POST", "/api/messages", json.dumps(activity).encode()))


@pytest.mark.asyncio
async def test_every_turn_of_every_person_is_answered_once() -> None:
    round_ = await asked(bare.Bot)
    tally = Tally()
    tally.add(round_, cards=False)
    assert (tally.sent, tally.amiss) == (12, 0)


@pytest.mark.asyncio
async def test_a_second_reply_is_noticed_though_its_turn_is_over() -> None:
    round_ = await asked(Doubling)
    assert [len(turn.replies) for turn in round_.turns] == [2] * 12


@pytest.mark.asyncio
async def test_what_is_never_replied_to_is_lost() -> None:
    round_ = await asked(Mute, limit_s=0.1)
    assert not any(turn.well for turn in round_.turns)


def test_messages_are_cut_out_of_the_stream_wherever_it_is_broken() -> None:
    stream = response("200 OK", b'{"a":1}') + response("201 Created") + response("200 OK", b"x\r\n\r\ny")
    for size in (1, 3, 50, len(stream)):
        reader = Reader()
        bodies = [
            body
            for at in range(0, len(stream), size)
            for _head, body in reader.messages(stream[at : at + size])
        ]
        assert bodies == [b'{"a":1}', b"", b"x\r\n\r\ny"]


# --- responses that are stored, and drafts that wait --------------------------------------------------


def test_nobody_speaks_for_two_parties_and_no_two_references_are_alike() -> None:
    people = waiting(300)
    assert len({each.user for each in people}) == len({each.draft[:6] for each in people}) == 300


def test_no_hearing_has_more_responses_than_is_said() -> None:
    versions = stored_versions(2 * A_HEARING + 1, START)
    told = [each.hearing_id for each in versions]
    assert [told.count(name) for name in hearing_ids(len(versions))] == [A_HEARING, A_HEARING, 1]
    assert len({each.reference for each in versions}) == len(versions)


@pytest.mark.asyncio
async def test_what_is_put_into_the_records_is_as_if_the_bot_had_stored_it(tmp_path: Path) -> None:
    people = waiting(2)
    await fill(tmp_path, stored=3, drafts=people)
    records = await open_records(url_of(None, tmp_path))
    try:
        async with records.reading() as connection:
            assert (await audit.verify(connection)).problems == ()
            [only] = hearing_ids(3)
            assert len(await responses.versions_of(connection, only)) == 3
            assert [each.points for each in await hearings.invitations_of(connection, only)] == [POINTS] * 3
            standing = await hearings.standing(connection, people[1].hearing, people[1].party, people[1].user)
    finally:
        await records.close()
    assert standing is not None
    assert standing.speaks
    assert standing.invitation.draft is not None
    assert standing.invitation.draft.id == people[1].draft
    assert standing.invitation.draft.revision == REVISION
    assert len(standing.invitation.draft.content.points) == POINTS - 1


def test_the_other_bot_keeps_the_same_responses_and_shows_what_it_keeps(tmp_path: Path) -> None:
    [person] = waiting(1)
    folder = tmp_path / "file"
    fill_tinydb(folder, stored=3, drafts=[person])
    keeper = Keeper(folder)
    receipt = receipt_in(keeper.kept(person.draft, person.user))
    keeper.close()
    kept = json.loads((folder / TINYDB_FILE).read_text("utf-8"))["_default"]
    assert len(kept) == 4
    assert receipt == Receipt(kept["4"]["reference"], kept["4"]["content_hash"])
    assert len(kept["4"]["content"]["points"]) == len(kept["1"]["content"]["points"]) == POINTS


# --- buttons that are pressed -------------------------------------------------------------------------


def test_a_press_is_what_teams_sends_and_none_is_on_the_same_card() -> None:
    presses = Presses("http://127.0.0.1:1")
    [person] = waiting(1)
    first, second = (presses.press(person, "response.submit", posts=True, revision=4) for _ in range(2))
    [(_head, body)] = Reader().messages(first.request)
    activity = json.loads(body)
    assert activity["from"]["aadObjectId"] == person.user
    assert activity["value"]["action"]["verb"] == "response.submit"
    assert activity["value"]["action"]["data"] == {
        "hearing": person.hearing,
        "party": person.party,
        "revision": "4",
        "verb": "response.submit",
    }
    assert activity["replyToId"] == first.id != second.id
    assert first.posts


HASH = "0123456789abcdef" * 4
RECEIPT = {
    "type": "AdaptiveCard",
    "body": [
        {"type": "TextBlock", "text": "Tak"},
        {"type": "FactSet", "facts": [{"title": "Reference", "value": "HS-260901-00000A, version 2"}]},
        {"columns": [{"items": [{"text": HASH}]}], "data": {"text": "f" * 64}},
    ],
}


def test_a_receipt_is_read_off_the_card_and_not_out_of_its_buttons() -> None:
    assert receipt_in(RECEIPT) == Receipt("HS-260901-00000A", HASH)


@pytest.mark.parametrize(
    "card",
    [
        pytest.param({"body": [{"text": HASH}]}, id="no reference"),
        pytest.param({"body": [{"text": "HS-260901-00000A"}]}, id="no hash"),
        pytest.param({"body": [RECEIPT, {"text": "HS-260901-00000B"}]}, id="two references"),
    ],
)
def test_what_does_not_show_one_reference_and_one_hash_is_no_receipt(card: dict[str, Any]) -> None:
    assert receipt_in(card) is None


def pressed(card: Any, *changes: Any, kind: str = ADAPTIVE_CARD, posts: bool = True) -> Taken:
    answer = {"statusCode": 200, "type": kind, "value": card}
    replies = [json.dumps({"attachments": [{"content": change}]}).encode() for change in changes]
    message = Message("7", "response.submit", b"", posts)
    return Taken(message, 1.0, 3.0 if changes else 0.0, 2.0, 200, replies, json.dumps(answer).encode())


def test_a_receipt_counts_when_it_answered_and_then_took_the_cards_place() -> None:
    assert receipt_of(pressed(RECEIPT, RECEIPT)) == Receipt("HS-260901-00000A", HASH)


@pytest.mark.parametrize(
    "turn",
    [
        pytest.param(pressed(RECEIPT), id="the card was not changed"),
        pytest.param(pressed(RECEIPT, RECEIPT, RECEIPT), id="it was changed twice"),
        pytest.param(pressed(RECEIPT, {"body": []}), id="it was changed into another"),
        pytest.param(
            pressed("Intet er gemt.", kind="application/vnd.microsoft.activity.message"), id="words"
        ),
    ],
)
def test_any_other_answer_to_a_response_is_no_receipt(turn: Taken) -> None:
    assert receipt_of(turn) is None


def test_what_posts_nothing_is_over_with_its_answer() -> None:
    turn = pressed({"body": []}, posts=False)
    assert turn.over
    assert turn.well
    assert turn.ms == turn.answered_ms == 1000
    assert card_of(turn) == {"body": []}
    assert not pressed({"body": []}, {"body": []}, posts=False).well


def kept(*per_second: int, amiss: int = 0) -> Kept:
    """One that stores so many responses a second, each seen after a second."""
    turn = pressed(RECEIPT, RECEIPT)
    sent = [Round((turn,) * each, seconds=1.0, strays=0) for each in per_second]
    return Kept(sent, sent, [3.0] * len(sent), sent, amiss, sum(per_second))


def test_each_promise_about_responses_is_judged_by_its_own_measurements() -> None:
    measured = Submissions(
        few=kept(240, 260, 300),
        many=kept(120, 200, 300, amiss=1),
        file_few=kept(120, 130, 150),
        file_many=kept(10, 10, 10),
        stored=20_000,
        board=2_000,
        problems=0,
    )
    sections = submissions(measured)
    rows = {row.what: row for _, lines in sections for row in lines}
    assert rows[f"responses a second, with {FEW} stored"].value == 260
    assert rows[f"responses a second, with {FEW} stored"].holds
    assert rows["responses a second, with 20,000 stored"].target is None
    assert rows[f"cost with 20,000 stored, times that with {FEW}"].value == 1.3
    assert rows[f"cost with 20,000 stored, times that with {FEW}"].holds
    assert rows["times a TinyDB file, with 20,000 stored"].value == 20
    assert not rows["presses amiss, with 20,000 stored"].holds
    assert rows["problems in the audit chains"].holds
    [board] = [row for title, lines in sections if "board" in title for row in lines if row.target]
    assert board.value == 1000
    assert not board.holds


# --- a summary ----------------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_a_summary_and_who_reads_every_response_count_the_same(tmp_path: Path) -> None:
    await fill_summed_up(tmp_path, 40)
    with TinyDB(tmp_path / TINYDB_FILE) as database:
        read = Counter(point["stance"] for each in database for point in each["content"]["points"])
    records = await open_records(url_of(None, tmp_path))
    try:
        async with records.reading() as connection:
            hearing = await hearings.hearing(connection, HEARING)
            assert hearing is not None
            summed = await summary_of(connection, hearing, tuple(Part), START)
            kept = await responses.versions_of(connection, HEARING)
    finally:
        await records.close()
    assert summed.overview.stances == read
    assert read == Counter(point.stance for version, _ in kept for point in version.content.points)
    assert (summed.overview.responded, summed.remarks_count, summed.recommendations_count) == (40, 40, 20)


def test_reading_everything_is_timed_each_way(tmp_path: Path) -> None:
    asyncio.run(fill_summed_up(tmp_path, 3))
    found = counted(tmp_path, times=2)
    assert len(found.records_s) == len(found.tinydb_s) == 2
    assert min(found.records_s + found.tinydb_s) > 0


def test_a_summary_is_judged_by_its_slowest_card_and_its_numbers() -> None:
    slow, quick = (Round((turn_of(ms),) * 4, seconds=1.0, strays=0) for ms in (160, 40))
    measured = Summaries(
        stored=10_000,
        plain=[quick],
        full=[slow],
        meanwhile=[1.0, 30.0],
        counted=Counted([0.4], [0.2]),
        pressed=8,
        amiss=1,
    )
    _, lines = summaries(measured)
    rows = {row.what: row for row in lines}
    assert rows["until the card, p99"].holds
    assert not rows["until the card, with remarks, p99"].holds
    assert rows["times faster than reading every response"].value == pytest.approx(10)
    assert rows["times faster than a TinyDB file"].value == pytest.approx(5)
    assert not rows["summaries amiss"].holds


def turn_of(ms: float) -> Taken:
    """A press that was answered after so long."""
    return Taken(Message("7", "summary.preview", b"", posts=False), 1.0, 0.0, 1.0 + ms / 1000, 200)
