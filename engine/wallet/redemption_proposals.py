"""What proposals about vouchers and scholarships are, and what becomes of them once decided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.people.queries import person_row, survivor_of
from engine.wallet import ledger, vouchers
from engine.wallet.chart import rule_of, voucher_payable
from engine.wallet.commands import Journal, Line, Money
from engine.wallet.errors import InsufficientBalance
from engine.wallet.queries import balance_of, treasury_state
from engine.wallet.scholarships import (
    FUND,
    GrantRestricted,
    grant_scholarship,
    restricted_journal,
)
from engine.wallet.tables import LARGEST_AMOUNT

SCHOLARSHIP, IMPORT, SETTLE = "scholarship", "vouchers.imported", "voucher.settled"
KINDS = (SCHOLARSHIP, IMPORT, SETTLE)
_THING = re.compile(r"[a-z]+:[1-9]\d{0,17}")
_PARTNER = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


def payload_of(tx: ReadTx, command: Any) -> dict[str, int | str]:
    """Checked. Raises NotFound; ValueError for what cannot be proposed."""
    if command.kind == IMPORT:
        return vouchers.facts_of_import(tx, command.import_id)
    if type(command.amount) is not int or not 1 <= command.amount <= LARGEST_AMOUNT:
        raise ValueError(f"an amount from 1 to {LARGEST_AMOUNT}, not {command.amount!r}")
    if command.kind == SETTLE:
        if not _PARTNER.fullmatch(command.partner):
            raise ValueError(f"not a partner's short name: {command.partner!r}")
        return {"partner": command.partner, "amount": command.amount}
    if not _THING.fullmatch(command.thing):
        raise ValueError(f"not a thing that can be bought: {command.thing!r}")
    person_row(tx, command.for_person_id)
    return {
        "person": command.for_person_id,
        "thing": command.thing,
        "educator": command.educator_id,
        "tokens": command.amount,
    }


def lines_of(tx: ReadTx, kind: str, payload: Mapping[str, Any]) -> tuple[Line, ...]:
    money = treasury_state(tx).money
    if kind == IMPORT:
        return vouchers.lines_of_import(tx, payload["import"], money)
    if kind == SETTLE:
        return _settled(money, payload)
    return restricted_journal(money, _grant(tx, "proposal", payload)).lines


def people_in(payload: Mapping[str, Any]) -> set[int]:
    """Who gains by it: whom a scholarship is for, and whose course it pays."""
    return {payload[name] for name in ("person", "educator") if payload.get(name)}


def check_now(tx: ReadTx, kind: str, payload: Mapping[str, Any]) -> None:
    """What could not be booked is refused at the first word already. Raises
    InsufficientBalance."""
    peg = treasury_state(tx).peg
    for of_kind, code, amount in (
        (SCHOLARSHIP, FUND, payload.get("tokens", 0) * peg),
        (SETTLE, voucher_payable(str(payload.get("partner", "-"))), payload.get("amount", 0)),
    ):
        if kind == of_kind and (held := balance_of(tx, code)) < amount:
            account = rule_of(code).short_name
            raise InsufficientBalance(account=account, balance=held, amount=amount)


def book(tx: Tx, key: str, kind: str, payload: Mapping[str, Any], proposal_id: int) -> int | None:
    """The journal's id; None where nothing is booked."""
    if kind == SCHOLARSHIP:
        return grant_scholarship(tx, _grant(tx, key, payload))
    lines = lines_of(tx, kind, payload)
    if kind == IMPORT:
        vouchers.open_import(tx, payload["import"])
    if not lines:
        return None
    of_journal = "voucher.stocked" if kind == IMPORT else kind
    journal = Journal(key, of_journal, lines, about={"proposal": proposal_id})
    return ledger.post(tx, journal).journal_id


def let_go(tx: Tx, kind: str, payload: Mapping[str, Any]) -> None:
    """It was declined, or nobody decided."""
    if kind == IMPORT:
        vouchers.drop_import(tx, payload["import"])


def _settled(money: Money, payload: Mapping[str, Any]) -> tuple[Line, ...]:
    account = voucher_payable(payload["partner"])
    return (Line(account, "bank", money.currency, payload["amount"]),)


def _grant(tx: ReadTx, key: str, payload: Mapping[str, Any]) -> GrantRestricted:
    # Days may pass until it is decided, and whom it is for be linked to another account meanwhile.
    person_id = survivor_of(tx, payload["person"])
    return GrantRestricted(key, person_id, payload["thing"], payload["tokens"])
