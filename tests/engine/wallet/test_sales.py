"""Sales: the price shared out, back into the same lots, final after a while."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, update

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from engine.foundation.tx import Tx
from engine.people.commands import ErasePerson
from engine.people.service import erase_person
from engine.wallet import tables
from engine.wallet.commands import GrantFromFund, OpenTreasury, WalletQuery
from engine.wallet.errors import (
    EarningsLeft,
    InsufficientFunds,
    KeyConflict,
    NotEnough,
    NothingToRefund,
    OwnCourse,
    PriceTooLow,
    TooManyLots,
)
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.lots import EARNED, MOST_LOTS
from engine.wallet.maturity import MatureSale, ReleaseReserve, mature_sale, release_reserve
from engine.wallet.queries import fund_state, own_funds, verify, wallet_page
from engine.wallet.sale_commands import EarningsQuery, PendingOrder, RefundSale, Reserved, Sell
from engine.wallet.sale_queries import earnings
from engine.wallet.sale_statements import SET_REFUNDED
from engine.wallet.sales import refund, sell
from engine.wallet.service import grant_from_fund, open_treasury
from engine.wallet.token_policy import COURSE_MATURES_AFTER, NEW_EDUCATOR, RESERVED_FOR
from tests.engine.rewards.meeting import meet_people
from tests.engine.wallet.selling import (
    THING,
    GiveTokens,
    add_all_to_fund,
    deposit,
    give_tokens,
    holds,
    market,
    settled,
    work_due_jobs,
)

SET_PEG = update(tables.treasury).values(peg=bindparam("of_peg"))


@pytest.fixture
async def two(engine: Engine) -> list[int]:
    return await market(engine)


async def wealth(engine: Engine, person: int) -> tuple[int, int]:
    page = await engine.read(wallet_page, WalletQuery(person))
    return page.earned, page.purchased


async def buy(engine: Engine, buyer: int, educator: int, price: int = 300, key: str = "one") -> int:
    return (await engine.run(sell, Sell(key, buyer, educator, THING, price))).sale_id


async def test_what_earned_tokens_pay_beyond_the_fee_is_the_educators_discount(
    engine: Engine, two: list[int]
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 400, "pack"))
    await engine.run(give_tokens, GiveTokens(ann, 200, "quiz", bucket=EARNED))
    sold = await engine.run(sell, Sell("one", ann, eva, THING, 300))
    assert (sold.offer.earned, sold.offer.purchased) == (90, 210)
    assert sold.offer.parts.earned <= sold.offer.parts.fee
    assert await wealth(engine, ann) == (110, 190)
    assert await holds(engine, f"educator:{eva}:pending") == [sold.offer.parts.net]
    assert sold.matures_at == engine.clock.now() + COURSE_MATURES_AFTER
    await settled(engine)


async def test_a_sale_is_made_once_per_key(engine: Engine, two: list[int]) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 1_000, "pack"))
    first = await engine.run(sell, Sell("one", ann, eva, THING, 300))
    again = await engine.run(sell, Sell("one", ann, eva, THING, 300))
    assert (again.sale_id, again.offer, again.is_new) == (first.sale_id, first.offer, False)
    with pytest.raises(KeyConflict):
        await engine.run(sell, Sell("one", ann, eva, THING, 301))
    assert await wealth(engine, ann) == (0, 700)
    await settled(engine)


async def test_a_sale_is_refused_with_the_reason(engine: Engine, two: list[int]) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 100, "quiz", bucket=EARNED))
    await engine.run(give_tokens, GiveTokens(ann, 50, "pack"))
    with pytest.raises(PriceTooLow) as low:
        await engine.run(sell, Sell("one", ann, eva, THING, 9))
    assert low.value.data == {"price": 9, "minimum": 10}
    with pytest.raises(OwnCourse):
        await engine.run(sell, Sell("one", ann, ann, THING, 300))
    with pytest.raises(NotEnough) as short:
        await engine.run(sell, Sell("one", ann, eva, THING, 300))
    assert short.value.data == {"price": 300, "earned": 90, "purchased": 50, "missing": 160}
    for fee in (999, 2_001):
        with pytest.raises(ValueError, match="no such terms"):
            await engine.run(sell, Sell("one", ann, eva, THING, 300, fee_bps=fee))
    assert await wealth(engine, ann) == (100, 50)
    await settled(engine)


async def test_a_whole_refund_puts_everything_back_where_it_lay(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 150, "pack"))
    await engine.run(give_tokens, GiveTokens(ann, 250, "pack-two"))
    await engine.run(give_tokens, GiveTokens(ann, 60, "quiz", bucket=EARNED))
    clock.advance(days=3)
    await engine.run(give_tokens, GiveTokens(ann, 60, "quiz-two", bucket=EARNED))
    before = await engine.read(wallet_page, WalletQuery(ann))
    fund = await engine.read(fund_state, None)
    sale = await buy(engine, ann, eva)
    back = await engine.run(refund, RefundSale("undo", sale, 210))
    assert not back.is_whole
    left = (await engine.run(sell, Sell("one", ann, eva, THING, 300))).offer.parts.price - 210
    back = await engine.run(refund, RefundSale("undo-two", sale, left))
    assert back.is_whole
    assert back.discount > 0
    after = await engine.read(wallet_page, WalletQuery(ann))
    assert (after.earned, after.purchased, after.use_by) == (120, 400, before.use_by)
    assert await engine.read(fund_state, None) == fund
    assert await holds(engine, f"educator:{eva}:pending") == [0]
    await settled(engine)
    clock.advance(days=14)
    await work_due_jobs(engine)
    assert not await engine.run(mature_sale, MatureSale(sale))
    await settled(engine)


async def test_a_refund_happens_once_per_key_and_never_exceeds_the_price(
    engine: Engine, two: list[int]
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 300, "pack"))
    sale = await buy(engine, ann, eva)
    first = await engine.run(refund, RefundSale("a", sale, 100))
    again = await engine.run(refund, RefundSale("a", sale, 100))
    assert (again.purchased, again.is_new, first.is_new) == (100, False, True)
    with pytest.raises(KeyConflict):
        await engine.run(refund, RefundSale("a", sale, 50))
    for tokens in (0, -1, 201):
        with pytest.raises(NothingToRefund):
            await engine.run(refund, RefundSale("b", sale, tokens))
    assert await wealth(engine, ann) == (0, 100)
    await settled(engine)


async def test_a_lot_past_its_time_gets_its_tokens_back_and_is_swept(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 300, "pack"))
    soon = GiveTokens(ann, 20, "quiz", bucket=EARNED, expires_in=timedelta(days=2))
    await engine.run(give_tokens, soon)
    sale = await buy(engine, ann, eva)
    clock.advance(days=3)
    price = (await engine.run(sell, Sell("one", ann, eva, THING, 300))).offer.parts.price
    await engine.run(refund, RefundSale("a", sale, price))
    assert await wealth(engine, ann) == (20, 300)
    with pytest.raises(NotEnough):  # back, but not to be spent
        await buy(engine, ann, eva, 320, "two")
    assert await engine.run(sweep, Sweep()) == 1
    assert await wealth(engine, ann) == (0, 300)
    await settled(engine)


async def test_a_sale_is_final_once_its_delay_and_its_payments_are_over(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, eva = two
    late = clock.now() + timedelta(days=21)
    await engine.run(give_tokens, GiveTokens(ann, 300, "pack", settles_at=late))
    sale = await buy(engine, ann, eva)
    clock.advance(days=20)
    await work_due_jobs(engine)
    assert not await engine.run(mature_sale, MatureSale(sale))
    assert await holds(engine, f"educator:{eva}:pending") == [255]
    clock.advance(days=1)
    await work_due_jobs(engine)
    reserve, available = f"educator:{eva}:reserve", f"educator:{eva}:available"
    assert await holds(engine, reserve, available) == [26, 229]
    assert not await engine.run(mature_sale, MatureSale(sale))
    await settled(engine)
    clock.advance(seconds=RESERVED_FOR.total_seconds() - 1)
    assert await engine.run(release_reserve, ReleaseReserve(sale)) == 0
    clock.advance(seconds=1)
    await work_due_jobs(engine)
    assert await holds(engine, reserve, available) == [0, 255]
    await settled(engine)


async def test_an_educator_of_long_standing_keeps_no_reserve(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 300, "pack"))
    await buy(engine, ann, eva, 100)
    clock.advance(seconds=NEW_EDUCATOR.total_seconds())
    await work_due_jobs(engine)  # late: the program was off
    assert await holds(engine, f"educator:{eva}:reserve") == [0]
    assert await holds(engine, f"educator:{eva}:available") == [85]
    await settled(engine)


async def test_earnings_say_what_waits_for_what(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 400, "pack"))
    await buy(engine, ann, eva, 100)
    clock.advance(days=14)
    await work_due_jobs(engine)
    second = await engine.run(sell, Sell("two", ann, eva, "course:6", 200))
    await engine.run(refund, RefundSale("part", second.sale_id, 100))
    told = await engine.read(earnings, EarningsQuery(eva))
    assert (told.pending, told.available, told.reserve, told.debt) == (85, 76, 9, 0)
    assert told.orders == (PendingOrder("course:6", 85, second.matures_at),)
    assert told.reserves == (Reserved(9, clock.now() + RESERVED_FOR),)
    assert told.this_month == 85 + 85
    clock.advance(days=31)
    assert (await engine.read(earnings, EarningsQuery(eva))).this_month == 0


async def test_nobody_is_erased_while_they_earn_or_owe(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 300, "pack"))
    sale = await buy(engine, ann, eva)
    with pytest.raises(EarningsLeft) as left:
        await engine.run(erase_person, ErasePerson(eva))
    assert left.value.data == {"tokens": 255}
    clock.advance(days=14)
    await work_due_jobs(engine)
    with pytest.raises(EarningsLeft):
        await engine.run(erase_person, ErasePerson(eva))
    await engine.run(refund, RefundSale("all", sale, 300))
    await engine.run(erase_person, ErasePerson(eva))
    await settled(engine)


async def test_a_refund_that_the_operator_cannot_pay_is_refused_whole(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 300, "pack"))
    sale = await buy(engine, ann, eva)
    clock.advance(days=14)
    await work_due_jobs(engine)
    funds = await engine.read(own_funds, "USD")
    assert funds == 10_000 + 45 - 9
    await engine.run(add_all_to_fund, funds)
    before = await wealth(engine, ann)
    with pytest.raises(InsufficientFunds):
        await engine.run(refund, RefundSale("all", sale, 300))
    assert await wealth(engine, ann) == before
    await settled(engine)


async def test_a_discount_comes_back_though_the_fund_is_empty(
    engine: Engine, two: list[int]
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 300, "pack"))
    await engine.run(give_tokens, GiveTokens(ann, 90, "quiz", bucket=EARNED))
    sale = await engine.run(sell, Sell("one", ann, eva, THING, 300))
    left = (await engine.read(fund_state, None)).available
    await engine.run(give_tokens, GiveTokens(eva, left, "rest", bucket=EARNED))
    price = sale.offer.parts.price
    back = await engine.run(refund, RefundSale("all", sale.sale_id, price))
    assert back.discount == sale.offer.discount > 0
    assert await wealth(engine, ann) == (90, 300)
    await settled(engine)


async def test_of_twenty_purchases_at_once_those_succeed_that_can_be_paid(
    engine: Engine, two: list[int]
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 70, "pack"))
    await engine.run(give_tokens, GiveTokens(ann, 75, "pack-two"))
    answers = await asyncio.gather(
        *(
            engine.run(sell, Sell(f"key-{number}", ann, eva, f"course:{number}", 20))
            for number in range(20)
        ),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert len(refused) == 13
    assert all(isinstance(answer, NotEnough) for answer in refused)
    assert await wealth(engine, ann) == (0, 5)
    await settled(engine)


async def test_twenty_of_the_same_purchase_at_once_are_one(engine: Engine, two: list[int]) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 500, "pack"))
    command = Sell("one", ann, eva, THING, 20)
    answers = await asyncio.gather(*(engine.run(sell, command) for _ in range(20)))
    assert len({answer.sale_id for answer in answers}) == 1
    assert [answer.is_new for answer in answers].count(True) == 1
    assert await wealth(engine, ann) == (0, 480)
    await settled(engine)


async def test_purchases_refunds_and_maturity_that_race_agree_in_the_end(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 100, "pack"))
    sale = await buy(engine, ann, eva, 100)
    clock.advance(days=14)
    answers = await asyncio.gather(
        *(engine.run(refund, RefundSale(f"r-{number}", sale, 30)) for number in range(5)),
        engine.run(mature_sale, MatureSale(sale)),
        *(
            engine.run(sell, Sell(f"next-{number}", ann, eva, f"course:{number}", 30))
            for number in range(3)
        ),
        return_exceptions=True,
    )
    refunds = [answer for answer in answers[:5] if not isinstance(answer, BaseException)]
    assert len(refunds) == 3
    assert all(isinstance(answer, EngineError | bool) or answer for answer in answers)
    bought = [answer for answer in answers[6:] if not isinstance(answer, BaseException)]
    assert await wealth(engine, ann) == (0, 90 - 30 * len(bought))
    await settled(engine)


async def test_granted_tokens_wait_a_day_before_they_buy(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, eva = two
    await engine.run(grant_from_fund, GrantFromFund("quiz", ann, "quiz", 20))
    await engine.run(give_tokens, GiveTokens(ann, 15, "pack"))
    with pytest.raises(NotEnough):
        await buy(engine, ann, eva, 20)
    clock.advance(days=1)
    await buy(engine, ann, eva, 20)
    await settled(engine)


async def test_the_money_behind_a_sale_is_the_peg_times_its_tokens(
    engine: Engine, clock: FrozenClock
) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    await engine.run(lambda tx, peg: tx.change(SET_PEG, of_peg=peg), 3)
    await engine.run(deposit, 10_000)
    ann, eva = await meet_people(engine, 2)
    await engine.run(give_tokens, GiveTokens(ann, 400, "pack"))
    await engine.run(give_tokens, GiveTokens(ann, 100, "quiz", bucket=EARNED))
    await settled(engine)
    sale = await buy(engine, ann, eva)
    await settled(engine)
    await engine.run(refund, RefundSale("part", sale, 101))
    await settled(engine)
    clock.advance(days=14)
    await work_due_jobs(engine)
    await settled(engine)
    left = await engine.run(sell, Sell("one", ann, eva, THING, 300))
    await engine.run(refund, RefundSale("rest", sale, left.offer.parts.price - 101))
    await settled(engine)
    assert await wealth(engine, ann) == (100, 400)


async def test_verify_names_the_account_that_differs_from_its_orders(
    engine: Engine, two: list[int]
) -> None:
    ann, eva = two
    await engine.run(give_tokens, GiveTokens(ann, 300, "pack"))
    sale = await buy(engine, ann, eva, 100)
    await engine.run(
        lambda tx, id: tx.change(SET_REFUNDED, sale_id=id, in_all=20, new_state="pending"), sale
    )
    [problem] = (await engine.read(verify, None)).problems
    assert problem.code == "orders_differ"
    assert problem.data == {
        "account": f"educator:{eva}:pending",
        "balance": 85,
        "in_orders": 68,
    }


async def test_what_lies_in_too_many_lots_is_refused_with_a_sentence_and_stays_there(
    engine: Engine, two: list[int]
) -> None:
    ann, eva = two

    def give_many(tx: Tx, count: int) -> None:
        for number in range(count):
            give_tokens(tx, GiveTokens(ann, 1, f"pack-{number}"))

    await engine.run(give_many, MOST_LOTS + 1)
    with pytest.raises(TooManyLots) as many:
        await engine.run(sell, Sell("one", ann, eva, THING, MOST_LOTS + 1))
    assert many.value.data == {"lots": MOST_LOTS + 1, "most": MOST_LOTS}
    assert await wealth(engine, ann) == (0, MOST_LOTS + 1)
    sold = await engine.run(sell, Sell("two", ann, eva, THING, MOST_LOTS))
    await engine.run(refund, RefundSale("back", sold.sale_id, MOST_LOTS))
    assert await wealth(engine, ann) == (0, MOST_LOTS + 1)
    await settled(engine)
