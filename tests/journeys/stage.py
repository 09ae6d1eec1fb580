"""People of a playground as a journey drives them: they act, and say what became new to them."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.foundation.schema import with_connection
from playground.labels import labels_of, plain_label, same_label
from playground.scenario.client import ControlClient
from playground.scenario.matching import Message, fingerprint, text_of, visible
from playground.scenario.steps import Spot


@dataclass(frozen=True)
class News:
    """What changed before somebody's eyes, newest last."""

    messages: tuple[Message, ...]

    @property
    def text(self) -> str:
        return "\n".join(text_of(message) for message in self.messages)

    @property
    def labels(self) -> list[str]:
        return [
            plain_label(label)
            for message in self.messages
            for label in [*labels_of(message), *(message.get("labels") or ())]
        ]

    def __contains__(self, words: str) -> bool:
        return words in self.text

    def __str__(self) -> str:
        return f"{self.text}\n{self.labels}"


@dataclass
class Somebody:
    """One person on one platform in one place. What they do is done when the world is quiet."""

    stage: Stage
    spot: Spot

    @property
    def is_on_telegram(self) -> bool:
        return self.spot.platform == "telegram"

    def at(self, place: str) -> Somebody:
        return replace(self, spot=replace(self.spot, chat=place))

    async def say(self, text: str, *, file: tuple[str, bytes] | None = None) -> News:
        files = {"file": file} if file else {}
        return await self._news(self.stage.client.say(self.spot, text, files))

    async def press(self, label: str) -> News:
        return await self._news(self.stage.client.press(self.spot, label))

    async def fill(self, **fields: str) -> News:
        values = {label.replace("_", " "): value for label, value in fields.items()}
        return await self.fill_in(values)

    async def fill_in(self, fields: dict[str, Any]) -> News:
        return await self._news(self.stage.client.fill(self.spot, fields))

    async def send(self, name: str, content: bytes) -> News:
        return await self._news(self.stage.client.send_file(self.spot, (name, content)))

    async def act(self, what: str, **values: Any) -> News:
        return await self._news(self.stage.client.act(self.spot, what, **values))

    async def forge(self, token: str) -> News:
        """A press by a modified client, with a token that no button before this person bears."""
        return await self._news(self._forged(token))

    async def tap_twice(self, token: str) -> News:
        """Both taps are on their way before either is answered."""
        return await self._news(asyncio.gather(self._forged(token), self._forged(token)))

    async def waits(self) -> News:
        """Nothing is done; whatever is still under way ends."""
        return await self._news(None)

    async def waits_for(self, words: str) -> News:
        """Until the platform itself says this, as it does when nobody answers in time."""
        async with asyncio.timeout(15):
            while True:
                for message in await self.messages():
                    if words in text_of(message):
                        return News((message,))

    async def messages(self) -> list[Message]:
        view = await self.stage.client.view(self.spot)
        return [message for message in visible(view) if not message.get("is_own")]

    async def reads(self) -> str:
        """Everything there that others wrote."""
        return "\n".join(text_of(message) for message in await self.messages())

    async def newest(self) -> News:
        return News(tuple((await self.messages())[-1:]))

    async def arrives(self) -> News:
        """Through the first questions, by the first answer to each."""
        news = await self.say("/start")
        news = await self.press("Continue")
        news = await self.press(news.labels[0])
        news = await self.press(news.labels[0])
        if "Show me everything" in news.labels:
            news = await self.press("Show me everything")
        return news

    async def starts(self, course: str = "Two steps") -> News:
        """Enrolled in the course, its first lesson before them."""
        await self.arrives()
        await self.say("/courses")
        news = await self.press(course)
        if "Start" in news.labels:
            news = await self.press("Start")
        return news

    async def opens_quiz(self, lesson: int) -> News:
        """The quiz of lesson 1 (a modal on Discord) or 2 (buttons on Discord), just begun."""
        if lesson == 2:
            news = await self.press("Jump to a lesson")
            news = await self.press(next(label for label in news.labels if "Lines" in label))
        else:
            news = await self.press("Read")
        while "Take the quiz" not in news.labels:
            news = await self.press("Next")
        return await self.press("Take the quiz")

    async def _news(self, doing: Any) -> News:
        before = {_key(message): fingerprint(message) for message in await self.messages()}
        if doing is not None:
            await doing
        await self.stage.settle()
        return News(
            tuple(
                message
                for message in await self.messages()
                if before.get(_key(message)) != fingerprint(message)
                or message.get("kind") in ("toast", "modal")
            )
        )

    async def _forged(self, token: str) -> None:
        if self.is_on_telegram:
            await self.stage.client.act(self.spot, "forge_press", data=token)
        else:
            await self.stage.client.act(self.spot, "forge_press", custom_id=token)


@dataclass
class Stage:
    """A playground with the program in it; `folder` is its memory."""

    client: ControlClient
    folder: Path
    server: str | None = None  # the program's database, where it is not a file in the folder

    def person(self, name: str, platform: str, place: str = "") -> Somebody:
        return Somebody(self, Spot(name, platform, place))

    async def settle(self) -> None:
        await self.client.world("settle")

    async def fault(self, name: str, **values: Any) -> None:
        """Weather; what it moves by itself is done when this returns."""
        await self.client.world("fault", name=name, **values)
        await self.settle()

    async def pulls_the_plug(self) -> None:
        await self.client.world("kill", stay_down=True)

    async def plugs_in(self) -> None:
        await self.client.world("restart")
        await self.settle()

    async def days_pass(self, days: float) -> None:
        await self.seconds_pass(days * 86_400)

    async def seconds_pass(self, seconds: float) -> None:
        await self.client.advance(seconds)
        await self.settle()

    async def file(self, address: str) -> bytes:
        return await self.client.download(address)

    @property
    def database(self) -> Path:
        return self.folder / "program" / "peerloom.sqlite"

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        if self.server is not None:
            return with_connection(
                self.server,
                lambda connection: [
                    tuple(row) for row in connection.exec_driver_sql(question, values).all()
                ],
            )
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return database.execute(question, values).fetchall()

    def count(self, table: str) -> int:
        found = self.rows(f"SELECT count(*) FROM {table}")  # noqa: S608 - a test's own word
        return int(found[0][0])

    def tables_with(self, words: str) -> list[str]:
        """Every table of the program in which a value holds these words, in any column."""
        found = []
        for (table,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
            rows = self.rows(f'SELECT * FROM "{table}"')  # noqa: S608 - named by the file itself
            if any(words.casefold() in _words(value) for row in rows for value in row):
                found.append(table)
        return found

    def person_id(self, somebody: Somebody, user_id: int) -> int:
        found = self.rows(
            "SELECT person_id FROM platform_account WHERE platform = ? AND platform_user_id = ?",
            somebody.spot.platform,
            user_id,
        )
        return int(found[0][0])

    def button_key(self) -> bytes:
        return bytes.fromhex(self.rows("SELECT value FROM secret WHERE name = 'button_key'")[0][0])

    async def token(self, platform: str, label: str) -> str:
        """What the newest button with this label sends when it is pressed."""
        for request in reversed(await self.client.requests(platform)):
            for found, token in _buttons(request.get("body")):
                if same_label(found, label):
                    return token
        raise AssertionError(f"no button [{label}] was sent to {platform}")


def _key(message: Message) -> str:
    return f"{message.get('kind', '')}:{message['id']}"


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="replace").casefold()
    return str(value).casefold()


def _buttons(node: Any) -> Iterator[tuple[str, str]]:
    """Label and token of every button in a request's body, whatever it is packed in."""
    if isinstance(node, str) and node[:1] in "[{":
        try:
            yield from _buttons(json.loads(node))
        except ValueError:
            return
    elif isinstance(node, dict):
        label, token = node.get("text", node.get("label")), None
        token = node.get("callback_data", node.get("custom_id"))
        if isinstance(label, str) and isinstance(token, str):
            yield label, token
        for value in node.values():
            yield from _buttons(value)
    elif isinstance(node, list):
        for value in node:
            yield from _buttons(value)
