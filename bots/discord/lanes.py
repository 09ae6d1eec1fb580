"""Turns: what belongs to one person or place happens one after the other, all else at once."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable


class Turn:
    """A place in a lane, held from the moment it is taken until the block `async with` ends."""

    def __init__(self, lanes: Lanes, key: Hashable, before: Turn | None) -> None:
        self._lanes = lanes
        self._key = key
        self._before = before
        self._is_over = asyncio.Event()

    async def come(self) -> None:
        """Waits until all who came before have left."""
        if self._before is not None:
            await self._before._is_over.wait()
            self._before = None

    async def __aenter__(self) -> Turn:
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            await self.come()  # leaving early would let those behind overtake those before
        finally:
            self._is_over.set()
            self._lanes.forget(self._key, self)


class Busy:
    """Counts what is at work, and tells when nothing is."""

    def __init__(self) -> None:
        self.at_work = 0
        self.taken = 0
        self._is_quiet = asyncio.Event()
        self._is_quiet.set()

    def __enter__(self) -> None:
        self.at_work += 1
        self.taken += 1
        self._is_quiet.clear()

    def __exit__(self, *_: object) -> None:
        self.at_work -= 1
        if not self.at_work:
            self._is_quiet.set()

    async def quiet(self) -> None:
        await self._is_quiet.wait()


class Lanes:
    """Keeps the last turn of each lane that is in use, and nothing of the others."""

    def __init__(self) -> None:
        self._last: dict[Hashable, Turn] = {}

    def take(self, key: Hashable) -> Turn:
        turn = Turn(self, key, self._last.get(key))
        self._last[key] = turn
        return turn

    def forget(self, key: Hashable, turn: Turn) -> None:
        if self._last.get(key) is turn:
            del self._last[key]
