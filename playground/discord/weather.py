"""Bad weather on purpose: slow answers, 429, 5xx, cut connections; and the rate limits."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field, replace
from typing import Any

from playground.surface import NotSeen

GLOBAL_PER_SECOND = 50
RULES: dict[tuple[str, str], tuple[int, float]] = {
    # (method, route) -> requests and the seconds they are counted in; all else has DEFAULT
    ("POST", "/channels/{channel_id}/messages"): (5, 5.0),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): (5, 5.0),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"): (5, 1.0),
    ("PUT", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"): (1, 0.25),
    ("POST", "/channels/{channel_id}/typing"): (5, 5.0),
}
DEFAULT = (20, 1.0)
WEBHOOK = (5, 2.0)  # of one interaction's token


@dataclass
class Bucket:
    """One rate limit: a window that begins with its first request."""

    limit: int
    seconds: float
    remaining: int
    resets_at: float


@dataclass
class Verdict:
    """What the limits say of one request: headers of any answer, and how long to wait, if so."""

    headers: dict[str, str]
    retry_after: float | None = None
    is_global: bool = False


class RateLimits:
    """Buckets by route and major parameter, and the global limit; all in real seconds."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._second = 0.0
        self._in_second = 0

    def take(self, method: str, route: str, major: str) -> Verdict:
        """Counts a request. Interaction callbacks have no limit and are never asked here."""
        now = time.monotonic()
        if len(self._buckets) > 2_000:
            self._buckets = {k: b for k, b in self._buckets.items() if b.resets_at > now}
        is_webhook = route.startswith("/webhooks/")
        if not is_webhook:
            if now - self._second >= 1.0:
                self._second, self._in_second = now, 0
            self._in_second += 1
            if self._in_second > GLOBAL_PER_SECOND:
                return Verdict({}, max(0.05, self._second + 1.0 - now), is_global=True)
        limit, seconds = WEBHOOK if is_webhook else RULES.get((method, route), DEFAULT)
        # Follow-ups and edits of one token share their limit; elsewhere each route has its own.
        name = "webhook" if is_webhook else f"{method} {route}"
        bucket = self._buckets.get((name, major))
        if bucket is None or bucket.resets_at <= now:
            bucket = self._buckets[(name, major)] = Bucket(limit, seconds, limit, now + seconds)
        wait = max(0.0, bucket.resets_at - now)
        is_over = bucket.remaining == 0
        bucket.remaining = max(0, bucket.remaining - 1)
        headers = {
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(bucket.remaining),
            "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(name.encode()).hexdigest()[:32],
        }
        return Verdict(headers, max(0.05, wait) if is_over else None)


# Name -> its values and what it does; docs/faults.md tells the same to people.
FAULTS = {
    "slow": "seconds: every answer takes so long",
    "too_many": "count, retry_after, is_global, route: 429",
    "server_error": "count, route, after: 502; after=1 when the work is done",
    "drop": "count, route, after: the connection is cut; after=1 when the work is done",
    "unknown_interaction": "count: an interaction is answered too late, 10062",
    "acknowledged_twice": "count: an answer gets lost, the second one meets 40060",
    "repeat_interaction": "count: an interaction is delivered twice",
    "invalid_body": "count, route: 50035",
    "closed_dms": "person: closes their private messages, 50007",
    "blocked": "person: the same, by blocking the bot",
    "open_dms": "person: opens them again",
    "take_right": "right, chat: the bot loses a right, 50013; view_channel: 50001",
    "give_right": "right, chat: and gets it back",
    "remove_bot": "the bot is thrown out of the server",
    "add_bot": "and invited again",
    "delete_channel": "chat: a channel or thread is deleted, 10003",
    "reconnect": "the gateway asks to come again, op 7",
    "invalid_session": "the gateway forgets the session, op 9",
    "disconnect": "the gateway's connection is cut",
    "clear": "what was set is over; private messages are open",
}
BY_PEOPLE = frozenset(("take_right", "give_right", "remove_bot", "add_bot", "delete_channel"))


@dataclass
class Fault:
    """One that waits for the requests it is for. `route`: a part of the path's template, such as
    callback, messages or webhooks; "" any."""

    name: str
    count: int = 1
    route: str = ""
    retry_after: float = 1.0
    is_global: bool = False
    is_after: bool = False  # it strikes when the work is done


# What is written as another fault of the requests it is for.
CALLBACKS = {
    "unknown_interaction": Fault("unknown_interaction", route="callback"),
    "acknowledged_twice": Fault("drop", route="callback", is_after=True),
}


@dataclass
class Weather:
    """Faults that wait for the next requests. Counts go down as they strike."""

    slow_seconds: float = 0.0
    repeats: int = 0  # interactions to be delivered twice
    pending: list[Fault] = field(default_factory=list)

    def set(self, name: str, values: dict[str, Any]) -> None:
        """Sets one kind of weather; unknown kinds are NotSeen."""
        count = int(values.get("count", 1))
        match name:
            case "slow":
                self.slow_seconds = float(values.get("seconds", 1.0))
            case "repeat_interaction":
                self.repeats = count
            case "too_many" | "server_error" | "drop" | "invalid_body":
                self.pending.append(
                    Fault(
                        name,
                        count,
                        route=str(values.get("route", "")),
                        retry_after=float(values.get("retry_after", 1.0)),
                        is_global=is_yes(values.get("is_global", False)),
                        is_after=is_yes(values.get("after", False)),
                    )
                )
            case "clear":
                self.slow_seconds, self.repeats = 0.0, 0
                self.pending.clear()
            case _ if name in CALLBACKS:
                self.pending.append(replace(CALLBACKS[name], count=count))
            case _:
                raise NotSeen(f"no weather {name!r} on Discord; there are: {', '.join(FAULTS)}")

    def take(self, template: str) -> Fault | None:
        """The fault that hits a request of this route, if any."""
        for fault in self.pending:
            if fault.route in template:
                fault.count -= 1
                if fault.count <= 0:
                    self.pending.remove(fault)
                return fault
        return None


def is_yes(value: Any) -> bool:
    """A value of the control interface or of a scenario's line, where all is text or number."""
    return str(value).lower() not in ("0", "false", "no", "off", "")
