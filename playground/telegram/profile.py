"""What the bot says of itself: name, texts, command menus per scope and language, menu button."""

from __future__ import annotations

import re
from typing import Any

from playground.telegram.calls import Call, method
from playground.telegram.core import Core
from playground.telegram.errors import bad
from playground.telegram.rights import is_admin, readable_chat
from playground.telegram.tables import Json

MOST_COMMANDS = 100
TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators",
          *CHAT_SCOPES)  # fmt: skip


@method("getMe")
def get_me(core: Core, call: Call) -> Json:
    no = dict.fromkeys(
        ("can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business",
         "has_main_web_app", "has_topics_enabled", "allows_users_to_create_topics",
         "can_manage_bots", "supports_guest_queries", "supports_join_request_queries"), False,
    )  # fmt: skip
    return core.bot_json() | {"can_join_groups": True} | no


@method("logOut", "close")
def log_out(core: Core, call: Call) -> bool:
    return True


# Commands


def _scope_key(core: Core, call: Call) -> str:
    scope = call.json("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    key = str(kind)
    if kind in CHAT_SCOPES:
        chat = readable_chat(core, scope.get("chat_id"))
        if chat["type"] == "private" and kind != "chat":
            raise bad("can't set commands for members of a private chat")
        key += f":{chat['id']}"
    if kind == "chat_member":
        key += f":{int(scope.get('user_id') or 0)}"
    language = call.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad("invalid language code specified")
    return f"{key}|{language}"


@method("setMyCommands")
def set_my_commands(core: Core, call: Call) -> bool:
    given = call.json("commands")
    if not isinstance(given, list):
        raise bad("can't parse commands: expected an Array of BotCommand")
    if len(given) > MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    commands = []
    for entry in given:
        name = str(entry.get("command", "")).removeprefix("/")
        description = str(entry.get("description", "")).strip()
        if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": name, "description": description})
    core.menus.put(_scope_key(core, call), {"commands": commands})
    _menu_changed(core)
    return True


@method("deleteMyCommands")
def delete_my_commands(core: Core, call: Call) -> bool:
    core.menus.delete(_scope_key(core, call))
    _menu_changed(core)
    return True


@method("getMyCommands")
def get_my_commands(core: Core, call: Call) -> list[Json]:
    row = core.menus.get(_scope_key(core, call))
    return list(row["commands"]) if row else []


def _menu_changed(core: Core) -> None:
    for user in core.users:
        core.changed(core.chats[user["id"]], "menu")


def menu_for(core: Core, user: Json, chat: Json) -> list[Json]:
    """The commands a person's client offers in a chat: narrowest scope, their language first."""
    if chat["type"] == "private":
        scopes = [f"chat:{chat['id']}", "all_private_chats", "default"]
    else:
        scopes = [f"chat_member:{chat['id']}:{user['id']}"]
        if is_admin(chat, user["id"]):
            scopes.append(f"chat_administrators:{chat['id']}")
        scopes.append(f"chat:{chat['id']}")
        if is_admin(chat, user["id"]):
            scopes.append("all_chat_administrators")
        scopes += ["all_group_chats", "default"]
    language = user["language"][:2]
    for scope in scopes:
        for key in (f"{scope}|{language}", f"{scope}|"):
            row = core.menus.get(key)
            if row and row["commands"]:
                return list(row["commands"])
    return []


# Texts


def _text_name(call: Call) -> str:
    name = re.sub(r"^(set|get)my", "", call.method.lower())
    return {"shortdescription": "short_description"}.get(name, name)


@method("setMyName", "setMyDescription", "setMyShortDescription")
def set_my_text(core: Core, call: Call) -> bool:
    name = _text_name(call)
    value = call.text(name)
    if len(value) > TEXT_LIMITS[name]:
        raise bad(f"{name.replace('_', ' ')} is too long")
    texts: Json = dict(core.meta.get("texts") or {})
    texts[name] = dict(texts.get(name, {})) | {call.text("language_code"): value}
    core.meta.put("texts", texts)
    return True


@method("getMyName", "getMyDescription", "getMyShortDescription")
def get_my_text(core: Core, call: Call) -> Json:
    name = _text_name(call)
    texts = (core.meta.get("texts") or {}).get(name, {})
    value = texts.get(call.text("language_code")) or texts.get("", "")
    return {name: value or (core.bot_json()["first_name"] if name == "name" else "")}


# Menu button and default rights


@method("setChatMenuButton")
def set_chat_menu_button(core: Core, call: Call) -> bool:
    button = call.json("menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "web_app", "default"):
        raise bad("can't parse menu button: unsupported type specified")
    buttons = core.meta.get("menu_buttons") or {}
    core.meta.put("menu_buttons", buttons | {_button_chat(core, call): button})
    _menu_changed(core)
    return True


@method("getChatMenuButton")
def get_chat_menu_button(core: Core, call: Call) -> Json:
    return menu_button(core, _button_chat(core, call))


def _button_chat(core: Core, call: Call) -> str:
    if not call.has("chat_id"):
        return ""
    return str(readable_chat(core, call.params["chat_id"])["id"])


def menu_button(core: Core, chat_id: str) -> Json:
    buttons: dict[str, Any] = core.meta.get("menu_buttons") or {}
    return dict(buttons.get(chat_id) or buttons.get("") or {"type": "commands"})


@method("setMyDefaultAdministratorRights")
def set_default_rights(core: Core, call: Call) -> bool:
    key = "channel_rights" if call.flag("for_channels") else "group_rights"
    core.meta.put(key, call.json("rights") or {})
    return True
