"""REST: the bot itself, its commands, and the answers to interactions."""

from __future__ import annotations

from typing import Any

from playground.discord import guild
from playground.discord.commands import check_commands
from playground.discord.errors import ApiError, missing_access, unknown
from playground.discord.gateway import APPLICATION_FLAGS
from playground.discord.records import Json
from playground.discord.rest import Call, Route

COMMANDS = "/applications/{application_id}/commands"
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"
WEBHOOK = "/webhooks/{application_id}/{token}"


def gateway(call: Call) -> Json:
    return {"url": call.core.gateway.url}


def gateway_bot(call: Call) -> Json:
    starts = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.core.gateway.url, "shards": 1, "session_start_limit": starts}


def me(call: Call) -> Json:
    return call.core.wire.me()


def get_user(call: Call) -> Json:
    if call.params["user_id"] not in call.core.state.users:
        raise unknown(10013)
    return call.core.wire.user(call.params["user_id"])


def my_guilds(call: Call) -> list[Json]:
    state = call.core.state
    if call.core.bot_id not in state.members:
        return []
    row = call.core.wire.guild()
    kept = {name: row[name] for name in ("id", "name", "icon", "banner", "features")}
    return [kept | {"owner": False, "permissions": "0"}]


def leave_guild(call: Call) -> None:
    if call.params["guild_id"] != call.core.state.guild_id:
        raise unknown(10004)
    guild.remove_member(call.core, call.core.bot_id)


def application(call: Call) -> Json:
    core = call.core
    user = core.wire.user(core.bot_id)
    owner_id = core.state.guild["owner_id"]
    owner = core.wire.user(owner_id) if owner_id in core.state.users else user
    return {
        "id": core.bot_id, "name": user["global_name"], "icon": None, "description": "",
        "type": None, "bot_public": True, "bot_require_code_grant": False,
        "verify_key": "0" * 64, "flags": APPLICATION_FLAGS, "flags_new": str(APPLICATION_FLAGS),
        "owner": owner, "team": None, "bot": user, "redirect_uris": [], "rpc_origins": [],
        "interactions_endpoint_url": None, "role_connections_verification_url": None,
        "approximate_guild_count": 1, "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0, "explicit_content_filter": 0,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "integration_types_config": {"0": {}},
    }  # fmt: skip


# commands


def _scope(call: Call) -> str:
    """The guild's id for guild commands, "" for global ones."""
    if call.params["application_id"] != call.core.bot_id:
        words = "You are not authorized to perform this action on this application"
        raise ApiError(403, 20012, words)
    guild_id = call.params.get("guild_id", "")
    if guild_id and guild_id != call.core.state.guild_id:
        raise missing_access()
    return guild_id


def _of_scope(call: Call) -> list[Json]:
    scope = _scope(call)
    return [row for row in call.core.state.commands if row.get("guild_id", "") == scope]


def _store(call: Call, body: Json) -> Json:
    """A command as it is kept: the one of the same name and type keeps its id."""
    scope, kind = _scope(call), int(body.get("type") or 1)
    same = [row for row in _of_scope(call) if (row["name"], row["type"]) == (body["name"], kind)]
    state = call.core.state
    row: Json = {
        "id": same[0]["id"] if same else state.new_id(), "application_id": call.core.bot_id,
        "version": state.new_id(), "type": kind, "name": body["name"],
        "name_localizations": body.get("name_localizations"),
        "description": body.get("description") or "",
        "description_localizations": body.get("description_localizations"),
        "options": body.get("options") or [], "nsfw": bool(body.get("nsfw")),
        "default_member_permissions": _text(body.get("default_member_permissions")),
        "dm_permission": body.get("dm_permission", True), "contexts": body.get("contexts"),
        "integration_types": body.get("integration_types") or [0],
    }  # fmt: skip
    row |= {"guild_id": scope} if scope else {}
    state.commands.put(row["id"], row)
    return row


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def overwrite_commands(call: Call) -> list[Json]:
    bodies = call.body or []
    if not isinstance(bodies, list):
        raise ApiError(400, 50035, "Invalid Form Body")
    check_commands(bodies)
    kept = {(body["name"], int(body.get("type") or 1)) for body in bodies}
    for row in _of_scope(call):
        if (row["name"], row["type"]) not in kept:
            call.core.state.commands.delete(row["id"])
    rows = [_store(call, body) for body in bodies]
    call.core.notify("menu")
    return rows


def create_command(call: Call) -> Json:
    check_commands([call.body])
    row = _store(call, call.body)
    call.core.notify("menu")
    return row


def _command(call: Call) -> Json:
    for row in _of_scope(call):
        if row["id"] == call.params["command_id"]:
            return row
    raise unknown(10063)


def change_command(call: Call) -> Json:
    row = _command(call)
    merged: Json = row | call.body
    check_commands([merged])
    call.core.state.commands.put(row["id"], merged)
    call.core.notify("menu")
    return merged


def delete_command(call: Call) -> None:
    call.core.state.commands.delete(_command(call)["id"])
    call.core.notify("menu")


# interactions


def callback(call: Call) -> Json | None:
    params = call.params
    answer = call.interactions.callback(
        params["interaction_id"], params["token"], call.body, call.files
    )
    return answer if call.query.get("with_response", "").lower() in ("1", "true") else None


def follow_up(call: Call) -> Json:
    one = call.interactions.of_token(call.params["application_id"], call.params["token"])
    return call.core.wire.message(call.interactions.follow_up(one, call.body, call.files))


def _message(call: Call) -> tuple[Any, Json]:
    one = call.interactions.of_token(call.params["application_id"], call.params["token"])
    return one, call.interactions.message_of(one, call.params.get("message_id", "@original"))


def get_answer(call: Call) -> Json:
    return call.core.wire.message(_message(call)[1])


def edit_answer(call: Call) -> Json:
    one, row = _message(call)
    return call.core.wire.message(call.interactions.edit(one, row, call.body, call.files))


def delete_answer(call: Call) -> None:
    one, row = _message(call)
    call.interactions.remove(one, row)


ROUTES: list[Route] = [
    ("GET", "/gateway", gateway),
    ("GET", "/gateway/bot", gateway_bot),
    ("GET", "/users/@me", me),
    ("GET", "/users/@me/guilds", my_guilds),
    ("DELETE", "/users/@me/guilds/{guild_id}", leave_guild),
    ("GET", "/users/{user_id}", get_user),
    ("GET", "/oauth2/applications/@me", application),
    ("GET", "/applications/@me", application),
    ("GET", COMMANDS, _of_scope),
    ("PUT", COMMANDS, overwrite_commands),
    ("POST", COMMANDS, create_command),
    ("GET", COMMANDS + "/{command_id}", _command),
    ("PATCH", COMMANDS + "/{command_id}", change_command),
    ("DELETE", COMMANDS + "/{command_id}", delete_command),
    ("GET", GUILD_COMMANDS, _of_scope),
    ("PUT", GUILD_COMMANDS, overwrite_commands),
    ("POST", GUILD_COMMANDS, create_command),
    ("GET", GUILD_COMMANDS + "/{command_id}", _command),
    ("PATCH", GUILD_COMMANDS + "/{command_id}", change_command),
    ("DELETE", GUILD_COMMANDS + "/{command_id}", delete_command),
    ("POST", "/interactions/{interaction_id}/{token}/callback", callback),
    ("POST", WEBHOOK, follow_up),
    ("GET", WEBHOOK + "/messages/{message_id}", get_answer),
    ("PATCH", WEBHOOK + "/messages/{message_id}", edit_answer),
    ("DELETE", WEBHOOK + "/messages/{message_id}", delete_answer),
]
