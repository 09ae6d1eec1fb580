"""The SQL of the reviews of income."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, case, func, insert, or_, select, update

from engine.people import tables as people_tables
from engine.wallet import income_tables, tables

reviews = income_tables.income_review.c
sales = tables.sale.c
people = people_tables.person.c
_left = sales.price - sales.refunded
_is_open = reviews.state.in_(("waiting", "kept"))
_first = people_tables.person.alias("first")  # the first member of the group that is looked at
_buyer = people_tables.person.alias("buyer")
_group_now = func.coalesce(_first.c.cap_group_id, _first.c.id)

_own = (
    select(func.coalesce(people.cap_group_id, people.id))
    .where(people.id == bindparam("of_buyer"))
    .scalar_subquery()
)
# What was kept of the purchases of all whom caps count as one with this buyer.
GROUP_PAID = (
    select(
        _own.label("group_id"),
        func.count(sales.id).label("sales"),
        func.coalesce(func.sum(_left), 0).label("tokens"),
    )
    .select_from(tables.sale)
    .join(_buyer, _buyer.c.id == sales.buyer_id)
    .where(
        or_(_buyer.c.id == _own, _buyer.c.cap_group_id == _own),
        sales.educator_id == bindparam("of_educator"),
        sales.sold_at > bindparam("since"),
        _left > 0,
    )
)
ALL_PAID = select(func.coalesce(func.sum(_left), 0).label("tokens")).where(
    sales.educator_id == bindparam("of_educator"), sales.sold_at > bindparam("since")
)

_with_group = select(income_tables.income_review, _group_now.label("group_now")).join(
    _first, _first.c.id == reviews.cap_group_id
)
FIND_REVIEW = _with_group.where(reviews.id == bindparam("review_id"))
OPEN_OF = _with_group.where(_is_open, reviews.educator_id == bindparam("of_educator"))
# Those that keep another one of the same group from being opened.
LATELY_OF = _with_group.where(
    reviews.educator_id == bindparam("of_educator"),
    or_(_is_open, reviews.decided_at > bindparam("since")),
)
OPEN_REVIEWS = (
    _with_group.where(_is_open)
    .order_by(case((reviews.state == "waiting", 0), else_=1), reviews.id)
    .limit(bindparam("most"))
)
ADD_REVIEW = (
    insert(income_tables.income_review)
    .values(
        educator_id=bindparam("educator"),
        cap_group_id=bindparam("of_group"),
        opened_at=bindparam("at"),
        sales=bindparam("bought"),
        tokens=bindparam("paid"),
        of_tokens=bindparam("of_all"),
        state="waiting",
    )
    .returning(reviews.id)
)
# The condition stands in the statement: whoever comes second decides nothing.
DECIDE = (
    update(income_tables.income_review)
    .where(reviews.id == bindparam("review_id"), _is_open)
    .values(
        state=bindparam("new_state"), decided_by=bindparam("by_person"), decided_at=bindparam("at")
    )
)
END_OF = (
    update(income_tables.income_review)
    .where(reviews.educator_id == bindparam("of_educator"), _is_open)
    .values(state="released", decided_by=None, decided_at=bindparam("at"))
)

_held = (
    select(tables.sale)
    .join(_buyer, _buyer.c.id == sales.buyer_id)
    .join(income_tables.income_review, and_(reviews.educator_id == sales.educator_id, _is_open))
    .join(_first, _first.c.id == reviews.cap_group_id)
    .where(
        sales.state == "pending",
        _group_now == func.coalesce(_buyer.c.cap_group_id, _buyer.c.id),
    )
    .distinct()
)
IS_HELD = _held.where(sales.id == bindparam("sale_id"))
HELD_OF = _held.where(sales.educator_id == bindparam("of_educator")).order_by(sales.id)

REVIEWS_OF = (
    select(income_tables.income_review)
    .where(reviews.educator_id == bindparam("of_person"))
    .order_by(reviews.id)
)
DECIDED_BY = (
    select(income_tables.income_review)
    .where(reviews.decided_by == bindparam("of_person"))
    .order_by(reviews.id)
)
