"""Income that came mostly from one cap group: it stays pending until an administrator has looked.
Nothing is taken from anybody, and a refund works as ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.foundation.errors import NotFound
from engine.foundation.registry import event
from engine.foundation.tx import ReadTx, Tx
from engine.people.commands import Role
from engine.people.queries import admins, cap_group_of, private_chats, require_role
from engine.wallet import income_statements as sql
from engine.wallet.errors import NotYoursToDecide
from engine.wallet.income_limits import (
    LOOKED_BACK,
    NOT_REVIEWED_AGAIN_FOR,
    REVIEWED_FROM_SALES,
    REVIEWED_FROM_TOKENS,
)
from engine.wallet.locking import locked_with_people
from engine.wallet.maturity import MatureSale
from engine.wallet.sale_rows import net_left

MOST_SHOWN = 20


@event("wallet.income_review_opened")
@dataclass(frozen=True)
class IncomeReviewOpened:
    """To every administrator who may decide on it."""

    review_id: int


@dataclass(frozen=True)
class DecideIncome:
    """Released, or kept waiting until somebody releases it later."""

    by_person_id: int
    review_id: int
    is_released: bool


@dataclass(frozen=True)
class IncomeReviewQuery:
    by_person_id: int
    review_id: int


@dataclass(frozen=True)
class IncomeReview:
    """`state`: waiting | kept | released. When it was opened, `tokens` of the `of_tokens` that
    were paid to the educator in 30 days came from one cap group, in so many `sales`. `pending`: the
    educator's part that waits now. `can_decide`: the one who asks."""

    review_id: int
    educator_id: int
    sales: int
    tokens: int
    of_tokens: int
    state: str
    pending: int
    opened_at: datetime
    decided_by: int | None
    can_decide: bool


def look_at_income(tx: Tx, *, educator_id: int, buyer_id: int) -> int | None:
    """After a sale, with the educator held: opens a review where the buyer's cap group stands for
    more than half now, and tells the administrators; its id."""
    since = tx.now - LOOKED_BACK
    group = tx.query(sql.GROUP_PAID, of_buyer=buyer_id, of_educator=educator_id, since=since)[0]
    sales, tokens = group.sales, int(group.tokens)
    if sales < REVIEWED_FROM_SALES or tokens < REVIEWED_FROM_TOKENS:
        return None
    of_tokens = int(tx.query(sql.ALL_PAID, of_educator=educator_id, since=since)[0].tokens)
    if 2 * tokens <= of_tokens:
        return None
    lately = tx.now - NOT_REVIEWED_AGAIN_FOR
    for known in tx.query(sql.LATELY_OF, of_educator=educator_id, since=lately):
        if known.group_now == group.group_id:
            return None
    review_id: int = tx.query(
        sql.ADD_REVIEW,
        educator=educator_id,
        of_group=group.group_id,
        at=tx.now,
        bought=sales,
        paid=tokens,
        of_all=of_tokens,
    )[0].id
    concerned = {group.group_id, cap_group_of(tx, educator_id)}
    told = [admin for admin in admins(tx, None) if cap_group_of(tx, admin) not in concerned]
    tx.emit(IncomeReviewOpened(review_id), to=private_chats(tx, told))
    return review_id


def decide_income(tx: Tx, command: DecideIncome) -> IncomeReview:
    """What is released matures from now on, as far as its own day has come. On what was released
    already it changes nothing.

    Raises Forbidden, NotFound; NotYoursToDecide for the educator, for who bought from them, and for
    whoever was ever one person with either.
    """
    require_role(tx, command.by_person_id, Role.ADMIN)
    row = _locked(tx, command.review_id)
    if not _can_decide(tx, row, command.by_person_id):
        raise NotYoursToDecide()
    state = "released" if command.is_released else "kept"
    if row.state in ("waiting", "kept") and row.state != state:
        before = tx.query(sql.HELD_OF, of_educator=row.educator_id)
        # Since two groups became one there may be two of them; a decision is on both.
        for known in tx.query(sql.OPEN_OF, of_educator=row.educator_id):
            if known.group_now == row.group_now:
                tx.change(
                    sql.DECIDE,
                    review_id=known.id,
                    new_state=state,
                    by_person=command.by_person_id,
                    at=tx.now,
                )
        _go_on(tx, before, row.educator_id)
    return _review(tx, _row(tx, row.id), command.by_person_id)


def end_reviews_of(tx: Tx, educator_id: int) -> None:
    """When they are erased: nothing of theirs is left to look at."""
    before = tx.query(sql.HELD_OF, of_educator=educator_id)
    tx.change(sql.END_OF, of_educator=educator_id, at=tx.now)
    _go_on(tx, before, educator_id)


def income_review(tx: ReadTx, query: IncomeReviewQuery) -> IncomeReview:
    """Raises Forbidden, NotFound."""
    require_role(tx, query.by_person_id, Role.ADMIN)
    return _review(tx, _row(tx, query.review_id), query.by_person_id)


def open_income_reviews(tx: ReadTx, by_person_id: int) -> tuple[IncomeReview, ...]:
    """What waits for a first look, then what was kept waiting; the oldest first. Raises
    Forbidden."""
    require_role(tx, by_person_id, Role.ADMIN)
    firsts: dict[tuple[int, int], Any] = {}
    for row in tx.query(sql.OPEN_REVIEWS, most=MOST_SHOWN):
        firsts.setdefault((row.educator_id, row.group_now), row)
    return tuple(_review(tx, row, by_person_id) for row in firsts.values())


def _go_on(tx: Tx, before: list[Any], educator_id: int) -> None:
    """Sales that were held, are not any more and should be final by now mature at once."""
    still = {sale.id for sale in tx.query(sql.HELD_OF, of_educator=educator_id)}
    for sale in before:
        if sale.id not in still and sale.matures_at <= tx.now:
            slot = f"{sale.id}:released@{tx.now.isoformat()}"
            tx.schedule(MatureSale(sale.id), at=tx.now, slot=slot)


def _locked(tx: Tx, review_id: int) -> Any:
    """The row, with its educator held until the end. Raises NotFound."""
    return locked_with_people(
        tx,
        "review",
        lambda: tx.one(sql.FIND_REVIEW, review_id=review_id),
        lambda review: (review.educator_id,),
    )


def _can_decide(tx: ReadTx, row: Any, person_id: int) -> bool:
    concerned = {row.group_now, cap_group_of(tx, row.educator_id)}
    return cap_group_of(tx, person_id) not in concerned


def _row(tx: ReadTx, review_id: int) -> Any:
    row = tx.one(sql.FIND_REVIEW, review_id=review_id)
    if row is None:
        raise NotFound(what="review")
    return row


def _review(tx: ReadTx, row: Any, by_person_id: int) -> IncomeReview:
    pending = 0
    if row.state != "released":
        for sale in tx.query(sql.HELD_OF, of_educator=row.educator_id):
            if cap_group_of(tx, sale.buyer_id) == row.group_now:
                pending += net_left(sale)
    return IncomeReview(
        review_id=row.id,
        educator_id=row.educator_id,
        sales=row.sales,
        tokens=row.tokens,
        of_tokens=row.of_tokens,
        state=row.state,
        pending=pending,
        opened_at=row.opened_at,
        decided_by=row.decided_by,
        can_decide=_can_decide(tx, row, by_person_id),
    )
