"""What the bot may do in a place, and what it lacks there."""

from __future__ import annotations

import discord

from bots.dialogue.request import Place, Platform
from bots.discord.wire import FAULTS, UNKNOWN_CHANNEL, code_of

# In the order of importance; each has a text that says what it is for.
_NEEDED = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")
NOT_A_MEMBER = "member"
DELETED = "channel"


class DiscordHands:
    """What conversations ask of Discord beside showing screens."""

    platform = Platform.DISCORD.value

    def __init__(self) -> None:
        self.client: discord.Client | None = None  # of the connection that is alive

    async def missing_rights(self, place: Place) -> tuple[str, ...]:
        """The codes that the place's administrators must grant; none for a private chat."""
        if place.is_private:
            return ()
        if self.client is None or self.client.get_guild(place.guild_id) is None:
            return (NOT_A_MEMBER,)
        channel_id = place.thread_id or place.chat_id
        if self.client.get_channel(channel_id) is None and await self._is_deleted(channel_id):
            return (DELETED,)
        return self.missing_in(channel_id, place.chat_id)

    async def _is_deleted(self, channel_id: int) -> bool:
        """Hidden, archived or gone: only Discord itself can tell."""
        if self.client is None:
            return False
        try:
            await self.client.http.get_channel(channel_id)
        except FAULTS as fault:
            return code_of(fault) == UNKNOWN_CHANNEL
        return False

    def deep_link(self, payload: str) -> str:
        """Discord has no address that opens a private chat with words of ours."""
        return ""

    def missing_in(self, channel_id: int, parent_id: int) -> tuple[str, ...]:
        """As far as Discord has told us: it reports each change of roles and channels, and takes
        away a channel that the bot may no longer see."""
        channel = self.client and (
            self.client.get_channel(channel_id) or self.client.get_channel(parent_id)
        )
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return ("view_channel",)
        if isinstance(channel, discord.Thread) and channel.parent is None:
            return ("view_channel",)
        granted = channel.permissions_for(channel.guild.me)
        sending = "send_messages"
        if isinstance(channel, discord.Thread):
            sending = "send_messages_in_threads"
        of_roles = channel.guild.me.guild_permissions

        def has(name: str) -> bool:
            # Without the first rights discord.py denies the others too: then the roles tell.
            if name == "send_messages":
                return bool(getattr(granted if granted.view_channel else of_roles, sending))
            is_implied = not granted.view_channel or not getattr(granted, sending)
            is_own = name == "view_channel" or not is_implied
            return bool(getattr(granted if is_own else of_roles, name))

        return tuple(name for name in _NEEDED if not has(name))
