"""The snapshots' SQL: each answer is one statement, so that snapshot and tail are of one moment."""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.wallet import control_tables, tables

accounts = tables.account.c
balances = tables.balance.c
postings = tables.posting.c
snapshots = control_tables.snapshot.c

WAIT_FOR_POSTINGS = text("LOCK TABLE ledger_posting IN SHARE MODE")
_horizon = select(func.coalesce(func.max(snapshots.up_to_posting), 0)).scalar_subquery()
HORIZON = select(_horizon.label("posting"))
NEWEST_POSTING = select(func.coalesce(func.max(postings.id), 0).label("posting"))

# What was posted after the snapshots, by account, on the debit side.
_tail_sides = union_all(
    select(postings.debit_id.label("account_id"), postings.amount.label("signed")).where(
        postings.id > _horizon
    ),
    select(postings.credit_id, (-postings.amount)).where(postings.id > _horizon),
).subquery()
_tails = (
    select(_tail_sides.c.account_id, func.sum(_tail_sides.c.signed).label("debited"))
    .group_by(_tail_sides.c.account_id)
    .subquery()
)
_now = func.coalesce(snapshots.balance, 0) + accounts.normal_side * func.coalesce(
    _tails.c.debited, 0
)
UNCACHED_NOW = (
    select(accounts.id, accounts.code, accounts.asset, accounts.kind, _now.label("balance"))
    .join_from(
        tables.account,
        control_tables.snapshot,
        snapshots.account_id == accounts.id,
        isouter=True,
    )
    .join(_tails, _tails.c.account_id == accounts.id, isouter=True)
    .where(accounts.cached == 0)
    .order_by(accounts.id)
)
UNCACHED_NOW_OF = UNCACHED_NOW.where(accounts.code == bindparam("of_code"))

_weighs = and_(accounts.kind.in_(("asset", "liability")), accounts.asset == bindparam("of_asset"))
_cached = (
    select(func.coalesce(func.sum(balances.balance * accounts.normal_side), 0))
    .join_from(tables.account, tables.balance, balances.account_id == accounts.id)
    .where(_weighs)
    .scalar_subquery()
)
_taken = (
    select(func.coalesce(func.sum(snapshots.balance * accounts.normal_side), 0))
    .join_from(tables.account, control_tables.snapshot, snapshots.account_id == accounts.id)
    .where(_weighs)
    .scalar_subquery()
)
_debit, _credit = tables.account.alias("debit"), tables.account.alias("credit")


def _weight(side: FromClause) -> ColumnElement[int]:
    """1 for what the snapshots would hold of this side of a posting, else 0."""
    is_in = and_(side.c.cached == 0, side.c.kind.in_(("asset", "liability")))
    return case((is_in, 1), else_=0)


_after = (
    select(
        func.coalesce(
            func.sum(postings.amount * (_weight(_debit) - _weight(_credit))),
            0,
        )
    )
    .join_from(tables.posting, _debit, _debit.c.id == postings.debit_id)
    .join(_credit, _credit.c.id == postings.credit_id)
    .where(postings.id > _horizon, postings.asset == bindparam("of_asset"))
    .scalar_subquery()
)
OWN_FUNDS = select((_cached + _taken + _after).label("total"))

PUT_SNAPSHOT = upsert(control_tables.snapshot).values(
    account_id=bindparam("of_account"),
    up_to_posting=bindparam("up_to"),
    balance=bindparam("holds"),
    taken_at=bindparam("at"),
)
PUT_SNAPSHOT = PUT_SNAPSHOT.on_conflict_do_update(
    index_elements=["account_id"],
    set_={
        "up_to_posting": PUT_SNAPSHOT.excluded.up_to_posting,
        "balance": PUT_SNAPSHOT.excluded.balance,
        "taken_at": PUT_SNAPSHOT.excluded.taken_at,
    },
)
DROP_SNAPSHOTS = delete(control_tables.snapshot)

_old_sides = union_all(
    select(postings.debit_id.label("account_id"), postings.amount.label("signed")).where(
        postings.id <= _horizon
    ),
    select(postings.credit_id, (-postings.amount)).where(postings.id <= _horizon),
).subquery()
_replayed = (
    select(_old_sides.c.account_id, func.sum(_old_sides.c.signed).label("debited"))
    .group_by(_old_sides.c.account_id)
    .subquery()
)
_held = func.coalesce(snapshots.balance, 0)
_replay = accounts.normal_side * func.coalesce(_replayed.c.debited, 0)
SNAPSHOTS_THAT_DIFFER = (
    select(accounts.code, _held.label("held"), _replay.label("replayed"))
    .join_from(
        tables.account,
        control_tables.snapshot,
        snapshots.account_id == accounts.id,
        isouter=True,
    )
    .join(_replayed, _replayed.c.account_id == accounts.id, isouter=True)
    .where(
        accounts.cached == 0,
        or_(_held != _replay, snapshots.up_to_posting != _horizon),
    )
    .order_by(accounts.id)
)
