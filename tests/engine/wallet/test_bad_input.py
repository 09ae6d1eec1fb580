"""Bad input of the whole wallet: refused with a sentence in every language, and nothing booked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bots.dialogue.texts import LOCALES, Texts
from engine.courses.commands import BuyCourse, GiveBackCourse, SetPrice
from engine.courses.purchasing import buy_course, refund_course, set_price, undo_purchase
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError, Forbidden, NotFound, Outdated, TooMany
from engine.people.commands import Appoint, Role, UseAllowance
from engine.people.role_service import appoint
from engine.people.service import use_allowance
from engine.wallet.commands import GrantFromFund, Journal, Line, StatementQuery
from engine.wallet.discount_codes import GiveCode, MakeCode, give_code, make_code
from engine.wallet.errors import (
    HoldOver,
    NotEnough,
    NothingToRefund,
    NotYoursToApprove,
    OwnCourse,
    PriceTooHigh,
    PriceTooLow,
)
from engine.wallet.hold_commands import HoldTokens, SettleBooking
from engine.wallet.hold_settling import settle_booking
from engine.wallet.holds import hold_tokens
from engine.wallet.line_facts import LineQuery, line_facts
from engine.wallet.proposals import Propose, Vote, propose, vote
from engine.wallet.queries import statement
from engine.wallet.redemption_commands import EndRedemption, RedeemedQuery, RedeemVoucher
from engine.wallet.redemption_errors import CodeNotGood, CodeRefused, SoldOut
from engine.wallet.redemption_queries import redeemed
from engine.wallet.redemptions import confirm_redemption, hold_voucher, void_redemption
from engine.wallet.sale_commands import Quote, RefundSale, Sell
from engine.wallet.sales import quote, refund, sell
from engine.wallet.service import grant_from_fund, post_journal
from engine.wallet.statements import COUNTS
from tests.engine.courses.teaching import course, imported
from tests.engine.wallet.redeeming import Shop, open_shop
from tests.engine.wallet.selling import THING, GiveTokens, give_tokens, settled, work_due_jobs

HUGE = 10**15
# Each is no amount of tokens that anything costs or brings.
BAD_AMOUNTS: tuple[Any, ...] = (-1, -HUGE, 0, HUGE, 10**40, 1.5, 2.0, True, "5", "", None)


@dataclass
class Wallet(Shop):
    course_id: int = 0
    sale: int = 0

    async def journals(self) -> int:
        def count(tx: Any, query: object) -> int:
            return int(tx.query(COUNTS)[0].journals)

        return await self.engine.read(count, None)

    async def has_paid_with_what_is_there(self) -> None:
        for person in self.learners:
            await self.engine.run(sell, Sell(f"p{person}", person, self.educator, "course:9", 20))
        self.clock.advance(days=14)
        await work_due_jobs(self.engine)

    async def refuses(self, service: Callable[..., Any], command: Any) -> Exception:
        """What it said no with; a person's refusal has its sentence everywhere, nothing is booked.
        Anything of ours that is wrong (ValueError, TypeError) never came from a person."""
        before = await self.journals()
        with pytest.raises((EngineError, ValueError, TypeError)) as refused:
            await self.engine.run(service, command)
        assert await self.journals() == before
        if isinstance(refused.value, EngineError):
            told(refused.value)
        return refused.value


def told(refusal: EngineError) -> None:
    id = "error-" + refusal.code.replace(".", "-")
    sentences = {Texts(locale)(id, **refusal.data) for locale in LOCALES}
    assert len(sentences) == len(LOCALES), id
    assert all(len(sentence) > 10 for sentence in sentences)


@pytest.fixture
async def wallet(engine: Engine, clock: FrozenClock) -> Wallet:
    """Two learners with tokens of both classes, a course for 300 and something sold already."""
    shop = await open_shop(engine, clock)
    await engine.run(appoint, Appoint(shop.educator, Role.EDUCATOR))
    made = await imported(engine, shop.educator, course(4, price_tokens=300))
    for person in shop.learners:
        await engine.run(give_tokens, GiveTokens(person, 500, f"pack-{person}"))
        await shop.earns(person, 400)
    sold = await engine.run(sell, Sell("first", shop.learners[0], shop.educator, "course:77", 100))
    return Wallet(
        shop.engine, clock, shop.admins, shop.educator, shop.learners, made.course.course_id,
        sold.sale_id,
    )  # fmt: skip


@pytest.mark.parametrize("amount", BAD_AMOUNTS)
async def test_an_amount_that_is_none_books_nothing_anywhere(wallet: Wallet, amount: Any) -> None:
    ann, eva = wallet.learners[0], wallet.educator
    until = wallet.engine.clock.now() + timedelta(hours=1)
    held = await wallet.engine.run(
        hold_tokens, HoldTokens("held", "booking", ann, "session:1", until, purchased=50)
    )
    away = Line(f"person:{ann}:earned", "burn:expiry", "TOK", amount)
    back = Line("fund:committed", "fund:rewards", "USD", amount)
    for service, command in (
        (post_journal, Journal("a", "reward.expired", (away, back))),
        (sell, Sell("bad", ann, eva, THING, amount)),
        (refund, RefundSale("bad", wallet.sale, amount)),
        (hold_tokens, HoldTokens("b", "booking", ann, "session:1", until, earned=amount)),
        (hold_tokens, HoldTokens("b", "booking", ann, "session:1", until, purchased=amount)),
        (settle_booking, SettleBooking(held.hold_id, eva, amount)),
        (propose, Propose("operator.deposited", amount)),
        (propose, Propose("fund.added", amount)),
        (propose, Propose("voucher.settled", amount, partner="acme")),
        (propose, Propose("correction", lines=(away, back))),
        (propose, Propose("scholarship", amount, for_person_id=ann, thing=THING)),
        (make_code, MakeCode(eva, "GOOD-CODE", until, tokens=amount, thing=THING)),
        (make_code, MakeCode(eva, "GOOD-CODE", until, percent=amount, thing=THING)),
    ):
        await wallet.refuses(service, command)
    if amount != 0:  # 0 is free
        await wallet.refuses(set_price, SetPrice(eva, wallet.course_id, amount))
        await wallet.refuses(buy_course, BuyCourse(ann, wallet.course_id, amount))
    await settled(wallet.engine)


@pytest.mark.parametrize("amount", [-1, 0, 1.5, True, "5", None])
async def test_a_grant_of_no_amount_gives_nothing(wallet: Wallet, amount: Any) -> None:
    before = await wallet.journals()
    try:
        granted = await wallet.engine.run(
            grant_from_fund, GrantFromFund("quiz:bad", wallet.learners[0], "quiz", amount)
        )
    except (TypeError, ValueError):
        pass
    else:
        assert granted.amount == 0
    assert await wallet.journals() == before
    await settled(wallet.engine)


async def test_nothing_is_moved_to_itself(wallet: Wallet) -> None:
    ann, eva = wallet.learners[0], wallet.educator
    account = f"person:{ann}:purchased"
    to_itself = (Line(account, account, "TOK", 5),)
    assert isinstance(
        await wallet.refuses(post_journal, Journal("a", "correction", to_itself)), ValueError
    )
    assert isinstance(
        await wallet.refuses(propose, Propose("correction", lines=to_itself)), ValueError
    )
    for command in (Sell("own", eva, eva, THING, 100), Sell("own", ann, ann, THING, 100)):
        assert isinstance(await wallet.refuses(sell, command), OwnCourse)
    own = BuyCourse(eva, wallet.course_id, 300)
    await wallet.engine.run(give_tokens, GiveTokens(eva, 500, "pack-eva"))
    assert isinstance(await wallet.refuses(buy_course, own), OwnCourse)


@pytest.mark.parametrize("price", [-300, -1, 1, 9, 10**9, HUGE])
async def test_a_price_out_of_its_range_is_refused(wallet: Wallet, price: int) -> None:
    command = SetPrice(wallet.educator, wallet.course_id, price)
    refused = await wallet.refuses(set_price, command)
    assert isinstance(refused, PriceTooHigh if price > 0 and price > 9 else PriceTooLow)
    if price < 10:
        with pytest.raises(PriceTooLow):
            await wallet.engine.read(
                quote, Quote(wallet.learners[0], wallet.educator, THING, price)
            )


async def test_another_persons_wallet_is_neither_read_nor_moved(wallet: Wallet) -> None:
    ann, bob = wallet.learners
    await wallet.has_paid_with_what_is_there()
    offer = await wallet.stock(2)
    mine = await wallet.engine.run(hold_voucher, RedeemVoucher(ann, offer, 0))
    for line in (await wallet.engine.read(statement, StatementQuery(ann))).lines:
        with pytest.raises(NotFound) as missing:
            await wallet.engine.read(line_facts, LineQuery(bob, line.id))
        told(missing.value)
    with pytest.raises(NotFound):
        await wallet.engine.read(redeemed, RedeemedQuery(bob, mine.redemption_id))
    for service in (confirm_redemption, void_redemption):
        refused = await wallet.refuses(service, EndRedemption(bob, mine.redemption_id))
        assert isinstance(refused, NotFound)
    await wallet.engine.run(buy_course, BuyCourse(ann, wallet.course_id, 300))
    for service in (undo_purchase, refund_course):
        await wallet.refuses(service, GiveBackCourse(bob, wallet.course_id))
    assert isinstance(
        await wallet.refuses(set_price, SetPrice(bob, wallet.course_id, 100)), Forbidden
    )
    own = {line.id for line in (await wallet.engine.read(statement, StatementQuery(ann))).lines}
    others = {line.id for line in (await wallet.engine.read(statement, StatementQuery(bob))).lines}
    assert own
    assert not own & others
    await settled(wallet.engine)


async def test_codes_that_are_not_good_are_all_refused_alike_and_tries_are_few(
    wallet: Wallet, clock: FrozenClock
) -> None:
    ann, eva = wallet.learners[0], wallet.educator
    until = wallet.engine.clock.now() + timedelta(days=1)
    await wallet.engine.run(make_code, MakeCode(eva, "EXPIRES", until, percent=10, thing=THING))
    clock.advance(days=1)
    sentences = set()
    for code in ("EXPIRES", "UNKNOWN-1", "", " ", "💥", "a" * 10_000, "../../etc", "\0", "%s"):
        refused = await wallet.refuses(give_code, GiveCode(ann, code))
        assert isinstance(refused, CodeNotGood)
        sentences.add(Texts("en")("error-wallet-code_not_good", **refused.data))
    assert len(sentences) == 1
    for _ in range(5):
        await wallet.engine.run(use_allowance, UseAllowance(ann, "redeem"))
    assert isinstance(await wallet.refuses(use_allowance, UseAllowance(ann, "redeem")), TooMany)
    assert isinstance(
        await wallet.refuses(
            make_code, MakeCode(eva, "EXPIRES", until + timedelta(days=5), percent=1, thing=THING)
        ),
        CodeRefused,
    )


async def test_nothing_is_redeemed_twice_nor_the_same_by_two(wallet: Wallet) -> None:
    ann, bob = wallet.learners
    await wallet.has_paid_with_what_is_there()
    offer = await wallet.stock(1)

    async def redeem(person: int) -> str:
        held = await wallet.engine.run(hold_voucher, RedeemVoucher(person, offer, 0))
        done = await wallet.engine.run(
            confirm_redemption, EndRedemption(person, held.redemption_id)
        )
        return done.state

    outcomes = await asyncio.gather(
        *(redeem(person) for _ in range(6) for person in (ann, bob)), return_exceptions=True
    )
    refusals = [one for one in outcomes if isinstance(one, BaseException)]
    assert {type(one) for one in refusals} == {SoldOut}
    for one in refusals:
        assert isinstance(one, EngineError)
        told(one)
    found = [
        one.code
        for person in (ann, bob)
        for one in await wallet.engine.read(redeemed, RedeemedQuery(person))
    ]
    assert found == ["BOOK-250-0"]
    await settled(wallet.engine)


async def test_an_ended_hold_and_more_than_a_sale_left_are_refused(wallet: Wallet) -> None:
    ann, eva = wallet.learners[0], wallet.educator
    until = wallet.engine.clock.now() + timedelta(hours=1)
    held = await wallet.engine.run(
        hold_tokens, HoldTokens("held", "booking", ann, "session:1", until, purchased=50)
    )
    command = SettleBooking(held.hold_id, eva, 50)
    await wallet.engine.run(settle_booking, command)
    assert isinstance(await wallet.refuses(settle_booking, command), HoldOver)
    assert isinstance(
        await wallet.refuses(refund, RefundSale("more", wallet.sale, 101)), NothingToRefund
    )
    assert isinstance(await wallet.refuses(sell, Sell("poor", ann, eva, THING, 100_000)), NotEnough)
    assert isinstance(
        await wallet.refuses(buy_course, BuyCourse(ann, wallet.course_id, 299)), Outdated
    )


async def test_neither_who_proposed_it_nor_who_gains_by_it_approves_it(wallet: Wallet) -> None:
    one, other, _ = wallet.admins
    peg_lines = (
        Line("issuance:purchased", f"person:{other}:purchased", "TOK", 5),
        Line("bank", "backing:purchased", "USD", 5),
    )
    for command in (
        Propose("operator.deposited", 100, by_person_id=one),
        Propose("correction", lines=peg_lines, by_person_id=one),
    ):
        made = await wallet.engine.run(propose, command)
        assert isinstance(
            await wallet.refuses(vote, Vote(one, made.proposal_id, is_approval=True)),
            NotYoursToApprove,
        )
    refused = await wallet.refuses(vote, Vote(other, made.proposal_id, is_approval=True))
    assert isinstance(refused, NotYoursToApprove)
    for stranger in (*wallet.learners, wallet.educator):
        refused = await wallet.refuses(vote, Vote(stranger, made.proposal_id, is_approval=True))
        assert isinstance(refused, Forbidden)
