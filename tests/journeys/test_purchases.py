"""A course bought in the chat: the parts told first, every lesson open, undone, given back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bots.dialogue.texts import Texts
from engine.wallet.lots import EARNED
from tests.engine.wallet.selling import GiveTokens, give_tokens, with_history
from tests.journeys.for_sale import puts_up_for_sale, retires
from tests.journeys.stage import Somebody, Stage
from tests.journeys.telling import beside

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def priced_course(stage: Stage, platform: str) -> int:
    """Another one for each test: published by the demonstration's educator, for 300 tokens."""
    title = f"Rivers for {platform}"
    owner, course_id = await puts_up_for_sale(stage, f"rivers-{platform}", title, 300)
    async with beside(stage) as engine:
        await with_history(engine, owner)
    return course_id


async def has_tokens(stage: Stage, person_id: int, key: str) -> None:
    """As a pack and quizzes would have brought them; the fund of the demonstration pays."""
    async with beside(stage) as engine:
        await engine.run(give_tokens, GiveTokens(person_id, 250, f"{key}-pack"))
        await engine.run(give_tokens, GiveTokens(person_id, 95, f"{key}-quiz", bucket=EARNED))


async def opens(buyer: Somebody, platform: str):
    await buyer.say("/courses")
    return await buyer.press(f"Rivers for {platform}")


async def test_a_course_is_bought_undone_bought_again_and_given_back(
    stage: Stage, platform: str
) -> None:
    course_id = await priced_course(stage, platform)
    buyer = stage.person(f"buyer-{platform}", platform)
    await buyer.arrives()
    [[person_id]] = stage.rows("SELECT max(id) FROM person")
    page = await opens(buyer, platform)
    assert "Buy for 300" in page.labels
    assert "Start" not in page.labels
    poor = await buyer.press("Buy for 300")
    assert "300 = 0 earned + 300 purchased" in poor
    assert "300 are missing" in poor
    assert "Buy" not in poor.labels

    await has_tokens(stage, person_id, f"buyer-{platform}")
    await buyer.press("Back")
    offer = await buyer.press("Buy for 300")
    assert "300 = 90 earned + 210 purchased" in offer
    bought = await buyer.press("Buy")
    assert f"“Rivers for {platform}” is yours" in bought
    assert {"Read", "Undo purchase"} <= set(bought.labels)
    wallet = await buyer.say("/wallet")
    assert "5 earned" in wallet
    assert "40 purchased" in wallet

    page = await opens(buyer, platform)
    assert "Undo purchase" in page.labels
    undone = await buyer.press("Undo purchase")
    assert "90 earned and 210 purchased tokens are in your wallet again" in undone
    page = await opens(buyer, platform)
    assert "Buy for 300" in page.labels

    await buyer.press("Buy for 300")
    await buyer.press("Buy")
    front = await buyer.press("Read")
    assert "Lesson 1 of 4" in front
    await buyer.press("Read")
    page = await opens(buyer, platform)
    assert "Undo purchase" not in page.labels
    assert "Give it back" in page.labels  # one lesson of four
    await buyer.press("Give it back")
    back = await buyer.press("Yes, give it back")
    assert "90 earned and 210 purchased" in back
    wallet = await buyer.say("/wallet")
    assert "Course given back" in wallet
    assert "Course bought" in wallet

    # Once more it can be had, but not given back; its educator is told what waits until when.
    await opens(buyer, platform)
    await buyer.press("Buy for 300")
    await buyer.press("Buy")
    page = await opens(buyer, platform)
    assert "Give it back" not in page.labels
    earned = await stage.person("educator", "telegram").say("/earnings")
    assert "+210" in earned  # 300 less 53 of discount, less 15% of the rest
    # Other stories have let days go by in this world: only their number is known.
    [[sold_at, zone]] = stage.rows(
        "SELECT max(sale.sold_at), person.zone FROM sale JOIN person ON person.id = educator_id "
        "WHERE thing = ?",
        f"course:{course_id}",
    )
    final = datetime.fromisoformat(str(sold_at)) + timedelta(days=14)
    day = Texts("en", str(zone or "UTC")).local_day(final)
    assert f"Rivers for {platform}, final on {day}" in earned
    await retires(stage, course_id)
