"""Posting: how a journal's lines become rows, with the floors seen to first."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.wallet import statements
from engine.wallet.chart import rule_of
from engine.wallet.commands import Journal, JournalPosted, Line
from engine.wallet.errors import AlreadyReversed, InsufficientBalance, KeyConflict
from engine.wallet.posting_function import POST_JOURNAL
from engine.wallet.tables import LARGEST_AMOUNT, MOST_POSTINGS

DEFAULT_CURRENCY = "USD"
_CODE = re.compile(r"[A-Za-z0-9_.:@-]{1,128}")


def post(tx: Tx, journal: Journal) -> JournalPosted:
    """See `engine.wallet.service.post_journal`."""
    lines = checked_lines(journal)
    request_hash = hash_of(journal, lines)
    if tx.is_postgresql and journal.reverses is None:
        return _post_at_once(tx, journal, lines, request_hash)
    known = tx.one(statements.FIND_JOURNAL, of_key=journal.key)
    if known is not None:
        if known.request_hash != request_hash:
            raise KeyConflict(key=journal.key)
        return JournalPosted(known.id, is_new=False)
    if journal.reverses is not None:
        _check_reversal(tx, journal.reverses, lines)
        if tx.is_postgresql:
            return _post_at_once(tx, journal, lines, request_hash)
    accounts = _accounts_of(tx, lines)
    # Seen to before anything is written: a caller that handles the refusal leaves no half journal
    # behind. The table's own CHECK stands behind it.
    _check_floors(lines, accounts)
    journal_id: int = tx.query(
        statements.ADD_JOURNAL,
        key=journal.key,
        hash=request_hash,
        of_kind=journal.kind,
        declared=len(lines),
        reverses=journal.reverses,
        refers_to=journal.refers_to,
        effective=journal.effective_at or tx.now,
        created=tx.now,
        about=_about(journal),
    )[0].id
    for number, line in enumerate(lines):
        tx.change(
            statements.ADD_POSTING,
            of_journal=journal_id,
            number=number,
            debit=accounts[line.debit].id,
            credit=accounts[line.credit].id,
            of_asset=line.asset,
            units=line.amount,
            of_lot=line.lot,
        )
    return JournalPosted(journal_id, is_new=True)


def _post_at_once(
    tx: Tx, journal: Journal, lines: tuple[Line, ...], request_hash: str
) -> JournalPosted:
    codes = list(dict.fromkeys(code for line in lines for code in (line.debit, line.credit)))
    rules = [rule_of(code) for code in codes]
    row = tx.query(
        POST_JOURNAL,
        of_key=journal.key,
        of_hash=request_hash,
        of_kind=journal.kind,
        reverses=journal.reverses,
        refers_to=journal.refers_to,
        effective=journal.effective_at or tx.now,
        created=tx.now,
        about=_about(journal),
        codes=codes,
        code_assets=[rule.own_asset for rule in rules],
        code_kinds=[rule.kind for rule in rules],
        code_sides=[rule.normal_side for rule in rules],
        code_floors=[rule.floor for rule in rules],
        code_cached=[int(rule.is_cached) for rule in rules],
        debits=[line.debit for line in lines],
        credits=[line.credit for line in lines],
        assets=[line.asset for line in lines],
        amounts=[line.amount for line in lines],
        lots=[line.lot for line in lines],
    )[0]
    if row.outcome == "conflict":
        raise KeyConflict(key=journal.key)
    if row.outcome == "asset":
        raise ValueError(f"{row.account} holds another asset than the journal moves")
    if row.outcome == "short":
        raise InsufficientBalance(
            account=rule_of(row.account).short_name,
            balance=row.balance,
            amount=row.amount,
        )
    return JournalPosted(row.id, is_new=row.outcome == "posted")


def _about(journal: Journal) -> str:
    return json.dumps(journal.about, separators=(",", ":"), sort_keys=True)


def lines_of(tx: ReadTx, journal_id: int) -> tuple[Line, ...]:
    rows = tx.query(statements.FIND_LINES, of_journal=journal_id)
    return tuple(Line(row.debit, row.credit, row.asset, row.amount, row.lot_id) for row in rows)


def opposite(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Last line first, so that the way back meets no floor that the way there did not meet."""
    return tuple(replace(line, debit=line.credit, credit=line.debit) for line in reversed(lines))


def checked_lines(journal: Journal) -> tuple[Line, ...]:
    """The lines that move something. Raises TypeError, ValueError."""
    if not _CODE.fullmatch(journal.key) or not _CODE.fullmatch(journal.kind):
        raise ValueError(f"not a key and a kind: {journal.key!r}, {journal.kind!r}")
    for name, value in journal.about.items():
        if type(value) is not int and not (isinstance(value, str) and _CODE.fullmatch(value)):
            raise ValueError(f"a journal is about ids, numbers and codes: {name}={value!r}")
    for line in journal.lines:
        # PostgreSQL would round 1.5 to 2, and True is an int to isinstance.
        if type(line.amount) is not int:
            raise TypeError(f"an amount is a whole number, not {line.amount!r}")
        if not 0 <= line.amount <= LARGEST_AMOUNT:
            raise ValueError(f"an amount from 0 to {LARGEST_AMOUNT}, not {line.amount}")
        if line.debit == line.credit:
            raise ValueError(f"{line.debit} cannot be moved to itself")
    lines = tuple(line for line in journal.lines if line.amount > 0)
    if not 1 <= len(lines) <= MOST_POSTINGS:
        raise ValueError(f"a journal has 1 to {MOST_POSTINGS} lines that move something")
    return lines


def hash_of(journal: Journal, lines: tuple[Line, ...]) -> str:
    """What makes two requests the same: all but the moment, which a repeat does not share."""
    request = [
        journal.kind,
        [[line.debit, line.credit, line.asset, line.amount] for line in lines],
        journal.refers_to,
        journal.reverses,
        journal.about,
    ]
    text = json.dumps(request, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class _Account:
    """A ledger account as this journal finds it; `balance` is None where none is cached."""

    def __init__(self, row: Any) -> None:
        self.id: int = row.id
        self.asset: str = row.asset
        self.normal_side: int = row.normal_side
        self.floor: int | None = row.floor_amount
        self.balance: int | None = row.balance


def _accounts_of(tx: Tx, lines: tuple[Line, ...]) -> dict[str, _Account]:
    codes = list(dict.fromkeys(code for line in lines for code in (line.debit, line.credit)))
    accounts = _found(tx, codes)
    missing = [code for code in codes if code not in accounts]
    if missing:
        for code in missing:
            _add_account(tx, code)
        accounts.update(_found(tx, missing))
    for line in lines:
        for code in (line.debit, line.credit):
            if accounts[code].asset != line.asset:
                raise ValueError(f"{code} holds {accounts[code].asset}, not {line.asset}")
    return accounts


def _found(tx: Tx, codes: list[str]) -> dict[str, _Account]:
    return {row.code: _Account(row) for row in tx.query(statements.FIND_ACCOUNTS, codes=codes)}


def _add_account(tx: Tx, code: str) -> None:
    """From the chart, the first time that the account is needed."""
    rule = rule_of(code)
    treasury = tx.known(statements.FIND_TREASURY)
    tx.change(
        statements.ADD_ACCOUNT,
        of_code=code,
        of_asset=rule.asset_in(treasury.currency if treasury else DEFAULT_CURRENCY),
        of_kind=rule.kind,
        side=rule.normal_side,
        floor=rule.floor,
        is_cached=int(rule.is_cached),
    )


def _check_floors(lines: tuple[Line, ...], accounts: dict[str, _Account]) -> None:
    """Line by line, as the triggers will: raises InsufficientBalance."""
    for line in lines:
        for code, sign in ((line.debit, 1), (line.credit, -1)):
            account = accounts[code]
            if account.balance is None:
                continue
            before = account.balance
            account.balance += sign * account.normal_side * line.amount
            if account.floor is not None and account.balance < account.floor:
                raise InsufficientBalance(
                    account=rule_of(code).short_name,
                    balance=before,
                    amount=line.amount,
                )


def _check_reversal(tx: Tx, journal_id: int, lines: tuple[Line, ...]) -> None:
    if tx.one(statements.FIND_REVERSAL, of_journal=journal_id) is not None:
        raise AlreadyReversed(journal_id=journal_id)
    if Counter(opposite(lines_of(tx, journal_id))) != Counter(lines):
        raise ValueError(f"these lines are not the opposite of journal {journal_id}")
