"""Who links accounts and gives a course back keeps no reward that either account earned in it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from engine.courses.commands import BuyCourse, CourseImported, GiveBackCourse
from engine.courses.purchasing import buy_course, refund_course
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.people.commands import Meet, Role
from engine.people.link_commands import UndoMerge
from engine.people.link_errors import UndoSpent
from engine.people.linking import undo_merge
from engine.people.service import meet
from engine.quizzes.commands import StartAttempt, SubmitResponse
from engine.quizzes.service import start_attempt, submit_response
from engine.wallet.commands import GrantFromFund, OpenTreasury, WalletQuery
from engine.wallet.queries import fund_state, wallet_page
from engine.wallet.sale_commands import Sell
from engine.wallet.sales import sell
from engine.wallet.service import grant_from_fund, open_treasury
from tests.engine.courses.teaching import course, imported, met, quiz
from tests.engine.people.linking import linked
from tests.engine.wallet.replaying import Rows, problems
from tests.engine.wallet.selling import (
    GiveTokens,
    deposit,
    give_tokens,
    settled,
    with_history,
    work_due_jobs,
)


@dataclass
class Story:
    """A course of 300 tokens, who bought it, and the other account of the same person."""

    engine: Engine
    clock: FrozenClock
    admin: int
    educator: int
    made: CourseImported
    buyer: int
    other: int

    async def grant(self, person: int, key: str) -> None:
        about: dict[str, int | str] = {"quiz": 1, "course": self.made.course_id}
        await self.engine.run(grant_from_fund, GrantFromFund(key, person, "quiz", 20, about))

    async def pass_quiz(self, person: int) -> None:
        lesson = self.made.lessons[0].lesson_id
        started = await self.engine.run(start_attempt, StartAttempt(person, lesson))
        for item in started.open_items:
            response = SubmitResponse(person, started.attempt_id, item.item_id, item.right)
            await self.engine.run(submit_response, response)

    async def buy(self, person: int) -> None:
        await self.engine.run(buy_course, BuyCourse(person, self.made.course_id, 300))

    async def give_back(self) -> None:
        await self.engine.run(refund_course, GiveBackCourse(self.buyer, self.made.course_id))

    async def link(self) -> int:
        done = await linked(self.engine, self.buyer, self.other)
        assert done.person_id == self.buyer
        return done.merge_id

    async def earned(self, person: int) -> int:
        return (await self.engine.read(wallet_page, WalletQuery(person))).earned

    async def fund(self) -> int:
        state = await self.engine.read(fund_state, None)
        return state.available + state.in_slices


@pytest.fixture
async def story(engine: Engine, clock: FrozenClock) -> Story:
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    await engine.run(deposit, 10_000)
    educator = await met(engine, 1, Role.EDUCATOR)
    await with_history(engine, educator)
    admin = await met(engine, 2, Role.ADMIN)
    draft = course(10, price_tokens=300, quizzes={1: quiz()})
    made = (await imported(engine, educator, draft)).course
    buyer = await met(engine, 10)
    clock.advance(seconds=1)
    other = (await engine.run(meet, Meet("discord", 11, "Juniper"))).who.person_id
    for person in (buyer, other):
        await engine.run(give_tokens, GiveTokens(person, 300, f"pack:{person}"))
    return Story(engine, clock, admin, educator, made, buyer, other)


async def test_what_the_other_account_earned_in_it_goes_back_with_the_course(story: Story) -> None:
    await story.buy(story.buyer)
    before = await story.fund()
    await story.grant(story.other, "theirs")
    await story.grant(story.buyer, "own")
    await story.engine.run(grant_from_fund, GrantFromFund("elsewhere", story.other, "streak", 50))
    await story.link()
    assert await story.earned(story.buyer) == 90
    await story.give_back()
    assert await story.earned(story.buyer) == 50
    await settled(story.engine)
    books = Rows(story.engine.address)
    assert problems(books) == []  # each lot is what its postings left
    (granted,) = (
        id for id, journal in books.journals.items() if journal.idempotency_key == "theirs"
    )
    assert granted in {journal.refers_to_id for journal in books.journals.values()}
    story.clock.advance(days=2)
    await work_due_jobs(story.engine)
    assert await story.fund() == before - 50
    await settled(story.engine)


async def test_what_is_spent_stays(story: Story) -> None:
    await story.buy(story.buyer)
    await story.grant(story.other, "theirs")
    await story.link()
    story.clock.advance(days=2)
    await story.engine.run(
        sell, Sell("other", story.buyer, story.educator, "course:99", 10, share_percent=30)
    )
    assert await story.earned(story.buyer) == 17
    await story.give_back()
    assert await story.earned(story.buyer) == 17
    await settled(story.engine)


@pytest.mark.parametrize("first", ["own", "theirs"])
async def test_of_one_achievement_that_both_had_the_first_goes_and_nothing_twice(
    story: Story, first: str
) -> None:
    await story.buy(story.buyer)
    await story.buy(story.other)
    before = await story.fund()
    both = (story.buyer, story.other)
    for person in both if first == "own" else both[::-1]:
        await story.pass_quiz(person)
        story.clock.advance(minutes=5)
    await story.link()
    assert await story.earned(story.buyer) == 25
    await story.give_back()
    assert await story.earned(story.buyer) == 0
    await settled(story.engine)
    story.clock.advance(days=2)
    await work_due_jobs(story.engine)
    assert await story.fund() == before
    await settled(story.engine)


async def test_a_link_is_not_undone_over_what_went_back(story: Story) -> None:
    await story.buy(story.buyer)
    await story.grant(story.other, "theirs")
    merge_id = await story.link()
    await story.give_back()
    with pytest.raises(UndoSpent):
        await story.engine.run(undo_merge, UndoMerge(story.admin, merge_id))
    assert await story.earned(story.buyer) == 0
    await settled(story.engine)


async def test_after_an_undo_only_ones_own_go_back(story: Story) -> None:
    await story.buy(story.buyer)
    await story.grant(story.other, "theirs")
    await story.grant(story.buyer, "own")
    merge_id = await story.link()
    await story.engine.run(undo_merge, UndoMerge(story.admin, merge_id))
    await story.give_back()
    assert (await story.earned(story.buyer), await story.earned(story.other)) == (0, 20)
    await settled(story.engine)


async def test_what_an_undo_granted_again_still_belongs_to_the_course(story: Story) -> None:
    await story.buy(story.buyer)
    await story.buy(story.other)
    await story.pass_quiz(story.other)
    story.clock.advance(minutes=5)
    await story.pass_quiz(story.buyer)
    merge_id = await story.link()
    await story.engine.run(undo_merge, UndoMerge(story.admin, merge_id))
    assert (await story.earned(story.buyer), await story.earned(story.other)) == (25, 25)
    await story.give_back()
    assert (await story.earned(story.buyer), await story.earned(story.other)) == (0, 25)
    await settled(story.engine)
