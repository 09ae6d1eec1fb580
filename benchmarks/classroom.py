"""Both platforms of the playground with a class before each: people who answer the bot at once.

The platforms and the people are in the benchmark's process, the bot in one of its own.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from playground.discord import messages
from playground.discord.interactions import COMMAND, COMPONENT
from playground.discord.messages import Draft
from playground.discord.world import DiscordWorld
from playground.discord.world import install as install_discord
from playground.store import Store
from playground.surface import Member
from playground.telegram import callbacks, polls
from playground.telegram.server import install as install_telegram
from playground.telegram.world import TelegramWorld

ROOT = Path(__file__).parent.parent
BODY_BYTES = 80 * 1024 * 1024
AT_ONCE = 64  # people who are answering at the same time
LONGEST_SECONDS = 120.0
TICKS = os.sysconf("SC_CLK_TCK")


class Platforms:
    """Telegram and Discord on a port of their own, for one bot on each."""

    def __init__(self) -> None:
        def now() -> datetime:
            return datetime.now(UTC)

        self.port = 0
        store = Store(None)
        self.tokens = {
            "TELEGRAM_TOKEN": f"{10**9 + secrets.randbelow(10**9)}:{secrets.token_hex(18)}",
            "DISCORD_TOKEN": f"playground.{secrets.token_hex(8)}.{secrets.token_hex(16)}",
        }
        self.telegram = TelegramWorld(
            store.part("telegram"), now, token=self.tokens["TELEGRAM_TOKEN"],
            bot_username="class_bot",
        )  # fmt: skip
        self.discord = DiscordWorld(
            store.part("discord"), now, token=self.tokens["DISCORD_TOKEN"],
            application_id=10**17 + secrets.randbelow(10**17),
            public_url=lambda: f"http://127.0.0.1:{self.port}",
        )  # fmt: skip

    @asynccontextmanager
    async def served(self) -> AsyncIterator[Platforms]:
        app = web.Application(client_max_size=BODY_BYTES)
        install_telegram(app, self.telegram)
        install_discord(app, self.discord)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = int(runner.addresses[0][1])
        try:
            yield self
        finally:
            await runner.cleanup()

    @property
    def environment(self) -> dict[str, str]:
        base = f"http://127.0.0.1:{self.port}"
        return {
            **os.environ,
            **self.tokens,
            "PEERLOOM_TELEGRAM_API": base,
            "PEERLOOM_DISCORD_API": base + "/api/v10",
            "PEERLOOM_DISCORD_GATEWAY": f"ws://127.0.0.1:{self.port}/gateway",
        }

    def admit(self, people: Iterable[Member]) -> None:
        for person in people:
            self.telegram.core.put_member(person)
            self.discord.add_member(person)


class BotProcess:
    """A bot on its own; CPU is that of its process and all its threads."""

    def __init__(self, *arguments: str, environment: dict[str, str], log: Path) -> None:
        self._arguments = arguments
        self._environment = environment
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> BotProcess:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, *self._arguments, cwd=ROOT, env=self._environment,
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(self._process.wait(), 15)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    @property
    def id(self) -> int:
        if self._process is None or self._process.returncode is not None:
            raise RuntimeError(f"the bot ended:\n{self._log.read_text()[-3000:]}")
        return self._process.pid

    def cpu_seconds(self) -> float:
        words = Path(f"/proc/{self.id}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / TICKS

    async def until(self, is_so: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + LONGEST_SECONDS
        while not is_so():
            if time.monotonic() > deadline:
                tail = self._log.read_text()[-3000:]
                raise RuntimeError(f"in vain waited for {what}; the bot's last words:\n{tail}")
            _ = self.id
            await asyncio.sleep(0.02)


class Class:
    """People who each have something to say `turns` times; one more begins when one has ended.

    `speak(person)` lets a person act once; `replied(person)` is to be called when the bot's reply
    has reached them.
    """

    def __init__(
        self,
        people: Iterable[Any],
        turns: int,
        speak: Callable[[Any], None],
        at_once: int = AT_ONCE,
    ) -> None:
        self._waiting = deque(people)
        self._left: dict[Any, int] = {}
        self._turns = turns
        self._speak = speak
        self._at_once = at_once
        self.replies = 0
        self.asked = len(self._waiting) * turns
        self.is_over = asyncio.Event()

    def begin(self) -> None:
        for _ in range(min(self._at_once, len(self._waiting))):
            self._next()

    def _next(self) -> None:
        if self._waiting:
            person = self._waiting.popleft()
            self._left[person] = self._turns
            self._speak(person)
        elif not self._left:
            self.is_over.set()

    def replied(self, person: Any) -> None:
        if person not in self._left:
            return
        self.replies += 1
        self._left[person] -= 1
        if self._left[person]:
            self._speak(person)
        else:
            del self._left[person]
            self._next()


async def per_cpu_second(bot: BotProcess, lesson: Class) -> float:
    """Replies for each second of the bot's CPU, from the first word to the last reply."""
    before = bot.cpu_seconds()
    lesson.begin()
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await lesson.is_over.wait()
    except TimeoutError:
        told = f"{lesson.replies} of {lesson.asked} were answered"
        raise RuntimeError(
            f"{told}; the bot's last words:\n{bot._log.read_text()[-3000:]}"
        ) from None
    return lesson.replies / (bot.cpu_seconds() - before)


class TelegramPeople:
    """What people do in their private chats, and when a word of the bot has reached them."""

    def __init__(self, world: TelegramWorld) -> None:
        self._core = world.core
        self._people = world.people
        self.lesson: Class | None = None
        self._ids: dict[str, int] = {}
        world.subscribe(self._changed)

    def know(self, people: Iterable[Member]) -> None:
        for person in people:
            self._ids[person.name] = person.telegram_id
            user = self._core.users[person.telegram_id]
            self._core.users.put(person.telegram_id, user | {"is_started": True})

    def _changed(self, event: dict[str, Any]) -> None:
        if event["kind"] != "message" or event["person"] not in self._ids or self.lesson is None:
            return
        id = self._ids[event["person"]]
        if self.newest(id)["sender"] == self._core.bot_id:
            # After the server has finished with the request that brought the message.
            asyncio.get_running_loop().call_soon(self.lesson.replied, id)

    def newest(self, id: int) -> dict[str, Any]:
        return self._core.history(self._core.chats[id])[-1]

    def say(self, id: int, words: str) -> None:
        chat = self._core.chats[id]
        row = self._core.post(chat, id, {"text": words})
        self._core.updates.push("message", self._core.message_json(row))

    def press(self, id: int, token: str) -> None:
        row = self._core.post(self._core.chats[id], self._core.bot_id, {"text": "A lesson."})
        callbacks.ask(self._core, self._core.users[id], row, token)

    def vote(self, id: int) -> None:
        """Everybody knows the right answer to the newest poll."""
        poll_id = self.newest(id)["content"]["poll_id"]
        polls.vote(self._core, id, poll_id, self._core.polls[poll_id]["correct"])

    def has_poll(self, id: int) -> bool:
        return "poll_id" in self.newest(id)["content"]


class DiscordPeople:
    """What people do in #general, where the bot's answers are for each alone."""

    def __init__(self, world: DiscordWorld) -> None:
        self._core = world.core
        self._interactions = world.interactions
        self.is_idle = world.is_idle
        state = world.core.state
        self._channel = next(row for row in state.channels if row["slug"] == "general")
        self._front = messages.create(
            world.core, {"content": "A lesson."}, Draft(self._channel, world.core.bot_id)
        )
        self.lesson: Class | None = None
        self.right: set[str] = set()
        self.shown: dict[str, dict[str, Any]] = {}  # by person: the message that answers them
        self.acknowledged_seconds: list[float] = []
        self._hear()

    def _hear(self) -> None:
        """Notes each first answer and each message that the bot fills in, as the server gets it."""
        interactions = self._interactions
        callback, edit = interactions.callback, interactions.edit

        def on_callback(id: str, token: str, body: Any, files: Any) -> Any:
            one = interactions._by_token.get(token)
            if one is not None:
                self.acknowledged_seconds.append(time.monotonic() - one.since)
            answer = callback(id, token, body, files)
            if one is not None and body.get("type") in (4, 7):
                self._reached(one.user_id, self._core.state.messages[one.original_id])
            return answer

        def on_edit(one: Any, row: Any, body: Any, files: Any) -> Any:
            changed = edit(one, row, body, files)
            self._reached(one.user_id, changed)
            return changed

        interactions.callback = on_callback  # type: ignore[method-assign]
        interactions.edit = on_edit  # type: ignore[method-assign]

    def _reached(self, user_id: str, row: dict[str, Any]) -> None:
        self.shown[user_id] = row
        if self.lesson is not None:
            asyncio.get_running_loop().call_soon(self.lesson.replied, user_id)

    def call(self, user_id: str, name: str, **options: str) -> None:
        command = next(row for row in self._core.state.commands if row["name"] == name)
        given = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
        data = {"id": command["id"], "name": name, "type": 1, "options": given}
        self._interactions.open(COMMAND, user_id, self._channel, data, name=name)

    def press(self, user_id: str, token: str) -> None:
        data = {"component_type": 2, "custom_id": token, "id": 1}
        self._interactions.open(COMPONENT, user_id, self._channel, data, message=self._front)

    def buttons(self, user_id: str) -> dict[str, dict[str, Any]]:
        """Of the message that answered this person last, by label."""
        rows = self.shown.get(user_id, {}).get("components", [])
        return {part["label"]: part for row in rows for part in row["components"]}

    def answer(self, user_id: str) -> None:
        """Everybody knows which button is the right one."""
        buttons = self.buttons(user_id)
        part = next(buttons[label] for label in buttons if label in self.right)
        data = {
            "component_type": 2, "custom_id": part["custom_id"], "id": part["id"],
        }  # fmt: skip
        row = self.shown[user_id]
        self._interactions.open(COMPONENT, user_id, self._channel, data, message=row)
