"""The streaks' questions."""

from __future__ import annotations

from engine.foundation.tx import ReadTx
from engine.people.local_time import local_date
from engine.streaks import statements, streak_rules
from engine.streaks.commands import StreakQuery, StreakState
from engine.streaks.nudge_times import MOST_UNANSWERED


def streak_of(tx: ReadTx, query: StreakQuery) -> StreakState:
    """A person's streak as of now, by the clock of where it was last kept."""
    row = tx.one(statements.FIND_STREAK, of_person=query.person_id)
    if row is None:
        return StreakState(0, 0, False, local_date(tx.now, None), 0, False)
    today = max(local_date(tx.now, row.last_zone), row.last_day)
    streak = streak_rules.Streak(row.days, row.best, row.started_on, row.last_day, row.freezes)
    return StreakState(
        days=streak_rules.days_as_of(streak, today),
        best=row.best,
        is_done_today=row.last_day == today,
        today=today,
        freezes=row.freezes,
        is_paused=row.unanswered >= MOST_UNANSWERED,
    )
