"""A suspect reward waits for an administrator; what programmes pay is theirs to change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden
from engine.people.commands import Appoint, ErasePerson, Role
from engine.people.queries import export_person
from engine.people.service import appoint, erase_person
from engine.rewards.anomalies import (
    CROWD,
    CROWD_WITHIN,
    Anomaly,
    OtherTrail,
    Suspect,
    Trail,
    anomaly_of,
)
from engine.rewards.commands import Rewarded, RewardQuiz
from engine.rewards.errors import AmountInvalid, OwnReward, SettingUnknown
from engine.rewards.programmes import (
    ChangeProgramme,
    PreviewQuery,
    change_programme,
    preview_change,
    rewards_page,
)
from engine.rewards.reviews import DecideHeld, decide_held, waiting_rewards
from engine.rewards.service import reward_quiz
from engine.wallet.commands import GrantFromFund, OpenTreasury, RewardsMoved, WalletQuery
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.queries import verify, wallet_page
from engine.wallet.reversing import take_back_course_grants, take_back_grant
from engine.wallet.service import grant_from_fund, open_treasury
from tests.engine.rewards.meeting import meet_people

FAST = Suspect(Trail((0.5,) * 5))
SLOW = Suspect(Trail((9.0, 14.0, 7.5, 20.0, 11.0)))


@pytest.fixture
async def funded(engine: Engine) -> Engine:
    # XXX is ISO 4217's code for no currency: tokens without cash-out.
    await engine.run(open_treasury, OpenTreasury("notional", 100_000, "XXX"))
    return engine


async def finish(engine: Engine, person: int, quiz: int, suspect: Suspect) -> Rewarded:
    return await engine.run(
        reward_quiz, RewardQuiz(person, quiz, 9, 1, 4, 5, course_owner_id=999, suspect=suspect)
    )


async def held(engine: Engine) -> tuple[int, int, int]:
    """(administrator, learner, the held reward)."""
    admin, learner = await meet_people(engine, 2)
    await engine.run(appoint, Appoint(admin, Role.ADMIN))
    assert (await finish(engine, learner, 1, SLOW)).tokens == 20
    got = await finish(engine, learner, 2, FAST)
    assert (got.tokens, got.withheld_reason, got.points) == (0, "held", 20)
    (waiting,) = await engine.read(waiting_rewards, admin)
    assert (waiting.reason, waiting.wanted, waiting.person_id) == ("too_fast", 20, learner)
    return admin, learner, waiting.held_id


async def earned(engine: Engine, person: int) -> int:
    return (await engine.read(wallet_page, WalletQuery(person))).earned


async def test_a_held_reward_is_paid_once_however_often_it_is_pressed(funded: Engine) -> None:
    admin, learner, held_id = await held(funded)
    pay = DecideHeld(admin, held_id, is_paid=True)
    got = await asyncio.gather(*(funded.run(decide_held, pay) for _ in range(4)))
    assert {(one.state, one.tokens) for one in got} == {("paid", 20)}
    late = await funded.run(decide_held, replace(pay, is_paid=False, note="no"))
    assert late.state == "paid"
    assert await earned(funded, learner) == 40
    assert (await finish(funded, learner, 2, FAST)).tokens == 20
    assert await earned(funded, learner) == 40
    assert (await funded.read(verify, None)).problems == ()


async def test_a_declined_reward_brings_nothing_and_says_why(funded: Engine) -> None:
    admin, learner, held_id = await held(funded)
    told = await funded.run(decide_held, DecideHeld(admin, held_id, is_paid=False, note=" Why. "))
    assert (told.state, told.note, told.withheld_reason) == ("declined", "Why.", "declined")
    assert (await funded.run(decide_held, DecideHeld(admin, held_id, is_paid=True))).tokens == 0
    assert await earned(funded, learner) == 20
    assert await funded.read(waiting_rewards, admin) == ()
    exported = (await funded.read(export_person, learner))["rewards"]["held"]
    assert [(one["state"], one["note"]) for one in exported] == [("declined", "Why.")]
    await funded.run(erase_person, ErasePerson(learner))


async def test_the_caps_of_the_day_of_the_decision_hold(funded: Engine, clock: FrozenClock) -> None:
    admin, learner, held_id = await held(funded)
    clock.advance(days=40)
    for quiz in range(3, 9):
        await finish(funded, learner, quiz, SLOW)
    told = await funded.run(decide_held, DecideHeld(admin, held_id, is_paid=True))
    assert (told.state, told.tokens, told.withheld_reason) == ("paid", 0, "daily_cap")


async def test_only_other_administrators_decide(funded: Engine) -> None:
    _, learner, held_id = await held(funded)
    with pytest.raises(Forbidden):
        await funded.run(decide_held, DecideHeld(learner, held_id, is_paid=True))
    with pytest.raises(Forbidden):
        await funded.read(waiting_rewards, learner)
    await funded.run(appoint, Appoint(learner, Role.ADMIN))
    with pytest.raises(OwnReward):
        await funded.run(decide_held, DecideHeld(learner, held_id, is_paid=True))


async def test_a_change_is_priced_before_it_is_saved_and_holds_at_once(funded: Engine) -> None:
    admin, *learners = await meet_people(funded, 5)
    await funded.run(appoint, Appoint(admin, Role.ADMIN))
    for learner in learners:
        await finish(funded, learner, 1, SLOW)
    before = await funded.read(rewards_page, admin)
    assert [(one.grants, one.tokens, one.people) for one in before.activity] == [
        (4, 80, 4), (0, 0, 0)
    ]  # fmt: skip
    assert before.lasts_days == (100_000 - 80) * 30 // 80
    priced = await funded.read(preview_change, PreviewQuery(admin, "quiz", "passed", 50))
    assert (priced.cost_before, priced.cost_after) == (80, 200)
    assert priced.lasts_after == (100_000 - 80) * 30 // 200
    assert (await funded.read(rewards_page, admin)).terms == before.terms
    await funded.run(change_programme, ChangeProgramme(admin, "quiz", "passed", 50))
    assert (await finish(funded, learners[0], 2, SLOW)).tokens == 50
    (change,) = (await funded.read(rewards_page, admin)).changes
    assert (change.old_value, change.new_value, change.changed_by) == (20, 50, admin)


async def test_what_was_issued_taken_back_and_expired_is_told_from_the_books(
    funded: Engine, clock: FrozenClock
) -> None:
    admin, learner, other = await meet_people(funded, 3)
    await funded.run(appoint, Appoint(admin, Role.ADMIN))
    course: dict[str, int | str] = {"quiz": 1, "course": 9}
    await funded.run(grant_from_fund, GrantFromFund("old", learner, "quiz", 70))
    clock.advance(days=170)
    await funded.run(grant_from_fund, GrantFromFund("once", learner, "quiz", 20, course))
    await funded.run(grant_from_fund, GrantFromFund("twice", learner, "quiz", 5))
    await funded.run(grant_from_fund, GrantFromFund("stays", other, "streak", 50))
    await funded.run(lambda tx, key: take_back_grant(tx, key, by="x"), "twice")
    await funded.run(lambda tx, who: take_back_course_grants(tx, who, 9, by="x"), learner)
    clock.advance(days=11)
    await funded.run(sweep, Sweep())
    assert (await funded.read(rewards_page, admin)).moved == RewardsMoved(75, 25, 70)
    clock.advance(days=19, minutes=-1)
    assert (await funded.read(rewards_page, admin)).moved == RewardsMoved(75, 25, 70)
    clock.advance(minutes=2)
    assert (await funded.read(rewards_page, admin)).moved == RewardsMoved(0, 0, 70)


@pytest.mark.parametrize("value", [-1, 10_001, True, 1.5, "20", 10**30])
async def test_no_other_amount_is_taken(funded: Engine, value: object) -> None:
    (admin,) = await meet_people(funded, 1)
    await funded.run(appoint, Appoint(admin, Role.ADMIN))
    command = ChangeProgramme(admin, "quiz", "passed", value)  # type: ignore[arg-type]
    with pytest.raises(AmountInvalid):
        await funded.run(change_programme, command)
    with pytest.raises(SettingUnknown):
        await funded.run(change_programme, ChangeProgramme(admin, "quiz", "naps", 5))


async def test_who_administers_nothing_changes_nothing(funded: Engine) -> None:
    (person,) = await meet_people(funded, 1)
    with pytest.raises(Forbidden):
        await funded.run(change_programme, ChangeProgramme(person, "quiz", "passed", 5))


async def test_no_interleaving_passes_a_programmes_limit_of_the_day(
    funded: Engine, clock: FrozenClock
) -> None:
    await funded.run(change_programme, ChangeProgramme(0, "quiz", "daily_limit", 70))
    people = await meet_people(funded, 8)
    got = await asyncio.gather(*(finish(funded, person, 1, SLOW) for person in people))
    assert sum(one.tokens for one in got) == 70
    assert [one.withheld_reason for one in got].count("slice_empty") == 5
    clock.advance(days=1)
    assert (await finish(funded, people[0], 2, SLOW)).tokens == 20


def other(group: int, trail: Trail, minutes: int = 5, *, is_new: bool = False) -> OtherTrail:
    return OtherTrail(group, trail, timedelta(minutes=minutes), is_new)


def looked_at(suspect: Suspect, *, was_paid_before: bool = True) -> Anomaly | None:
    return anomaly_of(suspect, seconds_per_item=2, cap_group_id=1, was_paid_before=was_paid_before)


def test_speed_counts_from_the_second_reward_on() -> None:
    found = looked_at(FAST)
    assert found == Anomaly("too_fast", {"seconds": 2, "items": 5})
    assert looked_at(FAST, was_paid_before=False) is None
    assert looked_at(SLOW) is None


def test_the_same_rare_mistakes_count_and_common_ones_do_not() -> None:
    wrong = ((3, "[1]"), (5, "[0]"), (9, "[2]"))
    mine = Trail(SLOW.trail.gaps * 3, wrong)
    theirs = other(2, Trail((30.0,) * 15, wrong))
    assert looked_at(Suspect(mine, [theirs], chance=0.001)) is not None
    assert looked_at(Suspect(mine, [theirs], chance=0.01)) is None
    assert looked_at(Suspect(mine, [replace(theirs, cap_group_id=1)], chance=0.001)) is None
    fewer = Trail(mine.gaps, wrong[:2])
    assert looked_at(Suspect(fewer, [other(2, fewer)], chance=0.001)) is None


def test_one_with_the_same_rhythm_is_chance_and_two_are_not() -> None:
    near = Trail(tuple(gap * 1.05 for gap in SLOW.trail.gaps))
    assert looked_at(Suspect(SLOW.trail, [other(2, near)])) is None
    found = looked_at(Suspect(SLOW.trail, [other(2, near), other(3, near)]))
    assert found == Anomaly("same_rhythm", {"others": 2})
    assert looked_at(Suspect(SLOW.trail, [other(2, near), other(2, near)])) is None


def test_many_new_and_quick_accounts_are_a_crowd_but_a_class_is_not() -> None:
    quick = Trail((4.0, 0.5, 4.0, 0.5, 4.0))
    many = [other(group, quick, is_new=True) for group in range(2, 2 + CROWD)]
    mine = Suspect(quick, many, is_new=True)
    assert (looked_at(mine, was_paid_before=False) or Anomaly("")).name == "crowd"
    assert looked_at(replace(mine, is_new=False)) is None
    assert looked_at(replace(mine, others=many[1:])) is None
    assert looked_at(replace(mine, trail=SLOW.trail)) is None
    late = [replace(one, ago=CROWD_WITHIN + timedelta(minutes=1)) for one in many]
    assert looked_at(replace(mine, others=late)) is None
