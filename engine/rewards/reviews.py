"""Rewards that are looked at: an administrator pays what was held, or declines it with a reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.foundation.errors import NotFound
from engine.foundation.tx import ReadTx, Tx
from engine.people.cap_groups import cap_group_of
from engine.people.commands import Role
from engine.people.queries import private_chats, require_role
from engine.rewards import statements as sql
from engine.rewards.counting import utc_day
from engine.rewards.earning import Earn, pay_held
from engine.rewards.errors import OwnReward
from engine.rewards.events import HeldRewardDecided

LONGEST_NOTE = 300
MOST_SHOWN = 20


@dataclass(frozen=True)
class DecideHeld:
    """`note`: what the person is told when it is declined."""

    by_person_id: int
    held_id: int
    is_paid: bool
    note: str = ""


@dataclass(frozen=True)
class HeldQuery:
    by_person_id: int
    held_id: int


@dataclass(frozen=True)
class HeldReward:
    """`state`: held | paid | declined. `wanted`: what it was worth when it was held; `tokens`: what
    was paid. `reason` names the anomaly, `evidence` fills in its sentence; `about` names the quiz
    and the course."""

    held_id: int
    person_id: int
    programme: str
    wanted: int
    tokens: int
    withheld_reason: str | None
    reason: str
    evidence: dict[str, int]
    about: dict[str, int | str]
    state: str
    note: str
    held_at: datetime
    decided_by: int | None


def decide_held(tx: Tx, command: DecideHeld) -> HeldReward:
    """Pays it through the same gate as any reward, or declines it; told to whose it is. On what is
    decided already it changes nothing. Raises Forbidden, NotFound, OwnReward."""
    require_role(tx, command.by_person_id, Role.ADMIN)
    row = _row(tx, command.held_id)
    tx.lock("person", row.person_id)
    row = _row(tx, command.held_id)
    if cap_group_of(tx, row.person_id) == cap_group_of(tx, command.by_person_id):
        raise OwnReward()
    if row.state != "held":
        return _held(tx, row)
    tx.change(
        sql.DECIDE_HELD,
        held_id=row.id,
        new_state="paid" if command.is_paid else "declined",
        why="" if command.is_paid else command.note.strip()[:LONGEST_NOTE],
        by_person=command.by_person_id,
        at=tx.now,
    )
    if command.is_paid:
        pay_held(tx, _request(row))
    else:
        tx.change(
            sql.SET_REWARD,
            of_key=row.key,
            of_worth=row.wanted,
            paid=0,
            reason="declined",
            on_day=utc_day(tx),
            at=tx.now,
        )
    tx.emit(HeldRewardDecided(row.id), to=private_chats(tx, [row.person_id]))
    return _held(tx, _row(tx, row.id))


def held_reward(tx: ReadTx, query: HeldQuery) -> HeldReward:
    """For administrators, and for whose it is. Raises Forbidden, NotFound."""
    row = _row(tx, query.held_id)
    if row.person_id != query.by_person_id:
        require_role(tx, query.by_person_id, Role.ADMIN)
    return _held(tx, row)


def waiting_rewards(tx: ReadTx, by_person_id: int) -> tuple[HeldReward, ...]:
    """The oldest first. Raises Forbidden."""
    require_role(tx, by_person_id, Role.ADMIN)
    return tuple(_held(tx, row) for row in tx.query(sql.WAITING_HELD, most=MOST_SHOWN))


def _request(row: Any) -> Earn:
    about = json.loads(row.about)
    owner, bonus = about.pop("owner"), about.pop("bonus_part")
    parts = tuple(row.parts.split())
    return Earn(row.person_id, row.programme, row.key, parts, about, owner, bonus)


def _row(tx: ReadTx, held_id: int) -> Any:
    row = tx.one(sql.FIND_HELD, held_id=held_id)
    if row is None:
        raise NotFound(what="reward")
    return row


def _held(tx: ReadTx, row: Any) -> HeldReward:
    paid = tx.one(sql.FIND_REWARD, of_key=row.key)
    return HeldReward(
        held_id=row.id,
        person_id=row.person_id,
        programme=row.programme,
        wanted=row.wanted,
        tokens=paid.tokens if paid else 0,
        withheld_reason=(paid.withheld_reason or None) if paid else None,
        reason=row.reason,
        evidence=json.loads(row.evidence),
        about=json.loads(row.about),
        state=row.state,
        note=row.note,
        held_at=row.held_at,
        decided_by=row.decided_by,
    )
