"""A Discord world on loopback, and real discord.py clients that connect to it."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
import yarl
from aiohttp import web

from playground.discord import DiscordWorld, install
from playground.store import Store
from playground.surface import Member
from tests import specifications

with warnings.catch_warnings():
    # discord.py imports audioop, which Python 3.11 announces to be leaving.
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord

TOKEN = "playground.token"
APPLICATION = 4242_0000_0000_0001

LEARNER = Member("learner", "Otter", 11, 1111, language="es", roles=["learner"])
FRIEND = Member("friend", "Heron", 12, 1112)
ADMIN = Member("admin", "Maple", 13, 1113, roles=["admin"])


class Bot(discord.Client):
    """A plain client; tests give it what to do with an interaction."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        # How long the client waits for guilds that never come; ours comes with READY.
        super().__init__(intents=intents or discord.Intents.default(), guild_ready_timeout=0.05)
        self.answer: Callable[[discord.Interaction], Awaitable[object]] | None = None
        self.seen: list[discord.Interaction] = []
        self.heard: list[discord.Message] = []
        self.resumed = 0
        self.connects = 0
        self.faults: list[BaseException] = []

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.seen.append(interaction)
        if self.answer is not None:
            try:
                await self.answer(interaction)
            except discord.HTTPException as fault:
                self.faults.append(fault)

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    async def on_resumed(self) -> None:
        self.resumed += 1

    async def on_connect(self) -> None:
        self.connects += 1

    async def sync(self, *commands: dict[str, object]) -> None:
        await self.http.bulk_upsert_global_commands(APPLICATION, list(commands))

    def place(self, world: DiscordWorld, slug: str) -> discord.TextChannel:
        channel = self.get_channel(world.channel_id(slug))
        assert isinstance(channel, discord.TextChannel)
        return channel


@dataclass
class Server:
    """One playground process: a world and the server that offers it."""

    store: Store
    clock: Callable[[], datetime]
    url: str = ""
    world: DiscordWorld = field(init=False)
    runner: web.AppRunner = field(init=False)

    async def start(self, port: int = 0) -> None:
        self.world = DiscordWorld(
            self.store, self.clock, token=TOKEN, application_id=APPLICATION,
            public_url=lambda: self.url, spec=specifications.discord(),
        )  # fmt: skip
        for member in (LEARNER, FRIEND, ADMIN):
            self.world.add_member(member)
        app = web.Application()
        install(app, self.world)
        self.runner = web.AppRunner(app, shutdown_timeout=1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", port).start()
        host, at = self.runner.addresses[0][:2]
        self.url = f"http://{host}:{at}"

    async def stop(self) -> None:
        await self.runner.cleanup()


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    made = Server(Store(None), lambda: datetime.now(UTC))
    await made.start()
    monkeypatch.setattr(discord.http.Route, "BASE", made.url + "/api/v10")
    gateway = yarl.URL(made.url.replace("http", "ws") + "/gateway")
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    yield made
    await made.stop()
    made.store.close()


@pytest.fixture
def world(server: Server) -> DiscordWorld:
    return server.world


async def started(bot: Bot) -> asyncio.Task[None]:
    """The client's own run, once it is ready."""
    task = asyncio.create_task(bot.start(TOKEN))
    await until(lambda: bot.is_ready() or task.done())
    if task.done():
        task.result()
    return task


async def stopped(bot: Bot, task: asyncio.Task[None]) -> None:
    await bot.close()
    await asyncio.wait({task})


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    made = Bot()
    task = await started(made)
    yield made
    await stopped(made, task)


async def until(is_so: Callable[[], bool], seconds: float = 8.0) -> None:
    """Waits for a fact, looking at each turn of the loop; fails when it does not come true."""
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110 (facts of several kinds have no common event)
            await asyncio.sleep(0.005)


async def settled(world: DiscordWorld) -> None:
    await until(world.is_idle)


def newest(world: DiscordWorld, name: str, chat: str = "") -> dict[str, object]:
    messages = world.view(name, chat)["messages"]
    assert messages, "nothing is shown"
    return dict(messages[-1])
