from __future__ import annotations

from typing import Any

import pytest

from bot.teams.mentions import plain_text

BOT, ANNE = "28:bot", "29:anne"


def mention(of: str, name: str, text: str | None = None) -> dict[str, Any]:
    return {"type": "mention", "mentioned": {"id": of, "name": name}, "text": text or f"<at>{name}</at>"}


TO_BOT = mention(BOT, "Bot")
CARD = (
    '\n<span class="inline-compose-card" itemid="0" itemtype="http://schema.skype.com/InputExtension">\n'
    '  <span content="0" itemprop="cardId"></span>\n</span>\n'
)
CLIENT = {"type": "clientInfo", "locale": "da-DK"}


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        pytest.param("hvad er mål C?", [], "hvad er mål C?", id="no mention"),
        pytest.param("<at>Bot</at> hvad er mål C?", [TO_BOT, CLIENT], "hvad er mål C?", id="first"),
        pytest.param("hvad er mål C, <at>Bot</at>", [TO_BOT], "hvad er mål C,", id="last"),
        pytest.param("hvad er <at>Bot</at> mål C?", [TO_BOT], "hvad er mål C?", id="in the middle"),
        pytest.param("<at>Bot</at>hvad?", [TO_BOT], "hvad?", id="without a space after it"),
        pytest.param("<at>Bot</at>&nbsp;hvad?\r\n", [TO_BOT], "hvad?", id="hard space as an entity"),
        pytest.param("<at>Bot</at>\u00a0hvad?\n", [TO_BOT], "hvad?", id="hard space and line break"),
        pytest.param('<at id="0">Bot</at> hvad?', [TO_BOT], "hvad?", id="with an attribute in the text"),
        pytest.param(
            "<at>Bot</at> hvad?",
            [mention(BOT, "Bot", '<at id="0">Bot</at>')],
            "hvad?",
            id="and in the entity",
        ),
        pytest.param("<AT>bot</AT> hvad?", [TO_BOT], "hvad?", id="in capitals"),
        pytest.param("<at>Bot</at> <at>Bot</at> hvad?", [TO_BOT, TO_BOT], "hvad?", id="twice"),
        pytest.param("<at>Bot</at> <at>Bot</at> hvad?", [TO_BOT], "hvad?", id="twice with one entity"),
        pytest.param(
            "<at>Bot</at> hvad er Botten?", [TO_BOT], "hvad er Botten?", id="its name in another word"
        ),
        pytest.param("<at>Bot</at> hvad er Bot?", [TO_BOT], "hvad er Bot?", id="its name as a word"),
        pytest.param(
            "<at>SSP+ (Ishøj) [test]*</at> hvad?",
            [mention(BOT, "SSP+ (Ishøj) [test]*")],
            "hvad?",
            id="a name that is a pattern",
        ),
        pytest.param(
            "<at>Børn &amp; Unge</at> hvad?",
            [mention(BOT, "Børn & Unge", "x")],
            "hvad?",
            id="a name with an ampersand",
        ),
        pytest.param(
            "<at>Bot</at> er <at>Anne Jensen</at> med?",
            [TO_BOT, mention(ANNE, "Anne Jensen")],
            "er Anne Jensen med?",
            id="others",
        ),
        pytest.param(
            "<at>Bot</at> er <at>Bot</at> med?",
            [TO_BOT, mention(ANNE, "Bot")],
            "er Bot med?",
            id="a person of its name",
        ),
        pytest.param(
            "er <at>Bot</at> med, <at>Bot</at>?",
            [mention(ANNE, "Bot"), TO_BOT],
            "er Bot med, ?",
            id="that person first",
        ),
        pytest.param("<at>Bot</at> hvad?", [], "Bot hvad?", id="no entity"),
        pytest.param(
            "<at>Bot</at> hvad?", [{"type": "mention"}], "Bot hvad?", id="an entity that names nobody"
        ),
        pytest.param(
            "<at>Bot</at> hvad?", [{"type": "mention", "mentioned": "Bot"}], "Bot hvad?", id="one that is odd"
        ),
        pytest.param(None, [TO_BOT], "", id="no text but a mention"),
        pytest.param("", [TO_BOT], "", id="an empty text"),
        pytest.param("<at>Bot</at>", [TO_BOT], "", id="nothing else"),
        pytest.param("a\x00b\x1b\x7f\u0085c\ud800", [], "abc", id="control characters and halves"),
        pytest.param(
            "første\r\nanden\rtredje\n\n- fjerde", [], "første\nanden\ntredje\n\n- fjerde", id="line breaks"
        ),
        pytest.param("  to\t  ord  ", [], "to ord", id="spaces"),
        pytest.param(CARD, [], "", id="an inserted card"),
        pytest.param(
            f"se her {CARD.strip()} hvad er mål C?", [], "se her hvad er mål C?", id="words around a card"
        ),
        pytest.param("<span>hej</span>", [], "<span>hej</span>", id="other markup"),
        pytest.param("a < b og c > d", [], "a < b og c > d", id="less and greater"),
        pytest.param("<at>uden slutning", [TO_BOT], "<at>uden slutning", id="half a mention"),
        pytest.param("R&amp;D &lt;at&gt;", [], "R&amp;D &lt;at&gt;", id="entities in a plain text"),
    ],
)
def test_the_bots_own_mention_goes_and_the_rest_stays(
    text: str | None, entities: list[dict[str, Any]], expected: str
) -> None:
    assert plain_text(text, entities, bot_id=BOT, text_format="plain") == expected


@pytest.mark.parametrize("text_format", ["xml", "html"])
def test_markup_is_decoded_once_where_the_text_is_markup(text_format: str) -> None:
    text = "<at>Bot</at> Børn &amp; Unge &lt;at&gt;Bot&lt;/at&gt; &aelig;&nbsp;&amp;lt;"
    decoded = plain_text(text, [TO_BOT], bot_id=BOT, text_format=text_format)
    assert decoded == "Børn & Unge <at>Bot</at> æ &lt;"


def test_without_a_recipient_no_mention_is_the_bots() -> None:
    assert plain_text("<at>Bot</at> hej", [mention("", "Bot")], bot_id="") == "Bot hej"
