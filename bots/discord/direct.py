"""Lines and files in direct messages: the one place where the bot reads what is typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bots.dialogue.ports import Dialogue
from bots.dialogue.request import Attachment, FileSent, Given, Place, PlaceKind, Request, TextTyped
from bots.dialogue.screen import Reply
from bots.discord.interactions import Fetch, sender_of
from bots.discord.lanes import Busy, Lanes, Turn
from bots.discord.render import late_form, messages_of, words_of
from bots.discord.wire import FAULTS, Wire, code_of


class DirectMessages:
    """Answers in the same private chat, one line of a person after the other."""

    def __init__(self, *, dialogue: Dialogue, wire: Wire, log: Any) -> None:
        self._dialogue = dialogue
        self._wire = wire
        self._log = log
        self._lanes = Lanes()
        self.busy = Busy()

    async def take(self, message: discord.Message) -> None:
        with self.busy:
            try:
                async with self._lanes.take(message.author.id) as turn:
                    for request in requests_of(message, self._wire.fetch):
                        await self._answer(request, turn)
            except FAULTS as fault:
                code = code_of(fault)
                self._log.warning("line_not_answered", code=code, fault=type(fault).__name__)

    async def _answer(self, request: Request, turn: Turn) -> None:
        await turn.come()
        try:
            await self._show(request, await self._dialogue.handle(request))
        except FAULTS:
            raise
        except Exception as fault:
            await self._show(request, self._dialogue.went_wrong(request, fault))

    async def _show(self, request: Request, reply: Reply) -> None:
        for screen in reply.screens:
            if screen.is_toast_only:
                await self._wire.send(request.place.chat_id, words_of(screen.toast))
                continue
            shown = late_form(screen.form, "") if screen.form else screen
            for message in messages_of(shown):
                await self._wire.send(request.place.chat_id, message)


def requests_of(message: discord.Message, fetch: Fetch) -> list[Request]:
    """A line of text, or each of its files with the line as caption."""
    # A message names no locale, and "" lets the dialogue keep the one it knows.
    sender = sender_of(message.author, locale="", permissions=discord.Permissions.none())
    place = Place(PlaceKind.PRIVATE, message.channel.id)
    givens: list[Given] = [
        FileSent(Attachment(file.filename, file.size, _reader(file, fetch)), message.content)
        for file in message.attachments
    ]
    givens = givens or [TextTyped(message.content)]
    return [
        Request(f"discord:{message.id}" + (f":{number}" if number else ""), sender, place, given)
        for number, given in enumerate(givens)
    ]


def _reader(file: discord.Attachment, fetch: Fetch) -> Callable[[], Awaitable[bytes]]:
    return lambda: fetch(file.url, file.size)
