"""The golden run's bookings, redemptions and scholarship, made by the services themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.wallet.hold_commands import HoldTokens, SettleBooking, VoidHold
from engine.wallet.hold_settling import settle_booking
from engine.wallet.holds import hold_tokens, void_hold
from engine.wallet.lots import EARNED
from tests.engine.wallet.selling import (
    GiveTokens,
    give_tokens,
    market,
    work_due_jobs,
)
from tests.engine.wallet.test_sales_worked_example import Golden


@pytest.mark.parametrize("pieces", [1, 3])
async def test_bookings_are_held_voided_settled_and_part_settled_as_in_the_example(
    engine: Engine, clock: FrozenClock, pieces: int
) -> None:
    ann, eva = await market(engine)
    for number in range(pieces):
        await engine.run(give_tokens, GiveTokens(ann, 300 // pieces, f"pack-{number}"))
        await engine.run(
            give_tokens, GiveTokens(ann, 90 // pieces, f"quiz-{number}", bucket=EARNED)
        )
    until = engine.clock.now() + timedelta(days=2)

    def booking(key: str, purchased: int) -> HoldTokens:
        return HoldTokens(key, "booking", ann, "session:1", until, purchased, 30)

    first = (await engine.run(hold_tokens, booking("one", 70))).hold_id
    golden = Golden(engine, {"ann": ann, "eva": eva, "bk1": first})
    await golden.expect(37, f"held:{first}")
    await engine.run(void_hold, VoidHold(first))
    await golden.expect(38, f"hold-ended:{first}")

    second = (await engine.run(hold_tokens, booking("two", 70))).hold_id
    golden = Golden(engine, {"ann": ann, "eva": eva, "bk2": second})
    await golden.expect(39, f"held:{second}")
    await engine.run(settle_booking, SettleBooking(second, eva, 100))
    await golden.expect(40, f"hold-ended:{second}")

    third = (await engine.run(hold_tokens, booking("three", 71))).hold_id
    golden = Golden(engine, {"ann": ann, "eva": eva, "bk3": third})
    await golden.expect(42, f"held:{third}")
    sold = await engine.run(settle_booking, SettleBooking(third, eva, 50))
    await golden.expect(43, f"hold-ended:{third}")
    clock.advance(hours=48)
    await work_due_jobs(engine)
    await golden.expect(41, f"earning-matured:{sold.sale_id - 1}")
