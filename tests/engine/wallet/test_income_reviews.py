"""Income that came mostly from one cap group waits for a look: opened in time, lost by nobody."""

from __future__ import annotations

import asyncio

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound
from engine.foundation.outbox import ClaimDeliveries, claim_deliveries
from engine.people.commands import Appoint, ErasePerson, Meet, Role
from engine.people.link_commands import UndoMerge
from engine.people.linking import undo_merge
from engine.people.queries import export_person
from engine.people.service import appoint, erase_person, meet
from engine.wallet.errors import NotYoursToDecide
from engine.wallet.income_reviews import (
    DecideIncome,
    IncomeReview,
    IncomeReviewOpened,
    IncomeReviewQuery,
    decide_income,
    income_review,
    open_income_reviews,
)
from engine.wallet.sale_commands import EarningsQuery, RefundSale, Sell
from engine.wallet.sale_queries import earnings
from engine.wallet.sales import refund, sell
from engine.wallet.token_policy import COURSE_MATURES_AFTER
from tests.engine.people.linking import linked
from tests.engine.wallet.selling import (
    GiveTokens,
    give_tokens,
    holds,
    market,
    settled,
    work_due_jobs,
)

ANN, EVA, BEN, ADMIN, OTHER_ADMIN = range(5)  # buys, teaches, buys; the fourth and fifth look


@pytest.fixture
async def town(engine: Engine) -> list[int]:
    people = await market(engine, 5, has_history=False)
    for admin in people[ADMIN:]:
        await engine.run(appoint, Appoint(admin, Role.ADMIN))
    await engine.run(appoint, Appoint(people[EVA], Role.EDUCATOR))
    for buyer in (people[ANN], people[BEN]):
        await engine.run(give_tokens, GiveTokens(buyer, 20_000, f"pack:{buyer}"))
    return people


async def buys(engine: Engine, buyer: int, educator: int, *prices: int) -> list[int]:
    """A course each; the sales."""
    bought = []
    for price in prices:
        count = len((await engine.read(export_person, buyer))["wallet"]["bought"])
        command = Sell(f"{buyer}:{count}", buyer, educator, f"course:{count + 1}", price)
        bought.append((await engine.run(sell, command)).sale_id)
    return bought


async def waiting(engine: Engine, town: list[int]) -> tuple[IncomeReview, ...]:
    return await engine.read(open_income_reviews, town[ADMIN])


async def opened(engine: Engine, town: list[int]) -> IncomeReview:
    """After three courses of 400 for Ann."""
    await buys(engine, town[ANN], town[EVA], 400, 400, 400)
    (review,) = await waiting(engine, town)
    return review


async def decided(
    engine: Engine, town: list[int], review_id: int, *, is_released: bool, by: int = ADMIN
) -> IncomeReview:
    return await engine.run(decide_income, DecideIncome(town[by], review_id, is_released))


async def pending(engine: Engine, educator: int) -> int:
    return (await holds(engine, f"educator:{educator}:pending"))[0]


async def own(engine: Engine, educator: int) -> int:
    return sum(
        await holds(engine, f"educator:{educator}:available", f"educator:{educator}:reserve")
    )


async def test_it_is_opened_at_the_third_sale_and_not_before(
    engine: Engine, town: list[int]
) -> None:
    await buys(engine, town[ANN], town[EVA], 900, 900)
    assert await waiting(engine, town) == ()
    await buys(engine, town[ANN], town[EVA], 10)
    (review,) = await waiting(engine, town)
    assert (review.educator_id, review.state, review.can_decide) == (town[EVA], "waiting", True)
    assert (review.sales, review.tokens, review.of_tokens) == (3, 1_810, 1_810)
    assert review.pending == await pending(engine, town[EVA])
    assert review.opened_at == engine.clock.now()
    await settled(engine)


async def test_it_is_opened_at_a_thousand_tokens_and_not_before(
    engine: Engine, town: list[int]
) -> None:
    await buys(engine, town[ANN], town[EVA], 300, 300, 300, 99)
    assert await waiting(engine, town) == ()
    await buys(engine, town[ANN], town[EVA], 10)
    assert [review.tokens for review in await waiting(engine, town)] == [1_009]


async def test_half_is_not_more_than_half(engine: Engine, town: list[int]) -> None:
    await buys(engine, town[BEN], town[EVA], 1_200)
    await buys(engine, town[ANN], town[EVA], 400, 400, 400)
    assert await waiting(engine, town) == ()
    await buys(engine, town[ANN], town[EVA], 10)
    (review,) = await waiting(engine, town)
    assert (review.sales, review.tokens, review.of_tokens) == (4, 1_210, 2_410)


async def test_what_went_back_and_what_is_long_ago_does_not_count(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    first, *_ = await buys(engine, town[ANN], town[EVA], 900, 900)
    await engine.run(refund, RefundSale("back", first, 900))
    await buys(engine, town[ANN], town[EVA], 200)
    assert await waiting(engine, town) == ()  # two sales that were kept
    clock.advance(days=30)
    await buys(engine, town[ANN], town[EVA], 600, 600)
    assert await waiting(engine, town) == ()
    await buys(engine, town[ANN], town[EVA], 600)
    assert [review.of_tokens for review in await waiting(engine, town)] == [1_800]


async def test_one_is_opened_and_told_once_while_it_is_open(
    engine: Engine, town: list[int]
) -> None:
    """To the administrators who may decide: one of them once was Ann."""
    second = (await engine.run(meet, Meet("discord", 71, "Ann"))).who.person_id
    merged = await linked(engine, town[ANN], second)
    await engine.run(undo_merge, UndoMerge(town[ADMIN], merged.merge_id))
    await engine.run(appoint, Appoint(second, Role.ADMIN))
    review = await opened(engine, town)
    await buys(engine, town[ANN], town[EVA], 400)
    await decided(engine, town, review.review_id, is_released=False)
    await buys(engine, town[ANN], town[EVA], 400)
    assert [one.state for one in await waiting(engine, town)] == ["kept"]
    told = [
        (delivery.to_id, delivery.event)
        for platform in ("telegram", "discord")
        for delivery in await engine.run(claim_deliveries, ClaimDeliveries(platform, 50))
        if isinstance(delivery.event, IncomeReviewOpened)
    ]
    expected = IncomeReviewOpened(review.review_id)
    assert sorted(told, key=repr) == [(town[who], expected) for who in (ADMIN, OTHER_ADMIN)]


async def test_what_waits_does_not_mature_and_nothing_else_waits(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    eva = town[EVA]
    review = await opened(engine, town)
    await buys(engine, town[BEN], eva, 100)
    clock.advance(days=2)
    await buys(engine, town[ANN], eva, 100)
    told = await engine.read(earnings, EarningsQuery(eva))
    assert [(order.net, order.is_held) for order in told.orders] == [
        *[(340, True)] * 3,
        (85, False),
        (85, True),
    ]
    clock.advance(days=13)
    for _ in range(3):
        await work_due_jobs(engine)
        assert (await pending(engine, eva), await own(engine, eva)) == (3 * 340 + 85, 85)
        await settled(engine)
        clock.advance(days=1, hours=1)
    kept = await decided(engine, town, review.review_id, is_released=False)
    assert (kept.state, kept.pending, kept.decided_by) == ("kept", 3 * 340 + 85, town[ADMIN])
    clock.advance(days=3)
    await work_due_jobs(engine)
    assert await pending(engine, eva) == 3 * 340 + 85
    await settled(engine)


async def test_what_is_released_matures_at_once_or_on_its_day(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    eva = town[EVA]
    review = await opened(engine, town)
    clock.advance(days=10)
    await buys(engine, town[ANN], eva, 100)
    clock.advance(days=5)
    await work_due_jobs(engine)
    await decided(engine, town, review.review_id, is_released=False)
    done = await decided(engine, town, review.review_id, is_released=True, by=OTHER_ADMIN)
    assert (done.state, done.pending, done.decided_by) == ("released", 0, town[OTHER_ADMIN])
    assert await waiting(engine, town) == ()
    await work_due_jobs(engine)
    assert (await pending(engine, eva), await own(engine, eva)) == (85, 3 * 340)
    await settled(engine)
    clock.advance(days=8)
    await work_due_jobs(engine)
    assert await pending(engine, eva) == 85
    clock.advance(days=1)
    await work_due_jobs(engine)
    assert (await pending(engine, eva), await own(engine, eva)) == (0, 3 * 340 + 85)
    await settled(engine)


async def test_a_refund_meanwhile_takes_its_part_of_what_waits(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    eva = town[EVA]
    whole, part, _ = await buys(engine, town[ANN], eva, 400, 400, 400)
    (review,) = await waiting(engine, town)
    clock.advance(days=15)
    await work_due_jobs(engine)
    await engine.run(refund, RefundSale("whole", whole, 400))
    await engine.run(refund, RefundSale("part", part, 200))
    assert await pending(engine, eva) == 340 + 170
    assert await holds(engine, f"person:{town[ANN]}:purchased") == [20_000 - 600]
    await settled(engine)
    await decided(engine, town, review.review_id, is_released=True)
    await work_due_jobs(engine)
    assert (await pending(engine, eva), await own(engine, eva)) == (0, 340 + 170)
    await settled(engine)


async def test_only_administrators_decide_and_none_who_is_concerned(
    engine: Engine, town: list[int]
) -> None:
    second = (await engine.run(meet, Meet("discord", 71, "Ann"))).who.person_id
    merged = await linked(engine, town[ANN], second)
    await engine.run(undo_merge, UndoMerge(town[ADMIN], merged.merge_id))
    review = await opened(engine, town)
    query = IncomeReviewQuery(town[BEN], review.review_id)
    with pytest.raises(Forbidden):
        await engine.read(income_review, query)
    with pytest.raises(Forbidden):
        await engine.read(open_income_reviews, town[EVA])
    with pytest.raises(Forbidden):
        await decided(engine, town, review.review_id, is_released=True, by=EVA)
    with pytest.raises(NotFound):
        await decided(engine, town, review.review_id + 1, is_released=True)
    for concerned in (town[EVA], town[ANN], second):
        await engine.run(appoint, Appoint(concerned, Role.ADMIN))
        seen = await engine.read(income_review, IncomeReviewQuery(concerned, review.review_id))
        assert not seen.can_decide
        for is_released in (True, False):
            command = DecideIncome(concerned, review.review_id, is_released)
            with pytest.raises(NotYoursToDecide):
                await engine.run(decide_income, command)
    assert [one.state for one in await waiting(engine, town)] == ["waiting"]


async def test_presses_at_once_are_one_decision(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    review = await opened(engine, town)
    clock.advance(days=15)
    release = DecideIncome(town[ADMIN], review.review_id, True)
    keep = DecideIncome(town[OTHER_ADMIN], review.review_id, False)
    await asyncio.gather(*(engine.run(decide_income, one) for one in (keep, release) * 3))
    late = await engine.run(decide_income, DecideIncome(town[OTHER_ADMIN], review.review_id, True))
    assert (late.state, late.decided_by) == ("released", town[ADMIN])
    await work_due_jobs(engine)
    assert (await pending(engine, town[EVA]), await own(engine, town[EVA])) == (0, 3 * 340)
    await settled(engine)


async def test_the_same_two_are_not_looked_at_again_for_thirty_days(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    review = await opened(engine, town)
    clock.advance(days=5)
    await decided(engine, town, review.review_id, is_released=True)
    clock.advance(days=29)
    await buys(engine, town[ANN], town[EVA], 400, 400, 400)
    assert await waiting(engine, town) == ()
    clock.advance(days=1)
    await buys(engine, town[ANN], town[EVA], 400)
    (again,) = await waiting(engine, town)
    assert (again.state, again.sales) == ("waiting", 4)
    assert again.review_id != review.review_id
    # A card of before decides nothing on the new one.
    for is_released in (True, False):
        old = await decided(engine, town, review.review_id, is_released=is_released)
        assert old.state == "released"
    assert await waiting(engine, town) == (again,)
    await settled(engine)


async def test_each_group_is_looked_at_and_decided_on_its_own(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    await buys(engine, town[ANN], town[EVA], 100)
    clock.advance(days=15)
    await work_due_jobs(engine)  # that one is final, and stays so
    of_ann = await opened(engine, town)
    await buys(engine, town[BEN], town[EVA], 500, 500, 500)
    first, of_ben = await waiting(engine, town)
    assert first == of_ann
    assert (of_ann.pending, of_ben.pending) == (3 * 340, 3 * 425)
    await decided(engine, town, of_ann.review_id, is_released=False)
    assert [(one.review_id, one.state) for one in await waiting(engine, town)] == [
        (of_ben.review_id, "waiting"),
        (of_ann.review_id, "kept"),
    ]
    await decided(engine, town, of_ann.review_id, is_released=True)
    assert await waiting(engine, town) == (of_ben,)


async def test_linked_buyers_count_together_before_and_after(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    """The group's number changes with the link, and stays when it is undone."""
    eva = town[EVA]
    early = town[ANN]
    late = (await engine.run(meet, Meet("discord", 71, "Ann"))).who.person_id
    await engine.run(give_tokens, GiveTokens(late, 20_000, "pack:late"))
    await buys(engine, early, eva, 100)
    await buys(engine, late, eva, 400, 400, 400)
    (review,) = await waiting(engine, town)
    assert review.pending == 3 * 340
    merged = await linked(engine, early, late)
    assert merged.person_id == early
    (review,) = await waiting(engine, town)
    assert review.pending == 3 * 340 + 85
    await engine.run(undo_merge, UndoMerge(town[ADMIN], merged.merge_id))
    clock.advance(days=15)
    await work_due_jobs(engine)
    assert (await pending(engine, eva), await own(engine, eva)) == (3 * 340 + 85, 0)
    await buys(engine, early, eva, 2_000)
    assert len(await waiting(engine, town)) == 1
    await decided(engine, town, review.review_id, is_released=True)
    await work_due_jobs(engine)
    assert (await pending(engine, eva), await own(engine, eva)) == (1_700, 3 * 340 + 85)
    await settled(engine)


async def test_two_reviews_whose_groups_became_one_are_decided_as_one(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    eva = town[EVA]
    other = (await engine.run(meet, Meet("discord", 71, "Ann"))).who.person_id
    await engine.run(give_tokens, GiveTokens(other, 20_000, "pack:other"))
    await opened(engine, town)
    await buys(engine, other, eva, 500, 500, 500)
    assert len(await waiting(engine, town)) == 2
    await linked(engine, town[ANN], other)
    (review,) = await waiting(engine, town)
    assert review.pending == 3 * 340 + 3 * 425
    await decided(engine, town, review.review_id, is_released=False)
    assert [one.state for one in await waiting(engine, town)] == ["kept"]
    await decided(engine, town, review.review_id, is_released=True)
    assert await waiting(engine, town) == ()
    clock.advance(days=15)
    await work_due_jobs(engine)
    assert (await pending(engine, eva), await own(engine, eva)) == (0, 3 * 340 + 3 * 425)
    await settled(engine)


async def test_a_review_follows_its_educator_and_goes_back(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    """Sales that were held under the keeper's review mature by themselves once it is undone."""
    eva = town[EVA]
    teaching = (await engine.run(meet, Meet("discord", 72, "Eva"))).who.person_id
    await buys(engine, town[BEN], teaching, 400, 400, 400)
    await buys(engine, town[ANN], teaching, 10)
    clock.advance(days=12)
    merged = await linked(engine, eva, teaching)
    assert merged.person_id == eva
    (review,) = await waiting(engine, town)
    assert (review.educator_id, review.pending) == (eva, 3 * 340)
    await buys(engine, town[ANN], eva, 2_000, 2_000)
    assert len(await waiting(engine, town)) == 2
    clock.advance(days=3)
    await work_due_jobs(engine)
    await settled(engine)
    await engine.run(undo_merge, UndoMerge(town[ADMIN], merged.merge_id))
    assert [(one.educator_id, one.tokens) for one in await waiting(engine, town)] == [
        (teaching, 1_200),
        (eva, 4_010),
    ]
    clock.advance(days=1)
    await work_due_jobs(engine)
    assert (await pending(engine, teaching), await own(engine, teaching)) == (3 * 340, 8)
    assert await pending(engine, eva) == 3_400
    await settled(engine)


async def test_it_ends_with_an_educator_who_is_erased(engine: Engine, town: list[int]) -> None:
    sold = await buys(engine, town[ANN], town[EVA], 400, 400, 400)
    (review,) = await waiting(engine, town)
    for sale in sold:
        await engine.run(refund, RefundSale(f"back:{sale}", sale, 400))
    assert [one.pending for one in await waiting(engine, town)] == [0]
    await engine.run(erase_person, ErasePerson(town[EVA]))
    assert await waiting(engine, town) == ()
    query = IncomeReviewQuery(town[ADMIN], review.review_id)
    ended = await engine.read(income_review, query)
    assert (ended.state, ended.decided_by) == ("released", None)
    await settled(engine)


async def test_a_buyer_who_is_erased_changes_nothing(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    await engine.run(give_tokens, GiveTokens(town[OTHER_ADMIN], 1_200, "just-enough"))
    await buys(engine, town[OTHER_ADMIN], town[EVA], 400, 400, 400)
    (review,) = await waiting(engine, town)
    await engine.run(erase_person, ErasePerson(town[OTHER_ADMIN]))
    clock.advance(days=15)
    await work_due_jobs(engine)
    assert [one.pending for one in await waiting(engine, town)] == [3 * 340]
    await decided(engine, town, review.review_id, is_released=True)
    await work_due_jobs(engine)
    assert await own(engine, town[EVA]) == 3 * 340
    await settled(engine)


async def test_people_get_what_is_kept_about_them_and_no_buyer(
    engine: Engine, town: list[int]
) -> None:
    review = await opened(engine, town)
    await decided(engine, town, review.review_id, is_released=False)
    of_eva = (await engine.read(export_person, town[EVA]))["wallet"]["income_reviews"]
    assert [(one["tokens"], one["state"], set(one)) for one in of_eva] == [
        (1_200, "kept", {"tokens", "of_tokens", "sales", "state", "at", "decided_at"})
    ]
    assert (await engine.read(export_person, town[ANN]))["wallet"]["income_reviews"] == []
    of_admin = (await engine.read(export_person, town[ADMIN]))["wallet"]["income_decided"]
    at = engine.clock.now().isoformat()
    assert of_admin == [{"review": review.review_id, "state": "kept", "at": at}]


async def test_a_maturity_that_was_under_way_is_not_forgotten(
    engine: Engine, town: list[int], clock: FrozenClock
) -> None:
    """Maturing and deciding at once: whoever is first, the sale is final in the end."""
    review = await opened(engine, town)
    clock.advance(days=COURSE_MATURES_AFTER.days)
    await asyncio.gather(
        work_due_jobs(engine), decided(engine, town, review.review_id, is_released=True)
    )
    await work_due_jobs(engine)
    assert (await pending(engine, town[EVA]), await own(engine, town[EVA])) == (0, 3 * 340)
    clock.advance(days=2)
    await work_due_jobs(engine)
    assert await own(engine, town[EVA]) == 3 * 340
    await settled(engine)
