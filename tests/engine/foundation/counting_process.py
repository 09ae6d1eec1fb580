"""A process that counts until it is killed; each answered command's number goes to its output."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import bindparam, insert

from engine.foundation import tables
from engine.foundation.door import Engine
from engine.foundation.tx import Tx
from tests.engine.foundation.happenings import count_up

CALLERS = 8
ADD = insert(tables.secret).values(name=bindparam("of_name"), value="")


@dataclass(frozen=True)
class CountOne:
    number: int


def count_one(tx: Tx, command: CountOne) -> int:
    """Two writes that belong together: the number itself, and the count of all numbers."""
    tx.change(ADD, of_name=f"number {command.number}")
    return count_up(tx, "all")


async def call(engine: Engine, first: int) -> None:
    number = first
    while True:
        await engine.run(count_one, CountOne(number), key=f"call:{number}")
        # Unbuffered and whole: what stands in the pipe survives the kill.
        os.write(1, f"{number}\n".encode())
        number += CALLERS


async def main(path: Path, first: int) -> None:
    engine = Engine(path)
    await asyncio.gather(*(call(engine, first + caller) for caller in range(CALLERS)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
