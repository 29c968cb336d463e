"""What a lead is told of what was posted."""

from __future__ import annotations

import json
import re

from bot.hearings.pages.share import Batch, Subject, report
from bot.screen import drawn
from storage.records.channels import Channel
from tests.fakes.outbox import START, to_channel


def test_channels_stand_as_danish_sorts_them_whatever_was_stored_first() -> None:
    names = ("Ørsted", "Ågerup", "SSP", "Generelt")
    channels = {
        name: Channel(
            id=name, team_id="t", name=name, team_name="Tryghed", service_url="", bot_id="", gone=False
        )
        for name in names
    }
    posts = tuple(to_channel(str(number), name, batch="b") for number, name in enumerate(names))
    page = report(Subject(), (Batch(number=1, posts=posts, replaced=frozenset()),), channels, START)
    card, _ = drawn(page)
    told = re.findall("|".join(names), json.dumps(json.loads(card)["body"], ensure_ascii=False))
    assert list(dict.fromkeys(told)) == ["Generelt", "SSP", "Ørsted", "Ågerup"]
