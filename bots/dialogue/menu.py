"""The one table of commands, as the platforms' menus, `/help` and the reference page read it."""

from __future__ import annotations

from functools import cache

from bots.dialogue.ports import CommandEntry, CommandOption
from bots.dialogue.registry import CommandSpec, registry
from bots.dialogue.texts import every_locale

# What people need most stands first; whatever is not named here follows in the order of its name.
ORDER = ("start", "courses", "learn", "wallet", "leaderboard", "settings", "teach", "help")


def in_order() -> tuple[CommandSpec, ...]:
    """The commands as menus and help list them."""
    last = len(ORDER)
    return tuple(
        sorted(
            registry.commands.values(),
            key=lambda spec: (ORDER.index(spec.name) if spec.name in ORDER else last, spec.name),
        )
    )


def command_entries() -> tuple[CommandEntry, ...]:
    return tuple(_entry(spec.name) for spec in in_order())


@cache
def _entry(name: str) -> CommandEntry:
    spec = registry.commands[name]
    return CommandEntry(
        name=spec.name,
        descriptions=every_locale(spec.text_id),
        options=tuple(_option(spec, option.name) for option in spec.options),
        in_menu=spec.in_menu,
        is_private=spec.is_private,
        opens_form=spec.opens_form,
        needs_manage=spec.needs_manage,
        audience=spec.audience,
    )


def _option(spec: CommandSpec, name: str) -> CommandOption:
    option = next(option for option in spec.options if option.name == name)
    prefix = f"{spec.name.replace(' ', '-')}-{option.name}"
    return CommandOption(
        name=option.name,
        descriptions=every_locale(f"option-{prefix}"),
        kind=option.kind,
        is_required=option.is_required,
        has_autocomplete=option.autocomplete is not None,
        choices=tuple(
            (value, every_locale(f"choice-{prefix}-{value}")) for value in option.choices
        ),
    )
