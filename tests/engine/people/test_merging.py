"""What two people had becomes one person's, nothing is paid twice, and it can all be undone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st

from engine.cohorts.commands import JoinCohort, JoinOpenCohort, LinkPlace, MembersHere, OpenCohort
from engine.cohorts.queries import members_here
from engine.cohorts.service import join_open_cohort, leave_cohort, link_place, open_cohort
from engine.courses.commands import CheckChallenge, Enroll, MarkLessonDone, OpenPage
from engine.courses.service import check_challenge, enroll, mark_lesson_done, open_page
from engine.foundation import jobs
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden
from engine.foundation.outbox import ClaimDeliveries, claim_deliveries
from engine.foundation.own_rows import OwnRows
from engine.foundation.schema import whole_metadata
from engine.foundation.tx import Tx
from engine.leaderboards.commands import LeaderboardQuery
from engine.leaderboards.queries import leaderboard_page
from engine.people import merges
from engine.people.commands import (
    Appoint,
    ErasePerson,
    FinishOnboarding,
    Meet,
    Role,
    SetVisibility,
    Visibility,
)
from engine.people.link_commands import Holding, UndoMerge
from engine.people.link_errors import UndoSpent, UndoTooLate
from engine.people.link_queries import recent_merges
from engine.people.linking import undo_merge
from engine.people.queries import accounts_of, export_person, former_ids
from engine.people.service import (
    appoint,
    erase_person,
    finish_onboarding,
    meet,
    set_visibility,
)
from engine.quizzes.commands import StartAttempt, SubmitResponse
from engine.quizzes.events import QuizPassed
from engine.quizzes.service import start_attempt, submit_response
from engine.streaks.commands import RecordActivity, StreakQuery
from engine.streaks.queries import streak_of
from engine.streaks.service import record_activity
from engine.wallet import ledger
from engine.wallet.commands import GrantFromFund, Journal, Line, OpenTreasury, WalletQuery
from engine.wallet.lots import take_earned
from engine.wallet.queries import fund_state, verify, wallet_page
from engine.wallet.service import grant_from_fund, open_treasury
from tests.conftest import DatabaseCopies
from tests.engine.courses.teaching import course, imported, met, quiz
from tests.engine.people.linking import linked

NOON = datetime(2027, 3, 4, 12, tzinfo=UTC)
CHANNEL = 77
MAKER, GIVER = 0, 1  # on Telegram, on Discord


@dataclass
class Two:
    """Two people of one course, and an administrator who teaches it."""

    engine: Engine
    clock: FrozenClock
    admin: int
    course_id: int
    lessons: list[int]
    people: list[int]

    async def enroll(self, who: int) -> None:
        await self.engine.run(enroll, Enroll(self.people[who], self.course_id))

    async def take_quiz(
        self, who: int, lesson: int = 0, *, mistakes: int = 0, items: int = 5
    ) -> None:
        """Answers `items` of its five items, the first `mistakes` wrong."""
        person = self.people[who]
        started = await self.engine.run(start_attempt, StartAttempt(person, self.lessons[lesson]))
        for place, item in enumerate(started.open_items[:items]):
            wrong = next(at for at in range(len(item.options)) if at not in item.right)
            chosen = (wrong,) if place < mistakes else item.right
            await self.engine.run(
                submit_response, SubmitResponse(person, started.attempt_id, item.item_id, chosen)
            )

    async def read_on(self, who: int, lesson: int, page: int) -> None:
        person = self.people[who]
        await self.engine.run(open_page, OpenPage(person, self.lessons[lesson], page))

    async def finish_lesson(self, who: int, lesson: int) -> None:
        person = self.people[who]
        await self.engine.run(mark_lesson_done, MarkLessonDone(person, self.lessons[lesson]))

    async def try_challenge(self, who: int, lesson: int, *, had_it: bool) -> None:
        command = CheckChallenge(self.people[who], self.lessons[lesson], 1, had_it)
        await self.engine.run(check_challenge, command)

    async def practise(self, who: int) -> None:
        await self.engine.run(record_activity, RecordActivity(self.people[who], "UTC", "practice"))

    async def join(self, who: int) -> None:
        await self.engine.run(join_open_cohort, JoinOpenCohort(self.people[who], self.course_id))

    async def tokens(self, who: int) -> int:
        return (await self.engine.read(wallet_page, WalletQuery(self.people[who]))).earned

    async def link(self) -> int:
        """The merge's id; the keeper is the one on Telegram, who came first."""
        done = await linked(self.engine, *self.people)
        assert done.person_id == self.people[MAKER]
        return done.merge_id

    async def undo(self, merge_id: int) -> None:
        await self.engine.run(undo_merge, UndoMerge(self.admin, merge_id))

    async def all_of(self, who: int) -> dict[str, Any]:
        """What is kept about them; the ledger's statement apart, which forgets nothing."""
        exported = await self.engine.read(export_person, self.people[who])
        del exported["people"]["accounts_linked"], exported["wallet"]["statement"]
        return exported

    async def scores(self) -> dict[str, list[tuple[int, int]]]:
        pages = {}
        for board in ("day", "week", "all"):
            page = await self.engine.read(leaderboard_page, LeaderboardQuery(board, limit=9))
            pages[board] = [(row.person_id, row.points) for row in page.top]
        return pages

    async def work_jobs(self) -> None:
        while leased := await self.engine.run(jobs.claim_jobs, jobs.ClaimJobs()):
            for job in leased:
                await self.engine.run(jobs.work_job, job)

    async def settled(self) -> None:
        report = await self.engine.read(verify, None)
        assert report.problems == ()


async def community(engine: Engine, clock: FrozenClock) -> Two:
    clock.move_to(NOON)
    await engine.run(open_treasury, OpenTreasury("notional", 100_000, "XXX"))
    admin = await met(engine, 1, Role.ADMIN, Role.EDUCATOR)
    made = (await imported(engine, admin, course(3, quizzes={1: quiz(), 2: quiz()}))).course
    opened = await engine.run(open_cohort, OpenCohort(admin, made.course_id, "Rivers"))
    place = LinkPlace(
        admin, opened.cohort_id, "discord", CHANNEL, 0, 7, "rivers", can_manage_place=True
    )
    await engine.run(link_place, place)
    people = []
    for platform, number in (("telegram", 5), ("discord", 7)):
        person = (await engine.run(meet, Meet(platform, number, "Heron"))).who.person_id
        await engine.run(set_visibility, SetVisibility(person, Visibility.FIRST_NAME))
        await engine.run(finish_onboarding, FinishOnboarding(person))
        people.append(person)
        clock.advance(seconds=1)
    return Two(
        engine, clock, admin, made.course_id, [one.lesson_id for one in made.lessons], people
    )


@pytest.fixture
async def two(engine: Engine, clock: FrozenClock) -> Two:
    made = await community(engine, clock)
    for who in (MAKER, GIVER):
        await made.enroll(who)
    return made


async def test_one_wallet_one_streak_one_place_on_the_boards(two: Two) -> None:
    await two.take_quiz(MAKER, 0)
    await two.practise(GIVER)
    two.clock.advance(days=1)
    await two.take_quiz(GIVER, 1, mistakes=1)
    await two.link()
    assert await two.tokens(MAKER) == 25 + 20
    assert await two.tokens(GIVER) == 0
    streak = await two.engine.read(streak_of, StreakQuery(two.people[MAKER]))
    assert (streak.days, streak.is_done_today) == (2, True)
    assert (await two.scores())["all"] == [(two.people[MAKER], 45)]
    page = await two.engine.read(wallet_page, WalletQuery(two.people[MAKER]))
    assert (page.latest[0].kind, page.latest[0].amount) == ("person.merged", 20)
    await two.settled()


async def test_an_achievement_is_paid_once_and_the_first_one_counts(two: Two) -> None:
    await two.take_quiz(GIVER, 0)
    two.clock.advance(hours=1)
    await two.take_quiz(MAKER, 0, mistakes=1)
    before = await two.engine.read(fund_state, None)
    await two.link()
    assert await two.tokens(MAKER) == 25
    await two.work_jobs()
    after = await two.engine.read(fund_state, None)
    assert after.available + after.in_slices == before.available + before.in_slices + 20
    assert (await two.scores())["all"] == [(two.people[MAKER], 25)]
    # Whatever they do now, they passed it already.
    await two.take_quiz(MAKER, 0)
    assert await two.tokens(MAKER) == 25
    await two.settled()


async def test_a_past_days_reward_goes_back_to_the_fund(two: Two) -> None:
    await two.take_quiz(MAKER, 0)
    two.clock.advance(days=3)
    await two.take_quiz(GIVER, 0)
    two.clock.advance(days=3)
    await two.work_jobs()
    before = await two.engine.read(fund_state, None)
    await two.link()
    await two.work_jobs()
    after = await two.engine.read(fund_state, None)
    assert (after.available, after.in_slices) == (before.available + 25, 0)
    await two.settled()


async def test_tokens_that_are_spent_are_not_taken_back(two: Two) -> None:
    await two.take_quiz(MAKER, 0)
    two.clock.advance(hours=1)
    await two.take_quiz(GIVER, 0)
    await spend(two, two.people[GIVER], 25)
    await two.link()
    assert await two.tokens(MAKER) == 25
    await two.settled()


async def spend(two: Two, person_id: int, tokens: int) -> None:
    """As a purchase would: out of the lots that can be spent."""

    def take(tx: Tx, amount: int) -> None:
        lines = [
            Line(f"person:{person_id}:earned", "burn:expiry", "TOK", part.amount, part.lot_id)
            for part in take_earned(tx, person_id, amount, thing="")
        ]
        lines.append(Line("fund:committed", "fund:rewards", "XXX", amount))
        ledger.post(tx, Journal(f"spent:{person_id}:{amount}", "reward.expired", tuple(lines)))

    two.clock.advance(days=1, hours=1)
    await two.engine.run(take, tokens)


async def test_the_further_one_in_a_course_counts(two: Two) -> None:
    await two.read_on(MAKER, 0, 2)
    await two.try_challenge(MAKER, 0, had_it=False)
    await two.read_on(GIVER, 1, 3)
    await two.try_challenge(GIVER, 0, had_it=True)
    await two.finish_lesson(GIVER, 0)
    await two.link()
    courses = (await two.all_of(MAKER))["courses"]
    assert [(row["lesson"], row["page"]) for row in courses["lessons"]] == [
        ("Lesson 1", 3),
        ("Lesson 2", 3),
    ]
    assert courses["lessons"][0]["done_at"] is not None
    assert [check["had_it"] for check in courses["challenges"]] == [True]
    assert len(courses["enrollments"]) == 1


async def test_in_the_middle_of_the_same_quiz_one_attempt_goes_on(two: Two) -> None:
    await two.take_quiz(MAKER, 0, items=2)
    await two.take_quiz(GIVER, 0, items=3)
    merge_id = await two.link()
    attempts = (await two.all_of(MAKER))["quizzes"]
    assert [(one["number"], one["state"]) for one in attempts] == [(1, "open"), (2, "abandoned")]
    await two.take_quiz(MAKER, 0)  # goes on where it was
    assert await two.tokens(MAKER) == 25
    await two.undo(merge_id)
    theirs = (await two.all_of(GIVER))["quizzes"]
    assert [(one["number"], one["state"]) for one in theirs] == [(1, "open")]


async def test_places_hear_of_the_one_they_are_now(two: Two) -> None:
    await two.join(GIVER)
    merge_id = await two.link()
    query = MembersHere("discord", CHANNEL, 7)
    assert await two.engine.read(members_here, query) == frozenset({two.people[MAKER]})
    await two.take_quiz(MAKER, 0)
    assert await heard(two) == [two.people[MAKER]]
    await two.undo(merge_id)
    assert await two.engine.read(members_here, query) == frozenset({two.people[GIVER]})
    await two.take_quiz(GIVER, 0)
    await two.take_quiz(MAKER, 1)
    assert await heard(two) == [two.people[GIVER]]


async def test_who_left_a_cohort_as_one_of_both_is_in_it_as_the_other(two: Two) -> None:
    await two.join(MAKER)
    await two.engine.run(leave_cohort, JoinCohort(two.people[MAKER], 1))
    await two.join(GIVER)
    before = [await two.all_of(who) for who in (MAKER, GIVER)]
    merge_id = await two.link()
    assert [one["state"] for one in (await two.all_of(MAKER))["cohorts"]] == ["active"]
    await two.undo(merge_id)
    assert [await two.all_of(who) for who in (MAKER, GIVER)] == before


async def heard(two: Two) -> list[int]:
    """Whose passed quizzes were told, since this was last asked."""
    claimed = await two.engine.run(claim_deliveries, ClaimDeliveries("discord", 50))
    return [one.event.person_id for one in claimed if isinstance(one.event, QuizPassed)]


async def test_both_sides_see_what_would_merge(two: Two) -> None:
    assert await two.engine.read(merges.holdings_of, two.people[MAKER]) == (Holding("courses", 1),)
    await two.take_quiz(MAKER, 0)
    assert set(await two.engine.read(merges.holdings_of, two.people[MAKER])) == {
        Holding("courses", 1),
        Holding("quizzes", 1),
        Holding("streak_days", 1),
        Holding("tokens", 25),
    }


async def test_a_command_under_way_loses_nothing(two: Two) -> None:
    """It was handed the leaver's id before the merge, and writes after it."""
    await two.link()
    await two.practise(GIVER)
    late = GrantFromFund("late", two.people[GIVER], "quiz", 7)
    await two.engine.run(grant_from_fund, late)
    assert (await two.tokens(MAKER), await two.tokens(GIVER)) == (0, 7)
    two.clock.advance(minutes=3)
    await two.work_jobs()
    assert (await two.tokens(MAKER), await two.tokens(GIVER)) == (7, 0)
    assert (await two.engine.read(streak_of, StreakQuery(two.people[MAKER]))).days == 1
    assert (await two.engine.read(streak_of, StreakQuery(two.people[GIVER]))).days == 0
    await two.settled()


async def test_only_an_administrator_undoes_and_for_seven_days(two: Two) -> None:
    await two.take_quiz(GIVER, 0)
    merge_id = await two.link()
    with pytest.raises(Forbidden):
        await two.engine.run(undo_merge, UndoMerge(two.people[MAKER], merge_id))
    [recent] = await two.engine.read(recent_merges, two.admin)
    assert (recent.merge_id, recent.platforms) == (merge_id, ("discord", "telegram"))
    await two.undo(merge_id)
    with pytest.raises(UndoTooLate):
        await two.undo(merge_id)
    assert await two.engine.read(recent_merges, two.admin) == ()
    assert await two.engine.read(former_ids, two.people[MAKER]) == ()
    again = await two.link()
    two.clock.advance(days=7)
    with pytest.raises(UndoTooLate):
        await two.undo(again)
    await two.work_jobs()
    assert await two.tokens(MAKER) == 25
    await two.settled()


async def test_what_is_spent_since_keeps_it_from_being_undone(two: Two) -> None:
    await two.take_quiz(GIVER, 0)
    merge_id = await two.link()
    await spend(two, two.people[MAKER], 10)
    before = await two.all_of(MAKER)
    with pytest.raises(UndoSpent):
        await two.undo(merge_id)
    assert await two.all_of(MAKER) == before


async def test_undone_after_the_week_nothing_names_the_leaver(two: Two) -> None:
    merge_id = await two.link()
    two.clock.advance(days=7, minutes=1)
    await two.work_jobs()
    with pytest.raises(UndoTooLate):
        await two.undo(merge_id)
    await two.engine.run(erase_person, ErasePerson(two.people[MAKER]))


async def test_undo_while_presses_go_on_gives_everybody_their_own(two: Two) -> None:
    await two.take_quiz(GIVER, 0)
    merge_id = await two.link()
    await asyncio.gather(
        two.undo(merge_id),
        *(two.practise(MAKER) for _ in range(5)),
        return_exceptions=False,
    )
    assert [account.platform for account in await accounts(two, GIVER)] == ["discord"]
    assert await two.tokens(GIVER) == 25
    await two.settled()


async def accounts(two: Two, who: int) -> tuple[Any, ...]:
    return await two.engine.read(accounts_of, two.people[who])


async def test_an_administrators_roles_come_along_and_go_back(two: Two) -> None:
    await two.engine.run(appoint, Appoint(two.people[GIVER], Role.ADMIN))
    before = await two.all_of(MAKER), await two.all_of(GIVER)
    done = await linked(two.engine, *two.people)
    assert done.person_id == two.people[GIVER]  # who administers stays who they are
    await two.undo(done.merge_id)
    assert (await two.all_of(MAKER), await two.all_of(GIVER)) == before


def test_every_row_that_names_a_person_can_change_hands() -> None:
    """A new table is either handed over, or stands here with why it is not."""
    left_where_they_are = {
        "allowance.person_id": "uses of the hour; both go on",
        "board_score.person_id": "added up anew from the awards",
        "claim_code.used_by": "who it was then",
        "claim_try.person_id": "tries of the hour",
        "cash_out_freeze.lifted_by": "who it was then",
        "held_reward.decided_by": "who it was then",
        "income_review.decided_by": "who it was then",
        "ledger_proposal.beneficiary_id": "who it was then; found through the merge",
        "ledger_proposal.proposed_by": "who it was then; found through the merge",
        "ledger_vote.person_id": "who it was then; found through the merge",
        "link_code.person_id": "over with the merge",
        "link_code.shown_to": "over with the merge",
        "link_try.person_id": "tries of the hour",
        "person.merged_into": "written by the merge",
        "person_merge.keeper_id": "written by the merge",
        "person_merge.leaver_id": "written by the merge",
        "person_merge.undone_by": "who it was then",
        "programme_change.changed_by": "who it was then",
        "role_proposal.person_id": "a proposal speaks of who they were; it is made anew",
        "role_proposal.proposed_by": "who it was then",
        "teaching_application.decided_by": "who it was then",
        "voucher_import.by_person_id": "who it was then",
    }
    merges.domains()  # their modules say what is handed over
    handed = {f"{rows.table.name}.{rows.column}" for rows in OwnRows.every}
    found = {
        f"{table.name}.{column.name}"
        for table in whole_metadata().tables.values()
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    assert found - handed == set(left_where_they_are) - handed


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["quiz", "half", "page", "done", "challenge", "practise", "day", "join"]),
        st.sampled_from([MAKER, GIVER]),
        st.integers(0, 1),
        st.integers(0, 2),
    ),
    max_size=14,
)


async def act(two: Two, kind: str, who: int, lesson: int, number: int) -> None:
    match kind:
        case "quiz":
            await two.take_quiz(who, lesson, mistakes=number)
        case "half":
            await two.take_quiz(who, lesson, items=number)
        case "page":
            await two.read_on(who, lesson, number + 1)
        case "done":
            await two.finish_lesson(who, lesson)
        case "challenge":
            await two.try_challenge(who, lesson, had_it=number > 0)
        case "practise":
            await two.practise(who)
        case "day":
            two.clock.advance(days=1 + number)
        case "join":
            await two.join(who)
    two.clock.advance(seconds=7)


@asynccontextmanager
async def opened(copy: DatabaseCopies) -> AsyncIterator[Two]:
    with copy() as address:
        clock = FrozenClock(NOON)
        engine = Engine(address, clock)
        try:
            made = await community(engine, clock)
            for who in (MAKER, GIVER):
                await made.enroll(who)
            yield made
        finally:
            await engine.close()


def first_of_each(kept: list[dict[str, Any]], people: list[int]) -> int:
    """Tokens of both when each achievement counts once, as whoever had it first was paid: perhaps
    less than the other got for it later."""
    paid: dict[tuple[str, ...], tuple[str, int]] = {}
    for person, of_person in zip(people, kept, strict=True):
        for reward in of_person["rewards"]["rewards"]:
            words = reward["for"].split(":")
            at = 1 if reward["kind"] == "streak" else -1
            assert words[at] == str(person)
            words[at] = "somebody"
            achievement = tuple(words)
            found = (reward["at"], reward["tokens"])
            paid[achievement] = min(paid.get(achievement, found), found)
    return sum(tokens for _, tokens in paid.values())


@pytest.mark.slow
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
# The later quiz brought more than the earlier one: what was first is kept.
@example(acts=[("quiz", GIVER, 1, 1), ("quiz", MAKER, 1, 0)])
def test_any_two_histories_are_merged_and_told_apart_again(
    database_copies: DatabaseCopies, acts: list[tuple[str, int, int, int]]
) -> None:
    async def story() -> None:
        async with opened(database_copies) as two:
            for done in acts:
                await act(two, *done)
            before = [await two.all_of(who) for who in (MAKER, GIVER)]
            boards = await two.scores()
            tokens = [await two.tokens(who) for who in (MAKER, GIVER)]
            streaks = [
                await two.engine.read(streak_of, StreakQuery(person)) for person in two.people
            ]
            merge_id = await two.link()
            note(f"{tokens} -> {await two.tokens(MAKER)}")
            await two.settled()
            together = await two.engine.read(streak_of, StreakQuery(two.people[MAKER]))
            assert together.days >= max(streak.days for streak in streaks)
            assert await two.tokens(MAKER) == first_of_each(before, two.people)
            assert await two.tokens(GIVER) == 0
            await two.undo(merge_id)
            await two.settled()
            after = [await two.all_of(who) for who in (MAKER, GIVER)]
            # What was learned together stays with the keeper: the leaver is as before.
            assert after[GIVER] == before[GIVER]
            for domain in ("people", "wallet", "leaderboards", "rewards", "quizzes", "cohorts"):
                assert after[MAKER][domain] == before[MAKER][domain], domain
            assert [await two.tokens(who) for who in (MAKER, GIVER)] == tokens
            assert {board: sorted(rows) for board, rows in (await two.scores()).items()} == {
                board: sorted(rows) for board, rows in boards.items()
            }
            assert streaks == [
                await two.engine.read(streak_of, StreakQuery(person)) for person in two.people
            ]

    asyncio.run(story())
