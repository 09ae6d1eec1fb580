"""Codes and scholarships on a cohort's price: pressed at once, and after accounts were linked."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from engine.cohorts.purchase_commands import BuyCohort
from engine.cohorts.purchasing import buy_cohort
from engine.courses.access import thing_of as course_thing
from engine.courses.commands import BuyCourse
from engine.courses.errors import NotBought
from engine.courses.purchasing import buy_course
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Outdated
from engine.people.commands import Meet
from engine.people.link_commands import UndoMerge
from engine.people.link_errors import UndoSpent
from engine.people.linking import undo_merge
from engine.people.service import meet
from engine.wallet.redemption_errors import CodeNotGood
from engine.wallet.token_policy import GIVEN_FOR
from tests.engine.cohorts.buying import COURSE_PRICE, PRICE
from tests.engine.cohorts.counting import Counter
from tests.engine.people.linking import linked
from tests.engine.wallet.selling import GiveTokens, give_tokens, holds


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
    eli = await market.scholar()
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
    eli = await market.scholar()
    await market.buys_course(eli)
    await market.takes(eli)
    assert await market.wealth(eli) == (0, 700)
    await market.undoes(eli)
    await market.gives_course_back(eli)
    assert (await market.wealth(eli), await market.given(eli)) == (
        (100, 900),
        {course_thing(market.course): 100},
    )
    with pytest.raises(Outdated):
        await engine.run(buy_course, BuyCourse(eli, market.course, 1))
    with pytest.raises(NotBought):
        await market.gives_course_back(eli)
    await market.adds_up()


async def test_a_scholarship_of_yesterday_is_past_its_day_and_pays_nothing(
    market: Counter, clock: FrozenClock
) -> None:
    eli = await market.scholar()
    clock.advance(seconds=(GIVEN_FOR - timedelta(seconds=1)).total_seconds())
    assert (await market.offer(eli)).given == 100
    clock.advance(seconds=1)
    assert (await market.offer(eli)).given == 0
