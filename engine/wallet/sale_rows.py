"""What follows from a sale's row: its parts, what of it is the educator's still."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.wallet import sale_statements as sql
from engine.wallet.chart import educator_pending, educator_reserve
from engine.wallet.locking import locked_with_people
from engine.wallet.sale_parts import SaleParts, refunded_so_far


def locked_sale(tx: Tx, sale_id: int) -> Any:
    """The sale's row, with its buyer and its educator held until the end. Raises NotFound."""
    return locked_with_people(
        tx,
        "sale",
        lambda: tx.one(sql.FIND_SALE, sale_id=sale_id),
        lambda sale: (sale.buyer_id, sale.educator_id),
    )


def parts_of(sale: Any) -> SaleParts:
    return SaleParts(sale.price, sale.earned, sale.fee, sale.fee_earned)


def net_left(sale: Any) -> int:
    """The educator's part of what has not gone back."""
    parts = parts_of(sale)
    return parts.net - refunded_so_far(parts, sale.refunded).net


def facts_of(sale: Any) -> dict[str, int | str]:
    """What a sale's journals are about: {"sale": 7, "course": 5}."""
    return {"sale": sale.id, **of_thing(sale.thing)}


def of_thing(thing: str) -> dict[str, int | str]:
    kind, _, number = thing.partition(":")
    return {kind: int(number)}


def expected_of_educators(tx: ReadTx) -> dict[str, int]:
    """By account: what every educator's pending and reserve must hold, as their orders tell."""
    expected: dict[str, int] = defaultdict(int)
    for sale in tx.query(sql.EVERY_PENDING):
        expected[educator_pending(sale.educator_id)] += net_left(sale)
    for row in tx.query(sql.EVERY_RESERVE):
        expected[educator_reserve(row.educator_id)] += int(row.tokens)
    return {code: tokens for code, tokens in expected.items() if tokens}
