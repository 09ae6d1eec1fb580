"""Purchases and earnings of two people who turn out to be one."""

from __future__ import annotations

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.people.commands import Appoint, Meet, Role
from engine.people.link_commands import UndoMerge
from engine.people.link_errors import UndoSpent
from engine.people.linking import undo_merge
from engine.people.service import appoint, meet
from engine.wallet.lots import EARNED
from engine.wallet.queries import fund_state
from engine.wallet.sale_commands import EarningsQuery, RefundSale, Sell
from engine.wallet.sale_queries import earnings, kept_sale
from engine.wallet.sales import refund, sell
from tests.engine.people.linking import linked
from tests.engine.wallet.selling import (
    THING,
    GiveTokens,
    give_tokens,
    holds,
    market,
    settled,
    work_due_jobs,
)


async def test_a_sale_changes_hands_with_its_buyer_and_its_educator(
    engine: Engine, clock: FrozenClock
) -> None:
    ann, eva, admin = await market(engine, 3)
    await engine.run(appoint, Appoint(admin, Role.ADMIN))
    await engine.run(appoint, Appoint(eva, Role.EDUCATOR))
    other = (await engine.run(meet, Meet("discord", 71, "Ann"))).who.person_id
    teaching = (await engine.run(meet, Meet("discord", 72, "Eva"))).who.person_id
    await engine.run(give_tokens, GiveTokens(other, 300, "pack"))
    sale = (await engine.run(sell, Sell("one", other, eva, THING, 100))).sale_id
    as_buyer = await linked(engine, ann, other)
    as_educator = await linked(engine, eva, teaching)
    keeper = as_educator.person_id
    await settled(engine)
    assert await engine.read(lambda tx, _: kept_sale(tx, as_buyer.person_id, THING), None)
    assert (await engine.read(earnings, EarningsQuery(keeper))).pending == 85
    assert await holds(engine, f"educator:{keeper}:pending") == [85]

    await engine.run(undo_merge, UndoMerge(admin, as_buyer.merge_id))
    await settled(engine)
    await engine.run(refund, RefundSale("half", sale, 50))
    await settled(engine)
    clock.advance(days=14)
    await work_due_jobs(engine)
    assert sum(await holds(engine, f"educator:{keeper}:available")) > 0
    await settled(engine)


async def test_linking_is_not_undone_over_a_sale_that_went_on(
    engine: Engine, clock: FrozenClock
) -> None:
    ann, _eva, admin = await market(engine, 3)
    await engine.run(appoint, Appoint(admin, Role.ADMIN))
    eva = (await engine.run(meet, Meet("telegram", 73, "Eva"))).who.person_id
    teaching = (await engine.run(meet, Meet("discord", 72, "Eva"))).who.person_id
    await engine.run(give_tokens, GiveTokens(ann, 300, "pack"))
    sale = (await engine.run(sell, Sell("one", ann, teaching, THING, 100))).sale_id
    done = await linked(engine, eva, teaching)
    assert done.person_id == eva
    # Her own order would cover what goes back: it is another one's all the same.
    await engine.run(sell, Sell("two", ann, eva, "course:6", 200))
    assert await holds(engine, f"educator:{eva}:pending") == [85 + 170]
    await engine.run(refund, RefundSale("half", sale, 50))
    with pytest.raises(UndoSpent):
        await engine.run(undo_merge, UndoMerge(admin, done.merge_id))
    await settled(engine)


@pytest.mark.parametrize("is_fund_empty", [False, True])
async def test_a_discount_comes_back_to_who_the_buyer_is_by_now(
    engine: Engine, is_fund_empty: bool
) -> None:
    """The journal that burned it names who they were; the lots are the keeper's."""
    ann, eva, other = await market(engine, 3)
    second = (await engine.run(meet, Meet("discord", 71, "Ann"))).who.person_id
    await engine.run(give_tokens, GiveTokens(second, 300, "pack"))
    await engine.run(give_tokens, GiveTokens(second, 90, "quiz", EARNED))
    sold = await engine.run(sell, Sell("one", second, eva, THING, 300))
    assert sold.offer.discount == 53
    done = await linked(engine, ann, second)
    assert done.person_id == ann
    fund = (await engine.read(fund_state, None)).available
    if is_fund_empty:
        await engine.run(give_tokens, GiveTokens(other, fund, "rest", EARNED))
    funds = (await engine.read(fund_state, None)).own_funds
    back = await engine.run(refund, RefundSale("all", sold.sale_id, sold.offer.parts.price))
    assert back.discount == 53
    codes = (f"person:{ann}:earned", f"person:{ann}:purchased", f"person:{second}:earned")
    assert await holds(engine, *codes) == [90, 300, 0]
    after = await engine.read(fund_state, None)
    assert after.available == (0 if is_fund_empty else fund - 53)
    assert after.own_funds == (funds - 53 if is_fund_empty else funds)
    await settled(engine)
