"""What an achievement is worth: the one place that pays for effort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.foundation.tx import Tx
from engine.leaderboards.commands import AddPoints
from engine.leaderboards.queries import standing
from engine.leaderboards.service import add_points
from engine.people.commands import PersonCard
from engine.people.queries import accounts_of, consents, own_zone, person_card
from engine.rewards import policy, statements
from engine.rewards.commands import (
    ActivityRewarded,
    RewardActivity,
    Rewarded,
    RewardQuiz,
    RewardStreak,
)
from engine.streaks.commands import RecordActivity, StreakNow
from engine.streaks.service import record_activity
from engine.wallet.commands import GrantFromFund
from engine.wallet.queries import balances_of, treasury_state
from engine.wallet.service import grant_from_fund

_DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Paid:
    tokens: int
    withheld_reason: str | None
    is_new: bool = True


def reward_quiz(tx: Tx, command: RewardQuiz) -> Rewarded:
    """Streak, points and, for the first attempt if passed, tokens; in the caller's transaction.

    Only the first attempt brings points and tokens, and nothing does on one's own course; every
    attempt counts for the streak.
    """
    streak = _count_day(tx, command.person_id, "quiz")
    points = _quiz_points(tx, command)
    base, bonus = policy.quiz_tokens(command.points_earned, command.points_possible)
    reason = _why_not(tx, command)
    milestone_tokens = reward_streak(tx, RewardStreak(command.person_id, streak))
    place = standing(tx, command.person_id, "week")
    before = sum(balances_of(tx, command.person_id))
    # Last of all: the fund is everybody's, and whoever is paid after us waits for our commit.
    if reason is None:
        paid = _pay(
            tx,
            person_id=command.person_id,
            programme="quiz",
            key=f"quiz-passed:{command.quiz_id}:{command.person_id}",
            wanted=base + bonus,
            about={"quiz": command.quiz_id, "course": command.course_id, "bonus": bonus},
        )
    else:
        paid = _Paid(0, reason)
    return Rewarded(
        is_passed=base > 0,
        tokens=paid.tokens,
        bonus=max(0, paid.tokens - base),
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
    return _pay(
        tx,
        person_id=command.person_id,
        programme="streak",
        key=f"streak:{command.person_id}:{milestone}:{started_on}",
        wanted=policy.STREAK_MILESTONES[milestone],
        about={"days": milestone},
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
    if command.attempt_number != 1 or command.person_id == command.course_owner_id:
        return 0
    points = command.points_earned * policy.POINTS_PER_QUIZ_POINT
    key = f"quiz:{command.quiz_id}:{command.person_id}"
    return add_points(tx, AddPoints(command.person_id, points, key))


def _why_not(tx: Tx, command: RewardQuiz) -> str | None:
    """What keeps this attempt from being worth tokens at all; None when it is."""
    if not policy.is_passed(command.points_earned, command.points_possible):
        return "not_passed"
    if command.attempt_number != 1:
        return "not_first_attempt"
    if command.person_id == command.course_owner_id:
        return "own_course"
    if not command.is_private:
        return "group_quiz"
    return None


def _pay(
    tx: Tx, *, person_id: int, programme: str, key: str, wanted: int, about: dict[str, int | str]
) -> _Paid:
    """Pays what the caps and the fund allow and keeps what became of it; once per key."""
    known = tx.one(statements.FIND_REWARD, of_key=key)
    if known is not None:
        return _Paid(known.tokens, known.withheld_reason or None, is_new=False)
    today = tx.now.astimezone(UTC).date()
    row = tx.query(
        statements.EARNED_SO_FAR,
        of_person=person_id,
        today=today,
        month_start=today.replace(day=1),
    )[0]
    amount, reason = policy.within_caps(
        wanted,
        programme,
        policy.EarnedSoFar(row.today, row.this_month, row.in_all),
        is_newcomer=row.in_all + wanted > policy.NEWCOMER_CAP
        and _is_newcomer(tx, person_card(tx, person_id)),
    )
    if treasury_state(tx).mode == "points":
        amount, reason = 0, "points_only"
    if amount:
        grant = GrantFromFund(key, person_id, programme, amount, about)
        if grant_from_fund(tx, grant).amount == 0:
            amount, reason = 0, "fund_empty"
    tx.change(
        statements.ADD_REWARD,
        of_key=key,
        of_person=person_id,
        of_kind=programme,
        paid=amount,
        reason=reason or "",
        on_day=today,
        at=tx.now,
    )
    return _Paid(amount, reason)


def _is_newcomer(tx: Tx, card: PersonCard) -> bool:
    """Until an account of theirs is 30 days old: on Discord its id tells when it was made, on
    Telegram our first sight of them counts."""
    since = card.created_at
    for account in accounts_of(tx, card.person_id):
        if account.platform == "discord":
            made_at = _DISCORD_EPOCH + timedelta(milliseconds=account.platform_user_id >> 22)
            since = min(since, made_at)
    return tx.now - since < policy.NEWCOMER_FOR
