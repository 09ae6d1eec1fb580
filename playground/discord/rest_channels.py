"""REST: channels, their messages, reactions, pins, and direct messages."""

from __future__ import annotations

from urllib.parse import unquote

from playground.discord import guild, limits, messages
from playground.discord.acts import react
from playground.discord.errors import ApiError, FormErrors, missing_permissions
from playground.discord.messages import Draft
from playground.discord.permissions import may, sending_right
from playground.discord.records import Json, is_thread
from playground.discord.rest import Call, Route
from playground.discord.sessions import GUILDS

CHANNEL = "/channels/{channel_id}"
MESSAGE = CHANNEL + "/messages/{message_id}"


def open_dm(call: Call) -> Json:
    recipient = str(call.body.get("recipient_id"))
    user = call.core.state.users.get(recipient)
    if user is None or user["is_bot"]:
        raise ApiError(400, 50033, "Invalid Recipient(s)")
    return call.core.wire.channel(call.core.state.dm_of(recipient))


def get_channel(call: Call) -> Json:
    return call.core.wire.channel(call.channel())


def change_channel(call: Call) -> Json:
    channel = call.channel()
    if channel["type"] == 1:
        raise ApiError(400, 50003, "Cannot execute action on this channel type")
    errors, body = FormErrors(), call.body
    errors.length(("name",), body.get("name"), 1, limits.CHANNEL_NAME)
    errors.length(("topic",), body.get("topic"), 0, limits.TOPIC)
    errors.raise_if_any()
    if is_thread(channel):
        return _change_thread(call, channel)
    call.need(channel, "manage_channels")
    for name in ("name", "topic", "position", "nsfw", "rate_limit_per_user", "parent_id"):
        if name in body:
            channel[name] = body[name]
    if "permission_overwrites" in body:
        call.need(channel, "manage_roles")
        entries = body["permission_overwrites"] or []
        channel["permission_overwrites"] = [guild.clean_overwrite(entry) for entry in entries]
    guild.tell_channel(call.core, "CHANNEL_UPDATE", channel)
    return call.core.wire.channel(channel)


def _change_thread(call: Call, thread: Json) -> Json:
    body = call.body
    is_mine = thread["owner_id"] == call.core.bot_id
    if not is_mine or "locked" in body:
        call.need(thread, "manage_threads")
    thread["name"] = body.get("name") or thread["name"]
    for name in ("archived", "locked"):
        if name in body:
            thread[f"is_{name}"] = bool(body[name])
    thread["auto_archive_duration"] = (
        body.get("auto_archive_duration") or thread["auto_archive_duration"]
    )
    if "applied_tags" in body:
        thread["applied_tags"] = [str(id) for id in body["applied_tags"] or ()]
    guild.tell_channel(call.core, "THREAD_UPDATE", thread)
    return call.core.wire.channel(thread)


def delete_channel(call: Call) -> Json:
    channel = call.channel()
    if channel["type"] == 1:
        return call.core.wire.channel(channel)
    call.need(channel, "manage_threads" if is_thread(channel) else "manage_channels")
    payload = call.core.wire.channel(channel)
    guild.delete_channel(call.core, channel)
    return payload


def set_overwrite(call: Call) -> None:
    channel = call.channel("manage_roles")
    target = call.params["target_id"]
    entry = guild.clean_overwrite(call.body | {"id": target})
    others = [row for row in channel["permission_overwrites"] if row["id"] != target]
    channel["permission_overwrites"] = [*others, entry]
    guild.tell_channel(call.core, "CHANNEL_UPDATE", channel)


def delete_overwrite(call: Call) -> None:
    channel = call.channel("manage_roles")
    target = call.params["target_id"]
    others = [row for row in channel["permission_overwrites"] if row["id"] != target]
    channel["permission_overwrites"] = others
    guild.tell_channel(call.core, "CHANNEL_UPDATE", channel)


def typing(call: Call) -> None:
    channel = call.channel()
    call.need(channel, sending_right(channel))


def send(call: Call) -> Json:
    """Creates a message. 50007 closed private messages, 50013 rights, 50008 no text channel."""
    channel, core, body = call.channel(), call.core, call.body
    if channel["type"] in (4, 15):
        raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
    if channel["type"] == 1:
        check_dm(call, channel)
    else:
        call.need(channel, sending_right(channel))
        if body.get("embeds"):
            call.need(channel, "embed_links")
        if call.files:
            call.need(channel, "attach_files")
        if body.get("message_reference"):
            call.need(channel, "read_message_history")
    if is_thread(channel) and channel["is_locked"]:
        call.need(channel, "manage_threads")
    made = messages.repeated(core, channel["id"], body)
    if made is None:
        made = messages.create(core, body, Draft(channel, core.bot_id, call.files))
        messages.remember_nonce(core, made, body)
        if is_thread(channel):
            guild.change_thread_member(core, channel, core.bot_id, is_added=True)
        if is_thread(channel) and channel["is_archived"]:
            channel["is_archived"] = False
            guild.tell_channel(core, "THREAD_UPDATE", channel)
    return core.wire.message(made)


def check_dm(call: Call, channel: Json) -> None:
    state = call.core.state
    recipient = channel["recipient_id"]
    if recipient not in state.members or call.core.bot_id not in state.members:
        words = "Cannot send messages to this user due to having no mutual guilds"
        raise ApiError(403, 50278, words)
    if not state.users[recipient]["has_open_dms"]:
        raise ApiError(403, 50007, "Cannot send messages to this user")


def list_messages(call: Call) -> list[Json]:
    channel = call.channel("read_message_history")
    rows = [row for row in call.core.state.messages_in(channel["id"]) if not row["visible_to"]]
    limit = min(100, max(1, int(call.query.get("limit", 50))))
    if "before" in call.query:
        rows = [row for row in rows if int(row["id"]) < int(call.query["before"])]
    if "after" in call.query:
        rows = [row for row in rows if int(row["id"]) > int(call.query["after"])][:limit]
    if "around" in call.query:
        middle = int(call.query["around"])
        nearest = sorted(rows, key=lambda row: abs(int(row["id"]) - middle))[:limit]
        rows = sorted(nearest, key=lambda row: int(row["id"]))
    return [call.core.wire.message(row) for row in reversed(rows[-limit:])]


def _message(call: Call) -> Json:
    return messages.find(call.core, call.params["channel_id"], call.params["message_id"])


def get_message(call: Call) -> Json:
    call.channel("read_message_history")
    return call.core.wire.message(_message(call))


def edit(call: Call) -> Json:
    channel, row = call.channel(), _message(call)
    if row["author_id"] != call.core.bot_id:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    if is_thread(channel) and channel["is_archived"]:
        raise ApiError(400, 50083, "Thread is archived")
    changed = messages.edit(call.core, row, call.body, files=call.files)
    return call.core.wire.message(changed)


def delete(call: Call) -> None:
    channel, row = call.channel(), _message(call)
    if row["author_id"] != call.core.bot_id:
        if channel["type"] == 1:
            raise ApiError(403, 50003, "Cannot execute action on this channel type")
        call.need(channel, "manage_messages")
    messages.delete(call.core, row)


def bulk_delete(call: Call) -> None:
    call.channel("manage_messages")
    ids = call.body.get("messages") or []
    errors = FormErrors()
    errors.length(("messages",), ids, 2, 100, items=True)
    errors.raise_if_any()
    for id in ids:
        row = call.core.state.messages.get(id)
        if row is not None and row["channel_id"] == call.params["channel_id"]:
            messages.delete(call.core, row)


def _emoji(call: Call) -> str:
    emoji = unquote(call.params["emoji"])
    if not emoji or emoji.isascii():
        raise ApiError(400, 10014, "Unknown Emoji")
    return emoji


def add_reaction(call: Call) -> None:
    channel, row, emoji = call.channel("read_message_history"), _message(call), _emoji(call)
    if emoji not in row["reactions"]:
        call.need(channel, "add_reactions")
        if len(row["reactions"]) >= limits.REACTIONS:
            raise ApiError(400, 30010, "Maximum number of reactions reached (20)")
    react(call.core, row, call.core.bot_id, emoji, is_added=True)


def remove_reaction(call: Call) -> None:
    channel, row = call.channel(), _message(call)
    user_id = call.params.get("user_id", call.core.bot_id)
    if user_id != call.core.bot_id:
        call.need(channel, "manage_messages")
    react(call.core, row, user_id, _emoji(call), is_added=False)


def who_reacted(call: Call) -> list[Json]:
    call.channel("read_message_history")
    ids = _message(call)["reactions"].get(_emoji(call), [])
    return [call.core.wire.user(id) for id in ids]


def clear_reactions(call: Call) -> None:
    channel, row = call.channel("manage_messages"), _message(call)
    row["reactions"] = {}
    call.core.state.put_message(row)
    data = {"channel_id": channel["id"], "message_id": row["id"]}
    data |= {} if channel["type"] == 1 else {"guild_id": call.core.state.guild_id}
    call.core.gateway.dispatch("MESSAGE_REACTION_REMOVE_ALL", data, intent=1 << 10)
    call.core.notify("edit", channel)


def _pinned(call: Call) -> list[Json]:
    channel = call.channel("read_message_history")
    rows = call.core.state.messages_in(channel["id"])
    return [row for row in reversed(rows) if row["is_pinned"]]


def pins(call: Call) -> Json:
    items = [
        {"pinned_at": row["pinned_at"], "message": call.core.wire.message(row)}
        for row in _pinned(call)
    ]
    return {"items": items, "has_more": False}


def old_pins(call: Call) -> list[Json]:
    return [call.core.wire.message(row) for row in _pinned(call)]


def _set_pinned(call: Call, *, is_pinned: bool) -> None:
    channel, row, core = call.channel(), _message(call), call.core
    if channel["type"] != 1:
        rights = ("pin_messages", "manage_messages")
        if not any(may(core.state, core.bot_id, channel, right) for right in rights):
            raise missing_permissions()
    if is_pinned and len(_pinned(call)) >= limits.PINS:
        raise ApiError(400, 30003, "Maximum number of pins reached for the channel (250)")
    row["is_pinned"] = is_pinned
    row["pinned_at"] = core.state.now()
    core.state.put_message(row)
    data: Json = {"channel_id": channel["id"], "last_pin_timestamp": row["pinned_at"]}
    data |= {} if channel["type"] == 1 else {"guild_id": core.state.guild_id}
    core.gateway.dispatch("CHANNEL_PINS_UPDATE", data, intent=GUILDS)
    messages.tell(core, "MESSAGE_UPDATE", row)
    if is_pinned:
        guild.service_message(core, channel, core.bot_id, 6)


def pin(call: Call) -> None:
    _set_pinned(call, is_pinned=True)


def unpin(call: Call) -> None:
    _set_pinned(call, is_pinned=False)


ROUTES: list[Route] = [
    ("POST", "/users/@me/channels", open_dm),
    ("GET", CHANNEL, get_channel),
    ("PATCH", CHANNEL, change_channel),
    ("DELETE", CHANNEL, delete_channel),
    ("PUT", CHANNEL + "/permissions/{target_id}", set_overwrite),
    ("DELETE", CHANNEL + "/permissions/{target_id}", delete_overwrite),
    ("POST", CHANNEL + "/typing", typing),
    ("POST", CHANNEL + "/messages", send),
    ("GET", CHANNEL + "/messages", list_messages),
    ("POST", CHANNEL + "/messages/bulk-delete", bulk_delete),
    ("GET", CHANNEL + "/messages/pins", pins),
    ("PUT", CHANNEL + "/messages/pins/{message_id}", pin),
    ("DELETE", CHANNEL + "/messages/pins/{message_id}", unpin),
    ("GET", CHANNEL + "/pins", old_pins),
    ("PUT", CHANNEL + "/pins/{message_id}", pin),
    ("DELETE", CHANNEL + "/pins/{message_id}", unpin),
    ("GET", MESSAGE, get_message),
    ("PATCH", MESSAGE, edit),
    ("DELETE", MESSAGE, delete),
    ("PUT", MESSAGE + "/reactions/{emoji}/@me", add_reaction),
    ("DELETE", MESSAGE + "/reactions/{emoji}/@me", remove_reaction),
    ("DELETE", MESSAGE + "/reactions/{emoji}/{user_id}", remove_reaction),
    ("GET", MESSAGE + "/reactions/{emoji}", who_reacted),
    ("DELETE", MESSAGE + "/reactions", clear_reactions),
]
