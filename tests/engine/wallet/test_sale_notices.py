"""An educator hears of an hour's sales in one message, and no more once they say so."""

from __future__ import annotations

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.outbox import ClaimDeliveries, EndDelivery, claim_deliveries, end_delivery
from engine.wallet.sale_commands import RefundSale, Sell
from engine.wallet.sale_notices import SalesMade, TellOfSales, set_told_of_sales
from engine.wallet.sales import refund, sell
from tests.engine.wallet.selling import GiveTokens, give_tokens, market, work_due_jobs


async def told(engine: Engine) -> list[SalesMade]:
    found = await engine.run(claim_deliveries, ClaimDeliveries("telegram"))
    for one in found:
        await engine.run(end_delivery, EndDelivery(one.id, "sent"))
    return [one.event for one in found if isinstance(one.event, SalesMade)]


async def test_an_hours_sales_are_one_message_without_what_went_back(
    engine: Engine, clock: FrozenClock
) -> None:
    ann, bob, eva = await market(engine, 3)
    for person in (ann, bob):
        await engine.run(give_tokens, GiveTokens(person, 900, f"pack-{person}"))
    await engine.run(sell, Sell("one", ann, eva, "course:5", 300))
    await engine.run(sell, Sell("two", bob, eva, "course:5", 200))
    undone = await engine.run(sell, Sell("three", bob, eva, "course:6", 100))
    await engine.run(refund, RefundSale("undo", undone.sale_id, 100))
    await work_due_jobs(engine)
    assert await told(engine) == []
    clock.advance(hours=1)
    await work_due_jobs(engine)
    assert await told(engine) == [SalesMade(eva, 2, 255 + 170)]
    await work_due_jobs(engine)
    assert await told(engine) == []

    await engine.run(set_told_of_sales, TellOfSales(eva, is_wanted=False))
    await engine.run(set_told_of_sales, TellOfSales(eva, is_wanted=False))
    await engine.run(sell, Sell("four", ann, eva, "course:7", 100))
    clock.advance(hours=1)
    await work_due_jobs(engine)
    assert await told(engine) == []
    await engine.run(set_told_of_sales, TellOfSales(eva, is_wanted=True))
    await engine.run(sell, Sell("five", ann, eva, "course:8", 100))
    clock.advance(hours=1)
    await work_due_jobs(engine)
    assert await told(engine) == [SalesMade(eva, 1, 85)]
