"""Updates: redelivery, confirmation, two pollers, webhooks, what is asked for, and restarts."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from aiogram.exceptions import TelegramConflictError
from aiohttp import web

from playground.store import Store
from playground.telegram import TelegramWorld
from tests.playground.telegram.harness import (
    USERNAME,
    HandClock,
    RawClient,
    aiogram_bot,
    make_world,
    served,
    until,
)


async def test_an_update_comes_again_until_a_later_offset_passes_it(
    world: TelegramWorld, client: RawClient
) -> None:
    await world.say("learner", "", "one")
    first = await client.result("getUpdates")
    again = await client.result("getUpdates")
    assert first == again
    assert not world.is_idle()
    id = first[0]["update_id"]
    assert await client.result("getUpdates", offset=id) == first
    assert await client.result("getUpdates", offset=id + 1) == []
    assert world.is_idle()
    assert await client.result("getUpdates") == []


async def test_a_negative_offset_forgets_all_but_the_newest(
    world: TelegramWorld, client: RawClient
) -> None:
    for word in ("one", "two", "three"):
        await world.say("learner", "", word)
    kept = await client.result("getUpdates", offset=-1)
    assert [update["message"]["text"] for update in kept] == ["three"]


async def test_a_long_poll_ends_when_something_happens(
    world: TelegramWorld, client: RawClient
) -> None:
    poll = asyncio.create_task(client.result("getUpdates", timeout=30))
    await until(lambda: world.core.updates._waiting is not None)
    assert world.is_idle()
    await world.say("learner", "", "hello")
    found = await asyncio.wait_for(poll, 5)
    assert found[0]["message"]["text"] == "hello"


async def test_the_older_of_two_pollers_is_told_of_the_other(
    world: TelegramWorld, client: RawClient, url: str
) -> None:
    async with aiogram_bot(url) as bot:
        older = asyncio.create_task(bot.get_updates(timeout=30))
        await until(lambda: world.core.updates._waiting is not None)
        newer = asyncio.create_task(client.result("getUpdates", timeout=30))
        try:
            await asyncio.wait_for(older, 5)
        except TelegramConflictError as error:
            words = error.message
        assert words == (
            "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
        await world.say("learner", "", "hello")
        assert len(await asyncio.wait_for(newer, 5)) == 1


async def test_only_kinds_asked_for_are_kept(world: TelegramWorld, client: RawClient) -> None:
    await client.result("getUpdates", allowed_updates=["callback_query"])
    await world.say("learner", "", "unheard")
    assert await client.result("getUpdates") == []
    await client.result("getUpdates", allowed_updates=[])
    await world.say("learner", "", "heard")
    assert len(await client.result("getUpdates")) == 1


async def test_an_update_waits_a_day_at_most(
    world: TelegramWorld, client: RawClient, clock: HandClock
) -> None:
    await world.say("learner", "", "old")
    clock.advance(hours=25)
    assert await client.result("getUpdates") == []


async def test_a_confirmed_update_may_come_twice(world: TelegramWorld, client: RawClient) -> None:
    await world.say("learner", "", "once")
    first = await client.updates()
    await client.updates()
    world.fault("repeat_update")
    assert await client.result("getUpdates") == first


class Receiver:
    """A webhook that fails as often as told and keeps what it was sent."""

    def __init__(self) -> None:
        self.failures = 0
        self.tried = 0
        self.taken: list[tuple[str | None, dict[str, Any]]] = []
        self.answer: dict[str, Any] | None = None

    async def handle(self, request: web.Request) -> web.Response:
        self.tried += 1
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.taken.append((secret, await request.json()))
        return web.json_response(self.answer) if self.answer else web.Response()


async def test_a_webhook_gets_updates_with_its_secret_and_retries(
    world: TelegramWorld, client: RawClient
) -> None:
    receiver = Receiver()
    receiver.failures = 1
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/hook"  # type: ignore[union-attr]
    try:
        await client.result("setWebhook", url=hook, secret_token="s3cret-token")
        words = await client.refusal("getUpdates")
        assert words == (
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
        receiver.answer = {"method": "sendMessage", "chat_id": 501, "text": "answered"}
        await world.say("learner", "", "hello")
        await until(world.is_idle)
        assert receiver.tried == 2
        secret, update = receiver.taken[0]
        assert secret == "s3cret-token"
        assert update["message"]["text"] == "hello"
        assert world.view("learner")["messages"][-1]["text"] == "answered"
        info = await client.result("getWebhookInfo")
        assert info["url"] == hook
        assert info["pending_update_count"] == 0
        assert "500" in info["last_error_message"]
        assert "s3cret" not in repr(world.requests())
        await client.result("deleteWebhook")
        assert await client.result("getUpdates") == []
    finally:
        await runner.cleanup()


async def test_a_webhook_must_be_https_outside_of_this_machine(client: RawClient) -> None:
    words = await client.refusal("setWebhook", url="http://example.org/hook")
    assert words == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"


async def test_chats_polls_menus_and_waiting_updates_survive_a_restart(
    clock: HandClock, tmp_path: Any
) -> None:
    path = tmp_path / "playground.sqlite"
    store = Store(path)
    world = make_world(store, clock)
    async with served(world) as url, aiohttp.ClientSession() as session:
        client = RawClient(url, session)
        await client.start(world)
        await client.result("setMyCommands", commands=[{"command": "go", "description": "Go"}])
        await client.result("sendPoll", chat_id=501, question="Ready?", is_anonymous=False,
                            options=[{"text": "yes"}, {"text": "no"}])  # fmt: skip
        await world.press("learner", "", label="yes")
        before = world.view("learner")
        waiting = await client.result("getUpdates")
    store.close()
    store = Store(path)
    world = make_world(store, clock)
    async with served(world) as url, aiohttp.ClientSession() as session:
        client = RawClient(url, session)
        assert world.view("learner") == before
        assert not world.is_idle()
        assert await client.result("getUpdates") == waiting
        sent = await client.result("sendMessage", chat_id=501, text="on")
        assert str(sent["message_id"]) not in [entry["id"] for entry in before["messages"]]
        assert (await client.result("getMe"))["username"] == USERNAME
    store.close()


async def test_wrong_tokens_and_methods_are_refused(client: RawClient, url: str) -> None:
    async with client.session.post(f"{url}/bot1:wrong/getMe") as reply:
        assert reply.status == 401
        assert (await reply.json())["description"] == "Unauthorized"
    assert await client.refusal("sendNothing") == "Not Found: method not found"
    for way in ("GETME", "getme"):
        assert (await client.result(way))["is_bot"]
