"""Bad weather on purpose: slow answers, 429, 5xx, cut connections; and the rate limits."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

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


@dataclass
class Weather:
    """Faults that wait for the next requests. Counts go down as they strike."""

    slow_seconds: float = 0.0
    too_many: int = 0
    retry_after: float = 1.0
    is_global: bool = False
    server_errors: int = 0
    drops: int = 0

    def clear(self) -> None:
        self.slow_seconds = 0.0
        self.too_many = self.server_errors = self.drops = 0
