"""What every part of the Discord world shares: state, wire, gateway, log and listeners."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from playground.discord.demo import make_guild
from playground.discord.gateway import Gateway
from playground.discord.inspector import Inspector
from playground.discord.operations import Specification
from playground.discord.payloads import Wire
from playground.discord.records import Json, State
from playground.discord.weather import RateLimits, Weather
from playground.store import Store
from playground.surface import View

LOGGED_REQUESTS = 5_000
KEPT_TOASTS = 10


class Core:
    """The common ground. Holds no rule of Discord's own."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        *,
        token: str,
        application_id: int,
        public_url: Callable[[], str],
        spec: Path | None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.token = token
        self.public_url = public_url
        self.state = State(store, clock)
        make_guild(self.state, application_id=application_id)
        self.bot_id: str = self.state.meta["bot"]["id"]
        self.wire = Wire(self.state, public_url)
        self.inspector = Inspector(Specification(spec) if spec is not None else None)
        self.gateway = Gateway(self.state, self.wire, token=token, public_url=public_url)
        self.gateway.on_frame = self.inspector.spoken
        self.weather = Weather()
        self.rates = RateLimits()
        self.in_flight = 0  # requests being worked on
        self.log: deque[View] = deque(maxlen=LOGGED_REQUESTS)
        self.steps = 0
        self.toasts: dict[str, list[str]] = {}
        self._listeners: list[Callable[[View], None]] = []

    def subscribe(self, listener: Callable[[View], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def notify(self, kind: str, channel: Json | None = None, user_id: str = "") -> None:
        """Tells the page that something visible changed; no user: everybody who sees the place."""
        self.steps += 1
        if channel is not None and channel["type"] == 1:
            user_id = channel["recipient_id"]
        person = self.state.users[user_id]["name"] if user_id else None
        chat = channel["slug"] if channel is not None else ""
        for listener in list(self._listeners):
            listener({"platform": "discord", "person": person, "chat": chat, "kind": kind})

    def toast(self, user_id: str, text: str, channel: Json | None = None) -> None:
        self.toasts.setdefault(user_id, []).append(text)
        del self.toasts[user_id][:-KEPT_TOASTS]
        self.notify("toast", channel, user_id)

    def masked(self, text: str) -> str:
        """Text for the log without the bot's token or an interaction's."""
        text = re.sub(r"(/(?:webhooks|interactions)/\d+/)[^/?]+", r"\1***", text)
        return text.replace(self.token, "***")

    def record(self, method: str, path: str, body: Any, status: int, answer: Any) -> None:
        self.steps += 1
        self.log.append(
            {
                "at": self.state.now(), "method": method, "path": self.masked(path), "body": body,
                "status": status, "answer": answer,
            }
        )  # fmt: skip
