"""The streaks' SQL."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.streaks.tables import streak, streak_day

FIND_STREAK = select(
    streak.c.days,
    streak.c.best,
    streak.c.started_on,
    streak.c.last_day,
    streak.c.last_zone,
    streak.c.freezes,
    streak.c.nudge_at,
    streak.c.nudged_on,
    streak.c.unanswered,
).where(streak.c.person_id == bindparam("of_person"))
_kept = upsert(streak).values(
    person_id=bindparam("of_person"),
    days=bindparam("new_days"),
    best=bindparam("new_best"),
    started_on=bindparam("since"),
    last_day=bindparam("until"),
    last_zone=bindparam("in_zone"),
    freezes=bindparam("held"),
    unanswered=0,
)
KEEP_STREAK = _kept.on_conflict_do_update(
    index_elements=["person_id"],
    set_={
        name: getattr(_kept.excluded, name)
        for name in (
            "days",
            "best",
            "started_on",
            "last_day",
            "last_zone",
            "freezes",
            "unanswered",
        )
    },
)
_day = upsert(streak_day).values(
    person_id=bindparam("of_person"),
    day=bindparam("on_day"),
    zone=bindparam("in_zone"),
    kind=bindparam("of_kind"),
    activities=bindparam("number"),
    first_at=bindparam("at"),
)
COUNT_ACTIVITY = _day.on_conflict_do_update(
    index_elements=["person_id", "day"],
    set_={"activities": streak_day.c.activities + _day.excluded.activities},
)
PLAN_NUDGE = (
    update(streak)
    .where(streak.c.person_id == bindparam("of_person"))
    .values(nudge_at=bindparam("at"))
)
COUNT_NUDGE = (
    update(streak)
    .where(streak.c.person_id == bindparam("of_person"))
    .values(nudged_on=bindparam("on_day"), unanswered=streak.c.unanswered + 1)
)
ANSWER_NUDGE = (
    update(streak).where(streak.c.person_id == bindparam("of_person")).values(unanswered=0)
)
DAYS_OF = (
    select(
        streak_day.c.day,
        streak_day.c.zone,
        streak_day.c.kind,
        streak_day.c.activities,
        streak_day.c.first_at,
    )
    .where(streak_day.c.person_id == bindparam("of_person"))
    .order_by(streak_day.c.day)
)
DROP_DAYS = delete(streak_day).where(streak_day.c.person_id == bindparam("of_person"))
DROP_STREAK = delete(streak).where(streak.c.person_id == bindparam("of_person"))
