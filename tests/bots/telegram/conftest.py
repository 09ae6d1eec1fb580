"""The counting bot on the real adapter against the playground's Telegram, on loopback."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bots.telegram.adapter import TelegramAdapter
from bots.telegram.intake import Intake
from bots.telegram.limiter import Rates
from bots.telegram.webhook import WebhookPlace
from playground.store import Store
from playground.surface import Member
from playground.telegram import REQUEST_BYTES, TelegramWorld, install
from tests.bots.telegram.counting import Counting, Outbox, Shelf, name_of

TOKEN = "4242424242:loopback-token-that-opens-nothing-else"  # the playground's own
ODD_NAME = "*[x](https://e.x)<@1>@everyone&lt;b>"


class Stage:
    """A world, a dialogue and an adapter that can be stopped like a process and started again."""

    def __init__(self, world: TelegramWorld, api_base: str) -> None:
        self.world = world
        self.api_base = api_base
        self.dialogue = Counting()
        self.outbox = Outbox()
        self.shelf: Intake = Shelf()
        self.webhook: WebhookPlace | None = None
        self.is_rich = True
        self.answer_seconds = 8.0
        self.rates = Rates(chat_burst=1000, group_burst=1000)
        self.adapter: TelegramAdapter | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> TelegramAdapter:
        adapter = self.begin()
        await self.settle()
        return adapter

    def begin(self) -> TelegramAdapter:
        self.adapter = TelegramAdapter(
            token=TOKEN,
            dialogue=self.dialogue,
            mailroom=self.outbox,
            intake=self.shelf,
            api_base=self.api_base,
            webhook=self.webhook,
            is_rich=self.is_rich,
            rates=self.rates,
            answer_seconds=self.answer_seconds,
        )
        self._task = asyncio.create_task(self.adapter.run())
        return self.adapter

    async def stop(self) -> None:
        """As a process ends: whatever was under way stays where it was."""
        if self._task is not None and self.adapter is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            await self.adapter.close()
        self._task = self.adapter = None

    async def settle(self) -> None:
        """Until nothing is under way anywhere, twice in a row."""
        calm = 0
        before = -1
        async with asyncio.timeout(20):
            while calm < 2:
                if self._task is not None and self._task.done():
                    await self._task
                adapter = self.adapter
                assert adapter is not None
                now = adapter.activity() + self.world.activity()
                is_calm = adapter.is_idle() and self.world.is_idle() and not self.outbox.waiting
                calm = calm + 1 if is_calm and now == before else 0
                before = now
                await asyncio.sleep(0.005)

    async def until(self, count: int, name: str) -> None:
        """Until the dialogue was given so many requests of this name."""
        await self.wait_for(lambda: self.names().count(name) >= count)

    async def wait_for(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            is_met = condition()
            while not is_met:
                await asyncio.sleep(0.005)
                is_met = condition()

    def names(self) -> list[str]:
        return [name_of(request) for request in self.dialogue.requests]

    async def say(self, text: str, chat: str = "", name: str = "learner") -> None:
        await self.world.say(name, chat, text)
        await self.settle()

    async def press(self, label: str, chat: str = "", name: str = "learner") -> None:
        await self.world.press(name, chat, label=label)
        await self.settle()

    def messages(self, chat: str = "", name: str = "learner") -> list[dict[str, Any]]:
        """What the bot wrote there, oldest first."""
        view = self.world.view(name, chat)
        return [message for message in view["messages"] if message["author"]["is_bot"]]

    def last(self, chat: str = "", name: str = "learner") -> dict[str, Any]:
        return self.messages(chat, name)[-1]

    def toasts(self, chat: str = "", name: str = "learner") -> str:
        return str(self.world.view(name, chat)["toasts"])

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [entry for entry in self.world.requests() if entry["name"] == method]


def labels(message: dict[str, Any]) -> list[str]:
    return [control["label"] for row in message["rows"] for control in row]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    store = Store(None)
    world = TelegramWorld(
        store, lambda: datetime.now(UTC), token=TOKEN, bot_username="peerloom_bot"
    )
    members = [("admin", "Admin", 5003, ["admin"]), ("learner", "Otter", 5001, [])]
    members += [("friend", "Heron", 5002, []), ("odd", ODD_NAME, 5004, [])]
    for name, shown, id, roles in members:
        world.add_member(Member(name, shown, id, id + 1000, roles=list(roles)))
    app = web.Application(client_max_size=REQUEST_BYTES)
    install(app, world)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    made = Stage(world, f"http://127.0.0.1:{port}")
    yield made
    await made.stop()
    await runner.cleanup()
    store.close()
