"""Shows screens: sends them as new messages or puts them in place of a pressed one."""

from __future__ import annotations

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramNotFound,
)
from aiogram.types import InlineKeyboardMarkup, Message

from bots.dialogue.screen import Screen
from bots.telegram.failures import cannot_be_edited, is_about_rich, is_unchanged
from bots.telegram.render import (
    FilePiece,
    Piece,
    RichPiece,
    Target,
    TextPiece,
    edit_method,
    plain_form,
    render,
    send_method,
)
from bots.telegram.requests import Pressed

Log = structlog.typing.FilteringBoundLogger


class Messenger:
    """Renders and sends. Errors that are not about form or age reach the caller."""

    def __init__(self, bot: Bot, log: Log, *, is_rich: bool) -> None:
        self._bot = bot
        self._log = log
        self._is_rich = is_rich
        self._was_rich = False

    @property
    def is_rich(self) -> bool:
        """False by setting, or since a server refused the first rich message it was sent."""
        return self._is_rich

    async def show(
        self, screen: Screen, target: Target, *, instead_of: Pressed | None = None
    ) -> list[Message]:
        """The screen's messages, in order; a message that was edited or unchanged may be missing.

        `instead_of` is the message to be replaced; what cannot be replaced is sent anew.
        """
        rendered = render(screen, is_rich=self._is_rich, is_group=target.chat_id < 0)
        sent: list[Message] = []
        for number, piece in enumerate(rendered.pieces):
            markup = rendered.keyboard if number == rendered.keyboard_at else None
            replaced = instead_of if number == 0 else None
            sent += await self._piece(screen, piece, target, markup, replaced, is_first=number == 0)
        return sent

    async def _piece(
        self,
        screen: Screen,
        piece: Piece,
        target: Target,
        markup: InlineKeyboardMarkup | None,
        replaced: Pressed | None,
        *,
        is_first: bool,
    ) -> list[Message]:
        if not isinstance(piece, RichPiece):
            return await self._one(piece, target, markup, replaced)
        try:
            messages = await self._one(piece, target, markup, replaced)
        except (TelegramBadRequest, TelegramNotFound) as error:
            if not is_about_rich(error):
                raise
            self._log.warning("telegram.rich_refused", error=error.message)
            # One refusal after successes is this screen's; without any it is the server's.
            self._is_rich = self._was_rich
        else:
            self._was_rich = True
            return messages
        sent: list[Message] = []
        parts = plain_form(screen, has_sent_files=not is_first)
        for number, part in enumerate(parts):
            last = markup if number == len(parts) - 1 else None
            sent += await self._one(part, target, last, replaced if number == 0 else None)
        return sent

    async def _one(
        self,
        piece: Piece,
        target: Target,
        markup: InlineKeyboardMarkup | None,
        replaced: Pressed | None,
    ) -> list[Message]:
        if replaced is not None and replaced.message_id:
            if isinstance(piece, TextPiece | RichPiece) and replaced.is_text:
                edited = await self._edit(piece, replaced, markup)
                if edited is not None:
                    return edited
            elif isinstance(piece, TextPiece | RichPiece | FilePiece):
                await self._clear(replaced)
        return [await self._bot(send_method(piece, target, markup))]

    async def _edit(
        self, piece: TextPiece | RichPiece, replaced: Pressed, markup: InlineKeyboardMarkup | None
    ) -> list[Message] | None:
        """None when the message is too old or gone: then a new one is due."""
        method = edit_method(piece, replaced.chat_id, replaced.message_id, markup)
        try:
            answer = await self._bot(method)
        except TelegramBadRequest as error:
            if is_unchanged(error):
                return []
            if cannot_be_edited(error):
                return None
            raise
        return [answer] if isinstance(answer, Message) else []

    async def _clear(self, replaced: Pressed) -> None:
        """A picture cannot become text: it goes. A file stays, without its buttons."""
        try:
            if replaced.is_photo or replaced.is_text:
                await self._bot.delete_message(replaced.chat_id, replaced.message_id)
            else:
                await self._bot.edit_message_reply_markup(
                    chat_id=replaced.chat_id, message_id=replaced.message_id
                )
        except TelegramAPIError as error:
            self._log.info("telegram.not_cleared", error=error.message)
