"""The command menus Telegram shows: from the command table, per scope and language."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeUnion,
)

from bots.dialogue.ports import CommandEntry
from bots.telegram import limits
from bots.telegram.entities import clipped

Log = structlog.typing.FilteringBoundLogger

DEFAULT_LOCALE = "en"


def menu(entries: Sequence[CommandEntry], locale: str) -> list[BotCommand]:
    """The entries in this language, or in English where a text is missing."""
    commands: list[BotCommand] = []
    for entry in entries:
        name = entry.name.replace(" ", "_").lower()[: limits.COMMAND_NAME]
        words = entry.descriptions.get(locale) or entry.descriptions.get(DEFAULT_LOCALE) or name
        commands.append(
            BotCommand(command=name, description=clipped(words, limits.COMMAND_DESCRIPTION))
        )
    return commands[: limits.COMMANDS_PER_SCOPE]


def scopes(
    entries: Sequence[CommandEntry],
) -> list[tuple[BotCommandScopeUnion, list[CommandEntry]]]:
    """Private chats show everybody's commands; groups those that answer in public; a group's
    administrators also those that manage the place."""
    everyone = [entry for entry in entries if entry.in_menu and entry.audience == "all"]
    public = [entry for entry in everyone if not entry.is_private] or everyone
    manage = [entry for entry in entries if entry.needs_manage and entry not in public]
    return [
        (BotCommandScopeAllPrivateChats(), everyone),
        (BotCommandScopeAllGroupChats(), public),
        (BotCommandScopeAllChatAdministrators(), [*public, *manage]),
    ]


def _words(commands: Sequence[BotCommand]) -> list[tuple[str, str]]:
    return [(command.command, command.description) for command in commands]


async def publish_menus(bot: Bot, entries: Sequence[CommandEntry], log: Log) -> int:
    """Sets the menus that differ from what Telegram has; how many it set. A failure is logged:
    a bot without a menu still works."""
    locales = sorted({locale for entry in entries for locale in entry.descriptions})
    changed = 0
    for scope, shown in scopes(entries):
        for locale in locales:
            # English is the menu of every language without one of its own.
            code = None if locale == DEFAULT_LOCALE else locale
            wanted = menu(shown, locale)
            try:
                current = await bot.get_my_commands(scope=scope, language_code=code)
                if _words(current) != _words(wanted):
                    await bot.set_my_commands(wanted, scope=scope, language_code=code)
                    changed += 1
            except TelegramAPIError as error:
                log.warning("telegram.menu_not_set", locale=locale, error=type(error).__name__)
    return changed
