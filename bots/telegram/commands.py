"""Typed commands: which row of the command table a text means, and its options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bots.dialogue.ports import CommandEntry, CommandOption
from bots.telegram import limits

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{3,64}))?(?:\s+|$)")


@dataclass(frozen=True)
class Typed:
    """A command as it was typed. `entry` is None when the table does not know it."""

    name: str
    rest: str
    is_addressed: bool  # it names the bot: "/help@our_bot"
    entry: CommandEntry | None


def parse_command(text: str, *, username: str, entries: Sequence[CommandEntry]) -> Typed | None:
    """None for what is no command, or one that names another bot.

    "/course_import x" and "/course import x" both mean "course import".
    """
    found = _COMMAND.match(text)
    if found is None:
        return None
    word, bot = found.group(1).lower(), found.group(2)
    if bot and bot.lower() != username.lower():
        return None
    rest = text[found.end() :].strip()
    table = {entry.name: entry for entry in entries}
    name = word
    spelled = {entry_name.replace(" ", "_"): entry_name for entry_name in table}
    if word in spelled:
        name = spelled[word]
    second, _, behind = rest.partition(" ")
    if f"{name} {second.lower()}" in table:
        name, rest = f"{name} {second.lower()}", behind.strip()
    return Typed(name=name, rest=rest, is_addressed=bool(bot), entry=table.get(name))


def typed_options(entry: CommandEntry | None, rest: str) -> dict[str, str]:
    """The words behind a command as options by name.

    "name: value" names an option; other words fill the text options in the table's order, one word
    each, and the last of them takes all that is left.
    """
    if entry is None or not rest:
        return {}
    options = [option for option in entry.options if option.kind != "file"]
    if not options:
        return {}
    free, values = _named(rest, options)
    open_options = [option for option in options if option.name not in values]
    for number, option in enumerate(open_options, start=1):
        if not free:
            break
        if number == len(open_options):
            word, free = free, ""
        else:
            word, _, free = free.partition(" ")
            free = free.strip()
        values[option.name] = word
    return {
        option.name: _choice_value(option, values[option.name])
        for option in options
        if option.name in values
    }


def start_payload(rest: str) -> str:
    """What stands behind /start; "" unless it is a payload Telegram itself would allow."""
    if len(rest) <= limits.START_PAYLOAD and re.fullmatch(r"[A-Za-z0-9_-]+", rest):
        return rest
    return ""


def _named(rest: str, options: Sequence[CommandOption]) -> tuple[str, dict[str, str]]:
    names = "|".join(re.escape(option.name) for option in options)
    found = list(re.finditer(rf"(?:^|\s)({names}):\s*", rest))
    if not found:
        return rest, {}
    values: dict[str, str] = {}
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(rest)
        values[match.group(1)] = rest[match.end() : end].strip()
    return rest[: found[0].start()].strip(), values


def _choice_value(option: CommandOption, typed: str) -> str:
    """The value of the choice whose label was typed, in any language; else the text itself."""
    for value, labels in option.choices:
        if typed.casefold() in {value.casefold(), *(label.casefold() for label in labels.values())}:
            return value
    return typed
