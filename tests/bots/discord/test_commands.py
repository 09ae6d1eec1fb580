"""The command table becomes slash commands, and is written only when it differs."""

from __future__ import annotations

import copy

import pytest

from bots.dialogue.ports import CommandEntry, CommandOption
from bots.discord.commands import is_same, name_given, table_of

WORDS = {"en": "Learn", "es": "Aprende", "ru": "Учись"}
TABLE = (
    CommandEntry(
        "learn",
        WORDS,
        (
            CommandOption("note", WORDS),
            CommandOption("course", WORDS, is_required=True, has_autocomplete=True),
        ),
    ),
    CommandEntry("course import", WORDS, (CommandOption("file", WORDS, "file", True),)),
    CommandEntry("course list", {"en": "x" * 150}),
    CommandEntry("setup", WORDS, needs_manage=True),
    CommandEntry("pick", WORDS, (CommandOption("n", WORDS, "integer", choices=(("3", WORDS),)),)),
)


def test_each_field_is_localised_and_required_options_come_first() -> None:
    learn = table_of(TABLE)[0]
    assert learn["description"] == "Learn"
    localized = {"es-ES": "Aprende", "es-419": "Aprende", "ru": "Учись"}
    assert learn["description_localizations"] == localized
    assert [option["name"] for option in learn["options"]] == ["course", "note"]
    assert learn["options"][0]["autocomplete"]
    assert learn["options"][0]["description_localizations"] == localized


def test_two_words_are_a_subcommand() -> None:
    course = table_of(TABLE)[1]
    assert [(sub["type"], sub["name"]) for sub in course["options"]] == [(1, "import"), (1, "list")]
    assert course["options"][0]["options"][0]["type"] == 11
    assert len(course["options"][1]["description"]) == 100


def test_a_bare_command_beside_subcommands_is_still_reached() -> None:
    both = (CommandEntry("course", WORDS), *TABLE)
    course = next(command for command in table_of(both) if command["name"] == "course")
    assert [sub["name"] for sub in course["options"]] == ["show", "import", "list"]
    assert name_given("course show", both) == "course"
    assert name_given("course import", both) == "course import"


def test_managers_commands_ask_for_manage_server_alone() -> None:
    rights = {command["name"]: command["default_member_permissions"] for command in table_of(TABLE)}
    assert rights == {"learn": None, "course": None, "setup": "32", "pick": None}


def test_choices_have_their_own_type_and_languages() -> None:
    (choice,) = table_of(TABLE)[-1]["options"][0]["choices"]
    assert (choice["value"], choice["name_localizations"]["ru"]) == (3, "Учись")


def test_what_discord_adds_is_no_difference_and_a_changed_word_is() -> None:
    found = copy.deepcopy(table_of(TABLE))
    for row in found:
        row |= {"id": "1", "version": "2", "dm_permission": True, "nsfw": False}
        row.pop("type")
    found.reverse()
    found[0]["options"][0].pop("required")
    assert is_same(table_of(TABLE), found)
    found[0]["description"] = "Lern"
    assert not is_same(table_of(TABLE), found)
    assert not is_same(table_of(TABLE), found[1:])


def test_a_table_discord_would_refuse_is_refused_here() -> None:
    many = tuple(CommandOption(f"o{n}", WORDS) for n in range(26))
    long = tuple(
        CommandOption(f"o{n}", {"en": "x" * 100}, choices=(("v" * 100, {"en": "y" * 100}),) * 2)
        for n in range(24)
    )
    for entry, words in (
        (CommandEntry("Two Words Here", WORDS), "no name"),
        (CommandEntry("many", WORDS, many), "too many"),
        (CommandEntry("long", WORDS, long), "too long"),
    ):
        with pytest.raises(ValueError, match=words):
            table_of((entry,))
