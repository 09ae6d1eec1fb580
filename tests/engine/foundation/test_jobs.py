"""Jobs: planned once, leased to one worker, worked with their "done", tried again after a fault."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Outdated
from engine.foundation.jobs import (
    ATTEMPTS,
    LEASE,
    ClaimJobs,
    JobFailed,
    LeasedJob,
    cancel_job,
    claim_jobs,
    due_work,
    end_refused_job,
    job_failed,
    plan_recurring,
    work_job,
)
from tests.engine.foundation.happenings import (
    Chore,
    NotWanted,
    Plan,
    all_jobs,
    counted,
    jobs_called,
    next_hour,
    plan,
)


async def planned(engine: Engine, clock: FrozenClock, chore: Chore, slot: str = "1") -> bool:
    return await engine.run(plan, Plan(chore, clock.now(), slot))


async def lease(engine: Engine) -> list[LeasedJob]:
    return list(await engine.run(claim_jobs, ClaimJobs()))


async def only(engine: Engine) -> Any:
    [row] = await engine.read(all_jobs, None)
    return row


async def test_a_slot_is_planned_once(engine: Engine, clock: FrozenClock) -> None:
    assert await planned(engine, clock, Chore("sweep"))
    assert not await planned(engine, clock, Chore("mop"))
    assert await planned(engine, clock, Chore("sweep"), "2")
    assert len(await engine.read(all_jobs, None)) == 2


async def test_a_job_waits_for_its_time(engine: Engine, clock: FrozenClock) -> None:
    at = clock.now() + timedelta(minutes=5)
    await engine.run(plan, Plan(Chore("sweep"), at))
    assert await lease(engine) == []
    work = await engine.read(due_work, None)
    assert (work.due, work.next_at) == (0, at)
    clock.move_to(at)
    assert len(await lease(engine)) == 1
    assert (await engine.read(due_work, None)).due == 1


async def test_the_handler_and_its_done_are_one(engine: Engine, clock: FrozenClock) -> None:
    await planned(engine, clock, Chore("sweep"))
    [job] = await lease(engine)
    assert await engine.run(work_job, job) == "tests.chore"
    assert await engine.read(counted, "sweep") == 1
    assert (await only(engine)).state == "done"
    with pytest.raises(Outdated):
        await engine.run(work_job, job)
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert await lease(engine) == []
    assert await engine.read(counted, "sweep") == 1


async def test_a_lapsed_lease_goes_to_another_and_shuts_the_first_out(
    engine: Engine, clock: FrozenClock
) -> None:
    await planned(engine, clock, Chore("sweep"))
    [slow] = await lease(engine)
    clock.advance(seconds=LEASE.total_seconds())
    assert await lease(engine) == []
    clock.advance(seconds=1)
    [quick] = await lease(engine)
    assert quick.id == slow.id
    assert quick.token != slow.token
    with pytest.raises(Outdated):
        await engine.run(work_job, slow)
    assert not await engine.run(job_failed, JobFailed(slow.id, slow.token, "late"))
    await engine.run(end_refused_job, JobFailed(slow.id, slow.token, "late"))
    assert (await only(engine)).state == "leased"
    await engine.run(work_job, quick)
    assert await engine.read(counted, "sweep") == 1


async def test_a_refusal_ends_the_job_and_undoes_its_work(
    engine: Engine, clock: FrozenClock
) -> None:
    await planned(engine, clock, Chore("sweep", "refused"))
    [job] = await lease(engine)
    with pytest.raises(NotWanted):
        await engine.run(work_job, job)
    await engine.run(end_refused_job, JobFailed(job.id, job.token, "tests.not_wanted"))
    row = await only(engine)
    assert (row.state, row.last_error) == ("done", "tests.not_wanted")
    assert await engine.read(counted, "sweep") == 0


async def test_a_fault_is_tried_again_in_a_growing_while_and_then_is_dead(
    engine: Engine, clock: FrozenClock
) -> None:
    await planned(engine, clock, Chore("sweep", "fault"))
    waits = []
    for attempt in range(1, ATTEMPTS + 1):
        [job] = await lease(engine)
        with pytest.raises(ZeroDivisionError):
            await engine.run(work_job, job)
        is_dead = await engine.run(job_failed, JobFailed(job.id, job.token, "a chore's fault"))
        assert is_dead is (attempt == ATTEMPTS)
        row = await only(engine)
        waits.append((row.due_at - clock.now()).total_seconds())
        clock.move_to(row.due_at - timedelta(microseconds=1))
        assert await lease(engine) == []
        clock.move_to(row.due_at)
    assert waits == sorted(set(waits))
    assert (await only(engine)).state == "dead"
    assert await lease(engine) == []
    assert await engine.read(counted, "sweep") == 0


async def test_a_job_that_always_takes_its_worker_along_is_dead_in_the_end(
    engine: Engine, clock: FrozenClock
) -> None:
    await planned(engine, clock, Chore("sweep"))
    for _ in range(ATTEMPTS):
        assert len(await lease(engine)) == 1
        clock.advance(seconds=LEASE.total_seconds() + 1)
    assert await lease(engine) == []
    row = await only(engine)
    assert (row.state, row.last_error) == ("dead", "the lease ran out")


async def test_twenty_workers_at_once_lease_each_job_once(
    engine: Engine, clock: FrozenClock
) -> None:
    for slot in range(50):
        await planned(engine, clock, Chore("sweep"), str(slot))
    leased = await asyncio.gather(*(engine.run(claim_jobs, ClaimJobs(limit=4)) for _ in range(20)))
    ids = [job.id for some in leased for job in some]
    assert len(ids) == len(set(ids)) == 50
    everybody = [job for some in leased for job in some]
    await asyncio.gather(*(engine.run(work_job, job) for job in everybody))
    assert await engine.read(counted, "sweep") == 50


async def test_a_recurring_job_is_planned_once_per_slot(engine: Engine, clock: FrozenClock) -> None:
    await engine.run(plan_recurring, None)
    assert await engine.run(plan_recurring, None) == 0
    clock.advance(minutes=59, seconds=59)
    await engine.run(plan_recurring, None)
    [row] = await engine.read(jobs_called, "hourly")
    assert row.due_at == next_hour(clock.now())
    clock.advance(seconds=1)
    await engine.run(plan_recurring, None)
    hours = [row.due_at.hour for row in await engine.read(jobs_called, "hourly")]
    assert hours == [10, 11]


async def test_a_job_under_way_is_not_cancelled(engine: Engine, clock: FrozenClock) -> None:
    await planned(engine, clock, Chore("sweep"), "a")
    [job] = await lease(engine)
    await planned(engine, clock, Chore("mop"), "b")
    assert not await engine.run(lambda tx, slot: cancel_job(tx, Chore, slot), "a")
    assert await engine.run(lambda tx, slot: cancel_job(tx, Chore, slot), "b")
    assert await lease(engine) == []
    await engine.run(work_job, job)
    assert [row.state for row in await engine.read(all_jobs, None)] == ["done", "cancelled"]
