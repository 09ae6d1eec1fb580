"""The golden run's sales, refunds and maturities, made by the services themselves."""

from __future__ import annotations

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.wallet.lots import EARNED
from engine.wallet.sale_commands import RefundSale, Sell
from engine.wallet.sales import refund, sell
from tests.engine.wallet.selling import (
    THING,
    GiveTokens,
    added_up,
    give_tokens,
    holds,
    journal_with_key,
    market,
    paid_out,
    settled,
    work_due_jobs,
)
from tests.engine.wallet.worked_example import find_worked_example, read_journals


class Golden:
    """The example's lines with our people in place of its names."""

    def __init__(self, engine: Engine, people: dict[str, int]) -> None:
        path = find_worked_example()
        assert path is not None
        self._journals = {one.number: one for one in read_journals(path)}
        self._engine = engine
        self._people = people

    async def expect(self, number: int, key: str) -> None:
        posted = added_up(await self._engine.read(journal_with_key, key))
        wanted = [
            (self._named(line.debit), self._named(line.credit), line.asset, line.amount)
            for line in self._journals[number].lines
        ]
        assert posted == wanted, number
        await settled(self._engine)

    def _named(self, code: str) -> str:
        for name, person_id in self._people.items():
            code = code.replace(f":{name}", f":{person_id}")
        return code


@pytest.mark.parametrize("packs", [(150,), (50, 50, 50)])
async def test_the_services_write_the_journals_of_the_example(
    engine: Engine, clock: FrozenClock, packs: tuple[int, ...]
) -> None:
    ann, bob, eva = await market(engine, 3)
    golden = Golden(engine, {"ann": ann, "bob": bob, "eva": eva})
    await engine.run(give_tokens, GiveTokens(ann, 1_000, "ann-pays"))
    for number, tokens in enumerate(packs):
        # 120 of them are for this course alone: no limit applies to what was given for it.
        given = min(tokens, 120 - sum(packs[:number]))
        for part, only_for in ((given, THING), (tokens - given, "")):
            if part:
                key = f"quiz-{number}-{only_for or 'free'}"
                await engine.run(give_tokens, GiveTokens(ann, part, key, EARNED, only_for))
    first = await engine.run(sell, Sell("first", ann, eva, THING, 400, share_percent=0))
    assert (first.offer.parts.earned, first.offer.discount) == (120, 0)
    await golden.expect(10, "course-purchased:first")

    await engine.run(refund, RefundSale("r1", first.sale_id, 100))
    await golden.expect(11, f"purchase-refunded:{first.sale_id}:0")
    clock.advance(days=14)
    await work_due_jobs(engine)
    await golden.expect(12, f"earning-matured:{first.sale_id}")
    await engine.run(paid_out, (eva, 230, "payout"))
    await engine.run(refund, RefundSale("r2", first.sale_id, 100))
    await golden.expect(16, f"purchase-refunded:{first.sale_id}:100")
    assert await holds(engine, f"educator:{eva}:reserve", f"educator:{eva}:debt") == [0, 60]
    await engine.run(refund, RefundSale("r3", first.sale_id, 200))
    await golden.expect(17, f"purchase-refunded:{first.sale_id}:200")

    await engine.run(give_tokens, GiveTokens(bob, 1_000, "bob-pays"))
    second = await engine.run(sell, Sell("second", bob, eva, "course:6", 400))
    await golden.expect(19, "course-purchased:second")
    clock.advance(days=14)
    await work_due_jobs(engine)
    await golden.expect(20, f"earning-matured:{second.sale_id}")
    assert await holds(engine, f"educator:{eva}:available", f"educator:{eva}:debt") == [99, 0]
