"""Whatever is bought, given back and made final: the books agree after each step."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.tx import ReadTx
from engine.wallet.chart import educator_debt
from engine.wallet.commands import WalletQuery
from engine.wallet.errors import InsufficientBalance, NotEnough, NothingToRefund
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.lots import EARNED, PURCHASED
from engine.wallet.queries import balance_of, wallet_page
from engine.wallet.sale_commands import RefundSale, Sell
from engine.wallet.sale_statements import FIND_SALE
from engine.wallet.sales import refund, sell
from tests.conftest import DatabaseCopies
from tests.engine.wallet.selling import (
    GiveTokens,
    give_tokens,
    market,
    paid_out,
    settled,
    work_due_jobs,
)

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pack"), st.integers(0, 1), st.integers(1, 400), st.integers(0, 20)),
        st.tuples(st.just("reward"), st.integers(0, 1), st.integers(1, 90), st.integers(1, 30)),
        st.tuples(st.just("buy"), st.integers(0, 3), st.integers(10, 250), st.integers(0, 40)),
        st.tuples(st.just("buy"), st.integers(0, 3), st.integers(10, 250), st.integers(0, 40)),
        st.tuples(st.just("refund"), st.integers(0, 9), st.integers(1, 120), st.just(0)),
        st.tuples(st.just("refund_rest"), st.integers(0, 9), st.just(0), st.just(0)),
        st.tuples(st.just("days"), st.sampled_from([1, 14, 90]), st.just(0), st.just(0)),
        st.tuples(st.just("pay_out"), st.integers(0, 1), st.just(0), st.just(0)),
    ),
    min_size=5,
    max_size=24,
)


def price_left(tx: ReadTx, sale_id: int) -> int:
    sale = tx.query(FIND_SALE, sale_id=sale_id)[0]
    return int(sale.price - sale.refunded)


class Town:
    """Two buyers, two educators, and every sale so far."""

    def __init__(self, engine: Engine, clock: FrozenClock, people: list[int]) -> None:
        self.engine = engine
        self.clock = clock
        self.buyers, self.educators = people[:2], people[2:]
        self.sales: list[int] = []
        self.paid = dict.fromkeys(self.educators, 0)

    async def step(self, number: int, step: tuple[str, int, int, int]) -> None:
        what, who, amount, more = step
        key = f"step-{number}"
        match what:
            case "pack":
                settles = self.clock.now() + timedelta(days=more)
                give = GiveTokens(self.buyers[who], amount, key, PURCHASED, settles_at=settles)
                await self.engine.run(give_tokens, give)
            case "reward":
                lasts = timedelta(days=more)
                give = GiveTokens(self.buyers[who], amount, key, EARNED, expires_in=lasts)
                await self.engine.run(give_tokens, give)
            case "buy":
                buyer, educator = self.buyers[who % 2], self.educators[who // 2]
                command = Sell(key, buyer, educator, "course:5", amount, share_percent=more)
                self.sales.append((await self.engine.run(sell, command)).sale_id)
            case "refund" | "refund_rest" if self.sales:
                sale = self.sales[who % len(self.sales)]
                tokens = amount or await self.engine.read(price_left, sale)
                await self.engine.run(refund, RefundSale(key, sale, tokens))
            case "days":
                self.clock.advance(days=who)
                await work_due_jobs(self.engine)
                await self.engine.run(sweep, Sweep())
            case "pay_out":
                educator = self.educators[who]
                code = f"educator:{educator}:available"
                held = await self.engine.read(balance_of, code)
                if held:
                    told = (educator, held, key)
                    await self.engine.run(paid_out, told)
                    self.paid[educator] += held

    async def give_everything_back(self) -> None:
        for sale in self.sales:
            left = await self.engine.read(price_left, sale)
            if left:
                await self.engine.run(refund, RefundSale(f"end-{sale}", sale, left))
                await settled(self.engine)


async def live_through(address: Path | str, steps: list[tuple[str, int, int, int]]) -> None:
    clock = FrozenClock(datetime(2027, 3, 4, 9, 0, tzinfo=UTC))
    engine = Engine(address, clock)
    try:
        town = Town(engine, clock, await market(engine, 4))
        given_out = {EARNED: 0, PURCHASED: 0}
        for number, step in enumerate(steps):
            with contextlib.suppress(NotEnough, NothingToRefund, InsufficientBalance):
                await town.step(number, step)
            await settled(engine)
            bucket = {"pack": PURCHASED, "reward": EARNED}.get(step[0])
            if bucket:
                given_out[bucket] += step[2]
        await town.give_everything_back()
        # Nothing that was bought is lost, and nobody has what came back as something else.
        pages = [await engine.read(wallet_page, WalletQuery(buyer)) for buyer in town.buyers]
        assert sum(page.purchased for page in pages) == given_out[PURCHASED]
        assert sum(page.earned for page in pages) <= given_out[EARNED]
        # With all given back nobody has earned; what was paid out before is owed.
        for educator in town.educators:
            kept = [
                await engine.read(balance_of, f"educator:{educator}:{name}")
                for name in ("pending", "reserve", "available")
            ]
            debt = await engine.read(balance_of, educator_debt(educator))
            assert (kept[0], sum(kept) - debt) == (0, -town.paid[educator])
    finally:
        await engine.close()


@pytest.mark.slow
@settings(max_examples=20)
@given(steps=STEPS)
def test_sales_in_any_order_keep_every_invariant(
    database_copies: DatabaseCopies, steps: list[tuple[str, int, int, int]]
) -> None:
    with database_copies() as address:
        asyncio.run(live_through(address, steps))
