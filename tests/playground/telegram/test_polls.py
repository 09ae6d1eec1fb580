"""Polls: one and several choices, closing by hand and in time, and their limits."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.types import InputPollOption

from playground.surface import NotSeen
from playground.telegram import TelegramWorld
from tests.playground.telegram.harness import HandClock, RawClient, aiogram_bot

OPTIONS = [{"text": "one"}, {"text": "two"}, {"text": "three"}]
QUIZ = {"question": "Which?", "options": OPTIONS, "type": "quiz", "is_anonymous": False}


@pytest.fixture(autouse=True)
async def started(world: TelegramWorld, client: RawClient) -> None:
    await client.start(world)


async def test_several_right_answers_are_ticked_and_sent(
    world: TelegramWorld, url: str, client: RawClient
) -> None:
    async with aiogram_bot(url) as bot:
        sent = await bot.send_poll(
            501, "Which are even?", [InputPollOption(text=t) for t in ("1", "2", "4")],
            type="quiz", correct_option_ids=[1, 2], allows_multiple_answers=True,
            is_anonymous=False, explanation="Halves",
        )  # fmt: skip
        assert sent.poll is not None
        assert sent.poll.correct_option_ids == [1, 2]
    with pytest.raises(NotSeen):
        await world.press("learner", "", label="Vote")
    for label in ("2", "1", "4", "1"):
        await world.press("learner", "", label=label)
    assert await client.updates() == []
    ticked = [o["is_chosen"] for o in world.view("learner")["messages"][-1]["poll"]["options"]]
    assert ticked == [False, True, True]
    await world.press("learner", "", label="Vote")
    updates = await client.updates()
    assert updates[0]["poll"]["total_voter_count"] == 1
    answer = updates[1]["poll_answer"]
    assert answer["option_ids"] == [1, 2]
    assert answer["user"]["id"] == 501
    assert "chat" not in answer
    shown = world.view("learner")["messages"][-1]["poll"]
    assert shown["is_right"]
    assert [o["votes"] for o in shown["options"]] == [0, 1, 1]
    assert world.view("learner")["messages"][-1]["rows"] == []


async def test_an_anonymous_poll_tells_no_person(world: TelegramWorld, client: RawClient) -> None:
    await client.result("sendPoll", chat_id=501, question="Ready?", options=OPTIONS[:2])
    await world.press("learner", "", label="one")
    assert [sorted(update)[0] for update in await client.updates()] == ["poll"]


async def test_a_poll_closes_when_its_time_is_over(
    world: TelegramWorld, client: RawClient, clock: HandClock
) -> None:
    await client.result("sendPoll", chat_id=501, **QUIZ, correct_option_ids=[0], open_period=30)
    clock.advance(seconds=31)
    assert not world.is_idle()
    closed = (await client.updates())[0]["poll"]
    assert closed["is_closed"]
    shown = world.view("learner")["messages"][-1]["poll"]
    assert shown["is_closed"]
    assert shown["options"][0]["is_right"]
    with pytest.raises(NotSeen):
        await world.press("learner", "", label="one")


async def test_a_poll_is_stopped_once(world: TelegramWorld, client: RawClient) -> None:
    sent = await client.result("sendPoll", chat_id=501, **QUIZ, correct_option_ids=[0])
    where = {"chat_id": 501, "message_id": sent["message_id"]}
    stopped = await client.result("stopPoll", **where)
    assert stopped["is_closed"]
    assert await client.refusal("stopPoll", **where) == (
        "Bad Request: poll has already been closed"
    )
    assert await client.refusal("stopPoll", chat_id=501, message_id=1) == (
        "Bad Request: message with poll to stop not found"
    )


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"question": ""}, "poll question must be non-empty"),
        ({"question": "x" * 301}, "poll question length must not exceed 300"),
        ({"options": [{"text": "x" * 101}]}, "poll options length must not exceed 100"),
        ({"options": [{"text": str(n)} for n in range(13)]},
         "poll can't have more than 12 options"),
        ({"options": []}, "poll must have at least 1 option"),
        ({"correct_option_ids": [3]}, "wrong correct option ID specified"),
        ({"correct_option_ids": []}, "quiz poll must have a correct option"),
        ({"explanation": "x" * 201}, "poll explanation is too long"),
        ({"explanation": "a\nb\nc\nd"}, "poll explanation is too long"),
        ({"open_period": 4}, "poll open period is invalid"),
    ],
)  # fmt: skip
async def test_refusals_of_a_poll(client: RawClient, params: dict[str, Any], words: str) -> None:
    asked = {**QUIZ, "correct_option_ids": [0], **params}
    assert await client.refusal("sendPoll", chat_id=501, **asked) == f"Bad Request: {words}"


async def test_stars_are_paid_after_the_bot_agrees(
    world: TelegramWorld, client: RawClient, clock: HandClock
) -> None:
    invoice = {"title": "Course", "description": "Twelve lessons", "payload": "c1",
               "currency": "XTR", "prices": [{"label": "Course", "amount": 250}]}  # fmt: skip
    await client.result("sendInvoice", chat_id=501, **invoice)
    await world.press("learner", "", label="Pay")
    query = (await client.updates())[0]["pre_checkout_query"]
    assert query["total_amount"] == 250
    clock.advance(seconds=11)
    agreed = {"pre_checkout_query_id": query["id"], "ok": True}
    late = await client.refusal("answerPreCheckoutQuery", **agreed)
    assert late.startswith("Bad Request: query is too old")
    await world.press("learner", "", label="Pay")
    query = (await client.updates())[0]["pre_checkout_query"]
    await client.result("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    payment = (await client.updates())[0]["message"]["successful_payment"]
    assert payment["invoice_payload"] == "c1"
    charge = payment["telegram_payment_charge_id"]
    refund = {"user_id": 501, "telegram_payment_charge_id": charge}
    await client.result("refundStarPayment", **refund)
    assert "REFUNDED" in await client.refusal("refundStarPayment", **refund)
    words = await client.refusal("sendInvoice", chat_id=501, **{**invoice, "currency": "EUR"})
    assert words == "Bad Request: PAYMENT_PROVIDER_INVALID"
