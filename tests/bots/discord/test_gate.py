"""Discord's global rate: an answer overtakes a broadcast, and nobody is faster than allowed."""

from __future__ import annotations

import asyncio

import pytest

from bots.discord import limits
from bots.discord.gate import INTERACTIVE, Gate

pytestmark = pytest.mark.usefixtures("own_clock")

LIVE_QUIZ, COHORT, BROADCAST = 1, 2, 3

# An alarm that comes a hair too soon is set anew, a millisecond off.
AGAIN = 0.001


async def test_what_is_urgent_overtakes_what_waits() -> None:
    gate = Gate(per_second=200, burst=1)
    order: list[str] = []

    async def ask(name: str, priority: int) -> None:
        await gate.enter(priority)
        order.append(name)

    waiting = [
        asyncio.create_task(ask(name, priority))
        for name, priority in (
            ("first", BROADCAST),
            ("broadcast", BROADCAST),
            ("again", BROADCAST),
            ("cohort", COHORT),
            ("quiz", LIVE_QUIZ),
            ("answer", INTERACTIVE),
        )
    ]
    await asyncio.gather(*waiting)
    assert order == ["first", "answer", "quiz", "cohort", "broadcast", "again"]
    assert gate.waits == 5
    assert gate.waited_seconds == pytest.approx(0.005 * 15, abs=AGAIN * 15.1)


async def test_a_burst_passes_at_once_and_the_rest_by_the_rate() -> None:
    gate = Gate(per_second=100, burst=4)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(gate.enter(BROADCAST) for _ in range(8)))
    assert loop.time() - began == pytest.approx(0.04, abs=AGAIN * 4.1)  # four more at 100 a second
    assert gate.waits == 4


async def test_who_gives_up_waiting_keeps_nobody_else_waiting() -> None:
    gate = Gate(per_second=50, burst=1)
    await gate.enter(BROADCAST)
    gone = asyncio.create_task(gate.enter(INTERACTIVE))
    stays = asyncio.create_task(gate.enter(BROADCAST))
    await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    began = asyncio.get_running_loop().time()
    await stays
    assert asyncio.get_running_loop().time() - began == pytest.approx(0.02, abs=AGAIN * 1.1)


def test_the_gate_stays_below_discords_fifty_in_any_second() -> None:
    assert limits.REQUESTS_AT_ONCE + limits.REQUESTS_A_SECOND <= 50
