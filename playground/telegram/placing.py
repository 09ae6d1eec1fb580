"""What every sending method shares: reading text and captions, answering, posting by the bot."""

from __future__ import annotations

from typing import Any

from playground.telegram.calls import Call
from playground.telegram.core import Core
from playground.telegram.entities import formatted, utf16_length
from playground.telegram.errors import bad
from playground.telegram.keyboards import read_markup
from playground.telegram.tables import Json

TEXT_UNITS = 4096
CAPTION_UNITS = 1024


def read_text(call: Call) -> Json:
    """The content of a text message: 1 to 4096 UTF-16 units after its entities are parsed."""
    text, entities = formatted(call.text("text"), call.text("parse_mode"), call.json("entities"))
    if not text:
        raise bad("message text is empty")
    if utf16_length(text) > TEXT_UNITS:
        raise bad("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    return content


def read_caption(source: Json, parse_mode: str = "") -> Json:
    """The caption fields of a media message, from a request or from one InputMedia."""
    text, entities = formatted(
        str(source.get("caption") or ""), parse_mode, source.get("caption_entities")
    )
    if utf16_length(text) > CAPTION_UNITS:
        raise bad("message caption is too long")
    content: Json = {"caption": text} if text else {}
    if text and entities:
        content["caption_entities"] = entities
    return content


def reply_target(core: Core, call: Call, chat: Json) -> int:
    """The message this one answers, or 0; refuses a missing one unless told to go on without."""
    parameters = call.json("reply_parameters") or {}
    id = parameters.get("message_id") or call.integer("reply_to_message_id")
    if not id:
        return 0
    if core.message(chat["id"], int(id)) is None:
        lenient = parameters.get("allow_sending_without_reply")
        if lenient or call.flag("allow_sending_without_reply"):
            return 0
        raise bad("message to be replied not found")
    return int(id)


def place(core: Core, call: Call, chat: Json, topic: int, content: Json, **extra: Any) -> Json:
    """Posts a message by the bot with all that any sending method may say, and returns its row.

    The caller has checked that the bot may write there.
    """
    markup = read_markup(call)
    target = reply_target(core, call, chat)
    if markup.get("inline"):
        extra["reply_markup"] = markup["inline"]
    for key in ("keyboard", "remove", "force"):
        if markup.get(key):
            extra[key] = markup[key]
    if call.has("message_effect_id"):
        if chat["type"] != "private":
            raise bad("EFFECT_ID_INVALID")
        extra["effect_id"] = call.text("message_effect_id")
    return core.post(
        chat,
        core.bot_id,
        content,
        topic=topic,
        reply_to=target,
        is_silent=call.flag("disable_notification"),
        is_protected=call.flag("protect_content"),
        **extra,
    )
