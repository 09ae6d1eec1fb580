"""Slash commands: what a bot may register, which a person sees, and what a typed line means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playground.discord import limits
from playground.discord.errors import FormErrors
from playground.discord.payloads import LOCALES
from playground.discord.permissions import can_see, guild_permissions
from playground.discord.records import Json, State
from playground.surface import NotSeen, View

_NAME = re.compile(r"[-_'\w]{1,32}\Z")
KINDS = {3: "text", 4: "integer", 5: "boolean", 10: "integer", 11: "file"}


def check_commands(bodies: list[Json]) -> None:
    """Raises 50035 for names, lengths, counts or localisations Discord would refuse."""
    errors = FormErrors()
    errors.length((), bodies, 0, limits.COMMANDS, items=True)
    seen: set[tuple[str, int]] = set()
    for index, body in enumerate(bodies):
        kind = body.get("type") or 1
        _check_entry(errors, body, (index,), has_description=kind == 1)
        _check_options(errors, body.get("options") or [], (index, "options"))
        if _size(body) > limits.COMMAND_TOGETHER:
            words = f"Command exceeds maximum size ({limits.COMMAND_TOGETHER})"
            errors.add((index,), "APPLICATION_COMMAND_TOO_LARGE", words)
        if (str(body.get("name")), kind) in seen:
            words = "Application command names must be unique"
            errors.add((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", words)
        seen.add((str(body.get("name")), kind))
    errors.raise_if_any()


def _check_entry(
    errors: FormErrors, body: Json, at: tuple[str | int, ...], *, has_description: bool = True
) -> None:
    _check_name(errors, body.get("name"), (*at, "name"), is_slash=has_description)
    most = limits.COMMAND_DESCRIPTION
    if has_description and errors.required((*at, "description"), body.get("description")):
        errors.length((*at, "description"), body["description"], 1, most)
    for name in ("name_localizations", "description_localizations"):
        for locale, words in (body.get(name) or {}).items():
            here = (*at, name, locale)
            if locale not in LOCALES:
                errors.add(here, "BASE_TYPE_CHOICES", f"Value must be one of {LOCALES}.")
            elif name == "name_localizations":
                _check_name(errors, words, here, is_slash=has_description)
            else:
                errors.length(here, words, 1, most)


def _check_name(
    errors: FormErrors, name: Any, at: tuple[str | int, ...], *, is_slash: bool
) -> None:
    if not errors.required(at, name):
        return
    errors.length(at, name, 1, limits.COMMAND_NAME)
    if is_slash and isinstance(name, str) and (not _NAME.match(name) or name != name.lower()):
        words = "Command name is invalid"
        errors.add(at, "APPLICATION_COMMAND_INVALID_NAME", words)


def _check_options(errors: FormErrors, options: list[Json], at: tuple[str | int, ...]) -> None:
    errors.length(at, options, 0, limits.COMMAND_OPTIONS, items=True)
    seen: set[str] = set()
    is_optional_before = False
    for index, option in enumerate(options):
        here = (*at, index)
        _check_entry(errors, option, here)
        if option.get("type") not in range(1, 12):
            words = "Value must be one of (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)."
            errors.add((*here, "type"), "BASE_TYPE_CHOICES", words)
        if option.get("name") in seen:
            words = "Option name already exists"
            errors.add((*here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", words)
        seen.add(str(option.get("name")))
        if option.get("required") and is_optional_before:
            words = "Required options must be placed before non-required options"
            errors.add((*here,), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
        is_optional_before = is_optional_before or not option.get("required")
        choices = option.get("choices") or []
        errors.length((*here, "choices"), choices, 0, limits.CHOICES, items=True)
        for number, choice in enumerate(choices):
            where = (*here, "choices", number, "name")
            if errors.required(where, choice.get("name")):
                errors.length(where, choice["name"], 1, limits.OPTION_TEXT)
        if choices and option.get("autocomplete"):
            words = "Autocomplete cannot be set with choices"
            errors.add(here, "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", words)
        _check_options(errors, option.get("options") or [], (*here, "options"))


def _size(body: Json) -> int:
    """Characters of names, descriptions and values; of localisations the longest counts."""

    def longest(name: str) -> int:
        others = (body.get(f"{name}_localizations") or {}).values()
        return max(len(words) for words in [body.get(name) or "", *others])

    size = longest("name") + longest("description")
    size += sum(_size(option) for option in body.get("options") or ())
    for choice in body.get("choices") or ():
        size += len(choice.get("name", "")) + len(str(choice.get("value", "")))
    return size


@dataclass
class Slash:
    """A command, or a subcommand, as a person may call it: "course import"."""

    name: str
    root: Json
    path: list[Json]  # subcommand group and subcommand below the root
    options: list[Json]


@dataclass
class Typed:
    """What a typed line means. Values are as typed; files are the names of attachment options."""

    slash: Slash
    values: dict[str, str] = field(default_factory=dict)


def slashes(state: State, user_id: str, channel: Json) -> list[Slash]:
    """The commands this person can use in this place, by name; the guild's own hide global ones."""
    is_dm = channel["type"] == 1
    rights = guild_permissions(state, user_id)
    by_name: dict[str, Json] = {}
    for row in state.commands:
        if row["type"] != 1 or (is_dm and row.get("guild_id")):
            continue
        if row["name"] not in by_name or row.get("guild_id"):
            by_name[row["name"]] = row
    found: list[Slash] = []
    for row in by_name.values():
        contexts = row.get("contexts")
        if is_dm and (row.get("dm_permission") is False or (contexts and 1 not in contexts)):
            continue
        needed = int(row.get("default_member_permissions") or 0)
        closed = row.get("default_member_permissions") == "0"
        if not is_dm and (needed & ~rights or (closed and user_id != state.guild["owner_id"])):
            continue
        if not is_dm and not can_see(state, user_id, channel):
            continue
        found += _leaves(row)
    return found


def _leaves(row: Json) -> list[Slash]:
    leaves: list[Slash] = []

    def add(node: Json, path: list[Json]) -> None:
        inner = [option for option in node.get("options") or () if option["type"] in (1, 2)]
        if inner:
            for option in inner:
                add(option, [*path, option])
            return
        name = " ".join([row["name"], *(step["name"] for step in path)])
        leaves.append(Slash(name, row, path, list(node.get("options") or ())))

    add(row, [])
    return leaves


def localised(body: Json, name: str, locale: str) -> str:
    return (body.get(f"{name}_localizations") or {}).get(locale) or body.get(name) or ""


def menu(state: State, user_id: str, channel: Json) -> list[View]:
    """The command menu in this person's language."""
    locale = state.users[user_id]["locale"]
    return [
        {
            "name": slash.name,
            "description": localised((slash.path or [slash.root])[-1], "description", locale),
            "options": [_menu_option(option, locale) for option in slash.options],
        }
        for slash in slashes(state, user_id, channel)
    ]


def _menu_option(option: Json, locale: str) -> View:
    choices = option.get("choices") or []
    return {
        "name": option["name"],
        "description": localised(option, "description", locale),
        "kind": "choice" if choices else KINDS.get(option["type"], "text"),
        "is_required": bool(option.get("required")),
        "has_autocomplete": bool(option.get("autocomplete")),
        "choices": [
            {"name": localised(choice, "name", locale), "value": choice["value"]}
            for choice in choices
        ],
    }


def parse_line(text: str, known: list[Slash]) -> Typed:
    """Reads "/course import title:Python with loops file:x".

    A value reaches up to the next option's name. Words before any option's name fill the first
    text option. Raises NotSeen for a command or option that is not in this person's menu.
    """
    line = " ".join(text.removeprefix("/").split(" ")).strip()
    fitting = [slash for slash in known if f"{line} ".lower().startswith(f"{slash.name} ")]
    if not fitting:
        there = ", ".join(f"/{slash.name}" for slash in known) or "none"
        raise NotSeen(f"no command {text.split(' ')[0]!r} here; there are: {there}")
    slash = max(fitting, key=lambda one: len(one.name))
    rest = line[len(slash.name) :].strip()
    names = [option["name"] for option in slash.options]
    typed = Typed(slash)
    if not names:
        if rest:
            raise NotSeen(f"/{slash.name} takes no options, but got {rest!r}")
        return typed
    pattern = re.compile(r"(?:^|\s)(" + "|".join(map(re.escape, names)) + r"):\s*", re.IGNORECASE)
    marks = list(pattern.finditer(rest))
    lead = rest[: marks[0].start()] if marks else rest
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(rest)
        typed.values[mark[1].lower()] = rest[mark.end() : end].strip()
    if lead.strip():
        texts = [option["name"] for option in slash.options if option["type"] != 11]
        free = [name for name in texts if name not in typed.values]
        if not free:
            raise NotSeen(f"/{slash.name} has no option for {lead.strip()!r}; it has: {names}")
        typed.values[free[0]] = lead.strip()
    return typed
