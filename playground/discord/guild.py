"""The guild's changes: members, roles, channels, threads and overwrites, each with its event."""

from __future__ import annotations

from playground.discord import demo, messages
from playground.discord.core import Core
from playground.discord.permissions import BITS, BOT
from playground.discord.records import Json, is_thread
from playground.discord.sessions import GUILD_MEMBERS, GUILDS


def admit(core: Core, user_id: str, *, is_announced: bool = True) -> None:
    """Lets a person into the guild; a member stays as they are."""
    state = core.state
    if user_id in state.members:
        return
    row: Json = {"user_id": user_id, "roles": [], "joined_at": state.now(), "nick": None}
    state.members.put(user_id, row)
    payload = core.wire.member(user_id) | {"guild_id": state.guild_id}
    core.gateway.dispatch("GUILD_MEMBER_ADD", payload, intent=GUILD_MEMBERS)
    system = state.channels.get(state.guild.get("system_channel_id"))
    if is_announced and system is not None:
        service_message(core, system, user_id, 7)
    core.notify("chats")


def service_message(core: Core, channel: Json, author_id: str, kind: int, text: str = "") -> None:
    """A line the platform itself writes: joined, pinned, thread started."""
    state = core.state
    messages.post(
        core,
        {
            "id": state.new_id(), "channel_id": channel["id"], "author_id": author_id, "type": kind,
            "content": text, "at": state.now(), "edited_at": None, "embeds": [], "components": [],
            "attachments": [], "flags": 0, "is_pinned": False, "reactions": {}, "reference": None,
            "nonce": None, "visible_to": "", "is_pending": False, "interaction": None,
            "mentions": [], "mention_roles": [], "mention_everyone": False,
        },
    )  # fmt: skip


def remove_member(core: Core, user_id: str) -> None:
    """Someone leaves or is removed; for the bot itself the whole guild goes."""
    state = core.state
    state.members.delete(user_id)
    state.voice.delete(user_id)
    if user_id == core.bot_id:
        data: Json = {"id": state.guild_id, "guild_id": state.guild_id}
        core.gateway.dispatch("GUILD_DELETE", data, intent=GUILDS)
    else:
        data = {"guild_id": state.guild_id, "user": core.wire.user(user_id)}
        core.gateway.dispatch("GUILD_MEMBER_REMOVE", data, intent=GUILD_MEMBERS)
    core.notify("chats")


def admit_bot(core: Core) -> None:
    """The bot is added again, with its own role and all that belongs to it."""
    state = core.state
    if core.bot_id in state.members:
        return
    role = bot_role(core)
    for name in BOT:
        role["permissions"] = str(int(role["permissions"]) | BITS[name])
    state.roles.put(role["id"], role)
    state.members.put(
        core.bot_id,
        {"user_id": core.bot_id, "roles": [role["id"]], "joined_at": state.now(), "nick": None},
    )
    core.gateway.guild_returns()


def bot_role(core: Core) -> Json:
    return next(row for row in core.state.roles if row["bot_id"] == core.bot_id)


def tell_member(core: Core, user_id: str) -> None:
    payload = core.wire.member(user_id) | {"guild_id": core.state.guild_id}
    # The bot hears of its own roles whatever its intents.
    intent = 0 if user_id == core.bot_id else GUILD_MEMBERS
    core.gateway.dispatch("GUILD_MEMBER_UPDATE", payload, intent=intent)
    core.notify("chats")


def change_member_role(core: Core, user_id: str, role_id: str, *, is_given: bool) -> None:
    member = core.state.members[user_id]
    if (role_id in member["roles"]) == is_given:
        return
    others = [id for id in member["roles"] if id != role_id]
    member["roles"] = [*others, role_id] if is_given else others
    core.state.members.put(user_id, member)
    tell_member(core, user_id)


def tell_role(core: Core, event: str, role: Json) -> None:
    data = {"guild_id": core.state.guild_id, "role": core.wire.role(role)}
    core.gateway.dispatch(event, data, intent=GUILDS)
    core.notify("chats")


def create_role(core: Core, body: Json) -> Json:
    """A role at the bottom, above @everyone: the others move up."""
    state = core.state
    for role in state.roles:
        if role["position"] >= 1:
            state.roles.put(role["id"], role | {"position": role["position"] + 1})
    id = state.new_id()
    permissions = body.get("permissions")
    row: Json = {
        "id": id, "name": body.get("name") or "new role", "color": role_color(body),
        "hoist": bool(body.get("hoist")), "position": 1, "managed": False, "bot_id": "",
        "mentionable": bool(body.get("mentionable")),
        "permissions": state.roles[state.guild_id]["permissions"]
        if permissions is None else str(permissions),
    }  # fmt: skip
    state.roles.put(id, row)
    tell_role(core, "GUILD_ROLE_CREATE", row)
    for role in state.roles:
        if role["position"] > 1:
            tell_role(core, "GUILD_ROLE_UPDATE", role)
    return row


def role_color(body: Json) -> int:
    return int((body.get("colors") or {}).get("primary_color") or body.get("color") or 0)


def delete_role(core: Core, role: Json) -> None:
    state = core.state
    for member in state.members:
        if role["id"] in member["roles"]:
            member["roles"].remove(role["id"])
            state.members.put(member["user_id"], member)
    state.roles.delete(role["id"])
    data = {"guild_id": state.guild_id, "role_id": role["id"]}
    core.gateway.dispatch("GUILD_ROLE_DELETE", data, intent=GUILDS)
    core.notify("chats")


def change_bot_role(core: Core, right: str, *, is_taken: bool) -> None:
    role = bot_role(core)
    had = int(role["permissions"])
    role["permissions"] = str(had & ~BITS[right] if is_taken else had | BITS[right])
    core.state.roles.put(role["id"], role)
    tell_role(core, "GUILD_ROLE_UPDATE", role)


def change_overwrite(core: Core, channel: Json, right: str, *, is_taken: bool) -> None:
    """Denies the bot's role this right here, or lifts the denial."""
    role_id = bot_role(core)["id"]
    rows: list[Json] = channel.setdefault("permission_overwrites", [])
    row = next((one for one in rows if one["id"] == role_id), None)
    if row is None:
        if not is_taken:
            return
        row = {"id": role_id, "type": 0, "allow": "0", "deny": "0"}
        rows.append(row)
    deny = int(row["deny"])
    row["deny"] = str(deny | BITS[right] if is_taken else deny & ~BITS[right])
    tell_channel(core, "CHANNEL_UPDATE", channel)


def tell_channel(core: Core, event: str, channel: Json) -> None:
    """Keeps the channel as it is now and sends its event."""
    if not event.endswith("DELETE"):
        core.state.channels.put(channel["id"], channel)
    core.gateway.dispatch(event, core.wire.channel(channel), intent=GUILDS)
    core.notify("chats")


def create_channel(core: Core, name: str, kind: int, body: Json | None = None) -> Json:
    body = body or {}
    parent = body.get("parent_id")
    row = demo.put_channel(
        core.state,
        name.strip().lower().replace(" ", "-") if kind in (0, 5, 15) else name,
        kind,
        topic=body.get("topic"),
        position=len(core.state.channels),
        parent_id=str(parent) if parent else None,
    )
    overwrites = body.get("permission_overwrites") or []
    row["permission_overwrites"] = [clean_overwrite(entry) for entry in overwrites]
    if kind == 15:
        tags = body.get("available_tags") or []
        row["available_tags"] = [
            {"id": core.state.new_id(), "name": tag["name"], "moderated": False,
             "emoji_id": None, "emoji_name": tag.get("emoji_name")}
            for tag in tags
        ]  # fmt: skip
    tell_channel(core, "CHANNEL_CREATE", row)
    return row


def clean_overwrite(entry: Json) -> Json:
    return {
        "id": str(entry["id"]), "type": int(entry.get("type") or 0),
        "allow": str(entry.get("allow") or 0), "deny": str(entry.get("deny") or 0),
    }  # fmt: skip


def delete_channel(core: Core, channel: Json) -> None:
    """The channel with its threads and messages is gone."""
    state = core.state
    for thread in state.threads_of(channel["id"]) if not is_thread(channel) else []:
        delete_channel(core, thread)
    for row in state.messages_in(channel["id"]):
        state.delete_message(row)
    payload = core.wire.channel(channel)
    state.channels.delete(channel["id"])
    event = "THREAD_DELETE" if is_thread(channel) else "CHANNEL_DELETE"
    core.gateway.dispatch(event, payload, intent=GUILDS)
    core.notify("chats")


def create_thread(
    core: Core, parent: Json, owner_id: str, *, name: str, kind: int, source: Json | None = None,
    archive_minutes: int = 1440, tags: list[str] | None = None,
) -> Json:  # fmt: skip
    """A thread; from a message it takes the message's id. A service line tells the channel."""
    state = core.state
    id = source["id"] if source else state.new_id()
    row: Json = {
        "id": id, "type": kind, "slug": state.unused_slug(name), "name": name,
        "parent_id": parent["id"], "owner_id": owner_id, "member_ids": [owner_id],
        "is_archived": False, "is_locked": False, "auto_archive_duration": archive_minutes,
        "created_at": state.now(), "applied_tags": tags or [], "last_message_id": None,
    }  # fmt: skip
    state.channels.put(id, row)
    if source is not None:
        source["thread_id"] = id
        state.put_message(source)
    payload = core.wire.thread(row) | {"newly_created": True}
    core.gateway.dispatch("THREAD_CREATE", payload, intent=GUILDS)
    if parent["type"] != 15 and source is None and kind == 11:
        service_message(core, parent, owner_id, 18, name)
    core.notify("chats")
    return row


def change_thread_member(core: Core, thread: Json, user_id: str, *, is_added: bool) -> None:
    if (user_id in thread["member_ids"]) == is_added:
        return
    if is_added:
        thread["member_ids"].append(user_id)
    else:
        thread["member_ids"].remove(user_id)
    core.state.channels.put(thread["id"], thread)
    data: Json = {
        "id": thread["id"], "guild_id": core.state.guild_id,
        "member_count": min(50, len(thread["member_ids"])),
    }  # fmt: skip
    if is_added:
        member = core.wire.member(user_id) if user_id in core.state.members else None
        entry = core.wire.thread_member(thread, user_id) | {"member": member, "presence": None}
        data["added_members"] = [entry]
    else:
        data["removed_member_ids"] = [user_id]
    core.gateway.dispatch("THREAD_MEMBERS_UPDATE", data, intent=GUILDS)
    core.notify("chats")
