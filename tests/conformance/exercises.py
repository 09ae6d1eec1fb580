"""What the bots do only when something is odd: short exercises of the real adapters, in process.

A method that no story reaches gets an exercise here, or a scenario in `scenarios/` where people can
bring it about. Each is a coroutine in `EXERCISES`; it is given the folder of the specifications and
gives back what a story gives: a `Run` with the census of its platform.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bots.dialogue.request import Request
from bots.dialogue.screen import Attached, Choice, Reply, Screen
from bots.telegram.webhook import WebhookPlace
from playground.store import Store
from playground.surface import Member
from playground.telegram import REQUEST_BYTES, TelegramWorld, install
from tests import specifications as place
from tests.bots.telegram.conftest import TOKEN, Stage
from tests.bots.telegram.counting import Counting, name_of
from tests.conformance.runs import Run

Exercise = Callable[[Path], Awaitable[Run]]


@asynccontextmanager
async def telegram_stage(specifications: Path) -> AsyncIterator[Stage]:
    """The adapter's own stage, with every request checked."""
    store = Store(None)
    world = TelegramWorld(
        store,
        lambda: datetime.now(UTC),
        token=TOKEN,
        bot_username="peerloom_bot",
        spec=specifications / place.TELEGRAM,
    )
    world.add_member(Member("learner", "Otter", 5001, 6001))
    app = web.Application(client_max_size=REQUEST_BYTES)
    install(app, world)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stage = Stage(world, f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        yield stage
    finally:
        await stage.stop()
        await runner.cleanup()
        store.close()


async def forgotten_webhook(specifications: Path) -> Run:
    """Somebody has set a webhook with the same token: polling is refused until it is gone."""
    async with telegram_stage(specifications) as stage:
        stage.world.core.updates.set_webhook(
            "http://127.0.0.1:9/hook", secret="", allowed=None, drop=False, max_connections=1
        )
        stage.begin()
        await stage.wait_for(lambda: not stage.world.core.updates.webhook_info()["url"])
        await stage.say("hello")
        assert stage.names() == ["hello"]
        return _run("a forgotten webhook", stage)


class _Filing(Counting):
    """A file with a button below it, which leads to words."""

    async def handle(self, request: Request) -> Reply:
        if name_of(request) == "start":
            file = Attached("board.csv", b"name,points\nOtter,20\n", alt="The board")
            rows = ((Choice("Go on", token="on"),),)
            return Reply((Screen(title="The board", attached=(file,), rows=rows),))
        return Reply((Screen(title="On we go"),))


async def file_left_behind(specifications: Path) -> Run:
    """Words cannot take a file's place: it stays, and loses its buttons."""
    async with telegram_stage(specifications) as stage:
        stage.dialogue = _Filing()
        await stage.start()
        await stage.say("/start")
        assert stage.last()["files"][0]["name"] == "board.csv"
        await stage.press("Go on")
        file, words = stage.messages()[-2:]
        assert file["rows"] == []
        assert words["text"] == "On we go"
        return _run("a file is left behind", stage)


async def pushed_by_webhook(specifications: Path) -> Run:
    """Telegram pushes, and the bot looks now and then whether it still does."""
    async with telegram_stage(specifications) as stage:
        stage.webhook = WebhookPlace(
            "http://127.0.0.1:0/telegram", "s" * 43, port=0, look_seconds=0.05
        )
        stage.begin()
        await stage.wait_for(lambda: stage.calls("getWebhookInfo"))
        await stage.say("hello")
        assert stage.names() == ["hello"]
        return _run("pushed by webhook", stage)


def _run(name: str, stage: Stage) -> Run:
    return Run(name, censuses={"telegram": stage.world.census()})


EXERCISES: tuple[Exercise, ...] = (forgotten_webhook, file_left_behind, pushed_by_webhook)
