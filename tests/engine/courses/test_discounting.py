"""Discount codes and scholarships: who pays, once each, and never more than was promised."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from engine.courses.commands import BuyCourse, CourseQuery, GiveBackCourse, PurchaseOffer, SetPrice
from engine.courses.discounting import MakeCourseCode, make_course_code
from engine.courses.purchasing import buy_course, purchase_offer, set_price, undo_purchase
from engine.courses.scholarships import (
    AskScholarship,
    ProposeScholarship,
    ScholarshipAsked,
    ask_scholarship,
    propose_scholarship,
)
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound, Outdated
from engine.foundation.outbox import ClaimDeliveries, claim_deliveries
from engine.people.commands import Appoint, Role
from engine.people.role_service import appoint
from engine.wallet.commands import OpenTreasury, WalletQuery
from engine.wallet.discount_codes import (
    CodeFacts,
    GiveCode,
    MakeCode,
    StopCode,
    codes_of,
    give_code,
    given_code,
    stop_code,
)
from engine.wallet.errors import InsufficientBalance, NotYoursToApprove
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.lots import EARNED
from engine.wallet.proposals import Propose, Vote, propose, vote
from engine.wallet.queries import wallet_page
from engine.wallet.redemption_errors import CodeNotGood, CodeRefused, ScholarshipRefused
from engine.wallet.scholarships import ScholarshipGranted
from engine.wallet.service import open_treasury
from engine.wallet.token_policy import GIVEN_FOR
from tests.engine.courses.teaching import course, imported, met
from tests.engine.wallet.selling import GiveTokens, deposit, give_tokens, holds, settled


@dataclass
class Fair:
    engine: Engine
    educator: int
    admins: list[int]
    course_id: int

    async def buyer(self, number: int, purchased: int = 300, earned: int = 0) -> int:
        person = await met(self.engine, number)
        for tokens, bucket in ((purchased, "purchased"), (earned, EARNED)):
            if tokens:
                key = f"{bucket}-{number}"
                await self.engine.run(give_tokens, GiveTokens(person, tokens, key, bucket))
        return person

    async def code(self, code: str, by: int, *, of_course: bool = True, **terms: Any) -> CodeFacts:
        until = self.engine.clock.now() + timedelta(days=30)
        command = MakeCode(by, code, terms.pop("valid_until", until), **terms)
        asked = MakeCourseCode(command, self.course_id if of_course else None)
        return await self.engine.run(make_course_code, asked)

    async def give(self, person: int, code: str) -> None:
        await self.engine.run(give_code, GiveCode(person, code))

    async def offer(self, person: int) -> PurchaseOffer:
        return await self.engine.read(purchase_offer, CourseQuery(person, self.course_id))

    async def buy(self, person: int) -> None:
        offer = await self.offer(person)
        await self.engine.run(
            buy_course, BuyCourse(person, self.course_id, offer.price, offer.code)
        )

    async def wealth(self, person: int) -> tuple[int, int]:
        page = await self.engine.read(wallet_page, WalletQuery(person))
        return page.earned, page.purchased

    async def fund_scholarships(self, amount: int) -> None:
        made = await self.engine.run(propose, Propose("fund.added", amount, "fund:scholarship"))
        for admin in self.admins[:2]:
            await self.engine.run(vote, Vote(admin, made.proposal_id, is_approval=True))


@pytest.fixture
async def fair(engine: Engine) -> Fair:
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    await engine.run(deposit, 10_000)
    educator = await met(engine, 1, Role.EDUCATOR)
    admins = [await met(engine, number, Role.ADMIN) for number in (2, 3, 4)]
    made = await imported(engine, educator, course(10, price_tokens=300))
    return Fair(engine, educator, admins, made.course.course_id)


async def test_an_educators_code_lowers_the_price_and_no_fund_pays(fair: Fair) -> None:
    await fair.code("SPRING", fair.educator, percent=20)
    ann = await fair.buyer(10, 300, 100)
    fund = await holds(fair.engine, "fund:rewards")
    await fair.give(ann, " spring ")
    offer = await fair.offer(ann)
    assert (offer.price, offer.lowered, offer.granted) == (300, 60, 0)
    assert offer.earned + offer.purchased == 240
    await fair.buy(ann)
    assert await fair.wealth(ann) == (100 - offer.earned, 300 - offer.purchased)
    assert await fair.engine.read(given_code, ann) is None
    assert (await fair.engine.read(codes_of, fair.educator))[0].used == 1
    # What the earned tokens burn beyond the fee comes back to the fund; none leaves it.
    assert (await holds(fair.engine, "fund:rewards"))[0] >= fund[0]
    await settled(fair.engine)


async def test_a_platforms_code_is_a_grant_for_this_course_and_the_educator_gets_all(
    fair: Fair,
) -> None:
    await fair.fund_scholarships(500)
    await fair.code("WELCOME", fair.admins[0], of_course=False, tokens=120, fund="fund:scholarship")
    ann = await fair.buyer(10, 180)
    await fair.give(ann, "WELCOME")
    offer = await fair.offer(ann)
    assert (offer.lowered, offer.granted, offer.earned, offer.purchased) == (0, 120, 120, 180)
    assert offer.missing == 0
    await fair.buy(ann)
    assert await fair.wealth(ann) == (0, 0)
    pending, left = await holds(
        fair.engine, f"educator:{fair.educator}:pending", "fund:scholarship"
    )
    assert (pending, left) == (255, 380)
    await settled(fair.engine)

    # Given back, the tokens are for this course still, and no second code goes on top.
    await fair.engine.run(undo_purchase, GiveBackCourse(ann, fair.course_id))
    assert await fair.wealth(ann) == (120, 180)
    await fair.code("ANOTHER", fair.educator, percent=50)
    await fair.give(ann, "ANOTHER")
    offer = await fair.offer(ann)
    assert (offer.code, offer.lowered, offer.given, offer.purchased) == (0, 0, 120, 180)
    await settled(fair.engine)


async def test_a_code_that_is_not_good_is_refused_in_one_way_whatever_the_reason(
    fair: Fair, clock: FrozenClock
) -> None:
    made = await fair.code("STOPPED", fair.educator, percent=10)
    assert await fair.engine.run(stop_code, StopCode(fair.educator, made.code_id))
    assert not await fair.engine.run(stop_code, StopCode(fair.educator, made.code_id))
    soon = fair.engine.clock.now() + timedelta(days=1)
    await fair.code("EXPIRED", fair.educator, percent=10, valid_until=soon)
    await fair.code("USED-UP", fair.educator, percent=10, most_uses=1)
    ann, bob = await fair.buyer(10), await fair.buyer(11)
    await fair.give(ann, "USED-UP")
    await fair.buy(ann)
    clock.advance(days=1)
    seen = set()
    for code in ("STOPPED", "EXPIRED", "USED-UP", "NO-SUCH-CODE", "", "x" * 5_000, "'; DROP"):
        with pytest.raises(CodeNotGood) as refused:
            await fair.give(bob, code)
        seen.add((str(refused.value), tuple(refused.value.data)))
    assert seen == {("wallet.code_not_good", ())}
    assert await fair.engine.read(given_code, bob) is None
    with pytest.raises(NotFound):
        await fair.give(999, "SPRING")


async def test_of_many_who_gave_a_code_only_so_many_use_it(fair: Fair) -> None:
    await fair.code("FIRST-3", fair.educator, percent=50, most_uses=3)
    people = [await fair.buyer(number, 300) for number in range(10, 18)]
    for person in people:
        await fair.give(person, "FIRST-3")
    outcomes = await asyncio.gather(*map(fair.buy, people), return_exceptions=True)
    assert {type(one) for one in outcomes if one is not None} <= {Outdated}
    paid = sorted([(await fair.wealth(person))[1] for person in people])
    assert paid.count(150) == 3
    assert (await fair.engine.read(codes_of, fair.educator))[0].used == 3
    await settled(fair.engine)


async def test_a_code_is_each_persons_so_often_and_the_last_one_given_counts(fair: Fair) -> None:
    await fair.code("TEN-OFF", fair.educator, tokens=10)
    await fair.code("HALF-OFF", fair.educator, percent=50)
    ann = await fair.buyer(10, 600)
    await fair.give(ann, "TEN-OFF")
    await fair.give(ann, "HALF-OFF")
    assert (await fair.offer(ann)).lowered == 150
    with pytest.raises(Outdated):
        await fair.engine.run(buy_course, BuyCourse(ann, fair.course_id, 300, 0))
    await fair.buy(ann)
    await fair.engine.run(undo_purchase, GiveBackCourse(ann, fair.course_id))
    with pytest.raises(CodeNotGood):
        await fair.give(ann, "HALF-OFF")
    await settled(fair.engine)


async def test_a_price_is_lowered_to_the_least_one_and_an_empty_fund_pays_nothing(
    fair: Fair,
) -> None:
    await fair.code("FREE-4U", fair.educator, percent=100)
    await fair.code("GRANT-1", fair.admins[0], percent=100, fund="fund:scholarship")
    ann = await fair.buyer(10, 300)
    await fair.give(ann, "FREE-4U")
    assert (await fair.offer(ann)).lowered == 290
    await fair.give(ann, "GRANT-1")
    offer = await fair.offer(ann)
    assert (offer.code, offer.granted, offer.purchased) == (0, 0, 300)
    await fair.buy(ann)
    assert await fair.engine.read(given_code, ann) is not None  # it was not used
    await settled(fair.engine)


async def test_codes_are_made_by_who_may_and_with_sense(fair: Fair) -> None:
    ann = await fair.buyer(10)
    with pytest.raises(Forbidden):
        await fair.code("MINE-ALL", ann, percent=10)
    with pytest.raises(Forbidden):
        await fair.code("MINE-ALL", fair.admins[0], percent=10)  # another's price
    with pytest.raises(Forbidden):
        await fair.code("MINE-ALL", fair.educator, percent=10, fund="fund:rewards")
    await fair.code("TAKEN-1", fair.educator, percent=10)
    until = fair.engine.clock.now()
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("taken", {"code": "taken-1", "percent": 10}),
        ("form", {"code": "ABC", "percent": 10}),
        ("form", {"code": "DROP TABLE;", "percent": 10}),
        ("form", {"code": "É" * 8, "percent": 10}),
        ("worth", {"percent": 0}),
        ("worth", {"percent": 101}),
        ("worth", {"percent": -5}),
        ("worth", {"percent": True}),
        ("worth", {"tokens": 1.5}),
        ("worth", {"tokens": "5"}),
        ("worth", {"tokens": 10**9}),
        ("worth", {"percent": 5, "tokens": 5}),
        ("uses", {"percent": 5, "most_uses": 0}),
        ("uses", {"percent": 5, "most_uses": 1, "most_each": 2}),
        ("uses", {"percent": 5, "most_uses": 10**7}),
        ("until", {"percent": 5, "valid_until": until}),
        ("until", {"percent": 5, "valid_until": until + timedelta(days=400)}),
    ]
    for reason, terms in wrong:
        code = terms.pop("code", "GOOD-CODE")
        with pytest.raises(CodeRefused) as refused:
            await fair.code(code, fair.educator, **terms)
        assert refused.value.data == {"reason": reason}, terms
    for fund in ("fund:committed", "own:capital", "fund:nowhere", "bank", "fund:slice:quiz:d1"):
        with pytest.raises(CodeRefused) as refused:
            await fair.code("GOOD-CODE", fair.admins[0], percent=5, fund=fund)
        assert refused.value.data == {"reason": "fund"}
    await fair.engine.run(set_price, SetPrice(fair.educator, fair.course_id, 10))
    with pytest.raises(CodeRefused):
        await fair.code("GOOD-CODE", fair.educator, percent=5)
    assert [made.code for made in await fair.engine.read(codes_of, fair.educator)] == ["TAKEN-1"]
    assert not await fair.engine.run(
        stop_code, StopCode(ann, (await fair.engine.read(codes_of, fair.educator))[0].code_id)
    )


async def test_a_scholarship_is_proposed_by_one_and_approved_by_another_administrator(
    fair: Fair, clock: FrozenClock
) -> None:
    await fair.fund_scholarships(300)
    eli = await met(fair.engine, 10)
    await fair.engine.run(ask_scholarship, AskScholarship(eli, fair.course_id))
    told = await fair.engine.run(claim_deliveries, ClaimDeliveries("telegram"))
    asked = [one.event for one in told if isinstance(one.event, ScholarshipAsked)]
    assert asked == [ScholarshipAsked(eli, fair.course_id)] * 3

    command = ProposeScholarship(fair.admins[0], eli, fair.course_id, 300)
    made = await fair.engine.run(propose_scholarship, command)
    assert (made.needed, made.about["tokens"]) == (1, 300)
    with pytest.raises(NotYoursToApprove):
        await fair.engine.run(vote, Vote(fair.admins[0], made.proposal_id, is_approval=True))
    assert (await fair.offer(eli)).given == 0
    await fair.engine.run(vote, Vote(fair.admins[1], made.proposal_id, is_approval=True))
    told = await fair.engine.run(claim_deliveries, ClaimDeliveries("telegram"))
    assert ScholarshipGranted(eli, f"course:{fair.course_id}", 300) in [one.event for one in told]
    offer = await fair.offer(eli)
    assert (offer.given, offer.earned, offer.purchased, offer.missing) == (300, 300, 0, 0)
    await settled(fair.engine)
    with pytest.raises(InsufficientBalance):
        await fair.engine.run(
            propose_scholarship,
            ProposeScholarship(fair.admins[0], await met(fair.engine, 11), fair.course_id, 1),
        )
    # Not used in time, it is the scholarship fund's again.
    clock.advance(seconds=GIVEN_FOR.total_seconds() + 1)
    await fair.engine.run(sweep, Sweep())
    assert await holds(fair.engine, "fund:scholarship") == [300]
    assert await fair.wealth(eli) == (0, 0)
    await settled(fair.engine)


async def test_a_scholarship_buys_its_course_and_nothing_else(fair: Fair) -> None:
    await fair.fund_scholarships(300)
    eli = await met(fair.engine, 10)
    command = ProposeScholarship(fair.admins[0], eli, fair.course_id, 200)
    made = await fair.engine.run(propose_scholarship, command)
    await fair.engine.run(vote, Vote(fair.admins[1], made.proposal_id, is_approval=True))
    other = await imported(
        fair.engine, fair.educator, course(2, slug="lakes", title="Lakes", price_tokens=100)
    )
    query = CourseQuery(eli, other.course.course_id)
    assert (await fair.engine.read(purchase_offer, query)).missing == 100
    await fair.engine.run(give_tokens, GiveTokens(eli, 100, "pack"))
    await fair.buy(eli)
    assert await fair.wealth(eli) == (0, 0)
    await settled(fair.engine)


async def test_whom_a_scholarship_concerns_neither_proposes_nor_decides_it(fair: Fair) -> None:
    await fair.fund_scholarships(900)
    eli = await met(fair.engine, 10)
    learner_admin = fair.admins[2]
    with pytest.raises(Forbidden):
        await fair.engine.run(
            propose_scholarship, ProposeScholarship(eli, eli, fair.course_id, 100)
        )
    own = await fair.engine.run(
        propose_scholarship,
        ProposeScholarship(fair.admins[0], learner_admin, fair.course_id, 100),
    )
    with pytest.raises(NotYoursToApprove):
        await fair.engine.run(vote, Vote(learner_admin, own.proposal_id, is_approval=True))
    await fair.engine.run(appoint, Appoint(fair.educator, Role.ADMIN))
    for_eli = await fair.engine.run(
        propose_scholarship, ProposeScholarship(fair.admins[0], eli, fair.course_id, 100)
    )
    with pytest.raises(NotYoursToApprove):  # it would be paid to them
        await fair.engine.run(vote, Vote(fair.educator, for_eli.proposal_id, is_approval=True))
    refused: tuple[tuple[str, int, object], ...] = (
        ("own", fair.educator, 100), ("amount", eli, 301), ("amount", eli, 0),
        ("amount", eli, -1), ("amount", eli, True), ("amount", eli, 9.5), ("amount", eli, "9"),
    )  # fmt: skip
    for reason, person, tokens in refused:
        with pytest.raises(ScholarshipRefused) as told:
            await fair.engine.run(
                propose_scholarship,
                ProposeScholarship(fair.admins[0], person, fair.course_id, tokens),  # type: ignore[arg-type]
            )
        assert told.value.data["reason"] == reason
    ann = await fair.buyer(12)
    await fair.buy(ann)
    with pytest.raises(ScholarshipRefused):
        await fair.engine.run(ask_scholarship, AskScholarship(ann, fair.course_id))
