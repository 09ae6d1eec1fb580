"""The delivery ladder: refused on one platform, a message goes to the other one, or waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.outbox import (
    CLAIM,
    INTERRUPTIONS,
    ClaimDeliveries,
    ClaimedDelivery,
    ClaimHeld,
    EndDelivery,
    HeldQuery,
    claim_deliveries,
    claim_held,
    end_delivery,
    is_anything_held,
)
from engine.foundation.tx import Destination
from engine.people.commands import AccountQuery, ErasePerson, Meet, SetReachable
from engine.people.queries import account_on
from engine.people.reaching import NotReached, not_reached
from engine.people.service import erase_person, mark_reachable, mark_unreachable, meet
from tests.engine.foundation.happenings import Happen, SomethingHappened, all_deliveries, happen
from tests.second_account import link_account

OTTER = 5
Link = Callable[[int, str], None]


@pytest.fixture
def link(address: Path | str) -> Link:
    def link(person_id: int, platform: str) -> None:
        link_account(address, person_id=person_id, platform=platform, platform_user_id=OTTER)

    return link


async def otter(engine: Engine, platform: str = "telegram") -> int:
    met = await engine.run(meet, Meet(platform, OTTER, "Otter"))
    return met.who.person_id


async def otter_on_both(engine: Engine, link: Link) -> int:
    person_id = await otter(engine)
    await otter(engine, "discord")
    link(person_id, "discord")
    return person_id


async def refused(engine: Engine, person_id: int, platform: str = "telegram") -> str:
    """One message that is claimed there and refused; the state it has then."""
    await engine.run(happen, Happen(to=(Destination("person", person_id, platform),)))
    [delivery] = await claimed(engine, platform)
    return await engine.run(not_reached, NotReached(person_id, delivery.id, platform, "blocked"))


async def claimed(engine: Engine, platform: str) -> tuple[ClaimedDelivery, ...]:
    return await engine.run(claim_deliveries, ClaimDeliveries(platform))


async def states(engine: Engine) -> list[tuple[str, str, str]]:
    rows = await engine.read(all_deliveries, None)
    return [(row.platform, row.state, row.last_error) for row in rows]


async def test_what_one_platform_refuses_is_due_once_on_the_other(
    engine: Engine, link: Link
) -> None:
    person_id = await otter_on_both(engine, link)
    assert await refused(engine, person_id) == "due"
    assert await states(engine) == [("discord", "due", "blocked on telegram")]
    assert await claimed(engine, "telegram") == ()
    [there] = await claimed(engine, "discord")
    assert (there.event, there.attempts) == (SomethingHappened(1), 1)
    account = await engine.read(account_on, AccountQuery(person_id, "telegram"))
    assert account is not None
    assert not account.can_be_written_to


async def test_who_has_closed_both_is_waited_for(engine: Engine, link: Link) -> None:
    person_id = await otter_on_both(engine, link)
    await engine.run(mark_unreachable, SetReachable(person_id, "discord"))
    assert await refused(engine, person_id) == "held"
    assert await states(engine) == [("telegram", "held", "blocked")]
    # Whichever they come back to, it goes there.
    await engine.run(mark_reachable, SetReachable(person_id, "discord"))
    [again] = await claimed(engine, "telegram")
    ladder = NotReached(person_id, again.id, "telegram", "cannot be written to")
    assert await engine.run(not_reached, ladder) == "due"
    assert [one.id for one in await claimed(engine, "discord")] == [again.id]


async def test_who_has_one_account_is_waited_for(engine: Engine) -> None:
    assert await refused(engine, await otter(engine)) == "held"


async def test_an_account_that_was_unlinked_falls_back_to_the_other(
    engine: Engine, link: Link
) -> None:
    person_id = await otter(engine)
    assert await refused(engine, person_id, "discord") == "due"  # they have none there
    assert [one.to_id for one in await claimed(engine, "telegram")] == [person_id]


async def test_who_is_erased_is_owed_nothing(engine: Engine) -> None:
    person_id = await otter(engine)
    await engine.run(erase_person, ErasePerson(person_id))
    assert await refused(engine, person_id) == "dropped"


async def test_a_delivery_that_ended_meanwhile_is_left_alone(engine: Engine, link: Link) -> None:
    person_id = await otter_on_both(engine, link)
    await engine.run(happen, Happen(to=(Destination("person", person_id, "telegram"),)))
    [delivery] = await claimed(engine, "telegram")
    await engine.run(end_delivery, EndDelivery(delivery.id, "sent", message_id=1))
    ladder = NotReached(person_id, delivery.id, "telegram", "blocked")
    assert await engine.run(not_reached, ladder) == "sent"
    assert await states(engine) == [("telegram", "sent", "")]


async def test_what_waits_is_claimed_by_one_visit_and_held_again_when_it_was_not_shown(
    engine: Engine, clock: FrozenClock
) -> None:
    person_id = await otter(engine)
    for _ in range(3):
        await refused(engine, person_id)
    held = HeldQuery("person", person_id)
    first = await engine.run(claim_held, ClaimHeld(person_id, limit=2))
    assert [one.id for one in first] == [1, 2]
    assert [one.id for one in await engine.run(claim_held, ClaimHeld(person_id))] == [3]
    assert not await engine.read(is_anything_held, held)
    await engine.run(end_delivery, EndDelivery(1, "sent"))
    clock.advance(seconds=CLAIM.total_seconds() + 1)
    left = await claimed(engine, "telegram")
    assert [one.id for one in left] == [2, 3]
    for one in left:
        closed = NotReached(person_id, one.id, "telegram", "cannot be written to")
        await engine.run(not_reached, closed)
    assert await engine.read(is_anything_held, held)
    assert [one.id for one in await engine.run(claim_held, ClaimHeld(person_id))] == [2, 3]


async def test_a_note_that_never_arrives_is_given_up_after_bounded_attempts(
    engine: Engine, clock: FrozenClock
) -> None:
    person_id = await otter(engine)
    await refused(engine, person_id)
    for _ in range(INTERRUPTIONS + 1):
        if not await engine.run(claim_held, ClaimHeld(person_id)):
            break
        clock.advance(seconds=CLAIM.total_seconds() + 1)
        for one in await claimed(engine, "telegram"):
            closed = NotReached(person_id, one.id, "telegram", "cannot be written to")
            await engine.run(not_reached, closed)
    assert await states(engine) == [("telegram", "dead", "the claim ran out")]
