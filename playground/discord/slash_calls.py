"""From a typed line to a slash command's interaction data: options with their types, and files."""

from __future__ import annotations

from typing import Any

from playground.discord import messages
from playground.discord.commands import Slash, Typed, localised
from playground.discord.core import Core
from playground.discord.messages import Upload
from playground.discord.permissions import may
from playground.discord.records import Json
from playground.surface import NotSeen


class SlashCall:
    """Builds the data of one call; raises NotSeen where Discord's client would not send it."""

    def __init__(self, core: Core, user_id: str, slash: Slash) -> None:
        self._core = core
        self._user_id = user_id
        self._slash = slash
        self._resolved: dict[str, Json] = {}

    def data(self, options: list[Json]) -> Json:
        """The options wrapped in their subcommand and group, under the command."""
        for step in reversed(self._slash.path):
            options = [{"name": step["name"], "type": step["type"], "options": options}]
        root = self._slash.root
        data: Json = {"id": root["id"], "name": root["name"], "type": 1, "options": options}
        if root.get("guild_id"):
            data["guild_id"] = root["guild_id"]
        return data | ({"resolved": self._resolved} if self._resolved else {})

    def options(self, typed: Typed, files: dict[str, tuple[str, bytes]]) -> list[Json]:
        """Every option given, in the command's order."""
        unknown = set(files) - {o["name"] for o in self._slash.options if o["type"] == 11}
        if unknown:
            raise NotSeen(f"/{self._slash.name} takes no file named {sorted(unknown)}")
        made: list[Json] = []
        for option in self._slash.options:
            name = option["name"]
            if name in files or name in typed.values:
                value = self._value(option, typed.values.get(name, ""), files.get(name))
                made.append({"name": name, "type": option["type"], "value": value})
            elif option.get("required"):
                raise NotSeen(f"/{self._slash.name} needs the option {name!r}")
        return made

    def _value(self, option: Json, text: str, file: tuple[str, bytes] | None) -> Any:
        kind = option["type"]
        if option.get("choices"):
            return self._choice(option, text)
        if kind == 11:
            if file is None:
                raise NotSeen(f"the option {option['name']!r} takes a file; none was attached")
            row = messages.keep_file(self._core, Upload(*file), is_private=True)
            wire = self._core.wire.attachment(row)
            self._resolved.setdefault("attachments", {})[row["id"]] = wire
            return row["id"]
        if kind == 5:
            if text.lower() not in ("true", "false", "yes", "no"):
                raise NotSeen(f"the option {option['name']!r} is true or false, not {text!r}")
            return text.lower() in ("true", "yes")
        if kind in (4, 10):
            return self._number(option, text)
        if kind in (6, 7, 8, 9):
            return self._thing(kind, text)
        least, most = option.get("min_length") or 0, option.get("max_length") or 6000
        if not least <= len(text) <= most:
            raise NotSeen(f"the option {option['name']!r} takes {least} to {most} characters")
        return text

    def _choice(self, option: Json, text: str) -> Any:
        locale = self._core.state.users[self._user_id]["locale"]
        for choice in option["choices"]:
            names = {localised(choice, "name", locale), choice["name"], str(choice["value"])}
            if text.casefold() in {name.casefold() for name in names}:
                return choice["value"]
        names_shown = [localised(choice, "name", locale) for choice in option["choices"]]
        raise NotSeen(f"the option {option['name']!r} has no choice {text!r}, but {names_shown}")

    def _number(self, option: Json, text: str) -> int | float:
        try:
            value = int(text) if option["type"] == 4 else float(text)
        except ValueError:
            raise NotSeen(f"the option {option['name']!r} is a number, not {text!r}") from None
        least, most = option.get("min_value"), option.get("max_value")
        if (least is not None and value < least) or (most is not None and value > most):
            raise NotSeen(f"the option {option['name']!r} lies between {least} and {most}")
        return value

    def _thing(self, kind: int, text: str) -> str:
        """A person, channel or role by the name it is shown with."""
        state, wire = self._core.state, self._core.wire
        name = text.lstrip("@#").strip("<>").casefold()
        if kind in (6, 9):
            for user in state.users:
                if name in (user["name"], user["username"].casefold(), user["id"]) or (
                    name == user["global_name"].casefold()
                ):
                    self._resolved.setdefault("users", {})[user["id"]] = wire.user(user["id"])
                    if user["id"] in state.members:
                        member = wire.member(user["id"], with_user=False) | {"permissions": "0"}
                        self._resolved.setdefault("members", {})[user["id"]] = member
                    return str(user["id"])
        if kind in (8, 9):
            for role in state.roles:
                if name == role["name"].casefold():
                    self._resolved.setdefault("roles", {})[role["id"]] = wire.role(role)
                    return str(role["id"])
        for channel in state.channels:
            is_named = name in (channel["slug"], channel["name"].casefold(), channel["id"])
            is_seen = channel["type"] != 1 and may(state, self._user_id, channel, "view_channel")
            if kind == 7 and is_named and is_seen:
                payload = wire.channel(channel) | {"permissions": "0"}
                self._resolved.setdefault("channels", {})[channel["id"]] = payload
                return str(channel["id"])
        raise NotSeen(f"nothing here is called {text!r}")
