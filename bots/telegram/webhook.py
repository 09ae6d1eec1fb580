"""Updates by webhook: each is stored before Telegram hears 200, then handled as polled ones are."""

from __future__ import annotations

import asyncio
import hmac
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramUnauthorizedError,
)
from aiogram.types import WebhookInfo
from aiohttp import ClientError, web

from bots.telegram.intake import Lanes, NotStored, Reception, stored_of
from bots.telegram.raw import WANTED_UPDATES, Json

Log = structlog.typing.FilteringBoundLogger

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not its value
BODY_BYTES = 1024 * 1024
BODY_SECONDS = 30.0
CONNECTIONS = 40  # that Telegram opens at once
AT_ONCE = 100  # requests in hand: Telegram never opens more, whatever it was told
LAST_UPDATE_ID = 2**63 - 1
_FAREWELL_SECONDS = 5.0
_FIRST_WAIT_SECONDS = 0.5
_LAST_WAIT_SECONDS = 30.0

# What becomes of a request; the first two are answered 200.
STORED, KNOWN = "stored", "known"
FORGED, TOO_LARGE, NO_UPDATE = "forged", "too_large", "no_update"
BUSY, NOT_STORED = "busy", "not_stored"
OUTCOMES = (STORED, KNOWN, FORGED, TOO_LARGE, NO_UPDATE, BUSY, NOT_STORED)
_STATUS = {FORGED: 403, TOO_LARGE: 413, NO_UPDATE: 400, BUSY: 503, NOT_STORED: 500}


class BadWebhook(Exception):
    """The webhook cannot work; `args[0]` says what to do and repeats no secret."""


@dataclass(frozen=True)
class WebhookPlace:
    """`url` is the public address that Telegram calls, `host` and `port` where its proxy hands the
    requests on to: port 0 lets the system choose, and takes the place of a 0 in `url`."""

    url: str
    secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8081
    look_seconds: float = 30.0  # how often Telegram is asked what it knows

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"

    def url_on(self, port: int) -> str:
        parts = urlsplit(self.url)
        if parts.port != 0:
            return self.url
        return parts._replace(netloc=f"{parts.hostname}:{port}").geturl()


class Webhook:
    """Receives what Telegram pushes.

    What is promised about order: Telegram sends the updates of one chat one after the other, each
    once the one before it was answered, but those of one person in different chats, or a message
    and a press, at once and in any order. They are handled one after the other, the lowest id first
    of those that are stored by then. An update id is handled once, however often it comes.
    """

    def __init__(
        self,
        bot: Bot,
        place: WebhookPlace,
        reception: Reception,
        lanes: Lanes,
        log: Log,
    ) -> None:
        self._bot = bot
        self._place = place
        self._secret = place.secret.encode()
        self._reception = reception
        self._lanes = lanes
        self._log = log
        self._url = place.url
        self._in_hand = 0
        self._is_closing = False
        self._last_trouble_at = 0
        self.is_reached = False  # Telegram knows this webhook, as of the newest look
        self.pending = 0  # kept by Telegram, as of the newest look
        self.refused = dict.fromkeys(_STATUS, 0)

    async def run(self) -> None:
        """Former updates first, then the door opens and Telegram is told of it; until cancelled.
        Raises BadWebhook, and TelegramUnauthorizedError when the token is wrong."""
        await self._reception.open()
        runner = await self._listen()
        try:
            await self._introduce()
            while True:
                await asyncio.sleep(self._place.look_seconds)
                await self._look()
        finally:
            # From here on Telegram hears 503 and keeps what it has for the next process.
            self._is_closing = True
            await self._lanes.close()
            await runner.cleanup()

    # ── what Telegram sends ────────────────────────────────────────────────────────────────────

    async def receive(self, request: web.Request) -> web.Response:
        """One update. Nothing of a request is read before its secret was found right."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret):
            return self._refusal(FORGED)
        if self._is_closing or self._lanes.is_full or self._in_hand >= AT_ONCE:
            return self._refusal(BUSY)
        self._in_hand += 1
        try:
            return await self._read_and_keep(request)
        finally:
            self._in_hand -= 1

    async def _read_and_keep(self, request: web.Request) -> web.Response:
        try:
            body = await _body_of(request)
        except (ClientError, ConnectionError, TimeoutError, web.RequestPayloadError):
            return self._refusal(NO_UPDATE)
        if body is None:
            return self._refusal(TOO_LARGE)
        update = update_in(body)
        if update is None:
            return self._refusal(NO_UPDATE)
        try:
            await self._reception.take([stored_of(update)])
        except NotStored as fault:
            self._log.error("telegram.not_stored", fault=str(fault), update_id=update["update_id"])
            return self._refusal(NOT_STORED)
        return web.Response()

    def _refusal(self, outcome: str) -> web.Response:
        self.refused[outcome] += 1
        count = self.refused[outcome]
        if count & (count - 1) == 0:  # the 1st, 2nd, 4th, 8th …: a flood does not fill the log
            self._log.warning("telegram.webhook_refused", outcome=outcome, count=count)
        answer = web.Response(status=_STATUS[outcome])
        if outcome == BUSY:
            answer.headers["Retry-After"] = "1"
        if outcome in (FORGED, TOO_LARGE):
            answer.force_close()  # the rest of the body is not waited for
        return answer

    async def _listen(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_post(self._place.path, self.receive)
        runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=_FAREWELL_SECONDS, lingering_time=1.0
        )
        await runner.setup()
        host, port = self._place.host, self._place.port
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as fault:
            await runner.cleanup()
            raise BadWebhook(
                f"PEERLOOM_WEBHOOK: nothing can listen on {host}:{port} ({fault.strerror}): "
                "choose another port"
            ) from fault
        self._url = self._place.url_on(int(runner.addresses[0][1]))
        return runner

    # ── what Telegram knows ────────────────────────────────────────────────────────────────────

    async def _introduce(self) -> None:
        """Tells Telegram where to push; an outage only delays it."""
        wait = _FIRST_WAIT_SECONDS
        while not await self._set():
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LAST_WAIT_SECONDS)

    async def _set(self) -> bool:
        try:
            await self._bot.set_webhook(
                self._url,
                secret_token=self._place.secret,
                allowed_updates=list(WANTED_UPDATES),
                max_connections=CONNECTIONS,
                drop_pending_updates=False,
            )
        except TelegramUnauthorizedError:
            raise
        except TelegramBadRequest as error:
            raise BadWebhook(
                f"Telegram does not take PEERLOOM_WEBHOOK_URL: {error.message}"
            ) from error
        except TelegramAPIError as error:
            self.is_reached = False
            self._log.warning("telegram.webhook_not_set", error=type(error).__name__)
            return False
        self.is_reached = True
        self._log.info("telegram.webhook_set", host=urlsplit(self._url).hostname)
        return True

    async def _look(self) -> None:
        """Whether Telegram still pushes here, what it could not deliver, and why."""
        try:
            info = await self._bot.get_webhook_info()
        except TelegramUnauthorizedError:
            raise
        except (TelegramAPIError, ClientDecodeError) as error:
            self.is_reached = False
            self._log.warning("telegram.webhook_not_seen", error=type(error).__name__)
            return
        self.pending = info.pending_update_count
        self._tell_of_trouble(info)
        self.is_reached = info.url == self._url
        if info.url and not self.is_reached:
            # Taking it back would only begin a quarrel: somebody has to stop one of the two.
            self._log.error("telegram.webhook_of_another", host=urlsplit(info.url).hostname)
        elif not info.url:
            self._log.warning("telegram.webhook_was_removed")
            await self._set()

    def _tell_of_trouble(self, info: WebhookInfo) -> None:
        at = info.last_error_date
        if at is None or int(at.timestamp()) <= self._last_trouble_at:
            return
        self._last_trouble_at = int(at.timestamp())
        self._log.warning(
            "telegram.webhook_trouble", said=info.last_error_message, pending=self.pending
        )


async def _body_of(request: web.Request) -> bytes | None:
    """None when it is too large, which is found out without reading more than the limit."""
    if (request.content_length or 0) > BODY_BYTES:
        return None
    body = bytearray()
    async with asyncio.timeout(BODY_SECONDS):
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > BODY_BYTES:
                return None
    return bytes(body)


def update_in(body: bytes) -> Json | None:
    """The update, or None for what is none: no JSON, no object, no id that could be one."""
    try:
        update: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict):
        return None
    id = update.get("update_id")
    if isinstance(id, bool) or not isinstance(id, int) or not 0 < id <= LAST_UPDATE_ID:
        return None
    return update
