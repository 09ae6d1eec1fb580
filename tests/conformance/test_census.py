"""What departs from the published API is in the census, also when the platform passes over it."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from playground.store import Store
from playground.surface import Member
from tests import specifications
from tests.bots.discord.stage import TOKEN as DISCORD_TOKEN
from tests.bots.discord.stage import serving
from tests.playground.telegram.harness import HandClock, RawClient, make_world, served

HEADERS = {"Authorization": f"Bot {DISCORD_TOKEN}"}


@pytest.fixture(autouse=True)
def published() -> None:
    specifications.needed()


def told(entries: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    return [(entry["operation"], entry["problem"], entry["count"]) for entry in entries]


async def test_discord_passes_over_an_unknown_key_and_the_census_does_not() -> None:
    async with serving() as (world, address), aiohttp.ClientSession(headers=HEADERS) as session:
        world.add_member(Member("admin", "Maple", 3, 103, roles=["admin"]))
        place = f"{address}/api/v10/channels/{world.channel_id('general')}/messages"

        async def post(body: dict[str, Any], **query: str) -> int:
            async with session.post(place, json=body, params=query) as answer:
                return answer.status

        assert await post({"content": "x"}) == 200
        assert await post({"content": "x", "colour": 1}, wait="true") == 200
        assert await post({"content": 5}) == 400
        assert await post({"content": "x" * 2001}) == 400  # the document allows 4000: prose
        assert await post({}) == 400
        census = world.census()
    assert census["is_checked"]
    assert census["answered"] == {"create_message": 2}
    assert census["refused"] == {"create_message": 3}
    problems = [problem for _, problem, _ in told(census["requests"])]
    assert problems[:3] == [
        "create_message, colour: Unknown field.",
        "create_message, content: Must be string or null.",
        "create_message, wait: Unknown query parameter.",
    ]
    assert [words[:24] for words in problems[3:]] == ["refused with 400: {'mess"] * 2
    assert census["answers"] == []


async def test_a_refusal_of_the_world_is_no_departure() -> None:
    async with serving() as (world, address), aiohttp.ClientSession(headers=HEADERS) as session:
        async with session.post(f"{address}/api/v10/channels/1/messages", json={"content": "x"}):
            pass
        async with session.get(f"{address}/api/v10/nowhere") as answer:
            assert answer.status == 404
        census = world.census()
    assert [operation for operation, _, _ in told(census["requests"])] == ["GET /{tail}"]


async def test_telegrams_own_refusals_and_unheard_ones_are_both_told() -> None:
    store = Store(None)
    world = make_world(store, HandClock(), specifications.telegram())
    async with served(world) as url, aiohttp.ClientSession() as session:
        client = RawClient(url, session)
        await client.start(world)
        long = await client.refusal("sendMessage", chat_id=501, text="x" * 4097)
        assert long == "Bad Request: message is too long"
        assert "not found" in await client.refusal("deleteMessage", chat_id=501, message_id=9)
        assert "not in the spec" in await client.refusal("getMe", surprise=1)
        poll = {"chat_id": 501, "question": "Q", "options": [{"text": "a"}, {"text": "b"}]}
        await client.refusal("sendPoll", **poll, type="quiz", correct_option_ids=[5])
    assert told(world.census()["requests"]) == [
        ("getMe", "surprise is no parameter of getMe", 1),
        ("sendMessage", "refused: Bad Request: message is too long", 1),
        ("sendMessage", "text must have 1 to 4096 characters, has 4097", 1),
        ("sendPoll", "refused: Bad Request: wrong correct option ID specified", 1),
    ]
    assert world.census()["answers"] == []
    store.close()


async def test_an_answer_that_departs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(None)
    world = make_world(store, HandClock(), specifications.telegram())
    real = type(world.core).bot_json
    monkeypatch.setattr(
        type(world.core), "bot_json", lambda core: real(core) | {"is_bot": "yes", "mood": "good"}
    )
    async with served(world) as url, aiohttp.ClientSession() as session:
        await RawClient(url, session).result("getMe")
    assert [words for _, words, _ in told(world.census()["answers"])] == [
        "result.is_bot must be Boolean", "result.mood is no field of User",
    ]  # fmt: skip
    store.close()
