"""Weather and limits: 429, 5xx, drops, rates; unread counts, listeners; the specification."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest
from aiogram.exceptions import TelegramRetryAfter, TelegramServerError

from playground.store import Store
from playground.telegram import TelegramWorld
from playground.telegram.faults import Rates
from tests.playground.telegram.harness import (
    HandClock,
    RawClient,
    aiogram_bot,
    make_world,
    served,
    until,
)

SPECIFICATION = """{"methods": {
 "sendMessage": {"name": "sendMessage", "fields": [
  {"name": "chat_id", "types": ["Integer", "String"], "required": true, "description": ""},
  {"name": "text", "types": ["String"], "required": true, "description": "1-4096 characters"},
  {"name": "entities", "types": ["Array of Entity"], "required": false, "description": ""},
  {"name": "effect", "types": ["String"], "required": false, "description": "1-8 characters"}]},
 "getUpdates": {"name": "getUpdates", "fields": [
  {"name": "limit", "types": ["Integer"], "required": false,
   "description": "Values between 1-100 are accepted."}]}},
 "types": {"Entity": {"name": "Entity", "fields": [
  {"name": "type", "types": ["String"], "required": true, "description": ""},
  {"name": "offset", "types": ["Integer"], "required": true, "description": ""},
  {"name": "length", "types": ["Integer"], "required": true, "description": ""}]}}}"""


@pytest.fixture(autouse=True)
async def started(world: TelegramWorld, client: RawClient) -> None:
    await client.start(world)


async def test_weather_hits_as_often_as_told(world: TelegramWorld, url: str) -> None:
    async with aiogram_bot(url) as bot:
        world.fault("too_many", count=1, retry_after=7)
        with pytest.raises(TelegramRetryAfter) as error:
            await bot.send_message(501, "a")
        assert error.value.retry_after == 7
        world.fault("server_error", count=2)
        for _ in range(2):
            with pytest.raises(TelegramServerError):
                await bot.send_message(501, "a")
        await bot.send_message(501, "sent")
    assert [m["text"] for m in world.view("learner")["messages"]] == ["/start", "sent"]
    assert [entry["status"] for entry in world.requests()][-4:] == [429, 502, 502, 200]


async def test_a_dropped_connection_may_have_done_its_work(
    world: TelegramWorld, client: RawClient
) -> None:
    world.fault("drop", count=1)
    with pytest.raises(aiohttp.ClientError):
        await client.call("sendMessage", chat_id=501, text="lost")
    world.fault("drop", count=1, after=True)
    with pytest.raises(aiohttp.ClientError):
        await client.call("sendMessage", chat_id=501, text="kept")
    assert world.view("learner")["messages"][-1]["text"] == "kept"
    assert world.is_idle()


async def test_slow_requests_are_under_way(world: TelegramWorld, client: RawClient) -> None:
    world.fault("slow", seconds=0.05)
    task = asyncio.create_task(client.result("sendMessage", chat_id=501, text="slow"))
    await until(lambda: not world.is_idle())
    await task
    assert world.is_idle()


async def test_documented_rates_refuse_the_second_message_of_a_second(
    world: TelegramWorld, client: RawClient
) -> None:
    for number in range(5):
        await client.result("sendMessage", chat_id=501, text=str(number))
    world.fault("rates")
    await client.result("sendMessage", chat_id=501, text="first")
    body = await client.call("sendMessage", chat_id=501, text="second")
    assert body["error_code"] == 429
    assert body["description"] == "Too Many Requests: retry after 1"
    assert body["parameters"] == {"retry_after": 1}
    world.faults.rates = Rates(group_per_minute=1)
    await client.result("sendMessage", chat_id=-1001700000001, text="first")
    body = await client.call("sendMessage", chat_id=-1001700000001, text="second")
    assert 50 <= body["parameters"]["retry_after"] <= 60
    world.fault("clear")
    await client.result("sendMessage", chat_id=501, text="third")


async def test_listeners_and_unread_counts(world: TelegramWorld, client: RawClient) -> None:
    heard: list[dict[str, object]] = []
    stop = world.subscribe(heard.append)
    before = world.activity()
    await client.result("sendMessage", chat_id=501, text="news")
    event = {"platform": "telegram", "person": "learner", "chat": "", "kind": "message"}
    assert heard == [event]
    assert world.activity() > before
    assert world.chats("learner")[0]["unread"] == 1
    assert world.chats("learner")[0]["last_text"] == "news"
    world.mark_read("learner")
    assert world.chats("learner")[0]["unread"] == 0
    assert heard[-1]["kind"] == "read"
    stop()
    await client.result("sendMessage", chat_id=501, text="more")
    assert heard[-1]["kind"] == "read"


async def test_requests_are_held_against_the_specification(
    clock: HandClock, tmp_path: Path
) -> None:
    path = tmp_path / "api.json"
    path.write_text(SPECIFICATION, encoding="utf-8")
    world = make_world(Store(None), clock, path)
    async with served(world) as url, aiohttp.ClientSession() as session:
        client = RawClient(url, session)
        await world.say("learner", "", "/start")
        await client.result("sendMessage", chat_id=501, text="fine")
        for params, words in (
            ({"color": "red"}, "color is no parameter of sendMessage"),
            ({"entities": [{"type": "bold", "offset": 0}]}, "entities[0].length is required"),
            ({"entities": {"type": "bold"}}, "entities must be Array of Entity"),
            ({"effect": "x" * 9}, "effect must have 1 to 8 characters, has 9"),
        ):
            said = await client.refusal("sendMessage", chat_id=501, text="a", **params)
            assert words in said
        assert "limit must be 1 to 100" in await client.refusal("getUpdates", limit=500)
        assert "setMyName is no method" in await client.refusal("setMyName", name="x")
    assert [entry["operation"] for entry in world.census()["requests"]] == [
        "getUpdates", *["sendMessage"] * 4, "setMyName",
    ]  # fmt: skip
