"""Weather and limits of rate: what goes wrong on the way, on demand and by Telegram's own rules."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from playground.surface import NotSeen
from playground.telegram.calls import Call
from playground.telegram.errors import too_many

KNOWN = ("slow", "too_many", "server_error", "drop", "blocked", "reconnect", "repeat_update",
         "rates", "clear")  # fmt: skip


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
class Faults:
    """What is set to go wrong. Counts are used up by requests, by default not by getUpdates."""

    slow_seconds: float = 0.0
    pending: list[dict[str, Any]] = field(default_factory=list)
    rates: Rates = field(default_factory=Rates)

    def set(self, name: str, values: dict[str, Any]) -> None:
        """Sets one kind of weather; unknown kinds are NotSeen."""
        match name:
            case "slow":
                self.slow_seconds = float(values.get("seconds", 1))
            case "too_many" | "server_error" | "drop":
                self.pending.append(
                    {
                        "name": name,
                        "count": int(values.get("count", 1)),
                        "retry_after": int(values.get("retry_after", 1)),
                        "method": str(values.get("method", "")).lower(),
                        "after": bool(values.get("after", False)),
                    }
                )
            case "rates":
                self.rates = Rates.documented() if values.get("on", True) else Rates()
            case "clear":
                self.slow_seconds = 0.0
                self.pending.clear()
                self.rates = Rates()
            case _:
                raise NotSeen(f"no fault {name!r} on Telegram; there are: {', '.join(KNOWN)}")

    def take(self, method: str) -> dict[str, Any] | None:
        """The fault that hits this request, if any."""
        lower = method.lower()
        for fault in self.pending:
            hits = fault["method"] == lower if fault["method"] else lower != "getupdates"
            if hits:
                fault["count"] -= 1
                if fault["count"] <= 0:
                    self.pending.remove(fault)
                return dict(fault)
        return None
