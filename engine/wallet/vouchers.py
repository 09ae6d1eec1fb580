"""Partners' codes on their way into the catalogue: sent by one administrator, let in by two."""

from __future__ import annotations

import hashlib
from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.wallet import redemption_statements as sql
from engine.wallet.chart import prepaid_vouchers
from engine.wallet.commands import Line, Money
from engine.wallet.redemption_commands import ImportVouchers
from engine.wallet.vouchers_csv import VoucherProblem, VoucherRow, plain


def add_import(tx: Tx, command: ImportVouchers) -> tuple[int, tuple[VoucherProblem, ...]]:
    """Keeps them where nobody can take one yet. Codes that are known already are told instead,
    with an id of 0: the caller must then leave nothing of it."""
    tx.lock("vouchers", 0)
    import_id: int = tx.query(
        sql.ADD_IMPORT,
        by_person=command.by_person_id,
        prepaid=int(command.is_prepaid),
        of_codes=len(command.rows),
        of_cost=sum(row.cost for row in command.rows),
        at=tx.now,
    )[0].id
    known: list[VoucherProblem] = []
    offers: dict[tuple[Any, ...], int] = {}
    for row in command.rows:
        added = tx.change(
            sql.ADD_VOUCHER,
            of_import=import_id,
            of_offer=_offer_of(tx, row, offers, is_prepaid=command.is_prepaid),
            of_partner=row.partner,
            of_code=row.code,
            hashed=hashed(row.code),
        )
        if not added:
            known.append(VoucherProblem(row.line, "known"))
    return (0 if known else import_id), tuple(known)


def facts_of_import(tx: ReadTx, import_id: int) -> dict[str, int | str]:
    """What is told of it: never a code."""
    row = tx.query(sql.FIND_IMPORT, import_id=import_id)[0]
    return {"import": row.id, "codes": row.codes, "cost": row.cost, "prepaid": row.is_prepaid}


def lines_of_import(tx: ReadTx, import_id: int, money: Money) -> tuple[Line, ...]:
    """What was paid ahead for them; nothing for those that are paid once they are used."""
    if not tx.query(sql.FIND_IMPORT, import_id=import_id)[0].is_prepaid:
        return ()
    return tuple(
        Line(prepaid_vouchers(row.partner), "bank", money.currency, int(row.cost))
        for row in tx.query(sql.COSTS_OF_IMPORT, of_import=import_id)
        if row.cost
    )


def open_import(tx: Tx, import_id: int) -> None:
    """From here on its codes are in the catalogue."""
    if tx.change(sql.SET_IMPORT, import_id=import_id, new_state="open"):
        tx.change(sql.OPEN_VOUCHERS, of_import=import_id)


def drop_import(tx: Tx, import_id: int) -> None:
    """Its codes are forgotten, so that the same file may come again."""
    if tx.change(sql.SET_IMPORT, import_id=import_id, new_state="dropped"):
        tx.change(sql.DROP_VOUCHERS, of_import=import_id)


def hashed(code: str) -> str:
    return hashlib.sha256(plain(code).encode()).hexdigest()


def _offer_of(
    tx: Tx, row: VoucherRow, offers: dict[tuple[Any, ...], int], *, is_prepaid: bool
) -> int:
    same = {
        "of_partner": row.partner,
        "called": row.title,
        "of_cost": row.cost,
        "of_price": row.price,
        "prepaid": int(is_prepaid),
        "until": row.valid_until,
    }
    which = tuple(same.values())
    if which not in offers:
        tx.change(sql.ADD_OFFER, **same)
        offers[which] = tx.query(sql.FIND_SAME_OFFER, **same)[0].id
    return offers[which]
