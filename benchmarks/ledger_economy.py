"""One random economy: what it does next, the program that does it and dies, what was answered."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import benchmarks.ledger_worker  # noqa: F401 - so that its answers can be read here
from benchmarks import ledger_granting
from benchmarks.ledger_redeeming import stock
from benchmarks.ledger_services import SERVICES, endow
from benchmarks.ledger_step import Step, without_new
from benchmarks.ledger_town import Town
from engine.foundation import wire
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.people.commands import Appoint, Meet, Role
from engine.people.role_service import appoint
from engine.people.service import meet
from engine.wallet.income_limits import LOOKED_BACK
from engine.wallet.queries import verify
from tests.engine.wallet.replaying import Rows, problems
from tests.engine.wallet.selling import PastSale, add_past_sale, market

ROOT = Path(__file__).parent.parent
AT_ONCE = 12
STUCK_SECONDS = 60.0
ALONE = ("move", "jobs", "sweep", "link", "undo_merge", "roll_up", "rebuild", "check")
FAULTS = ("statement", "before_commit", "unanswered", "progress")
# Where a step names whose it is: to somebody who is another person by now it is another request.
BUYER_AT = {"sell": 1, "book": 1, "redeem": 0, "own_goods": 1}


class Dead(Exception):
    """The worker is gone."""


@dataclass
class Economy:
    address: Path | str
    chance: random.Random
    crashes: int = 0
    violations: list[str] = field(default_factory=list)
    answered: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.town = Town(self.address, self.chance)
        # What the program's clock shows: the town is ahead of it while steps are left to be done.
        self.now = self.town.moment

    async def begins(self) -> None:
        engine = Engine(self.address, FrozenClock(self.town.moment))
        people = await market(engine, 9)
        town = self.town
        town.buyers, town.educators, town.admins = people[:4], people[4:6], people[6:]
        for admin in town.admins:
            await engine.run(appoint, Appoint(admin, Role.ADMIN))
        town.seconds = [
            (await engine.run(meet, Meet("discord", 71 + number, "Otter"))).who.person_id
            for number in range(2)
        ]
        await engine.run(endow, 3_000)
        for _ in range(2):
            await self._stocks(engine)
        for buyer in (*town.buyers, *town.seconds):  # vouchers are for who has paid for good
            past = PastSale(f"before:paid:{buyer}", town.educators[0], buyer, 40, 20)
            await engine.run(add_past_sale, past)
        if town.ring:
            town.moment += LOOKED_BACK  # others' old purchases hide it no more
        await engine.close()
        self.now = town.moment

    async def _stocks(self, engine: Engine) -> None:
        """Codes that are in the catalogue from the start."""
        first, *others = self.town.admins
        _, *more = stock(self.town, "stock").given
        steps = [self.town.step("stock", [first, *more])]
        while steps:
            step = steps.pop(0)
            service, command = SERVICES[step.do]
            step.kind, step.answer = "done", await engine.run(service, command(*step.given))
            step.is_first = True
            self.answered.append(step)
            if step.do == "stock":
                steps += [self.town.step("vote", [who, step.answer.proposal_id]) for who in others]

    async def lives(self, steps: int) -> None:
        until = self.town.number + steps
        while self.town.number < until or self.town.left:
            try:
                async with self._worker() as worker:
                    await self._drives(worker, until)
            except Dead:
                self.crashes += 1
                await self._is_sound("after a crash")
                done = [step for step in self.answered if step.kind == "done" and not step.repeats]
                asked = self.chance.sample(done, min(6, len(done)))
                self.town.left += [self._again(step) for step in asked if self._can_ask_again(step)]

    def _can_ask_again(self, step: Step) -> bool:
        is_of_two = step.do in BUYER_AT and step.given[BUYER_AT[step.do]] in self.town.seconds
        return step.do not in ALONE and not step.is_first and not (is_of_two and step.key is None)

    def _again(self, step: Step) -> Step:
        return self.town.step(step.do, step.given, key=step.key, repeats=step)

    async def _drives(self, worker: WorkerHandle, until: int) -> None:
        under_way: dict[int, Step] = {}
        try:
            while True:
                while len(under_way) < AT_ONCE:
                    step = self._next(until)
                    if step is None:
                        break
                    if (step.do in ALONE) and under_way:
                        self.town.left.insert(0, step)
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
            self.town.left = [*under_way.values(), *self.town.left]
            raise

    def _next(self, until: int) -> Step | None:
        if self.town.left:
            return self.town.left.pop(0)
        return self.town.invents() if self.town.number < until else None

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
        if step.do == "move":
            self.now = datetime.fromisoformat(step.given[0])
        if step.kind == "done":
            self.town.learns(step)

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[WorkerHandle]:
        at = self.chance.choice(FAULTS)
        after = self.chance.randint(1, {"statement": 900, "before_commit": 60}.get(at, 90))
        fault = {} if at == "progress" else {"at": at, "after": after}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.ledger_worker",
            str(self.address), self.now.isoformat(), json.dumps(fault),
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**20,
        )  # fmt: skip
        worker = WorkerHandle(process, after if at == "progress" else 0)
        try:
            yield worker
        finally:
            await worker.ends()

    async def ends(self) -> None:
        """Every sale final, every reserve released, every earned token spent or expired."""
        self.town.left += ledger_granting.released(self.town)
        for days in (1, 15, 91, 181):
            self.town.left += self.town.passes(days=days)
        # What a program had leased when it died is claimed again once the lease is over.
        for _ in range(3):
            self.town.left += self.town.passes(minutes=2)
        self.town.left.append(self.town.step("check", [self.town.admins[0]]))
        await self.lives(0)
        await self._is_sound("at the end")

    async def _is_sound(self, when: str) -> None:
        engine = Engine(self.address, FrozenClock(self.now))
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
