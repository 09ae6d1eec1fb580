"""Sharing out a price and giving it back: exact to the token, whoever is asked in what order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.wallet.sale_parts import (
    EARNED_SHARE_PERCENT,
    FEE_BPS,
    FEE_RANGE_BPS,
    MINIMUM_PRICE,
    RefundParts,
    offer,
    refund_parts,
    refunded_so_far,
    sale_parts,
    share,
)

prices = st.integers(MINIMUM_PRICE, 100_000)
fees = st.integers(*FEE_RANGE_BPS)


def test_the_books_own_example() -> None:
    parts = sale_parts(400, 120, FEE_BPS)
    assert (parts.purchased, parts.earned) == (280, 120)
    assert (parts.fee_purchased, parts.fee_earned) == (42, 18)
    assert (parts.net_purchased, parts.net_earned, parts.net) == (238, 102, 340)
    assert refund_parts(parts, before=0, back=100) == RefundParts(59, 25, 11, 5)
    assert refund_parts(parts, before=100, back=100) == RefundParts(60, 26, 10, 4)
    assert refund_parts(parts, before=200, back=200) == RefundParts(119, 51, 21, 9)


def test_three_hundred_are_ninety_earned_and_the_rest_purchased() -> None:
    shown = offer(300, earned=500, given=0, fee_bps=FEE_BPS, share_percent=EARNED_SHARE_PERCENT)
    assert (shown.earned, shown.purchased) == (90, 210)
    assert shown.discount == 53
    assert (shown.parts.price, shown.parts.earned, shown.parts.fee) == (247, 37, 37)


def test_halves_are_rounded_up() -> None:
    assert [share(1, number, 4) for number in range(5)] == [0, 0, 1, 1, 1]
    assert share(7, 3, 0) == 0


def test_a_scholarship_pays_all_of_it() -> None:
    shown = offer(300, earned=0, given=300, fee_bps=FEE_BPS, share_percent=EARNED_SHARE_PERCENT)
    assert (shown.discount, shown.earned, shown.purchased) == (0, 300, 0)
    assert (shown.parts.net, shown.parts.fee) == (255, 45)


@given(price=prices, earned=st.integers(0, 200_000), given_=st.integers(0, 200_000), fee=fees,
       percent=st.integers(0, 100))  # fmt: skip
def test_the_fund_never_pays_more_than_the_fee(
    price: int, earned: int, given_: int, fee: int, percent: int
) -> None:
    shown = offer(price, earned=earned, given=given_, fee_bps=fee, share_percent=percent)
    assert shown.earned + shown.purchased == price
    free = shown.earned - min(given_, price)
    assert 0 <= free <= min(earned, price * percent // 100)
    within = shown.parts.earned - min(given_, price)
    assert within <= share(price - shown.discount, fee, 10_000)
    if shown.discount:  # one token less of it would have been too little
        less = shown.discount - 1
        assert free - less > share(price - less, fee, 10_000)


@given(price=prices, fee=fees, data=st.data())
def test_nothing_is_lost_or_made_by_sharing_out(price: int, fee: int, data: st.DataObject) -> None:
    parts = sale_parts(price, data.draw(st.integers(0, price)), fee)
    numbers = (parts.net_purchased, parts.net_earned, parts.fee_purchased, parts.fee_earned)
    assert min(numbers) >= 0
    assert sum(numbers) == price


@given(price=prices, fee=fees, data=st.data())
def test_any_partition_of_refunds_adds_up_to_the_sale(
    price: int, fee: int, data: st.DataObject
) -> None:
    parts = sale_parts(price, data.draw(st.integers(0, price)), fee)
    cuts = sorted(data.draw(st.sets(st.integers(1, price - 1), max_size=8)))
    steps = [0, *cuts, price]
    refunds = [
        refund_parts(parts, before=before, back=after - before) for before, after in pairwise(steps)
    ]
    for refund, before, after in zip(refunds, steps[:-1], steps[1:], strict=True):
        assert refund.total == after - before
        assert (
            min(refund.net_purchased, refund.net_earned, refund.fee_purchased, refund.fee_earned)
            >= 0
        )
    whole = refunded_so_far(parts, price)
    assert whole == RefundParts(
        parts.net_purchased, parts.net_earned, parts.fee_purchased, parts.fee_earned
    )
    assert sum(refund.net for refund in refunds) == parts.net


@pytest.mark.parametrize(("before", "back"), [(0, 0), (0, -1), (-1, 1), (0, 401), (400, 1)])
def test_a_refund_of_what_is_not_there_is_a_fault(before: int, back: int) -> None:
    with pytest.raises(ValueError, match="more than"):
        refund_parts(sale_parts(400, 120, FEE_BPS), before=before, back=back)


@pytest.mark.parametrize(("price", "earned", "fee"), [(10, 11, 1500), (10, -1, 1500), (10, 5, -1)])
def test_a_sale_of_impossible_parts_is_a_fault(price: int, earned: int, fee: int) -> None:
    with pytest.raises(ValueError, match="no such sale"):
        sale_parts(price, earned, fee)
