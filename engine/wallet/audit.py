"""The ledger's invariants, checked by replay: what `peerloom doctor` reports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from engine.foundation.registry import long_question
from engine.foundation.tx import ReadTx
from engine.wallet import statements
from engine.wallet.chart import TOKENS, rule_of
from engine.wallet.commands import AuditProblem, AuditReport
from engine.wallet.hold_statements import HOLDING
from engine.wallet.holds import expected_of_holds
from engine.wallet.ledger import DEFAULT_CURRENCY
from engine.wallet.sale_rows import expected_of_educators
from engine.wallet.snapshots import differing_snapshots

# (account of money, shapes of the token accounts it answers for)
BRIDGES = (
    ("backing:purchased", ("person:*:purchased", "hold:*:purchased", "organization:*:pool")),
    ("fund:committed", ("person:*:earned", "hold:*:earned")),
    ("backing:earnings", ("educator:*:pending", "educator:*:available", "educator:*:reserve")),
    ("receivable:educator:*", ("educator:*:debt",)),
)


@long_question
def audit(tx: ReadTx, query: object = None) -> AuditReport:
    """Checks zero sums, the four bridges, own funds, floors, cached balances and the chain of
    entries against the postings. Reads the whole ledger."""
    treasury = tx.one(statements.FIND_TREASURY)
    currency, peg = (treasury.currency, treasury.peg) if treasury else (DEFAULT_CURRENCY, 1)
    counts = tx.query(statements.COUNTS)[0]
    rows = tx.query(statements.REPLAYED_BALANCES)
    funds = _own_funds(rows, currency)
    problems = [
        *_unbalanced(rows),
        *_bridges(rows, peg),
        *_balances(rows),
        *_chains(tx),
    ]
    if funds < 0:
        problems.append(AuditProblem("own_funds", {"own_funds": funds}))
    return AuditReport(
        journals=counts.journals,
        postings=counts.postings,
        accounts=counts.accounts,
        own_funds=funds,
        problems=tuple(problems),
    )


@long_question
def verify(tx: ReadTx, query: object = None) -> AuditReport:
    """The audit, and that every person's tokens lie in lots (neither tokens without a lot, nor lots
    without their tokens), that an educator's pending and reserve are those of their orders, that
    what is held is what pending holds took, and that snapshots are what a full replay gives."""
    report = audit(tx)
    differing = (
        AuditProblem(
            "lots_differ", {"account": row.code, "balance": row.balance, "in_lots": row.held}
        )
        for row in tx.query(statements.LOTS_THAT_DIFFER)
    )
    return replace(
        report,
        problems=(
            *report.problems,
            *differing,
            *_orders(tx),
            *_holds(tx),
            *differing_snapshots(tx),
        ),
    )


def _orders(tx: ReadTx) -> list[AuditProblem]:
    """Another order's pending is never touched: each account is the sum of its own orders."""
    expected = expected_of_educators(tx)
    held = {row.code: row.balance for row in tx.query(statements.EDUCATORS_WAITING)}
    return [
        AuditProblem(
            "orders_differ",
            {"account": code, "balance": held.get(code, 0), "in_orders": expected.get(code, 0)},
        )
        for code in sorted(held.keys() | expected.keys())
        if held.get(code, 0) != expected.get(code, 0)
    ]


def _holds(tx: ReadTx) -> list[AuditProblem]:
    """A pending hold has exactly its own tokens, one that has ended has none."""
    expected = expected_of_holds(tx)
    held = {row.code: row.balance for row in tx.query(HOLDING)}
    return [
        AuditProblem(
            "holds_differ",
            {"account": code, "balance": held.get(code, 0), "held": expected.get(code, 0)},
        )
        for code in sorted(held.keys() | expected.keys())
        if held.get(code, 0) != expected.get(code, 0)
    ]


def _own_funds(rows: list[Any], currency: str) -> int:
    kinds = ("asset", "liability")
    return sum(
        row.debited for row in rows if row.asset == currency and rule_of(row.code).kind in kinds
    )


def _unbalanced(rows: list[Any]) -> list[AuditProblem]:
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[row.asset] += row.debited
    return [
        AuditProblem("unbalanced", {"asset": asset, "sum": total})
        for asset, total in sums.items()
        if total
    ]


def _bridges(rows: list[Any], peg: int) -> list[AuditProblem]:
    by_shape: dict[str, int] = defaultdict(int)
    for row in rows:
        by_shape[rule_of(row.code).name] += row.normal_side * row.debited
    problems = []
    for money_account, shapes in BRIDGES:
        tokens = sum(by_shape[shape] for shape in shapes)
        if by_shape[money_account] != peg * tokens:
            problems.append(
                AuditProblem(
                    "bridge",
                    {"account": money_account, "money": by_shape[money_account], TOKENS: tokens},
                )
            )
    return problems


def _balances(rows: list[Any]) -> list[AuditProblem]:
    problems = []
    for row in rows:
        if not row.cached:
            continue
        replayed = row.normal_side * row.debited
        if row.balance is None:
            problems.append(AuditProblem("balance_missing", {"account": row.code}))
        elif row.balance != replayed:
            data = {"account": row.code, "balance": row.balance, "replayed": replayed}
            problems.append(AuditProblem("balance_differs", data))
        if row.floor_amount is not None and replayed < row.floor_amount:
            problems.append(AuditProblem("below_floor", {"account": row.code, "is": replayed}))
    return problems


def _chains(tx: ReadTx) -> list[AuditProblem]:
    problems = [
        AuditProblem(
            "incomplete_journal",
            {"journal": row.id, "declared": row.postings, "found": row.found},
        )
        for row in tx.query(statements.INCOMPLETE_JOURNALS)
    ]
    problems += [
        AuditProblem("broken_chain", {"account": row.code, "version": row.version})
        for row in tx.query(statements.BROKEN_CHAINS)
    ]
    counts = tx.query(statements.ENTRY_COUNTS)[0]
    if not counts.wanted == counts.found == counts.true_ones:
        data = {"wanted": counts.wanted, "found": counts.found, "true": counts.true_ones}
        problems.append(AuditProblem("broken_chain", data))
    return problems
