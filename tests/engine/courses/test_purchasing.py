"""A course with a price: set with guidance, bought with access, given back by the rules."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from engine.courses.access import course_in, thing_of
from engine.courses.commands import (
    BuyCourse,
    CourseImported,
    CourseQuery,
    Enroll,
    GiveBackCourse,
    LessonPageQuery,
    OpenPage,
    PriceGuidance,
    PublishCourse,
    SetPrice,
)
from engine.courses.errors import (
    AlreadyOpened,
    CourseNotFree,
    CourseNotOpen,
    NotBought,
    RefundedBefore,
    RefundTooLate,
)
from engine.courses.purchasing import (
    buy_course,
    price_guidance,
    purchase_of,
    purchase_offer,
    refund_course,
    set_price,
    undo_purchase,
)
from engine.courses.queries import course_card, lesson_page
from engine.courses.service import enroll, open_page, retire_course, unpublish_course, withdraw
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound, Outdated
from engine.people.commands import Role
from engine.quizzes.commands import StartAttempt
from engine.quizzes.service import start_attempt
from engine.wallet.commands import GrantFromFund, OpenTreasury, WalletQuery
from engine.wallet.errors import NotEnough, OwnCourse, PriceTooHigh, PriceTooLow, TreasuryNotOpen
from engine.wallet.lots import EARNED
from engine.wallet.queries import fund_state, wallet_page
from engine.wallet.sale_commands import EarningsQuery
from engine.wallet.sale_queries import earnings
from engine.wallet.service import grant_from_fund, open_treasury
from tests.engine.courses.teaching import course, imported, met, quiz
from tests.engine.wallet.selling import (
    GiveTokens,
    deposit,
    give_tokens,
    settled,
    with_history,
    work_due_jobs,
)


@pytest.fixture
async def educator(engine: Engine) -> int:
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    await engine.run(deposit, 10_000)
    educator = await met(engine, 1, Role.EDUCATOR)
    await with_history(engine, educator)
    return educator


@pytest.fixture
async def made(engine: Engine, educator: int) -> CourseImported:
    return (await imported(engine, educator, course(10, price_tokens=300))).course


@pytest.fixture
async def buyer(engine: Engine) -> int:
    person = await met(engine, 10)
    await engine.run(give_tokens, GiveTokens(person, 400, "pack"))
    await engine.run(give_tokens, GiveTokens(person, 100, "quiz", bucket=EARNED))
    return person


async def wealth(engine: Engine, person: int) -> tuple[int, int]:
    page = await engine.read(wallet_page, WalletQuery(person))
    return page.earned, page.purchased


async def opened(engine: Engine, person: int, made: CourseImported, lessons: int) -> None:
    for lesson in made.lessons[:lessons]:
        await engine.run(open_page, OpenPage(person, lesson.lesson_id, 1))


async def test_a_price_is_set_by_the_educator_and_is_0_or_at_least_10(
    engine: Engine, educator: int, made: CourseImported, buyer: int
) -> None:
    assert await engine.run(set_price, SetPrice(educator, made.course_id, 120))
    assert not await engine.run(set_price, SetPrice(educator, made.course_id, 120))
    card = await engine.read(course_card, CourseQuery(buyer, made.course_id))
    assert card.price_tokens == 120
    for tokens in (1, 9, -1):
        with pytest.raises(PriceTooLow):
            await engine.run(set_price, SetPrice(educator, made.course_id, tokens))
    with pytest.raises(PriceTooHigh):
        await engine.run(set_price, SetPrice(educator, made.course_id, 1_000_001))
    with pytest.raises(Forbidden):
        await engine.run(set_price, SetPrice(buyer, made.course_id, 50))
    assert await engine.run(set_price, SetPrice(educator, made.course_id, 0))
    await engine.run(enroll, Enroll(buyer, made.course_id))


def test_what_a_sale_is_about_leads_back_to_its_course() -> None:
    assert course_in(thing_of(7)) == 7
    for thing in ("session:7", "course:", "course", "course:x"):
        with pytest.raises(ValueError):  # noqa: PT011 - int's own words for some
            course_in(thing)


async def test_a_price_needs_tokens(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    free = (await imported(engine, educator, course(3))).course
    with pytest.raises(TreasuryNotOpen):
        await engine.run(set_price, SetPrice(educator, free.course_id, 50))


async def test_an_import_without_a_price_leaves_the_one_that_was_set(
    engine: Engine, educator: int
) -> None:
    made = (await imported(engine, educator, course(3))).course
    await engine.run(set_price, SetPrice(educator, made.course_id, 120))
    await imported(engine, educator, course(3, words={1: "New words."}))
    card = await engine.read(course_card, CourseQuery(educator, made.course_id))
    assert card.price_tokens == 120
    await imported(engine, educator, course(3, price_tokens=90))
    card = await engine.read(course_card, CourseQuery(educator, made.course_id))
    assert card.price_tokens == 90


async def test_guidance_tells_what_similar_courses_cost(engine: Engine, educator: int) -> None:
    def named(slug: str, price: int, language: str = "en", *tags: str) -> None:
        drafts.append(
            course(2, slug=slug, title=slug, price_tokens=price, language=language, tags=tags)
        )

    drafts: list = []
    named("one", 0, "en", "Water")
    named("two", 100, "en", "water")
    named("three", 300, "en", "water", "land")
    named("four", 250, "en-GB", "WATER")
    named("five", 900, "en", "fire")
    named("six", 700, "es", "water")
    first = (await imported(engine, educator, drafts[0])).course
    for draft in drafts[1:]:
        await imported(engine, educator, draft)
    await imported(
        engine, educator, replace(drafts[1], slug="draft", price_tokens=5_000), is_published=False
    )

    async def told() -> PriceGuidance:
        return await engine.read(price_guidance, CourseQuery(educator, first.course_id))

    assert await told() == PriceGuidance(3, 250, 100, 300, by_tags=True)
    await imported(engine, educator, replace(drafts[0], tags=("air",)))
    assert await told() == PriceGuidance(4, 250, 100, 900, by_tags=False)
    await imported(engine, educator, replace(drafts[0], language="ru"))
    assert await told() == PriceGuidance(0, 0, 0, 0, by_tags=False)


async def test_the_offer_shows_the_parts_and_what_is_missing(
    engine: Engine, made: CourseImported, buyer: int
) -> None:
    offer = await engine.read(purchase_offer, CourseQuery(buyer, made.course_id))
    assert (offer.price, offer.earned, offer.purchased, offer.missing) == (300, 90, 210, 0)
    poor = await met(engine, 11)
    await engine.run(give_tokens, GiveTokens(poor, 90, "poor-quiz", bucket=EARNED))
    offer = await engine.read(purchase_offer, CourseQuery(poor, made.course_id))
    assert (offer.earned, offer.held, offer.missing) == (90, 0, 210)


async def test_buying_opens_every_lesson_at_once(
    engine: Engine, educator: int, made: CourseImported, buyer: int
) -> None:
    last = LessonPageQuery(buyer, made.lessons[-1].lesson_id)
    with pytest.raises(CourseNotFree):
        await engine.read(lesson_page, last)
    bought = await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
    assert bought.is_new
    assert (await engine.read(lesson_page, last)).is_enrolled
    assert await wealth(engine, buyer) == (10, 190)
    again = await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
    assert (again.sale_id, again.is_new) == (bought.sale_id, False)
    assert await wealth(engine, buyer) == (10, 190)
    assert (await engine.read(earnings, EarningsQuery(educator))).pending > 0
    await settled(engine)


async def test_two_presses_at_once_buy_once(
    engine: Engine, made: CourseImported, buyer: int
) -> None:
    command = BuyCourse(buyer, made.course_id, 300)
    answers = await asyncio.gather(*(engine.run(buy_course, command) for _ in range(8)))
    assert [answer.is_new for answer in answers].count(True) == 1
    assert await wealth(engine, buyer) == (10, 190)
    await settled(engine)


async def test_buying_is_refused_with_the_reason_and_changes_nothing(
    engine: Engine, educator: int, made: CourseImported, buyer: int
) -> None:
    poor = await met(engine, 11)
    with pytest.raises(NotEnough) as short:
        await engine.run(buy_course, BuyCourse(poor, made.course_id, 300))
    assert short.value.data == {"price": 300, "earned": 0, "purchased": 0, "missing": 300}
    with pytest.raises(CourseNotFree):
        await engine.run(enroll, Enroll(poor, made.course_id))
    with pytest.raises(OwnCourse):
        await engine.run(buy_course, BuyCourse(educator, made.course_id, 300))
    await engine.run(set_price, SetPrice(educator, made.course_id, 310))
    with pytest.raises(Outdated):
        await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
    assert await wealth(engine, buyer) == (100, 400)
    await settled(engine)


async def test_a_purchase_is_undone_until_a_lesson_is_opened(
    engine: Engine, educator: int, made: CourseImported, buyer: int
) -> None:
    give_back = GiveBackCourse(buyer, made.course_id)
    with pytest.raises(NotBought):
        await engine.run(undo_purchase, give_back)
    for _ in range(2):  # as often as one likes
        await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
        given = await engine.run(undo_purchase, give_back)
        assert (given.earned, given.purchased) == (90, 210)
        assert await wealth(engine, buyer) == (100, 400)
    with pytest.raises(CourseNotFree):
        await engine.read(lesson_page, LessonPageQuery(buyer, made.lessons[-1].lesson_id))
    assert (await engine.read(earnings, EarningsQuery(educator))).pending == 0
    await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
    await opened(engine, buyer, made, 1)
    with pytest.raises(AlreadyOpened):
        await engine.run(undo_purchase, give_back)
    purchase = await engine.read(purchase_of, CourseQuery(buyer, made.course_id))
    assert purchase is not None
    assert (purchase.paid, purchase.can_undo, purchase.can_refund) == (300, False, True)
    await settled(engine)


async def test_a_refund_is_given_up_to_30_percent_and_once(
    engine: Engine, educator: int, made: CourseImported, buyer: int
) -> None:
    give_back = GiveBackCourse(buyer, made.course_id)
    await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
    await opened(engine, buyer, made, 4)
    with pytest.raises(RefundTooLate) as late:
        await engine.run(refund_course, give_back)
    assert late.value.data == {"opened": 4, "lessons": 10, "percent": 30}
    other = await met(engine, 12)
    await engine.run(give_tokens, GiveTokens(other, 600, "other-pack"))
    give_back = GiveBackCourse(other, made.course_id)
    await engine.run(buy_course, BuyCourse(other, made.course_id, 300))
    await opened(engine, other, made, 3)
    await engine.run(refund_course, give_back)
    assert await wealth(engine, other) == (0, 600)
    with pytest.raises(CourseNotFree):
        await engine.read(lesson_page, LessonPageQuery(other, made.lessons[1].lesson_id))
    await engine.run(buy_course, BuyCourse(other, made.course_id, 300))
    with pytest.raises(RefundedBefore):
        await engine.run(refund_course, give_back)
    assert await wealth(engine, other) == (0, 300)
    await settled(engine)


async def test_a_lesson_whose_quiz_was_begun_counts_as_opened(
    engine: Engine, educator: int, buyer: int
) -> None:
    """Else one could take every quiz, spend what they brought, and give the course back."""
    draft = course(4, quizzes={1: quiz(), 2: quiz(title="Rain")}, slug="rain", price_tokens=300)
    made = (await imported(engine, educator, draft)).course
    give_back = GiveBackCourse(buyer, made.course_id)
    await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
    for lesson in made.lessons[:2]:
        await engine.run(start_attempt, StartAttempt(buyer, lesson.lesson_id))
    with pytest.raises(AlreadyOpened):
        await engine.run(undo_purchase, give_back)
    with pytest.raises(RefundTooLate) as late:
        await engine.run(refund_course, give_back)
    assert late.value.data == {"opened": 2, "lessons": 4, "percent": 30}


async def test_a_refund_takes_back_what_the_course_has_paid(
    engine: Engine, made: CourseImported, buyer: int, clock: FrozenClock
) -> None:
    await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
    await opened(engine, buyer, made, 1)
    about = {"quiz": 1, "course": made.course_id, "bonus": 0}
    other = {"quiz": 2, "course": made.course_id * 10 + 1, "bonus": 0}
    await engine.run(grant_from_fund, GrantFromFund("here", buyer, "quiz", 20, about))
    await engine.run(grant_from_fund, GrantFromFund("elsewhere", buyer, "quiz", 25, other))
    await engine.run(refund_course, GiveBackCourse(buyer, made.course_id))
    assert await wealth(engine, buyer) == (100 + 25, 400)
    await settled(engine)
    clock.advance(days=1)
    await work_due_jobs(engine)
    assert (await engine.read(fund_state, None)).in_slices == 0
    await settled(engine)


async def test_a_refund_after_maturity_is_the_educators_to_pay(
    engine: Engine, educator: int, made: CourseImported, buyer: int, clock: FrozenClock
) -> None:
    await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
    await opened(engine, buyer, made, 2)
    clock.advance(days=15)
    await work_due_jobs(engine)
    assert (await engine.read(earnings, EarningsQuery(educator))).available > 0
    await engine.run(refund_course, GiveBackCourse(buyer, made.course_id))
    assert await wealth(engine, buyer) == (100, 400)
    told = await engine.read(earnings, EarningsQuery(educator))
    assert (told.pending, told.available, told.reserve, told.debt) == (0, 0, 0, 0)
    await settled(engine)


async def test_who_leaves_a_bought_course_may_return(
    engine: Engine, educator: int, made: CourseImported, buyer: int
) -> None:
    await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
    await engine.run(withdraw, Enroll(buyer, made.course_id))
    await engine.run(set_price, SetPrice(educator, made.course_id, 900))
    assert (await engine.run(enroll, Enroll(buyer, made.course_id))).is_new
    assert await wealth(engine, buyer) == (10, 190)


async def test_a_course_that_is_not_open_is_not_sold_and_still_read(
    engine: Engine, educator: int, made: CourseImported, buyer: int
) -> None:
    await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
    admin = await met(engine, 2, Role.ADMIN)
    await engine.run(retire_course, PublishCourse(admin, made.course_id))
    await engine.read(lesson_page, LessonPageQuery(buyer, made.lessons[-1].lesson_id))
    given = await engine.run(undo_purchase, GiveBackCourse(buyer, made.course_id))
    assert (given.earned, given.purchased) == (90, 210)
    await engine.run(unpublish_course, PublishCourse(educator, made.course_id))
    with pytest.raises(CourseNotOpen):
        await engine.run(buy_course, BuyCourse(admin, made.course_id, 300))


async def test_what_was_bought_stays_when_the_course_is_a_draft_again(
    engine: Engine, educator: int, made: CourseImported, buyer: int
) -> None:
    await engine.run(buy_course, BuyCourse(buyer, made.course_id, 300))
    await engine.run(unpublish_course, PublishCourse(educator, made.course_id))
    await engine.read(lesson_page, LessonPageQuery(buyer, made.lessons[-1].lesson_id))
    given = await engine.run(undo_purchase, GiveBackCourse(buyer, made.course_id))
    assert (given.earned, given.purchased) == (90, 210)
    with pytest.raises(NotFound):
        await engine.read(lesson_page, LessonPageQuery(buyer, made.lessons[0].lesson_id))
