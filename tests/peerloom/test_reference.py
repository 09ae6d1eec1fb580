"""The page of commands in the docs is what the command table prints."""

from pathlib import Path

from peerloom.commands.reference import page as printed


def test_the_page_of_commands_is_the_table_of_commands() -> None:
    page = Path(__file__).parents[2] / "docs/commands.md"
    assert page.read_text() == printed(), (
        "print it anew: ./dev peerloom reference > docs/commands.md"
    )
