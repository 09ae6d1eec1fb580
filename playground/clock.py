"""The playground's clock: real time plus an offset that the clock bar and scenarios move."""

from __future__ import annotations

from datetime import UTC, datetime

from playground.store import Store

_KIND, _ID = "clock", "offset_seconds"


class PlaygroundClock:
    """Lives in the store, so that a restarted playground goes on in the same time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._offset_seconds = float(store.get(_KIND, _ID) or 0.0)

    @property
    def offset_seconds(self) -> float:
        return self._offset_seconds

    def now(self) -> datetime:
        """The playground's present moment, aware, UTC."""
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + self._offset_seconds, UTC)

    def advance(self, seconds: float) -> None:
        self._move(self._offset_seconds + seconds)

    def move_to(self, moment: datetime) -> None:
        """`moment` is aware; it becomes the present, and time goes on from there."""
        self._move((moment - datetime.now(UTC)).total_seconds())

    def _move(self, offset_seconds: float) -> None:
        self._offset_seconds = offset_seconds
        self._store.put(_KIND, _ID, offset_seconds)
