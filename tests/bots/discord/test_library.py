"""Our folder's name does not hide the library."""

import discord


def test_discord_is_the_library() -> None:
    assert hasattr(discord, "Client")
