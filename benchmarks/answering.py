"""What the benchmarks work on: a community of learners in the middle of a quiz, on a real file."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.foundation.clock import Clock, FrozenClock
from engine.foundation.door import Engine
from engine.foundation.schema import create_schema
from engine.foundation.sqlite import connect
from engine.foundation.tx import Destination, Tx
from engine.people.commands import Role
from engine.quizzes.commands import AttemptStarted, StartAttempt, SubmitResponse
from engine.quizzes.service import start_attempt
from engine.rewards.programmes import ChangeProgramme, change_programme
from engine.wallet.commands import OpenTreasury
from engine.wallet.service import open_treasury
from tests.engine.courses.teaching import course, enrolled, imported, met, quiz

CALLS_PER_LEARNER = 5
PLACES = 2  # each learner's passing is told in two places


@dataclass(frozen=True)
class Community:
    """`answers` are in the order they are given in: every learner's first, then the second…"""

    address: Path | str
    clock: Clock
    people: list[int]
    lesson_id: int
    answers: list[SubmitResponse]

    def copy(self, name: str) -> Path:
        """A database of its own, in the same state."""
        if not isinstance(self.address, Path):
            raise TypeError("only a file is copied")
        path = self.address.with_name(name)
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.address, path)
        return path


async def settle(folder: Path, learners: int) -> Community:
    """Learners who have begun a quiz of five items, in a course whose places hear who passed."""
    file = folder / "community.sqlite"
    create_schema(file)
    community = await settle_at(file, learners)
    connection = connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return community


async def settle_at(address: Path | str, learners: int) -> Community:
    """The same in a database that has its tables already."""
    clock = FrozenClock(datetime(2027, 3, 4, 9, tzinfo=UTC))
    engine = Engine(address, clock)
    # XXX is ISO 4217's code for no currency: tokens without cash-out.
    await engine.run(open_treasury, OpenTreasury("notional", 10_000_000, "XXX"))
    # Nobody reads here; what is measured is an answer that is paid.
    await engine.run(change_programme, ChangeProgramme(0, "quiz", "seconds_per_item", 0))
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(12, quizzes={1: quiz()}))).course
    lesson_id = made.lessons[0].lesson_id

    async def begin(number: int) -> tuple[int, AttemptStarted]:
        (person_id,) = await enrolled(engine, made.course_id, number)
        for place in range(1, PLACES + 1):
            topic = f"person:{person_id}:course:{made.course_id}"
            await engine.run(_follow, (topic, Destination("place", place, "telegram")))
        return person_id, await engine.run(start_attempt, StartAttempt(person_id, lesson_id))

    open_items = await asyncio.gather(*(begin(number) for number in range(10, 10 + learners)))
    people = [person_id for person_id, _ in open_items]
    await engine.close()
    answers = [
        SubmitResponse(
            person_id,
            started.attempt_id,
            started.open_items[turn].item_id,
            started.open_items[turn].right,
        )
        for turn in range(CALLS_PER_LEARNER)
        for person_id, started in open_items
    ]
    return Community(address, clock, people, lesson_id, answers)


def _follow(tx: Tx, command: tuple[str, Destination]) -> None:
    tx.follow(*command)


async def rate(
    calls: int, callers: int, call: Callable[[int], Coroutine[Any, Any, object]]
) -> float:
    """Calls a second: `callers` at once, each taking the next number once it has its answer."""
    numbers = iter(range(calls))

    async def caller() -> None:
        for number in numbers:
            await call(number)

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return calls / (time.perf_counter() - began)
