"""python-telegram-bot, unmodified, serves people of the playground by polling and by webhook."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from telegram import Update

from playground.store import Store
from playground.telegram import TelegramWorld
from tests import specifications
from tests.conformance.ptb_bot import application, introduce
from tests.playground.telegram.harness import TOKEN, HandClock, make_world, served, until

SECRET = "a-secret_of-this-run"
LINES = b"first\nsecond\n"


@dataclass
class Bot:
    """The bot at work; `hook` is the address of its webhook, "" when it polls."""

    world: TelegramWorld
    app: Any
    hook: str = ""

    def newest(self) -> dict[str, Any]:
        messages: list[dict[str, Any]] = self.world.view("learner")["messages"]
        return messages[-1] if messages else {"text": ""}

    async def sees(self, words: str) -> dict[str, Any]:
        await until(lambda: words in self.newest()["text"])
        return self.newest()


@asynccontextmanager
async def at_work(world: TelegramWorld, url: str, way: str) -> AsyncIterator[Bot]:
    app = application(TOKEN, url)
    bot = Bot(world, app)
    async with app:
        assert app.updater is not None
        await introduce(app)  # `run_polling` and `run_webhook` do this where they own the loop
        if way == "polling":
            await app.updater.start_polling(poll_interval=0, timeout=5)
        else:
            listening = socket.create_server(("127.0.0.1", 0))
            listening.setblocking(False)
            bot.hook = f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
            await app.updater.start_webhook(
                unix=listening,  # any socket: this one has a port that the system chose
                url_path="hook",
                webhook_url=bot.hook,
                secret_token=SECRET,
                allowed_updates=Update.ALL_TYPES,
            )
        await app.start()
        try:
            yield bot
        finally:
            await app.updater.stop()
            await app.stop()


@pytest.fixture(params=["polling", "webhook"])
async def bot(request: pytest.FixtureRequest) -> AsyncIterator[Bot]:
    store = Store(None)
    spec = specifications.needed() / specifications.TELEGRAM
    world = make_world(store, HandClock(), spec)
    async with served(world) as url, at_work(world, url, request.param) as made:
        yield made
    census = world.census()
    # Whoever speaks to the playground in the published way is understood in the published way.
    assert census["is_checked"]
    assert (census["requests"], census["answers"]) == ([], [])
    assert ("setWebhook" in census["answered"]) == (request.param == "webhook")
    store.close()


async def test_a_command_a_button_and_an_edit(bot: Bot) -> None:
    await bot.world.say("learner", "", "/start Otter")
    shown = await bot.sees("Hello Otter, *this* is page 1")
    assert [control["label"] for control in shown["rows"][0]] == ["📖 Read on"]
    await bot.world.press("learner", "", label="Read on")
    shown = await bot.sees("This is page 2")
    assert shown["is_edited"]
    assert bot.world.view("learner")["toasts"] == ["Page 2"]
    assert [entry["name"] for entry in bot.world.view("learner")["menu"]] == ["start", "quiz"]


async def test_a_quiz_poll_is_answered_and_graded(bot: Bot) -> None:
    await bot.world.say("learner", "", "/quiz")
    await until(lambda: "poll" in bot.newest())
    await bot.world.press("learner", "", label="for")
    await bot.sees("Right!")
    poll = bot.world.view("learner")["messages"][-2]["poll"]
    assert [option["is_right"] for option in poll["options"]] == [False, True, False]
    assert poll["explanation"] == "for repeats"


async def test_a_document_comes_down_and_another_goes_up(bot: Bot) -> None:
    await bot.world.send_file("learner", "", "words.txt", LINES)
    shown = await bot.sees("Numbered")
    (file,) = shown["files"]
    assert file["name"] == "numbered-words.txt"
    kept = bot.world.core.store.get_file(f"telegram:{file['url'].rpartition('/')[2]}")
    assert kept == ("numbered-words.txt", b"1 first\n2 second\n")


@pytest.mark.parametrize("bot", ["webhook"], indirect=True)
async def test_a_webhook_is_believed_only_with_the_secret(bot: Bot) -> None:
    forged = {
        "update_id": 1,
        "message": {
            "message_id": 1, "date": 0, "text": "/start forged",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
            "chat": {"id": 501, "type": "private", "first_name": "Otter"},
            "from": {"id": 501, "is_bot": False, "first_name": "Otter"},
        },
    }  # fmt: skip
    header = "X-Telegram-Bot-Api-Secret-Token"
    async with aiohttp.ClientSession() as session:
        for headers in ({}, {header: "another"}):
            async with session.post(bot.hook, json=forged, headers=headers) as answer:
                assert answer.status == 403
        # What the playground delivers bears it: this goes through, and nothing forged did before.
        await bot.world.say("learner", "", "/start real")
        await bot.sees("Hello real")
        async with session.post(bot.hook, json=forged, headers={header: SECRET}) as answer:
            assert answer.status == 200
        await bot.sees("Hello forged")
    texts = [message["text"] for message in bot.world.view("learner")["messages"]]
    assert [words for words in texts if words.startswith("Hello")] == [
        "Hello real, *this* is page 1", "Hello forged, *this* is page 1",
    ]  # fmt: skip
