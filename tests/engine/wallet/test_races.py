"""Commands that want the same lots at the same moment: each outcome fits, and nothing is lost."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from engine.wallet.commands import GrantFromFund, WalletQuery
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.lots import EARNED
from engine.wallet.maturity import MatureSale, mature_sale
from engine.wallet.queries import verify, wallet_page
from engine.wallet.reversing import take_back_grant
from engine.wallet.sale_commands import RefundSale, Sell
from engine.wallet.sales import refund, sell
from engine.wallet.service import grant_from_fund
from engine.wallet.snapshots import RollUp, roll_up
from tests.engine.wallet.conftest import SEED
from tests.engine.wallet.replaying import Rows, problems
from tests.engine.wallet.selling import THING, GiveTokens, give_tokens, market


async def sound(engine: Engine) -> None:
    assert problems(Rows(engine.address), is_in_order=False) == []
    assert (await engine.read(verify, None)).problems == ()


async def at_once(engine: Engine, *asked: tuple[Any, Any]) -> list[Any]:
    """In an order that the seed draws; a fault is raised, a refusal is an answer."""
    order = list(range(len(asked)))
    random.Random(SEED).shuffle(order)
    answers: list[Any] = [None] * len(asked)

    async def ask(number: int) -> None:
        try:
            answers[number] = await engine.run(*asked[number])
        except EngineError as refusal:
            answers[number] = refusal

    await asyncio.gather(*(ask(number) for number in order))
    return answers


async def test_sale_refund_maturity_and_expiry_of_the_same_lots_agree(
    engine: Engine, clock: FrozenClock
) -> None:
    """The lots of a pending sale expire on the day on which it is final, and is given back."""
    ann, eva = await market(engine)
    await engine.run(give_tokens, GiveTokens(ann, 600, "pack"))
    lasts = timedelta(days=14)
    for number in range(4):
        give = GiveTokens(ann, 40, f"quiz-{number}", EARNED, expires_in=lasts)
        await engine.run(give_tokens, give)
    sales = [
        (await engine.run(sell, Sell(f"sale-{n}", ann, eva, f"course:{n}", 90))).sale_id
        for n in range(4)
    ]
    clock.advance(days=14)
    answers = await at_once(
        engine,
        *((refund, RefundSale(f"part-{n}", sale, 30)) for n, sale in enumerate(sales)),
        *((mature_sale, MatureSale(sale)) for sale in sales),
        *((refund, RefundSale(f"again-{n}", sale, 30)) for n, sale in enumerate(sales)),
        *((sweep, Sweep()) for _ in range(3)),
        *((sell, Sell(f"late-{n}", ann, eva, THING, 100)) for n in range(4)),
    )
    await sound(engine)
    assert all(not isinstance(answer, EngineError) for answer in answers[:12])
    assert answers[4:8] == [True] * 4
    # What came back into a lot past its time is swept, now or the next day; and never spent.
    await engine.run(sweep, Sweep())
    page = await engine.read(wallet_page, WalletQuery(ann))
    bought = [answer for answer in answers[15:] if not isinstance(answer, EngineError)]
    assert all(answer.offer.earned == 0 for answer in bought)
    back = sum(answer.purchased for answer in (*answers[:4], *answers[8:12]))
    first = sum(row.price - row.earned for row in Rows(engine.address).sales if row.id in sales)
    assert page.purchased == 600 - first + back - 100 * len(bought)
    assert page.earned == 0
    await sound(engine)


async def test_a_grant_is_spent_or_taken_back_and_never_both(
    engine: Engine, clock: FrozenClock
) -> None:
    ann, eva = await market(engine)
    await engine.run(give_tokens, GiveTokens(ann, 500, "pack"))
    for number in range(6):
        await engine.run(grant_from_fund, GrantFromFund(f"quiz-{number}", ann, "quiz", 10))
    clock.advance(days=2)

    def taken_back(number: int) -> tuple[Any, Any]:
        return (lambda tx, key: take_back_grant(tx, key, by="race"), f"quiz-{number}")

    answers = await at_once(
        engine,
        *((sell, Sell(f"sale-{n}", ann, eva, f"course:{n}", 50)) for n in range(6)),
        *(taken_back(number) for number in range(6)),
        *((roll_up, RollUp()) for _ in range(3)),
    )
    assert not [answer for answer in answers if isinstance(answer, EngineError)]
    spent = sum(answer.offer.earned for answer in answers[:6])
    page = await engine.read(wallet_page, WalletQuery(ann))
    assert page.earned == 60 - spent - 10 * answers[6:12].count(True)
    await sound(engine)


@pytest.mark.parametrize("refunds", [(100,), (4,) * 25, (33, 33, 34), (7, 90, 3)])
async def test_any_partition_of_refunds_leaves_the_same_balances(
    engine: Engine, clock: FrozenClock, refunds: tuple[int, ...]
) -> None:
    """Before and after the sale is final: each class only grows, and all of it comes back."""
    ann, eva = await market(engine)
    await engine.run(give_tokens, GiveTokens(ann, 100, "pack"))
    await engine.run(give_tokens, GiveTokens(ann, 37, "gift", EARNED, THING))
    sold = await engine.run(sell, Sell("one", ann, eva, THING, 100))
    assert sold.offer.parts.earned == 37
    shown = [(0, 37)]
    for number, tokens in enumerate(refunds):
        if number == len(refunds) // 2:
            clock.advance(days=14)
            await engine.run(mature_sale, MatureSale(sold.sale_id))
        await engine.run(refund, RefundSale(f"r-{number}", sold.sale_id, tokens))
        page = await engine.read(wallet_page, WalletQuery(ann))
        shown.append((page.earned, page.purchased))
    for before, after in pairwise(shown):
        assert after[0] >= before[0]
        assert after[1] >= before[1]
    assert shown[-1] == (37, 100)
    await sound(engine)
