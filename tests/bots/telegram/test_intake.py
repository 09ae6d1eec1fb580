"""Durable intake: nothing is lost, nothing handled twice, whatever stops the process."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from bots.telegram.adapter import bot_id_of
from bots.telegram.engine_intake import EngineIntake
from bots.telegram.intake import Stored
from engine.foundation.door import Engine
from engine.foundation.schema import create_schema
from tests.bots.telegram.conftest import TOKEN, Stage
from tests.bots.telegram.counting import Shelf


async def test_what_a_former_process_left_is_handled_first_and_once(stage: Stage) -> None:
    await stage.start()
    stage.dialogue.held = {"first"}
    for words in ("first", "second"):
        await stage.world.say("learner", "", words)
    await stage.until(1, "first")
    await stage.wait_for(lambda: stage.world.core.updates.is_empty())
    await stage.stop()  # in the middle of the first, with the second waiting
    assert stage.dialogue.finished == []
    await stage.world.say("learner", "", "third")
    stage.dialogue.gate.set()
    await stage.start()
    assert stage.dialogue.finished == ["first", "second", "third"]
    keys = [request.key for request in stage.dialogue.requests]
    assert keys[0] == keys[1]  # the first was begun twice, under one inbox key
    texts = [message["text"] for message in stage.messages()]
    assert texts == ["You said first", "You said second", "You said third"]
    await stage.stop()
    await stage.start()
    assert len(stage.dialogue.finished) == 3


async def test_an_update_stored_but_not_yet_acknowledged_is_handled_once(stage: Stage) -> None:
    await stage.world.say("learner", "", "hello")
    shelf = stage.shelf
    assert isinstance(shelf, Shelf)
    (raw,) = await stage.world.core.updates.fetch(0, 100, 0, None)
    await shelf.store([Stored(raw["update_id"], "person:5001", json.dumps(raw))])
    await stage.start()
    assert stage.names() == ["hello"]


async def test_a_repeated_update_is_handled_once(stage: Stage) -> None:
    await stage.start()
    await stage.say("hello")
    stage.world.fault("repeat_update")
    await stage.settle()
    assert stage.names() == ["hello"]


async def test_an_update_nobody_can_read_stops_no_other(stage: Stage) -> None:
    await stage.start()
    stage.world.core.updates.push("message", {"message_id": "no number", "chat": 7})
    await stage.say("hello")
    assert stage.names() == ["hello"]
    shelf = stage.shelf
    assert isinstance(shelf, Shelf)
    assert shelf.done == set(shelf.updates)


async def test_a_handler_that_breaks_is_logged_and_the_next_goes_on(stage: Stage) -> None:
    await stage.start()
    await stage.say("/course import")  # the counting bot trips over the missing file
    assert stage.last()["text"] == "Went wrong: 1"
    await stage.say("hello")
    assert stage.dialogue.finished == ["hello"]


async def test_a_dropped_connection_and_a_lost_poll_lose_nothing(stage: Stage) -> None:
    await stage.start()
    stage.world.fault("drop", count=1, method="getUpdates")
    stage.world.fault("reconnect")
    await stage.say("hello")
    assert stage.names() == ["hello"]
    assert "You said hello" in stage.last()["text"]


async def test_it_is_not_ready_while_telegram_is_away(stage: Stage) -> None:
    adapter = await stage.start()
    assert adapter.is_ready()
    stage.world.fault("server_error", count=3, method="getUpdates")
    stage.world.fault("reconnect")
    await stage.wait_for(lambda: not adapter.is_ready())
    await stage.wait_for(adapter.is_ready)


async def test_a_forgotten_webhook_is_taken_away(stage: Stage) -> None:
    stage.world.core.updates.set_webhook(
        "http://127.0.0.1:9/hook", secret="", allowed=None, drop=False, max_connections=1
    )
    stage.begin()
    await stage.wait_for(lambda: not stage.world.core.updates.webhook_info()["url"])
    await stage.say("hello")
    assert stage.names() == ["hello"]


async def test_the_engine_keeps_updates_over_a_restart(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "engine.sqlite"
    await asyncio.to_thread(create_schema, path)
    engine = Engine(path)
    try:
        stage.shelf = EngineIntake(engine, bot_id_of(TOKEN))
        await stage.start()
        stage.dialogue.held = {"hello"}
        await stage.world.say("learner", "", "hello")
        await stage.until(1, "hello")
        await stage.stop()
        (left,) = await stage.shelf.pending()
        assert left.lane == "person:5001"
        assert await stage.shelf.store([left]) == []
        stage.dialogue.held = set()
        await stage.start()
        assert stage.dialogue.finished == ["hello"]
        assert await stage.shelf.pending() == []
    finally:
        await stage.stop()
        await engine.close()
        shutil.rmtree(tmp_path)


@pytest.mark.parametrize("wrong", ["secret", "12:", ":x-secret", "ab:cd"])
def test_a_token_that_is_none_is_not_repeated(wrong: str) -> None:
    with pytest.raises(ValueError, match="looks like") as refusal:
        bot_id_of(wrong)
    assert wrong not in str(refusal.value)
