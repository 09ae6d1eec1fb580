"""The daily check of the books: what does not add up freezes cash-out, never learning."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.foundation.registry import event, job, recurring
from engine.foundation.tx import ReadTx, Tx
from engine.people.commands import Role
from engine.people.queries import admins, private_chats, require_role
from engine.wallet import control_statements as sql
from engine.wallet.audit import BRIDGES, verify
from engine.wallet.commands import AuditProblem
from engine.wallet.queries import treasury_state

CHECKED_AT = timedelta(hours=5)  # after midnight, UTC; after the roll-up and the sweep of lots
MOST_KEPT = 50  # problems of one check


@event("wallet.cash_out_frozen")
@dataclass(frozen=True)
class CashOutFrozen:
    """To every administrator, when a check finds a problem that they were not told of yet."""

    new_problems: int


@dataclass(frozen=True)
class CheckBooks:
    """By an administrator, at once."""

    by_person_id: int


@dataclass(frozen=True)
class LiftFreeze:
    by_person_id: int


@dataclass(frozen=True)
class FreezeState:
    """`problems`: what the newest check found, the first fifty. Not `is_frozen` and no
    `checked_at`: nothing was ever found."""

    is_frozen: bool
    problems: tuple[AuditProblem, ...] = ()
    frozen_at: datetime | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True)
class BridgeState:
    """Minor units: what a money account holds, and what the tokens are worth that it answers
    for."""

    account: str
    money: int
    owed: int


def bridges(tx: ReadTx, query: object = None) -> tuple[BridgeState, ...]:
    """The four bridges now, from balances and snapshots."""
    row = tx.query(sql.BRIDGES_NOW)[0]
    peg = treasury_state(tx).peg
    return tuple(
        BridgeState(
            account,
            int(getattr(row, f"money_{number}")),
            peg * int(getattr(row, f"tokens_{number}")),
        )
        for number, (account, _) in enumerate(BRIDGES)
    )


def cash_out_is_frozen(tx: ReadTx) -> bool:
    """What is asked before money leaves."""
    return tx.one(sql.OPEN_FREEZE) is not None


def freeze_state(tx: ReadTx, by_person_id: int) -> FreezeState:
    """For administrators. Raises Forbidden."""
    require_role(tx, by_person_id, Role.ADMIN)
    return _state(tx.one(sql.LAST_FREEZE))


def check_books(tx: Tx, command: CheckBooks) -> FreezeState:
    """Verifies the ledger and freezes cash-out when something is wrong; a clean check leaves an
    open freeze to be lifted. Raises Forbidden."""
    require_role(tx, command.by_person_id, Role.ADMIN)
    return _check(tx)


def daily_check(tx: Tx, command: Check) -> None:
    _check(tx)


def lift_freeze(tx: Tx, command: LiftFreeze) -> FreezeState:
    """Cash-out goes on, when a check at this very moment finds nothing; else it stays frozen.
    Raises Forbidden."""
    require_role(tx, command.by_person_id, Role.ADMIN)
    found = _check(tx)
    row = tx.one(sql.OPEN_FREEZE)
    if row is None or found.problems:
        return found
    tx.change(sql.LIFT_FREEZE, freeze_id=row.id, by_person=command.by_person_id, at=tx.now)
    return _state(tx.one(sql.LAST_FREEZE))


def _check(tx: Tx) -> FreezeState:
    tx.lock("cash_out", 0)
    problems = verify(tx).problems[:MOST_KEPT]
    row = tx.one(sql.OPEN_FREEZE)
    if row is None and not problems:
        return _state(tx.one(sql.LAST_FREEZE))
    told: list[str] = json.loads(row.told) if row else []
    named = dict.fromkeys(_name(problem) for problem in problems)
    new = [name for name in named if name not in told]
    found = json.dumps([[problem.code, problem.data] for problem in problems])
    known = json.dumps([*told, *new])
    if row is None:
        tx.change(sql.ADD_FREEZE, found=found, known=known, at=tx.now)
    else:
        tx.change(sql.SET_FOUND, freeze_id=row.id, found=found, known=known, at=tx.now)
    if new:
        tx.emit(CashOutFrozen(len(new)), to=private_chats(tx, admins(tx, None)))
    return _state(tx.one(sql.LAST_FREEZE))


def _name(problem: AuditProblem) -> str:
    """What makes it the same problem tomorrow: amounts move on meanwhile."""
    about = (problem.data.get(key, "") for key in ("account", "asset", "journal"))
    return ":".join((problem.code, *map(str, about)))


def _state(row: Any) -> FreezeState:
    if row is None:
        return FreezeState(is_frozen=False)
    return FreezeState(
        is_frozen=row.lifted_at is None,
        problems=tuple(AuditProblem(code, data) for code, data in json.loads(row.problems)),
        frozen_at=row.frozen_at,
        checked_at=row.checked_at,
    )


def _next_check(moment: datetime) -> datetime:
    at = moment.replace(hour=0, minute=0, second=0, microsecond=0) + CHECKED_AT
    return at if at > moment else at + timedelta(days=1)


@job("wallet.check", daily_check)
@dataclass(frozen=True)
class Check:
    """Once a day."""


recurring("wallet.check", _next_check, Check)
