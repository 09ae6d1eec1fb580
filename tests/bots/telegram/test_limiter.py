"""Rates: who goes first, how fast, and what a refusal stops."""

from __future__ import annotations

import asyncio

import pytest

from bots.telegram.limiter import Limiter, Priority, Rates, TooBusy

pytestmark = pytest.mark.usefixtures("own_clock")


def rates(**changed: float) -> Rates:
    fast: dict[str, float] = {
        "overall_per_second": 10_000,
        "overall_burst": 100,
        "chat_per_second": 100,
        "chat_burst": 2,
        "group_per_minute": 60 * 100,
        "group_burst": 2,
    }
    return Rates(**{**fast, **changed})  # type: ignore[arg-type]  # whole numbers where it wants them


def approx(seconds: float) -> object:
    """An alarm that comes a hair too soon is set anew, a millisecond off: four alarms, 4 ms."""
    return pytest.approx(seconds, abs=0.0041)


async def seconds_for(limiter: Limiter, chats: list[int], *, is_new: bool = True) -> float:
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.gather(
        *(limiter.acquire(chat, Priority.INTERACTIVE, is_new=is_new) for chat in chats)
    )
    return loop.time() - start


async def test_a_chat_takes_its_burst_at_once_and_then_its_rate() -> None:
    limiter = Limiter(rates())
    assert await seconds_for(limiter, [1] * 6) == approx(0.04)  # 4 more at 100 a second


async def test_a_group_is_counted_by_the_minute_edits_too() -> None:
    limiter = Limiter(rates(group_per_minute=60 * 50))
    assert await seconds_for(limiter, [-1] * 4, is_new=False) == approx(0.04)


async def test_different_chats_and_private_edits_do_not_wait_for_each_other() -> None:
    limiter = Limiter(rates(chat_per_second=0.01, chat_burst=1))
    assert await seconds_for(limiter, list(range(1, 50))) == 0
    assert await seconds_for(limiter, [1] * 20, is_new=False) == 0


async def test_all_chats_together_keep_the_overall_rate() -> None:
    limiter = Limiter(rates(overall_per_second=100, overall_burst=1))
    assert await seconds_for(limiter, list(range(1, 6))) == approx(0.04)


async def test_what_is_urgent_overtakes_what_waits() -> None:
    limiter = Limiter(rates(overall_per_second=200, overall_burst=1))
    order: list[str] = []

    async def send(name: str, chat: int, priority: Priority) -> None:
        await limiter.acquire(chat, priority, is_new=True)
        order.append(name)

    await limiter.acquire(1, Priority.INTERACTIVE, is_new=True)  # the burst is gone
    async with asyncio.TaskGroup() as group:
        group.create_task(send("broadcast", 2, Priority.BROADCAST))
        group.create_task(send("cohort", 3, Priority.COHORT))
        group.create_task(send("quiz", 4, Priority.LIVE_QUIZ))
        group.create_task(send("person", 5, Priority.INTERACTIVE))
    assert order == ["person", "quiz", "cohort", "broadcast"]


async def test_messages_of_one_chat_keep_their_order() -> None:
    limiter = Limiter(rates(chat_per_second=200, chat_burst=1))
    order: list[int] = []

    async def send(number: int) -> None:
        # Every second one is an edit, which needs no token of the chat but must not overtake.
        await limiter.acquire(1, Priority.INTERACTIVE, is_new=number % 2 == 0)
        order.append(number)

    await asyncio.gather(*(send(number) for number in range(8)))
    assert order == list(range(8))


async def test_a_refused_chat_waits_and_others_go_on() -> None:
    limiter = Limiter(rates())
    limiter.pause(1, 0.05)
    assert await seconds_for(limiter, [2]) == 0
    assert await seconds_for(limiter, [1]) == approx(0.05)


async def test_two_chats_refused_at_once_mean_the_whole_bot() -> None:
    limiter = Limiter(rates())
    limiter.pause(1, 0.05)
    limiter.pause(2, 0.05)
    assert await seconds_for(limiter, [3]) == approx(0.05)


async def test_the_queue_is_bounded_for_all_but_people() -> None:
    limiter = Limiter(rates(chat_per_second=0.001, chat_burst=1, waiting=1))
    await limiter.acquire(1, Priority.INTERACTIVE, is_new=True)
    waiting = asyncio.create_task(limiter.acquire(1, Priority.COHORT, is_new=True))
    await asyncio.sleep(0)
    with pytest.raises(TooBusy):
        await limiter.acquire(1, Priority.BROADCAST, is_new=True)
    await limiter.acquire(2, Priority.INTERACTIVE, is_new=True)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(TimeoutError):  # the place in the queue is free again, the chat is not
        async with asyncio.timeout(0.01):
            await limiter.acquire(1, Priority.BROADCAST, is_new=True)
