"""A served Telegram world for tests, with a clock in the hand and clients of two libraries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update
from aiohttp import web

from playground.store import Store
from playground.surface import Member
from playground.telegram import REQUEST_BYTES, TelegramWorld, install

TOKEN = "7000000001:AAplaygroundplaygroundplayground01"
USERNAME = "peerloom_test_bot"
LEARNER = Member("learner", "Otter", 501, 901, username="otter")
FRIEND = Member("friend", "Heron Grey", 502, 902, language="es")
ADMIN = Member("admin", "Maple", 503, 903, roles=["admin"])
PEOPLE = (LEARNER, FRIEND, ADMIN)
ALL_UPDATES = [
    "message", "edited_message", "callback_query", "poll", "poll_answer", "my_chat_member",
    "chat_member", "message_reaction", "pre_checkout_query",
]  # fmt: skip


class HandClock:
    """Time that moves when told."""

    def __init__(self) -> None:
        self.now = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


def make_world(store: Store, clock: HandClock, spec: Path | None = None) -> TelegramWorld:
    world = TelegramWorld(store, clock, token=TOKEN, bot_username=USERNAME, spec=spec)
    for member in PEOPLE:
        world.add_member(member)
    return world


@asynccontextmanager
async def served(world: TelegramWorld) -> AsyncIterator[str]:
    """The address of a server for this world on a free loopback port."""
    app = web.Application(client_max_size=REQUEST_BYTES)
    install(app, world)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def aiogram_bot(url: str, token: str = TOKEN) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot = Bot(token, session=session)
    try:
        yield bot
    finally:
        await session.close()


class RawClient:
    """Plain HTTP: what a library would hide, such as words of refusals and statuses."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session
        self.offset = 0

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.url}/bot{TOKEN}/{method}", json=params) as reply:
            body = await reply.json()
            assert reply.status == (200 if body["ok"] else body["error_code"])
            return dict(body)

    async def result(self, method: str, **params: Any) -> Any:
        body = await self.call(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        body = await self.call(method, **params)
        assert not body["ok"], body
        return str(body["description"])

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """New updates, each call confirming those before."""
        found = await self.result(
            "getUpdates", offset=self.offset, allowed_updates=ALL_UPDATES, **params
        )
        for update in found:
            Update.model_validate(update)  # whatever comes, a real library must understand it
        if found:
            self.offset = found[-1]["update_id"] + 1
        return list(found)

    async def start(self, world: TelegramWorld, *names: str) -> None:
        """Lets people open their private chats, and forgets the updates of it."""
        for name in names or ("learner",):
            await world.say(name, "", "/start")
        await self.updates()
        await self.updates()


async def until(happened: Callable[[], object]) -> None:
    """Waits for something another task does; fails after ten seconds."""
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110
            await asyncio.sleep(0.005)  # another task's doing has no event to wait for
