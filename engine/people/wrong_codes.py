"""How many wrong codes are too many: five an hour for a person, a hundred for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from engine.foundation.errors import TooMany

TRIES_WITHIN = timedelta(hours=1)
TRIES_PER_PERSON = 5
TRIES_OF_ALL = 100


def check_tries(mine: Sequence[Any], over_all: Sequence[Any], *, now: datetime, what: str) -> None:
    """Of the last hour, the oldest first. Raises TooMany."""
    for made, most in ((mine, TRIES_PER_PERSON), (over_all, TRIES_OF_ALL)):
        if len(made) >= most:
            wait = made[-most].tried_at + TRIES_WITHIN - now
            raise TooMany(what=what, retry_after_seconds=int(wait.total_seconds()) + 1)
