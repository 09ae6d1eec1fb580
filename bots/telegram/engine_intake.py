"""The intake on the engine's database."""

from __future__ import annotations

from collections.abc import Sequence

from bots.telegram.intake import Stored
from engine.foundation.door import Engine
from engine.foundation.intake import (
    FinishUpdate,
    PendingUpdates,
    StoreUpdate,
    StoreUpdates,
    finish_update,
    pending_updates,
    store_updates,
)


class EngineIntake:
    """Updates of one bot (its id as text), stored through the engine's door."""

    def __init__(self, engine: Engine, bot: str) -> None:
        self._engine = engine
        self._bot = bot

    async def store(self, updates: Sequence[Stored]) -> Sequence[Stored]:
        answer = await self._engine.run(
            store_updates,
            StoreUpdates(
                tuple(
                    StoreUpdate(self._bot, update.update_id, update.lane, update.body)
                    for update in updates
                )
            ),
        )
        new_ids = set(answer.new_ids)
        return [update for update in updates if update.update_id in new_ids]

    async def finish(self, update_id: int) -> None:
        await self._engine.run(finish_update, FinishUpdate(self._bot, update_id))

    async def pending(self) -> Sequence[Stored]:
        waiting = await self._engine.read(pending_updates, PendingUpdates(self._bot))
        return [Stored(update.update_id, update.lane, update.body) for update in waiting]
