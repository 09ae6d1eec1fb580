"""What rewards are asked and what they answer."""

from __future__ import annotations

from dataclasses import dataclass

from engine.leaderboards.commands import Standing
from engine.rewards.anomalies import Suspect
from engine.streaks.commands import StreakNow


@dataclass(frozen=True)
class RewardQuiz:
    """A finished attempt. `course_owner_id`: the educator, 0 when the course has none.

    `is_private`: taken alone (True), or as a group's or live poll (False: points only).
    `is_groups_second`: somebody whose caps count with theirs had the first attempt on this quiz.
    `suspect`: how it went, beside others' attempts; None where nothing is looked at.
    """

    person_id: int
    quiz_id: int
    course_id: int
    attempt_number: int
    points_earned: int
    points_possible: int
    course_owner_id: int = 0
    is_private: bool = True
    is_groups_second: bool = False
    suspect: Suspect | None = None


@dataclass(frozen=True)
class Rewarded:
    """What a quiz brought. A second call for the same attempt answers the same tokens, paid once.

    `tokens`: earned for the quiz in all, of which `bonus` for all right. `points`: added to the
    boards. `milestone_tokens`: earned beside it for a streak milestone reached just now.
    `withheld_reason`: why less was paid than a first passed attempt is worth, None when nothing was
    withheld: not_passed | not_first_attempt | own_course | group_quiz | points_only (no tokens in
    this deployment) | newcomer_cap | daily_cap | monthly_cap | fund_empty | slice_empty (the
    programme's part of the fund for today) | held (an administrator looks at it first). With a cap
    `tokens` may still be part of it. `balance`: earned and purchased tokens now. `standing`: this
    week's board.
    """

    is_passed: bool
    tokens: int
    bonus: int
    points: int
    milestone_tokens: int
    withheld_reason: str | None
    streak: StreakNow
    standing: Standing
    balance: int


@dataclass(frozen=True)
class RewardActivity:
    """`kind`: lesson | challenge | practice. `key`: the achievement, points are added once for it
    ("lesson:12"); the person is added to it."""

    person_id: int
    kind: str
    key: str


@dataclass(frozen=True)
class ActivityRewarded:
    points: int
    milestone_tokens: int
    streak: StreakNow
    standing: Standing
    balance: int


@dataclass(frozen=True)
class RewardStreak:
    person_id: int
    streak: StreakNow
