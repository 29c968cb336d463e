"""Replies: an answer of any size becomes a card that Teams accepts, and says what it leaves out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.questions.answer import Answer, Block, Bullets, Button, Paragraph, Section, Table
from bot.reply import CARD_BYTES, SHARE, mark_of, reply_of, size_bytes, with_share
from bot.turn import Reply

HEADLINE = "SSP-NU o18 består af 7 funktioner"
NOTE = "Det er udledt af rækkefølgen."
SOURCE = "Arbejdsnotat, leverance 1 & 2 (27. marts 2023), samarbejdsfora"
SHORT_LIST = Bullets(("Lokalbetjent", "Civilforebygger"), heading="Fra politiet")


def answer(*blocks: Block, **said: Any) -> Answer:
    """An answer of one section, with a note and a source, and a button."""
    parts = {"headline": HEADLINE, "notes": (NOTE,), "sources": (SOURCE,)} | said
    section = Section("Fora i Ishøj", parts["headline"], blocks, parts["notes"], parts["sources"])
    return Answer((section,), (Button("Alle fora", "Hvilke fora er der i Ishøj?"),))


def texts(node: Any) -> list[str]:
    """Every text a card shows, in reading order."""
    if isinstance(node, dict):
        own = [node["text"]] if node.get("type") in {"TextBlock", "TextRun"} else []
        return own + [text for value in node.values() for text in texts(value)]
    if isinstance(node, list):
        return [text for value in node for text in texts(value)]
    return []


def rows_of(count: int, chars: int) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """So many rows, each with its number and a line of text that ends in its number."""
    return tuple(((str(n),), (f"{'ord ' * (chars // 4)}slut{n}",)) for n in range(count))


def items_of(count: int, chars: int) -> tuple[str, ...]:
    """So many items, each with a beginning and an end that tell its number."""
    return tuple(f"start{n} {'ord ' * (chars // 4)}slut{n}" for n in range(count))


def assert_kept(reply: Reply) -> None:
    """The headline, the note and the source are whole, and the card is small enough."""
    assert size_bytes(reply.card_json) <= CARD_BYTES
    assert {HEADLINE, f"Bemærk: {NOTE}", f"Kilde: {SOURCE}"} <= set(texts(reply.card))


def test_an_ordinary_answer_is_shown_whole() -> None:
    table = Table(("Fra", "Hvem"), ((("CBF",), ("Leder", "Rådgiver")), (("UU",), ("Vejleder",))), (2, 3))
    reply = reply_of(answer(Paragraph("Siden 27. marts."), SHORT_LIST, table))
    card = reply.card
    assert_kept(reply)
    assert {"Siden 27. marts.", "Civilforebygger", "Rådgiver", "Vejleder"} <= set(texts(card))
    assert "forkortet" not in json.dumps(card)


def test_a_button_asks_its_question() -> None:
    [section, actions] = reply_of(answer()).card["body"]
    assert section["type"] == "Container"
    [button] = actions["actions"]
    assert button["data"]["msteams"]["text"] == "Hvilke fora er der i Ishøj?"


@pytest.mark.parametrize(("count", "chars"), [(100, 200), (30, 2_000), (3_000, 20), (2, 20_000)])
def test_a_list_too_long_loses_whole_items_from_its_end_and_says_how_many(count: int, chars: int) -> None:
    reply = reply_of(answer(Bullets(items_of(count, chars))))
    card = reply.card
    assert_kept(reply)
    shown = [text for text in texts(card) if text.startswith("start")]
    assert shown == list(items_of(count, chars)[: len(shown)])
    left_out = count - len(shown)
    assert f"Listen er forkortet: {left_out} punkter er ikke vist." in texts(card)


@pytest.mark.parametrize(("count", "chars"), [(100, 200), (30, 2_000), (3_000, 20), (2, 20_000)])
def test_a_table_too_long_loses_whole_rows_from_its_end_and_says_how_many(count: int, chars: int) -> None:
    reply = reply_of(answer(Table(("Nr.", "Tekst"), rows_of(count, chars), (1, 4))))
    card = reply.card
    assert_kept(reply)
    numbers = [text for text in texts(card) if text.isdecimal()]
    ends = [match[0] for text in texts(card) if (match := re.search(r"slut\d+$", text))]
    assert ends == [f"slut{n}" for n in numbers]
    assert f"Tabellen er forkortet: {count - len(numbers)} rækker er ikke vist." in texts(card)


def test_the_longest_gives_way_first() -> None:
    reply = reply_of(answer(SHORT_LIST, Bullets(items_of(200, 200))))
    card = reply.card
    assert_kept(reply)
    assert {"Fra politiet", *SHORT_LIST.items} <= set(texts(card))
    assert sum(text.startswith("Listen er forkortet") for text in texts(card)) == 1


def test_no_more_is_left_out_than_must_be() -> None:
    reply = reply_of(answer(Bullets(items_of(200, 200))))
    assert size_bytes(reply.card_json) > CARD_BYTES * 0.9


def test_two_long_ones_share_the_room() -> None:
    reply = reply_of(answer(Bullets(items_of(200, 200)), Bullets(items_of(200, 200))))
    card = reply.card
    assert_kept(reply)
    assert sum(text.startswith("start0 ") for text in texts(card)) == 2


def test_a_marked_row_that_is_shown_stays_marked() -> None:
    table = Table(("Nr.", "Tekst"), rows_of(500, 100), (1, 4), marked=frozenset({0, 499}))
    reply = reply_of(answer(table))
    card = reply.card
    assert json.dumps(card).count('"style": "emphasis"') == 2  # the row, and the note's box


def test_a_long_text_is_cut_at_a_word_and_says_so() -> None:
    reply = reply_of(answer(Paragraph("ordene " * 5_000), SHORT_LIST))
    card = reply.card
    assert_kept(reply)
    [cut] = [text for text in texts(card) if text.startswith("ordene")]
    assert cut.endswith("ordene…")
    assert "Teksten er forkortet." in texts(card)
    assert set(SHORT_LIST.items) <= set(texts(card))


@pytest.mark.parametrize(
    "text", ["ord " * 20_000, "x" * 20_000, "🙂" * 20_000, '"\\\n' * 20_000, "*_[" * 20_000]
)
def test_texts_that_always_stay_are_cut_only_where_nothing_else_helps(text: str) -> None:
    reply = reply_of(answer(SHORT_LIST, headline=text, notes=(text, text), sources=(text,)))
    assert size_bytes(reply.card_json) <= CARD_BYTES
    assert any(shown.startswith("Bemærk: ") for shown in texts(reply.card))
    assert any(shown.startswith("Kilde: ") for shown in texts(reply.card))
    assert "…" in "".join(texts(reply.card))


def test_every_section_of_a_large_answer_keeps_its_headline() -> None:
    sections = tuple(
        Section("k", f"Svar {n}", (Bullets(items_of(50, 200)),), (), (SOURCE,)) for n in range(5)
    )
    reply = reply_of(Answer(sections))
    card = reply.card
    assert size_bytes(reply.card_json) <= CARD_BYTES
    assert [text for text in texts(card) if text.startswith("Svar")] == [f"Svar {n}" for n in range(5)]


def test_an_answer_that_no_card_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="1 sections"):
        reply_of(answer(notes=(NOTE,) * 1_000))


@pytest.mark.parametrize(
    ("headlines", "summary"),
    [
        ((HEADLINE,), HEADLINE),
        (("Ja", "Hvad nu?", "Nej."), "Ja. Hvad nu? Nej."),
        (("a\nb\x00\u202e",), "a b"),
        (("ord " * 100,), "ord " * 49 + "ord…"),
        ((), ""),
    ],
    ids=["one", "several", "hidden characters", "long", "none"],
)
def test_the_summary_is_the_headlines_in_plain_words(headlines: tuple[str, ...], summary: str) -> None:
    assert reply_of(Answer(tuple(Section("k", line) for line in headlines))).summary == summary


def test_equal_answers_give_equal_replies_and_others_their_own() -> None:
    assert reply_of(answer(SHORT_LIST)) == reply_of(answer(SHORT_LIST))
    assert reply_of(answer(SHORT_LIST)) != reply_of(answer(SHORT_LIST, notes=("en anden",)))


# --- the button that shares it ------------------------------------------------------------------


@pytest.mark.parametrize(
    "question", ["Hvem sidder i SSP-NU?", 'a "b" \\ {c}\n]', '"@mark@" og "@question@"', "æøå 👮"]
)
def test_the_button_that_shares_an_answer_brings_its_question_both_ways(question: str) -> None:
    reply = reply_of(answer(SHORT_LIST))
    shared = with_share(reply, question)
    *body, row = shared.card["body"]
    assert (body, shared.summary) == (reply.card["body"], reply.summary)
    [button] = row["actions"]
    data = {"question": question, "mark": mark_of(reply)}
    assert (button["type"], button["verb"], button["data"]) == ("Action.Execute", SHARE, data)
    assert button["fallback"]["data"] == data | {"verb": SHARE}


def test_a_card_without_room_for_the_button_stays_as_it_is() -> None:
    reply = reply_of(answer(Bullets(items_of(400, 100))))
    assert with_share(reply, "Hvem?" + "x" * 4_000) == reply


def test_another_answer_has_another_mark() -> None:
    first, second = reply_of(answer()), reply_of(answer(headline="SSP-NU o18 består af 8 funktioner"))
    assert mark_of(first) != mark_of(second)
