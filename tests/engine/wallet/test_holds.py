"""Tokens held for something: out of their lots and back, to one end, and never past a crash."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from engine.foundation.tx import Tx
from engine.people.commands import ErasePerson
from engine.people.merges import check_all
from engine.people.service import erase_person
from engine.wallet import ledger
from engine.wallet.commands import Journal, Line, WalletQuery
from engine.wallet.errors import (
    HoldOpen,
    HoldOver,
    InsufficientBalance,
    KeyConflict,
    NothingToRefund,
    OwnCourse,
    PriceTooLow,
)
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.hold_commands import HoldTokens, SettleBooking, VoidHold
from engine.wallet.hold_settling import settle_booking
from engine.wallet.holds import ExpireHold, expire_hold, hold_facts, hold_tokens, void_hold
from engine.wallet.lots import EARNED
from engine.wallet.queries import verify, wallet_page
from engine.wallet.token_policy import GRACE, SESSION_MATURES_AFTER
from tests.engine.wallet.selling import (
    GiveTokens,
    give_tokens,
    holds,
    market,
    settled,
    work_due_jobs,
)
from tests.engine.wallet.test_snapshots import rows

SESSION = "session:3"
SETTLED_REFERS_TO = """
    SELECT held.kind FROM ledger_journal settled
    JOIN ledger_journal held ON held.id = settled.refers_to_id
    WHERE settled.kind = 'class_session.settled'
"""


@pytest.fixture
async def two(engine: Engine) -> list[int]:
    """A learner with 200 purchased and 100 earned tokens, and an educator."""
    ann, eva = await market(engine)
    await engine.run(give_tokens, GiveTokens(ann, 200, "pack"))
    await engine.run(
        give_tokens, GiveTokens(ann, 60, "quiz", EARNED, expires_in=timedelta(days=10))
    )
    await engine.run(
        give_tokens, GiveTokens(ann, 40, "quiz-two", EARNED, expires_in=timedelta(days=30))
    )
    return [ann, eva]


def booked(engine: Engine, person: int, *, key: str = "one", hours: int = 24) -> HoldTokens:
    until = engine.clock.now() + timedelta(hours=hours)
    return HoldTokens(key, "booking", person, SESSION, until, purchased=70, earned=80)


async def wealth(engine: Engine, person: int) -> tuple[int, int]:
    page = await engine.read(wallet_page, WalletQuery(person))
    return page.earned, page.purchased


async def use_by(engine: Engine, person: int) -> datetime:
    page = await engine.read(wallet_page, WalletQuery(person))
    assert page.use_by is not None
    return page.use_by


async def test_what_is_held_leaves_the_wallet_and_comes_back_into_its_lots(
    engine: Engine, two: list[int]
) -> None:
    ann, _ = two
    first_expiry = await use_by(engine, ann)
    held = await engine.run(hold_tokens, booked(engine, ann))
    assert await wealth(engine, ann) == (20, 130)
    accounts = f"hold:{held.hold_id}:purchased", f"hold:{held.hold_id}:earned"
    assert await holds(engine, *accounts) == [70, 80]
    assert await use_by(engine, ann) > first_expiry
    await settled(engine)

    assert await engine.run(void_hold, VoidHold(held.hold_id))
    assert not await engine.run(void_hold, VoidHold(held.hold_id))
    assert await wealth(engine, ann) == (100, 200)
    assert await holds(engine, *accounts) == [0, 0]
    assert await use_by(engine, ann) == first_expiry
    await settled(engine)
    with pytest.raises(HoldOver) as over:
        await engine.run(settle_booking, SettleBooking(held.hold_id, two[1], 50))
    assert over.value.data == {"state": "voided"}
    await settled(engine)


async def test_a_hold_is_made_once_per_key_and_never_beyond_what_is_there(
    engine: Engine, two: list[int]
) -> None:
    ann, _ = two
    command = booked(engine, ann)
    first = await engine.run(hold_tokens, command)
    again = await engine.run(hold_tokens, command)
    assert (again.hold_id, again.is_new) == (first.hold_id, False)
    until = command.expires_at
    with pytest.raises(KeyConflict):
        await engine.run(hold_tokens, HoldTokens("one", "booking", ann, SESSION, until, earned=1))
    for more in (
        HoldTokens("two", "booking", ann, SESSION, until, earned=21),
        HoldTokens("three", "booking", ann, SESSION, until, purchased=131),
    ):
        with pytest.raises(InsufficientBalance):
            await engine.run(hold_tokens, more)
    wrong: tuple[tuple[str, object], ...] = (
        ("booking", 0), ("booking", -5), ("booking", 1.5), ("booking", True), ("booking", "5"),
        ("seat", 5), ("dispute", 5),
    )  # fmt: skip
    for kind, amount in wrong:
        with pytest.raises(ValueError, match=r"held|hold"):
            await engine.run(
                hold_tokens,
                HoldTokens("four", kind, ann, SESSION, until, earned=amount),  # type: ignore[arg-type]
            )
    assert await wealth(engine, ann) == (20, 130)
    await settled(engine)


async def test_a_hold_pauses_expiry_and_a_void_keeps_the_old_date(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, _ = two
    held = await engine.run(hold_tokens, booked(engine, ann, hours=24 * 20))
    clock.advance(days=11)
    await engine.run(sweep, Sweep())
    assert await wealth(engine, ann) == (20, 130)
    await engine.run(void_hold, VoidHold(held.hold_id))
    assert await wealth(engine, ann) == (100, 200)
    clock.advance(minutes=1)
    await engine.run(sweep, Sweep())
    assert await wealth(engine, ann) == (40, 200)  # the sixty were past their date
    await settled(engine)


async def test_when_the_educator_cancels_what_would_be_past_its_date_has_72_hours_once(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, _ = two
    held = await engine.run(hold_tokens, booked(engine, ann, hours=24 * 20))
    clock.advance(days=11)
    await engine.run(void_hold, VoidHold(held.hold_id, by_educator=True))
    clock.advance(hours=71)
    await engine.run(sweep, Sweep())
    assert await wealth(engine, ann) == (100, 200)
    again = await engine.run(hold_tokens, booked(engine, ann, key="two", hours=24 * 9))
    clock.advance(hours=2)
    await engine.run(void_hold, VoidHold(again.hold_id, by_educator=True))
    await engine.run(sweep, Sweep())
    assert await wealth(engine, ann) == (40, 200)
    assert timedelta(hours=72) == GRACE
    await settled(engine)


async def test_what_nobody_ended_comes_back_when_its_time_is_over(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, eva = two
    held = await engine.run(hold_tokens, booked(engine, ann))
    assert not await engine.run(expire_hold, ExpireHold(held.hold_id))
    clock.advance(hours=24)
    await work_due_jobs(engine)
    assert (await engine.read(hold_facts, held.hold_id)).state == "expired"
    assert await wealth(engine, ann) == (100, 200)
    with pytest.raises(HoldOver):
        await engine.run(settle_booking, SettleBooking(held.hold_id, eva, 100))
    await settled(engine)


async def test_a_part_of_a_booking_is_settled_and_the_rest_comes_back(
    engine: Engine, two: list[int], clock: FrozenClock
) -> None:
    ann, eva = two
    held = await engine.run(hold_tokens, booked(engine, ann))
    sold = await engine.run(settle_booking, SettleBooking(held.hold_id, eva, 75))
    facts = await engine.read(hold_facts, held.hold_id)
    assert (facts.state, facts.tokens, facts.settled) == ("posted", 150, 75)
    assert facts.is_part_settled
    assert sold.offer.parts.earned == 40
    assert await wealth(engine, ann) == (60, 165)
    assert await holds(engine, f"educator:{eva}:pending") == [sold.offer.parts.net]
    assert sold.matures_at == engine.clock.now() + SESSION_MATURES_AFTER
    assert rows(engine.address, SETTLED_REFERS_TO) == [("class_session.held",)]
    await settled(engine)
    clock.advance(hours=48)
    await work_due_jobs(engine)
    assert await holds(engine, f"educator:{eva}:pending") == [0]
    await settled(engine)


async def test_a_booking_is_settled_for_a_price_that_is_held_and_never_to_oneself(
    engine: Engine, two: list[int]
) -> None:
    ann, eva = two
    held = await engine.run(hold_tokens, booked(engine, ann))
    refused: tuple[tuple[type[EngineError], int, object], ...] = (
        (OwnCourse, ann, 100), (PriceTooLow, eva, 9), (PriceTooLow, eva, True),
        (PriceTooLow, eva, 50.0), (NothingToRefund, eva, 151),
    )  # fmt: skip
    for refusal, educator, tokens in refused:
        with pytest.raises(refusal) as told:
            await engine.run(
                settle_booking,
                SettleBooking(held.hold_id, educator, tokens),  # type: ignore[arg-type]
            )
    assert told.value.data == {"asked": 151, "left": 150}
    assert (await engine.read(hold_facts, held.hold_id)).state == "pending"
    await settled(engine)


@pytest.mark.parametrize("round_", range(3))
async def test_of_settling_and_expiring_at_once_one_wins(
    engine: Engine, two: list[int], clock: FrozenClock, round_: int
) -> None:
    ann, eva = two
    held = await engine.run(hold_tokens, booked(engine, ann))
    clock.advance(hours=24)
    outcomes = await asyncio.gather(
        engine.run(expire_hold, ExpireHold(held.hold_id)),
        *(
            engine.run(settle_booking, SettleBooking(held.hold_id, eva, 150))
            for _ in range(4 + round_)
        ),
        engine.run(void_hold, VoidHold(held.hold_id)),
        engine.run(expire_hold, ExpireHold(held.hold_id)),
        return_exceptions=True,
    )
    assert not [one for one in outcomes if isinstance(one, Exception) and type(one) is not HoldOver]
    state = (await engine.read(hold_facts, held.hold_id)).state
    paid = [one for one in outcomes if not isinstance(one, bool | Exception)]
    assert len(paid) == (state == "posted")
    assert await wealth(engine, ann) == ((20, 130) if paid else (100, 200))
    assert await holds(engine, f"hold:{held.hold_id}:purchased", f"hold:{held.hold_id}:earned") == [
        0,
        0,
    ]
    await settled(engine)


async def test_64_holds_of_10_out_of_100_take_exactly_ten(engine: Engine, two: list[int]) -> None:
    ann, _ = two
    until = engine.clock.now() + timedelta(hours=1)
    outcomes = await asyncio.gather(
        *(
            engine.run(hold_tokens, HoldTokens(f"k{n}", "booking", ann, SESSION, until, earned=10))
            for n in range(64)
        ),
        return_exceptions=True,
    )
    assert sum(not isinstance(one, Exception) for one in outcomes) == 10
    assert all(
        isinstance(one, InsufficientBalance) for one in outcomes if isinstance(one, Exception)
    )
    assert await wealth(engine, ann) == (0, 200)
    await settled(engine)


async def test_while_tokens_are_held_accounts_are_neither_linked_nor_erased(
    engine: Engine, two: list[int]
) -> None:
    ann, eva = two
    held = await engine.run(hold_tokens, booked(engine, ann))

    def check(tx: Tx, pair: tuple[int, int]) -> None:
        check_all(tx, *pair)

    for pair in ((ann, eva), (eva, ann)):
        with pytest.raises(HoldOpen) as open_:
            await engine.run(check, pair)
        assert open_.value.data == {"tokens": 150}
    with pytest.raises(HoldOpen):
        await engine.run(erase_person, ErasePerson(ann))
    await engine.run(void_hold, VoidHold(held.hold_id))
    await engine.run(check, (ann, eva))


async def test_the_check_finds_tokens_that_no_hold_took(engine: Engine, two: list[int]) -> None:
    ann, _ = two
    held = await engine.run(hold_tokens, booked(engine, ann))

    def slip(tx: Tx, hold_id: int) -> None:
        line = Line(f"hold:{hold_id}:earned", "hold:999:earned", "TOK", 5)
        ledger.post(tx, Journal("slip", "redemption.held", (line,)))

    await engine.run(slip, held.hold_id)
    problems = (await engine.read(verify, None)).problems
    assert {(one.code, one.data["account"]) for one in problems} == {
        ("holds_differ", f"hold:{held.hold_id}:earned"),
        ("holds_differ", "hold:999:earned"),
    }
