"""The streaks' commands: a day's activity counts once, and plans the next day's nudge."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.foundation.tx import Tx
from engine.people.commands import NudgeLevel, SetNudgeLevel
from engine.people.local_time import local_date
from engine.people.queries import reach
from engine.people.service import set_nudge_level
from engine.streaks import nudges, statements, streak_rules
from engine.streaks.commands import NudgeFewer, NudgeLater, RecordActivity, StreakNow
from engine.streaks.events import MilestoneReached
from engine.streaks.nudge_times import LATER
from engine.streaks.streak_rules import Step, Streak


def record_activity(tx: Tx, command: RecordActivity) -> StreakNow:
    """Counts the person's local day, once, and plans the next day's nudge.

    A milestone (7, 30, 100 days) is told to the followers of "person:{id}" when the person's group
    may see it. Any activity ends a pause of the nudges.
    """
    found = tx.one(statements.FIND_STREAK, of_person=command.person_id)
    here = local_date(tx.now, command.zone)
    if found is None:
        step = streak_rules.first_step(here)
    else:
        there = local_date(tx.now, found.last_zone)
        step = streak_rules.step(as_streak(found), here, there)
    _keep(tx, command, step)
    if step.milestone and command.is_visible:
        event = MilestoneReached(command.person_id, step.milestone, step.streak.last_day)
        tx.emit(event, topics=(f"person:{command.person_id}",))
    if step.is_new_day:
        nudged_on = found.nudged_on if found else None
        nudges.plan_after(tx, command.person_id, command.zone, step.streak.last_day, nudged_on)
    streak = step.streak
    return StreakNow(
        days=streak.days,
        is_new_day=step.is_new_day,
        best=streak.best,
        milestone=step.milestone,
        today=streak.last_day,
        started_on=streak.started_on,
        freezes=streak.freezes,
        freeze_used_on=step.freeze_used_on,
    )


def nudge_later(tx: Tx, command: NudgeLater) -> datetime:
    """Once more in three hours, inside the person's window; when that will be.

    It counts as an answer. Once today has its activity the plan stays as it is.
    """
    found = tx.one(statements.FIND_STREAK, of_person=command.person_id)
    window = nudges.window_of(reach(tx, command.person_id), found.last_zone if found else "UTC")
    at = window.opening(tx.now + LATER)
    if found is None:
        return at
    tx.change(statements.ANSWER_NUDGE, of_person=command.person_id)
    if found.last_day < local_date(tx.now, window.zone):
        nudges.plan_at(tx, command.person_id, at)
    return at


def nudge_fewer(tx: Tx, command: NudgeFewer) -> str:
    """One step fewer: normal -> fewer (at most every third day) -> off; the level it is now."""
    is_normal = reach(tx, command.person_id).nudge_level == NudgeLevel.NORMAL
    level = NudgeLevel.FEWER if is_normal else NudgeLevel.OFF
    set_nudge_level(tx, SetNudgeLevel(command.person_id, level))
    found = tx.one(statements.FIND_STREAK, of_person=command.person_id)
    if found is not None:
        tx.change(statements.ANSWER_NUDGE, of_person=command.person_id)
        today = local_date(tx.now, found.last_zone)
        nudges.plan_after(tx, command.person_id, found.last_zone, today, found.nudged_on)
    return level.value


def as_streak(row: Any) -> Streak:
    return Streak(row.days, row.best, row.started_on, row.last_day, row.freezes)


def _keep(tx: Tx, command: RecordActivity, step: Step) -> None:
    streak = step.streak
    tx.change(
        statements.KEEP_STREAK,
        of_person=command.person_id,
        new_days=streak.days,
        new_best=streak.best,
        since=streak.started_on,
        until=streak.last_day,
        in_zone=command.zone,
        held=streak.freezes,
    )
    days = [(streak.last_day, command.kind, 1)]
    if step.freeze_used_on:
        days.append((step.freeze_used_on, "freeze", 0))
    for day, kind, number in days:
        tx.change(
            statements.COUNT_ACTIVITY,
            of_person=command.person_id,
            on_day=day,
            in_zone=command.zone,
            of_kind=kind,
            number=number,
            at=tx.now,
        )
