"""The reference page of the commands, made from the one table that the menus are made from."""

from __future__ import annotations

import argparse

from bots.dialogue import features
from bots.dialogue.menu import command_entries
from bots.dialogue.ports import CommandEntry

HEAD = """# Commands

What can be typed in a chat. On Discord these are slash commands; on Telegram a command of two
words is typed with an underscore (`/course_import`), and its options follow as plain words.
This page is printed by `peerloom reference`.

| command | options | for | does |
|---|---|---|---|
"""


async def reference(given: argparse.Namespace) -> int:
    print(page(), end="")
    return 0


def page() -> str:
    """The page as Markdown, in English."""
    features.load()
    return HEAD + "".join(_row(entry) for entry in command_entries())


def _row(entry: CommandEntry) -> str:
    options = ", ".join(f"`{option.name}`: {option.descriptions['en']}" for option in entry.options)
    audience = {"all": "everybody", "educator": "educators", "admin": "administrators"}
    return (
        f"| `/{entry.name}` | {options or '–'} | {audience[entry.audience]} "
        f"| {entry.descriptions['en']} |\n"
    )
