"""A process that does what the ledger's fuzzer tells it, and dies where the fuzzer wants it to.

One JSON line in is one command, one line out its answer, written once the answer is known to be on
the disk. `fault`: {"at": statement | before_commit | unanswered, "after": which one}.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.ledger_services import SERVICES
from engine.foundation import jobs, postgresql, sqlite, wire
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from tests.engine.people.linking import linked


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Doom:
    """Counts down to the end of this process."""

    def __init__(self, fault: dict[str, Any]) -> None:
        self.at: str = fault.get("at", "")
        self.left: int = fault.get("after", 0)

    def passes(self, place: str) -> None:
        if place == self.at:
            self.left -= 1
            if self.left <= 0:
                die()

    def sees(self, statement: str) -> None:
        if statement.startswith("COMMIT"):
            self.passes("before_commit")
        elif not statement.startswith("PRAGMA"):
            self.passes("statement")

    def watch(self) -> None:
        """Both databases' drivers tell it of each statement before it is run; SQLite also of those
        inside triggers."""
        opened = sqlite.connect

        def connect(path: Path) -> sqlite3.Connection:
            connection = opened(path)
            connection.set_trace_callback(self.sees)
            return connection

        sqlite.connect = connect
        for name in ("execute", "command"):
            self._listens(postgresql.Cursor, name)

    def _listens(self, cursor: Any, name: str) -> None:
        do = getattr(cursor, name)

        def told(of: Any, text: str, *more: Any) -> Any:
            self.sees(text)
            return do(of, text, *more)

        setattr(cursor, name, told)


class Worker:
    def __init__(self, address: Path | str, moment: datetime, doom: Doom) -> None:
        self.clock = FrozenClock(moment)
        self.engine = Engine(address, self.clock)
        self.doom = doom

    async def answer(self, told: dict[str, Any]) -> None:
        kind, value = "done", None
        try:
            value = await self.do(told["do"], told["with"], told["key"])
        except EngineError as refusal:
            kind, value = "refused", refusal
        except Exception as fault:
            kind, value = "fault", repr(fault)
        self.doom.passes("unanswered")
        line = json.dumps({"n": told["n"], "kind": kind, "answer": wire.dump(value)})
        os.write(1, f"{line}\n".encode())

    async def do(self, what: str, given: list[Any], key: str | None) -> Any:
        if what == "move":
            self.clock.move_to(datetime.fromisoformat(given[0]))
            return None
        if what == "jobs":
            return await self.work_all()
        if what == "link":
            return await linked(self.engine, *given)
        service, command = SERVICES[what]
        return await self.engine.run(service, command(*given), key=key)

    async def work_all(self) -> int:
        count = 0
        while leased := await self.engine.run(jobs.claim_jobs, jobs.ClaimJobs()):
            for job in leased:
                await self.engine.run(jobs.work_job, job)
                count += 1
        return count


async def main(address: str, moment: str, fault: str) -> None:
    doom = Doom(json.loads(fault))
    doom.watch()
    where = address if address.startswith("postgresql:") else Path(address)
    worker = Worker(where, datetime.fromisoformat(moment), doom)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    under_way: set[asyncio.Task[None]] = set()
    while line := await lines.readline():
        task = asyncio.create_task(worker.answer(json.loads(line)))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    await asyncio.gather(*under_way)
    await worker.engine.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
