"""A cohort with a price: bought with its course, for the difference by who has that, given back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from engine.cohorts.commands import CloseCohort, JoinCohort
from engine.cohorts.errors import (
    CohortClosed,
    CohortNotBought,
    CohortNotFree,
    CohortRefundedBefore,
)
from engine.cohorts.joining import cohort_in, thing_of
from engine.cohorts.offers import cohort_price_guidance
from engine.cohorts.purchase_commands import BuyCohort, CohortOfferQuery, SetCohortPrice
from engine.cohorts.purchasing import buy_cohort, set_cohort_price
from engine.cohorts.service import close_cohort, join_cohort, leave_cohort
from engine.courses.commands import (
    BuyCourse,
    CourseQuery,
    GiveBackCourse,
    PriceGuidance,
    PublishCourse,
)
from engine.courses.errors import (
    AlreadyOpened,
    CourseNotFree,
    CourseNotOpen,
    HeldWithCohort,
    NotBought,
    RefundedBefore,
    RefundTooLate,
)
from engine.courses.purchasing import (
    buy_course,
    purchase_of,
    refund_course,
    undo_purchase,
)
from engine.courses.service import retire_course
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError, Forbidden, NotFound, Outdated
from engine.people.commands import Meet, Role
from engine.people.queries import export_person
from engine.people.service import meet
from engine.wallet.commands import GrantFromFund
from engine.wallet.errors import NotEnough, OwnCourse, PriceTooHigh, PriceTooLow, TreasuryNotOpen
from engine.wallet.sale_commands import EarningsQuery, PendingOrder
from engine.wallet.sale_queries import earnings, kept_sale
from engine.wallet.service import grant_from_fund
from tests.engine.cohorts.buying import COURSE_PRICE, PRICE, Fair, fair
from tests.engine.courses.teaching import course, imported, met
from tests.engine.people.linking import linked
from tests.engine.wallet.selling import GiveTokens, give_tokens, work_due_jobs
from tests.engine.wallet.test_bad_input import BAD_AMOUNTS

ALL = (200, 900)  # earned, purchased: what a buyer comes with


@pytest.fixture
async def market(engine: Engine, address: Path | str) -> Fair:
    return await fair(engine, address)


# --- the price -----------------------------------------------------------------------------------


def test_what_a_sale_is_about_leads_back_to_its_cohort() -> None:
    assert cohort_in(thing_of(7)) == 7
    assert cohort_in("course:7") is None


async def test_a_price_is_set_by_the_educator_and_is_0_or_at_least_10(
    engine: Engine, market: Fair
) -> None:
    assert await market.prices(120)
    assert not await market.prices(120)
    for tokens in (1, 9, -1):
        with pytest.raises(PriceTooLow):
            await market.prices(tokens)
    with pytest.raises(PriceTooHigh):
        await market.prices(1_000_001)
    other = await met(engine, 3, Role.EDUCATOR)
    for person in (other, await market.buyer()):
        with pytest.raises(Forbidden):
            await engine.run(set_cohort_price, SetCohortPrice(person, market.cohort, 50))
    with pytest.raises(NotFound):
        await market.prices(50, cohort=999)
    admin = await met(engine, 4, Role.ADMIN)
    assert await engine.run(set_cohort_price, SetCohortPrice(admin, market.cohort, 0))
    assert await market.sees(other) == ()


@pytest.mark.parametrize("amount", [*BAD_AMOUNTS, 10.5, 300.0])
async def test_what_is_no_amount_is_neither_a_price_nor_paid(market: Fair, amount: Any) -> None:
    buyer = await market.buyer()
    wrong = (EngineError, ValueError, TypeError)
    if amount is False or type(amount) is not int or amount != 0:  # 0 is a price
        with pytest.raises(wrong):
            await market.prices(amount)
        assert (await market.offer(buyer)).price == PRICE
    if amount != PRICE:
        with pytest.raises(wrong):
            await market.buys(buyer, amount)
        assert await market.wealth(buyer) == ALL
    await market.adds_up()


async def test_another_persons_cohort_is_not_given_back(engine: Engine, market: Fair) -> None:
    buyer, other = await market.buyer(), await market.buyer(11)
    await market.buys(buyer)
    for give_back in (market.undoes, market.refunds):
        with pytest.raises(CohortNotBought):
            await give_back(other)
    assert (await market.has(buyer), await market.wealth(other)) == ((True, True), ALL)


async def test_a_price_needs_tokens(engine: Engine, address: Path | str) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(3))).course
    free = Fair(engine, address, educator, made, 0)
    free.cohort = await free.opens_cohort("Spring rivers")
    with pytest.raises(TreasuryNotOpen):
        await free.prices(50)
    assert not await free.prices(0)


async def test_guidance_tells_what_similar_cohorts_cost(engine: Engine, market: Fair) -> None:
    async def cohort_of(slug: str, price: int, language: str, *tags: str) -> Fair:
        draft = course(2, slug=slug, title=slug, language=language, tags=tags)
        made = (await imported(engine, market.educator, draft)).course
        beside = Fair(engine, market.address, market.educator, made, 0)
        beside.cohort = await beside.opens_cohort(slug, price)
        return beside

    async def told(of: Fair) -> PriceGuidance:
        query = CohortOfferQuery(market.educator, of.cohort)
        return await engine.read(cohort_price_guidance, query)

    own = await cohort_of("own", 0, "en", "Water")
    await cohort_of("two", 100, "en-GB", "water")
    await cohort_of("three", 250, "en", "WATER", "land")
    await cohort_of("other language", 700, "es", "water")
    await cohort_of("without price", 0, "en", "water")
    closed = await cohort_of("closed", 5_000, "en", "water")
    await engine.run(close_cohort, CloseCohort(market.educator, closed.cohort))
    draft = await cohort_of("retired", 6_000, "en", "water")
    await engine.run(retire_course, PublishCourse(market.educator, draft.course))
    assert await told(own) == PriceGuidance(2, 100, 100, 250, by_tags=True)
    assert await told(market) == PriceGuidance(2, 100, 100, 250, by_tags=False)
    lone = await cohort_of("lone", 0, "ru", "water")
    assert await told(lone) == PriceGuidance(0, 0, 0, 0, by_tags=False)


# --- getting in ----------------------------------------------------------------------------------


async def test_the_offer_shows_the_parts_and_what_is_missing(market: Fair) -> None:
    buyer = await market.buyer()
    offer = await market.offer(buyer)
    assert offer.quoted is not None
    parts = offer.quoted.offer
    assert (offer.price, offer.counted, offer.due) == (300, 0, 300)
    assert (parts.earned, parts.purchased, offer.quoted.missing) == (90, 210, 0)
    assert offer.no_return == ""
    poor = await market.buyer(11, tokens=10, earned=20)
    short = (await market.offer(poor)).quoted
    assert short is not None
    assert (short.offer.earned, short.offer.purchased, short.missing) == (20, 280, 270)


async def test_buying_opens_the_course_and_the_cohort_at_once(engine: Engine, market: Fair) -> None:
    buyer = await market.buyer()
    with pytest.raises(CourseNotFree):
        await market.enrolls(buyer)
    bought = await market.buys(buyer)
    assert bought.is_new
    assert await market.has(buyer) == (True, True)
    assert await market.wealth(buyer) == (200 - 90, 900 - 210)
    again = await market.buys(buyer)
    assert (again.sale_id, again.is_new) == (bought.sale_id, False)
    assert await market.wealth(buyer) == (110, 690)
    told = await engine.read(earnings, EarningsQuery(market.educator))
    assert [(order.thing, order.net) for order in told.orders] == [
        (thing_of(market.cohort), told.pending)
    ]
    assert isinstance(told.orders[0], PendingOrder)
    kept = await engine.read(lambda tx, who: kept_sale(tx, who, thing_of(market.cohort)), buyer)
    assert kept is not None
    assert (kept.parts.earned + kept.discount, kept.parts.price + kept.discount) == (90, 300)
    await market.adds_up()


async def test_what_was_bought_with_what_came_along_is_in_ones_export(
    engine: Engine, market: Fair
) -> None:
    buyer = await market.buyer()
    await market.buys(buyer)
    [sale] = (await engine.read(export_person, buyer))["wallet"]["bought"]
    assert (sale["thing"], sale["includes"]) == (thing_of(market.cohort), f"course:{market.course}")


async def test_two_presses_at_once_buy_once(engine: Engine, market: Fair) -> None:
    buyer = await market.buyer()
    command = BuyCohort(buyer, market.cohort, PRICE)
    answers = await asyncio.gather(*(engine.run(buy_cohort, command) for _ in range(8)))
    assert [answer.is_new for answer in answers].count(True) == 1
    assert await market.wealth(buyer) == (110, 690)
    await market.adds_up()


async def test_course_and_cohort_bought_at_once_are_paid_once_each_or_together(
    engine: Engine, market: Fair
) -> None:
    """Whichever comes first: 300 in all, for both."""
    for number in range(6):
        buyer = await market.buyer(20 + number)
        await asyncio.gather(
            engine.run(buy_cohort, BuyCohort(buyer, market.cohort, PRICE)),
            engine.run(buy_course, BuyCourse(buyer, market.course, COURSE_PRICE)),
            return_exceptions=True,
        )
        offer = await market.offer(buyer)
        await market.buys(buyer, offer.due)
        assert await market.has(buyer) == (True, True)
        assert sum(await market.wealth(buyer)) == 1_100 - 300
    await market.adds_up()


async def test_buyers_of_one_cohort_who_come_and_go_at_once_all_get_their_own(
    engine: Engine, market: Fair
) -> None:
    buyers = [await market.buyer(number) for number in range(30, 36)]
    await asyncio.gather(*(market.buys(buyer) for buyer in buyers))
    await asyncio.gather(
        *(market.undoes(buyer) for buyer in buyers[:3]),
        market.prices(400),
        *(market.buys(buyer) for buyer in buyers[3:]),
    )
    for buyer in buyers[:3]:
        assert (await market.has(buyer), await market.wealth(buyer)) == ((False, False), ALL)
    for buyer in buyers[3:]:
        assert (await market.has(buyer), sum(await market.wealth(buyer))) == ((True, True), 800)
    await market.adds_up()


async def test_buying_is_refused_with_the_reason_and_changes_nothing(
    engine: Engine, market: Fair
) -> None:
    poor = await market.buyer(11, tokens=10, earned=20)
    with pytest.raises(NotEnough) as short:
        await market.buys(poor)
    assert short.value.data == {"price": 300, "earned": 20, "purchased": 10, "missing": 270}
    assert await market.has(poor) == (False, False)
    with pytest.raises(OwnCourse):
        await market.buys(market.educator)
    buyer = await market.buyer()
    await market.prices(310)
    for seen in (PRICE, 0):
        with pytest.raises(Outdated):
            await market.buys(buyer, seen)
    await market.prices(0)
    with pytest.raises(Outdated):
        await market.buys(buyer, 0)  # it has no price: it comes with the course
    with pytest.raises(NotFound):
        await market.buys(buyer, cohort=999)
    assert await market.wealth(buyer) == ALL
    await market.adds_up()


async def test_a_closed_cohort_is_not_sold_and_members_stay(engine: Engine, market: Fair) -> None:
    member, late = await market.buyer(), await market.buyer(11)
    await market.buys(member)
    await engine.run(close_cohort, CloseCohort(market.educator, market.cohort))
    with pytest.raises(CohortClosed):
        await market.buys(late)
    assert await market.sees(late) == ()
    assert [one.can_undo for one in await market.sees(member)] == [True]
    assert await market.has(member) == (True, True)
    assert await market.wealth(late) == ALL


async def test_a_cohort_of_a_course_that_is_not_open_is_not_sold(
    engine: Engine, market: Fair
) -> None:
    member, late = await market.buyer(), await market.buyer(11)
    await market.buys(member)
    await market.buys_course(late)
    await engine.run(retire_course, PublishCourse(market.educator, market.course))
    with pytest.raises(CourseNotOpen):
        await market.buys(late, PRICE - COURSE_PRICE)
    await market.undoes(member)
    assert await market.wealth(member) == ALL


async def test_nobody_gets_into_a_cohort_with_a_price_without_paying(
    engine: Engine, market: Fair
) -> None:
    learner = await market.buyer()
    await market.buys_course(learner)
    with pytest.raises(CohortNotFree) as refused:
        await engine.run(join_cohort, JoinCohort(learner, market.cohort))
    assert refused.value.data == {"title": "Spring rivers", "price_tokens": 300}
    assert await market.starts(learner) is None
    free = await market.opens_cohort("For all")
    await market.opens_cohort("Summer rivers", 500)  # the newest one, and not free
    assert await market.starts(learner) == free
    assert await market.has(learner) == (True, False)


async def test_who_is_a_member_stays_one_when_a_price_is_set(engine: Engine, market: Fair) -> None:
    await market.prices(0)
    learner = await market.buyer()
    await market.buys_course(learner)
    assert await market.starts(learner) == market.cohort
    await market.prices(PRICE)
    assert await market.has(learner) == (True, True)
    bought = await market.buys(learner, PRICE - COURSE_PRICE)
    assert (bought.is_new, bought.sale_id) == (False, 0)
    with pytest.raises(CohortNotBought):
        await market.undoes(learner)
    await engine.run(leave_cohort, JoinCohort(learner, market.cohort))
    with pytest.raises(CohortNotFree):
        await engine.run(join_cohort, JoinCohort(learner, market.cohort))


async def test_the_educator_may_look_into_their_own(engine: Engine, market: Fair) -> None:
    await market.enrolls(market.educator)
    joined = await engine.run(join_cohort, JoinCohort(market.educator, market.cohort))
    assert joined.is_new


async def test_who_has_paid_and_left_finds_the_way_back(engine: Engine, market: Fair) -> None:
    buyer = await market.buyer()
    await market.buys(buyer)
    for leave in (False, True):
        if leave:
            await market.leaves_course(buyer)
        await engine.run(leave_cohort, JoinCohort(buyer, market.cohort))
        await market.opens_cohort("For all")
        await engine.run(close_cohort, CloseCohort(market.educator, market.cohort))
        assert await market.starts(buyer) == market.cohort
        assert await market.has(buyer) == (True, True)
    await market.leaves_course(buyer)
    await engine.run(leave_cohort, JoinCohort(buyer, market.cohort))
    again = await market.buys(buyer, 0)
    assert not again.is_new
    assert await market.has(buyer) == (True, True)
    assert await market.wealth(buyer) == (110, 690)


# --- who has the course already ------------------------------------------------------------------


async def test_who_has_bought_the_course_pays_the_difference(engine: Engine, market: Fair) -> None:
    buyer = await market.buyer()
    await market.buys_course(buyer)
    offer = await market.offer(buyer)
    assert (offer.price, offer.counted, offer.due) == (300, 100, 200)
    assert [(one.price, one.due) for one in await market.sees(buyer)] == [(300, 200)]
    with pytest.raises(Outdated):
        await market.buys(buyer, PRICE)
    await market.buys(buyer, 200)
    assert sum(await market.wealth(buyer)) == 1_100 - 300
    assert await market.has(buyer) == (True, True)
    await market.adds_up()


@pytest.mark.parametrize(("price", "due"), [(80, 0), (100, 0), (109, 0), (110, 10), (111, 11)])
async def test_a_difference_below_the_smallest_price_is_not_asked_for(
    market: Fair, price: int, due: int
) -> None:
    buyer = await market.buyer()
    await market.buys_course(buyer)
    await market.prices(price)
    offer = await market.offer(buyer)
    assert (offer.due, offer.quoted is None) == (due, due == 0)
    bought = await market.buys(buyer, due)
    assert (bought.is_new, bought.sale_id == 0) == (True, due == 0)
    assert await market.has(buyer) == (True, True)
    assert sum(await market.wealth(buyer)) == 1_100 - 100 - due
    await market.adds_up()


async def test_who_joined_for_nothing_leaves_when_the_course_goes_back(market: Fair) -> None:
    """Else one could buy the course, join, and give the course back."""
    buyer = await market.buyer()
    await market.prices(COURSE_PRICE)
    for give_back in (market.undoes_course, market.gives_course_back):
        await market.buys_course(buyer)
        await market.buys(buyer, 0)
        await give_back(buyer)
        assert await market.has(buyer) == (False, False)
        assert await market.wealth(buyer) == ALL
        with pytest.raises(Outdated):
            await market.buys(buyer, 0)
    await market.adds_up()


async def test_who_is_in_the_course_for_nothing_pays_the_price_and_keeps_the_course(
    market: Fair,
) -> None:
    """They were in it before it had a price: giving the cohort back takes nothing else away."""
    await market.prices_course(0)
    learner = await market.buyer()
    await market.enrolls(learner)
    await market.prices_course(COURSE_PRICE)
    await market.buys(learner, PRICE)
    await market.undoes(learner)
    assert (await market.has(learner), await market.wealth(learner)) == ((True, False), ALL)
    await market.adds_up()


async def test_a_course_that_became_free_stays_when_the_cohort_goes_back(market: Fair) -> None:
    buyer = await market.buyer()
    await market.buys(buyer)
    await market.prices_course(0)
    await market.undoes(buyer)
    assert (await market.has(buyer), await market.wealth(buyer)) == ((True, False), ALL)


async def test_a_second_cohort_costs_its_whole_price_and_the_course_stays_with_either(
    market: Fair,
) -> None:
    """Only what was paid for the course alone counts: a membership does not pay for another."""
    buyer = await market.buyer()
    summer = await market.opens_cohort("Summer rivers", 200)
    await market.buys(buyer)
    assert (await market.offer(buyer, summer)).due == 200
    await market.buys(buyer, 200, summer)
    await market.undoes(buyer)
    assert await market.has(buyer) == (True, False)
    await market.undoes(buyer, summer)
    assert (await market.has(buyer), await market.wealth(buyer)) == ((False, False), ALL)
    await market.adds_up()


# --- giving back ---------------------------------------------------------------------------------


async def test_a_cohort_is_undone_with_its_course_until_a_lesson_is_opened(
    engine: Engine, market: Fair
) -> None:
    buyer = await market.buyer()
    with pytest.raises(CohortNotBought):
        await market.undoes(buyer)
    for _ in range(2):  # as often as one likes
        await market.buys(buyer)
        given = await market.undoes(buyer)
        assert (given.earned, given.purchased) == (90, 210)
        assert (await market.has(buyer), await market.wealth(buyer)) == ((False, False), ALL)
    with pytest.raises(CourseNotFree):
        await market.enrolls(buyer)
    assert (await engine.read(earnings, EarningsQuery(market.educator))).pending == 0
    await market.buys(buyer)
    await market.opens(buyer, 1)
    with pytest.raises(AlreadyOpened):
        await market.undoes(buyer)
    assert [(one.can_undo, one.can_refund) for one in await market.sees(buyer)] == [(False, True)]
    await market.adds_up()


async def test_a_cohort_is_refunded_up_to_30_percent_and_once(market: Fair) -> None:
    buyer = await market.buyer()
    await market.buys(buyer)
    await market.opens(buyer, 4)
    with pytest.raises(RefundTooLate) as late:
        await market.refunds(buyer)
    assert late.value.data == {"opened": 4, "lessons": 10, "percent": 30}
    summer = await market.opens_cohort("Summer rivers", 200)
    assert (await market.offer(buyer, summer)).no_return == "opened"
    await market.prices(0, summer)
    assert [one.can_refund for one in await market.sees(buyer)] == [False]
    other = await market.buyer(12)
    await market.buys(other)
    await market.opens(other, 3)
    await market.refunds(other)
    assert (await market.has(other), await market.wealth(other)) == ((False, False), ALL)
    assert (await market.offer(other)).no_return == "refunded"
    await market.buys(other)
    with pytest.raises(CohortRefundedBefore):
        await market.refunds(other)
    assert [one.can_refund for one in await market.sees(other)] == [False]
    await market.adds_up()


async def test_a_course_goes_back_once_alone_or_with_any_cohort(market: Fair) -> None:
    """Three lessons for nothing once: not again with the next cohort, nor with the course alone."""
    buyer = await market.buyer()
    summer = await market.opens_cohort("Summer rivers", 200)
    await market.buys(buyer)
    await market.opens(buyer, 3)
    await market.refunds(buyer)
    await market.buys(buyer, 200, summer)
    with pytest.raises(CohortRefundedBefore):
        await market.refunds(buyer, summer)
    other = await market.buyer(12)
    await market.buys_course(other)
    await market.opens(other, 3)
    await market.gives_course_back(other)
    await market.buys(other)
    with pytest.raises(CohortRefundedBefore):
        await market.refunds(other)
    third = await market.buyer(13)
    await market.buys(third)
    await market.opens(third, 3)
    await market.refunds(third)
    await market.buys_course(third)
    with pytest.raises(RefundedBefore):
        await market.gives_course_back(third)
    await market.adds_up()


@pytest.mark.parametrize("had_the_course", [False, True])
async def test_a_cohort_goes_back_once_also_on_top_of_the_course(
    market: Fair, had_the_course: bool
) -> None:
    buyer = await market.buyer()
    if had_the_course:
        await market.buys_course(buyer)
    await market.buys(buyer, (await market.offer(buyer)).due)
    await market.opens(buyer, 2)
    await market.refunds(buyer)
    await market.buys_course(buyer)
    await market.buys(buyer, PRICE - COURSE_PRICE)
    with pytest.raises(CohortRefundedBefore):
        await market.refunds(buyer)
    assert await market.has(buyer) == (True, True)
    await market.adds_up()


async def test_a_refund_takes_the_courses_rewards_back_when_the_course_goes_along(
    engine: Engine, market: Fair
) -> None:
    about = {"quiz": 1, "course": market.course, "bonus": 0}
    with_course, on_top = await market.buyer(), await market.buyer(11)
    await market.buys(with_course)
    await market.buys_course(on_top)
    await market.buys(on_top, PRICE - COURSE_PRICE)
    for person in (with_course, on_top):
        await market.opens(person, 2)
        granted = GrantFromFund(f"quiz:{person}", person, "quiz", 20, about)
        await engine.run(grant_from_fund, granted)
        await market.refunds(person)
    assert await market.wealth(with_course) == ALL
    assert sum(await market.wealth(on_top)) == 1_100 - 100 + 20
    assert (await market.has(with_course), await market.has(on_top)) == (
        (False, False),
        (True, False),
    )
    await market.gives_course_back(on_top)
    assert (await market.has(on_top), await market.wealth(on_top)) == ((False, False), ALL)
    await market.adds_up()


async def test_a_refund_after_maturity_is_the_educators_to_pay(
    engine: Engine, market: Fair, clock: FrozenClock
) -> None:
    buyer = await market.buyer()
    await market.buys(buyer)
    await market.opens(buyer, 2)
    clock.advance(days=15)
    await work_due_jobs(engine)
    assert (await engine.read(earnings, EarningsQuery(market.educator))).available > 0
    await market.refunds(buyer)
    assert await market.wealth(buyer) == ALL
    told = await engine.read(earnings, EarningsQuery(market.educator))
    assert (told.pending, told.available, told.reserve, told.debt) == (0, 0, 0, 0)
    await market.adds_up()


async def test_a_course_that_came_with_a_cohort_does_not_go_back_alone(
    engine: Engine, market: Fair
) -> None:
    buyer = await market.buyer()
    await market.buys(buyer)
    assert await market.buys_course(buyer) != 0  # there already: the cohort's sale
    assert sum(await market.wealth(buyer)) == 800
    for back in (undo_purchase, refund_course):
        with pytest.raises(HeldWithCohort):
            await engine.run(back, GiveBackCourse(buyer, market.course))
    purchase = await engine.read(purchase_of, CourseQuery(buyer, market.course))
    assert purchase is not None
    assert (purchase.can_undo, purchase.can_refund) == (False, False)
    await market.undoes(buyer)
    with pytest.raises(NotBought):
        await engine.run(undo_purchase, GiveBackCourse(buyer, market.course))


async def test_a_course_under_a_cohort_goes_back_after_the_cohort(
    engine: Engine, market: Fair
) -> None:
    """Else the cohort would be had for the difference, without the course."""
    buyer = await market.buyer()
    await market.buys_course(buyer)
    await market.buys(buyer, PRICE - COURSE_PRICE)
    for back in (undo_purchase, refund_course):
        with pytest.raises(HeldWithCohort):
            await engine.run(back, GiveBackCourse(buyer, market.course))
    await market.undoes(buyer)
    assert await market.has(buyer) == (True, False)
    await market.undoes_course(buyer)
    assert (await market.has(buyer), await market.wealth(buyer)) == ((False, False), ALL)
    await market.adds_up()


async def test_who_leaves_the_course_first_is_not_charged_for_it_again(market: Fair) -> None:
    buyer = await market.buyer()
    await market.buys(buyer)
    await market.leaves_course(buyer)
    await market.buys_course(buyer)
    assert sum(await market.wealth(buyer)) == 800
    assert await market.has(buyer) == (True, True)


async def test_who_is_linked_keeps_the_cohort_that_was_bought_twice_until_both_are_back(
    engine: Engine, market: Fair
) -> None:
    one = await market.buyer()
    two = (await engine.run(meet, Meet("discord", 7_001, "Heron"))).who.person_id
    await engine.run(give_tokens, GiveTokens(two, 300, "pack-two"))
    await market.buys(one)
    await market.buys(two)
    keeper = (await linked(engine, one, two)).person_id
    await market.undoes(keeper)
    assert await market.has(keeper) == (True, True)
    await market.undoes(keeper)
    assert await market.has(keeper) == (False, False)
    assert await market.wealth(keeper) == (200, 1_200)
    await market.adds_up()
