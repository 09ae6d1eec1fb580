"""Jobs: claimed with a lease, worked in one transaction with their "done", tried again on a
fault."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, func, or_, select, update

from engine.foundation import registry, tables, wire
from engine.foundation.errors import EngineError, Outdated
from engine.foundation.tx import ReadTx, Tx

LEASE = timedelta(seconds=60)
ATTEMPTS = 5
jobs = tables.job.c

_workable = and_(
    jobs.due_at <= bindparam("at"),
    or_(jobs.state == "due", and_(jobs.state == "leased", jobs.leased_until < bindparam("at"))),
)
FIND_DUE = (
    select(jobs.id, jobs.attempts)
    .where(_workable)
    .order_by(jobs.due_at, jobs.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
LEASE_JOB = (
    update(tables.job)
    .where(jobs.id == bindparam("job_id"))
    .values(
        state="leased",
        lease_token=bindparam("token"),
        leased_until=bindparam("until"),
        attempts=jobs.attempts + 1,
    )
)
FIND_LEASED = (
    select(jobs.name, jobs.payload, jobs.attempts)
    .where(
        jobs.id == bindparam("job_id"),
        jobs.state == "leased",
        jobs.lease_token == bindparam("token"),
    )
    .with_for_update()
)
END_JOB = (
    update(tables.job)
    .where(jobs.id == bindparam("job_id"))
    .values(state=bindparam("new_state"), due_at=bindparam("at"), last_error=bindparam("error"))
)
FINISH_JOB = update(tables.job).where(jobs.id == bindparam("job_id")).values(state="done")
CANCEL_JOB = (
    update(tables.job)
    .where(
        jobs.name == bindparam("of_name"), jobs.slot == bindparam("of_slot"), jobs.state == "due"
    )
    .values(state="cancelled")
)
COUNT_DUE = (
    select(func.count().label("count"))
    .select_from(tables.job)
    .where(jobs.due_at <= bindparam("at"), jobs.state.in_(("due", "leased")))
)
NEXT_DUE = select(func.min(jobs.due_at, type_=jobs.due_at.type).label("at")).where(
    jobs.state == "due", jobs.due_at > bindparam("at")
)


@dataclass(frozen=True)
class ClaimJobs:
    limit: int = 20


@dataclass(frozen=True)
class LeasedJob:
    id: int
    token: str


@dataclass(frozen=True)
class JobFailed:
    id: int
    token: str
    error: str


@dataclass(frozen=True)
class DueWork:
    """How much is due now, and when the next job is."""

    due: int
    next_at: datetime | None


def plan_recurring(tx: Tx, command: object) -> int:
    """Makes sure that the next slot of every recurring job is on the list; how many were added."""
    added = 0
    for name, (next_after, make_job) in registry.all_recurring().items():
        at = next_after(tx.now)
        added += tx.schedule(make_job(), at=at, slot=f"{name}@{at.isoformat()}")
    return added


def claim_jobs(tx: Tx, command: ClaimJobs) -> tuple[LeasedJob, ...]:
    leased = []
    for row in tx.query(FIND_DUE, at=tx.now, most=command.limit):
        if row.attempts >= ATTEMPTS:
            # Its workers died over it, each time: it would take the next one along as well.
            _end(tx, row.id, "dead", at=tx.now, error="the lease ran out")
            continue
        token = secrets.token_hex(8)
        tx.change(LEASE_JOB, job_id=row.id, token=token, until=tx.now + LEASE)
        leased.append(LeasedJob(row.id, token))
    return tuple(leased)


def work_job(tx: Tx, command: LeasedJob) -> str:
    """Runs the job's handler and marks it done in the same transaction; the job's name.

    A handler's refusal ends the job as done: what it was for is no longer wanted.
    Raises Outdated when another worker holds the lease by now.
    """
    row = tx.one(FIND_LEASED, job_id=command.id, token=command.token)
    if row is None:
        raise Outdated(what="job")
    name: str = row.name
    registry.job_handler(name)(tx, wire.load(row.payload))
    tx.change(FINISH_JOB, job_id=command.id)
    return name


def end_refused_job(tx: Tx, command: JobFailed) -> None:
    if tx.one(FIND_LEASED, job_id=command.id, token=command.token) is not None:
        _end(tx, command.id, "done", at=tx.now, error=command.error)


def job_failed(tx: Tx, command: JobFailed) -> bool:
    """After a fault: again in a growing while, or dead after five attempts. True when it is
    dead."""
    row = tx.one(FIND_LEASED, job_id=command.id, token=command.token)
    if row is None:
        return False
    is_dead = row.attempts >= ATTEMPTS
    again_at = tx.now + timedelta(seconds=2**row.attempts)
    _end(tx, command.id, "dead" if is_dead else "due", at=again_at, error=command.error[:500])
    return bool(is_dead)


def _end(tx: Tx, id: int, state: str, *, at: datetime, error: str) -> None:
    tx.change(END_JOB, job_id=id, new_state=state, at=at, error=error)


def cancel_job(tx: Tx, job_class: type, slot: str) -> bool:
    """Takes a job that is not yet under way off the list."""
    return bool(tx.change(CANCEL_JOB, of_name=registry.job_class_name(job_class), of_slot=slot))


def due_work(tx: ReadTx, query: object) -> DueWork:
    due = tx.query(COUNT_DUE, at=tx.now)[0].count
    return DueWork(due=due, next_at=tx.query(NEXT_DUE, at=tx.now)[0].at)


__all__ = [
    "ClaimJobs",
    "DueWork",
    "EngineError",
    "JobFailed",
    "LeasedJob",
    "cancel_job",
    "claim_jobs",
    "due_work",
    "end_refused_job",
    "job_failed",
    "plan_recurring",
    "work_job",
]
