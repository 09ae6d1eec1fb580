"""Earned tokens that nobody used: a warning two weeks before, then back to the fund."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.foundation.registry import event, job, recurring
from engine.foundation.tx import Tx
from engine.people.queries import private_chats
from engine.wallet import journals, ledger, lots
from engine.wallet import lot_statements as sql
from engine.wallet.chart import person_earned
from engine.wallet.queries import treasury_state
from engine.wallet.statements import FIND_ACCOUNT
from engine.wallet.token_policy import WARNED_BEFORE

LOTS_AT_ONCE = 500  # one journal each; a thousand lines are the most it may have
WARNINGS_AT_ONCE = 200
SWEPT_AT = timedelta(hours=4)  # after midnight, UTC


@event("wallet.tokens_expire")
@dataclass(frozen=True)
class TokensExpire:
    """To their owner: so many are to be used until then."""

    person_id: int
    tokens: int
    use_by: datetime


def sweep(tx: Tx, command: Sweep) -> int:
    """Expires what is due and warns of what soon will be; how many lots. A part at a time: what is
    left over comes at once in a job of its own."""
    due = tx.query(sql.EXPIRED, now=tx.now, most=LOTS_AT_ONCE)
    if due:
        # What is given back into a lot past its time is due again in the same second.
        account = tx.query(FIND_ACCOUNT, of_code=person_earned(due[0].person_id))[0]
        moment = f"{tx.now:%Y-%m-%dT%H:%M:%S}"
        expire_lots(tx, due, key=f"reward-expired:{due[0].id}:{moment}:{account.version}")
    warned = _warn(tx)
    if len(due) == LOTS_AT_ONCE or warned == WARNINGS_AT_ONCE:
        tx.schedule(Sweep(), at=tx.now, slot=f"more:{due[0].id if due else 0}:{tx.now.isoformat()}")
    return len(due)


def expire_lots(tx: Tx, due: Sequence[Any], *, key: str) -> None:
    """All that is left in these earned lots, as one journal."""
    taken = lots.take_all_of(tx, due)
    by_lot = {part.lot_id: part.amount for part in taken}
    ledger.post(
        tx,
        journals.rewards_expired(
            treasury_state(tx).money,
            key=key,
            lots=[(lot.person_id, by_lot[lot.id], lot.id, lot.fund) for lot in due],
        ),
    )


def _warn(tx: Tx) -> int:
    until = tx.now + WARNED_BEFORE
    rows = tx.query(sql.SOON_EXPIRED, now=tx.now, until=until, most=WARNINGS_AT_ONCE)
    for row in rows:
        tx.emit(
            TokensExpire(row.person_id, int(row.tokens), row.at),
            to=private_chats(tx, [row.person_id]),
        )
        tx.change(sql.SET_WARNED, of_person=row.person_id, until=until, at=tx.now)
    return len(rows)


def next_sweep(moment: datetime) -> datetime:
    today = moment.replace(hour=0, minute=0, second=0, microsecond=0) + SWEPT_AT
    return today if today > moment else today + timedelta(days=1)


@job("wallet.sweep", sweep)
@dataclass(frozen=True)
class Sweep:
    """Once a day."""


recurring("wallet.sweep", next_sweep, Sweep)
