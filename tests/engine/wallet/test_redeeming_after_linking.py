"""What was shown or asked for before two accounts were linked, and is done afterwards."""

from __future__ import annotations

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.people.commands import Meet
from engine.people.link_commands import UndoMerge
from engine.people.linking import undo_merge
from engine.people.service import meet
from engine.wallet.commands import Line
from engine.wallet.proposals import Propose, propose
from engine.wallet.redemption_queries import given_to
from tests.engine.people.linking import linked
from tests.engine.wallet.redeeming import Shop, open_shop
from tests.engine.wallet.replaying import Rows, problems
from tests.engine.wallet.selling import THING, holds, settled, work_due_jobs


async def shop_with_second(engine: Engine, clock: FrozenClock) -> tuple[Shop, int, int]:
    """A shop, a learner, and that learner's account on the other platform."""
    shop = await open_shop(engine, clock)
    second = (await engine.run(meet, Meet("discord", 71, "Ann"))).who.person_id
    return shop, shop.learners[0], second


async def is_sound(engine: Engine) -> None:
    await settled(engine)
    assert problems(Rows(engine.address)) == []


async def test_a_scholarship_that_is_decided_after_linking_is_who_it_is_for_by_now(
    engine: Engine, clock: FrozenClock
) -> None:
    shop, ann, second = await shop_with_second(engine, clock)
    fund = await engine.run(propose, Propose("fund.added", 500, "fund:scholarship"))
    await shop.approve(fund.proposal_id)
    asked = await engine.run(
        propose,
        Propose("scholarship", 300, by_person_id=shop.admins[0], for_person_id=second, thing=THING),
    )
    done = await linked(engine, ann, second)
    clock.advance(hours=2)  # what came late for the account that is gone was fetched by now
    await work_due_jobs(engine)
    await shop.approve(asked.proposal_id, shop.admins[1])
    given = await engine.read(given_to, done.person_id)
    assert [(lot.thing, lot.tokens) for lot in given] == [(THING, 300)]
    (gone,) = {ann, second} - {done.person_id}
    assert await holds(engine, f"person:{done.person_id}:earned") == [300]
    assert await holds(engine, f"person:{gone}:earned") == [0]
    await is_sound(engine)


async def test_after_linking_is_undone_the_next_voucher_is_a_new_one(
    engine: Engine, clock: FrozenClock
) -> None:
    shop, ann, second = await shop_with_second(engine, clock)
    offer = await shop.stock(5, price=50, cost=40)
    await shop.has_paid(ann, second)
    await shop.earns(ann, 300)
    await shop.earns(second, 100)

    async def takes(person: int) -> int:
        shown = (await shop.catalogue(person)).redeemed
        taken = await shop.take(person, offer, shown)
        await shop.confirm(person, taken.redemption_id)
        return taken.redemption_id

    await takes(ann)
    await takes(second)
    done = await linked(engine, ann, second)
    assert done.person_id == ann
    before = await takes(ann)
    await engine.run(undo_merge, UndoMerge(shop.admins[0], done.merge_id))
    after = {await takes(ann) for _ in range(2)}
    assert len(after) == 2
    assert before not in after
    await is_sound(engine)


async def test_a_correction_that_is_decided_after_linking_is_on_who_they_are_by_now(
    engine: Engine, clock: FrozenClock
) -> None:
    shop, ann, second = await shop_with_second(engine, clock)
    lines = (
        Line("issuance:rewards:quiz", f"person:{second}:earned", "TOK", 30),
        Line("fund:rewards", "fund:committed", "USD", 30),
    )
    asked = await engine.run(propose, Propose("correction", lines=lines))
    await linked(engine, ann, second)
    clock.advance(hours=2)
    await work_due_jobs(engine)
    await shop.approve(asked.proposal_id)
    assert await holds(engine, f"person:{ann}:earned", f"person:{second}:earned") == [30, 0]
    await is_sound(engine)
