"""Deliveries: each destination hears an event once, through crashes, refusals and crowds."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.outbox import (
    ATTEMPTS,
    CLAIM,
    INTERRUPTIONS,
    ClaimDeliveries,
    ClaimedDelivery,
    DeliveriesSince,
    EndDelivery,
    claim_deliveries,
    deliveries_since,
    due_on,
    end_delivery,
    held_for,
    next_delivery_at,
    release_held,
)
from engine.foundation.tx import Destination, Tx
from tests.engine.foundation.happenings import (
    Follow,
    Happen,
    SomethingHappened,
    all_deliveries,
    events_count,
    happen,
    start_following,
    stop_following,
)

OTTER = Destination("person", 1, "telegram")
HERON = Destination("person", 2, "telegram")
BOARD = Destination("place", 2, "telegram")
CHANNEL = Destination("place", 7, "discord")


async def claim(engine: Engine, platform: str = "telegram", limit: int = 20) -> list[int]:
    return [one.id for one in await claimed(engine, platform, limit)]


async def claimed(
    engine: Engine, platform: str = "telegram", limit: int = 20
) -> tuple[ClaimedDelivery, ...]:
    return await engine.run(claim_deliveries, ClaimDeliveries(platform, limit))


async def states(engine: Engine) -> list[str]:
    return [row.state for row in await engine.read(all_deliveries, None)]


async def test_who_is_named_and_who_follows_hear_it_once_each(engine: Engine) -> None:
    for topic in ("river", "person:1"):
        await engine.run(start_following, Follow(topic, CHANNEL))
        await engine.run(start_following, Follow(topic, CHANNEL))
    await engine.run(start_following, Follow("river", OTTER))
    await engine.run(start_following, Follow("sea", HERON))
    await engine.run(happen, Happen(5, (OTTER, BOARD), ("river", "person:1")))
    rows = await engine.read(all_deliveries, None)
    told = [(row.to_kind, row.to_id, row.platform) for row in rows]
    assert told == [("person", 1, "telegram"), ("place", 2, "telegram"), ("place", 7, "discord")]
    assert await engine.read(events_count, None) == 1


async def test_who_stopped_following_hears_no_more(engine: Engine) -> None:
    await engine.run(start_following, Follow("river", CHANNEL))
    await engine.run(start_following, Follow("river", BOARD))
    await engine.run(stop_following, Follow("river", CHANNEL))
    await engine.run(happen, Happen(topics=("river",)))
    assert [row.to_id for row in await engine.read(all_deliveries, None)] == [BOARD.id]


async def test_a_claim_holds_the_event_and_is_nobody_elses(engine: Engine) -> None:
    await engine.run(happen, Happen(5, (OTTER, CHANNEL)))
    [delivery] = await claimed(engine)
    assert delivery.event == SomethingHappened(5)
    assert (delivery.to_kind, delivery.to_id, delivery.attempts) == ("person", 1, 1)
    assert await claim(engine) == []
    assert len(await claim(engine, "discord")) == 1


async def test_the_urgent_goes_first_and_the_postponed_waits(
    engine: Engine, clock: FrozenClock
) -> None:
    later = clock.now() + timedelta(hours=2)
    await engine.run(happen, Happen(1, (Destination("person", 1, "telegram", priority=3),)))
    await engine.run(happen, Happen(2, (Destination("person", 1, "telegram", priority=1),)))
    await engine.run(happen, Happen(3, (Destination("person", 1, "telegram", not_before=later),)))
    urgent, calm = await claimed(engine)
    assert [urgent.event.number, calm.event.number] == [2, 1]
    for one in (urgent, calm):
        await engine.run(end_delivery, EndDelivery(one.id, "sent"))
    assert await engine.read(next_delivery_at, None) == later
    clock.move_to(later)
    assert [one.event.number for one in await claimed(engine)] == [3]


async def test_a_lapsed_claim_is_taken_anew_where_a_repeat_does_no_harm(
    engine: Engine, clock: FrozenClock
) -> None:
    await engine.run(happen, Happen(to=(OTTER, HERON)))
    first = await claim(engine)
    clock.advance(seconds=CLAIM.total_seconds())
    assert await claim(engine) == []
    clock.advance(seconds=1)
    assert await claim(engine) == first
    assert {one.attempts for one in await engine.read(all_deliveries, None)} == {1}


async def test_a_lapsed_claim_is_dropped_where_a_repeat_would_do_harm(
    engine: Engine, clock: FrozenClock
) -> None:
    await engine.run(
        happen, Happen(to=(Destination("person", 1, "telegram", is_repeatable=False),))
    )
    assert len(await claim(engine)) == 1
    clock.advance(seconds=CLAIM.total_seconds() + 1)
    assert await claim(engine) == []
    assert await states(engine) == ["dropped"]


async def test_a_failed_delivery_is_tried_again_and_then_is_dead(
    engine: Engine, clock: FrozenClock
) -> None:
    await engine.run(happen, Happen(to=(OTTER,)))
    for attempt in range(1, ATTEMPTS + 1):
        [delivery] = await claimed(engine)
        assert delivery.attempts == attempt
        again = EndDelivery(delivery.id, "due", error="x" * 900, again_in_seconds=30)
        state = await engine.run(end_delivery, again)
        assert state == ("due" if attempt < ATTEMPTS else "dead")
        assert await claim(engine) == []
        clock.advance(seconds=30)
    assert await claim(engine) == []
    assert len((await engine.read(all_deliveries, None))[0].last_error) == 500


async def test_a_delivery_that_always_takes_its_announcer_along_is_dead_in_the_end(
    engine: Engine, clock: FrozenClock
) -> None:
    await engine.run(happen, Happen(to=(OTTER,)))
    for _ in range(INTERRUPTIONS + 1):
        assert len(await claim(engine)) == 1
        clock.advance(seconds=CLAIM.total_seconds() + 1)
    assert await claim(engine) == []
    assert await states(engine) == ["dead"]


async def test_a_sending_that_was_cut_short_is_no_attempt(
    engine: Engine, clock: FrozenClock
) -> None:
    """The program is ended again and again, which is not the message's fault."""
    await engine.run(happen, Happen(to=(OTTER,)))
    for _ in range(2 * ATTEMPTS):
        [id] = await claim(engine)
        clock.advance(seconds=CLAIM.total_seconds() + 1)
    [id] = await claim(engine)
    assert await engine.run(end_delivery, EndDelivery(id, "due", error="busy")) == "due"
    [id] = await claim(engine)
    assert await engine.run(end_delivery, EndDelivery(id, "sent", message_id=1)) == "sent"


async def test_what_is_held_waits_until_it_is_released(engine: Engine, clock: FrozenClock) -> None:
    def release(tx: Tx, person_id: int) -> int:
        return release_held(tx, kind="person", id=person_id)

    await engine.run(happen, Happen(1, (OTTER, HERON)))
    await engine.run(happen, Happen(2, (OTTER,)))
    for id in await claim(engine):
        assert await engine.run(end_delivery, EndDelivery(id, "held", error="blocked")) == "held"
    clock.advance(days=9)
    assert await claim(engine) == []
    assert await engine.read(lambda tx, id: held_for(tx, kind="person", id=id), OTTER.id) == 2
    assert await engine.run(release, OTTER.id) == 2
    again = await claimed(engine)
    assert [(one.to_id, one.attempts, one.event.number) for one in again] == [(1, 1, 1), (1, 1, 2)]
    assert await states(engine) == ["claimed", "held", "claimed"]


async def test_what_was_sent_is_not_ended_again(engine: Engine) -> None:
    await engine.run(happen, Happen(to=(OTTER,)))
    [id] = await claim(engine)
    await engine.run(end_delivery, EndDelivery(id, "sent", message_id=2**53 + 1))
    assert await engine.run(end_delivery, EndDelivery(id, "due", error="late")) == "sent"
    [row] = await engine.read(all_deliveries, None)
    assert (row.state, row.sent_message_id, row.last_error) == ("sent", 2**53 + 1, "")
    assert await engine.run(end_delivery, EndDelivery(999, "sent")) == ""


async def test_twenty_announcers_at_once_take_each_delivery_once(engine: Engine) -> None:
    for number in range(60):
        await engine.run(happen, Happen(number, (OTTER,)))
    taken = await asyncio.gather(*(claim(engine, limit=5) for _ in range(20)))
    together = [id for some in taken for id in some]
    assert len(together) == 60
    assert len(set(together)) == 60
    assert {row.attempts for row in await engine.read(all_deliveries, None)} == {1}


async def test_a_command_undone_tells_nobody(engine: Engine) -> None:
    def half_done(tx: Tx, command: Happen) -> None:
        happen(tx, command)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await engine.run(half_done, Happen(to=(OTTER,)))
    assert await engine.read(all_deliveries, None) == []
    assert await engine.read(events_count, None) == 0


async def test_what_waits_is_counted_per_platform_and_listed_newest_last(engine: Engine) -> None:
    await engine.run(happen, Happen(to=(OTTER, HERON, CHANNEL)))
    await claim(engine, limit=1)
    assert await engine.read(due_on, ("telegram",)) == 2
    assert await engine.read(due_on, ("telegram", "discord")) == 3
    cards = await engine.read(deliveries_since, DeliveriesSince(1))
    assert [(card.id, card.platform, card.state) for card in cards] == [
        (2, "telegram", "due"),
        (3, "discord", "due"),
    ]
    assert cards[0].name == "tests.something_happened"
