"""The week's standings, posted to every cohort's places on Monday morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engine.cohorts import statements as sql
from engine.cohorts.events import WeeklyStandings
from engine.cohorts.following import destination_of
from engine.foundation.registry import job, recurring
from engine.foundation.tx import ReadTx, Tx
from engine.leaderboards.commands import LeaderboardQuery
from engine.leaderboards.queries import leaderboard_page

POST_AT = time(9, tzinfo=UTC)  # weeks of the boards are UTC weeks, so the hour is UTC as well
_WEEK = timedelta(days=7)


def week_of(now: datetime) -> date:
    """The Monday that began the week of this moment, in UTC."""
    today = now.astimezone(UTC).date()
    return today - timedelta(days=today.weekday())


def next_posting(after: datetime) -> datetime:
    """The first Monday morning later than `after`."""
    this_week = datetime.combine(week_of(after), POST_AT)
    return this_week if this_week > after else this_week + _WEEK


def members_of(tx: ReadTx, cohort_id: int) -> frozenset[int]:
    return frozenset(row.person_id for row in tx.query(sql.MEMBERS_OF, of_cohort=cohort_id))


def post_weekly_standings(tx: Tx, work: PostWeeklyStandings) -> int:
    """Tells each active place of an open cohort about the week before, where a member has points in
    it; how many places."""
    week_start = week_of(tx.now) - _WEEK
    posted = 0
    for place in tx.query(sql.ACTIVE_PLACES):
        scope = members_of(tx, place.cohort_id)
        board = LeaderboardQuery(board="week", scope=scope, limit=1, on=week_start)
        if not scope or not leaderboard_page(tx, board).top:
            continue
        event = WeeklyStandings(place.cohort_id, place.id, week_start)
        tx.emit(event, to=(destination_of(place),))
        posted += 1
    return posted


@job("cohorts.post_weekly_standings", post_weekly_standings)
@dataclass(frozen=True)
class PostWeeklyStandings:
    """Which week is told by when it is worked: the one that ended on Sunday."""


recurring("cohorts.weekly_standings", next_posting, PostWeeklyStandings)
