"""Telegram on your laptop: the Surface over its people, chats, weather and log of requests."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from playground.store import Store
from playground.surface import Member, NotSeen, View
from playground.telegram import demo, polls, views
from playground.telegram.acts import Acts
from playground.telegram.core import Core
from playground.telegram.faults import BY_PEOPLE, Faults
from playground.telegram.inspector import Inspector
from playground.telegram.people import People
from playground.telegram.specification import Specification

KEPT_REQUESTS = 5_000
SPEC_VARIABLE = "PLAYGROUND_TELEGRAM_SPEC"
TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
MASK = "***"


class TelegramWorld:
    """A Surface. All state is in the store, so a new world on the same store goes on.

    `spec`: a file of the published Bot API; requests that break it are refused (400), and the
    `census` tells of them. Without it the variable PLAYGROUND_TELEGRAM_SPEC may name one.
    """

    platform = "telegram"

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        *,
        token: str,
        bot_username: str,
        spec: Path | None = None,
    ) -> None:
        self.core = Core(store, clock, token=token, bot_username=bot_username)
        self.people = People(self.core)
        self.acts = Acts(self.core, self.people)
        self.faults = Faults()
        self.working = 0  # requests being answered, long polls apart
        self._log: deque[View] = deque(maxlen=KEPT_REQUESTS)
        named = os.environ.get(SPEC_VARIABLE)
        path = spec or (Path(named) if named else None)
        self.inspector = Inspector(Specification(path) if path else None)
        self.core.updates.on_push = self.inspector.pushed
        demo.build(self.core)

    # People and what they see

    def add_member(self, member: Member) -> None:
        self.core.put_member(member)
        demo.join(self.core, member)

    def chats(self, name: str) -> list[View]:
        return views.chat_list(self.core, self.core.user(name))

    def view(self, name: str, chat: str = "") -> View:
        polls.close_due(self.core)
        drafts = self.people.drafts.get(name, {})
        return views.full_view(self.core, self.core.user(name), self.core.place(name, chat), drafts)

    def mark_read(self, name: str, chat: str = "") -> None:
        self.people.mark_read(self.core.user(name), self.core.place(name, chat))

    # What they do

    async def say(
        self, name: str, chat: str, text: str, *, files: dict[str, tuple[str, bytes]] | None = None
    ) -> None:
        if not files:
            self.people.say(name, chat, text)
            return
        for number, (file_name, content) in enumerate(files.values()):
            self.people.send_file(name, chat, file_name, content, "" if number else text.strip())

    async def send_file(self, name: str, chat: str, file_name: str, content: bytes) -> None:
        self.people.send_file(name, chat, file_name, content, "")

    async def press(
        self, name: str, chat: str, *, label: str | None = None, control: str | None = None
    ) -> None:
        self.people.press(name, chat, label, control)

    async def fill(self, name: str, chat: str, fields: dict[str, Any]) -> None:
        raise NotSeen("Telegram has no modals: a form there is a conversation, typed line by line")

    async def dismiss(self, name: str, chat: str) -> None:
        """Closes the toasts and alerts this person sees here."""
        place = self.core.place(name, chat)
        self.core.toasts.pop((name, self.core.slug_of(place.chat, place.topic)), None)

    async def complete(
        self, name: str, chat: str, command: str, option: str, partial: str
    ) -> list[View]:
        return []

    async def act(self, name: str, chat: str, what: str, **values: Any) -> View:
        return self.acts.run(name, chat, what, values)

    # Rest, weather, log

    def tick(self) -> None:
        """Does what the world's clock has made due: polls whose time is over close."""
        polls.close_due(self.core)

    def is_idle(self) -> bool:
        self.tick()
        return self.working == 0 and self.core.updates.is_empty()

    def activity(self) -> int:
        return self.core.activity

    def fault(self, name: str, **values: Any) -> None:
        """By the names of `FAULTS`, which says what each takes. Unknown: NotSeen."""
        chat, person = str(values.get("chat", "")), str(values.get("person", "admin"))
        match name:
            case "blocked":
                self.acts.run(str(values.get("person", "")), "", "block_bot", {})
            case "unblocked":
                self.acts.run(str(values.get("person", "")), "", "unblock_bot", {})
            case "deactivated" | "no_chat":
                key = "is_deactivated" if name == "deactivated" else "is_unknown"
                user = self.core.user(str(values.get("person", "")))
                self.core.users.put(user["id"], user | {key: True})
            case _ if name in BY_PEOPLE:
                more = {
                    key: value for key, value in values.items() if key not in ("chat", "person")
                }
                self.acts.run(person, chat, name, more)
            case "reconnect":
                self.core.updates.interrupt()
            case "repeat_update":
                self.core.updates.repeat_last()
            case _:
                if chat:
                    values["chat"] = str(self.core.place(person, chat).chat_id)
                self.faults.set(name, values)
                self._follow_up(name)

    def _follow_up(self, name: str) -> None:
        if name == "second_poller":
            self.core.updates.interrupt()  # the poll that waits ends, the next one meets the other
        if name == "clear":
            for user in self.core.users:
                if user.get("is_deactivated") or user.get("is_unknown"):
                    known = user | {"is_deactivated": False, "is_unknown": False}
                    self.core.users.put(user["id"], known)

    def requests(self) -> list[View]:
        return list(self._log)

    def census(self) -> View:
        return self.inspector.census.view()

    def log(self, entry: View) -> None:
        """Keeps one request, tokens and secrets masked."""
        self.core.activity += 1
        self._log.append(self._masked(entry))

    def _masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return TOKEN.sub(MASK, value.replace(self.core.token, MASK))
        if isinstance(value, dict):
            return {
                key: MASK if key == "secret_token" and inner else self._masked(inner)
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self._masked(inner) for inner in value]
        return value

    def subscribe(self, listener: Callable[[View], None]) -> Callable[[], None]:
        self.core.listeners.append(listener)

        def stop() -> None:
            if listener in self.core.listeners:
                self.core.listeners.remove(listener)

        return stop
