"""What effort is worth, through the door: once, within caps, out of the fund."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from engine.foundation import jobs, outbox
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.tx import Destination
from engine.leaderboards.commands import LeaderboardQuery, Standing
from engine.leaderboards.queries import leaderboard_page
from engine.people.commands import ErasePerson, Meet, SetZone
from engine.people.service import erase_person, meet, set_zone
from engine.rewards import personal_data
from engine.rewards.commands import RewardActivity, Rewarded, RewardQuiz
from engine.rewards.service import reward_activity, reward_quiz
from engine.streaks.commands import StreakQuery
from engine.streaks.queries import streak_of
from engine.wallet.commands import OpenTreasury, WalletQuery
from engine.wallet.queries import fund_state, verify, wallet_page
from engine.wallet.service import open_treasury
from tests.engine.rewards.meeting import meet_people

OLD_ENOUGH = 40  # days after which nobody is a newcomer


def passed(person_id: int, quiz_id: int = 1, *, earned: int = 4, **changes: object) -> RewardQuiz:
    command = RewardQuiz(
        person_id=person_id,
        quiz_id=quiz_id,
        course_id=9,
        attempt_number=1,
        points_earned=earned,
        points_possible=5,
        course_owner_id=999,
    )
    return replace(command, **changes)  # type: ignore[arg-type]


@pytest.fixture
async def funded(engine: Engine) -> Engine:
    await engine.run(open_treasury, OpenTreasury("notional", 100_000, "XXX"))
    return engine


async def finish(engine: Engine, *args: object, **changes: object) -> Rewarded:
    return await engine.run(reward_quiz, passed(*args, **changes))  # type: ignore[arg-type]


async def settled(engine: Engine) -> None:
    report = await engine.read(verify, None)
    assert report.problems == ()


async def test_the_first_passed_attempt_brings_everything_at_once(funded: Engine) -> None:
    person, friend = await meet_people(funded, 2)
    await finish(funded, friend, 2, earned=5)
    got = await finish(funded, person)
    assert (got.is_passed, got.tokens, got.bonus, got.withheld_reason) == (True, 20, 0, None)
    assert (got.points, got.balance, got.milestone_tokens) == (20, 20, 0)
    assert got.streak.days == 1
    assert got.streak.is_new_day
    assert got.standing == Standing("week", rank=2, points=20, behind=5, of=2)
    page = await funded.read(wallet_page, WalletQuery(person))
    assert page.latest[0].about == {"programme": "quiz", "quiz": 1, "course": 9, "bonus": 0}
    await settled(funded)


async def test_all_right_brings_a_bonus(funded: Engine) -> None:
    (person,) = await meet_people(funded, 1)
    got = await finish(funded, person, earned=5)
    assert (got.tokens, got.bonus, got.balance) == (25, 5, 25)


@pytest.mark.parametrize(
    ("changes", "reason", "points"),
    [
        ({"earned": 3}, "not_passed", 15),
        ({"attempt_number": 2}, "not_first_attempt", 0),
        ({"is_private": False}, "group_quiz", 20),
    ],
)
async def test_what_brings_no_tokens_says_why(
    funded: Engine, changes: dict[str, object], reason: str, points: int
) -> None:
    (person,) = await meet_people(funded, 1)
    got = await finish(funded, person, **changes)
    assert (got.tokens, got.withheld_reason, got.points) == (0, reason, points)
    assert got.streak.days == 1
    assert (await funded.read(wallet_page, WalletQuery(person))).earned == 0


async def test_nobody_earns_on_their_own_course(funded: Engine) -> None:
    (person,) = await meet_people(funded, 1)
    got = await finish(funded, person, earned=5, course_owner_id=person)
    assert (got.tokens, got.points, got.withheld_reason) == (0, 0, "own_course")


async def test_one_quiz_pays_once_whatever_asks_for_it(funded: Engine) -> None:
    (person,) = await meet_people(funded, 1)
    results = await asyncio.gather(*(finish(funded, person) for _ in range(20)))
    assert {result.tokens for result in results} == {20}
    assert sum(result.points for result in results) == 20
    assert {result.balance for result in results} == {20}
    await settled(funded)


async def test_an_empty_fund_brings_points_only(engine: Engine) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 30))
    first, second = await meet_people(engine, 2)
    assert (await finish(engine, first)).tokens == 20
    got = await finish(engine, second)
    assert (got.tokens, got.withheld_reason, got.points) == (0, "fund_empty", 20)
    state = await engine.read(fund_state, None)
    assert (state.available + state.in_slices, state.committed) == (10, 20)
    await settled(engine)


@pytest.mark.parametrize("mode", ["", "points"])
async def test_without_tokens_there_are_points(engine: Engine, mode: str) -> None:
    if mode:
        await engine.run(open_treasury, OpenTreasury(mode))
    (person,) = await meet_people(engine, 1)
    got = await finish(engine, person)
    assert (got.tokens, got.withheld_reason, got.points) == (0, "points_only", 20)


async def test_a_newcomer_earns_a_hundred_in_all(funded: Engine, clock: FrozenClock) -> None:
    (person,) = await meet_people(funded, 1)
    got = [await finish(funded, person, quiz) for quiz in range(1, 7)]
    assert [result.tokens for result in got] == [20, 20, 20, 20, 20, 0]
    assert got[-1].withheld_reason == "newcomer_cap"
    clock.advance(days=31)
    assert (await finish(funded, person, 7)).tokens == 20
    await settled(funded)


async def test_an_old_discord_account_is_no_newcomer(funded: Engine) -> None:
    snowflake = int((datetime(2024, 1, 1, tzinfo=UTC).timestamp() - 1_420_070_400) * 1000) << 22
    met = await funded.run(meet, Meet("discord", snowflake, "Otter"))
    person = met.who.person_id
    await funded.run(set_zone, SetZone(person, "UTC"))
    got = [await finish(funded, person, quiz) for quiz in range(1, 8)]
    assert [result.tokens for result in got] == [20] * 6 + [0]
    assert got[-1].withheld_reason == "daily_cap"


async def test_a_day_brings_120_and_the_rest_of_a_reward_is_paid(
    funded: Engine, clock: FrozenClock
) -> None:
    (person,) = await meet_people(funded, 1)
    clock.advance(days=OLD_ENOUGH)
    got = [await finish(funded, person, quiz, earned=5) for quiz in range(1, 7)]
    assert [result.tokens for result in got] == [25, 25, 25, 25, 20, 0]
    assert [result.bonus for result in got] == [5, 5, 5, 5, 0, 0]
    assert [result.withheld_reason for result in got[-2:]] == ["daily_cap", "daily_cap"]
    clock.advance(days=1)
    assert (await finish(funded, person, 9, earned=5)).tokens == 25
    await settled(funded)


async def test_no_interleaving_passes_the_daily_cap(funded: Engine, clock: FrozenClock) -> None:
    (person,) = await meet_people(funded, 1)
    clock.advance(days=OLD_ENOUGH)
    got = await asyncio.gather(*(finish(funded, person, quiz) for quiz in range(30)))
    assert sum(result.tokens for result in got) == 120
    assert (await funded.read(wallet_page, WalletQuery(person))).earned == 120
    await settled(funded)


async def test_a_month_brings_2000(funded: Engine, clock: FrozenClock) -> None:
    (person,) = await meet_people(funded, 1)
    clock.move_to(datetime(2027, 5, 1, 9, 0, tzinfo=UTC))
    paid, quiz = 0, 0
    for _ in range(18):
        for _ in range(6):
            quiz += 1
            got = await finish(funded, person, quiz)
            paid += got.tokens
        clock.advance(days=1)
    # 120 a day, and from streaks 50 for the first seven days.
    assert paid == 1_950
    assert (await funded.read(wallet_page, WalletQuery(person))).earned == 2_000
    assert got.withheld_reason == "monthly_cap"
    clock.move_to(datetime(2027, 6, 1, 9, 0, tzinfo=UTC))
    assert (await finish(funded, person, quiz + 1)).tokens == 20


async def test_a_weeks_streak_is_paid_once_beside_the_quiz(
    funded: Engine, clock: FrozenClock
) -> None:
    (person,) = await meet_people(funded, 1)
    for day in range(6):
        got = await funded.run(reward_activity, RewardActivity(person, "lesson", f"lesson:{day}"))
        assert got.milestone_tokens == 0
        clock.advance(days=1)
    on_time = await finish(funded, person)
    assert (on_time.streak.milestone, on_time.milestone_tokens, on_time.balance) == (7, 50, 70)
    again = await finish(funded, person, 2)
    assert (again.milestone_tokens, again.balance) == (0, 90)
    page = await funded.read(wallet_page, WalletQuery(person))
    assert {"programme": "streak", "days": 7} in [line.about for line in page.latest]
    await settled(funded)


async def test_an_activity_counts_for_the_day_and_its_points_once(engine: Engine) -> None:
    (person,) = await meet_people(engine, 1)
    lesson = RewardActivity(person, "lesson", "lesson:3")
    first = await engine.run(reward_activity, lesson)
    again = await engine.run(reward_activity, lesson)
    assert (first.points, again.points, again.streak.days) == (5, 0, 1)
    challenge = await engine.run(reward_activity, RewardActivity(person, "challenge", "c:8"))
    assert (challenge.points, challenge.standing.points) == (2, 7)
    with pytest.raises(ValueError, match="no such activity"):
        await engine.run(reward_activity, RewardActivity(person, "nap", "n:1"))


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Honolulu", date(2027, 3, 3)), ("Pacific/Auckland", date(2027, 3, 4))],
)
async def test_the_day_is_the_persons_own(engine: Engine, zone: str, day: date) -> None:
    (person,) = await meet_people(engine, 1, zone=zone)
    assert (await finish(engine, person)).streak.today == day


@pytest.mark.parametrize("is_visible", [True, False])
async def test_a_milestone_is_public_for_those_who_said_yes(
    engine: Engine, clock: FrozenClock, is_visible: bool
) -> None:
    (person,) = await meet_people(engine, 1, is_visible=is_visible)
    place = Destination(kind="place", id=5, platform="discord")
    await engine.run(lambda tx, topic: tx.follow(topic, place), f"person:{person}")
    for day in range(7):
        await engine.run(reward_activity, RewardActivity(person, "lesson", f"lesson:{day}"))
        clock.advance(days=1)
    told = await engine.run(outbox.claim_deliveries, outbox.ClaimDeliveries("discord"))
    assert len(told) == int(is_visible)


async def test_an_erased_person_leaves_nothing_but_balanced_journals(funded: Engine) -> None:
    (person,) = await meet_people(funded, 1)
    await finish(funded, person)
    exported = await funded.read(personal_data.export, person)
    assert exported["rewards"][0]["tokens"] == 20
    await funded.run(erase_person, ErasePerson(person))
    left = await funded.read(personal_data.export, person)
    assert set(map(len, left.values())) == {0}
    page = await funded.read(leaderboard_page, LeaderboardQuery("all"))
    assert page.top == ()
    assert (await funded.read(streak_of, StreakQuery(person))).best == 0
    state = await funded.read(fund_state, None)
    assert (state.available + state.in_slices, state.committed) == (100_000, 0)
    await settled(funded)


async def test_slices_of_past_days_find_their_way_back(funded: Engine, clock: FrozenClock) -> None:
    (person,) = await meet_people(funded, 1)
    for quiz in range(1, 4):
        await finish(funded, person, quiz)
        clock.advance(days=1)
    for leased in await funded.run(jobs.claim_jobs, jobs.ClaimJobs()):
        await funded.run(jobs.work_job, leased)
    state = await funded.read(fund_state, None)
    assert (state.available, state.in_slices, state.committed) == (99_940, 0, 60)
    await settled(funded)
