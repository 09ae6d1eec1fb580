"""Messages by the bot: text and rich messages, edits of all kinds, deletion."""

from __future__ import annotations

from playground.telegram import media, rich
from playground.telegram.calls import Call, method
from playground.telegram.core import Core
from playground.telegram.errors import NOT_MODIFIED, ApiError, bad
from playground.telegram.keyboards import read_markup
from playground.telegram.placing import place, read_caption, read_text
from playground.telegram.rights import has_right, is_admin, readable_chat, writable_chat
from playground.telegram.tables import Json

DELETE_SECONDS = 48 * 3600


@method("sendMessage")
def send_message(core: Core, call: Call) -> Json:
    chat, topic = writable_chat(core, call)
    return core.message_json(place(core, call, chat, topic, read_text(call)))


@method("sendRichMessage")
def send_rich_message(core: Core, call: Call) -> Json:
    chat, topic = writable_chat(core, call)
    content = {"rich_message": rich.read_rich(core, call)}
    return core.message_json(place(core, call, chat, topic, content))


@method("sendChatAction")
def send_chat_action(core: Core, call: Call) -> bool:
    writable_chat(core, call)
    known = (
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note",
        "upload_video_note",
    )  # fmt: skip
    if call.text("action") not in known:
        raise bad("wrong parameter action in request")
    return True


# Edits


def editable(core: Core, call: Call) -> Json:
    """The bot's own message that a request wants to edit."""
    if call.has("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    chat = readable_chat(core, call.params.get("chat_id"))
    if not call.has("message_id"):
        raise bad("message identifier is not specified")
    row = core.message(chat["id"], call.integer("message_id"))
    if row is None:
        raise bad("message to edit not found")
    if row["sender"] != core.bot_id or row["is_service"] or row.get("forward_origin"):
        raise bad("message can't be edited")
    if chat["type"] == "private" and core.users[chat["id"]]["has_blocked"]:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    return row


def change(core: Core, call: Call, row: Json, content: Json) -> Json:
    """Writes new content and inline keyboard (none given: none kept) unless nothing differs."""
    markup = read_markup(call, inline_only=True).get("inline")
    if content == row["content"] and markup == row.get("reply_markup"):
        raise bad(NOT_MODIFIED)
    is_new_content = content != row["content"]
    row = row | {"content": content, "reply_markup": markup}
    if is_new_content:
        row["edit_date"] = core.now()
    core.save(row)
    core.changed(core.chats[row["chat"]], "edit", topic=row["topic"])
    return core.message_json(row)


@method("editMessageText")
def edit_message_text(core: Core, call: Call) -> Json:
    row = editable(core, call)
    if not ({"text", "rich_message"} & set(row["content"])):
        raise bad("there is no text in the message to edit")
    if call.has("rich_message"):
        return change(core, call, row, {"rich_message": rich.read_rich(core, call)})
    return change(core, call, row, read_text(call))


@method("editMessageCaption")
def edit_message_caption(core: Core, call: Call) -> Json:
    row = editable(core, call)
    if not (media.KINDS & set(row["content"])):
        raise bad("there is no caption in the message to edit")
    kept = {
        key: value
        for key, value in row["content"].items()
        if key not in ("caption", "caption_entities")
    }
    caption = read_caption(
        {"caption": call.text("caption"), "caption_entities": call.json("caption_entities")},
        call.text("parse_mode"),
    )
    return change(core, call, row, kept | caption)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(core: Core, call: Call) -> Json:
    row = editable(core, call)
    return change(core, call, row, row["content"])


@method("editMessageMedia")
def edit_message_media(core: Core, call: Call) -> Json:
    row = editable(core, call)
    if "poll_id" in row["content"] or "invoice" in row["content"]:
        raise bad("message can't be edited")
    given = call.json("media")
    if not isinstance(given, dict):
        raise bad("media is empty")
    content = media.from_input(core, call, given)
    content |= read_caption(given, given.get("parse_mode") or "")
    return change(core, call, row, content)


# Deletion


@method("deleteMessage")
def delete_message(core: Core, call: Call) -> bool:
    chat = readable_chat(core, call.params.get("chat_id"))
    row = core.message(chat["id"], call.integer("message_id"))
    if row is None:
        raise bad("message to delete not found")
    if not _may_delete(core, chat, row):
        raise bad("message can't be deleted for everyone")
    core.remove(row)
    return True


@method("deleteMessages")
def delete_messages(core: Core, call: Call) -> bool:
    chat = readable_chat(core, call.params.get("chat_id"))
    ids = call.json("message_ids") or []
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
        raise bad("message identifiers are not specified")
    for id in ids:
        row = core.message(chat["id"], int(id))
        if row is not None and _may_delete(core, chat, row):
            core.remove(row)
    return True


def _may_delete(core: Core, chat: Json, row: Json) -> bool:
    if core.now() - row["date"] >= DELETE_SECONDS:
        return False
    if chat["type"] == "private":
        return True
    if is_admin(chat, core.bot_id) and has_right(chat, core.bot_id, "can_delete_messages"):
        return True
    return bool(row["sender"] == core.bot_id and not row["is_service"])
