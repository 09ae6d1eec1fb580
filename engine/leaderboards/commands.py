"""What the leaderboards are asked and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AddPoints:
    """Points for one achievement, once per key. They count for the UTC day of the command."""

    person_id: int
    points: int
    key: str


@dataclass(frozen=True)
class LeaderboardQuery:
    """`board`: day | week (Monday to Sunday, UTC) | all. `scope`: only these people; None: all.

    `person_id`: whose own rank is wanted, 0 for nobody's. `on`: a day inside the wanted day or week
    (None: now).
    """

    board: str
    person_id: int = 0
    scope: frozenset[int] | None = None
    limit: int = 10
    on: date | None = None


@dataclass(frozen=True)
class RankedPerson:
    """Equal points share a rank, and the next one is skipped (1, 2, 2, 4)."""

    rank: int
    person_id: int
    points: int


@dataclass(frozen=True)
class Standing:
    """`behind`: points to the next place above (0 at the top). `of`: how many are ranked.
    `rank` is 0 for who has no points yet."""

    board: str
    rank: int
    points: int
    behind: int
    of: int


@dataclass(frozen=True)
class LeaderboardPage:
    """`top`: the first `limit`. `neighbours`: the person with up to two places above and below, in
    order; () when unranked or not asked for. `starts_on`: the first day (None: all)."""

    board: str
    starts_on: date | None
    top: tuple[RankedPerson, ...]
    neighbours: tuple[RankedPerson, ...]
    own: Standing
