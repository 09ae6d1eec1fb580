"""The program under the playground's hands: what the plug, the clock and the drawer ask of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol


class Program(Protocol):
    """Engine, both bots and scheduler: one child process that can be killed at any time."""

    async def kill(self) -> None:
        """SIGKILL; returns when the process is gone. Does not start it again."""

    async def restart(self) -> None:
        """Stops the program cleanly if it runs, starts it; returns once both bots are connected."""

    def is_running(self) -> bool: ...

    async def is_idle(self) -> bool:
        """True when no request is in hand, no job is due and no delivery waits to be sent."""

    async def activity(self) -> int:
        """A counter that grows with every request, command, job and delivery."""

    async def set_clock(self, offset_seconds: float) -> None:
        """From now on the program's clock is real time plus this; due jobs run at once."""

    async def happened(self, since: int) -> list[dict[str, Any]]:
        """What the drawer shows, oldest first, entries with a number above `since`.

        An entry: {"number": int, "at": ISO, "platform", "person": handle or name, "place",
        "request": "pressed Continue", "commands": [{"name", "outcome", "is_refusal"}],
        "journals": [{"kind", "reason", "postings": [{"debit", "credit", "amount"}]}],
        "deliveries": [{"to", "kind", "state"}]}. Missing keys are shown as nothing.
        """

    async def next_due(self) -> datetime | None:
        """When the next job is due, in the program's own time; None: nothing is planned."""
