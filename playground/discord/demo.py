"""The demonstration guild: its channels, roles and the bot's place in it, made once."""

from __future__ import annotations

from playground.discord.permissions import BOT, EVERYONE, bits
from playground.discord.records import Json, State

CHANNELS: tuple[tuple[str, int, str], ...] = (
    ("general", 0, "Everyone meets here"),
    ("py-cohort", 0, "Programming with Python, the running cohort"),
    ("help", 0, "Ask anything"),
    ("Study room", 2, ""),
    ("projects", 15, "Show what you build: a post for each project"),
)


def make_guild(state: State, *, application_id: int) -> None:
    """Lays out the guild in an empty store; a store that has one is left as it is."""
    if "guild" in state.meta:
        return
    guild_id = state.new_id()
    bot_id = str(application_id)
    state.meta.put("bot", {"id": bot_id})
    guild: Json = {"id": guild_id, "name": "Peerloom demo", "owner_id": "1", "description": None}
    state.meta.put("guild", guild)
    state.users.put(
        bot_id,
        {"id": bot_id, "name": "peerloom", "username": "peerloom", "global_name": "Peerloom",
         "locale": "en-US", "is_bot": True, "has_open_dms": True},
    )  # fmt: skip
    put_role(state, guild_id, "@everyone", EVERYONE, position=0)
    bot_role = put_role(
        state, state.new_id(), "Peerloom", BOT, position=3, color=0x5865F2, bot_id=bot_id
    )
    put_role(state, state.new_id(), "Educator", [], position=2, color=0x2ECC71, is_hoisted=True)
    put_role(state, state.new_id(), "py-cohort", [], position=1, color=0xE67E22)
    state.members.put(
        bot_id,
        {"user_id": bot_id, "roles": [bot_role["id"]], "joined_at": state.now(), "nick": None},
    )
    for position, (title, kind, topic) in enumerate(CHANNELS):
        put_channel(state, title, kind, topic=topic, position=position)
    system = next(row for row in state.channels if row["slug"] == "general")
    guild["system_channel_id"] = system["id"]
    state.put_guild()


def put_role(
    state: State,
    id: str,
    name: str,
    rights: list[str],
    *,
    position: int,
    color: int = 0,
    is_hoisted: bool = False,
    bot_id: str = "",
) -> Json:
    return state.roles.put(
        id,
        {"id": id, "name": name, "color": color, "hoist": is_hoisted, "position": position,
         "permissions": str(bits(rights)), "managed": bool(bot_id), "mentionable": False,
         "bot_id": bot_id},
    )  # fmt: skip


def put_channel(
    state: State,
    title: str,
    kind: int,
    *,
    topic: str | None = None,
    position: int = 0,
    parent_id: str | None = None,
) -> Json:
    """A new guild channel of this type, not yet told to anybody."""
    id = state.new_id()
    row: Json = {
        "id": id, "type": kind, "slug": state.unused_slug(title), "name": title,
        "topic": topic or None, "position": position, "permission_overwrites": [],
        "parent_id": parent_id, "nsfw": False, "rate_limit_per_user": 0, "last_message_id": None,
    }  # fmt: skip
    if kind in (2, 13):
        row |= {"bitrate": 64_000, "user_limit": 0}
    if kind == 15:
        row |= {"available_tags": [], "default_sort_order": None, "default_forum_layout": 0}
    return state.channels.put(id, row)
