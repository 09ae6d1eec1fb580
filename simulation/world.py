"""Simulated time: what people do is a generator each, worked through the door moment by moment."""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# What happens by itself is known once it is imported: the sweep of lots, the daily check.
import engine.wallet.checking
import engine.wallet.expiry  # noqa: F401
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from engine.foundation.jobs import (
    ClaimJobs,
    JobFailed,
    claim_jobs,
    end_refused_job,
    plan_recurring,
    work_job,
)
from engine.foundation.tx import ReadTx, Tx

GRAIN_MICROSECONDS = 100_000
JOBS_EVERY = timedelta(hours=1)
JOBS_AT_ONCE = 100


@dataclass(frozen=True)
class Do:
    """A command for `engine.run`; its result comes back, its refusal is raised in the plan."""

    service: Callable[[Tx, Any], Any]
    command: Any


@dataclass(frozen=True)
class Ask:
    """A question for `engine.read`."""

    question: Callable[[ReadTx, Any], Any]
    query: Any


# A plan yields what it does next, or the moment until which it waits.
Plan = Generator[Do | Ask | datetime, Any, None]


@dataclass
class _Step:
    plan: Plan
    answer: Any = None
    refusal: EngineError | None = None


class World:
    """Everything happens in the order of its moments, and of arrival within one; so a seed tells
    the same story each time. A refusal that a plan does not expect ends the plan and is counted."""

    def __init__(self, engine: Engine, clock: FrozenClock) -> None:
        self.engine = engine
        self.clock = clock
        self.refused: Counter[str] = Counter()
        self.jobs_worked = 0
        self._is_alone = isinstance(engine.address, str)  # PostgreSQL: one after the other
        self._waiting: list[tuple[datetime, int, _Step]] = []
        self._numbered = 0

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def begin(self, plan: Plan, at: datetime) -> None:
        self._wait(_Step(plan), at)

    async def live(self, until: datetime, each_hour: Callable[[], Awaitable[None]]) -> None:
        """Works all that happens before `until`; jobs are worked each full hour, then
        `each_hour` is called."""
        await self.engine.run(plan_recurring, None)
        hour = self.now + JOBS_EVERY
        while hour <= until:
            while self._waiting and self._waiting[0][0] < hour:
                await self._live_a_moment()
            self.clock.move_to(hour)
            await self._work_jobs()
            await each_hour()
            hour += JOBS_EVERY

    async def _live_a_moment(self) -> None:
        at = self._waiting[0][0]
        self.clock.move_to(at)
        steps = []
        while self._waiting and self._waiting[0][0] == at:
            steps.append(heapq.heappop(self._waiting)[2])
        while steps:
            acting: list[tuple[_Step, Do]] = []
            for step in steps:
                wanted = await self._advance(step)
                if isinstance(wanted, Do):
                    acting.append((step, wanted))
                elif wanted is not None:
                    self._wait(step, wanted)
            if self._is_alone:
                for step, act in acting:
                    await self._do(step, act)
            else:
                await asyncio.gather(*(self._do(step, act) for step, act in acting))
            steps = [step for step, _ in acting]

    async def _advance(self, step: _Step) -> Do | datetime | None:
        """What the plan wants done or waits for; questions are answered at once."""
        while True:
            try:
                if step.refusal is not None:
                    wanted = step.plan.throw(step.refusal)
                else:
                    wanted = step.plan.send(step.answer)
            except StopIteration:
                return None
            except EngineError as refusal:
                self.refused[refusal.code] += 1
                return None
            step.answer = step.refusal = None
            if not isinstance(wanted, Ask):
                return wanted
            try:
                step.answer = await self.engine.read(wanted.question, wanted.query)
            except EngineError as refusal:
                step.refusal = refusal

    async def _do(self, step: _Step, act: Do) -> None:
        try:
            step.answer = await self.engine.run(act.service, act.command)
        except EngineError as refusal:
            step.refusal = refusal

    def _wait(self, step: _Step, at: datetime) -> None:
        later = max(at, self.now)
        later += timedelta(microseconds=-later.microsecond % GRAIN_MICROSECONDS)
        self._numbered += 1
        heapq.heappush(self._waiting, (later, self._numbered, step))

    async def _work_jobs(self) -> None:
        """As the ticker does, but a fault ends the simulation."""
        await self.engine.run(plan_recurring, None)
        while leased := await self.engine.run(claim_jobs, ClaimJobs(JOBS_AT_ONCE)):
            for job in leased:
                try:
                    await self.engine.run(work_job, job)
                except EngineError as refusal:
                    failed = JobFailed(job.id, job.token, refusal.code)
                    await self.engine.run(end_refused_job, failed)
            self.jobs_worked += len(leased)
