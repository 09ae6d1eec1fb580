"""The wallet's questions."""

from __future__ import annotations

import json
from datetime import datetime

from engine.foundation.tx import ReadTx
from engine.wallet import statements
from engine.wallet.audit import audit, verify
from engine.wallet.chart import person_earned, person_purchased
from engine.wallet.commands import (
    EarnedLot,
    FundState,
    RewardsMoved,
    Statement,
    StatementQuery,
    Treasury,
    WalletLine,
    WalletPage,
    WalletQuery,
)
from engine.wallet.ledger import DEFAULT_CURRENCY
from engine.wallet.lot_statements import LEFT_OF, SOONEST
from engine.wallet.snapshots import own_funds

LATEST_LINES = 5
_NO_LIMIT = 2**62


def wallet_page(tx: ReadTx, query: WalletQuery) -> WalletPage:
    """A person's tokens and the latest five lines."""
    earned, purchased = balances_of(tx, query.person_id)
    soonest = tx.query(SOONEST, of_person=query.person_id, now=tx.now)[0].at
    return WalletPage(
        earned=earned,
        purchased=purchased,
        use_by=soonest.date() if soonest else None,
        latest=statement(tx, StatementQuery(query.person_id, limit=LATEST_LINES)).lines,
    )


def earned_lots(tx: ReadTx, person_id: int) -> tuple[EarnedLot, ...]:
    """What is left and not past its time, the soonest to expire first."""
    lots = [
        EarnedLot(lot.left_amount, lot.restriction, lot.vests_at, lot.expires_at)
        for lot in tx.query(LEFT_OF, of_person=person_id)
        if lot.bucket == "earned" and lot.expires_at > tx.now
    ]
    return tuple(sorted(lots, key=lambda lot: lot.use_by))


def statement(tx: ReadTx, query: StatementQuery) -> Statement:
    """A page of a person's lines, newest first."""
    earned_code = person_earned(query.person_id)
    rows = tx.query(
        statements.PERSON_LINES,
        earned_code=earned_code,
        purchased_code=person_purchased(query.person_id),
        before=_NO_LIMIT if query.before is None else query.before,
        most=query.limit + 1,
    )
    lines = []
    for row in rows[: query.limit]:
        after = tx.query(statements.BALANCE_AT, of_code=row.code, of_version=row.version)
        lines.append(
            WalletLine(
                id=row.id,
                kind=row.kind,
                bucket="earned" if row.code == earned_code else "purchased",
                amount=row.amount,
                balance_after=after[0].balance_after,
                at=row.effective_at,
                about=json.loads(row.about),
            )
        )
    return Statement(tuple(lines), has_more=len(rows) > query.limit)


def balances_of(tx: ReadTx, person_id: int) -> tuple[int, int]:
    """(earned, purchased)."""
    earned_code, purchased_code = person_earned(person_id), person_purchased(person_id)
    rows = tx.query(
        statements.PERSON_BALANCES, earned_code=earned_code, purchased_code=purchased_code
    )
    balances = {row.code: row.balance for row in rows}
    return balances.get(earned_code, 0), balances.get(purchased_code, 0)


def balance_of(tx: ReadTx, code: str) -> int:
    """The cached balance of one account; 0 where it was never used."""
    found = tx.one(statements.FIND_ACCOUNT, of_code=code)
    return int(found.balance) if found is not None else 0


def treasury_state(tx: ReadTx, query: object = None) -> Treasury:
    """How tokens work here; mode points while the operator has not chosen."""
    row = tx.known(statements.FIND_TREASURY)
    if row is None:
        return Treasury(is_open=False, mode="points", currency=DEFAULT_CURRENCY, peg=1)
    return Treasury(is_open=True, mode=row.mode, currency=row.currency, peg=row.peg)


def fund_state(tx: ReadTx, query: object = None) -> FundState:
    """The rewards fund, for the operator."""
    treasury = treasury_state(tx)
    earned = cached_total(tx, "person:%:earned", "hold:%:earned")
    return FundState(
        treasury=treasury,
        available=cached_total(tx, "fund:rewards"),
        in_slices=cached_total(tx, "fund:slice:%"),
        committed=earned * treasury.peg,
        own_funds=own_funds(tx, treasury.currency),
    )


def rewards_moved(tx: ReadTx, since: datetime) -> RewardsMoved:
    """From the journals, so it says what the books say."""
    moved = {row.kind: int(row.tokens) for row in tx.query(statements.REWARDS_MOVED, since=since)}
    return RewardsMoved(
        issued=moved.get("reward.granted", 0),
        taken_back=moved.get("reward.taken_back", 0) + moved.get("reward.returned", 0),
        expired=moved.get("reward.expired", 0),
    )


def cached_total(tx: ReadTx, *like: str) -> int:
    """The sum of the cached balances whose codes are like one of at most two patterns."""
    total = tx.query(statements.CACHED_TOTAL, like_first=like[0], like_second=like[-1])[0].total
    return int(total)


__all__ = [
    "audit",
    "balance_of",
    "balances_of",
    "cached_total",
    "earned_lots",
    "fund_state",
    "own_funds",
    "rewards_moved",
    "statement",
    "treasury_state",
    "verify",
    "wallet_page",
]
