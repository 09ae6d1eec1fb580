"""A scholarship for a course counts for its cohorts: up to the course's price, and back again."""

from __future__ import annotations

import pytest

from engine.courses.access import thing_of as course_thing
from engine.courses.commands import CourseQuery
from engine.courses.errors import RefundTooLate
from engine.courses.purchasing import purchase_offer
from engine.courses.scholarships import AskScholarship, ask_scholarship
from engine.foundation.clock import FrozenClock
from engine.wallet.errors import KeyConflict, NotEnough, NothingToRefund
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.redemption_errors import ScholarshipRefused
from engine.wallet.sale_commands import Refunded, RefundSale
from engine.wallet.sales import refund
from engine.wallet.token_policy import GIVEN_FOR
from tests.engine.cohorts.buying import COURSE_PRICE
from tests.engine.cohorts.counting import Counter
from tests.engine.wallet.selling import holds


async def test_a_scholarship_for_the_course_pays_the_courses_part_of_a_cohort(
    market: Counter,
) -> None:
    eli = await market.scholar()
    offer = await market.offer(eli)
    assert (offer.due, offer.given, market.parts(offer)) == (300, 100, (100, 200))
    await market.takes(eli)
    assert await market.has(eli) == (True, True)
    assert (await market.wealth(eli), await market.given(eli)) == ((0, 700), {})
    assert await holds(market.engine, f"educator:{market.educator}:pending") == [255]
    await market.adds_up()


async def test_free_earned_tokens_pay_their_share_beside_it(market: Counter) -> None:
    eli = await market.buyer(earned=200)
    await market.grants(eli, 100)
    offer = await market.offer(eli)
    assert (offer.given, market.parts(offer)) == (100, (190, 110))
    await market.takes(eli)
    assert (await market.wealth(eli), await market.given(eli)) == ((110, 790), {})
    await market.adds_up()


async def test_it_pays_no_more_than_the_course_costs_now(market: Counter) -> None:
    eli = await market.scholar()
    await market.prices_course(40)
    assert market.parts(await market.offer(eli)) == (40, 260)
    await market.takes(eli)
    assert await market.given(eli) == {course_thing(market.course): 60}
    await market.adds_up()
    await market.undoes(eli)
    assert await market.given(eli) == {course_thing(market.course): 100}
    await market.prices_course(0)
    assert market.parts(await market.offer(eli)) == (0, 300)
    await market.adds_up()


async def test_of_a_cohort_that_costs_less_than_its_course_it_pays_all(market: Counter) -> None:
    eli = await market.buyer(tokens=1, earned=0)
    await market.grants(eli, 100)
    await market.prices(60)
    assert market.parts(await market.offer(eli)) == (60, 0)
    await market.takes(eli)
    assert await market.given(eli) == {course_thing(market.course): 40}
    second = await market.opens_cohort("Summer rivers", 50)
    # The course is theirs: what is left is for nothing here, neither for another cohort of it.
    assert market.parts(await market.offer(eli, second)) == (0, 50)
    with pytest.raises(NotEnough):
        await market.takes(eli, second)
    await market.adds_up()


async def test_who_has_the_course_already_pays_the_difference_without_it(market: Counter) -> None:
    eli = await market.scholar()
    await market.prices_course(60)
    await market.buys_course(eli, 60)
    assert await market.given(eli) == {course_thing(market.course): 40}
    offer = await market.offer(eli)
    assert (offer.counted, offer.due, offer.given) == (60, 240, 0)
    assert market.parts(offer) == (0, 240)
    await market.takes(eli)
    assert await market.given(eli) == {course_thing(market.course): 40}
    await market.adds_up()


async def test_who_is_in_the_course_for_nothing_has_no_part_of_it_to_pay(market: Counter) -> None:
    eli = await market.scholar()
    await market.prices_course(0)
    await market.enrolls(eli)
    await market.prices_course(COURSE_PRICE)
    offer = await market.offer(eli)
    assert (offer.given, offer.can_ask, market.parts(offer)) == (0, False, (0, 300))
    await market.takes(eli)
    assert await market.given(eli) == {course_thing(market.course): 100}
    await market.adds_up()


async def test_undone_it_is_in_its_own_lot_again_for_the_course_and_its_cohorts_alone(
    market: Counter, clock: FrozenClock
) -> None:
    eli = await market.scholar()
    [before] = await market.lots_of(eli)
    clock.advance(days=3)
    await market.takes(eli)
    clock.advance(days=3)
    given = await market.undoes(eli)
    assert (given.earned, given.purchased) == (100, 200)
    assert await market.lots_of(eli) == [before]
    assert (await market.has(eli), await market.wealth(eli)) == ((False, False), (100, 900))
    other = await market.another_course(50)
    query = CourseQuery(eli, other.course)
    assert (await market.engine.read(purchase_offer, query)).given == 0
    assert market.parts(await other.offer(eli)) == (0, 90)
    # The course alone, and after that the difference with nothing of it.
    await market.buys_course(eli)
    assert (await market.wealth(eli), await market.given(eli)) == ((0, 900), {})
    offer = await market.offer(eli)
    assert (offer.counted, offer.given, market.parts(offer)) == (100, 0, (0, 200))
    await market.adds_up()


async def test_given_back_after_lessons_were_opened_it_returns_once_with_its_date(
    market: Counter, clock: FrozenClock
) -> None:
    eli = await market.scholar()
    [before] = await market.lots_of(eli)
    await market.takes(eli)
    await market.opens(eli, 3)
    given = await market.refunds(eli)
    assert (given.earned, given.purchased) == (100, 200)
    assert await market.lots_of(eli) == [before]
    assert await market.has(eli) == (False, False)
    # Not used in time it is the scholarship fund's, as if it had never been taken.
    fund = await holds(market.engine, "fund:scholarship")
    clock.advance(seconds=GIVEN_FOR.total_seconds() + 1)
    await market.engine.run(sweep, Sweep())
    assert await market.wealth(eli) == (0, 900)
    assert await holds(market.engine, "fund:scholarship") == [fund[0] + 100]
    await market.adds_up()


async def test_after_30_percent_of_the_lessons_it_stays_spent(market: Counter) -> None:
    eli = await market.scholar()
    await market.takes(eli)
    await market.opens(eli, 4)
    with pytest.raises(RefundTooLate):
        await market.refunds(eli)
    assert (await market.wealth(eli), await market.given(eli)) == ((0, 700), {})
    await market.adds_up()


async def test_in_parts_it_comes_back_as_it_went_and_never_more(market: Counter) -> None:
    eli = await market.buyer(earned=200)
    await market.grants(eli, 100)
    sale = (await market.takes(eli)).sale_id
    whole = await market.sale(eli)
    back: list[Refunded] = []
    for number, tokens in enumerate((1, 99, 50, whole.left - 150)):
        command = RefundSale(f"part-{number}", sale, tokens)
        back.append(await market.engine.run(refund, command))
        assert await market.engine.run(refund, command) != back[-1]  # known by then
        with pytest.raises(KeyConflict):
            await market.engine.run(refund, RefundSale(f"part-{number}", sale, tokens + 1))
        assert sum((await market.given(eli)).values()) <= 100
        await market.adds_up()
    with pytest.raises(NothingToRefund):
        await market.engine.run(refund, RefundSale("more", sale, 1))
    assert await market.given(eli) == {course_thing(market.course): 100}
    assert await market.wealth(eli) == (300, 900)
    assert sum(one.earned + one.purchased for one in back) == whole.parts.price
    assert sum(one.earned for one in back) == whole.parts.earned
    await market.adds_up()


async def test_a_scholarship_can_be_asked_for_where_the_course_is_not_had_and_costs_something(
    market: Counter,
) -> None:
    eli = await market.buyer(earned=0)
    assert (await market.offer(eli)).can_ask
    await market.engine.run(ask_scholarship, AskScholarship(eli, market.course))
    await market.prices_course(0)
    assert not (await market.offer(eli)).can_ask
    await market.prices_course(COURSE_PRICE)
    await market.buys_course(eli)
    assert not (await market.offer(eli)).can_ask
    with pytest.raises(ScholarshipRefused):
        await market.engine.run(ask_scholarship, AskScholarship(eli, market.course))
