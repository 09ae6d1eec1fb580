"""Waiting until nothing is under way, so that no scenario and no test sleeps."""

from __future__ import annotations

import asyncio
import time

from playground.program import Program
from playground.surface import Surface

_LOOK_SECONDS = 0.004


class StillUnderWay(Exception):
    """Something kept moving until the limit; `args[0]` names it."""


async def settle(
    surfaces: dict[str, Surface], program: Program, *, limit_seconds: float = 20.0
) -> None:
    """Returns once both platforms and the program are idle and no counter moved between two looks.

    A program that is switched off counts as idle: what waits for it stays waiting.
    """
    deadline = time.monotonic() + limit_seconds
    before: dict[str, int] = {}
    while True:
        busy, counters = await _look(surfaces, program)
        if not busy and counters == before:
            return
        if time.monotonic() > deadline:
            moving = [name for name, count in counters.items() if before.get(name) != count]
            raise StillUnderWay(
                f"Still under way after {limit_seconds:g} s: {', '.join(busy or moving)}."
            )
        before = counters
        await asyncio.sleep(_LOOK_SECONDS)


async def _look(surfaces: dict[str, Surface], program: Program) -> tuple[list[str], dict[str, int]]:
    if not program.is_running():
        return [], {name: surface.activity() for name, surface in surfaces.items()}
    # The program is asked first: what it hands to a platform while we look shows in that counter.
    busy = [] if await program.is_idle() else ["the program"]
    counters = {"the program": await program.activity()}
    for name, surface in surfaces.items():
        counters[name] = surface.activity()
        if not surface.is_idle():
            busy.append(name)
    return busy, counters
