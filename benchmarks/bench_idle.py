"""The whole demonstration at rest: memory of its processes, and how soon it first answers.

Resident memory is summed over the playground's process and the program beside it, pages that both
share counted twice. The first answer is the bot's to `/start`, counted from starting the command in
a fresh folder.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from benchmarks.reporting import Promise, options, tell
from playground.scenario.client import ControlClient, Refused
from playground.scenario.steps import Spot

ROOT = Path(__file__).parent.parent
PROMISES = (
    Promise(("rss_mb",), 350, is_least=False),
    Promise(("first_answer_seconds",), 6, is_least=False),
)
ROUNDS = 3
LONGEST_SECONDS = 60
PAGE_KIB = os.sysconf("SC_PAGE_SIZE") / 1024


async def once() -> tuple[float, float]:
    """(MB at rest, seconds to the first answer)."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "peerloom", "--data", folder, "run",
            cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                address = await _address(process)
                seconds = await _first_answer(address, began)
            return sum(map(_rss_mb, _tree(process.pid))), seconds
        finally:
            process.send_signal(signal.SIGINT)
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    if process.stdout is None:
        raise RuntimeError("the playground has no output")
    async for line in process.stdout:
        if found := re.search(rb"http://127\.0\.0\.1:\d+/\S*token=\S+", line):
            return found[0].decode()
    raise RuntimeError("the playground ended without an address")


async def _first_answer(address: str, began: float) -> float:
    parts = urlsplit(address)
    token = parse_qs(parts.query)["token"][0]
    spot = Spot("newcomer", "telegram", "")
    async with ControlClient(base_url=f"{parts.scheme}://{parts.netloc}", token=token) as client:
        said = False
        while True:
            with contextlib.suppress(Refused):
                if not said:
                    await client.say(spot, "/start", {})
                    said = True
                messages = (await client.view(spot))["messages"]
                if any(not message.get("is_own") for message in messages):
                    return time.perf_counter() - began
            await asyncio.sleep(0.01)


def _tree(process_id: int) -> list[int]:
    """The process and all that it started."""
    found = [process_id]
    for parent in found:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        found += map(int, children)
    return found


def _rss_mb(process_id: int) -> float:
    pages = int(Path(f"/proc/{process_id}/statm").read_text().split()[1])
    return pages * PAGE_KIB / 1024


async def main() -> int:
    given = options("Memory of the demonstration at rest, and its first answer.")
    measured = [await once() for _ in range(ROUNDS)]
    report = {
        "rss_mb": round(sorted(rss for rss, _ in measured)[ROUNDS // 2], 1),
        "first_answer_seconds": round(sorted(s for _, s in measured)[ROUNDS // 2], 2),
        "rounds": ROUNDS,
    }
    return tell(report, PROMISES, given)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
