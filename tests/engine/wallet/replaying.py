"""What a ledger must be, worked out from its bare rows alone: nothing of the engine is asked.

It is the second opinion beside `engine.wallet.audit`, for the state machine and the fuzzer: written
from the design, in Fractions where the engine has whole numbers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from engine.foundation.schema import with_connection
from tests.engine.wallet import replaying_holds, replaying_redemptions, replaying_reviews
from tests.engine.wallet.replaying_holds import hold_problems
from tests.engine.wallet.replaying_redemptions import redemption_problems
from tests.engine.wallet.replaying_reviews import review_problems

# Left out: sales that are rows alone, an educator's history (`selling.with_history`).
TABLES = {
    "treasury": "SELECT currency, peg FROM treasury",
    "account": "SELECT id, code, asset, kind, normal_side, floor_amount, cached "
    "FROM ledger_account ORDER BY id",
    "balance": "SELECT account_id, balance, version, floor_amount FROM ledger_balance",
    "journal": "SELECT id, kind, postings, reverses_id, refers_to_id, idempotency_key "
    "FROM ledger_journal ORDER BY id",
    "posting": "SELECT id, journal_id, debit_id, credit_id, asset, amount, lot_id "
    "FROM ledger_posting ORDER BY id",
    "entry": "SELECT account_id, version, posting_id, delta, balance_after "
    "FROM ledger_entry ORDER BY account_id, version",
    "snapshot": "SELECT account_id, up_to_posting, balance FROM ledger_snapshot",
    "lot": "SELECT id, person_id, bucket, journal_id, amount, left_amount FROM token_lot",
    "sale": "SELECT id, educator_id, price, earned, fee, fee_earned, discount, refunded, state, "
    "matured_at, reserve_left FROM sale WHERE substr(key, 1, 7) <> 'before:'",
    "part": "SELECT sale_id, part, amount, returned FROM sale_lot",
    "refund": "SELECT sale_id, tokens FROM sale_refund",
    **replaying_holds.TABLES,
    **replaying_redemptions.TABLES,
    **replaying_reviews.TABLES,
}
# (account of money, shapes of the token accounts behind it)
BRIDGES = (
    ("backing:purchased", r"(person|hold):[^:]+:purchased|organization:[^:]+:pool"),
    ("fund:committed", r"(person|hold):[^:]+:earned"),
    ("backing:earnings", r"educator:[^:]+:(pending|available|reserve)"),
    (r"receivable:educator:[^:]+", r"educator:[^:]+:debt"),
)


class Rows:
    """Every row that the ledger is made of, as of one moment."""

    def __init__(self, address: Path | str) -> None:
        def ask(connection: Connection) -> dict[str, list[Any]]:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            return {
                name: list(connection.exec_driver_sql(question))
                for name, question in TABLES.items()
            }

        found = with_connection(address, ask)
        self.found = found
        self.peg, self.currency = 1, "USD"
        if found["treasury"]:
            self.currency, self.peg = found["treasury"][0]
        self.accounts = {row.id: row for row in found["account"]}
        self.balances = {row.account_id: row for row in found["balance"]}
        self.journals = {row.id: row for row in found["journal"]}
        self.postings = found["posting"]
        self.entries = found["entry"]
        self.snapshots = found["snapshot"]
        self.lots, self.sales = found["lot"], found["sale"]
        self.parts, self.refunds = found["part"], found["refund"]
        self.postings_of: dict[int, list[Any]] = defaultdict(list)
        for row in self.postings:
            self.postings_of[row.journal_id].append(row)


def problems(rows: Rows, *, is_in_order: bool = True) -> list[str]:
    """What is wrong; [] of a sound ledger. `is_in_order`: journals were made one after the other,
    so that own funds must stand after each."""
    return [
        *_journals(rows, is_in_order=is_in_order),
        *_entries(rows),
        *_reversals(rows),
        *_snapshots(rows),
        *_lots(rows),
        *_sales(rows),
        *hold_problems(rows),
        *redemption_problems(rows),
        *review_problems(rows),
    ]


def _journals(rows: Rows, *, is_in_order: bool) -> Iterator[str]:
    """Journal after journal: sums of 0, the four bridges, own funds."""
    debited: Counter[int] = Counter()
    by_asset: Counter[str] = Counter()
    bridges = [0] * len(BRIDGES)
    funds = 0
    weights = {id: _weights(row) for id, row in rows.accounts.items()}
    for journal in rows.journals.values():
        made = rows.postings_of[journal.id]
        if len(made) != journal.postings:
            yield f"journal {journal.id} declares {journal.postings} and has {len(made)}"
        for row in made:
            assets = {rows.accounts[id].asset for id in (row.debit_id, row.credit_id)}
            if row.amount <= 0 or row.debit_id == row.credit_id or assets != {row.asset}:
                yield f"posting {row.id} is none"
            for id, sign in ((row.debit_id, 1), (row.credit_id, -1)):
                debited[id] += sign * row.amount
                by_asset[row.asset] += sign * row.amount
                for number, (money, tokens) in enumerate(weights[id]):
                    bridges[number] += sign * row.amount * (money - rows.peg * tokens)
                account = rows.accounts[id]
                if account.asset == rows.currency and account.kind in ("asset", "liability"):
                    funds += sign * row.amount
        if any(by_asset.values()) or any(bridges) or (is_in_order and funds < 0):
            yield f"after {journal.kind} {journal.id}: {dict(by_asset)} {bridges} own {funds}"
            return
    if funds < 0:
        yield f"own funds are {funds}"
    for id, account in rows.accounts.items():
        held = account.normal_side * debited[id]
        if account.cached and rows.balances[id].balance != held:
            yield f"{account.code} has {rows.balances[id].balance}, by its postings {held}"
        if account.floor_amount is not None and held < account.floor_amount:
            yield f"{account.code} is below its floor: {held}"


def _weights(account: Any) -> list[tuple[int, int]]:
    """For each bridge: (as money, as tokens), on the account's normal side."""
    side = account.normal_side
    return [
        (
            side * (re.fullmatch(money, account.code) is not None),
            side * (re.fullmatch(tokens, account.code) is not None),
        )
        for money, tokens in BRIDGES
    ]


def _entries(rows: Rows) -> Iterator[str]:
    """Gapless, each on the one before, one for each side of a posting, never below the floor."""
    wanted: Counter[tuple[int, int, int]] = Counter()
    for row in rows.postings:
        for id, sign in ((row.debit_id, 1), (row.credit_id, -1)):
            account = rows.accounts[id]
            if account.cached:
                wanted[id, row.id, sign * account.normal_side * row.amount] += 1
    last: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows.entries:
        version, balance = last[row.account_id]
        if row.version != version + 1 or row.balance_after != balance + row.delta:
            yield f"entry {row.version} of account {row.account_id} stands on nothing"
        least = rows.accounts[row.account_id].floor_amount
        if least is not None and row.balance_after < least:
            yield f"entry {row.version} of account {row.account_id} is below its floor"
        last[row.account_id] = row.version, row.balance_after
        wanted[row.account_id, row.posting_id, row.delta] -= 1
    if any(wanted.values()):
        yield f"entries and postings differ: {[key for key, n in wanted.items() if n][:5]}"
    for id, row in rows.balances.items():
        if (row.version, row.balance) != last[id]:
            yield f"the balance of account {id} is not its newest entry's"


def _reversals(rows: Rows) -> Iterator[str]:
    """Exact, and once for each."""
    seen: set[int] = set()
    for journal in rows.journals.values():
        if journal.reverses_id is None:
            continue
        there = Counter(
            (row.credit_id, row.debit_id, row.amount)
            for row in rows.postings_of[journal.reverses_id]
        )
        back = Counter(
            (row.debit_id, row.credit_id, row.amount) for row in rows.postings_of[journal.id]
        )
        if there != back or journal.reverses_id in seen:
            yield f"journal {journal.id} does not reverse {journal.reverses_id} exactly once"
        seen.add(journal.reverses_id)


def _snapshots(rows: Rows) -> Iterator[str]:
    for snapshot in rows.snapshots:
        account = rows.accounts[snapshot.account_id]
        held = sum(
            row.amount * ((row.debit_id == account.id) - (row.credit_id == account.id))
            for row in rows.postings
            if row.id <= snapshot.up_to_posting
        )
        if account.normal_side * held != snapshot.balance:
            yield f"the snapshot of {account.code} is {snapshot.balance}, replayed {held}"


def _lots(rows: Rows) -> Iterator[str]:
    """Per owner and class they hold the balance; each holds what its postings have left in it."""
    reversed_ones = {row.reverses_id for row in rows.journals.values()} - {None}
    moved: Counter[int] = Counter()
    for row in rows.postings:
        if row.lot_id is not None:
            owners = [
                rows.accounts[id].code.startswith("person:") for id in (row.credit_id, row.debit_id)
            ]
            moved[row.lot_id] += row.amount * (owners[0] - owners[1])
    in_lots: Counter[str] = Counter()
    for lot in rows.lots:
        in_lots[f"person:{lot.person_id}:{lot.bucket}"] += lot.left_amount
        left = 0 if lot.journal_id in reversed_ones else lot.amount + moved[lot.id]
        if lot.left_amount != left:
            yield f"lot {lot.id} has {lot.left_amount} of {lot.amount}, by its postings {left}"
    for id, balance in rows.balances.items():
        code = rows.accounts[id].code
        if code.startswith("person:") and in_lots.pop(code, 0) != balance.balance:
            yield f"{code} has {balance.balance}, its lots another sum"
    if any(in_lots.values()):
        yield f"lots without an account: {dict(in_lots)}"


def _half_up(amount: int, part: int, whole: int) -> int:
    return floor(Fraction(amount * part, whole) + Fraction(1, 2)) if whole else 0


def net_gone(sale: Any) -> int:
    """The educator's part of what has gone back, by rule 1 of the design's section 5."""
    earned = _half_up(sale.earned, sale.refunded, sale.price)
    purchased = sale.refunded - earned
    fee = _half_up(sale.fee_earned, earned, sale.earned) + _half_up(
        sale.fee - sale.fee_earned, purchased, sale.price - sale.earned
    )
    return int(sale.refunded - fee)


def _sales(rows: Rows) -> Iterator[str]:
    """Pending and reserve are those of the orders; lots and refunds add up to each sale."""
    wanted: Counter[str] = Counter()
    parts: Counter[tuple[int, str]] = Counter()
    returned: Counter[tuple[int, str]] = Counter()
    refunded: Counter[int] = Counter()
    for row in rows.parts:
        parts[row.sale_id, row.part] += row.amount
        returned[row.sale_id, row.part] += row.returned
    for row in rows.refunds:
        refunded[row.sale_id] += row.tokens
    for sale in rows.sales:
        if sale.matured_at is None:
            wanted[f"educator:{sale.educator_id}:pending"] += sale.price - sale.fee - net_gone(sale)
        wanted[f"educator:{sale.educator_id}:reserve"] += sale.reserve_left
        earned = _half_up(sale.earned, sale.refunded, sale.price)
        is_whole = sale.refunded == sale.price
        told = {
            "earned": (sale.earned, earned),
            "purchased": (sale.price - sale.earned, sale.refunded - earned),
            "discount": (sale.discount, sale.discount if is_whole else 0),
        }
        found = {
            part: (parts[sale.id, part], returned[sale.id, part])
            for part in ("earned", "purchased", "discount")
        }
        if found != told or refunded[sale.id] != sale.refunded:
            yield f"sale {sale.id}: {found}, {refunded[sale.id]} refunded, wanted {told}"
    for id, balance in rows.balances.items():
        code = rows.accounts[id].code
        if re.fullmatch(r"educator:\d+:(pending|reserve)", code):
            due = wanted.pop(code, 0)
            if due != balance.balance:
                yield f"{code} has {balance.balance}, its orders {due}"
    if any(wanted.values()):
        yield f"orders without an account: {dict(wanted)}"
