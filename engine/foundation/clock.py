"""Clocks: real, moved by an offset (the playground), and frozen (tests)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class OffsetClock:
    """Real time plus an offset, so that a playground's day can pass in a second."""

    def __init__(self, offset_seconds: float = 0.0) -> None:
        self.offset_seconds = offset_seconds

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset_seconds)


class FrozenClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware moment: give it tzinfo=UTC")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def advance(self, **by: float) -> None:
        """Moves forward by `timedelta(**by)`."""
        self._at += timedelta(**by)

    def move_to(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)
