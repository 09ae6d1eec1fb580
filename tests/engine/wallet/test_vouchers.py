"""Vouchers: let in by two, handed out exactly once, or everything comes back."""

from __future__ import annotations

import asyncio
import json

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound
from engine.foundation.outbox import ClaimDeliveries, claim_deliveries
from engine.foundation.tx import Tx
from engine.people import linking
from engine.people.commands import ErasePerson
from engine.people.merges import Merge
from engine.people.queries import export_person
from engine.people.service import erase_person
from engine.wallet.commands import GrantFromFund, WalletQuery
from engine.wallet.errors import HoldOver, InsufficientBalance, NotYoursToApprove
from engine.wallet.proposals import ProposalQuery, Propose, Vote, proposal, propose, vote
from engine.wallet.queries import wallet_page
from engine.wallet.redemption_commands import (
    EndRedemption,
    ImportVouchers,
    RedeemedQuery,
)
from engine.wallet.redemption_errors import (
    EarnedTooFew,
    NoPaidPurchase,
    SoldOut,
    VoucherCap,
    VouchersKnown,
)
from engine.wallet.redemption_queries import redeemed, voucher_stock
from engine.wallet.redemptions import RedemptionVoided, void_redemption
from engine.wallet.scholarships import GrantRestricted, grant_restricted
from engine.wallet.service import grant_from_fund
from engine.wallet.token_policy import REDEMPTION_HELD_FOR, VESTS_AFTER, VOUCHERS_MONTHLY_CAP
from engine.wallet.vouchers_importing import import_vouchers
from tests.engine.wallet.redeeming import Shop, far, open_shop
from tests.engine.wallet.selling import holds, settled, work_due_jobs


@pytest.fixture
async def shop(engine: Engine, clock: FrozenClock) -> Shop:
    return await open_shop(engine, clock)


async def earned(shop: Shop, person: int) -> int:
    return (await shop.engine.read(wallet_page, WalletQuery(person))).earned


async def codes_of(shop: Shop, person: int) -> list[str]:
    return [one.code for one in await shop.engine.read(redeemed, RedeemedQuery(person))]


async def test_codes_come_into_the_catalogue_once_two_others_let_them_in(shop: Shop) -> None:
    ann = shop.learners[0]
    until = far(shop.engine.clock.now())
    made = await shop.send(f"acme,A book,BOOK-1,250,300,{until}", f"acme,A pen,PEN-1,5,9,{until}")
    assert (await shop.catalogue(ann)).offers == ()
    with pytest.raises(NotYoursToApprove):
        await shop.approve(made, shop.admins[0])
    with pytest.raises(Forbidden):
        await shop.approve(made, ann)
    await shop.approve(made, shop.admins[1])
    assert (await shop.catalogue(ann)).offers == ()
    await shop.approve(made, shop.admins[2])
    found = (await shop.catalogue(ann)).offers
    assert [(one.title, one.price, one.in_stock) for one in found] == [
        ("A pen", 9, 1), ("A book", 300, 1),
    ]  # fmt: skip
    decided = await shop.engine.read(proposal, ProposalQuery(shop.admins[0], made))
    assert (decided.state, decided.journal_id, decided.lines) == ("approved", None, ())
    assert (decided.about["codes"], decided.about["cost"]) == (2, 255)
    assert len(await shop.engine.read(voucher_stock, shop.admins[0])) == 2
    with pytest.raises(Forbidden):
        await shop.engine.read(voucher_stock, ann)
    await settled(shop.engine)


async def test_codes_that_are_known_are_refused_all_of_them_until_they_were_declined(
    shop: Shop, clock: FrozenClock
) -> None:
    until = far(shop.engine.clock.now())
    lines = f"acme,A book,BOOK-1,250,300,{until}", f"acme,A book,BOOK-2,250,300,{until}"
    made = await shop.send(*lines)
    with pytest.raises(VouchersKnown) as known:
        await shop.send(f"acme,A pen,PEN-1,5,9,{until}", lines[1].replace("BOOK", "book"))
    assert known.value.data == {"codes": 1, "lines": "3"}
    await shop.engine.run(vote, Vote(shop.admins[1], made, is_approval=False))
    again = await shop.send(*lines)
    clock.advance(days=7)
    await work_due_jobs(shop.engine)
    assert (
        await shop.engine.read(proposal, ProposalQuery(shop.admins[1], again))
    ).state == "expired"
    await shop.approve(await shop.send(*lines))
    assert [one.in_stock for one in (await shop.catalogue(shop.learners[0])).offers] == [2]
    with pytest.raises(Forbidden):
        await shop.engine.run(
            import_vouchers, ImportVouchers(shop.learners[0], False, shop.rows(*lines))
        )


async def test_a_code_is_held_confirmed_and_shown_to_its_person_alone(shop: Shop) -> None:
    ann, bob = shop.learners
    await shop.has_paid(ann, bob)
    offer = await shop.stock(2)
    await shop.earns(ann, 400)
    fund = (await holds(shop.engine, "fund:rewards"))[0]
    held = await shop.take(ann, offer)
    assert (held.state, held.is_new) == ("held", True)
    assert await codes_of(shop, ann) == [""]
    assert await earned(shop, ann) == 100
    await settled(shop.engine)
    done = await shop.confirm(ann, held.redemption_id)
    assert (done.state, done.is_new) == ("confirmed", True)
    assert not (await shop.confirm(ann, held.redemption_id)).is_new
    assert await codes_of(shop, ann) == ["BOOK-250-0"]
    assert (await shop.take(ann, offer)).redemption_id == held.redemption_id  # a second press
    assert await holds(shop.engine, "voucher_payable:acme", "fund:rewards") == [250, fund + 50]

    assert await codes_of(shop, bob) == []
    for question in (held.redemption_id, 999):
        with pytest.raises(NotFound):
            await shop.engine.read(redeemed, RedeemedQuery(bob, question))
        with pytest.raises(NotFound):
            await shop.confirm(bob, question)
        with pytest.raises(NotFound):
            await shop.engine.run(void_redemption, EndRedemption(bob, question))
    with pytest.raises(HoldOver):
        await shop.engine.run(void_redemption, EndRedemption(ann, held.redemption_id))
    assert "BOOK-250-0" in json.dumps(await shop.engine.read(export_person, ann))
    assert "BOOK" not in json.dumps(await shop.engine.read(export_person, bob))
    await settled(shop.engine)


async def test_what_is_refused_takes_nothing(shop: Shop, clock: FrozenClock) -> None:
    ann, bob = shop.learners
    offer = await shop.stock(5)
    with pytest.raises(NoPaidPurchase):
        await shop.take(ann, offer)
    await shop.has_paid(ann, bob)
    await shop.earns(ann, 2_000)
    with pytest.raises(EarnedTooFew) as few:
        await shop.take(bob, offer)
    assert few.value.data == {"price": 300, "earned": 0, "waiting": 0}
    with pytest.raises(NotFound):
        await shop.take(ann, 999)
    for number in range(3):
        await shop.take(ann, offer, number)
    with pytest.raises(VoucherCap) as cap:
        await shop.take(ann, offer, 3)
    assert cap.value.data == {"cap": VOUCHERS_MONTHLY_CAP, "left": 100}
    assert await earned(shop, ann) == 1_100
    clock.advance(days=201)
    with pytest.raises(SoldOut):
        await shop.take(bob, offer)
    await work_due_jobs(shop.engine)
    await settled(shop.engine)


async def test_tokens_that_are_not_vested_or_are_for_a_course_buy_no_voucher(
    shop: Shop, clock: FrozenClock
) -> None:
    ann = shop.learners[0]
    await shop.has_paid(ann)
    offer = await shop.stock(1)
    await shop.engine.run(grant_from_fund, GrantFromFund("quiz:1", ann, "quiz", 300))
    given = GrantRestricted("given", ann, "course:5", 300, fund="fund:rewards")
    await shop.engine.run(grant_restricted, given)
    with pytest.raises(EarnedTooFew) as few:
        await shop.take(ann, offer)
    assert few.value.data == {"price": 300, "earned": 0, "waiting": 300}
    clock.advance(seconds=VESTS_AFTER.total_seconds())
    assert (await shop.take(ann, offer)).is_new
    [lot] = (await shop.catalogue(ann)).given
    assert (lot.thing, lot.tokens) == ("course:5", 300)


async def test_after_a_crash_between_the_steps_everything_comes_back_and_is_told(
    shop: Shop, clock: FrozenClock
) -> None:
    ann = shop.learners[0]
    await shop.has_paid(ann)
    offer = await shop.stock(1)
    await shop.earns(ann, 300)
    lost = await shop.take(ann, offer)
    clock.advance(seconds=REDEMPTION_HELD_FOR.total_seconds())
    await work_due_jobs(shop.engine)
    [mine] = await shop.engine.read(redeemed, RedeemedQuery(ann))
    assert (mine.state, mine.code, await earned(shop, ann)) == ("voided", "", 300)
    told = await shop.engine.run(claim_deliveries, ClaimDeliveries("telegram"))
    assert [one.event for one in told if isinstance(one.event, RedemptionVoided)] == [
        RedemptionVoided(ann, 300)
    ]
    with pytest.raises(HoldOver):
        await shop.confirm(ann, lost.redemption_id)
    again = await shop.take(ann, offer, 1)
    await shop.confirm(ann, again.redemption_id)
    assert sorted(await codes_of(shop, ann)) == ["", "BOOK-250-0"]
    await settled(shop.engine)


async def test_of_many_people_who_want_fewer_codes_each_code_has_one(
    engine: Engine, clock: FrozenClock
) -> None:
    shop = await open_shop(engine, clock, learners=12)
    await shop.has_paid(*shop.learners)
    offer = await shop.stock(5)
    for person in shop.learners:
        await shop.earns(person, 300)

    async def redeem(person: int) -> None:
        held = await shop.take(person, offer)
        await asyncio.gather(*(shop.confirm(person, held.redemption_id) for _ in range(2)))

    # Each presses twice.
    outcomes = await asyncio.gather(
        *(redeem(person) for person in (*shop.learners, *shop.learners)), return_exceptions=True
    )
    assert {type(one) for one in outcomes if one is not None} == {SoldOut}
    found = [code for person in shop.learners for code in await codes_of(shop, person)]
    assert sorted(found) == [f"BOOK-250-{n}" for n in range(5)]
    assert sum([await earned(shop, person) for person in shop.learners]) == 7 * 300
    assert await holds(engine, "voucher_payable:acme") == [5 * 250]
    await settled(engine)


async def test_confirming_and_voiding_at_once_has_one_winner(
    shop: Shop, clock: FrozenClock
) -> None:
    ann = shop.learners[0]
    await shop.has_paid(ann)
    offer = await shop.stock(1)
    await shop.earns(ann, 300)
    held = await shop.take(ann, offer)
    clock.advance(seconds=REDEMPTION_HELD_FOR.total_seconds())
    outcomes = await asyncio.gather(
        shop.confirm(ann, held.redemption_id),
        shop.engine.run(void_redemption, EndRedemption(ann, held.redemption_id)),
        work_due_jobs(shop.engine),
        return_exceptions=True,
    )
    assert {type(one) for one in outcomes if isinstance(one, Exception)} <= {HoldOver}
    [mine] = await shop.engine.read(redeemed, RedeemedQuery(ann))
    assert (mine.state, bool(mine.code), await earned(shop, ann)) in (
        ("confirmed", True, 0), ("voided", False, 300),
    )  # fmt: skip
    await settled(shop.engine)


async def test_the_cap_counts_everybody_who_was_ever_one_person(
    shop: Shop, clock: FrozenClock
) -> None:
    ann, bob = shop.learners
    await shop.has_paid(ann, bob)
    offer = await shop.stock(9)
    await shop.earns(ann, 900)
    await shop.earns(bob, 900)
    for number in range(3):
        held = await shop.take(ann, offer, number)
        await shop.confirm(ann, held.redemption_id)
    assert (await shop.catalogue(bob)).left_this_month == VOUCHERS_MONTHLY_CAP
    keeper = await linked_pair(shop, ann, bob)
    assert (await shop.catalogue(keeper)).left_this_month == VOUCHERS_MONTHLY_CAP - 900
    assert len(await codes_of(shop, keeper)) == 3
    with pytest.raises(VoucherCap):
        await shop.take(keeper, offer, 9)
    clock.advance(days=31)
    assert (await shop.take(keeper, offer, 9)).is_new
    await settled(shop.engine)


async def linked_pair(shop: Shop, one: int, other: int) -> int:
    """As two administrators would see it: the keeper's id."""

    def merge(tx: Tx, pair: tuple[int, int]) -> Merge:
        return linking._merge(tx, *pair)

    return (await shop.engine.run(merge, (one, other))).keeper


async def test_a_partner_is_paid_what_is_owed_and_never_more(shop: Shop) -> None:
    ann = shop.learners[0]
    await shop.has_paid(ann)
    offer = await shop.stock(1)
    await shop.earns(ann, 300)
    held = await shop.take(ann, offer)
    await shop.confirm(ann, held.redemption_id)
    made = await shop.engine.run(propose, Propose("voucher.settled", 251, partner="acme"))
    with pytest.raises(InsufficientBalance):
        await shop.approve(made.proposal_id)
    made = await shop.engine.run(propose, Propose("voucher.settled", 250, partner="acme"))
    await shop.approve(made.proposal_id, *shop.admins[:2])
    assert await holds(shop.engine, "voucher_payable:acme") == [0]
    for partner in ("", "Acme Inc", "a:b"):
        with pytest.raises(ValueError, match="partner"):
            await shop.engine.run(propose, Propose("voucher.settled", 5, partner=partner))
    await settled(shop.engine)


async def test_an_erased_persons_codes_are_blotted_out(shop: Shop) -> None:
    ann = shop.learners[0]
    await shop.has_paid(ann)
    offer = await shop.stock(1)
    await shop.earns(ann, 300)
    held = await shop.take(ann, offer)
    await shop.confirm(ann, held.redemption_id)
    await shop.engine.run(erase_person, ErasePerson(ann))
    assert await codes_of(shop, ann) == [""]
    await settled(shop.engine)
