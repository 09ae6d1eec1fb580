"""Caps count over all who were ever one person: linked, unlinked, erased and back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.people import tables as people_tables
from engine.people.commands import Appoint, ErasePerson, Meet, Role, SetZone
from engine.people.link_commands import UndoMerge
from engine.people.linking import undo_merge
from engine.people.queries import cap_group_of
from engine.people.service import appoint, erase_person, meet, set_zone
from engine.rewards.commands import RewardQuiz
from engine.rewards.service import reward_quiz
from engine.wallet.commands import OpenTreasury
from engine.wallet.queries import verify
from engine.wallet.service import open_treasury
from tests.engine.people.linking import linked

NEW_ID = (int(datetime(2027, 3, 4, tzinfo=UTC).timestamp() * 1000) - 1_420_070_400_000) << 22


@pytest.fixture
async def funded(engine: Engine) -> Engine:
    # XXX is ISO 4217's code for no currency: tokens without cash-out.
    await engine.run(open_treasury, OpenTreasury("notional", 100_000, "XXX"))
    return engine


async def met(engine: Engine, platform: str, number: int = 1) -> int:
    user_id = NEW_ID + number if platform == "discord" else number
    person = (await engine.run(meet, Meet(platform, user_id, "Otter"))).who.person_id
    await engine.run(set_zone, SetZone(person, "UTC"))
    return person


async def passes(engine: Engine, person: int, quiz: int, owner: int = 999) -> tuple[int, str]:
    command = RewardQuiz(person, quiz, 9, 1, 4, 5, course_owner_id=owner)
    got = await engine.run(reward_quiz, command)
    return got.tokens, got.withheld_reason or ""


async def unlinked(engine: Engine) -> tuple[int, int]:
    """Two people who were one for a moment."""
    one, other = await met(engine, "telegram"), await met(engine, "discord")
    admin = await met(engine, "telegram", 77)
    await engine.run(appoint, Appoint(admin, Role.ADMIN))
    done = await linked(engine, one, other)
    await engine.run(undo_merge, UndoMerge(admin, done.merge_id))
    return one, other


async def test_linked_and_undone_is_one_group_for_good(funded: Engine) -> None:
    one, other = await unlinked(funded)
    assert await funded.read(cap_group_of, one) == await funded.read(cap_group_of, other)
    got = [await passes(funded, (one, other)[quiz % 2], quiz) for quiz in range(7)]
    assert [tokens for tokens, _ in got] == [20] * 5 + [0, 0]
    assert got[-1][1] == "newcomer_cap"


async def test_what_both_earned_before_they_were_linked_counts_together(funded: Engine) -> None:
    one, other = await met(funded, "telegram"), await met(funded, "discord")
    for quiz in range(4):
        await passes(funded, one, quiz)
        await passes(funded, other, 10 + quiz)
    survivor = (await linked(funded, one, other)).person_id
    assert await passes(funded, survivor, 30) == (0, "newcomer_cap")


async def test_no_interleaving_of_a_group_passes_its_daily_cap(
    funded: Engine, clock: FrozenClock
) -> None:
    pair = await unlinked(funded)
    clock.advance(days=40)
    got = await asyncio.gather(*(passes(funded, pair[quiz % 2], quiz) for quiz in range(24)))
    assert sum(tokens for tokens, _ in got) == 120
    assert (await funded.read(verify, None)).problems == ()


async def test_who_erases_themself_and_comes_back_goes_on_where_they_stood(
    funded: Engine, clock: FrozenClock
) -> None:
    first = await met(funded, "telegram")
    for quiz in range(4):
        await passes(funded, first, quiz)
    clock.advance(days=20)
    await funded.run(erase_person, ErasePerson(first))
    back = await met(funded, "telegram")
    assert back != first
    assert await funded.read(cap_group_of, back) == await funded.read(cap_group_of, first)
    assert [await passes(funded, back, quiz) for quiz in (11, 12)] == [
        (20, ""), (0, "newcomer_cap")
    ]  # fmt: skip
    # The day of the first sight goes on counting as well.
    clock.advance(days=11)
    assert await passes(funded, back, 13) == (20, "")
    stranger = await met(funded, "telegram", 2)
    assert [await passes(funded, stranger, quiz) for quiz in (11, 12)] == [(20, "")] * 2


async def test_of_an_erased_account_only_a_keyed_digest_stays(funded: Engine) -> None:
    person = await met(funded, "telegram", 123_456_789)
    await funded.run(erase_person, ErasePerson(person))
    kept = await funded.read(lambda tx, _: tx.query(select(people_tables.erased_identity)), None)
    assert len(kept) == 1
    assert len(kept[0].digest) == 64
    assert "123456789" not in kept[0].digest


async def test_no_tokens_on_a_course_of_ones_own_group(funded: Engine) -> None:
    learner, educator = await unlinked(funded)
    assert await passes(funded, learner, 1, owner=educator) == (0, "own_course")
    assert await passes(funded, await met(funded, "telegram", 5), 1, owner=educator) == (20, "")
