"""A class that is booked: what it takes is settled when it is booked, the educator's limit too."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from engine.people.commands import Appoint, Meet, Role
from engine.people.link_commands import UndoMerge
from engine.people.linking import undo_merge
from engine.people.service import appoint, meet
from engine.wallet.bookings import booking_offer, hold_booking
from engine.wallet.commands import OpenTreasury, WalletQuery
from engine.wallet.errors import KeyConflict, NotEnough, OwnCourse, PriceTooLow
from engine.wallet.hold_commands import HoldBooking, SettleBooking, VoidHold
from engine.wallet.hold_settling import settle_booking
from engine.wallet.holds import void_hold
from engine.wallet.lots import EARNED
from engine.wallet.queries import wallet_page
from engine.wallet.sale_commands import Quote, RefundSale, Sell
from engine.wallet.sales import quote, refund, sell
from engine.wallet.service import open_treasury
from tests.engine.people.linking import linked
from tests.engine.rewards.meeting import meet_people
from tests.engine.wallet.selling import GiveTokens, PastSale, add_past_sale, give_tokens, settled

SESSION = "session:3"


@pytest.fixture
async def people(engine: Engine) -> list[int]:
    """Two learners with tokens of both kinds, an educator, and two who bought before."""
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    met = await meet_people(engine, 5)
    for learner in met[:2]:
        await engine.run(give_tokens, GiveTokens(learner, 90, f"quiz:{learner}", EARNED))
        await engine.run(give_tokens, GiveTokens(learner, 900, f"pack:{learner}"))
    return met


async def taught(engine: Engine, people: list[int], *, last_month: int) -> None:
    """For long, and in the last 30 days for so many purchased tokens, of two buyers each half."""
    for number, (days, price) in enumerate(((60, 50_000), (5, last_month), (5, last_month))):
        past = PastSale(f"past:{number}", people[2], people[3 + number % 2], days, price // 2)
        await engine.run(add_past_sale, past)


def booking(
    engine: Engine, people: list[int], who: int = 0, *, key: str = "one", price: int = 100
) -> HoldBooking:
    until = engine.clock.now() + timedelta(days=2)
    return HoldBooking(key, people[who], people[2], SESSION, price, until)


async def test_a_new_educators_class_is_booked_with_purchased_tokens(
    engine: Engine, people: list[int]
) -> None:
    command = booking(engine, people)
    offered = await engine.read(booking_offer, command)
    assert (offered.offer.earned, offered.limited) == (0, "new_educator")
    booked = await engine.run(hold_booking, command)
    assert (booked.purchased, booked.earned, booked.limited) == (100, 0, "new_educator")
    sold = await engine.run(settle_booking, SettleBooking(booked.hold_id, people[2], 100))
    assert sold.offer.earned == 0
    await settled(engine)


async def test_earned_tokens_pay_up_to_the_fee_and_nothing_burns(
    engine: Engine, people: list[int]
) -> None:
    await taught(engine, people, last_month=10_000)
    booked = await engine.run(hold_booking, booking(engine, people))
    assert (booked.purchased, booked.earned, booked.limited) == (85, 15, "")
    sold = await engine.run(settle_booking, SettleBooking(booked.hold_id, people[2], 100))
    assert (sold.offer.discount, sold.offer.parts.fee) == (0, 15)
    await settled(engine)


async def test_what_is_booked_counts_against_the_limit_of_what_is_booked_or_sold_next(
    engine: Engine, people: list[int]
) -> None:
    await taught(engine, people, last_month=100)  # a fifth of it: 20 earned tokens
    first = await engine.run(hold_booking, booking(engine, people))
    second = await engine.run(hold_booking, booking(engine, people, 1, key="two"))
    assert (first.earned, first.limited) == (15, "")
    assert (second.earned, second.limited) == (5, "share")
    course = Quote(people[1], people[2], "course:5", 100)
    assert (await engine.read(quote, course)).limited == "share"
    assert (await engine.read(quote, course)).offer.earned == 0
    await engine.run(void_hold, VoidHold(first.hold_id))
    assert (await engine.read(quote, course)).offer.parts.earned == 15
    await settled(engine)


async def test_a_booking_that_is_settled_does_not_count_twice(
    engine: Engine, people: list[int]
) -> None:
    await taught(engine, people, last_month=100)
    first = await engine.run(hold_booking, booking(engine, people))
    await engine.run(settle_booking, SettleBooking(first.hold_id, people[2], 100))
    # 85 more purchased ones within 30 days, from somebody who bought less than half: 17 more.
    offered = await engine.read(booking_offer, booking(engine, people, 1, price=400))
    assert offered.offer.earned == 185 * 20 // 100 - 15
    await settled(engine)


async def test_settling_takes_what_was_held_whatever_the_limit_is_by_then(
    engine: Engine, people: list[int]
) -> None:
    await taught(engine, people, last_month=10)
    big = Sell("big", people[1], people[2], "course:5", 70, share_percent=0)
    sold = await engine.run(sell, big)
    booked = await engine.run(hold_booking, booking(engine, people))
    before = await engine.read(wallet_page, WalletQuery(people[0]))
    await engine.run(refund, RefundSale("back", sold.sale_id, 70))
    paid = await engine.run(settle_booking, SettleBooking(booked.hold_id, people[2], 100))
    assert (paid.offer.parts.earned, paid.offer.purchased) == (booked.earned, booked.purchased)
    after = await engine.read(wallet_page, WalletQuery(people[0]))
    assert (after.earned, after.purchased) == (before.earned, before.purchased)
    await settled(engine)


async def test_of_two_who_book_at_once_the_second_finds_the_limit_used(
    engine: Engine, people: list[int]
) -> None:
    await taught(engine, people, last_month=100)
    commands = [booking(engine, people, who, key=f"k{who}") for who in range(2)]
    booked = await asyncio.gather(*(engine.run(hold_booking, one) for one in commands))
    assert sorted(one.earned for one in booked) == [5, 15]
    await settled(engine)


async def test_a_booking_is_made_once_per_key(engine: Engine, people: list[int]) -> None:
    await taught(engine, people, last_month=100)
    command = booking(engine, people)
    first = await engine.run(hold_booking, command)
    again = await engine.run(hold_booking, command)
    assert (again.hold_id, again.earned, again.is_new) == (first.hold_id, 15, False)
    for other in (booking(engine, people, 1), booking(engine, people, price=90)):
        with pytest.raises(KeyConflict):
            await engine.run(hold_booking, other)
    await settled(engine)


@pytest.mark.parametrize(("price", "error"), [(9, PriceTooLow), (-1, PriceTooLow)])
async def test_a_price_that_no_class_has_is_refused(
    engine: Engine, people: list[int], price: int, error: type[EngineError]
) -> None:
    with pytest.raises(error):
        await engine.run(hold_booking, booking(engine, people, price=price))
    await settled(engine)


async def test_a_place_in_ones_own_class_or_beyond_ones_tokens_is_refused(
    engine: Engine, people: list[int]
) -> None:
    with pytest.raises(OwnCourse):
        await engine.run(hold_booking, booking(engine, people, 2))
    with pytest.raises(NotEnough) as short:
        await engine.run(hold_booking, booking(engine, people, price=1_000))
    assert short.value.data == {"price": 1_000, "earned": 0, "purchased": 900, "missing": 100}
    booked = await engine.run(hold_booking, booking(engine, people))
    for wrong in (
        SettleBooking(booked.hold_id, people[3], 100),
        SettleBooking(booked.hold_id, people[2], 100, fee_bps=1_000),
    ):
        with pytest.raises(ValueError, match="booked with"):
            await engine.run(settle_booking, wrong)
    await settled(engine)


async def test_an_educator_who_links_accounts_keeps_what_was_booked_with_them(
    engine: Engine, people: list[int], clock: FrozenClock
) -> None:
    await taught(engine, people, last_month=10_000)
    await engine.run(appoint, Appoint(people[4], Role.ADMIN))
    clock.advance(seconds=1)
    old = (await engine.run(meet, Meet("discord", 77, "Heron"))).who.person_id
    until = engine.clock.now() + timedelta(days=2)
    booked = await engine.run(
        hold_booking, HoldBooking("of-old", people[0], old, SESSION, 100, until)
    )
    done = await linked(engine, people[2], old)
    assert done.person_id == people[2]
    await engine.run(undo_merge, UndoMerge(people[4], done.merge_id))
    await linked(engine, people[2], old)
    sold = await engine.run(settle_booking, SettleBooking(booked.hold_id, people[2], 100))
    assert sold.is_new
    await settled(engine)
