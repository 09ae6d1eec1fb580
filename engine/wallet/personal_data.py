"""What the wallet knows of a person: given out on request, and let go of."""

from __future__ import annotations

from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.people.personal_data import register
from engine.wallet import income_statements
from engine.wallet import sale_statements as sales
from engine.wallet.chart import (
    educator_available,
    educator_debt,
    educator_pending,
    educator_reserve,
)
from engine.wallet.commands import StatementQuery
from engine.wallet.control_statements import VOTES_OF
from engine.wallet.errors import DebtOpen, EarningsLeft, HoldOpen, TokensLeft
from engine.wallet.expiry import expire_lots
from engine.wallet.hold_statements import EXPORT_OF
from engine.wallet.holds import held_by
from engine.wallet.income_reviews import end_reviews_of
from engine.wallet.lot_statements import LEFT_OF
from engine.wallet.queries import balance_of, balances_of, statement
from engine.wallet.redemption_statements import (
    CODES_OF,
    DROP_OPEN,
    FORGET_CODES,
    REDEEMED_BY,
    USES_OF,
)
from engine.wallet.sale_notices import SET_LOUD, is_told_of_sales

EVERY_LINE = 1_000_000


def export(tx: ReadTx, person_id: int) -> dict[str, Any]:
    """Balances, every line of a person's statement, and what they decided of proposals."""
    earned, purchased = balances_of(tx, person_id)
    lines = statement(tx, StatementQuery(person_id, limit=EVERY_LINE)).lines
    return {
        "earned": earned,
        "purchased": purchased,
        "statement": [
            {
                "kind": line.kind,
                "bucket": line.bucket,
                "amount": line.amount,
                "balance_after": line.balance_after,
                "at": line.at.isoformat(),
                "about": line.about,
            }
            for line in lines
        ],
        "decisions": [
            {
                "proposal": vote.proposal_id,
                "decision": vote.decision,
                "at": vote.voted_at.isoformat(),
            }
            for vote in tx.query(VOTES_OF, of_person=person_id)
        ],
        "bought": [_sale(sale) for sale in tx.query(sales.EXPORT_BOUGHT, of_person=person_id)],
        "sold": [
            {**_sale(sale), "fee": sale.fee}
            for sale in tx.query(sales.EXPORT_SOLD, of_person=person_id)
        ],
        "held": [
            {
                "kind": hold.kind,
                "thing": hold.thing,
                "purchased": hold.purchased,
                "earned": hold.earned,
                "state": hold.state,
                "held_at": hold.held_at.isoformat(),
            }
            for hold in tx.query(EXPORT_OF, of_person=person_id)
        ],
        **_reviews(tx, person_id),
        "told_of_sales": is_told_of_sales(tx, person_id),
        **_redeeming(tx, person_id),
    }


def _reviews(tx: ReadTx, person_id: int) -> dict[str, Any]:
    """Of their own income, and what they decided on others'; the buyers are not theirs to have."""
    return {
        "income_reviews": [
            {
                "tokens": review.tokens,
                "of_tokens": review.of_tokens,
                "sales": review.sales,
                "state": review.state,
                "at": review.opened_at.isoformat(),
                "decided_at": review.decided_at.isoformat() if review.decided_at else None,
            }
            for review in tx.query(income_statements.REVIEWS_OF, of_person=person_id)
        ],
        "income_decided": [
            {"review": review.id, "state": review.state, "at": review.decided_at.isoformat()}
            for review in tx.query(income_statements.DECIDED_BY, of_person=person_id)
        ],
    }


def _redeeming(tx: ReadTx, person_id: int) -> dict[str, Any]:
    """Their own codes are theirs to have; nobody else's export has them."""
    return {
        "redeemed": [
            {
                "partner": one.partner,
                "title": one.title,
                "code": one.code,
                "tokens": one.tokens,
                "state": one.state,
                "at": one.made_at.isoformat(),
            }
            for one in tx.query(REDEEMED_BY, of_person=person_id)
        ],
        "codes_given": [
            {"code": use.code, "state": use.state, "thing": use.thing, "tokens": use.tokens}
            for use in tx.query(USES_OF, of_person=person_id)
        ],
        "codes_made": [
            {"code": made.code, "thing": made.thing, "used": made.used}
            for made in tx.query(CODES_OF, of_person=person_id, is_admin=0)
        ],
    }


def _sale(sale: Any) -> dict[str, Any]:
    return {
        "thing": sale.thing,
        "includes": sale.includes,
        "list_price": sale.list_price,
        "discount": sale.discount,
        "earned": sale.earned,
        "refunded": sale.refunded,
        "state": sale.state,
        "sold_at": sale.sold_at.isoformat(),
        "matures_at": sale.matures_at.isoformat(),
    }


def erase(tx: Tx, person_id: int) -> None:
    """Earned tokens return to the fund; journals and votes stay, with the bare id; codes that were
    handed out are blotted out.

    Raises TokensLeft while there are purchased tokens: they are somebody's money; HoldOpen while
    tokens are held; EarningsLeft, DebtOpen while an educator's orders are not final, not paid out
    or not paid back.
    """
    if held := held_by(tx, person_id):
        raise HoldOpen(tokens=held)
    waiting = (educator_pending, educator_available, educator_reserve)
    if earnings := sum(balance_of(tx, account(person_id)) for account in waiting):
        raise EarningsLeft(tokens=earnings)
    if debt := balance_of(tx, educator_debt(person_id)):
        raise DebtOpen(tokens=debt)
    earned, purchased = balances_of(tx, person_id)
    if purchased:
        raise TokensLeft(purchased=purchased)
    if earned:
        expire_lots(tx, tx.query(LEFT_OF, of_person=person_id), key=f"person-erased:{person_id}")
    tx.change(FORGET_CODES, of_person=person_id)
    tx.change(DROP_OPEN, of_person=person_id)
    tx.change(SET_LOUD, of_person=person_id)
    end_reviews_of(tx, person_id)


register("wallet", export, erase)
