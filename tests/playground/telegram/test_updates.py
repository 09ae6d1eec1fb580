"""Updates: redelivery, confirmation, two pollers, webhooks, what is asked for, and restarts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
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
        self.refused_person = 0
        self.retry_after = ""
        self.tried = 0
        self.in_hand = 0
        self.most_in_hand = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.taken: list[tuple[str | None, dict[str, Any]]] = []
        self.answer: dict[str, Any] | None = None

    async def handle(self, request: web.Request) -> web.Response:
        self.tried += 1
        self.in_hand += 1
        self.most_in_hand = max(self.most_in_hand, self.in_hand)
        await self.gate.wait()
        self.in_hand -= 1
        update = await request.json()
        if self.failures or update["message"]["from"]["id"] == self.refused_person:
            self.failures = max(0, self.failures - 1)
            headers = {"Retry-After": self.retry_after} if self.retry_after else {}
            return web.Response(status=500, headers=headers)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.taken.append((secret, update))
        return web.json_response(self.answer) if self.answer else web.Response()


@asynccontextmanager
async def hooked(receiver: Receiver, client: RawClient, **more: Any) -> AsyncIterator[str]:
    """The address of a webhook that is set; it is taken away at the end."""
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await client.result("setWebhook", url=hook, **more)
    try:
        yield hook
    finally:
        receiver.gate.set()
        await client.result("deleteWebhook")
        await runner.cleanup()


async def test_a_webhook_gets_updates_with_its_secret_and_retries(
    world: TelegramWorld, client: RawClient
) -> None:
    receiver = Receiver()
    receiver.failures = 1
    async with hooked(receiver, client, secret_token="s3cret-token") as hook:
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
        assert info["max_connections"] == 40
        assert info["last_error_message"] == (
            "Wrong response from the webhook: 500 Internal Server Error"
        )
        assert "s3cret" not in repr(world.requests())
    assert await client.result("getUpdates") == []


async def test_a_webhook_is_sent_one_update_of_a_chat_after_the_other(
    world: TelegramWorld, client: RawClient
) -> None:
    receiver = Receiver()
    receiver.gate.clear()
    async with hooked(receiver, client):
        for words in ("one", "two"):
            await world.say("learner", "", words)
            await world.say("friend", "", words)
        await until(lambda: receiver.in_hand == 2)
        info = await client.result("getWebhookInfo")
        assert (receiver.tried, info["pending_update_count"]) == (2, 4)
        receiver.gate.set()
        await until(world.is_idle)
    said = [(update["message"]["from"]["id"], update["message"]["text"])
            for _, update in receiver.taken]  # fmt: skip
    for person in (501, 502):
        assert [words for id, words in said if id == person] == ["one", "two"]


async def test_a_webhook_is_never_sent_more_at_once_than_it_allowed(
    world: TelegramWorld, client: RawClient
) -> None:
    receiver = Receiver()
    receiver.gate.clear()
    async with hooked(receiver, client, max_connections=1):
        for name in ("learner", "friend", "admin"):
            await world.say(name, "", "hello")
        await until(lambda: receiver.in_hand)
        for _ in range(5):  # time enough for the others to come
            await client.result("getWebhookInfo")
        assert receiver.tried == 1
        receiver.gate.set()
        await until(world.is_idle)
    assert (len(receiver.taken), receiver.most_in_hand) == (3, 1)


async def test_a_chat_whose_update_fails_keeps_no_other_waiting_and_its_order(
    world: TelegramWorld, client: RawClient
) -> None:
    receiver = Receiver()
    receiver.refused_person = 501
    receiver.retry_after = "3600"
    async with hooked(receiver, client):
        await world.say("learner", "", "one")
        await world.say("learner", "", "two")
        await world.say("friend", "", "hello")
        await until(lambda: receiver.taken)
        assert [update["message"]["text"] for _, update in receiver.taken] == ["hello"]
        # It asked to be left alone for an hour, and setting it again begins anew.
        assert receiver.tried == 2
        receiver.refused_person = 0
        await client.result("setWebhook", url=(await client.result("getWebhookInfo"))["url"])
        await until(world.is_idle)
    assert [update["message"]["text"] for _, update in receiver.taken] == ["hello", "one", "two"]


@pytest.mark.parametrize("method", ["deleteWebhook", "setWebhook", "DELETEWEBHOOK"])
async def test_a_webhook_may_not_answer_with_a_method_about_itself(
    world: TelegramWorld, client: RawClient, method: str
) -> None:
    receiver = Receiver()
    receiver.answer = {"method": method, "url": ""}
    async with hooked(receiver, client) as hook:
        await world.say("learner", "", "hello")
        await until(world.is_idle)
        assert (await client.result("getWebhookInfo"))["url"] == hook


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"url": "https://example.org:8080/"},
         "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://example.org/", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "https://example.org/", "secret_token": "a b"},
         "secret token contains unallowed characters"),
    ],
)  # fmt: skip
async def test_a_webhook_that_cannot_be_is_refused(
    client: RawClient, values: dict[str, str], words: str
) -> None:
    assert await client.refusal("setWebhook", **values) == f"Bad Request: {words}"
    assert (await client.result("getWebhookInfo"))["url"] == ""


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
