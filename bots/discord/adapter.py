"""Peerloom on Discord: keeps the connection, hands interactions to the dialogue, announces."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bots.dialogue.ports import Dialogue, Mailroom
from bots.discord.announcer import Announcer
from bots.discord.answers import Answers
from bots.discord.commands import is_same, table_of
from bots.discord.direct import DirectMessages
from bots.discord.gate import Gate
from bots.discord.interactions import Json, arrival_of
from bots.discord.rates import RefusedForRate
from bots.discord.rights import DiscordHands
from bots.discord.standing import Standing
from bots.discord.wire import FAULTS, Wire, code_of

_LONGEST_PAUSE_SECONDS = 30.0
_FAREWELL_SECONDS = 3.0  # for what is under way when the program stops
_REQUEST_SECONDS = 30.0
_AUTHENTICATION_FAILED = 4004


class WrongToken(Exception):
    """Discord does not know the bot's token. Trying again does not help."""

    def __init__(self) -> None:
        super().__init__(
            "Discord refuses the bot's token: copy it again from the developer portal "
            "(Bot, Reset Token) into DISCORD_TOKEN"
        )


class DiscordAdapter:
    """The bot. `api_base` and `gateway_url` point it at another server than Discord's own; `clock`
    counts seconds and only measures how long answers take. Raises ValueError for a command table
    that Discord would refuse."""

    def __init__(
        self,
        *,
        token: str,
        dialogue: Dialogue,
        mailroom: Mailroom,
        api_base: str | None = None,
        gateway_url: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        log: Any,
    ) -> None:
        self._token = token
        self._dialogue = dialogue
        self._table = table_of(dialogue.commands())
        self._mailroom = mailroom
        self._clock = clock
        self._log = log.bind(platform="discord")
        self._connection: _Connection | None = None
        self._serving: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()
        self._counted = 0  # activity of connections that are gone
        self._refused = RefusedForRate()
        self.hands = DiscordHands()
        self._gate = Gate()  # one for the bot, whatever becomes of its connections
        if api_base:
            Route.BASE = api_base.rstrip("/")
        if gateway_url:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)

    async def run(self) -> None:
        """Stays connected until cancelled or closed, also through an outage that discord.py
        gives up on. Raises WrongToken."""
        pause = 1.0
        while not self._closing.is_set():
            started = self._clock()
            try:
                self._serving = asyncio.create_task(self._connect_once())
                await self._serving
            except asyncio.CancelledError:
                if not self._closing.is_set():
                    raise
            except discord.LoginFailure as fault:
                raise WrongToken from fault
            except discord.ConnectionClosed as fault:
                if fault.code == _AUTHENTICATION_FAILED:
                    raise WrongToken from fault
                self._log.warning("connection_closed", code=fault.code)
            except Exception as fault:
                self._log.warning("connection_lost", fault=type(fault).__name__)
            pause = 1.0 if self._clock() - started > 60.0 else pause
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._closing.wait()
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    async def close(self) -> None:
        """Stops taking interactions, lets what is under way end, and disconnects; `run` returns."""
        self._closing.set()
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.wait({self._serving})

    def is_idle(self) -> bool:
        """No interaction is at work and no send is under way."""
        return self._connection is None or self._connection.is_idle()

    def is_ready(self) -> bool:
        """Connected, and the command table is Discord's."""
        return self._connection is not None and self._connection.is_ready()

    def activity(self) -> int:
        """Grows with each interaction taken and each message sent of our own accord."""
        return self._counted + (self._connection.count() if self._connection else 0)

    def rate_limit_waits(self) -> tuple[int, float]:
        """(how often, seconds in all) that messages waited for Discord's global rate, or Discord
        refused a request for one of its rates and asked to wait."""
        refused, gate = self._refused, self._gate
        return gate.waits + refused.count, gate.waited_seconds + refused.seconds

    def wake(self) -> None:
        """There may be something to announce: do not wait for the next round."""
        if self._connection is not None:
            self._connection.announcer.wake()

    async def _connect_once(self) -> None:
        timeout = aiohttp.ClientTimeout(total=_REQUEST_SECONDS)
        watching = self._refused.tracing()
        async with aiohttp.ClientSession(timeout=timeout, trace_configs=[watching]) as session:
            connection = _Connection(
                self._dialogue,
                self._mailroom,
                self.hands,
                session,
                self._gate,
                self._clock,
                self._log,
                watching,
            )
            connection.table = self._table
            self._connection = connection
            self.hands.client = connection
            try:
                await connection.serve(self._token)
            finally:
                self._counted += connection.count()
                self._connection = None
                self.hands.client = None


class _Connection(discord.Client):
    """One life of a connection: discord.py resumes and reconnects within it."""

    def __init__(
        self,
        dialogue: Dialogue,
        mailroom: Mailroom,
        hands: DiscordHands,
        session: aiohttp.ClientSession,
        gate: Gate,
        clock: Callable[[], float],
        log: Any,
        watching: aiohttp.TraceConfig,
    ) -> None:
        super().__init__(
            http_trace=watching,
            # Guilds for places and rights; direct messages carry their text without a privilege.
            intents=discord.Intents(guilds=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=60.0,
            guild_ready_timeout=0.3,  # nothing here waits for the whole list of guilds
        )
        self.table: list[Json] = []  # of commands
        self._log = log
        self._clock = clock
        self._wire = Wire(self, session, gate)
        self._table_is_set = asyncio.Event()
        self._is_away = False  # the gateway is gone, and discord.py tries to come back
        self._tasks: set[asyncio.Task[None]] = set()
        self._answers = Answers(dialogue=dialogue, wire=self._wire, log=log)
        self._direct = DirectMessages(dialogue=dialogue, wire=self._wire, log=log)
        self._standing = Standing(dialogue, log)
        self.announcer = Announcer(mailroom=mailroom, wire=self._wire, hands=hands, log=log)

    async def serve(self, token: str) -> None:
        """From login to the end of the connection, which is closed whatever ends it."""
        try:
            await self.login(token)
            self._background(self.announcer.run())
            self._background(self._set_table())
            await self.connect(reconnect=True)
        finally:
            await self._wind_up()

    def is_idle(self) -> bool:
        at_work = self._answers.busy.at_work + self._direct.busy.at_work
        return not (at_work or self._standing.at_work) and self.announcer.is_idle

    def is_ready(self) -> bool:
        return super().is_ready() and self._table_is_set.is_set() and not self._is_away

    def count(self) -> int:
        taken = self._answers.busy.taken + self._direct.busy.taken + self._standing.told
        return taken + self.announcer.sent

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        started = self._clock()
        await self._answers.take(arrival_of(interaction))
        took = round(self._clock() - started, 3)
        self._log.debug("interaction_answered", interaction=interaction.id, took_seconds=took)

    async def on_message(self, message: discord.Message) -> None:
        if not message.author.bot and isinstance(message.channel, discord.DMChannel):
            await self._direct.take(message)

    async def on_disconnect(self) -> None:
        if not self._is_away:  # it is told again at each attempt
            self._is_away = True
            self._log.info("disconnected")

    async def on_resumed(self) -> None:
        self._is_away = False
        self._log.info("resumed")

    async def on_ready(self) -> None:
        self._is_away = False
        self._log.info("connected", bot=self.user.id if self.user else 0, guilds=len(self.guilds))
        for guild in self.guilds:  # what changed while nobody was here
            await self._standing.of_guild(guild)

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        await self._standing.of_channel(channel)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        # Discord says so, too, when the bot may no longer see the channel.
        await self._standing.of_channel(channel)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        guild = self.get_guild(payload.guild_id)
        if guild is not None:
            await self._standing.of_threads(guild, payload.parent_id)

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        if before.overwrites != after.overwrites or before.category != after.category:
            await self._standing.of_channel(after)

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            await self._standing.of_guild(after.guild)

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        if after.id == self.application_id and before.roles != after.roles:
            await self._standing.of_guild(after.guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._standing.of_guild(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self._standing.of_guild(guild, "removed")

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        self._log.exception("event_failed", of=event_method)

    def _background(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _set_table(self) -> None:
        """Writes the command table when Discord's differs; an outage only delays it."""
        table = self.table
        pause = 1.0
        while True:
            try:
                found = await self._wire.commands(self.application_id or 0)
                if not is_same(table, found):
                    await self._wire.overwrite_commands(self.application_id or 0, table)
                    self._log.info("commands_written", count=len(table))
                self._table_is_set.set()
                return
            except FAULTS as fault:
                self._log.error(
                    "commands_not_written",
                    code=code_of(fault),
                    detail=str(getattr(fault, "text", ""))[:500],
                )
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    async def _wind_up(self) -> None:
        try:
            async with asyncio.timeout(_FAREWELL_SECONDS):
                await self.announcer.stop()
                await self._answers.busy.quiet()
                await self._direct.busy.quiet()
        except TimeoutError:
            self._log.warning("stopped_while_at_work")
        finally:
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self.close()
