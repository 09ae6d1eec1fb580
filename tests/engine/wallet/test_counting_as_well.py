"""Lots and codes for another thing that count as well: so many tokens, in their order, and back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.foundation.door import Engine
from engine.foundation.tx import ReadTx, Tx
from engine.people.commands import Appoint, Role
from engine.people.role_service import appoint
from engine.wallet.discount_codes import (
    Due,
    GiveCode,
    MakeCode,
    discount_for,
    give_code,
    make_code,
)
from engine.wallet.errors import InsufficientBalance
from engine.wallet.lot_statements import LEFT_OF
from engine.wallet.lots import EARNED, Also, Spendable, spendable, take_earned
from engine.wallet.sale_commands import Quote, RefundSale, Sell
from engine.wallet.sales import quote, refund, sell
from tests.engine.wallet.replaying import Rows, problems
from tests.engine.wallet.selling import GiveTokens, give_tokens, market, settled

COURSE, COHORT = "course:5", "cohort:7"


@pytest.fixture
async def two(engine: Engine) -> tuple[int, int]:
    """Of these 30 are for the cohort, 40 for its course, 50 for another one, 60 for any: the
    course's expire first, the cohort's last."""
    ann, educator = await market(engine, 2)
    for tokens, only_for, days in (
        (30, COHORT, 9),
        (40, COURSE, 1),
        (50, "course:6", 2),
        (60, "", 3),
    ):
        given = GiveTokens(
            ann, tokens, f"g-{only_for}", EARNED, only_for, expires_in=timedelta(days=days)
        )
        await engine.run(give_tokens, given)
    return ann, educator


async def left(engine: Engine, person: int) -> dict[str, int]:
    def look(tx: ReadTx, person_id: int) -> dict[str, int]:
        return {
            lot.restriction: lot.left_amount
            for lot in tx.query(LEFT_OF, of_person=person_id)
            if lot.bucket == EARNED
        }

    return await engine.read(look, person)


@pytest.mark.parametrize(
    ("also", "given"),
    [
        (Also(), 30),
        (Also(COURSE, 0), 30),
        (Also(COURSE, 39), 69),
        (Also(COURSE, 40), 70),
        (Also(COURSE, 41), 70),
        (Also("course:9", 100), 30),
        (Also(COHORT, 100), 30),  # the thing itself, which is not counted twice
    ],
)
async def test_what_counts_as_well_counts_up_to_its_bound(
    engine: Engine, two: tuple[int, int], also: Also, given: int
) -> None:
    ann, educator = two
    held = await engine.read(lambda tx, who: spendable(tx, who, COHORT, also), ann)
    assert held == Spendable(earned=60, given=given, purchased=0, waiting=0)
    asked = Quote(ann, educator, COHORT, 200, share_percent=0, also=also)
    assert (await engine.read(quote, asked)).offer.earned == given


@pytest.mark.parametrize(
    ("amount", "gone"),
    [
        (30, {COHORT}),
        (31, {COHORT, COURSE}),
        (55, {COHORT, COURSE}),
        (56, {COHORT, COURSE, ""}),
        (115, {COHORT, COURSE, ""}),
    ],
)
async def test_a_thing_takes_its_own_first_then_what_counts_as_well_then_free_ones(
    engine: Engine, two: tuple[int, int], amount: int, gone: set[str]
) -> None:
    before = await left(engine, two[0])

    def take(tx: Tx, who: int) -> int:
        taken = take_earned(tx, who, amount, thing=COHORT, also=Also(COURSE, 25))
        return sum(one.amount for one in taken)

    assert await engine.run(take, two[0]) == amount
    after = await left(engine, two[0])
    assert {thing for thing, tokens in before.items() if after.get(thing, 0) < tokens} == gone
    assert after[COURSE] == 40 - min(25, max(0, amount - 30))


@pytest.mark.parametrize(
    ("amount", "free_at_most", "balance"),
    [(116, None, 115), (66, 10, 65), (116, 70, 115)],
)
async def test_more_than_counts_is_refused_and_nothing_is_taken(
    engine: Engine, two: tuple[int, int], amount: int, free_at_most: int | None, balance: int
) -> None:
    before = await left(engine, two[0])

    def take(tx: Tx, who: int) -> None:
        take_earned(tx, who, amount, thing=COHORT, also=Also(COURSE, 25), free_at_most=free_at_most)

    with pytest.raises(InsufficientBalance) as short:
        await engine.run(take, two[0])
    assert (short.value.data["balance"], short.value.data["amount"]) == (balance, amount)
    assert await left(engine, two[0]) == before


async def test_a_sale_gives_each_lot_its_own_back_in_whatever_parts(
    engine: Engine, two: tuple[int, int], address: Path | str
) -> None:
    ann, educator = two
    await engine.run(give_tokens, GiveTokens(ann, 200, "pack"))
    before = await left(engine, ann)
    asked = Sell("one", ann, educator, COHORT, 200, also=Also(COURSE, 25))
    sold = await engine.run(sell, asked)
    assert sold.offer.parts.earned + sold.offer.discount == 30 + 25 + 60
    assert await left(engine, ann) == {COURSE: 15, "course:6": 50}
    for number in range(sold.offer.parts.price):
        await engine.run(refund, RefundSale(f"part-{number}", sold.sale_id, 1))
        now = await left(engine, ann)
        assert all(tokens <= before[thing] for thing, tokens in now.items())
        # What was taken last first: free ones but the discount, the course's, the cohort's own.
        assert now[COURSE] == 15 or now[""] >= 60 - sold.offer.discount
        assert COHORT not in now or now[COURSE] == 40
    assert await left(engine, ann) == before
    await settled(engine)
    assert problems(Rows(address)) == []


@pytest.mark.parametrize(
    ("due", "tokens"),
    [
        (Due("course:8", 200), None),
        (Due("course:8", 200, codes=Also(COURSE, 70)), 70),
        (Due("course:8", 200, codes=Also(COURSE, 101)), 100),
        (Due("course:8", 100, codes=Also(COURSE, 70)), 50),
        (Due("course:8", 200, codes=Also(COURSE, 1)), 1),
        (Due("course:8", 200, codes=Also(COURSE, 0)), None),
        (Due("course:8", 200, codes=Also("course:9", 70)), None),
        (Due("course:8", 15, codes=Also(COURSE, 70)), 5),
        (Due("course:8", 10, codes=Also(COURSE, 70)), None),
        # Who was given tokens that count uses those.
        (Due("course:8", 200, codes=Also(COURSE, 70), lots=Also(COURSE, 1)), None),
        (Due("course:8", 200, codes=Also(COURSE, 70), lots=Also(COURSE, 0)), 70),
        (Due(COHORT, 200, codes=Also(COURSE, 70)), None),
    ],
)
async def test_a_code_for_what_counts_as_well_takes_off_no_more_than_that(
    engine: Engine, two: tuple[int, int], due: Due, tokens: int | None
) -> None:
    ann, educator = two
    await engine.run(appoint, Appoint(educator, Role.EDUCATOR))
    until = engine.clock.now() + timedelta(days=5)
    await engine.run(make_code, MakeCode(educator, "HALF-5", until, percent=50, thing=COURSE))
    await engine.run(give_code, GiveCode(ann, "HALF-5"))
    found = await engine.read(lambda tx, who: discount_for(tx, who, due), ann)
    assert (found and found.tokens) == tokens
