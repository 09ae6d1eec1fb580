"""Chats as the program asks about them: members, topics, pins, reactions, forwards, copies."""

from __future__ import annotations

import re
from typing import Any

from playground.telegram.calls import Call, method
from playground.telegram.core import Core
from playground.telegram.errors import bad
from playground.telegram.keyboards import read_markup
from playground.telegram.media import KINDS
from playground.telegram.placing import place, read_caption
from playground.telegram.rights import (
    is_inside,
    member_json,
    need,
    readable_chat,
    set_status,
    writable_chat,
)
from playground.telegram.tables import Json

COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


@method("getChat")
def get_chat(core: Core, call: Call) -> Json:
    chat = readable_chat(core, call.params.get("chat_id"))
    out = core.chat_json(chat) | {
        "accent_color_id": abs(chat["id"]) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
             "gifts_from_channels"), False,
        ),
    }  # fmt: skip
    pinned = [core.message(chat["id"], id) for id in chat.get("pinned", [])]
    newest = next((row for row in reversed(pinned) if row), None)
    if newest:
        out["pinned_message"] = core.message_json(newest, is_nested=True)
    if chat["type"] != "private":
        out["permissions"] = {key: bool(value) for key, value in chat["permissions"].items()}
        if chat.get("description"):
            out["description"] = chat["description"]
    return out


def _group(core: Core, call: Call) -> Json:
    chat = readable_chat(core, call.params.get("chat_id"))
    if chat["type"] == "private":
        raise bad("method is available only for supergroups and channels")
    return chat


@method("getChatMember")
def get_chat_member(core: Core, call: Call) -> Json:
    chat = readable_chat(core, call.params.get("chat_id"))
    user_id = call.integer("user_id")
    if user_id != core.bot_id and user_id not in core.users:
        raise bad("invalid user_id specified")
    if chat["type"] == "private":
        if user_id not in (chat["id"], core.bot_id):
            raise bad("member not found")
        return {"user": core.user_json(user_id), "status": "member"}
    return member_json(core, chat, user_id)


@method("getChatAdministrators")
def get_chat_administrators(core: Core, call: Call) -> list[Json]:
    chat = readable_chat(core, call.params.get("chat_id"))
    if chat["type"] == "private":
        raise bad("there are no administrators in the private chat")
    return [
        member_json(core, chat, int(id), status)
        for id, status in chat["members"].items()
        if status["status"] in ("creator", "administrator")
        and (int(id) == core.bot_id or int(id) in core.users)
    ]


@method("getChatMemberCount")
def get_chat_member_count(core: Core, call: Call) -> int:
    chat = readable_chat(core, call.params.get("chat_id"))
    if chat["type"] == "private":
        return 2
    return sum(is_inside(chat, int(id)) for id in chat["members"])


@method("leaveChat")
def leave_chat(core: Core, call: Call) -> bool:
    chat = _group(core, call)
    service = {"left_chat_member": core.user_json(core.bot_id)}
    core.post(chat, core.bot_id, service, is_service=True)
    set_status(core, chat, core.bot_id, {"status": "left"}, by=core.bot_id)
    return True


# Pins and reactions


@method("pinChatMessage")
def pin_chat_message(core: Core, call: Call) -> bool:
    chat = readable_chat(core, call.params.get("chat_id"))
    if chat["type"] != "private":
        need(core, chat, "can_pin_messages", "manage pinned messages in the chat")
    row = core.message(chat["id"], call.integer("message_id"))
    if row is None:
        raise bad("message to pin not found")
    pinned = [id for id in chat.get("pinned", []) if id != row["id"]]
    chat["pinned"] = [*pinned, row["id"]]
    core.chats.put(chat["id"], chat)
    core.post(chat, core.bot_id, {"pinned_id": row["id"]}, topic=row["topic"], is_service=True)
    return True


@method("unpinChatMessage", "unpinAllChatMessages")
def unpin_chat_message(core: Core, call: Call) -> bool:
    chat = readable_chat(core, call.params.get("chat_id"))
    if chat["type"] != "private":
        need(core, chat, "can_pin_messages", "manage pinned messages in the chat")
    pinned = list(chat.get("pinned", []))
    if call.method.lower() == "unpinallchatmessages":
        pinned = []
    elif call.has("message_id"):
        if call.integer("message_id") not in pinned:
            raise bad("message to unpin not found")
        pinned.remove(call.integer("message_id"))
    else:
        pinned = pinned[:-1]
    core.chats.put(chat["id"], chat | {"pinned": pinned})
    return True


@method("setMessageReaction")
def set_message_reaction(core: Core, call: Call) -> bool:
    chat = readable_chat(core, call.params.get("chat_id"))
    row = core.message(chat["id"], call.integer("message_id"))
    if row is None:
        raise bad("message to react not found")
    given = call.json("reaction") or []
    if len(given) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(reaction.get("type") != "emoji" or not reaction.get("emoji") for reaction in given):
        raise bad("REACTION_INVALID")
    reactions = dict(row.get("reactions", {})) | {str(core.bot_id): given}
    core.save(row | {"reactions": reactions})
    core.changed(chat, "edit", topic=row["topic"])
    return True


# Forum topics


def slug_for(core: Core, title: str) -> str:
    """A free slug made of a title: "Python cohort" becomes "python-cohort"."""
    base = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "topic"
    taken = {chat["slug"] for chat in core.groups()}
    taken |= {topic["slug"] for chat in core.groups() for topic in chat["topics"]}
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def open_topic(core: Core, chat: Json, by: int, name: str, color: int, slug: str = "") -> Json:
    """Creates a topic; its id is that of its first, service message."""
    created = {"name": name, "icon_color": color}
    slug = slug or slug_for(core, name)
    row = core.post(chat, by, {"forum_topic_created": created}, is_service=True)
    core.save(row | {"topic": row["id"]})
    topic = {"id": row["id"], "name": name, "icon_color": color, "slug": slug,
             "is_closed": False, "is_deleted": False, "by": by}  # fmt: skip
    chat["topics"].append(topic)
    core.chats.put(chat["id"], chat)
    core.changed(chat, "chats")
    return topic


def _forum(core: Core, call: Call, to_do: str) -> Json:
    chat = _group(core, call)
    if not chat.get("is_forum"):
        raise bad("the chat is not a forum")
    topic = core.topic(chat, call.integer("message_thread_id"))
    is_own = topic is not None and topic["by"] == core.bot_id
    if not is_own:
        need(core, chat, "can_manage_topics", to_do)
    return chat


def _topic(core: Core, chat: Json, call: Call) -> Json:
    topic = core.topic(chat, call.integer("message_thread_id"))
    if topic is None or topic["is_deleted"]:
        raise bad("TOPIC_ID_INVALID")
    return topic


@method("createForumTopic")
def create_forum_topic(core: Core, call: Call) -> Json:
    chat = _forum(core, call, "create a topic")
    name = call.text("name").strip()
    if not 1 <= len(name) <= 128:
        raise bad("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_INVALID")
    color = call.integer("icon_color") or COLORS[0]
    if color not in COLORS:
        raise bad("invalid forum topic icon color specified")
    topic = open_topic(core, chat, core.bot_id, name, color)
    return {"message_thread_id": topic["id"], "name": name, "icon_color": color}


@method("editForumTopic")
def edit_forum_topic(core: Core, call: Call) -> bool:
    chat = _forum(core, call, "edit the topic")
    topic = _topic(core, chat, call)
    name = call.text("name").strip()
    if len(name) > 128:
        raise bad("TOPIC_TITLE_INVALID")
    if not name or name == topic["name"]:
        raise bad("TOPIC_NOT_MODIFIED")
    topic["name"] = name
    core.chats.put(chat["id"], chat)
    core.post(chat, core.bot_id, {"forum_topic_edited": {"name": name}}, topic=topic["id"],
              is_service=True)  # fmt: skip
    core.changed(chat, "chats")
    return True


@method("closeForumTopic", "reopenForumTopic")
def close_forum_topic(core: Core, call: Call) -> bool:
    closes = call.method.lower() == "closeforumtopic"
    chat = _forum(core, call, "close the topic" if closes else "reopen the topic")
    topic = _topic(core, chat, call)
    if topic["is_closed"] == closes:
        raise bad("TOPIC_NOT_MODIFIED")
    topic["is_closed"] = closes
    core.chats.put(chat["id"], chat)
    service: Json = {"forum_topic_closed": {}} if closes else {"forum_topic_reopened": {}}
    core.post(chat, core.bot_id, service, topic=topic["id"], is_service=True)
    return True


@method("deleteForumTopic")
def delete_forum_topic(core: Core, call: Call) -> bool:
    chat = _forum(core, call, "delete the topic")
    drop_topic(core, chat, _topic(core, chat, call))
    return True


def drop_topic(core: Core, chat: Json, topic: Json) -> None:
    """Deletes a topic with all its messages."""
    topic["is_deleted"] = True
    core.chats.put(chat["id"], chat)
    for row in core.history(chat):
        if row["topic"] == topic["id"]:
            core.remove(row)
    core.changed(chat, "chats")


# Forwards and copies


def _source(core: Core, call: Call, message_id: int, to_do: str) -> Json:
    chat = readable_chat(core, call.params.get("from_chat_id"))
    row = core.message(chat["id"], message_id)
    if row is None:
        raise bad(f"message to {to_do} not found")
    if row.get("is_protected") or row["is_service"]:
        raise bad(f"message can't be {'forwarded' if to_do == 'forward' else 'copied'}")
    return row


def origin_of(core: Core, row: Json) -> Json:
    """Where a forwarded message first came from."""
    if row.get("forward_origin"):
        return dict(row["forward_origin"])
    return {"type": "user", "date": row["date"], "sender_user": core.user_json(row["sender"])}


def _forward(core: Core, call: Call, message_id: int) -> Json:
    chat, topic = writable_chat(core, call)
    row = _source(core, call, message_id, "forward")
    return place(core, call, chat, topic, dict(row["content"]), forward_origin=origin_of(core, row))


def _copy(core: Core, call: Call, message_id: int) -> Json:
    chat, topic = writable_chat(core, call)
    row = _source(core, call, message_id, "copy")
    content = dict(row["content"])
    if "poll_id" in content or "invoice" in content:
        raise bad("message can't be copied")
    if call.params.get("caption") is not None and KINDS & set(content):
        content = {k: v for k, v in content.items() if k not in ("caption", "caption_entities")}
        content |= read_caption(
            {"caption": call.text("caption"), "caption_entities": call.json("caption_entities")},
            call.text("parse_mode"),
        )
    read_markup(call)
    return place(core, call, chat, topic, content)


def _ids(call: Call) -> list[int]:
    given: Any = call.json("message_ids")
    if not isinstance(given, list) or not 1 <= len(given) <= 100:
        raise bad("message identifiers are not specified")
    return [int(id) for id in given]


@method("forwardMessage")
def forward_message(core: Core, call: Call) -> Json:
    return core.message_json(_forward(core, call, call.integer("message_id")))


@method("forwardMessages")
def forward_messages(core: Core, call: Call) -> list[Json]:
    return [{"message_id": _forward(core, call, id)["id"]} for id in _ids(call)]


@method("copyMessage")
def copy_message(core: Core, call: Call) -> Json:
    return {"message_id": _copy(core, call, call.integer("message_id"))["id"]}


@method("copyMessages")
def copy_messages(core: Core, call: Call) -> list[Json]:
    return [{"message_id": _copy(core, call, id)["id"]} for id in _ids(call)]
