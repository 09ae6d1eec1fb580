"""When an attempt does not look like learning: pure rules, which hold a reward and delete none.

Each is made so that it strikes honest people in less than one attempt of a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

LOOKED_BACK = timedelta(hours=1)  # to other attempts on the same quiz
LOOKED_AT = 40  # of them, the newest

SAME_MISTAKES = 3  # that many, and no other ones
# How many such pairs chance would bring among the attempts looked at, by how common each wrong
# choice is; above this it may be what many think.
SAME_BY_CHANCE = 0.002
SAME_GAPS = 4  # of at least a second, each within a tenth of the other's
GAP_WITHIN = 0.1
SAME_RHYTHMS = 2  # other attempts with the same rhythm: one may be chance in a class
NEW_FOR = timedelta(hours=24)
CROWD = 6
CROWD_WITHIN = timedelta(hours=1)
CROWD_SPEED = 2.5  # times the least seconds an item


@dataclass(frozen=True)
class Trail:
    """How an attempt went. `gaps`: seconds before each response; `wrong`: (item, what was
    chosen), in the order asked."""

    gaps: tuple[float, ...] = ()
    wrong: tuple[tuple[int, str], ...] = ()

    @property
    def seconds(self) -> float:
        return sum(self.gaps)


@dataclass(frozen=True)
class OtherTrail:
    """Of somebody else, passed, the first one on the same quiz; `ago` before this one ended."""

    cap_group_id: int
    trail: Trail
    ago: timedelta
    is_new: bool  # first seen within a day before


@dataclass(frozen=True)
class Suspect:
    """What is looked at. `chance`: how many attempts with this one's very mistakes chance would
    bring among the others."""

    trail: Trail
    others: Sequence[OtherTrail] = ()
    chance: float = 1.0
    is_new: bool = False


@dataclass(frozen=True)
class Anomaly:
    """`name`: too_fast | same_mistakes | same_rhythm | crowd; `numbers` fill in its sentence."""

    name: str
    numbers: dict[str, int] = field(default_factory=dict)


def anomaly_of(
    suspect: Suspect, *, seconds_per_item: int, cap_group_id: int, was_paid_before: bool
) -> Anomaly | None:
    """The first rule that strikes. The very first reward is paid whatever the speed: a thousand new
    accounts at once are what `crowd` is for."""
    trail, items = suspect.trail, len(suspect.trail.gaps)
    if not items:
        return None
    # Others are looked at only where they can matter: every passed quiz comes by here.
    others = (
        [one for one in suspect.others if one.cap_group_id != cap_group_id]
        if _needs_others(suspect, seconds_per_item)
        else []
    )
    return (
        _too_fast(trail, seconds_per_item if was_paid_before else 0)
        or _same_mistakes(suspect, others)
        or _same_rhythm(trail, others)
        or _crowd(suspect, others, seconds_per_item)
    )


def has_rhythm(trail: Trail) -> bool:
    """Whether it says anything that two trails have the same gaps."""
    return sum(gap >= 1 for gap in trail.gaps) >= SAME_GAPS


def _needs_others(suspect: Suspect, seconds_per_item: int) -> bool:
    trail = suspect.trail
    is_quick = trail.seconds < CROWD_SPEED * seconds_per_item * len(trail.gaps)
    return has_rhythm(trail) or len(trail.wrong) >= SAME_MISTAKES or (suspect.is_new and is_quick)


def _too_fast(trail: Trail, seconds_per_item: int) -> Anomaly | None:
    if trail.seconds >= seconds_per_item * len(trail.gaps):
        return None
    return Anomaly("too_fast", {"seconds": round(trail.seconds), "items": len(trail.gaps)})


def _same_mistakes(suspect: Suspect, others: Sequence[OtherTrail]) -> Anomaly | None:
    wrong = suspect.trail.wrong
    if len(wrong) < SAME_MISTAKES or suspect.chance > SAME_BY_CHANCE:
        return None
    same = {one.cap_group_id for one in others if one.trail.wrong == wrong}
    return Anomaly("same_mistakes", {"mistakes": len(wrong), "others": len(same)}) if same else None


def _same_rhythm(trail: Trail, others: Sequence[OtherTrail]) -> Anomaly | None:
    if not has_rhythm(trail):
        return None
    same = {one.cap_group_id for one in others if _is_same_rhythm(trail, one.trail)}
    return Anomaly("same_rhythm", {"others": len(same)}) if len(same) >= SAME_RHYTHMS else None


def _is_same_rhythm(one: Trail, other: Trail) -> bool:
    return len(one.gaps) == len(other.gaps) and all(
        abs(mine - theirs) <= GAP_WITHIN * max(mine, theirs) or max(mine, theirs) < 1
        for mine, theirs in zip(one.gaps, other.gaps, strict=True)
    )


def _crowd(suspect: Suspect, others: Sequence[OtherTrail], seconds_per_item: int) -> Anomaly | None:
    def is_fast(trail: Trail) -> bool:
        return trail.seconds < CROWD_SPEED * seconds_per_item * len(trail.gaps)

    if not suspect.is_new or not is_fast(suspect.trail):
        return None
    crowd = {
        one.cap_group_id
        for one in others
        if one.is_new and one.ago <= CROWD_WITHIN and is_fast(one.trail)
    }
    if len(crowd) < CROWD:
        return None
    return Anomaly("crowd", {"others": len(crowd), "minutes": CROWD_WITHIN.seconds // 60})
