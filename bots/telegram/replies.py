"""Answers: a request goes to the dialogue, its reply to the chat, the press to its toast."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
)

from bots.dialogue.ports import Dialogue, Shown
from bots.dialogue.request import ActionPressed, Place, PlaceKind
from bots.dialogue.screen import Mode, Reply, Screen
from bots.telegram import limits
from bots.telegram.entities import clipped, plain
from bots.telegram.failures import is_too_old_to_answer
from bots.telegram.keyboards import NOTHING, link_keyboard
from bots.telegram.messenger import Messenger
from bots.telegram.render import Target, TextPiece, send_method
from bots.telegram.requests import Incoming

Log = structlog.typing.FilteringBoundLogger

OPEN_PAYLOAD = "open"  # the deep link that only opens the private chat

_REPLIES_IN_A_ROW = 5  # an answer that waited may lead to a poll, whose answer waited, and so on


class _Press:
    """The callback query of a press: answered once, whatever happens."""

    def __init__(self, bot: Bot, callback_id: str, log: Log) -> None:
        self._bot = bot
        self._id = callback_id
        self._log = log
        self.is_answered = False

    async def answer(self, text: str = "", *, is_alert: bool = False) -> bool:
        """True when the person will see it: a press is answered once and not too late."""
        if self.is_answered:
            return False
        self.is_answered = True
        try:
            await self._bot.answer_callback_query(
                self._id,
                text=clipped(text, limits.CALLBACK_ANSWER) or None,
                show_alert=True if is_alert else None,
            )
        except TelegramBadRequest as error:
            if not is_too_old_to_answer(error):
                self._log.warning("telegram.press_not_answered", error=error.message)
            return False
        except TelegramAPIError as error:
            self._log.warning("telegram.press_not_answered", error=type(error).__name__)
            return False
        return True


class Replies:
    """Handles one request from beginning to end. Never raises for what Telegram refuses."""

    def __init__(
        self,
        bot: Bot,
        dialogue: Dialogue,
        messenger: Messenger,
        deep_link: Callable[[str], str],
        log: Log,
        *,
        answer_seconds: float = limits.CALLBACK_ANSWER_SECONDS,
    ) -> None:
        self._bot = bot
        self._dialogue = dialogue
        self._messenger = messenger
        self._deep_link = deep_link
        self._log = log
        self._answer_seconds = answer_seconds

    async def answer(self, incoming: Incoming) -> None:
        press = None
        if incoming.pressed is not None:
            press = _Press(self._bot, incoming.pressed.callback_id, self._log)
            given = incoming.request.given
            if isinstance(given, ActionPressed) and given.token == NOTHING:
                await press.answer()
                return
        try:
            reply = await self._ask(incoming, press)
            await self._deliver(reply, incoming, press)
        finally:
            if press is not None:
                await press.answer()

    async def apologise(self, incoming: Incoming, fault: Exception) -> None:
        """The person reads a reference instead of nothing."""
        reply = self._dialogue.went_wrong(incoming.request, fault)
        await self._deliver(reply, replace(incoming, pressed=None), None)

    async def _ask(self, incoming: Incoming, press: _Press | None) -> Reply:
        """The dialogue's reply; a slow one has its press answered without waiting for the toast."""
        if press is None:
            return await self._dialogue.handle(incoming.request)
        work = asyncio.ensure_future(self._dialogue.handle(incoming.request))
        try:
            done, _ = await asyncio.wait({work}, timeout=self._answer_seconds)
            if not done:
                await press.answer()
            return await work
        finally:
            work.cancel()

    async def _deliver(
        self, reply: Reply, incoming: Incoming, press: _Press | None, depth: int = 0
    ) -> None:
        place = incoming.request.place
        toast = next((screen for screen in reply.screens if screen.toast), None)
        was_told = False
        if press is not None and not _leaves_the_group(reply, place):
            was_told = await press.answer(
                toast.toast if toast else "", is_alert=bool(toast and toast.is_alert)
            )
        can_replace = incoming.pressed is not None and depth == 0
        for screen in reply.screens:
            if screen.is_toast_only and press is not None:
                was_told = was_told or await press.answer(screen.toast, is_alert=screen.is_alert)
                if was_told or not place.is_private:
                    continue  # too late for a toast becomes a message, but not in front of others
            if screen.is_private and not place.is_private:
                await self._show_privately(screen, incoming, press, depth)
                continue
            instead = screen.mode is Mode.EDIT and can_replace and not screen.is_toast_only
            if instead:
                can_replace = False
            await self._show(screen, incoming, depth, place=place, is_edit=instead)

    async def _show(
        self, screen: Screen, incoming: Incoming, depth: int, *, place: Place, is_edit: bool = False
    ) -> bool:
        """False when the platform refused for good."""
        target = Target(
            place.chat_id,
            thread_id=place.thread_id,
            reply_to=0 if place.is_private else incoming.message_id,
            is_silent=screen.is_silent,
        )
        pressed = incoming.pressed if is_edit else None
        try:
            messages = await self._messenger.show(screen, target, instead_of=pressed)
        except TelegramMigrateToChat as error:
            moved = replace(place, chat_id=error.migrate_to_chat_id, thread_id=0)
            there = replace(incoming, message_id=0)
            return await self._show(screen, there, depth, place=moved)
        except TelegramForbiddenError as error:
            self._log.info("telegram.reply_forbidden", chat_id=place.chat_id, error=error.message)
            return False
        except TelegramAPIError as error:
            self._log.error(
                "telegram.reply_failed", error=type(error).__name__, words=error.message[:300]
            )
            return False
        for message in messages:
            if message.poll is not None and screen.poll is not None:
                shown = Shown(screen, message.chat.id, message.message_id, message.poll.id)
                waited = await self._dialogue.shown(incoming.request, shown)
                if waited.screens and depth < _REPLIES_IN_A_ROW:
                    await self._deliver(
                        waited, replace(incoming, pressed=None), None, depth=depth + 1
                    )
        return True

    async def _show_privately(
        self, screen: Screen, incoming: Incoming, press: _Press | None, depth: int
    ) -> None:
        """Asked in a group and not for the group: the private chat, or the way there."""
        person_id = incoming.request.sender.platform_user_id
        private = Place(PlaceKind.PRIVATE, person_id)
        if await self._show(screen, incoming, depth, place=private):
            if press is not None:
                await press.answer(screen.toast, is_alert=screen.is_alert)
            return
        if press is not None and screen.toast and await press.answer(screen.toast, is_alert=True):
            return
        await self._point_to(screen, incoming, self._deep_link(OPEN_PAYLOAD))

    async def _point_to(self, screen: Screen, incoming: Incoming, link: str) -> None:
        place = incoming.request.place
        target = Target(place.chat_id, place.thread_id, incoming.message_id, is_silent=True)
        words = TextPiece(plain(f"🔒 {screen.title}".strip()))
        markup = link_keyboard(screen.title or "🔒", link) if link else None
        try:
            await self._bot(send_method(words, target, markup))
        except TelegramAPIError as error:
            self._log.info("telegram.pointer_refused", error=type(error).__name__)


def _leaves_the_group(reply: Reply, place: Place) -> bool:
    return not place.is_private and any(
        screen.is_private and not screen.is_toast_only for screen in reply.screens
    )
