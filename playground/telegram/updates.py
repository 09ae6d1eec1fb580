"""Updates on their way to the program: kept until confirmed, fetched or pushed to a webhook."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from playground.store import Store
from playground.telegram.errors import OTHER_POLLER, ApiError, bad, conflict
from playground.telegram.pushing import Pusher
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
PUSHED_AT_ONCE = 200  # looked at; Telegram, too, loads only so many
CONNECTIONS, MOST_CONNECTIONS = 40, 100
WEBHOOK_PORTS = (None, 443, 80, 88, 8443)
SECRET_LETTERS = 256


class Updates:
    """The queue. An update leaves it when a later offset passes it or the webhook answers 2xx."""

    def __init__(self, store: Store, now: Callable[[], int]) -> None:
        self._now = now
        self.pending = Table(store, "telegram.update")
        self.settings = Table(store, "telegram.delivery")
        self._waiting: asyncio.Future[str] | None = None
        self._webhook_task: asyncio.Task[None] | None = None
        self._pusher: Pusher | None = None
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
        self._push_on()

    def repeat_last(self) -> None:
        """Hands out the last confirmed update again under its own id, as Telegram at times does."""
        row = self.settings.get("last")
        if row:
            self.pending.put(row["update"]["update_id"], row)
            self._wake("updates")
            self._push_on()

    def _push_on(self) -> None:
        if self._pusher is not None:
            self._pusher.wake()

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
        limit = min(limit or 100, 100)
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
            raise conflict(OTHER_POLLER)
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
        return [self.pending[id]["update"] for id in ids[: max(1, limit)]]

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
        if parts.scheme == "https" and parts.port not in WEBHOOK_PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        letters = secret.replace("_", "a").replace("-", "a")
        if len(secret) > SECRET_LETTERS:
            raise bad("secret token is too long")
        if secret and not (letters.isascii() and letters.isalnum()):
            raise bad("secret token contains unallowed characters")
        self._allow(allowed)
        self._wake("webhook")
        if drop:
            self._forget_all()
        self._change(
            url=url, secret=secret, error="", error_at=0,
            max_connections=max(1, min(max_connections or CONNECTIONS, MOST_CONNECTIONS)),
        )  # fmt: skip
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
        row = self._row()
        if row["url"]:
            self._pusher = Pusher(
                url=row["url"], secret=row["secret"], max_connections=row["max_connections"],
                ready=lambda: self._ready(PUSHED_AT_ONCE), done=self._pushed, told=self._troubled,
                run_answer=self._run_answer,
            )  # fmt: skip
            self._webhook_task = asyncio.get_running_loop().create_task(self._pusher.run())

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
            self._pusher = None

    def _pushed(self, id: int) -> None:
        if id in self.pending:
            self._done(id)

    def _troubled(self, problem: str) -> None:
        self._change(error=problem, error_at=self._now())

    async def _run_answer(self, call: Json) -> None:
        if self.answer_from_webhook is not None:
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
