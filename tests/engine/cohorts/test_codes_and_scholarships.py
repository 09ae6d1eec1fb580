"""What somebody holds for a course counts for its cohorts: scholarships and discount codes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.cohorts.joining import thing_of
from engine.cohorts.purchase_commands import BuyCohort
from engine.cohorts.purchasing import buy_cohort
from engine.courses.access import thing_of as course_thing
from engine.courses.commands import BuyCourse, CourseQuery, GiveBackCourse
from engine.courses.errors import RefundTooLate
from engine.courses.purchasing import buy_course, purchase_offer
from engine.courses.scholarships import AskScholarship, ask_scholarship
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError, Outdated
from engine.people.commands import Meet
from engine.people.link_commands import UndoMerge
from engine.people.link_errors import UndoSpent
from engine.people.linking import undo_merge
from engine.people.service import meet
from engine.wallet.discount_codes import StopCode, given_code, stop_code
from engine.wallet.errors import KeyConflict, NotEnough, NothingToRefund, OwnCourse
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.redemption_errors import CodeNotGood, ScholarshipRefused
from engine.wallet.sale_commands import Refunded, RefundSale
from engine.wallet.sales import refund
from engine.wallet.token_policy import GIVEN_FOR
from tests.engine.cohorts.buying import COURSE_PRICE, PRICE
from tests.engine.cohorts.counting import Counter, counter
from tests.engine.people.linking import linked
from tests.engine.wallet.selling import GiveTokens, give_tokens, holds
from tests.engine.wallet.test_bad_input import BAD_AMOUNTS


@pytest.fixture
async def market(engine: Engine, address: Path | str) -> Counter:
    return await counter(engine, address)


# --- scholarships --------------------------------------------------------------------------------


async def test_a_scholarship_for_the_course_pays_the_courses_part_of_a_cohort(
    market: Counter,
) -> None:
    eli = await market.buyer(earned=0)
    await market.grants(eli, 100)
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
    eli = await market.buyer(earned=0)
    await market.grants(eli, 100)
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
    eli = await market.buyer(earned=0)
    await market.grants(eli, 100)
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
    eli = await market.buyer(earned=0)
    await market.grants(eli, 100)
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
    eli = await market.buyer(earned=0)
    await market.grants(eli, 100)
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
    eli = await market.buyer(earned=0)
    await market.grants(eli, 100)
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
    eli = await market.buyer(earned=0)
    await market.grants(eli, 100)
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


# --- discount codes ------------------------------------------------------------------------------


async def test_an_educators_code_for_the_course_lowers_what_a_cohort_costs(
    market: Counter,
) -> None:
    await market.code("SPRING-20", percent=20)
    ann = await market.buyer(earned=0)
    await market.types(ann, "SPRING-20")
    offer = await market.offer(ann)
    assert (offer.due, offer.lowered, offer.granted, market.parts(offer)) == (300, 60, 0, (0, 240))
    await market.takes(ann)
    assert await market.wealth(ann) == (0, 660)
    assert await market.used() == {"SPRING-20": 1}
    assert await market.engine.read(given_code, ann) is None
    await market.adds_up()


async def test_it_takes_off_a_cohort_no_more_than_the_course_costs(market: Counter) -> None:
    await market.code("ALL-OF-IT", percent=100)
    await market.code("TOKENS-290", tokens=290)
    ann = await market.buyer(earned=0)
    for code in ("ALL-OF-IT", "TOKENS-290"):
        await market.types(ann, code)
        assert (await market.offer(ann)).lowered == COURSE_PRICE
    await market.prices(60)  # below the course: the lowest price stays
    assert (await market.offer(ann)).lowered == 50
    await market.prices_course(0)
    assert (await market.offer(ann)).code == 0
    await market.takes(ann)
    assert await market.used() == {"ALL-OF-IT": 0, "TOKENS-290": 0}
    await market.adds_up()


async def test_who_has_the_course_gets_it_on_the_difference(market: Counter) -> None:
    await market.code("SPRING-20", percent=20)
    ann = await market.buyer(earned=0)
    await market.buys_course(ann)
    await market.types(ann, "SPRING-20")
    offer = await market.offer(ann)
    assert (offer.counted, offer.due, offer.lowered) == (100, 200, 40)
    await market.takes(ann)
    assert await market.wealth(ann) == (0, 900 - 100 - 160)
    given = await market.undoes(ann)
    assert (given.earned, given.purchased) == (0, 160)
    assert await market.has(ann) == (True, False)
    await market.adds_up()


async def test_a_code_counts_for_the_course_or_for_a_cohort_of_it_not_for_both(
    market: Counter,
) -> None:
    await market.code("SPRING-20", percent=20)
    ann, bob = await market.buyer(10, earned=0), await market.buyer(11, earned=0)
    await market.types(ann, "SPRING-20")
    await market.takes_course(ann)
    await market.types(bob, "SPRING-20")
    await market.takes(bob)
    for person in (ann, bob):
        with pytest.raises(CodeNotGood):
            await market.types(person, "SPRING-20")
    offer = await market.offer(ann)
    assert (offer.counted, offer.due, offer.lowered) == (80, 220, 0)
    second = await market.opens_cohort("Summer rivers", 200)
    assert (await market.offer(bob, second)).lowered == 0
    # As with a course: given back, the code stays used.
    await market.undoes(bob)
    with pytest.raises(CodeNotGood):
        await market.types(bob, "SPRING-20")
    assert await market.used() == {"SPRING-20": 2}
    await market.adds_up()


async def test_a_code_of_the_platform_brings_tokens_for_this_cohort_alone(market: Counter) -> None:
    await market.code("WELCOME-50", fund="fund:scholarship", percent=50)
    ann = await market.buyer(earned=0)
    await market.types(ann, "WELCOME-50")
    fund = (await holds(market.engine, "fund:scholarship"))[0]
    offer = await market.offer(ann)
    assert (offer.lowered, offer.granted, market.parts(offer)) == (0, 150, (150, 150))
    await market.takes(ann)
    pending, left = await holds(
        market.engine, f"educator:{market.educator}:pending", "fund:scholarship"
    )
    assert (pending, left) == (255, fund - 150)
    await market.adds_up()
    # Given back they are for this very cohort: not for the course, nor for another one of it.
    given = await market.undoes(ann)
    assert (given.earned, given.purchased) == (150, 150)
    assert await market.given(ann) == {thing_of(market.cohort): 150}
    second = await market.opens_cohort("Summer rivers", 200)
    assert (await market.offer(ann, second)).given == 0
    query = CourseQuery(ann, market.course)
    assert (await market.engine.read(purchase_offer, query)).given == 0
    with pytest.raises(CodeNotGood):
        await market.types(ann, "WELCOME-50")
    offer = await market.offer(ann)
    assert (offer.given, offer.granted, market.parts(offer)) == (150, 0, (150, 150))
    await market.takes(ann)
    assert await market.given(ann) == {}
    await market.adds_up()


async def test_a_funds_code_for_the_course_pays_at_most_what_that_costs(market: Counter) -> None:
    await market.code("FOR-RIVERS", fund="fund:scholarship", of_course=True, percent=100)
    ann = await market.buyer(earned=0)
    await market.types(ann, "FOR-RIVERS")
    assert (await market.offer(ann)).granted == COURSE_PRICE
    await market.takes(ann)
    assert await market.wealth(ann) == (0, 700)
    await market.adds_up()


async def test_tokens_for_the_cohort_are_taken_before_a_scholarship_for_its_course(
    market: Counter,
) -> None:
    await market.code("WELCOME-50", fund="fund:scholarship", percent=50)
    ann = await market.buyer(earned=0)
    await market.types(ann, "WELCOME-50")
    await market.takes(ann)
    await market.undoes(ann)
    await market.grants(ann, 100)
    await market.prices(200)
    offer = await market.offer(ann)
    assert (offer.given, market.parts(offer)) == (250, (200, 0))
    await market.takes(ann)
    assert await market.given(ann) == {course_thing(market.course): 50}
    await market.undoes(ann)
    assert await market.given(ann) == {
        course_thing(market.course): 100,
        thing_of(market.cohort): 150,
    }
    await market.adds_up()


async def test_one_discount_an_order_who_was_given_tokens_uses_those(market: Counter) -> None:
    await market.code("SPRING-20", percent=20)
    eli = await market.buyer(earned=0)
    await market.grants(eli, 100)
    await market.types(eli, "SPRING-20")
    offer = await market.offer(eli)
    assert (offer.code, offer.lowered, offer.given) == (0, 0, 100)
    await market.takes(eli)
    assert await market.engine.read(given_code, eli) is not None  # it waits
    assert await market.used() == {"SPRING-20": 0}
    await market.adds_up()


async def test_where_nothing_is_due_or_nothing_can_be_taken_off_a_code_waits(
    market: Counter,
) -> None:
    await market.code("SPRING-20", percent=20)
    await market.code("WELCOME-50", fund="fund:campaign:none", percent=50)
    ann, bob = await market.buyer(10, earned=0), await market.buyer(11, earned=0)
    await market.buys_course(ann)
    await market.types(ann, "SPRING-20")
    await market.prices(105)  # a difference of less than the lowest price is not asked for
    offer = await market.offer(ann)
    assert (offer.due, offer.quoted, offer.code) == (0, None, 0)
    await market.takes(ann)
    await market.types(bob, "WELCOME-50")  # its fund is empty
    assert (await market.offer(bob)).code == 0
    await market.takes(bob)
    for person in (ann, bob):
        assert await market.engine.read(given_code, person) is not None
    await market.prices(10)
    carl = await market.buyer(12, earned=0)
    await market.types(carl, "SPRING-20")
    assert (await market.offer(carl)).code == 0
    assert await market.used() == {"SPRING-20": 0, "WELCOME-50": 0}
    await market.adds_up()


async def test_a_code_for_another_course_counts_for_its_own_cohorts_alone(market: Counter) -> None:
    other = await market.another_course(50)
    await other.code("LAKES-50", percent=50)
    ann = await market.buyer(earned=0)
    await market.types(ann, "LAKES-50")
    assert (await market.offer(ann)).code == 0
    assert (await other.offer(ann)).lowered == 45
    await market.takes(ann)
    assert await market.engine.read(given_code, ann) is not None
    await market.adds_up()


async def test_who_was_shown_other_terms_is_not_charged(market: Counter) -> None:
    made = await market.code("SPRING-20", percent=20)
    ann = await market.buyer(earned=0)
    await market.types(ann, "SPRING-20")
    seen = (await market.offer(ann)).code
    for due, code in ((PRICE, 0), (240, seen), (PRICE, seen + 1), (PRICE, -1)):
        with pytest.raises(Outdated):
            await market.buys(ann, due, code=code)
    await market.engine.run(stop_code, StopCode(market.educator, made.code_id))
    with pytest.raises(Outdated):
        await market.buys(ann, PRICE, code=seen)
    assert (await market.has(ann), await market.wealth(ann)) == ((False, False), (0, 900))
    assert await market.used() == {"SPRING-20": 0}
    await market.adds_up()


# A boolean is left out: True is 1, and that is the very use that waits.
@pytest.mark.parametrize("code", [one for one in BAD_AMOUNTS if one is not True])
async def test_what_is_no_code_is_refused_and_nothing_is_lost(market: Counter, code: Any) -> None:
    await market.code("SPRING-20", percent=20)
    ann = await market.buyer(earned=0)
    await market.types(ann, "SPRING-20")
    with pytest.raises((EngineError, ValueError, TypeError)):
        await market.buys(ann, PRICE, code=code)
    assert await market.wealth(ann) == (0, 900)
    assert (await market.offer(ann)).lowered == 60
    await market.adds_up()


async def test_an_educator_gets_nothing_out_of_a_code_or_a_cohort_of_their_own(
    market: Counter,
) -> None:
    await market.code("WELCOME-50", fund="fund:scholarship", percent=50)
    await market.engine.run(give_tokens, GiveTokens(market.educator, 900, "own"))
    await market.types(market.educator, "WELCOME-50")
    fund = await holds(market.engine, "fund:scholarship")
    with pytest.raises(OwnCourse):
        await market.takes(market.educator)
    assert await holds(market.engine, "fund:scholarship") == fund
    assert await market.used() == {"WELCOME-50": 0}
    await market.adds_up()


async def test_too_few_tokens_leave_the_code_and_the_fund_as_they_were(market: Counter) -> None:
    await market.code("WELCOME-50", fund="fund:scholarship", percent=50)
    ann = await market.buyer(tokens=149, earned=0)
    await market.types(ann, "WELCOME-50")
    fund = await holds(market.engine, "fund:scholarship")
    offer = await market.offer(ann)
    assert (offer.granted, offer.quoted and offer.quoted.missing) == (150, 1)
    with pytest.raises(NotEnough):
        await market.takes(ann)
    assert await holds(market.engine, "fund:scholarship") == fund
    assert await market.engine.read(given_code, ann) is not None
    assert await market.used() == {"WELCOME-50": 0}
    await market.adds_up()


# --- at once, and together -----------------------------------------------------------------------


async def test_of_two_who_want_the_last_use_one_for_the_course_one_for_the_cohort_one_gets_it(
    market: Counter,
) -> None:
    await market.code("LAST-1", percent=50, most_uses=1)
    for number in range(4):
        ann = await market.buyer(20 + 2 * number, earned=0)
        bob = await market.buyer(21 + 2 * number, earned=0)
        if number:
            await market.code(f"LAST-{number}X", percent=50, most_uses=1)
        code = f"LAST-{number}X" if number else "LAST-1"
        for person in (ann, bob):
            await market.types(person, code)
        outcomes = await asyncio.gather(
            market.takes(ann), market.takes_course(bob), return_exceptions=True
        )
        refused = [one for one in outcomes if isinstance(one, BaseException)]
        # Who looked when it was gone already has paid all of the price; who was shown it, nothing.
        assert {type(one) for one in refused} <= {Outdated}
        paid = (await market.wealth(ann))[1], (await market.wealth(bob))[1]
        assert (paid[0] == 900 - 200) + (paid[1] == 900 - 50) == 1
        assert (await market.used())[code] == 1
    await market.adds_up()


async def test_who_presses_for_course_and_cohort_at_once_uses_a_code_once(market: Counter) -> None:
    await market.code("WELCOME-50", fund="fund:scholarship", percent=50)
    fund = (await holds(market.engine, "fund:scholarship"))[0]
    ann = await market.buyer(earned=0)
    await market.types(ann, "WELCOME-50")
    seen = (await market.offer(ann)).code
    outcomes = await asyncio.gather(
        market.engine.run(buy_cohort, BuyCohort(ann, market.cohort, PRICE, seen)),
        market.engine.run(buy_course, BuyCourse(ann, market.course, COURSE_PRICE, seen)),
        return_exceptions=True,
    )
    assert all(not isinstance(one, BaseException) or isinstance(one, Outdated) for one in outcomes)
    assert await market.used() == {"WELCOME-50": 1}
    granted = fund - (await holds(market.engine, "fund:scholarship"))[0]
    in_cohort = (await market.has(ann))[1]
    assert granted == (150 if in_cohort else 50)
    assert await market.wealth(ann) == (0, 900 - granted)
    await market.adds_up()


async def test_who_presses_twice_has_one_scholarship_spent_once(market: Counter) -> None:
    eli = await market.buyer(earned=0)
    await market.grants(eli, 100)
    await asyncio.gather(
        *(market.buys(eli) for _ in range(3)), market.buys_course(eli), return_exceptions=True
    )
    assert await market.given(eli) == {}
    assert sum(await market.wealth(eli)) == 700
    assert await market.has(eli) == (True, True)
    await market.adds_up()


async def test_accounts_that_are_linked_have_one_scholarship_and_one_use_of_a_code(
    market: Counter, engine: Engine
) -> None:
    await market.code("SPRING-20", percent=20)
    one = await market.buyer(earned=0)
    two = (await engine.run(meet, Meet("discord", 7_001, "Heron"))).who.person_id
    await engine.run(give_tokens, GiveTokens(two, 300, "pack-two"))
    await market.grants(two, 100)
    await market.takes(two)
    await market.types(one, "SPRING-20")
    await market.takes_course(one)
    keeper = (await linked(engine, one, two)).person_id
    await market.adds_up()
    with pytest.raises(CodeNotGood):
        await market.types(keeper, "SPRING-20")
    # The cohort goes back, and with it the scholarship to whoever they are now; the course that
    # the other account had bought stays, so it is for nothing until that is back, too.
    await market.undoes(keeper)
    assert await market.given(keeper) == {course_thing(market.course): 100}
    assert await market.has(keeper) == (True, False)
    offer = await market.offer(keeper)
    assert (offer.counted, offer.due, offer.given) == (80, 220, 0)
    await market.undoes_course(keeper)
    assert (await market.offer(keeper)).given == 100
    assert await market.wealth(keeper) == (100, 1_200)
    await market.adds_up()


async def test_a_link_is_not_undone_over_a_scholarship_that_was_spent(
    market: Counter, engine: Engine
) -> None:
    one = await market.buyer(earned=0)
    two = (await engine.run(meet, Meet("discord", 7_001, "Heron"))).who.person_id
    await market.grants(two, 100)
    merged = await linked(engine, one, two)
    assert (await market.offer(merged.person_id)).given == 100
    await market.takes(merged.person_id)
    with pytest.raises(UndoSpent):
        await engine.run(undo_merge, UndoMerge(market.admins[0], merged.merge_id))
    await market.undoes(merged.person_id)
    await engine.run(undo_merge, UndoMerge(market.admins[0], merged.merge_id))
    assert (await market.given(one), await market.given(two)) == (
        {},
        {course_thing(market.course): 100},
    )
    await market.adds_up()


async def test_a_course_that_a_scholarship_paid_counts_and_goes_back_with_what_it_led_into(
    market: Counter, engine: Engine
) -> None:
    """Course first and the cohort for the difference cost what the cohort costs at once."""
    eli = await market.buyer(earned=0)
    await market.grants(eli, 100)
    await market.buys_course(eli)
    await market.takes(eli)
    assert await market.wealth(eli) == (0, 700)
    await market.undoes(eli)
    await market.gives_course_back(eli)
    assert (await market.wealth(eli), await market.given(eli)) == (
        (100, 900),
        {course_thing(market.course): 100},
    )
    with pytest.raises(EngineError):
        await engine.run(buy_course, BuyCourse(eli, market.course, 1))
    assert GiveBackCourse(eli, market.course)  # nothing of it is left to give back
    with pytest.raises(EngineError):
        await market.gives_course_back(eli)
    await market.adds_up()


async def test_a_scholarship_of_yesterday_is_past_its_day_and_pays_nothing(
    market: Counter, clock: FrozenClock
) -> None:
    eli = await market.buyer(earned=0)
    await market.grants(eli, 100)
    clock.advance(seconds=(GIVEN_FOR - timedelta(seconds=1)).total_seconds())
    assert (await market.offer(eli)).given == 100
    clock.advance(seconds=1)
    assert (await market.offer(eli)).given == 0
