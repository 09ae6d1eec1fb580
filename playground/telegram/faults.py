"""Weather and limits of rate: what goes wrong on the way, on demand and by Telegram's own rules."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from playground.surface import NotSeen
from playground.telegram.calls import Call
from playground.telegram.errors import (
    NOT_MODIFIED,
    OTHER_POLLER,
    STALE,
    ApiError,
    bad,
    conflict,
    too_many,
)

BAD_GATEWAY = "Bad Gateway"
# Name -> its values and what it does; docs/faults.md tells the same to people.
FAULTS = {
    "slow": "seconds: every answer takes so long",
    "too_many": "count, retry_after, method, chat: 429, with a chat only for what goes there",
    "server_error": "count, method, after: 502; after=1 when the work is done",
    "drop": "count, method, after: the connection is cut; after=1 when the work is done",
    "query_too_old": "count: a press is answered too late",
    "not_modified": "count: an edit changes nothing",
    "message_gone": "count: the message to be edited is not there",
    "cannot_edit": "count: the message is too old to be edited",
    "second_poller": "count: another program asks for the updates, 409",
    "repeat_update": "the last confirmed update comes again",
    "reconnect": "a waiting long poll ends",
    "rates": "on: Telegram's own rates are kept, 429 beyond them",
    "blocked": "person: blocks the bot",
    "unblocked": "person: starts it again",
    "deactivated": "person: their account is deactivated",
    "no_chat": "person: their chat is not found",
    "take_right": "chat, right: the bot loses a right",
    "give_right": "chat, right: and gets it back",
    "remove_bot": "chat: the bot is removed",
    "add_bot": "chat: and added",
    "migrate": "chat: a group becomes a supergroup with another id",
    "close_topic": "chat: a topic is closed",
    "reopen_topic": "chat: and opened again",
    "delete_topic": "chat: a topic is deleted",
    "clear": "what was set is over",
}
BY_PEOPLE = frozenset(
    ("take_right", "give_right", "remove_bot", "add_bot", "migrate", "close_topic", "reopen_topic",
     "delete_topic")
)  # fmt: skip
# What Telegram answers, and to which method.
REFUSALS = {
    "query_too_old": ("answercallbackquery", bad(STALE)),
    "not_modified": ("editmessagetext", bad(NOT_MODIFIED)),
    "message_gone": ("editmessagetext", bad("message to edit not found")),
    "cannot_edit": ("editmessagetext", bad("message can't be edited")),
    "second_poller": ("getupdates", conflict(OTHER_POLLER)),
}


@dataclass
class Rates:
    """Messages allowed per chat and second, group and minute, over all and second; 0: any."""

    chat_per_second: int = 0
    group_per_minute: int = 0
    all_per_second: int = 0
    _sent: dict[str, deque[float]] = field(default_factory=dict)

    @classmethod
    def documented(cls) -> Rates:
        """Telegram's own figures."""
        return cls(chat_per_second=1, group_per_minute=20, all_per_second=30)

    def check(self, call: Call) -> None:
        """Counts a sending request; refuses with 429 when its window is full."""
        if not call.method.lower().startswith(("send", "copy", "forward")):
            return
        chat = call.text("chat_id")
        now = time.monotonic()
        windows = [(f"chat:{chat}", self.chat_per_second, 1.0), ("all", self.all_per_second, 1.0)]
        if chat.startswith("-"):
            windows.append((f"group:{chat}", self.group_per_minute, 60.0))
        windows = [window for window in windows if window[1]]
        for key, most, seconds in windows:
            sent = self._sent.setdefault(key, deque())
            while sent and now - sent[0] >= seconds:
                sent.popleft()
            if len(sent) >= most:
                raise too_many(max(1, int(sent[0] + seconds - now + 0.999)))
        for key, _, _ in windows:
            self._sent[key].append(now)


@dataclass
class Fault:
    """One that waits for the requests it is for. `method` is in small letters, "" any but
    getUpdates; `chat` an id as text, "" any."""

    name: str
    count: int = 1
    method: str = ""
    chat: str = ""
    retry_after: int = 1
    is_after: bool = False  # it strikes when the work is done

    def hits(self, call: Call) -> bool:
        method = call.method.lower()
        if self.chat and call.text("chat_id") != self.chat:
            return False
        return method == self.method if self.method else method != "getupdates"

    def refusal(self) -> ApiError:
        if self.name in REFUSALS:
            return REFUSALS[self.name][1]
        return too_many(self.retry_after) if self.name == "too_many" else ApiError(502, BAD_GATEWAY)


@dataclass
class Faults:
    """What is set to go wrong. Counts are used up by requests, by default not by getUpdates."""

    slow_seconds: float = 0.0
    pending: list[Fault] = field(default_factory=list)
    rates: Rates = field(default_factory=Rates)

    def set(self, name: str, values: dict[str, Any]) -> None:
        """Sets one kind of weather; unknown kinds are NotSeen."""
        count = int(values.get("count", 1))
        match name:
            case "slow":
                self.slow_seconds = float(values.get("seconds", 1))
            case "too_many" | "server_error" | "drop":
                self.pending.append(
                    Fault(
                        name,
                        count,
                        method=str(values.get("method", "")).lower(),
                        chat=str(values.get("chat", "")),
                        retry_after=int(values.get("retry_after", 1)),
                        is_after=is_yes(values.get("after", False)),
                    )
                )
            case "rates":
                on = is_yes(values.get("on", True))
                self.rates = Rates.documented() if on else Rates()
            case "clear":
                self.slow_seconds = 0.0
                self.pending.clear()
                self.rates = Rates()
            case _ if name in REFUSALS:
                self.pending.append(Fault(name, count, method=REFUSALS[name][0]))
            case _:
                raise NotSeen(f"no fault {name!r} on Telegram; there are: {', '.join(FAULTS)}")

    def take(self, call: Call) -> Fault | None:
        """The fault that hits this request, if any."""
        for fault in self.pending:
            if fault.hits(call):
                fault.count -= 1
                if fault.count <= 0:
                    self.pending.remove(fault)
                return fault
        return None


def is_yes(value: Any) -> bool:
    """A value of the control interface or of a scenario's line, where all is text or number."""
    return str(value).lower() not in ("0", "false", "no", "off", "")
