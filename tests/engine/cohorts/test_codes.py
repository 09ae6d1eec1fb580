"""A discount code counts for cohorts: on what is to pay, once, and bounded for a course's."""

from __future__ import annotations

from typing import Any

import pytest

from engine.cohorts.joining import thing_of
from engine.courses.access import thing_of as course_thing
from engine.courses.commands import CourseQuery
from engine.courses.purchasing import purchase_offer
from engine.foundation.errors import EngineError, Outdated
from engine.wallet.discount_codes import StopCode, given_code, stop_code
from engine.wallet.errors import NotEnough, OwnCourse
from engine.wallet.redemption_errors import CodeNotGood
from tests.engine.cohorts.buying import COURSE_PRICE, PRICE
from tests.engine.cohorts.counting import Counter
from tests.engine.wallet.selling import GiveTokens, give_tokens, holds
from tests.engine.wallet.test_bad_input import BAD_AMOUNTS


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
    eli = await market.scholar()
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
