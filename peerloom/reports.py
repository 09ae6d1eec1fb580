"""A mailroom that counts how sendings end, for the metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bots.dialogue.ports import Later, Mailroom, Moved, Parcel, Refused, Sent


class CountingMailroom:
    """Of one platform, around the real one."""

    def __init__(self, mailroom: Mailroom, platform: str, counts: Counter[tuple[str, str]]) -> None:
        self._mailroom = mailroom
        self._platform = platform
        self._counts = counts
        for outcome in (Sent, Refused, Moved, Later):
            counts[platform, outcome.__name__.lower()] += 0

    async def claim(self, platform: str, *, limit: int) -> Sequence[Parcel]:
        return await self._mailroom.claim(platform, limit=limit)

    async def report(self, delivery_id: int, outcome: Sent | Refused | Moved | Later) -> None:
        await self._mailroom.report(delivery_id, outcome)
        self._counts[self._platform, type(outcome).__name__.lower()] += 1
