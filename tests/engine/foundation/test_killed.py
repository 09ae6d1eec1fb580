"""A process killed in the middle of its work: every answered command is there, none twice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine.foundation import tables
from engine.foundation.door import Engine
from engine.foundation.tx import ReadTx
from tests.engine.foundation.counting_process import CountOne, count_one
from tests.engine.foundation.happenings import counted

PROJECT = Path(__file__).parents[3]
KILLED_AFTER = 150  # answers
NUMBERS = select(tables.secret.c.name).where(tables.secret.c.name.like("number %"))


def numbers(tx: ReadTx, query: object) -> list[Any]:
    return [int(row.name.split()[1]) for row in tx.query(NUMBERS)]


def run_until_killed(path: Path, first: int) -> list[int]:
    """The numbers whose commands the process had been given an answer to."""
    command = [sys.executable, "-m", "tests.engine.foundation.counting_process", str(path)]
    process = subprocess.Popen([*command, str(first)], stdout=subprocess.PIPE, cwd=PROJECT)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(KILLED_AFTER)]
    os.kill(process.pid, signal.SIGKILL)
    lines += process.stdout.readlines()
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return [int(line) for line in lines]


async def test_a_kill_loses_no_answered_command_and_doubles_none(
    tmp_path: Path, empty_database: Path
) -> None:
    path = tmp_path / "killed.sqlite"
    shutil.copy(empty_database, path)
    answered = run_until_killed(path, 0)
    assert len(answered) >= KILLED_AFTER
    engine = Engine(path)
    try:
        found = await engine.read(numbers, None)
        assert set(answered) <= set(found)
        assert len(found) == len(set(found)) == await engine.read(counted, "all")
        # What the callers ask again after the restart is answered, not done.
        unsure = max(found) + 1
        for number in (*sorted(found)[-20:], unsure):
            await engine.run(count_one, CountOne(number), key=f"call:{number}")
        assert sorted(await engine.read(numbers, None)) == [*sorted(found), unsure]
        assert await engine.read(counted, "all") == len(found) + 1
    finally:
        await engine.close()
