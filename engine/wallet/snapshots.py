"""Uncached accounts read as a snapshot and the postings after it, never as the whole ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.foundation.registry import job, recurring
from engine.foundation.tx import ReadTx, Tx
from engine.wallet import snapshot_statements as sql
from engine.wallet import statements
from engine.wallet.chart import rule_of
from engine.wallet.commands import AuditProblem

ROLLED_UP_AT = timedelta(hours=3, minutes=30)  # after midnight, UTC; before the daily check


def own_funds(tx: ReadTx, currency: str) -> int:
    """All assets less all liabilities, in minor units."""
    return int(tx.query(sql.OWN_FUNDS, of_asset=currency)[0].total)


def balance_of(tx: ReadTx, code: str) -> int:
    """What an account holds now, on its normal side; 0 while it was never used. Raises
    UnknownAccount."""
    if rule_of(code).is_cached:
        row = tx.one(statements.FIND_ACCOUNT, of_code=code)
        return row.balance if row else 0
    row = tx.one(sql.UNCACHED_NOW_OF, of_code=code)
    return int(row.balance) if row else 0


def roll_up(tx: Tx, command: RollUp) -> int:
    """Every uncached account's snapshot now holds what is posted until now; how many postings were
    taken in."""
    if tx.is_postgresql:
        # Ids are given out before they are committed: a posting that is still under way would
        # fall behind the horizon and never be counted.
        tx.query(sql.WAIT_FOR_POSTINGS)
    before = tx.query(sql.HORIZON)[0].posting
    up_to = tx.query(sql.NEWEST_POSTING)[0].posting
    for row in tx.query(sql.UNCACHED_NOW):
        tx.change(
            sql.PUT_SNAPSHOT,
            of_account=row.id,
            up_to=up_to,
            holds=int(row.balance),
            at=tx.now,
        )
    return int(up_to - before)


def rebuild(tx: Tx, command: object = None) -> int:
    """Forgets the snapshots and takes them anew from every posting there is."""
    tx.change(sql.DROP_SNAPSHOTS)
    return roll_up(tx, RollUp())


def differing_snapshots(tx: ReadTx) -> tuple[AuditProblem, ...]:
    """Snapshots that are not what a replay of the postings before them gives."""
    return tuple(
        AuditProblem(
            "snapshot_differs",
            {"account": row.code, "snapshot": int(row.held), "replayed": int(row.replayed)},
        )
        for row in tx.query(sql.SNAPSHOTS_THAT_DIFFER)
    )


def _next_roll_up(moment: datetime) -> datetime:
    at = moment.replace(hour=0, minute=0, second=0, microsecond=0) + ROLLED_UP_AT
    return at if at > moment else at + timedelta(days=1)


@job("wallet.roll_up", roll_up)
@dataclass(frozen=True)
class RollUp:
    """Once a day."""


recurring("wallet.roll_up", _next_roll_up, RollUp)
