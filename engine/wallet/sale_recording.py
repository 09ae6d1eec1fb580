"""A sale once its journal is posted: its row, its lots, when it is final, and word to its educator;
the same whether a wallet or a hold has paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from engine.foundation.tx import Tx
from engine.wallet import sale_statements as sql
from engine.wallet.income_reviews import look_at_income
from engine.wallet.lots import Taken
from engine.wallet.maturity import MatureSale
from engine.wallet.sale_commands import Sold
from engine.wallet.sale_notices import note_sale
from engine.wallet.sale_parts import Offer


@dataclass(frozen=True)
class NewSale:
    """`taken`: what each lot gave, by what it was for (earned, purchased, discount)."""

    key: str
    thing: str
    buyer_id: int
    educator_id: int
    offer: Offer
    share_percent: int
    fee_bps: int
    journal_id: int
    matures_after: timedelta
    taken: Mapping[str, Sequence[Taken]]
    discount_journal_id: int | None = None
    includes: str = ""


def record_sale(tx: Tx, sale: NewSale) -> Sold:
    """Final after its delay, and not before every lot in it has settled."""
    parts = sale.offer.parts
    settled = [one.settles_at for taken in sale.taken.values() for one in taken]
    matures_at = max(tx.now + sale.matures_after, *settled)
    sale_id: int = tx.query(
        sql.ADD_SALE,
        of_key=sale.key,
        what=sale.thing,
        with_it=sale.includes,
        buyer=sale.buyer_id,
        educator=sale.educator_id,
        listed=sale.offer.list_price,
        percent=sale.share_percent,
        bps=sale.fee_bps,
        lowered=sale.offer.discount,
        to_pay=parts.price,
        of_earned=parts.earned,
        of_fee=parts.fee,
        of_fee_earned=parts.fee_earned,
        of_journal=sale.journal_id,
        of_discount=sale.discount_journal_id,
        at=tx.now,
        matures=matures_at,
    )[0].id
    for part, taken in sale.taken.items():
        for one in taken:
            tx.change(
                sql.ADD_PART, of_sale=sale_id, of_lot=one.lot_id, as_part=part, units=one.amount
            )
    tx.schedule(MatureSale(sale_id), at=matures_at, slot=str(sale_id))
    note_sale(tx, sale.educator_id)
    look_at_income(tx, educator_id=sale.educator_id, buyer_id=sale.buyer_id)
    return Sold(sale_id, sale.offer, matures_at, is_new=True)
