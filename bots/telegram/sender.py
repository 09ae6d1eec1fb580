"""Everything the bot says passes here: rates, obeyed refusals, bounded retries, safe logs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bots.telegram.limiter import Limiter, Priority, Rates

Log = structlog.typing.FilteringBoundLogger

PRIORITY: ContextVar[Priority] = ContextVar("telegram_priority", default=Priority.INTERACTIVE)

_TRIES = 4
_LONGEST_WAIT_SECONDS = 60.0  # a longer refusal is told to the caller instead of waited for
_WRITES = ("send", "edit", "copy", "forward", "delete")
_NEW = ("send", "copy", "forward")
# They go on by themselves while nothing happens, and have their own patience.
_APART = ("getUpdates", "getWebhookInfo")


class Sender(BaseRequestMiddleware):
    """A session middleware: one for each bot."""

    def __init__(
        self, rates: Rates, log: Log, on_activity: Callable[[], None], *, pause_seconds: float = 0.5
    ) -> None:
        self._limiter = Limiter(rates)
        self._log = log
        self._on_activity = on_activity
        self._pause_seconds = pause_seconds
        self.under_way = 0

    @property
    def waits(self) -> tuple[int, float]:
        """(how often, seconds in all) that requests waited for their turn."""
        return self._limiter.waits, self._limiter.waited_seconds

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        name = method.__api_method__
        if name in _APART:
            return await make_request(bot, method)
        self.under_way += 1
        try:
            return await self._with_patience(make_request, bot, method)
        finally:
            self.under_way -= 1
            self._on_activity()

    async def _with_patience(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Interactive requests are tried again after passing faults; others go back to their queue,
        which is kept on the disk and knows when to come again."""
        name = method.__api_method__
        priority = PRIORITY.get()
        chat_id = _chat_of(method)
        tries = _TRIES if priority is Priority.INTERACTIVE else 1
        for number in range(1, tries + 1):
            if chat_id and name.startswith(_WRITES):
                is_new = name.startswith(_NEW) and name != "sendChatAction"
                await self._limiter.acquire(chat_id, priority, is_new=is_new)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                self._limiter.pause(chat_id, error.retry_after)
                self._log.warning(
                    "telegram.too_many", method=name, retry_after_seconds=error.retry_after
                )
                if number == tries or error.retry_after > _LONGEST_WAIT_SECONDS:
                    raise
                if not (chat_id and name.startswith(_WRITES)):
                    await asyncio.sleep(error.retry_after)
            except TelegramEntityTooLarge:
                raise
            except (TelegramServerError, TelegramNetworkError) as error:
                self._log.warning(
                    "telegram.request_failed", method=name, error=type(error).__name__
                )
                if number == tries:
                    raise
                await asyncio.sleep(self._pause_seconds * 2 ** (number - 1))
        raise AssertionError("the last try returns or raises")


def _chat_of(method: TelegramMethod[Any]) -> int:
    chat_id = getattr(method, "chat_id", None)
    return chat_id if isinstance(chat_id, int) else 0
