"""Who may do what where: Discord's permission bits, and the sum of roles and overwrites."""

from __future__ import annotations

from playground.discord.records import Json, State, is_thread

BITS: dict[str, int] = {
    name: 1 << bit
    for bit, name in enumerate(
        [
            "create_instant_invite",
            "kick_members",
            "ban_members",
            "administrator",
            "manage_channels",
            "manage_guild",
            "add_reactions",
            "view_audit_log",
            "priority_speaker",
            "stream",
            "view_channel",
            "send_messages",
            "send_tts_messages",
            "manage_messages",
            "embed_links",
            "attach_files",
            "read_message_history",
            "mention_everyone",
            "use_external_emojis",
            "view_guild_insights",
            "connect",
            "speak",
            "mute_members",
            "deafen_members",
            "move_members",
            "use_vad",
            "change_nickname",
            "manage_nicknames",
            "manage_roles",
            "manage_webhooks",
            "manage_guild_expressions",
            "use_application_commands",
            "request_to_speak",
            "manage_events",
            "manage_threads",
            "create_public_threads",
            "create_private_threads",
            "use_external_stickers",
            "send_messages_in_threads",
            "use_embedded_activities",
            "moderate_members",
            "view_creator_monetization_analytics",
            "use_soundboard",
            "create_guild_expressions",
            "create_events",
            "use_external_sounds",
            "send_voice_messages",
        ]
    )
}
BITS["send_polls"] = 1 << 49
BITS["use_external_apps"] = 1 << 50
BITS["pin_messages"] = 1 << 51
EVERYTHING = sum(BITS.values())

EVERYONE = [
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "read_message_history",
    "add_reactions",
    "embed_links",
    "attach_files",
    "connect",
    "speak",
    "change_nickname",
    "use_application_commands",
    "create_public_threads",
    "use_vad",
    "use_external_emojis",
    "send_polls",
]
BOT = [
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "read_message_history",
    "add_reactions",
    "embed_links",
    "attach_files",
    "manage_channels",
    "manage_roles",
    "manage_messages",
    "manage_threads",
    "create_public_threads",
    "create_private_threads",
    "manage_events",
    "create_events",
    "pin_messages",
    "connect",
    "use_application_commands",
]


def bits(names: list[str]) -> int:
    total = 0
    for name in names:
        total |= BITS[name]
    return total


def guild_permissions(state: State, user_id: str) -> int:
    """What this member may do in the guild before any channel's overwrites; 0 for a stranger."""
    member = state.members.get(user_id)
    if member is None:
        return 0
    if state.guild["owner_id"] == user_id:
        return EVERYTHING
    total = int(state.roles[state.guild_id]["permissions"])
    for role_id in member["roles"]:
        role = state.roles.get(role_id)
        total |= int(role["permissions"]) if role else 0
    return EVERYTHING if total & BITS["administrator"] else total


def channel_permissions(state: State, user_id: str, channel: Json) -> int:
    """What this user may do in a channel, thread or direct message; 0 when they cannot see it."""
    if channel["type"] == 1:
        return bits([*EVERYONE]) if user_id != "" else 0
    total = guild_permissions(state, user_id)
    if total == EVERYTHING:
        return total
    ruling = state.parent_of(channel)
    overwrites = {row["id"]: row for row in ruling.get("permission_overwrites", ())}
    roles = state.members[user_id]["roles"] if user_id in state.members else []
    everyone = overwrites.get(state.guild_id)
    if everyone:
        total = (total & ~int(everyone["deny"])) | int(everyone["allow"])
    of_roles = [overwrites[id] for id in roles if id in overwrites]
    for row in of_roles:
        total &= ~int(row["deny"])
    for row in of_roles:
        total |= int(row["allow"])
    own = overwrites.get(user_id)
    if own:
        total = (total & ~int(own["deny"])) | int(own["allow"])
    if not total & BITS["view_channel"]:
        return 0
    is_outside = channel["type"] == 12 and user_id not in channel["member_ids"]
    return 0 if is_outside and not total & BITS["manage_threads"] else total


def may(state: State, user_id: str, channel: Json, *names: str) -> bool:
    wanted = bits(list(names))
    return channel_permissions(state, user_id, channel) & wanted == wanted


def can_see(state: State, user_id: str, channel: Json) -> bool:
    if channel["type"] == 1:
        return bool(channel["recipient_id"] == user_id or user_id == state.meta["bot"]["id"])
    return may(state, user_id, channel, "view_channel")


def sending_right(channel: Json) -> str:
    return "send_messages_in_threads" if is_thread(channel) else "send_messages"


def top_position(state: State, user_id: str) -> int:
    """The height of this member's highest role; the owner stands above all."""
    if state.guild["owner_id"] == user_id:
        return 10_000
    roles = [state.roles.get(id) for id in state.members[user_id]["roles"]]
    return max((role["position"] for role in roles if role), default=0)
