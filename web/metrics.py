"""What a monitor reads: commands by name and outcome, how long they take, and what waits.

Labels are names of services, events' states and platforms: never an id, a name or a text.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from engine.foundation.door import Ran
from engine.foundation.waiting import Waiting
from web.figures import Figures, RateLimitWaits

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
COMMAND_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
STATES = ("due", "claimed", "held", "dead")
PLATFORMS = ("telegram", "discord")
NAN = float("nan")
# When each counter began is of no use, and doubles the page.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """One for each program; `watch` is told of every command (`Engine.on_command`), `figures`
    tells what the bots know."""

    def __init__(self, figures: Callable[[], Figures] = Figures) -> None:
        self.registry = CollectorRegistry()
        self._figures = figures
        self._counted: dict[tuple[int, tuple[str, ...]], float] = {}
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
        self._answers = self._gauge("database_answers", "1 when the database answers in time")
        self._updates = self._gauge("updates_unfinished", "Updates stored and not yet handled")
        self._taken = self._counter(
            "updates", "Telegram's updates that came, by what became of them", "outcome"
        )
        self._kept = self._gauge(
            "updates_at_telegram", "Updates that Telegram keeps for the webhook, as it said last"
        )
        self._jobs = self._gauge("jobs_due", "Jobs that are due now")
        self._deliveries = Gauge(
            "peerloom_deliveries",
            "Deliveries that were not sent, by platform and state",
            ["platform", "state"],
            registry=self.registry,
        )
        self._reports = self._counter(
            "delivery_reports", "Sendings of deliveries, by how they ended", "platform", "outcome"
        )
        self._waits = self._counter(
            "rate_limit_waits", "Requests that waited for a platform's rates", "platform"
        )
        self._waited = self._counter(
            "rate_limit_wait_seconds", "How long they waited, in all", "platform"
        )

    def watch(self, ran: Ran) -> None:
        self._commands.labels(ran.name, ran.outcome).inc()
        self._seconds.labels(ran.name).observe(ran.seconds)

    def text(self, found: Waiting | None, commands_under_way: int) -> bytes:
        """As of now; what a database that does not answer would know is not a number."""
        self._under_way.set(commands_under_way)
        self._answers.set(found is not None)
        self._updates.set(NAN if found is None else found.updates)
        self._jobs.set(NAN if found is None else found.jobs)
        counts = {}
        if found is not None:
            counts = {(count.platform, count.state): count.count for count in found.deliveries}
        for platform in PLATFORMS:
            for state in STATES:
                missing = NAN if found is None else 0
                self._deliveries.labels(platform, state).set(counts.get((platform, state), missing))
        self._read_figures()
        return generate_latest(self.registry)

    def _read_figures(self) -> None:
        figures = self._figures()
        self._kept.set(figures.updates_at_telegram)
        for outcome, count in figures.updates.items():
            self._count_to(self._taken, count, outcome)
        for (platform, ended), count in figures.reports.items():
            self._count_to(self._reports, count, platform, ended)
        for platform in PLATFORMS:
            waits = figures.waits.get(platform, RateLimitWaits())
            self._count_to(self._waits, waits.count, platform)
            self._count_to(self._waited, waits.seconds, platform)

    def _count_to(self, counter: Counter, total: float, *labels: str) -> None:
        """A counter only grows: by what came since it was read last."""
        before = self._counted.get((id(counter), labels), 0.0)
        counter.labels(*labels).inc(max(0.0, total - before))
        self._counted[id(counter), labels] = max(before, total)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"peerloom_{name}", about, labels, registry=self.registry)

    def _gauge(self, name: str, about: str) -> Gauge:
        return Gauge(f"peerloom_{name}", about, registry=self.registry)
