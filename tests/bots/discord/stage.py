"""The playground's Discord on loopback, with the real adapter connected to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import structlog
from aiohttp import web

from bots.dialogue.ports import Parcel
from bots.dialogue.screen import Screen
from bots.discord.adapter import DiscordAdapter
from playground.discord.world import DiscordWorld, install
from playground.store import Store
from playground.surface import Member
from tests import specifications
from tests.bots.discord.counting import CountingBot, MemoryMailroom, Outcome

T = TypeVar("T")

TOKEN = "bot-token-of-the-test"
LEARNER, FRIEND, ADMIN = 101, 102, 103


@dataclass
class Stage:
    """People press and type; `until` waits for what they come to see."""

    world: DiscordWorld
    address: str
    bot: CountingBot
    mailroom: MemoryMailroom
    adapter: DiscordAdapter
    bell: asyncio.Event
    running: asyncio.Task[None]
    logged: list[dict[str, Any]] = field(default_factory=list)

    async def until(self, check: Callable[[], T | None]) -> T:
        """The check's first true answer; it is asked again at each change anybody can see."""
        async with asyncio.timeout(10):
            while not (found := check()):
                self.bell.clear()
                await self.bell.wait()
        return found

    def messages(self, name: str, chat: str = "") -> list[dict[str, Any]]:
        return [row for row in self.world.view(name, chat)["messages"] if row["text"]]

    def last(self, name: str, chat: str = "") -> dict[str, Any]:
        rows = self.messages(name, chat)
        return rows[-1] if rows else {"text": "", "is_private": None, "rows": []}

    async def sees(self, name: str, words: str, chat: str = "") -> dict[str, Any]:
        """The newest message there, once it holds these words."""
        await self.until(lambda: words in self.last(name, chat)["text"])
        return self.last(name, chat)

    async def say(self, words: str, name: str = "learner", chat: str = "", **more: Any) -> None:
        await self.world.say(name, chat, words, **more)

    async def press(self, label: str, name: str = "learner", chat: str = "") -> None:
        await self.world.press(name, chat, label=label)

    async def modal(self, name: str = "learner", chat: str = "") -> dict[str, Any]:
        found: dict[str, Any] = await self.until(lambda: self.world.view(name, chat)["modal"])
        return found

    async def quiet(self) -> None:
        await self.until(lambda: self.world.is_idle() and self.adapter.is_idle())

    async def post(self, screen: Screen, **more: Any) -> list[Outcome]:
        """Hands a parcel for #general (or `more`) to the announcer and waits for its outcome."""
        number = len(self.mailroom.outcomes) + 1
        place = {"chat_id": self.world.channel_id("general"), "thread_id": 0, "user_id": 0}
        parcel = Parcel(number, f"delivery-{number}", **(place | more), screen=screen)
        self.mailroom.waiting.append(parcel)
        self.adapter.wake()
        return await self.until(lambda: self.mailroom.outcomes.get(number))

    def asked(self, method: str, ending: str) -> list[dict[str, Any]]:
        return [
            row
            for row in self.world.requests()
            if row["method"] == method and row["path"].split("?")[0].endswith(ending)
        ]

    def events(self) -> list[str]:
        return [row["event"] for row in self.logged]


@asynccontextmanager
async def serving(world_token: str = TOKEN) -> AsyncIterator[tuple[DiscordWorld, str]]:
    """A Discord server on a port of its own."""
    address = ""
    world = DiscordWorld(
        Store(None),
        lambda: datetime.now(UTC),
        token=world_token,
        application_id=900,
        public_url=lambda: address,
        spec=specifications.discord(),
    )
    app = web.Application()
    install(app, world)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield world, address
    finally:
        await runner.cleanup()
        world.core.store.close()


def adapter_at(
    address: str,
    bot: CountingBot,
    mailroom: MemoryMailroom,
    logged: list[dict[str, Any]],
    bell: asyncio.Event,
    token: str = TOKEN,
) -> DiscordAdapter:
    def keep(_: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        logged.append({**event, "level": method})
        bell.set()
        raise structlog.DropEvent

    return DiscordAdapter(
        token=token,
        dialogue=bot,
        mailroom=mailroom,
        api_base=f"{address}/api/v10",
        gateway_url=f"{address.replace('http', 'ws')}/gateway",
        log=structlog.wrap_logger(None, processors=[structlog.processors.format_exc_info, keep]),
    )


@asynccontextmanager
async def staging() -> AsyncIterator[Stage]:
    """A world with three people and the bot, connected and with its commands set."""
    async with serving() as (world, address):
        world.add_member(Member("learner", "Otter", 1, LEARNER, "es"))
        world.add_member(Member("friend", "Heron", 2, FRIEND))
        world.add_member(Member("admin", "Maple", 3, ADMIN, roles=["admin"]))
        bot, mailroom, bell = CountingBot(), MemoryMailroom(), asyncio.Event()
        logged: list[dict[str, Any]] = []
        adapter = adapter_at(address, bot, mailroom, logged, bell)
        world.subscribe(lambda _: bell.set())
        bot.on_change = mailroom.on_change = bell.set
        running = asyncio.create_task(adapter.run())
        stage = Stage(world, address, bot, mailroom, adapter, bell, running, logged)
        running.add_done_callback(lambda _: bell.set())
        try:
            await stage.until(lambda: "connected" in stage.events() and adapter.is_ready())
            yield stage
        finally:
            await adapter.close()
            await asyncio.wait({running})
