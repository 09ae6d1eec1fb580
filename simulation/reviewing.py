"""Administrators look at what was held, by a rule that is the same each time."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from engine.foundation.door import Engine
from engine.people.commands import Appoint, Meet, Role
from engine.people.service import appoint, meet
from engine.rewards.reviews import DecideHeld, HeldReward, decide_held, waiting_rewards
from simulation import assumptions as given

ADMINISTRATOR = 999_999_999  # their number on Telegram
NOTE = "These answers look copied."


class Reviewer:
    """A day after it was held a reward is decided: an honest person's is paid, a cheat's declined
    with the probability of the assumptions, else paid. `seen` has each as it was left."""

    def __init__(self, engine: Engine, seed: int, is_honest: Callable[[int], bool]) -> None:
        self._engine = engine
        self._rng = Random(f"{seed}:reviewer")
        self._is_honest = is_honest
        self._id = 0
        self.seen: dict[int, HeldReward] = {}

    async def arrive(self) -> None:
        met = await self._engine.run(meet, Meet("telegram", ADMINISTRATOR, "Administrator"))
        self._id = met.who.person_id
        await self._engine.run(appoint, Appoint(self._id, Role.ADMIN))

    async def decide_what_is_due(self) -> None:
        """The engine shows the oldest ones, a page at a time."""
        await self._decide(everything=False)

    async def close(self) -> None:
        """What was held on the last day is decided at the end of it."""
        await self._decide(everything=True)

    async def _decide(self, *, everything: bool) -> None:
        now = self._engine.clock.now()
        while True:
            waiting = await self._engine.read(waiting_rewards, self._id)
            due = [
                held for held in waiting if everything or now - held.held_at >= given.REVIEWED_AFTER
            ]
            for held in due:
                is_paid = self._is_honest(held.person_id) or (
                    self._rng.random() >= given.DECLINES_CHEATS
                )
                note = "" if is_paid else NOTE
                decision = DecideHeld(self._id, held.held_id, is_paid, note)
                self.seen[held.held_id] = await self._engine.run(decide_held, decision)
            if not due:
                break
