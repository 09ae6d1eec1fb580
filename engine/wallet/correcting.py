"""A correction: lines of its own, checked against chart, floors and bridges, with their lots."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.foundation.tx import ReadTx, Tx
from engine.people.queries import survivor_of
from engine.wallet import ledger, lots
from engine.wallet.chart import rule_of
from engine.wallet.checking import bridges
from engine.wallet.commands import Journal, Line
from engine.wallet.errors import CorrectionUnsound, InsufficientBalance, InsufficientFunds
from engine.wallet.queries import treasury_state
from engine.wallet.snapshots import balance_of, own_funds
from engine.wallet.token_policy import EARNED_LAST

MOST_LINES = 50
_PERSONS = re.compile(r"person:(\d+):(earned|purchased)")
_CONCERNED = re.compile(r"(?:person|educator|receivable:educator|payable:educator):(\d+)(?::\w+)?")


def people_in(lines: Sequence[Line]) -> tuple[int, ...]:
    """Everybody whose accounts these lines touch."""
    found = {
        int(match[1])
        for line in lines
        for code in (line.debit, line.credit)
        if (match := _CONCERNED.fullmatch(code))
    }
    return tuple(sorted(found))


def lines_now(tx: ReadTx, lines: Sequence[Line]) -> tuple[Line, ...]:
    """With who everybody is by now: an account may be linked to another one before it is decided.
    What went from the one to the other is not to be moved any more, unless it was all."""

    def now(code: str) -> str:
        match = _CONCERNED.fullmatch(code)
        if match is None:
            return code
        return f"{code[: match.start(1)]}{survivor_of(tx, int(match[1]))}{code[match.end(1) :]}"

    changed = (replace(line, debit=now(line.debit), credit=now(line.credit)) for line in lines)
    return tuple(line for line in changed if line.debit != line.credit) or tuple(lines)


def check_lines(tx: ReadTx, lines: tuple[Line, ...]) -> None:
    """Raises ValueError for what the chart does not hold, InsufficientBalance for what would go
    below a floor."""
    currency = treasury_state(tx).currency
    if not 1 <= len(lines) <= MOST_LINES:
        raise ValueError(f"a correction has from 1 to {MOST_LINES} lines, not {len(lines)}")
    if len(ledger.checked_lines(Journal("proposal", "correction", lines))) != len(lines):
        raise ValueError("a line of a correction moves at least 1")
    held: dict[str, int] = {}
    for line in lines:
        for code, sign in ((line.debit, 1), (line.credit, -1)):
            rule = rule_of(code)
            if code.startswith("hold:"):
                raise ValueError(f"{code} belongs to what it was held for; cancel that instead")
            if rule.asset_in(currency) != line.asset:
                raise ValueError(f"{code} holds {rule.asset_in(currency)}, not {line.asset}")
            before = held.setdefault(code, balance_of(tx, code))
            held[code] += sign * rule.normal_side * line.amount
            if rule.floor is not None and held[code] < rule.floor:
                raise InsufficientBalance(
                    account=rule.short_name, balance=before, amount=line.amount
                )


def book(tx: Tx, key: str, lines: tuple[Line, ...], *, proposal_id: int) -> int:
    """The journal's id. Tokens leave the lots they lie in and come as a lot of their own.

    Raises CorrectionUnsound when a bridge stood firmer before, InsufficientFunds when own funds
    would be short because of it, InsufficientBalance.
    """
    currency = treasury_state(tx).currency
    before = {bridge.account: abs(bridge.money - bridge.owed) for bridge in bridges(tx)}
    funds_before = own_funds(tx, currency)
    split = tuple(part for line in lines for part in _out_of_lots(tx, line))
    journal = Journal(key, "correction", split, about={"proposal": proposal_id})
    journal_id = ledger.post(tx, journal).journal_id
    for line in lines:
        _into_lot(tx, line, journal_id)
    for bridge in bridges(tx):
        if abs(bridge.money - bridge.owed) > before[bridge.account]:
            raise CorrectionUnsound(account=bridge.account, money=bridge.money, owed=bridge.owed)
    funds = own_funds(tx, currency)
    if funds < min(0, funds_before):
        raise InsufficientFunds(own_funds=funds_before, amount=funds_before - funds)
    return journal_id


def _out_of_lots(tx: Tx, line: Line) -> tuple[Line, ...]:
    owner = _PERSONS.fullmatch(line.debit)
    if owner is None:
        return (line,)
    taken = lots.take_any(tx, int(owner[1]), owner[2], line.amount)
    return tuple(replace(line, amount=part.amount, lot=part.lot_id) for part in taken)


def _into_lot(tx: Tx, line: Line, journal_id: int) -> None:
    owner = _PERSONS.fullmatch(line.credit)
    if owner is None:
        return
    is_earned = owner[2] == lots.EARNED
    lots.add_lot(
        tx,
        lots.NewLot(
            person_id=int(owner[1]),
            bucket=owner[2],
            source="correction",
            fund="fund:rewards" if is_earned else "",
            journal_id=journal_id,
            amount=line.amount,
            vests_at=tx.now,
            settles_at=tx.now,
            expires_at=tx.now + EARNED_LAST if is_earned else None,
        ),
    )
