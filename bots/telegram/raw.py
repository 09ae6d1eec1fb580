"""Methods whose answers are read as plain JSON.

The library refuses a whole answer when one field it knows of is missing, as it is on a Bot API
server older or newer than itself: one such update would stop every other.
"""

from __future__ import annotations

from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import ChatMemberAdministrator, ChatMemberRestricted

from bots.telegram import limits

Json = dict[str, Any]

WANTED_UPDATES = ("message", "callback_query", "poll_answer", "my_chat_member")


class GetRawUpdates(TelegramMethod[list[Json]]):
    """getUpdates with the updates as they came."""

    __returning__ = list[Json]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = limits.UPDATES_AT_ONCE
    timeout: int = limits.LONG_POLL_SECONDS
    allowed_updates: tuple[str, ...] = WANTED_UPDATES


class GetRawChatMember(TelegramMethod[Json]):
    """getChatMember: `status` and the flags this status has."""

    __returning__ = Json
    __api_method__ = "getChatMember"

    chat_id: int
    user_id: int


class GetRawChat(TelegramMethod[Json]):
    """getChat: `permissions` are a group's defaults for its members."""

    __returning__ = Json
    __api_method__ = "getChat"

    chat_id: int


_FIELDS = {
    "administrator": ChatMemberAdministrator.model_fields,
    "restricted": ChatMemberRestricted.model_fields,
}


def completed(update: Json) -> Json:
    """The update with every flag of the bot's standing that this library cannot do without."""
    change = update.get("my_chat_member") or {}
    for side in ("old_chat_member", "new_chat_member"):
        member = change.get(side) or {}
        for name, field in _FIELDS.get(member.get("status", ""), {}).items():
            if name.startswith(("can_", "is_")) and field.is_required():
                member.setdefault(name, False)
    return update
