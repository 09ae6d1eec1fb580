"""What a conversation may ask of Telegram beside showing screens: rights, links, files."""

from __future__ import annotations

import asyncio

import aiohttp
import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError

from bots.dialogue.request import Place
from bots.telegram import limits
from bots.telegram.failures import is_no_topic
from bots.telegram.failures import missing_rights as rights_in
from bots.telegram.raw import GetRawChat, GetRawChatMember, Json

Log = structlog.typing.FilteringBoundLogger

_STANDING_SECONDS = 60.0
_NEEDED = (
    ("can_send_messages", "send_messages"),
    ("can_send_photos", "send_photos"),
    ("can_send_documents", "attach_files"),
)


class FileTooLarge(ValueError):
    """A bot may fetch files of up to 20 MB."""


class TelegramHands:
    """All of it only looks."""

    platform = "telegram"

    def __init__(self, bot: Bot, log: Log) -> None:
        self._bot = bot
        self._log = log
        self.username = ""  # known once the bot has introduced itself
        self._standing: dict[tuple[int, int], tuple[float, bool]] = {}

    async def missing_rights(self, place: Place) -> tuple[str, ...]:
        """Codes as in the `Hands` protocol; () in a private chat."""
        if place.is_private:
            return ()
        try:
            member = await self._bot(GetRawChatMember(chat_id=place.chat_id, user_id=self._bot.id))
        except (TelegramForbiddenError, TelegramBadRequest):
            return ("member",)
        status = member.get("status")
        if status in ("left", "kicked") or member.get("is_member") is False:
            return ("member",)
        missing: list[str] = []
        if status == "restricted":
            missing = _lacking(member)
        elif status == "member":
            chat = await self._bot(GetRawChat(chat_id=place.chat_id))
            missing = _lacking(chat.get("permissions") or {})
        if place.thread_id and not missing:
            missing = await self._missing_in_topic(place)
        return tuple(missing)

    def deep_link(self, payload: str) -> str:
        """ "" for a payload Telegram does not take, and before the bot knows its own name."""
        if not self.username or len(payload) > limits.START_PAYLOAD:
            return ""
        return f"https://t.me/{self.username}?start={payload}"

    async def can_manage(self, chat_id: int, user_id: int) -> bool:
        """True for the group's administrators; at most a minute old."""
        now = asyncio.get_running_loop().time()
        known = self._standing.get((chat_id, user_id))
        if known is not None and known[0] > now:
            return known[1]
        try:
            member = await self._bot(GetRawChatMember(chat_id=chat_id, user_id=user_id))
        except TelegramAPIError as error:
            self._log.info("telegram.standing_unknown", error=type(error).__name__)
            return False
        can = member.get("status") in ("creator", "administrator")
        if len(self._standing) > 10_000:
            self._standing.clear()
        self._standing[chat_id, user_id] = (now + _STANDING_SECONDS, can)
        return can

    async def download(self, file_id: str, size: int) -> bytes:
        """A file's bytes. Raises FileTooLarge before anything is fetched, and OSError, without the
        address (it holds the token), when it cannot be fetched."""
        if size > limits.DOWNLOAD_BYTES:
            raise FileTooLarge(f"{size} bytes, {limits.DOWNLOAD_BYTES} at most")
        try:
            file = await self._bot.get_file(file_id)
            if file.file_path is None or (file.file_size or 0) > limits.DOWNLOAD_BYTES:
                raise FileTooLarge(f"{limits.DOWNLOAD_BYTES} bytes at most")
            content = await self._bot.download_file(file.file_path)
        except TelegramBadRequest as error:
            if "too big" in error.message.lower():
                raise FileTooLarge(f"{limits.DOWNLOAD_BYTES} bytes at most") from None
            raise OSError("the file cannot be fetched") from None
        except (TelegramAPIError, aiohttp.ClientError, TimeoutError):
            raise OSError("the file cannot be fetched") from None
        if content is None:
            raise OSError("the file is empty")
        return content.read()

    async def _missing_in_topic(self, place: Place) -> list[str]:
        """ "typing…" shows nothing lasting and is refused where a message would be."""
        try:
            await self._bot.send_chat_action(
                place.chat_id, "typing", message_thread_id=place.thread_id
            )
        except TelegramBadRequest as error:
            return ["topic"] if is_no_topic(error.message) else list(rights_in(error.message))
        except TelegramAPIError as error:
            self._log.info("telegram.topic_unknown", error=type(error).__name__)
        return []


def _lacking(permissions: Json) -> list[str]:
    """What the flags forbid; a flag the server does not know of forbids nothing."""
    return [code for flag, code in _NEEDED if permissions.get(flag) is False]
