"""The command table as Discord's slash commands, and whether Discord already has it so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bots.dialogue.ports import CommandEntry, CommandOption
from bots.discord import limits
from bots.discord.limits import clip

Json = dict[str, Any]

_DEFAULT = "en"
_LOCALES = {"es": ("es-ES", "es-419"), "ru": ("ru",)}
_KINDS = {"text": 3, "integer": 4, "boolean": 5, "file": 11}
_SUBCOMMAND = 1
_NAME = re.compile(r"[-_\w]+")
_MANAGE_GUILD = str(1 << 5)
_IN_GUILDS_AND_DIRECT = [0, 1]
# What Discord adds of its own to a command is no difference.
_COMPARED = (
    "name",
    "type",
    "description",
    "description_localizations",
    "name_localizations",
    "options",
    "required",
    "autocomplete",
    "choices",
    "value",
    "default_member_permissions",
)


def table_of(entries: Sequence[CommandEntry]) -> list[Json]:
    """The JSON of all commands, for one bulk overwrite. Names of two words become subcommands;
    a one-word command beside them becomes "show": Discord cannot run a command that has parts.
    Raises ValueError, before anything is sent, for a table that Discord would refuse."""
    groups: dict[str, list[CommandEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.name.split(" ", 1)[0], []).append(entry)
    table = [_command(name, group) for name, group in groups.items()]
    if len(table) > limits.COMMANDS:
        raise ValueError(f"{len(table)} commands: Discord takes {limits.COMMANDS}")
    for command in table:
        _check(command, command["name"])
        size = _size(command)
        if size > limits.COMMAND_TOTAL:
            raise ValueError(f"/{command['name']} has {size} characters: too long for Discord")
    return table


def _check(part: Json, path: str) -> None:
    if not _NAME.fullmatch(part["name"]) or len(part["name"]) > limits.COMMAND_NAME:
        raise ValueError(f"/{path}: {part['name']!r} is no name for Discord")
    options = part.get("options", [])
    if len(options) > limits.COMMAND_OPTIONS:
        raise ValueError(f"/{path} has {len(options)} options: too many for Discord")
    for option in options:
        _check(option, f"{path} {option['name']}")


def _size(part: Json) -> int:
    """As Discord counts: of each text its longest translation."""
    size = 0
    for key in ("name", "description"):
        texts = [part.get(key, ""), *part.get(f"{key}_localizations", {}).values()]
        size += max(map(len, texts))
    size += len(str(part.get("value", "")))
    return size + sum(
        _size(inner) for inner in (*part.get("options", ()), *part.get("choices", ()))
    )


def name_given(name: str, entries: Sequence[CommandEntry]) -> str:
    """The table's name for what was called: "course show" stands for a bare "course"."""
    names = {entry.name for entry in entries}
    bare = name.removesuffix(" show")
    return bare if name not in names and bare in names else name


def is_same(wanted: Sequence[Json], found: Sequence[Json]) -> bool:
    """Whether an overwrite would change anything that people see."""

    def by_name(table: Sequence[Json]) -> list[Any]:
        return sorted((_compared(row) for row in table), key=lambda row: str(row.get("name")))

    return by_name(wanted) == by_name(found)


def _compared(value: Any) -> Any:
    if isinstance(value, list):
        return [_compared(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: value[key] for key in _COMPARED if value.get(key)}
    if kept.get("type") == 1:
        kept.pop("type")  # of a command it means "chat input", which may be left out
    return {
        key: item if key.endswith("_localizations") else _compared(item)
        for key, item in kept.items()
    }


def _command(name: str, group: list[CommandEntry]) -> Json:
    bare = next((entry for entry in group if entry.name == name), None)
    needs_manage = all(entry.needs_manage for entry in group)
    command: Json = {
        "type": 1,
        "name": name,
        **_described((bare or group[0]).descriptions),
        "default_member_permissions": _MANAGE_GUILD if needs_manage else None,
        "contexts": _IN_GUILDS_AND_DIRECT,
    }
    if len(group) == 1 and bare:
        command["options"] = _options(bare.options)
    else:
        command["options"] = [_subcommand(entry) for entry in group]
    return command


def _subcommand(entry: CommandEntry) -> Json:
    _, _, rest = entry.name.partition(" ")
    return {
        "type": _SUBCOMMAND,
        "name": rest or "show",
        **_described(entry.descriptions),
        "options": _options(entry.options),
    }


def _options(options: Sequence[CommandOption]) -> list[Json]:
    # Discord refuses a required option behind an optional one.
    return [_option(option) for option in sorted(options, key=lambda one: not one.is_required)]


def _option(option: CommandOption) -> Json:
    row: Json = {
        "type": _KINDS[option.kind],
        "name": option.name,
        **_described(option.descriptions),
        "required": option.is_required,
    }
    if option.choices:
        few = option.choices[: limits.CHOICES]
        row["choices"] = [_choice(value, labels, option.kind) for value, labels in few]
    elif option.has_autocomplete:
        row["autocomplete"] = True
    return row


def _choice(value: str, labels: dict[str, str], kind: str) -> Json:
    words = {locale: clip(label, limits.CHOICE_TEXT) for locale, label in labels.items()}
    localized = _localized(words)
    return {
        "name": words.get(_DEFAULT) or value,
        "value": int(value) if kind == "integer" else value,
    } | ({"name_localizations": localized} if localized else {})


def _described(texts: dict[str, str]) -> Json:
    clipped = {
        locale: clip(text, limits.COMMAND_DESCRIPTION) for locale, text in texts.items() if text
    }
    localized = _localized(clipped)
    return {"description": clipped.get(_DEFAULT) or "…"} | (
        {"description_localizations": localized} if localized else {}
    )


def _localized(texts: dict[str, str]) -> dict[str, str]:
    return {
        discord_locale: texts[locale]
        for locale, discord_locales in _LOCALES.items()
        if locale in texts
        for discord_locale in discord_locales
    }
