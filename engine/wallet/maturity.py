"""When a sale is final: debt is paid first, a new educator's reserve kept, the fees earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.foundation.registry import job
from engine.foundation.tx import Tx
from engine.wallet import income_statements, ledger, sale_journals
from engine.wallet import sale_statements as sql
from engine.wallet.chart import educator_debt
from engine.wallet.queries import balance_of, treasury_state
from engine.wallet.sale_journals import Maturing
from engine.wallet.sale_parts import WHOLE_BPS, refunded_so_far, share
from engine.wallet.sale_rows import facts_of, locked_sale, parts_of
from engine.wallet.token_policy import (
    FUND_SHARE_PERCENT,
    NEW_EDUCATOR,
    RESERVE_BPS,
    RESERVED_FOR,
)

LOOKED_AGAIN_AFTER = timedelta(days=1)


def mature_sale(tx: Tx, command: MatureSale) -> bool:
    """False where there is nothing to do: it is final already, all went back, it is too soon, or it
    waits for an administrator's look (income_reviews.py): then it asks again a day later.
    Raises NotFound."""
    sale = locked_sale(tx, command.sale_id)
    if sale.state != "pending" or tx.now < sale.matures_at:
        return False
    if tx.one(income_statements.IS_HELD, sale_id=sale.id) is not None:
        _put_off(tx, sale)
        return False
    parts = parts_of(sale)
    gone = refunded_so_far(parts, sale.refunded)
    net = parts.net - gone.net
    debt = min(net, balance_of(tx, educator_debt(sale.educator_id)))
    first = tx.query(sql.FIRST_SALE_AT, of_educator=sale.educator_id)[0].at
    is_new = tx.now - first < NEW_EDUCATOR
    reserve = share(net - debt, RESERVE_BPS, WHOLE_BPS) if is_new else 0
    money = treasury_state(tx).money
    fee_purchased = parts.fee_purchased - gone.fee_purchased
    journal = sale_journals.earning_matured(
        money,
        sale.educator_id,
        Maturing(
            debt=debt,
            reserve=reserve,
            available=net - debt - reserve,
            fee_purchased=fee_purchased,
            fee_earned=parts.fee_earned - gone.fee_earned,
            to_fund=share(fee_purchased * money.peg, FUND_SHARE_PERCENT, 100),
        ),
        key=f"earning-matured:{sale.id}",
        refers_to=sale.journal_id,
        about=facts_of(sale),
    )
    ledger.post(tx, journal)
    until = tx.now + RESERVED_FOR if reserve else None
    tx.change(sql.SET_MATURED, sale_id=sale.id, at=tx.now, kept=reserve, until=until)
    if until is not None:
        tx.schedule(ReleaseReserve(sale.id), at=until, slot=str(sale.id))
    return True


def _put_off(tx: Tx, sale: Any) -> None:
    """Whatever ends the wait, and however: the sale is not forgotten."""
    at = tx.now + LOOKED_AGAIN_AFTER
    tx.schedule(MatureSale(sale.id), at=at, slot=f"{sale.id}:held@{at.date()}")


def release_reserve(tx: Tx, command: ReleaseReserve) -> int:
    """What refunds have left of one order's reserve becomes available; how many tokens.
    Raises NotFound."""
    sale = locked_sale(tx, command.sale_id)
    tokens: int = sale.reserve_left
    if not tokens or tx.now < sale.reserved_until:
        return 0
    tx.change(sql.TAKE_RESERVE, sale_id=sale.id, units=tokens)
    released = sale_journals.reserve_released(
        sale.educator_id, key=f"reserve-released:{sale.id}", tokens=tokens, about=facts_of(sale)
    )
    ledger.post(tx, released)
    return tokens


@job("wallet.mature_sale", mature_sale)
@dataclass(frozen=True)
class MatureSale:
    """Worked once its own delay is over and every lot in it has settled."""

    sale_id: int


@job("wallet.release_reserve", release_reserve)
@dataclass(frozen=True)
class ReleaseReserve:
    sale_id: int
