"""What a monitor reads: commands by name and outcome, how long they take, and what waits.

Labels are names of services, events' states and platforms: never an id, a name or a text.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from engine.foundation.door import Engine, Ran
from engine.foundation.waiting import Waiting, waiting

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
COMMAND_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
STATES = ("due", "claimed", "held", "dead")
PLATFORMS = ("telegram", "discord")


class Metrics:
    """One for each program; `watch` is told of every command (`Engine.on_command`).

    `limiter_waits` gives (how often, seconds in all) that messages waited for Telegram's rates;
    `waits_of` takes further platforms that count them.
    """

    def __init__(self, limiter_waits: Callable[[], tuple[int, float]]) -> None:
        self.registry = CollectorRegistry()
        self.waits_of = {"telegram": limiter_waits}
        self._commands = Counter(
            "peerloom_commands",
            "Commands answered, by service and by the name of the result, refusal or fault",
            ["command", "outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "peerloom_command_seconds",
            "From asking to the committed answer",
            ["command"],
            buckets=COMMAND_SECONDS,
            registry=self.registry,
        )
        self._under_way = self._gauge("commands_under_way", "Commands asked and not yet answered")
        self._updates = self._gauge("updates_unfinished", "Updates stored and not yet handled")
        self._jobs = self._gauge("jobs_due", "Jobs that are due now")
        self._deliveries = Gauge(
            "peerloom_deliveries",
            "Deliveries that were not sent, by platform and state",
            ["platform", "state"],
            registry=self.registry,
        )
        self._waits = self._of_platform("rate_limit_waits", "Messages that waited for its rates")
        self._waited = self._of_platform("rate_limit_wait_seconds", "How long they waited, in all")

    def watch(self, ran: Ran) -> None:
        self._commands.labels(ran.name, ran.outcome).inc()
        self._seconds.labels(ran.name).observe(ran.seconds)

    async def text(self, engine: Engine) -> bytes:
        """As of now: the queues are counted when they are asked for."""
        found: Waiting = await engine.read(waiting, None)
        self._under_way.set(engine.commands_under_way)
        self._updates.set(found.updates)
        self._jobs.set(found.jobs)
        counts = {(count.platform, count.state): count.count for count in found.deliveries}
        for platform in PLATFORMS:
            for state in STATES:
                self._deliveries.labels(platform, state).set(counts.get((platform, state), 0))
        for platform, waited in self.waits_of.items():
            waits, seconds = waited()
            self._waits.labels(platform).set(waits)
            self._waited.labels(platform).set(seconds)
        return generate_latest(self.registry)

    def _of_platform(self, name: str, about: str) -> Gauge:
        return Gauge(f"peerloom_{name}", about, ["platform"], registry=self.registry)

    def _gauge(self, name: str, about: str) -> Gauge:
        return Gauge(f"peerloom_{name}", about, registry=self.registry)
