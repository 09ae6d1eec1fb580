"""Sales asked for again, reserves and debts, and whose earnings are shown when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound
from engine.people.commands import Appoint, ErasePerson, Role
from engine.people.service import appoint, erase_person
from engine.wallet.commands import GrantFromFund, OpenTreasury
from engine.wallet.errors import (
    DebtOpen,
    InsufficientFunds,
    KeyConflict,
    NothingToRefund,
)
from engine.wallet.lots import (
    EARNED,
)
from engine.wallet.maturity import MatureSale, mature_sale
from engine.wallet.sale_commands import EarningsQuery, RefundSale, Sell
from engine.wallet.sale_queries import earnings
from engine.wallet.sales import refund, sell
from engine.wallet.service import grant_from_fund, open_treasury
from tests.engine.rewards.meeting import meet_people
from tests.engine.wallet.selling import (
    THING,
    GiveTokens,
    add_all_to_fund,
    give_tokens,
    holds,
    market,
    paid_out,
    settled,
)
from tests.engine.wallet.test_snapshots import rows

RESERVES = "SELECT reserve_left FROM sale WHERE substr(key, 1, 7) <> 'before:' ORDER BY id"


async def test_a_refund_asked_again_is_answered_as_the_first_time(engine: Engine) -> None:
    ann, eva = await market(engine)
    await engine.run(give_tokens, GiveTokens(ann, 300, "pack"))
    await engine.run(give_tokens, GiveTokens(ann, 90, "quiz", EARNED))
    sold = await engine.run(sell, Sell("one", ann, eva, THING, 300))
    price = sold.offer.parts.price
    commands = [RefundSale("a", sold.sale_id, 100), RefundSale("b", sold.sale_id, 40),
                RefundSale("c", sold.sale_id, price - 140)]  # fmt: skip
    first = [await engine.run(refund, command) for command in commands]
    again = [await engine.run(refund, command) for command in commands]
    for one, other in zip(first, again, strict=True):
        assert (one.is_new, other.is_new) == (True, False)
        assert one.sale_id == other.sale_id == sold.sale_id
        assert (one.earned, one.purchased, one.discount) == (
            other.earned, other.purchased, other.discount,
        )  # fmt: skip
    assert [one.is_whole for one in again] == [False, False, True]
    assert [one.discount for one in again] == [0, 0, 53]
    for command in (RefundSale("a", sold.sale_id, 99), Sell("one", ann, eva, THING, 301)):
        service: Any = refund if isinstance(command, RefundSale) else sell
        with pytest.raises(KeyConflict) as conflict:
            await engine.run(service, command)
        assert conflict.value.data == {"key": command.key}
    with pytest.raises(NothingToRefund) as nothing:
        await engine.run(refund, RefundSale("d", sold.sale_id, 1))
    assert nothing.value.data == {"asked": 1, "left": 0}
    with pytest.raises(NotFound) as unknown:
        await engine.run(refund, RefundSale("e", 77, 1))
    assert unknown.value.data == {"what": "sale"}


async def test_own_reserve_goes_before_those_that_end_sooner(
    engine: Engine, clock: FrozenClock
) -> None:
    ann, eva = await market(engine)
    await engine.run(give_tokens, GiveTokens(ann, 500, "pack"))
    sales = []
    for key in ("one", "two"):
        sales.append((await engine.run(sell, Sell(key, ann, eva, THING, 100))).sale_id)
        clock.advance(days=15)
        assert await engine.run(mature_sale, MatureSale(sales[-1]))
    await settled(engine)  # two reserves of one educator add up
    available = (await holds(engine, f"educator:{eva}:available"))[0]
    await engine.run(paid_out, (eva, available, "payout"))
    await engine.run(refund, RefundSale("some", sales[1], 5))
    left = rows(engine.address, RESERVES)
    assert left == [(9,), (5,)]
    await engine.run(refund, RefundSale("more", sales[1], 95))
    assert rows(engine.address, RESERVES) == [(0,), (0,)]
    assert await holds(engine, f"educator:{eva}:debt") == [85 - 18]
    with pytest.raises(DebtOpen) as debt:
        await engine.run(erase_person, ErasePerson(eva))
    assert debt.value.data == {"tokens": 85 - 18}
    await settled(engine)


async def test_what_the_operator_lacks_is_named(engine: Engine, clock: FrozenClock) -> None:
    ann, eva = await market(engine)
    await engine.run(give_tokens, GiveTokens(ann, 300, "pack"))
    sold = await engine.run(sell, Sell("one", ann, eva, THING, 300))
    clock.advance(days=14)
    await engine.run(mature_sale, MatureSale(sold.sale_id))
    await engine.run(add_all_to_fund, 10_000 + 45 - 9)
    with pytest.raises(InsufficientFunds) as short:
        await engine.run(refund, RefundSale("all", sold.sale_id, 300))
    assert short.value.data == {"own_funds": -45, "amount": 0}


async def test_earnings_are_shown_to_who_teaches_from_the_first_of_the_month(
    engine: Engine, clock: FrozenClock
) -> None:
    ann, eva = await market(engine, has_history=False)
    with pytest.raises(Forbidden) as refusal:
        await engine.read(earnings, EarningsQuery(eva))
    assert refusal.value.data == {"role": "educator"}
    for role in (Role.EDUCATOR, Role.ADMIN):
        await engine.run(appoint, Appoint(ann if role is Role.ADMIN else eva, role))
    for person in (ann, eva):
        assert (await engine.read(earnings, EarningsQuery(person))).pending == 0
    await engine.run(give_tokens, GiveTokens(ann, 100, "pack"))
    clock.move_to(datetime(2027, 4, 1, tzinfo=UTC))
    await engine.run(sell, Sell("first", ann, eva, THING, 20))
    clock.move_to(datetime(2027, 4, 30, 23, 59, 59, 999_999, tzinfo=UTC))
    assert (await engine.read(earnings, EarningsQuery(eva))).this_month == 17
    clock.move_to(datetime(2027, 5, 1, tzinfo=UTC))
    assert (await engine.read(earnings, EarningsQuery(eva))).this_month == 0


async def test_a_slice_takes_what_the_fund_has_left(engine: Engine) -> None:
    """The fund's last token is granted, and not one more."""
    await meet_people(engine, 2)
    await engine.run(open_treasury, OpenTreasury("money", 40))
    told = [
        await engine.run(grant_from_fund, GrantFromFund(f"quiz-{n}", 1, "quiz", units))
        for n, units in enumerate((20, 20, 1, 0, -1))
    ]
    assert [(one.amount, one.is_new) for one in told] == [
        (20, True), (20, True), (0, False), (0, False), (0, False),
    ]  # fmt: skip
    assert await holds(engine, "fund:rewards") == [0]
