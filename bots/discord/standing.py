"""What becomes of the bot's own standing: rights given and taken, channels that come and go."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import discord

from bots.dialogue.ports import Dialogue
from bots.dialogue.request import Place, PlaceChanged, PlaceKind, Platform, Request, Sender

NOBODY = Sender(platform=Platform.DISCORD, platform_user_id=0, first_name="")


class Standing:
    """Tells the dialogue that a channel's rights may be others now; looking again is harmless."""

    def __init__(self, dialogue: Dialogue, log: Any) -> None:
        self._dialogue = dialogue
        self._log = log
        self._turn = asyncio.Lock()
        self.at_work = 0
        self.told = 0

    async def of_guild(self, guild: discord.Guild, what: str = "rights") -> None:
        await self._tell(guild, (channel.id for channel in guild.channels), what)

    async def of_channel(self, channel: discord.abc.GuildChannel) -> None:
        await self._tell(channel.guild, (channel.id,), "rights")

    async def of_threads(self, guild: discord.Guild, channel_id: int) -> None:
        """Of a channel: its places are looked at with their threads."""
        await self._tell(guild, (channel_id,), "rights")

    async def _tell(self, guild: discord.Guild, channel_ids: Iterable[int], what: str) -> None:
        wanted = tuple(channel_ids)
        self.at_work += 1
        try:
            # One after the other: the last look is the one that counts.
            async with self._turn:
                for channel_id in wanted:
                    place = Place(PlaceKind.CHANNEL, channel_id, guild_id=guild.id)
                    request = Request(
                        f"discord:standing:{channel_id}", NOBODY, place, PlaceChanged(what)
                    )
                    await self._dialogue.handle(request)
                self.told += 1
        finally:
            self.at_work -= 1
