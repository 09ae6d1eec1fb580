"""The intake on the engine's database."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bots.telegram.intake import Stored
from engine.foundation.door import Engine
from engine.foundation.intake import (
    FinishUpdate,
    PendingUpdates,
    StoreUpdate,
    finish_update,
    pending_updates,
    store_update,
)


class EngineIntake:
    """Updates of one bot (its id as text), stored through the engine's door."""

    def __init__(self, engine: Engine, bot: str) -> None:
        self._engine = engine
        self._bot = bot

    async def store(self, updates: Sequence[Stored]) -> Sequence[Stored]:
        # Together, so that the writer commits them as one group.
        answers = await asyncio.gather(
            *(
                self._engine.run(
                    store_update,
                    StoreUpdate(self._bot, update.update_id, update.lane, update.body),
                )
                for update in updates
            )
        )
        return [update for update, answer in zip(updates, answers, strict=True) if answer.is_new]

    async def finish(self, update_id: int) -> None:
        await self._engine.run(finish_update, FinishUpdate(self._bot, update_id))

    async def pending(self) -> Sequence[Stored]:
        waiting = await self._engine.read(pending_updates, PendingUpdates(self._bot))
        return [Stored(update.update_id, update.lane, update.body) for update in waiting]
