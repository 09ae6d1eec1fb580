"""What a person can turn earned tokens into, and what they have."""

from __future__ import annotations

from typing import Any

from engine.foundation.errors import NotFound
from engine.foundation.tx import ReadTx
from engine.people.commands import Role
from engine.people.queries import cap_group_members, require_role
from engine.wallet import redemption_statements as sql
from engine.wallet.lot_statements import LEFT_OF
from engine.wallet.lots import spendable
from engine.wallet.redemption_commands import (
    Catalogue,
    GivenLot,
    Redeemed,
    RedeemedQuery,
    VoucherOffer,
)
from engine.wallet.redemptions import redeemed_this_month
from engine.wallet.sale_queries import has_paid_for_good
from engine.wallet.token_policy import VOUCHERS_MONTHLY_CAP


def catalogue(tx: ReadTx, person_id: int) -> Catalogue:
    """The offers that have codes left, the cheapest first."""
    held = spendable(tx, person_id, "")
    used = redeemed_this_month(tx, cap_group_members(tx, person_id))
    return Catalogue(
        earned=held.earned,
        waiting=held.waiting,
        has_paid=has_paid_for_good(tx, [person_id]),
        cap=VOUCHERS_MONTHLY_CAP,
        left_this_month=max(0, VOUCHERS_MONTHLY_CAP - used),
        redeemed=tx.query(sql.NEWEST_REDEEMED, of_person=person_id)[0].id,
        offers=tuple(_offer(row) for row in tx.query(sql.OFFERS, now=tx.now) if row.in_stock),
        given=given_to(tx, person_id),
    )


def given_to(tx: ReadTx, person_id: int) -> tuple[GivenLot, ...]:
    """What is for one thing alone and can be used, the soonest to expire first."""
    lots = [
        lot
        for lot in tx.query(LEFT_OF, of_person=person_id)
        if lot.restriction and lot.vests_at <= tx.now < lot.expires_at
    ]
    lots.sort(key=lambda lot: (lot.expires_at, lot.id))
    return tuple(GivenLot(lot.restriction, lot.left_amount, lot.expires_at) for lot in lots)


def voucher_offer(tx: ReadTx, offer_id: int) -> VoucherOffer:
    """Raises NotFound."""
    row = tx.one(sql.FIND_OFFER, offer_id=offer_id)
    if row is None:
        raise NotFound(what="offer")
    return _offer(row)


def voucher_stock(tx: ReadTx, by_person_id: int) -> tuple[VoucherOffer, ...]:
    """Every offer that is not over, also those without a code left. Raises Forbidden."""
    require_role(tx, by_person_id, Role.ADMIN)
    return tuple(_offer(row) for row in tx.query(sql.OFFERS, now=tx.now))


def redeemed(tx: ReadTx, query: RedeemedQuery) -> tuple[Redeemed, ...]:
    """One's own, with their codes. Raises NotFound for one that is somebody else's."""
    found = tuple(
        Redeemed(
            redemption_id=row.id,
            partner=row.partner,
            title=row.title,
            tokens=row.tokens,
            state=row.state,
            made_at=row.made_at,
            valid_until=row.valid_until,
            code=row.code,
        )
        for row in tx.query(sql.REDEEMED_BY, of_person=query.person_id)
        if query.redemption_id in (None, row.id)
    )
    if query.redemption_id is not None and not found:
        raise NotFound(what="redemption")
    return found


def _offer(row: Any) -> VoucherOffer:
    return VoucherOffer(row.id, row.partner, row.title, row.price, row.valid_until, row.in_stock)
