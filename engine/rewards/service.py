"""What an achievement is worth: the one place that pays for effort."""

from __future__ import annotations

from engine.foundation.tx import Tx
from engine.leaderboards.commands import AddPoints
from engine.leaderboards.queries import standing
from engine.leaderboards.service import add_points
from engine.people.queries import consents, own_zone
from engine.rewards import policy
from engine.rewards.commands import (
    ActivityRewarded,
    RewardActivity,
    Rewarded,
    RewardQuiz,
    RewardStreak,
)
from engine.rewards.earning import Earn, Earned, earn, is_own_course
from engine.streaks.commands import RecordActivity, StreakNow
from engine.streaks.service import record_activity
from engine.wallet.queries import balances_of


def reward_quiz(tx: Tx, command: RewardQuiz) -> Rewarded:
    """Streak, points and, for the first attempt if passed, tokens; in the caller's transaction.

    Only the first attempt brings points and tokens, and nothing does on one's own course; every
    attempt counts for the streak. Who counts as one with the person for caps has had their first
    attempt, and has their courses.
    """
    streak = _count_day(tx, command.person_id, "quiz")
    is_own = is_own_course(tx, command.person_id, command.course_owner_id)
    points = 0 if is_own else _quiz_points(tx, command)
    parts = policy.quiz_parts(command.points_earned, command.points_possible)
    reason = _why_not(command, is_own=is_own)
    milestone_tokens = reward_streak(tx, RewardStreak(command.person_id, streak))
    place = standing(tx, command.person_id, "week")
    before = sum(balances_of(tx, command.person_id))
    # Last of all: the fund is everybody's, and whoever is paid after us waits for our commit.
    if reason is None:
        paid = earn(
            tx,
            Earn(
                person_id=command.person_id,
                programme="quiz",
                key=f"quiz-passed:{command.quiz_id}:{command.person_id}",
                parts=parts,
                about={"quiz": command.quiz_id, "course": command.course_id},
                course_owner_id=command.course_owner_id,
                bonus="all_right",
                suspect=command.suspect,
            ),
        )
    else:
        paid = Earned(0, reason)
    return Rewarded(
        is_passed=bool(parts),
        tokens=paid.tokens,
        bonus=paid.bonus,
        points=points,
        milestone_tokens=milestone_tokens,
        withheld_reason=paid.withheld_reason,
        streak=streak,
        standing=place,
        balance=before + (paid.tokens if paid.is_new else 0),
    )


def reward_activity(tx: Tx, command: RewardActivity) -> ActivityRewarded:
    """Streak and points of a lesson done, a challenge tried or practice.

    The points are added once for the person and key. Raises ValueError for an unknown kind.
    """
    points = policy.ACTIVITY_POINTS.get(command.kind)
    if points is None:
        raise ValueError(f"no such activity: {command.kind!r}")
    streak = _count_day(tx, command.person_id, command.kind)
    added = add_points(
        tx, AddPoints(command.person_id, points, f"{command.key}:{command.person_id}")
    )
    milestone_tokens = reward_streak(tx, RewardStreak(command.person_id, streak))
    return ActivityRewarded(
        points=added,
        milestone_tokens=milestone_tokens,
        streak=streak,
        standing=standing(tx, command.person_id, "week"),
        balance=sum(balances_of(tx, command.person_id)),
    )


def reward_streak(tx: Tx, command: RewardStreak) -> int:
    """Tokens for the milestone that was just reached, once per streak; 0 without one."""
    milestone = command.streak.milestone
    if milestone is None:
        return 0
    started_on = command.streak.started_on.isoformat()
    return earn(
        tx,
        Earn(
            person_id=command.person_id,
            programme="streak",
            key=f"streak:{command.person_id}:{milestone}:{started_on}",
            parts=(str(milestone),),
            about={"days": milestone},
        ),
    ).tokens


def _count_day(tx: Tx, person_id: int, kind: str) -> StreakNow:
    return record_activity(
        tx,
        RecordActivity(
            person_id=person_id,
            zone=own_zone(tx, person_id),
            kind=kind,
            is_visible=consents(tx, person_id),
        ),
    )


def _quiz_points(tx: Tx, command: RewardQuiz) -> int:
    if command.attempt_number != 1 or command.is_groups_second:
        return 0
    points = command.points_earned * policy.POINTS_PER_QUIZ_POINT
    key = f"quiz:{command.quiz_id}:{command.person_id}"
    return add_points(tx, AddPoints(command.person_id, points, key))


def _why_not(command: RewardQuiz, *, is_own: bool) -> str | None:
    """What keeps this attempt from being worth tokens at all; None when it is."""
    if not policy.is_passed(command.points_earned, command.points_possible):
        return "not_passed"
    if command.attempt_number != 1 or command.is_groups_second:
        return "not_first_attempt"
    if is_own:
        return "own_course"
    if not command.is_private:
        return "group_quiz"
    return None
