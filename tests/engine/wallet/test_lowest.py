"""Own funds at their lowest, whatever they are now."""

from __future__ import annotations

from engine.foundation.door import Engine
from engine.wallet.commands import Money, OpenTreasury
from engine.wallet.journals import fund_added, operator_deposited
from engine.wallet.lowest import lowest_own_funds
from engine.wallet.queries import fund_state
from engine.wallet.service import open_treasury, post_journal


async def test_own_funds_are_known_at_their_lowest(engine: Engine) -> None:
    await engine.run(open_treasury, OpenTreasury("money"))
    assert await engine.read(lowest_own_funds, None) == 0
    for journal in (
        operator_deposited(Money(), key="first", amount=500),
        fund_added(Money(), key="out", amount=420),
        operator_deposited(Money(), key="second", amount=1_000),
    ):
        await engine.run(post_journal, journal)
    assert (await engine.read(fund_state, None)).own_funds == 1_080
    assert await engine.read(lowest_own_funds, None) == 80
