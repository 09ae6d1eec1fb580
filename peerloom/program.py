"""The wiring: engine, conversations, both bots and the ticker as one program."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import structlog
from aiohttp import web

from bots.dialogue.conversation import Conversations
from bots.dialogue.mailroom import EngineMailroom
from bots.dialogue.ports import Dialogue, Hands
from bots.dialogue.visit import Surroundings
from bots.discord.adapter import DiscordAdapter
from bots.telegram.adapter import TelegramAdapter, bot_id_of
from bots.telegram.engine_intake import EngineIntake
from bots.telegram.limiter import Rates
from bots.telegram.webhook import WebhookPlace
from engine.foundation.button_key import button_key
from engine.foundation.clock import Clock, SystemClock
from engine.foundation.door import Engine
from engine.foundation.jobs import DueWork, due_work
from engine.foundation.outbox import due_on, next_delivery_at
from peerloom.database import migrate
from peerloom.reports import CountingMailroom
from peerloom.settings import Settings
from scheduler.ticker import Ticker
from web.figures import Figures, RateLimitWaits
from web.metrics import Metrics
from web.monitoring import Monitoring

log = structlog.get_logger()


# Young objects per collection. Messages make many that are gone at once; 700 is looking too often.
YOUNG_OBJECTS = 10_000


def settle_memory() -> None:
    """What was loaded stays for good: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 10, 10)


class NoPlatform(Exception):
    """No token was given; `args[0]` says what to do."""


class Program:
    """`start` returns once it takes messages; `run` goes on until cancelled; `close` lets go.

    `webhook` is where Telegram pushes; without it, it is polled.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        rates: Rates | None = None,
        webhook: WebhookPlace | None = None,
    ) -> None:
        if settings.telegram_token is None and settings.discord_token is None:
            raise NoPlatform(
                "no platform is set: give TELEGRAM_TOKEN or DISCORD_TOKEN (or both), "
                "or use `./dev run` to try everything on this machine"
            )
        self.settings = settings
        self._rates = rates
        self._webhook = webhook
        migrate(settings.database)
        self.engine = Engine(settings.database, clock or SystemClock())
        self.telegram: TelegramAdapter | None = None
        self.discord: DiscordAdapter | None = None
        self.ticker = Ticker(self.engine, self.wake)
        self.dialogue: Dialogue | None = None
        self._reports: Counter[tuple[str, str]] = Counter()

    async def start(self, wrap: Callable[[Dialogue], Dialogue] | None = None) -> None:
        """`wrap` puts something around the dialogue that both bots talk to."""
        key = await self.engine.run(button_key, None)
        hands: dict[str, Hands] = {}
        surroundings = Surroundings(self.engine, key, hands, {})
        conversations: Dialogue = Conversations(surroundings)
        if wrap is not None:
            conversations = wrap(conversations)
        self.dialogue = conversations
        mailroom = EngineMailroom(surroundings)
        settings = self.settings
        if settings.telegram_token is not None:
            token = settings.telegram_token.get_secret_value()
            self.telegram = TelegramAdapter(
                token=token,
                dialogue=conversations,
                mailroom=CountingMailroom(mailroom, "telegram", self._reports),
                intake=EngineIntake(self.engine, bot_id_of(token)),
                api_base=settings.telegram_api,
                webhook=self._webhook,
                is_rich=settings.telegram_is_rich,
                rates=self._rates,
            )
            hands["telegram"] = self.telegram.hands
        if settings.discord_token is not None:
            self.discord = DiscordAdapter(
                token=settings.discord_token.get_secret_value(),
                dialogue=conversations,
                mailroom=CountingMailroom(mailroom, "discord", self._reports),
                api_base=settings.discord_api,
                gateway_url=settings.discord_gateway,
                log=structlog.get_logger("discord"),
            )
            hands["discord"] = self.discord.hands
        self.ticker.start()
        settle_memory()

    async def run(self) -> None:
        """Until cancelled. A platform that refuses its token ends the program with its error."""
        async with asyncio.TaskGroup() as group:
            if self.telegram is not None:
                group.create_task(self.telegram.run(), name="telegram")
            if self.discord is not None:
                group.create_task(self.discord.run(), name="discord")

    async def close(self) -> None:
        self.ticker.stop()
        for adapter in (self.telegram, self.discord):
            if adapter is not None:
                await adapter.close()
        await self.engine.close()

    def wake(self) -> None:
        for adapter in (self.telegram, self.discord):
            if adapter is not None:
                adapter.wake()

    @property
    def platforms(self) -> tuple[str, ...]:
        pairs: tuple[tuple[str, object | None], ...] = (
            ("telegram", self.telegram),
            ("discord", self.discord),
        )
        return tuple(name for name, adapter in pairs if adapter is not None)

    def is_ready(self) -> bool:
        """Every platform is connected and takes messages."""
        ready = self.parts_ready()
        return bool(ready) and all(ready.values())

    def parts_ready(self) -> dict[str, bool]:
        """By platform, whether it is connected and takes messages."""
        pairs = (("telegram", self.telegram), ("discord", self.discord))
        return {name: adapter.is_ready() for name, adapter in pairs if adapter is not None}

    def figures(self) -> Figures:
        """What the bots know of themselves, for the metrics."""
        pairs = (("telegram", self.telegram), ("discord", self.discord))
        return Figures(
            updates={} if self.telegram is None else self.telegram.updates_taken(),
            updates_at_telegram=0 if self.telegram is None else self.telegram.updates_not_taken(),
            waits={
                name: RateLimitWaits(*adapter.rate_limit_waits())
                for name, adapter in pairs
                if adapter is not None
            },
            reports=self._reports,
        )

    def monitoring(self) -> web.Application:
        """Health, readiness and metrics, from now on."""
        metrics = Metrics(self.figures)
        self.engine.on_command = metrics.watch
        return Monitoring(self.engine, metrics, self.parts_ready).app()

    async def is_idle(self) -> bool:
        """Nothing is in hand, no job is due, nothing waits to be sent. What is due is hurried
        on."""
        if self.telegram is not None and not self.telegram.is_idle():
            return False
        if self.discord is not None and not self.discord.is_idle():
            return False
        if self.ticker.is_at_work or self.engine.commands_under_way:
            return False
        work: DueWork = await self.engine.read(due_work, None)
        if work.due:
            await self.ticker.tick()
            return False
        waiting = await self.engine.read(due_on, self.platforms)
        if waiting:
            self.wake()
            return False
        return True

    def activity(self) -> int:
        adapters = sum(
            adapter.activity() for adapter in (self.telegram, self.discord) if adapter is not None
        )
        return adapters + self.ticker.worked

    async def next_due(self) -> datetime | None:
        """When something will happen by itself next: a job or a delivery that waits."""
        work: DueWork = await self.engine.read(due_work, None)
        delivery = await self.engine.read(next_delivery_at, None)
        moments = [at for at in (work.next_at, delivery) if at is not None]
        return min(moments, default=None)
