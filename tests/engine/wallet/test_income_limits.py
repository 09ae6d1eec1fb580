"""What of an educator's income may be earned tokens: nothing at first, then a fifth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.wallet.commands import OpenTreasury
from engine.wallet.errors import NotEnough
from engine.wallet.income_limits import IncomeLimit, limit_of
from engine.wallet.lots import EARNED
from engine.wallet.sale_commands import Quote, Quoted, Sell
from engine.wallet.sales import quote, sell
from engine.wallet.service import open_treasury
from tests.engine.rewards.meeting import meet_people
from tests.engine.wallet.selling import (
    THING,
    GiveTokens,
    PastSale,
    add_past_sale,
    give_tokens,
    settled,
)

SUMS = st.lists(st.integers(0, 10_000), max_size=6)


@pytest.fixture
async def four(engine: Engine) -> list[int]:
    """A buyer with 90 earned and 1,000 purchased tokens, an educator, and two who bought before."""
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    people = await meet_people(engine, 4)
    await engine.run(give_tokens, GiveTokens(people[0], 90, "earned", EARNED))
    await engine.run(give_tokens, GiveTokens(people[0], 1_000, "pack"))
    return people


async def quoted(engine: Engine, four: list[int], price: int = 300) -> Quoted:
    return await engine.read(quote, Quote(four[0], four[1], THING, price))


async def sold(engine: Engine, four: list[int], buyer: int, days_ago: int, price: int) -> None:
    past = PastSale(f"past:{buyer}:{days_ago}", four[1], four[buyer], days_ago, price)
    await engine.run(add_past_sale, past)


async def test_a_new_educator_is_paid_with_purchased_tokens(
    engine: Engine, four: list[int]
) -> None:
    got = await quoted(engine, four)
    assert (got.offer.earned, got.offer.purchased, got.limited) == (0, 300, "new_educator")
    await sold(engine, four, 2, 29, 10_000)
    await sold(engine, four, 3, 29, 10_000)
    assert (await quoted(engine, four)).limited == "new_educator"


async def test_then_earned_tokens_pay_a_fifth_of_what_purchased_ones_paid(
    engine: Engine, four: list[int]
) -> None:
    await sold(engine, four, 2, 60, 10_000)
    await sold(engine, four, 2, 5, 150)
    await sold(engine, four, 3, 5, 150)
    got = await quoted(engine, four)
    assert (got.offer.earned, got.offer.purchased, got.limited) == (60, 240, "share")
    # What was taken of it is gone: 240 more purchased ones, from one who bought before them less
    # than the two others together, bring 48 more.
    await engine.run(sell, Sell("s", four[0], four[1], THING, 300))
    await engine.run(give_tokens, GiveTokens(four[2], 90, "earned-2", EARNED))
    again = await engine.read(quote, Quote(four[2], four[1], THING, 300))
    used = got.offer.parts.earned
    assert again.offer.earned == (300 + got.offer.purchased) * 20 // 100 - used
    await settled(engine)


async def test_income_from_one_buyer_alone_opens_nothing(engine: Engine, four: list[int]) -> None:
    await sold(engine, four, 2, 60, 10_000)
    await sold(engine, four, 2, 5, 10_000)
    await sold(engine, four, 3, 5, 100)
    got = await quoted(engine, four)
    assert (got.offer.earned, got.limited) == (20, "one_buyer")


async def test_a_scholarship_is_not_limited(engine: Engine, four: list[int]) -> None:
    given_one = GiveTokens(four[0], 300, "grant", EARNED, restriction=THING)
    await engine.run(give_tokens, given_one)
    got = await quoted(engine, four)
    assert (got.offer.earned, got.offer.purchased, got.limited) == (300, 0, "")


async def test_income_of_longer_than_a_month_ago_does_not_count(
    engine: Engine, four: list[int], clock: FrozenClock
) -> None:
    await sold(engine, four, 2, 40, 10_000)
    await sold(engine, four, 3, 40, 10_000)
    got = await quoted(engine, four)
    assert (got.offer.earned, got.limited) == (0, "share")


async def test_who_could_not_pay_the_rest_is_told_what_is_missing(
    engine: Engine, four: list[int]
) -> None:
    with pytest.raises(NotEnough) as refused:
        await engine.run(sell, Sell("s", four[0], four[1], THING, 1_050))
    assert (refused.value.data["earned"], refused.value.data["missing"]) == (0, 50)


@given(SUMS, st.integers(0, 10_000))
def test_the_limit_never_passes_a_fifth_nor_counts_a_ring(
    purchased: list[int], earned: int
) -> None:
    limit = limit_of(purchased=purchased, earned=earned)
    assert 0 <= limit.tokens <= max(0, sum(purchased) // 5 - earned)
    if len(purchased) <= 1:
        assert limit.tokens == 0
    assert limit_of(purchased=[50, 50], earned=0) == IncomeLimit(20, "share")
