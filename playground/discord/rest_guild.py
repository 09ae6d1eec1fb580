"""REST: the guild, its members, roles and channels."""

from __future__ import annotations

from playground.discord import guild, limits
from playground.discord.errors import (
    ApiError,
    FormErrors,
    missing_permissions,
    unknown,
)
from playground.discord.permissions import (
    EVERYTHING,
    guild_permissions,
    top_position,
)
from playground.discord.records import Json, is_thread
from playground.discord.rest import Call, Route

GUILD = "/guilds/{guild_id}"


def get_guild(call: Call) -> Json:
    call.guild()
    count = len(call.core.state.members)
    return call.core.wire.guild() | {
        "approximate_member_count": count, "approximate_presence_count": count,
    }  # fmt: skip


def list_channels(call: Call) -> list[Json]:
    call.guild()
    rows = [row for row in call.core.state.channels if row["type"] != 1 and not is_thread(row)]
    return [call.core.wire.channel(row) for row in rows]


def create_channel(call: Call) -> Json:
    call.guild("manage_channels")
    errors, body = FormErrors(), call.body
    if errors.required(("name",), body.get("name")):
        errors.length(("name",), body["name"], 1, limits.CHANNEL_NAME)
    errors.length(("topic",), body.get("topic"), 0, limits.TOPIC)
    errors.length(("available_tags",), body.get("available_tags"), 0, limits.FORUM_TAGS, items=True)
    errors.raise_if_any()
    rows = [row for row in call.core.state.channels if row["type"] != 1 and not is_thread(row)]
    if len(rows) >= limits.CHANNELS:
        raise ApiError(400, 30013, "Maximum number of guild channels reached (500)")
    if body.get("permission_overwrites"):
        mine = guild_permissions(call.core.state, call.core.bot_id)
        for entry in body["permission_overwrites"]:
            given = int(entry.get("allow") or 0) | int(entry.get("deny") or 0)
            if given & ~mine:
                raise missing_permissions()
    row = guild.create_channel(call.core, str(body["name"]), int(body.get("type") or 0), body)
    return call.core.wire.channel(row)


def list_roles(call: Call) -> list[Json]:
    call.guild()
    return [call.core.wire.role(row) for row in call.core.state.roles]


def _check_role(call: Call, body: Json) -> None:
    errors = FormErrors()
    errors.length(("name",), body.get("name"), 0, 100)
    errors.raise_if_any()
    mine = guild_permissions(call.core.state, call.core.bot_id)
    if mine != EVERYTHING and int(body.get("permissions") or 0) & ~mine:
        raise missing_permissions()


def create_role(call: Call) -> Json:
    call.guild("manage_roles")
    _check_role(call, call.body)
    if len(call.core.state.roles) >= limits.ROLES:
        raise ApiError(400, 30005, "Maximum number of guild roles reached (250)")
    return call.core.wire.role(guild.create_role(call.core, call.body))


def _role_below(call: Call) -> Json:
    """The role of the path, which must stand below the bot's highest one (else 50013)."""
    call.guild("manage_roles")
    role = call.core.state.roles.get(call.params["role_id"])
    if role is None:
        raise unknown(10011)
    if role["position"] >= top_position(call.core.state, call.core.bot_id):
        raise missing_permissions()
    return role


def get_role(call: Call) -> Json:
    call.guild()
    role = call.core.state.roles.get(call.params["role_id"])
    if role is None:
        raise unknown(10011)
    return call.core.wire.role(role)


def change_role(call: Call) -> Json:
    role, body = _role_below(call), call.body
    _check_role(call, body)
    for name in ("name", "hoist", "mentionable"):
        if body.get(name) is not None:
            role[name] = body[name]
    if "color" in body or "colors" in body:
        role["color"] = guild.role_color(body)
    if body.get("permissions") is not None:
        role["permissions"] = str(body["permissions"])
    call.core.state.roles.put(role["id"], role)
    guild.tell_role(call.core, "GUILD_ROLE_UPDATE", role)
    return call.core.wire.role(role)


def delete_role(call: Call) -> None:
    role = _role_below(call)
    if role["managed"] or role["id"] == call.core.state.guild_id:
        raise ApiError(400, 50028, "Invalid role")
    guild.delete_role(call.core, role)


def _member(call: Call) -> str:
    call.guild()
    user_id = call.params.get("user_id", "@me")
    user_id = call.core.bot_id if user_id == "@me" else user_id
    if user_id not in call.core.state.members:
        raise unknown(10007 if user_id in call.core.state.users else 10013)
    return user_id


def get_member(call: Call) -> Json:
    return call.core.wire.member(_member(call))


def list_members(call: Call) -> list[Json]:
    call.guild()
    after = int(call.query.get("after", 0))
    limit = min(1000, int(call.query.get("limit", 1)))
    ids = sorted(int(id) for id in call.core.state.members.ids())
    return [call.core.wire.member(str(id)) for id in ids if id > after][:limit]


def search_members(call: Call) -> list[Json]:
    call.guild()
    query = call.query.get("query", "").casefold()
    users = [call.core.state.users[id] for id in call.core.state.members.ids()]
    fitting = [u for u in users if str(u["username"]).casefold().startswith(query)]
    return [call.core.wire.member(u["id"]) for u in fitting][: int(call.query.get("limit", 1))]


def change_member(call: Call) -> Json:
    user_id, state, body = _member(call), call.core.state, call.body
    member = state.members[user_id]
    if "roles" in body:
        call.guild("manage_roles")
        wanted = [str(id) for id in body["roles"] or ()]
        for id in set(wanted) ^ set(member["roles"]):
            call.params["role_id"] = id
            _role_below(call)
        member["roles"] = wanted
    if "nick" in body:
        is_me = user_id == call.core.bot_id
        call.guild("change_nickname" if is_me else "manage_nicknames")
        member["nick"] = body["nick"] or None
    state.members.put(user_id, member)
    guild.tell_member(call.core, user_id)
    return call.core.wire.member(user_id)


def give_role(call: Call) -> None:
    user_id, role = _member(call), _role_below(call)
    guild.change_member_role(call.core, user_id, role["id"], is_given=True)


def take_role(call: Call) -> None:
    user_id, role = _member(call), _role_below(call)
    guild.change_member_role(call.core, user_id, role["id"], is_given=False)


def kick(call: Call) -> None:
    user_id = _member(call)
    call.guild("kick_members")
    if top_position(call.core.state, user_id) >= top_position(call.core.state, call.core.bot_id):
        raise missing_permissions()
    guild.remove_member(call.core, user_id)


ROUTES: list[Route] = [
    ("GET", GUILD, get_guild),
    ("GET", GUILD + "/channels", list_channels),
    ("POST", GUILD + "/channels", create_channel),
    ("GET", GUILD + "/roles", list_roles),
    ("POST", GUILD + "/roles", create_role),
    ("GET", GUILD + "/roles/{role_id}", get_role),
    ("PATCH", GUILD + "/roles/{role_id}", change_role),
    ("DELETE", GUILD + "/roles/{role_id}", delete_role),
    ("GET", GUILD + "/members", list_members),
    ("GET", GUILD + "/members/search", search_members),
    ("GET", GUILD + "/members/{user_id}", get_member),
    ("PATCH", GUILD + "/members/{user_id}", change_member),
    ("DELETE", GUILD + "/members/{user_id}", kick),
    ("PUT", GUILD + "/members/{user_id}/roles/{role_id}", give_role),
    ("DELETE", GUILD + "/members/{user_id}/roles/{role_id}", take_role),
]
