"""The SQL of vouchers, redemptions and discount codes."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, case, delete, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.wallet import redemption_tables, tables

imports = redemption_tables.voucher_import.c
offers = redemption_tables.voucher_offer.c
vouchers = redemption_tables.voucher.c
redemptions = redemption_tables.redemption.c
codes = redemption_tables.discount_code.c
uses = redemption_tables.discount_use.c
sales = tables.sale.c

ADD_IMPORT = (
    insert(redemption_tables.voucher_import)
    .values(
        by_person_id=bindparam("by_person"),
        is_prepaid=bindparam("prepaid"),
        codes=bindparam("of_codes"),
        cost=bindparam("of_cost"),
        state="waiting",
        made_at=bindparam("at"),
    )
    .returning(imports.id)
)
FIND_IMPORT = select(redemption_tables.voucher_import).where(imports.id == bindparam("import_id"))
SET_IMPORT = (
    update(redemption_tables.voucher_import)
    .where(imports.id == bindparam("import_id"), imports.state == "waiting")
    .values(state=bindparam("new_state"))
)
COSTS_OF_IMPORT = (
    select(vouchers.partner, func.sum(offers.cost).label("cost"))
    .join_from(
        redemption_tables.voucher, redemption_tables.voucher_offer, offers.id == vouchers.offer_id
    )
    .where(vouchers.import_id == bindparam("of_import"))
    .group_by(vouchers.partner)
    .order_by(vouchers.partner)
)
ADD_OFFER = (
    upsert(redemption_tables.voucher_offer)
    .values(
        partner=bindparam("of_partner"),
        title=bindparam("called"),
        cost=bindparam("of_cost"),
        price=bindparam("of_price"),
        is_prepaid=bindparam("prepaid"),
        valid_until=bindparam("until"),
    )
    .on_conflict_do_nothing()
)
FIND_SAME_OFFER = select(offers.id).where(
    offers.partner == bindparam("of_partner"),
    offers.title == bindparam("called"),
    offers.cost == bindparam("of_cost"),
    offers.price == bindparam("of_price"),
    offers.is_prepaid == bindparam("prepaid"),
    offers.valid_until == bindparam("until"),
)
ADD_VOUCHER = (
    upsert(redemption_tables.voucher)
    .values(
        import_id=bindparam("of_import"),
        offer_id=bindparam("of_offer"),
        partner=bindparam("of_partner"),
        code=bindparam("of_code"),
        code_hash=bindparam("hashed"),
        state="waiting",
    )
    .on_conflict_do_nothing(index_elements=["partner", "code_hash"])
)
OPEN_VOUCHERS = (
    update(redemption_tables.voucher)
    .where(vouchers.import_id == bindparam("of_import"), vouchers.state == "waiting")
    .values(state="free")
)
DROP_VOUCHERS = delete(redemption_tables.voucher).where(
    vouchers.import_id == bindparam("of_import"), vouchers.state == "waiting"
)
_in_stock = (
    func.coalesce(func.sum(case((vouchers.state == "free", 1), else_=0)), 0).label("in_stock")
)  # fmt: skip
_of_vouchers = (redemption_tables.voucher_offer, redemption_tables.voucher)
OFFERS = (
    select(redemption_tables.voucher_offer, _in_stock)
    .join_from(*_of_vouchers, vouchers.offer_id == offers.id)
    .where(offers.valid_until > bindparam("now"), vouchers.state != "waiting")
    .group_by(offers.id)
    .order_by(offers.price, offers.id)
)
FIND_OFFER = (
    select(redemption_tables.voucher_offer, _in_stock)
    .join_from(*_of_vouchers, vouchers.offer_id == offers.id)
    .where(offers.id == bindparam("offer_id"), vouchers.state != "waiting")
    .group_by(offers.id)
)
FREE_VOUCHER = (
    select(vouchers.id)
    .where(vouchers.offer_id == bindparam("of_offer"), vouchers.state == "free")
    .order_by(vouchers.id)
    .limit(1)
)
# The condition stands in the statement: a code leaves the shelf for one person.
MOVE_VOUCHER = (
    update(redemption_tables.voucher)
    .where(vouchers.id == bindparam("voucher_id"), vouchers.state == bindparam("old_state"))
    .values(state=bindparam("new_state"))
)
ADD_REDEMPTION = (
    insert(redemption_tables.redemption)
    .values(
        key=bindparam("of_key"),
        person_id=bindparam("of_person"),
        voucher_id=bindparam("of_voucher"),
        tokens=bindparam("units"),
        hold_id=bindparam("of_hold"),
        state="held",
        made_at=bindparam("at"),
    )
    .returning(redemptions.id)
)
FIND_REDEMPTION = select(redemption_tables.redemption).where(
    redemptions.id == bindparam("redemption_id")
)
FIND_REDEMPTION_KEY = select(redemption_tables.redemption).where(
    redemptions.key == bindparam("of_key")
)
FIND_OF_HOLD = select(redemption_tables.redemption).where(
    redemptions.hold_id == bindparam("of_hold")
)
END_REDEMPTION = (
    update(redemption_tables.redemption)
    .where(redemptions.id == bindparam("redemption_id"), redemptions.state == bindparam("old"))
    .values(state=bindparam("new_state"), ended_at=bindparam("at"))
)
REDEEMED_SINCE = select(func.coalesce(func.sum(redemptions.tokens), 0).label("tokens")).where(
    redemptions.person_id == bindparam("of_person"),
    redemptions.made_at >= bindparam("since"),
    redemptions.state.in_(("held", "confirmed")),
    redemptions.voucher_id.is_not(None),
)
OFFER_OF_VOUCHER = (
    select(redemption_tables.voucher_offer, vouchers.id.label("voucher_id"))
    .join_from(*_of_vouchers, vouchers.offer_id == offers.id)
    .where(vouchers.id == bindparam("of_voucher"))
)
# A code is read together with whose it is, or not at all.
REDEEMED_BY = (
    select(
        redemptions.id,
        redemptions.tokens,
        redemptions.state,
        redemptions.made_at,
        offers.partner,
        offers.title,
        offers.valid_until,
        case((redemptions.state == "confirmed", vouchers.code), else_="").label("code"),
    )
    .join_from(
        redemption_tables.redemption,
        redemption_tables.voucher,
        vouchers.id == redemptions.voucher_id,
    )
    .join(redemption_tables.voucher_offer, offers.id == vouchers.offer_id)
    .where(redemptions.person_id == bindparam("of_person"))
    .order_by(redemptions.id.desc())
)
# Not how many: that is fewer once linking is undone, and a number taken would come again.
NEWEST_REDEEMED = select(func.coalesce(func.max(redemptions.id), 0).label("id")).where(
    redemptions.person_id == bindparam("of_person")
)
FORGET_CODES = (
    update(redemption_tables.voucher)
    .where(
        vouchers.id.in_(
            select(redemptions.voucher_id).where(
                redemptions.person_id == bindparam("of_person"), redemptions.state == "confirmed"
            )
        )
    )
    .values(code="")
)
# A final sale that was paid with purchased tokens, at least in part.
ADD_CODE = (
    upsert(redemption_tables.discount_code)
    .values(
        code=bindparam("of_code"),
        made_by=bindparam("by_person"),
        fund=bindparam("of_fund"),
        thing=bindparam("only_for"),
        percent=bindparam("of_percent"),
        tokens=bindparam("units"),
        most_uses=bindparam("uses_in_all"),
        most_each=bindparam("uses_each"),
        valid_until=bindparam("until"),
        made_at=bindparam("at"),
    )
    .on_conflict_do_nothing(index_elements=["code"])
)
FIND_CODE = select(redemption_tables.discount_code).where(codes.code == bindparam("of_code"))
CODE_BY_ID = select(redemption_tables.discount_code).where(codes.id == bindparam("code_id"))
CODES_OF = (
    select(
        redemption_tables.discount_code,
        select(func.count())
        .where(uses.code_id == codes.id, uses.state == "used")
        .scalar_subquery()
        .label("used"),
    )
    .where(
        or_(
            codes.made_by == bindparam("of_person"),
            and_(codes.fund != "", bindparam("is_admin") == literal(1)),
        )
    )
    .order_by(codes.id.desc())
)
STOP_CODE = (
    update(redemption_tables.discount_code)
    .where(codes.id == bindparam("code_id"), codes.stopped_at.is_(None))
    .values(stopped_at=bindparam("at"))
)
COUNT_USES = select(
    func.count().label("in_all"),
    func.coalesce(
        func.sum(case((uses.person_id == bindparam("of_person"), 1), else_=0)), 0
    ).label("each"),
).where(uses.code_id == bindparam("of_code"), uses.state == "used")  # fmt: skip
ADD_USE = (
    insert(redemption_tables.discount_use)
    .values(
        code_id=bindparam("of_code"),
        person_id=bindparam("of_person"),
        state="open",
        thing="",
        tokens=0,
        made_at=bindparam("at"),
    )
    .returning(uses.id)
)
OPEN_USE = (
    select(
        uses.id.label("use_id"),
        redemption_tables.discount_code,
    )
    .join_from(
        redemption_tables.discount_use, redemption_tables.discount_code, codes.id == uses.code_id
    )
    .where(uses.person_id == bindparam("of_person"), uses.state == "open")
)
DROP_OPEN = (
    update(redemption_tables.discount_use)
    .where(uses.person_id == bindparam("of_person"), uses.state == "open")
    .values(state="dropped")
)
SET_USED = (
    update(redemption_tables.discount_use)
    .where(uses.id == bindparam("use_id"), uses.state == "open")
    .values(
        state="used", thing=bindparam("what"), tokens=bindparam("units"), used_at=bindparam("at")
    )
)
USES_OF = (
    select(redemption_tables.discount_use, codes.code)
    .join_from(
        redemption_tables.discount_use, redemption_tables.discount_code, codes.id == uses.code_id
    )
    .where(uses.person_id == bindparam("of_person"))
    .order_by(uses.id)
)
