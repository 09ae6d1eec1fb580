"""Somebody asks while a platform has its faults: they get their answer, and its effect once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.stage import Somebody, Stage
from tests.journeys.telling import numbers

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def visitor(faulty: Stage, platform: str) -> Somebody:
    """Past the first questions, with a course before them that they have not begun."""
    somebody = faulty.person(f"asking{next(numbers)}", platform)
    await somebody.arrives()
    await somebody.say("/courses")
    await somebody.press("Two steps")
    return somebody


def enrolled(faulty: Stage) -> int:
    return faulty.count("enrollment")


def wrong(words: str) -> bool:
    return "Something went wrong" in words


@pytest.mark.parametrize(
    ("fault", "values"),
    [
        ("too_many", {"retry_after": 1}),
        ("too_many", {"retry_after": 1, "method": "editMessageText"}),
        ("server_error", {"count": 2}),
        ("server_error", {"method": "editMessageText"}),
        ("server_error", {"method": "editMessageText", "after": True}),
        ("drop", {"count": 2}),
        ("drop", {"method": "editMessageText", "after": True}),
        ("drop", {"method": "answerCallbackQuery", "after": True}),
        ("slow", {"seconds": 0.5}),
        ("query_too_old", {}),
        ("not_modified", {}),
        ("message_gone", {}),
        ("cannot_edit", {}),
        ("second_poller", {"count": 2}),
        ("reconnect", {}),
    ],
)
async def test_a_press_on_telegram_has_its_effect_and_its_answer(
    faulty: Stage, fault: str, values: dict[str, Any]
) -> None:
    somebody = await visitor(faulty, "telegram")
    before = enrolled(faulty)
    await faulty.client.world("fault", name=fault, on="telegram", **values)
    news = await somebody.press("Start")
    await faulty.fault("clear", on="telegram")
    assert enrolled(faulty) == before + 1
    assert not wrong(await somebody.reads())
    # An edit that is refused as unchanged is there already, as far as Telegram is concerned.
    assert fault == "not_modified" or "Lesson 1 of 2" in news, news
    assert "Take the quiz" in (await somebody.say("/learn two-steps")).labels


@pytest.mark.parametrize("fault", ["server_error", "drop"])
async def test_a_line_on_telegram_is_answered_though_the_answer_was_lost(
    faulty: Stage, fault: str
) -> None:
    somebody = await visitor(faulty, "telegram")
    await faulty.client.world("fault", name=fault, on="telegram", after=True)
    news = await somebody.say("/wallet")
    await faulty.fault("clear", on="telegram")
    # Telegram cannot tell that it has this message already: reading it twice is better than never.
    assert len(news.messages) == 2, news
    assert "Wallet" in news


async def test_an_update_that_comes_again_has_no_second_effect(faulty: Stage) -> None:
    somebody = await visitor(faulty, "telegram")
    before = enrolled(faulty)
    await somebody.press("Start")
    seen = await somebody.reads()
    await faulty.fault("repeat_update", on="telegram")
    assert enrolled(faulty) == before + 1
    assert await somebody.reads() == seen


async def test_a_press_that_waited_too_long_is_still_worked(faulty: Stage) -> None:
    """Telegram drops the answer to a press after a while; what was pressed happens all the same."""
    somebody = await visitor(faulty, "telegram")
    before = enrolled(faulty)
    await faulty.pulls_the_plug()
    await faulty.client.press(somebody.spot, "Start")
    await faulty.client.advance(120)
    await faulty.plugs_in()
    assert enrolled(faulty) == before + 1
    assert "Lesson 1 of 2" in await somebody.reads()


@pytest.mark.parametrize(
    ("fault", "values"),
    [
        ("too_many", {"retry_after": 0.3, "route": "callback"}),
        ("too_many", {"retry_after": 0.3, "route": "webhooks"}),
        ("too_many", {"retry_after": 0.3, "is_global": True, "route": "webhooks"}),
        ("server_error", {"route": "callback"}),
        ("server_error", {"route": "webhooks"}),
        ("drop", {"route": "callback"}),
        ("drop", {"route": "webhooks", "after": True}),
        ("acknowledged_twice", {}),
        ("repeat_interaction", {}),
        ("invalid_body", {"route": "webhooks"}),
        ("slow", {"seconds": 0.5}),
        ("reconnect", {}),
        ("disconnect", {}),
    ],
)
async def test_a_press_on_discord_has_its_effect_and_its_answer(
    faulty: Stage, fault: str, values: dict[str, Any]
) -> None:
    somebody = await visitor(faulty, "discord")
    before = enrolled(faulty)
    await faulty.client.world("fault", name=fault, on="discord", **values)
    news = await somebody.press("Start")
    await faulty.fault("clear", on="discord")
    assert enrolled(faulty) == before + 1
    assert not wrong(await somebody.reads())
    assert "Lesson 1 of 2" in news, news
    assert "Take the quiz" in (await somebody.say("/learn course:two-steps")).labels


@pytest.mark.parametrize("fault", ["unknown_interaction", "invalid_session"])
async def test_a_press_that_discord_lost_is_pressed_again(faulty: Stage, fault: str) -> None:
    somebody = await visitor(faulty, "discord")
    before = enrolled(faulty)
    await faulty.client.world("fault", name=fault, on="discord")
    news = await somebody.press("Start")
    if "Lesson 1 of 2" not in news:
        assert "This interaction failed" in news, news
        assert enrolled(faulty) == before  # what nobody saw answered was not worked either
        news = await somebody.press("Start")
    assert "Lesson 1 of 2" in news, news
    assert enrolled(faulty) == before + 1


async def test_a_form_on_discord_survives_that_its_answer_came_too_late(faulty: Stage) -> None:
    somebody = faulty.person(f"asking{next(numbers)}", "discord")
    await somebody.starts()
    filled = {"What would you like to teach?": "Weaving", "How do you know it?": "From my aunt."}
    await somebody.say("/teach")
    await faulty.client.world("fault", name="unknown_interaction", on="discord")
    assert "Something went wrong. Try again." in await somebody.fill_in(filled)
    before = faulty.count("teaching_application")
    assert "Thank you!" in await somebody.fill_in(filled)
    assert faulty.count("teaching_application") == before + 1
