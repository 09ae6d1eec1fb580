"""One random economy: what it does next, the program that does it and dies, what was answered."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import benchmarks.ledger_worker  # noqa: F401 - so that its answers can be read here
from benchmarks.ledger_answers import Step, rows, without_new
from engine.foundation import wire
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.people.commands import Appoint, Meet, Role
from engine.people.role_service import appoint
from engine.people.service import meet
from engine.wallet.queries import verify
from tests.engine.wallet.replaying import Rows, problems
from tests.engine.wallet.selling import market

ROOT = Path(__file__).parent.parent
AT_ONCE = 12
STUCK_SECONDS = 60.0
STARTED = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
ALONE = ("move", "jobs", "sweep", "link", "undo_merge", "roll_up", "rebuild", "check")
FAULTS = ("statement", "before_commit", "unanswered", "progress")
# How often a step is what, out of all.
LIKELY = {
    "pack": 14, "gift": 8, "grant": 16, "sell": 24, "refund": 14, "take_back": 4, "add_to_fund": 3,
    "propose": 2, "correct": 2, "vote": 5, "pay_out": 2, "link": 1, "undo_merge": 1, "move": 5,
    "roll_up": 2, "rebuild": 1, "check": 1,
}  # fmt: skip
MERGES = "SELECT keeper_id, leaver_id FROM person_merge WHERE state IN ('done', 'final')"


class Dead(Exception):
    """The worker is gone."""


@dataclass
class Economy:
    address: Path | str
    chance: random.Random
    moment: datetime = STARTED
    number: int = 0
    crashes: int = 0
    violations: list[str] = field(default_factory=list)
    answered: list[Step] = field(default_factory=list)
    left: list[Step] = field(default_factory=list)  # what a crash has left unanswered
    sales: dict[int, int] = field(default_factory=dict)  # what of each price is left, about
    grants: list[str] = field(default_factory=list)
    proposals: list[int] = field(default_factory=list)
    merges: list[int] = field(default_factory=list)

    async def begins(self) -> None:
        engine = Engine(self.address, FrozenClock(self.moment))
        people = await market(engine, 8)
        self.buyers, self.educators, self.admins = people[:4], people[4:6], people[6:]
        for admin in self.admins:
            await engine.run(appoint, Appoint(admin, Role.ADMIN))
        self.seconds = [
            (await engine.run(meet, Meet("discord", 71 + number, "Otter"))).who.person_id
            for number in range(2)
        ]
        await engine.close()

    async def lives(self, steps: int) -> None:
        until = self.number + steps
        while self.number < until or self.left:
            try:
                async with self._worker() as worker:
                    await self._drives(worker, until)
            except Dead:
                self.crashes += 1
                await self._is_sound("after a crash")
                done = [step for step in self.answered if step.kind == "done" and not step.repeats]
                asked = self.chance.sample(done, min(6, len(done)))
                self.left += [self._again(step) for step in asked if self._can_ask_again(step)]

    def _can_ask_again(self, step: Step) -> bool:
        """A sale to somebody who is another person by now is no longer the same request."""
        is_of_two = step.do == "sell" and step.given[1] in self.seconds
        return step.do not in ALONE and not (is_of_two and step.key is None)

    def _again(self, step: Step) -> Step:
        return self._step(step.do, step.given, key=step.key, repeats=step)

    async def _drives(self, worker: WorkerHandle, until: int) -> None:
        under_way: dict[int, Step] = {}
        try:
            while True:
                while len(under_way) < AT_ONCE:
                    step = self._next(until)
                    if step is None:
                        break
                    if (step.do in ALONE) and under_way:
                        self.left.insert(0, step)
                        break
                    under_way[step.n] = step
                    await worker.tells(step)
                    if step.do in ALONE:
                        break
                if not under_way:
                    return
                told = await worker.hears()
                self._learns(under_way.pop(told["n"]), told)
        except Dead:
            self.left = [*under_way.values(), *self.left]
            raise

    def _next(self, until: int) -> Step | None:
        if self.left:
            return self.left.pop(0)
        return self._invents() if self.number < until else None

    def _step(self, do: str, given: list[Any], **more: Any) -> Step:
        self.number += 1
        return Step(self.number, do, given, **more)

    def _invents(self) -> Step:
        chance, n = self.chance, self.number + 1
        inbox = f"fuzz:{n}"
        maybe = inbox if chance.random() < 0.5 else None  # else the ledger's key alone
        do = chance.choices(list(LIKELY), list(LIKELY.values()))[0]
        buyer = chance.choice([*self.buyers, *self._unlinked()])
        match do:
            case "pack" | "gift":
                return self._step(do, [buyer, chance.randint(1, 300), f"{do}:{n}"], key=inbox)
            case "grant":
                return self._step(do, [buyer, chance.randint(1, 120), f"grant:{n}"], key=maybe)
            case "sell":
                given = [f"sale:{n}", buyer, chance.choice(self.educators), f"course:{n % 7 + 1}",
                         chance.randint(10, 250), 1_500, chance.randint(0, 40)]  # fmt: skip
                return self._step(do, given, key=maybe)
            case "refund" if self.sales:
                sale = chance.choice(list(self.sales))
                most = max(1, self.sales[sale])
                tokens = chance.choice([most, chance.randint(1, most)])
                return self._step(do, [f"refund:{n}", sale, tokens], key=maybe)
            case "take_back" if self.grants:
                return self._step(do, [chance.choice(self.grants)], key=inbox)
            case "add_to_fund":
                return self._step(do, [f"fund:{n}", chance.randint(1, 400)], key=maybe)
            case "propose":
                return self._step(do, [chance.randint(1, 900)], key=inbox)
            case "correct":
                return self._step(do, [buyer, chance.randint(1, 40)], key=inbox)
            case "vote" if self.proposals:
                who = chance.choice(self.admins)
                return self._step(do, [who, chance.choice(self.proposals)], key=maybe)
            case "pay_out":
                return self._step(do, [chance.choice(self.educators), f"payout:{n}"], key=inbox)
            case "link" if self._unlinked():
                second = self._unlinked()[0]
                return self._step(do, [self.buyers[self.seconds.index(second)], second])
            case "undo_merge" if self.merges:
                return self._step(do, [self.admins[0], self.merges[-1]], key=inbox)
            case "move":
                self.moment += timedelta(days=chance.choice([1, 1, 14, 40]))
                self.left += [self._step("jobs", []), self._step("sweep", [])]
                return self._step(do, [self.moment.isoformat()])
            case "roll_up" | "rebuild":
                return self._step(do, [])
            case "check":
                return self._step(do, [self.admins[0]])
        return self._step("pack", [buyer, chance.randint(1, 300), f"pack:{n}"], key=inbox)

    def _unlinked(self) -> list[int]:
        gone = {row[1] for row in rows(self.address, MERGES)}
        return [second for second in self.seconds if second not in gone]

    def _learns(self, step: Step, told: dict[str, Any]) -> None:
        step.kind = told["kind"]
        step.answer = wire.load(told["answer"])
        self.answered.append(step)
        if step.kind == "fault":
            self.violations.append(f"{step.do} {step.given}: {step.answer}")
        if step.repeats is not None:
            first = step.repeats
            if (step.kind, without_new(step)) != (first.kind, without_new(first)):
                self.violations.append(f"{first.do} {first.given} answered {first.answer}, then "
                                       f"{step.kind} {step.answer}")  # fmt: skip
            return
        if step.kind != "done":
            return
        match step.do:
            case "sell":
                self.sales[step.answer.sale_id] = step.answer.offer.parts.price
            case "refund":
                self.sales[step.given[1]] -= step.given[2]
            case "grant" if step.answer.amount:
                self.grants.append(step.given[2])
            case "propose" | "correct":
                self.proposals.append(step.answer.proposal_id)
            case "link":
                self.merges.append(step.answer.merge_id)

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[WorkerHandle]:
        at = self.chance.choice(FAULTS)
        after = self.chance.randint(1, {"statement": 900, "before_commit": 60}.get(at, 90))
        fault = {} if at == "progress" else {"at": at, "after": after}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.ledger_worker",
            str(self.address), self.moment.isoformat(), json.dumps(fault),
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**20,
        )  # fmt: skip
        worker = WorkerHandle(process, after if at == "progress" else 0)
        try:
            yield worker
        finally:
            await worker.ends()

    async def ends(self) -> None:
        """Every sale final, every reserve released, every earned token spent or expired."""
        for days in (1, 15, 91, 181):
            self.moment += timedelta(days=days)
            self.left += [
                self._step("move", [self.moment.isoformat()]),
                self._step("jobs", []),
                self._step("sweep", []),
            ]
        self.left.append(self._step("check", [self.admins[0]]))
        await self.lives(0)
        await self._is_sound("at the end")

    async def _is_sound(self, when: str) -> None:
        engine = Engine(self.address, FrozenClock(self.moment))
        told = [str(found) for found in (await engine.read(verify, None)).problems]
        await engine.close()
        found = problems(Rows(self.address), is_in_order=False)
        self.violations += [f"{when}: {one}" for one in (*told, *found)]


class WorkerHandle:
    """`kill_after`: so many answers; 0: it looks after its end itself."""

    def __init__(self, process: asyncio.subprocess.Process, kill_after: int) -> None:
        self.process = process
        self.kill_after = kill_after
        self.heard = 0

    async def tells(self, step: Step) -> None:
        if self.process.stdin is None:
            raise Dead
        try:
            self.process.stdin.write(step.line())
            await self.process.stdin.drain()
        except (ConnectionError, BrokenPipeError) as gone:
            raise Dead from gone

    async def hears(self) -> dict[str, Any]:
        if self.process.stdout is None:
            raise Dead
        async with asyncio.timeout(STUCK_SECONDS):
            line = await self.process.stdout.readline()
        if not line.endswith(b"\n"):
            raise Dead
        self.heard += 1
        if self.heard == self.kill_after:
            self.process.kill()
        told: dict[str, Any] = json.loads(line)
        return told

    async def ends(self) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
