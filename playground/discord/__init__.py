"""A Discord of one's own: REST API, Gateway and people, faithful enough for unchanged bots."""

from playground.discord.world import DiscordWorld, install

__all__ = ["DiscordWorld", "install"]
