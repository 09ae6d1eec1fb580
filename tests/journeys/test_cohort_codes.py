"""A code typed at a cohort's price in the chat: what is none is refused with a sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.cohorts.commands import OpenCohort
from engine.cohorts.purchase_commands import SetCohortPrice
from engine.cohorts.purchasing import set_cohort_price
from engine.cohorts.service import open_cohort
from engine.courses.discounting import MakeCourseCode, make_course_code
from engine.wallet.discount_codes import MakeCode
from tests.engine.wallet.selling import GiveTokens, give_tokens
from tests.journeys.for_sale import puts_up_for_sale, retires
from tests.journeys.stage import News, Somebody, Stage
from tests.journeys.telling import beside

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOT_GOOD = "That code is not good here"
BAD_CODES = ("no-such-code", "'; DROP TABLE--", "ÄÖÜ-ÄÖÜ")
TITLE = "Fens for {}"


async def priced_cohort(stage: Stage, platform: str) -> int:
    """A course for 100 tokens, a cohort of it for 300, and a code of its educator."""
    title = TITLE.format(platform)
    owner, course_id = await puts_up_for_sale(stage, f"fens-{platform}", title, 100)
    async with beside(stage) as engine:
        opened = await engine.run(open_cohort, OpenCohort(owner, course_id, "Spring"))
        await engine.run(set_cohort_price, SetCohortPrice(owner, opened.cohort_id, 300))
        until = engine.clock.now() + timedelta(days=300)
        code = MakeCode(owner, f"FENS-{platform}", until, percent=20)
        await engine.run(make_course_code, MakeCourseCode(code, course_id))
    return course_id


async def types_code(buyer: Somebody, code: str) -> News:
    await buyer.press("I have a code")
    if buyer.is_on_telegram:
        return await buyer.say(code)
    return await buyer.fill_in({"Which code?": code})


async def test_a_code_that_is_none_is_refused_with_a_sentence_and_the_price_is_still_there(
    stage: Stage, platform: str
) -> None:
    course_id = await priced_cohort(stage, platform)
    buyer = stage.person(f"coder-{platform}", platform)
    await buyer.arrives()
    [[person_id]] = stage.rows("SELECT max(id) FROM person")
    async with beside(stage) as engine:
        await engine.run(give_tokens, GiveTokens(person_id, 300, f"coder-{platform}"))
    await buyer.say("/courses")
    await buyer.press(TITLE.format(platform))
    offer = await buyer.press("Join “Spring” for 300")
    assert "300 = 0 earned + 300 purchased" in offer
    for code in BAD_CODES:
        assert NOT_GOOD in await types_code(buyer, code), code
    lowered = await types_code(buyer, f" fens-{platform} ")
    assert "The code is good: 20% off" in await buyer.reads()
    assert "240 = 0 earned + 240 purchased" in lowered
    assert "Your code takes 60 tokens off the price" in lowered
    assert set(lowered.labels) >= {"Buy", "Back"}
    assert "You are in “Spring”" in await buyer.press("Buy")
    assert "60 purchased" in await buyer.say("/wallet")
    await retires(stage, course_id)


async def test_who_tries_too_often_is_told_so_and_pays_nothing(stage: Stage, platform: str) -> None:
    course_id = await priced_cohort(stage, f"often-{platform}")
    buyer = stage.person(f"often-{platform}", platform)
    await buyer.arrives()
    await buyer.say("/courses")
    await buyer.press(TITLE.format(f"often-{platform}"))
    missing = await buyer.press("Join “Spring” for 300")
    assert "300 are missing" in missing
    assert {"I have a code", "Ask for a scholarship"} <= set(missing.labels)
    for number in range(5):
        assert NOT_GOOD in await types_code(buyer, f"guess-{number}")
    refused = await types_code(buyer, f"FENS-often-{platform}")
    assert "That was a lot at once. Please wait" in refused
    assert "The code is good" not in await buyer.reads()
    await retires(stage, course_id)
