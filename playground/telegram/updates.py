"""Updates on their way to the program: kept until confirmed, fetched or pushed to a webhook."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from playground.store import Store
from playground.telegram.errors import ApiError, bad, conflict
from playground.telegram.tables import Json, Table

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages", "guest_message",
    "message_reaction", "message_reaction_count", "inline_query", "chosen_inline_result",
    "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll",
    "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
    "removed_chat_boost",
)  # fmt: skip
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
KEPT_SECONDS = 24 * 3600
FIRST_RETRY_SECONDS = 0.1
LAST_RETRY_SECONDS = 5.0


class Updates:
    """The queue. An update leaves it when a later offset passes it or the webhook answers 2xx."""

    def __init__(self, store: Store, now: Callable[[], int]) -> None:
        self._now = now
        self.pending = Table(store, "telegram.update")
        self.settings = Table(store, "telegram.delivery")
        self._waiting: asyncio.Future[str] | None = None
        self._webhook_task: asyncio.Task[None] | None = None
        self._fresh: asyncio.Event | None = None
        self.answer_from_webhook: Callable[[Json], Awaitable[None]] | None = None
        self.on_push: Callable[[Json], None] | None = None

    # What the world puts in

    def push(self, kind: str, payload: Json) -> None:
        """Queues one update, unless the program asked for other kinds only."""
        allowed = self._row()["allowed"]
        wanted = kind in allowed if allowed else kind not in ON_REQUEST
        if not wanted:
            return
        id = self._row()["next_id"]
        self._change(next_id=id + 1)
        update = {"update_id": id, kind: payload}
        self.pending.put(id, {"at": self._now(), "update": update})
        if self.on_push is not None:
            self.on_push(update)
        self._wake("updates")
        if self._fresh is not None:
            self._fresh.set()

    def repeat_last(self) -> None:
        """Hands out the last confirmed update again under its own id, as Telegram at times does."""
        row = self.settings.get("last")
        if row:
            self.pending.put(row["update"]["update_id"], row)
            self._wake("updates")
            if self._fresh is not None:
                self._fresh.set()

    def is_empty(self) -> bool:
        return len(self.pending) == 0

    # Long polling

    async def fetch(self, offset: int, limit: int, seconds: float, allowed: Any) -> list[Json]:
        """Updates from `offset` on; a later call with a higher offset confirms them."""
        if self._row()["url"]:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self._wake("other")
        self._allow(allowed)
        self._confirm(offset)
        ready = self._ready(limit)
        if ready or seconds <= 0:
            return ready
        self._waiting = waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                why = await waiting
        except TimeoutError:
            return []
        finally:
            if self._waiting is waiting:
                self._waiting = None
        if why == "other":
            raise conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )
        if why == "webhook":
            raise conflict("terminated by setWebhook request")
        return self._ready(limit)

    def interrupt(self) -> bool:
        """Ends a waiting long poll without updates; False when none waits."""
        was_waiting = self._waiting is not None
        self._wake("updates")
        return was_waiting

    def _wake(self, why: str) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(why)
        self._waiting = None

    def _ready(self, limit: int) -> list[Json]:
        for id in self.pending.ids():
            if self._now() - self.pending[id]["at"] > KEPT_SECONDS:
                self.pending.delete(id)
        ids = sorted(int(id) for id in self.pending.ids())
        return [self.pending[id]["update"] for id in ids[: max(1, min(limit or 100, 100))]]

    def _confirm(self, offset: int) -> None:
        ids = sorted(int(id) for id in self.pending.ids())
        if offset < 0 and ids:
            offset = ids[max(0, len(ids) + offset)]
        for id in ids:
            if id < offset:
                self._done(id)

    def _done(self, id: int) -> None:
        self.settings.put("last", self.pending[id])
        self.pending.delete(id)

    # Webhook

    def set_webhook(
        self, url: str, *, secret: str, allowed: Any, drop: bool, max_connections: int
    ) -> None:
        if not url:
            self.delete_webhook(drop=drop)
            return
        parts = urlsplit(url)
        is_loopback = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme != "https" and not is_loopback:
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        letters = secret.replace("_", "a").replace("-", "a")
        if secret and not (letters.isascii() and letters.isalnum() and len(secret) <= 256):
            raise bad("secret token contains unallowed characters")
        self._allow(allowed)
        self._wake("webhook")
        if drop:
            self._forget_all()
        self._change(
            url=url, secret=secret, max_connections=max_connections or 40, error="", error_at=0
        )
        self.start()

    def delete_webhook(self, *, drop: bool) -> None:
        if drop:
            self._forget_all()
        self._change(url="", secret="", error="", error_at=0)
        self._stop_task()

    def webhook_info(self) -> Json:
        row = self._row()
        info: Json = {
            "url": row["url"],
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }
        if row["url"]:
            info |= {"max_connections": row["max_connections"], "ip_address": "127.0.0.1"}
        if row["allowed"]:
            info["allowed_updates"] = row["allowed"]
        if row["error"]:
            info |= {"last_error_message": row["error"], "last_error_date": row["error_at"]}
        return info

    def start(self) -> None:
        """Begins to deliver to the webhook, if one is set; needs a running loop."""
        self._stop_task()
        if self._row()["url"]:
            self._fresh = asyncio.Event()
            self._webhook_task = asyncio.get_running_loop().create_task(self._deliver())

    async def stop(self) -> None:
        task = self._webhook_task
        self._stop_task()
        if task is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def _stop_task(self) -> None:
        if self._webhook_task is not None:
            self._webhook_task.cancel()
            self._webhook_task = None

    async def _deliver(self) -> None:
        """One update at a time, in order; a failure waits longer each time, then tries again."""
        assert self._fresh is not None  # noqa: S101 - set by start() just before
        wait = FIRST_RETRY_SECONDS
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                self._fresh.clear()
                ready = self._ready(1)
                if not ready:
                    await self._fresh.wait()
                    continue
                problem = await self._post(session, ready[0])
                if problem:
                    self._change(error=problem, error_at=self._now())
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, LAST_RETRY_SECONDS)
                else:
                    wait = FIRST_RETRY_SECONDS
                    if ready[0]["update_id"] in self.pending:
                        self._done(ready[0]["update_id"])

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> str:
        row = self._row()
        headers = {"Content-Type": "application/json"}
        if row["secret"]:
            headers["X-Telegram-Bot-Api-Secret-Token"] = row["secret"]
        try:
            async with session.post(row["url"], data=json.dumps(update), headers=headers) as reply:
                body = await reply.read()
                if not 200 <= reply.status < 300:
                    return f"Wrong response from the webhook: {reply.status} {reply.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError):
            return "Connection refused"
        await self._run_answer(body)
        return ""

    async def _run_answer(self, body: bytes) -> None:
        """A webhook may answer with one method to run; its result is told to nobody."""
        try:
            call = json.loads(body) if body else None
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call and self.answer_from_webhook:
            with contextlib.suppress(ApiError):
                await self.answer_from_webhook(call)

    # Settings

    def _row(self) -> Json:
        row = self.settings.get("delivery")
        if row is None:
            first_id = 100_000_000 + secrets.randbelow(800_000_000)
            row = self.settings.put(
                "delivery",
                {"next_id": first_id, "allowed": [], "url": "", "secret": "",
                 "max_connections": 40, "error": "", "error_at": 0},
            )  # fmt: skip
        return row

    def _change(self, **values: Any) -> None:
        self.settings.put("delivery", self._row() | values)

    def _allow(self, allowed: Any) -> None:
        if isinstance(allowed, list):
            self._change(allowed=[kind for kind in allowed if kind in KINDS])

    def _forget_all(self) -> None:
        for id in self.pending.ids():
            self.pending.delete(id)
