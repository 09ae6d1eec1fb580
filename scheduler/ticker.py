"""The ticker: once a second it plans recurring jobs and works the due ones.

APScheduler only ticks, in memory; which job is due, and that it is worked once, is the database's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from engine.foundation.inbox import empty_old_texts
from engine.foundation.jobs import (
    ClaimJobs,
    JobFailed,
    LeasedJob,
    claim_jobs,
    end_refused_job,
    job_failed,
    plan_recurring,
    work_job,
)

EVERY = timedelta(seconds=1)
log = structlog.get_logger()


class Ticker:
    """`after` is called when jobs were worked: there may be something to announce."""

    def __init__(self, engine: Engine, after: Callable[[], None]) -> None:
        self._engine = engine
        self._after = after
        self._turn = asyncio.Lock()
        self.worked = 0
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            self.tick, "interval", seconds=EVERY.total_seconds(), max_instances=1, coalesce=True
        )
        self._scheduler.add_job(self._sweep, "interval", hours=1, max_instances=1, coalesce=True)

    def start(self) -> None:
        self._scheduler.start()
        # At once too: a program that is started anew each hour would never come to it.
        self._scheduler.add_job(self._sweep)

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    @property
    def is_at_work(self) -> bool:
        return self._turn.locked()

    async def tick(self) -> None:
        """Works what is due until nothing is. One turn at a time."""
        async with self._turn:
            await self._engine.run(plan_recurring, None)
            while leased := await self._engine.run(claim_jobs, ClaimJobs()):
                for job in leased:
                    await self._work(job)
                    self.worked += 1
                self._after()

    async def _work(self, job: LeasedJob) -> None:
        try:
            await self._engine.run(work_job, job)
        except EngineError as refusal:
            # What it was for is no longer wanted, or somebody else works it.
            log.info("job.refused", job=job.id, code=refusal.code)
            await self._engine.run(end_refused_job, JobFailed(job.id, job.token, refusal.code))
        except Exception as fault:
            log.exception("job.fault", job=job.id)
            is_dead = await self._engine.run(
                job_failed, JobFailed(job.id, job.token, f"{type(fault).__name__}: {fault}")
            )
            if is_dead:
                log.error("job.dead", job=job.id)

    async def _sweep(self) -> None:
        """Message texts in the inbox are emptied 72 h after they were handled."""
        await self._engine.run(empty_old_texts, None)
