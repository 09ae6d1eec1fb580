"""What redeeming and holding answer, record and lock, word for word; the edges of their bounds."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import NotFound
from engine.foundation.tx import Tx
from engine.people import linking
from engine.wallet import ledger
from engine.wallet.commands import Journal, Line
from engine.wallet.discount_codes import (
    LONGEST,
    MOST_USES,
    CodeFacts,
    Due,
    GiveCode,
    MakeCode,
    codes_of,
    discount_for,
    give_code,
    given_code,
    make_code,
    use_discount,
)
from engine.wallet.errors import HoldOver, InsufficientBalance, PriceTooLow
from engine.wallet.hold_commands import HoldTokens, SettleBooking
from engine.wallet.hold_settling import settle_booking
from engine.wallet.holds import ExpireHold, expire_hold, hold_tokens
from engine.wallet.personal_data import export
from engine.wallet.proposals import ProposalQuery, Propose, proposal, propose
from engine.wallet.queries import verify
from engine.wallet.redemption_commands import EndRedemption, ImportVouchers, RedeemVoucher
from engine.wallet.redemptions import (
    confirm_redemption,
    hold_for_own_goods,
    hold_voucher,
    lapse_redemption,
    void_redemption,
)
from engine.wallet.sale_commands import Sell
from engine.wallet.sale_notices import SumUpSales, TellOfSales, set_told_of_sales, sum_up_sales
from engine.wallet.sales import sell
from engine.wallet.tables import LARGEST_AMOUNT
from engine.wallet.vouchers_csv import MOST_BYTES, MOST_ROWS, TITLE_LIMIT, plain, read_vouchers
from engine.wallet.vouchers_importing import import_vouchers
from tests.engine.wallet.redeeming import Shop, far, file_of, open_shop
from tests.engine.wallet.selling import GiveTokens, give_tokens
from tests.engine.wallet.test_snapshots import rows

JOURNALS = "SELECT kind, idempotency_key, metadata FROM ledger_journal ORDER BY id DESC LIMIT "


@pytest.fixture
async def shop(engine: Engine, clock: FrozenClock) -> Shop:
    return await open_shop(engine, clock)


def latest(shop: Shop, count: int = 1) -> list[tuple[str, str, dict[str, Any]]]:
    """(kind, key, what it is about), the newest first."""
    found = rows(shop.engine.address, JOURNALS + str(count))
    return [(kind, key, json.loads(about)) for kind, key, about in found]


class Locks:
    """What a command locks, in order."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.taken: list[tuple[Any, ...]] = []
        took = Tx.lock

        def noted(tx: Tx, kind: str, *ids: int | str) -> None:
            self.taken.append((kind, *ids))
            took(tx, kind, *ids)

        patch.setattr(Tx, "lock", noted)


async def test_a_redemption_is_recorded_step_by_step(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = shop.learners
    await shop.has_paid(ann, bob)
    offer = await shop.stock(2)
    await shop.earns(ann, 600)
    locks = Locks(monkeypatch)
    held = await shop.take(ann, offer)
    assert locks.taken[:2] == [("cap_group", ann), ("voucher_offer", offer)]
    hold = rows(shop.engine.address, "SELECT id FROM hold ORDER BY id DESC LIMIT 1")[0][0]
    about = {"hold": hold, "offer": offer}
    assert latest(shop) == [("redemption.held", f"held:{hold}", about)]
    await shop.confirm(ann, held.redemption_id)
    about = {"hold": hold, "redemption": held.redemption_id}
    assert latest(shop) == [("redemption.confirmed", f"hold-ended:{hold}", about)]
    with pytest.raises(HoldOver) as over:
        await shop.engine.run(void_redemption, EndRedemption(ann, held.redemption_id))
    assert over.value.data == {"state": "posted"}
    with pytest.raises(HoldOver) as never:  # a partner's code does not lapse
        await shop.engine.run(lapse_redemption, EndRedemption(ann, held.redemption_id))
    assert never.value.data == {"state": "posted"}
    with pytest.raises(NotFound) as nothing:
        await shop.engine.run(hold_voucher, RedeemVoucher(ann, 99, 0))
    assert nothing.value.data == {"what": "offer"}
    second = await shop.take(ann, offer, 1)
    voided = await shop.engine.run(void_redemption, EndRedemption(ann, second.redemption_id))
    assert (voided.state, voided.is_new) == ("voided", True)
    again = await shop.engine.run(void_redemption, EndRedemption(ann, second.redemption_id))
    assert (again.state, again.is_new) == ("voided", False)
    kind, _, about = latest(shop)[0]
    assert (kind, about) == ("redemption.voided", {"hold": hold + 1, "offer": offer})


async def test_a_code_of_our_own_lapses_once_and_only_when_it_was_confirmed(shop: Shop) -> None:
    ann = shop.learners[0]
    await shop.earns(ann, 50)

    def own(tx: Tx, key: str) -> Any:
        return hold_for_own_goods(tx, key=key, person_id=ann, tokens=20, thing="subscription:1")

    held = await shop.engine.run(own, "one")
    assert (await shop.engine.run(own, "one")).redemption_id == held.redemption_id
    end = EndRedemption(ann, held.redemption_id)
    with pytest.raises(HoldOver) as early:
        await shop.engine.run(lapse_redemption, end)
    assert early.value.data == {"state": "pending"}
    await shop.engine.run(confirm_redemption, end)
    lapsed = await shop.engine.run(lapse_redemption, end)
    assert (lapsed.state, lapsed.is_new) == ("lapsed", True)
    assert (await shop.engine.run(lapse_redemption, end)).is_new is False
    kind, key, about = latest(shop)[0]
    assert (kind, key) == ("redemption.lapsed", f"redemption-lapsed:{held.redemption_id}")
    assert about == {"redemption": held.redemption_id}
    lines = rows(
        shop.engine.address,
        "SELECT d.code, c.code, p.amount FROM ledger_posting p "
        "JOIN ledger_account d ON d.id = p.debit_id JOIN ledger_account c ON c.id = p.credit_id "
        "ORDER BY p.id DESC LIMIT 1",
    )
    assert lines == [("deferred:redemption", "fund:rewards", 20)]


async def test_what_is_kept_of_holds_and_codes_is_given_out(shop: Shop, clock: FrozenClock) -> None:
    ann, _ = shop.learners
    await shop.has_paid(ann)
    offer = await shop.stock(1)
    await shop.earns(ann, 700)
    held = await shop.take(ann, offer)
    await shop.confirm(ann, held.redemption_id)
    until = clock.now() + timedelta(hours=1)
    booking = HoldTokens("class", "booking", ann, "session:3", until, earned=30)
    await shop.engine.run(hold_tokens, booking)
    command = MakeCode(shop.educator, "SPRING-1", until, tokens=5, thing="course:9")
    await shop.engine.run(make_code, command)
    await shop.engine.run(give_code, GiveCode(ann, "spring-1"))
    kept = await shop.engine.read(export, ann)
    now = clock.now().isoformat()
    assert kept["held"] == [
        {
            "kind": "redemption", "thing": f"offer:{offer}", "purchased": 0, "earned": 300,
            "state": "posted", "held_at": now,
        },
        {
            "kind": "booking", "thing": "session:3", "purchased": 0, "earned": 30,
            "state": "pending", "held_at": now,
        },
    ]  # fmt: skip
    assert kept["redeemed"] == [
        {
            "partner": "acme", "title": "A book", "code": "BOOK-250-0", "tokens": 300,
            "state": "confirmed", "at": now,
        }
    ]  # fmt: skip
    [given] = kept["codes_given"]
    assert (given["code"], given["state"]) == ("SPRING-1", "open")
    made = await shop.engine.read(export, shop.educator)
    assert made["codes_made"] == [{"code": "SPRING-1", "thing": "course:9", "used": 0}]


async def test_who_made_a_code_sees_it_and_administrators_see_a_funds(
    shop: Shop, clock: FrozenClock
) -> None:
    until = clock.now() + LONGEST
    own = MakeCode(
        shop.educator, "OWN-CODE", until, percent=20, thing="course:9", most_uses=MOST_USES
    )
    made = await shop.engine.run(make_code, own)
    assert made == CodeFacts(
        made.code_id, "OWN-CODE", 20, 0, "course:9", "", MOST_USES, 0, until, is_over=False
    )
    funded = MakeCode(shop.admins[0], "FUNDED-1", until, tokens=7, fund="fund:rewards")
    await shop.engine.run(make_code, funded)

    async def seen(person: int) -> list[str]:
        return [one.code for one in await shop.engine.read(codes_of, person)]

    assert await seen(shop.educator) == ["OWN-CODE"]
    assert await seen(shop.admins[1]) == ["FUNDED-1"]
    assert await seen(shop.learners[0]) == []


async def test_a_code_that_takes_one_token_off_is_used_once(
    shop: Shop, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = shop.learners[0]
    until = clock.now() + timedelta(days=1)
    command = MakeCode(shop.educator, "ONE-TOKEN", until, tokens=1, thing="course:9")
    await shop.engine.run(make_code, command)
    given = await shop.engine.run(give_code, GiveCode(ann, "one-token"))
    assert await shop.engine.read(given_code, ann) == given
    assert (given.thing, given.percent, given.tokens) == ("course:9", 0, 1)

    def offered(tx: Tx, price: int) -> Any:
        return discount_for(tx, ann, Due("course:9", price))

    found = await shop.engine.read(offered, 300)
    assert (found.use_id, found.tokens, found.fund) == (given.use_id, 1, "")
    assert await shop.engine.read(offered, 10) is None  # the lowest price is not lowered
    locks = Locks(monkeypatch)

    def use(tx: Tx, price: int) -> Any:
        return use_discount(tx, ann, Due("course:9", price))

    assert await shop.engine.run(use, 300) == found
    assert locks.taken[0] == ("person", ann)
    assert locks.taken[1][0] == "discount_code"
    assert await shop.engine.run(use, 300) is None
    assert await shop.engine.read(given_code, ann) is None


async def test_a_proposal_about_redeeming_tells_what_it_is_about(shop: Shop) -> None:
    ann, first = shop.learners[0], shop.admins[0]
    grant = Propose(
        "scholarship", 1, by_person_id=first, for_person_id=ann, thing="course:9",
        educator_id=shop.educator,
    )  # fmt: skip
    with pytest.raises(InsufficientBalance) as empty:
        await shop.engine.run(propose, grant)
    assert empty.value.data == {"account": "fund:scholarship", "balance": 0, "amount": 1}
    added = await shop.engine.run(propose, Propose("fund.added", 5, "fund:scholarship"))
    assert added.lines == (Line("expense:rewards", "fund:scholarship", "USD", 5),)
    await shop.approve(added.proposal_id)
    made = await shop.engine.run(propose, grant)
    assert made.about == {
        "person": ann, "thing": "course:9", "educator": shop.educator, "tokens": 1,
    }  # fmt: skip
    assert made.can_approve == 2  # the one who proposes it is not among them
    await shop.approve(made.proposal_id, shop.admins[1])
    decided = await shop.engine.read(proposal, ProposalQuery(first, made.proposal_id))
    assert decided.state == "approved"
    for amount in (0, LARGEST_AMOUNT + 1, True):
        with pytest.raises(ValueError, match="an amount from 1"):
            await shop.engine.run(propose, Propose("voucher.settled", amount, partner="acme"))
    bill = Propose("voucher.settled", LARGEST_AMOUNT, partner="acme")
    made = await shop.engine.run(propose, bill)
    with pytest.raises(InsufficientBalance) as owed:
        await shop.approve(made.proposal_id)
    assert owed.value.data == {
        "account": "voucher_payable", "balance": 0, "amount": LARGEST_AMOUNT,
    }  # fmt: skip


async def test_a_booking_has_a_lowest_price_and_its_end_says_what_it_was(
    shop: Shop, clock: FrozenClock
) -> None:
    ann = shop.learners[0]
    await shop.earns(ann, 40)
    until = clock.now() + timedelta(hours=1)
    booking = HoldTokens("class", "booking", ann, "session:3", until, earned=40)
    held = await shop.engine.run(hold_tokens, booking)
    with pytest.raises(PriceTooLow) as low:
        await shop.engine.run(settle_booking, SettleBooking(held.hold_id, shop.educator, 9))
    assert low.value.data == {"price": 9, "minimum": 10}
    clock.advance(hours=1)
    assert await shop.engine.run(expire_hold, ExpireHold(held.hold_id))
    assert latest(shop)[0][2] == {"hold": held.hold_id, "session": 3}


async def test_the_check_tells_what_a_hold_has_and_should_have(
    shop: Shop, clock: FrozenClock
) -> None:
    ann = shop.learners[0]
    await shop.earns(ann, 40)
    until = clock.now() + timedelta(hours=1)
    booking = HoldTokens("class", "booking", ann, "session:3", until, earned=40)
    held = await shop.engine.run(hold_tokens, booking)

    def slip(tx: Tx, command: object) -> None:
        line = Line(f"hold:{held.hold_id}:earned", "hold:999:earned", "TOK", 5)
        ledger.post(tx, Journal("slip", "redemption.held", (line,)))

    await shop.engine.run(slip, None)
    found = [one.data for one in (await shop.engine.read(verify, None)).problems]
    assert sorted(found, key=lambda one: str(one["account"])) == [
        {"account": f"hold:{held.hold_id}:earned", "balance": 35, "held": 40},
        {"account": "hold:999:earned", "balance": 5, "held": 0},
    ]


async def test_holds_codes_and_the_wish_for_quiet_go_along_with_a_link(
    shop: Shop, clock: FrozenClock
) -> None:
    ann, bob = shop.learners
    await shop.has_paid(ann, bob)
    offer = await shop.stock(1)
    await shop.earns(bob, 300)
    held = await shop.take(bob, offer)
    await shop.confirm(bob, held.redemption_id)
    await shop.engine.run(set_told_of_sales, TellOfSales(bob, is_wanted=False))
    until = clock.now() + timedelta(days=1)
    for code in ("FIRST-1", "SECOND-2"):
        command = MakeCode(shop.educator, code, until, tokens=5, thing="course:9")
        await shop.engine.run(make_code, command)
    await shop.engine.run(give_code, GiveCode(ann, "FIRST-1"))
    await shop.engine.run(give_code, GiveCode(bob, "SECOND-2"))

    def merge(tx: Tx, pair: tuple[int, int]) -> Any:
        return linking._merge(tx, *pair)

    merged = await shop.engine.run(merge, (ann, bob))
    whose = "SELECT person_id FROM "
    for table in ("hold", "redemption", "sale_quiet", "discount_use"):
        assert set(rows(shop.engine.address, whose + table)) == {(merged.keeper,)}, table
    uses = (await shop.engine.read(export, merged.keeper))["codes_given"]
    own = "FIRST-1" if merged.keeper == ann else "SECOND-2"
    assert [use["code"] for use in uses if use["state"] == "open"] == [own]


async def test_an_hours_sales_end_with_the_hour(shop: Shop, clock: FrozenClock) -> None:
    ann = shop.learners[0]
    await shop.engine.run(give_tokens, GiveTokens(ann, 300, "pack"))
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    clock.move_to(hour + timedelta(hours=1))
    await shop.engine.run(sell, Sell("next", ann, shop.educator, "course:5", 100))
    told = await shop.engine.run(sum_up_sales, SumUpSales(shop.educator, hour))
    assert told is False  # that sale is of the hour that begins
    following = SumUpSales(shop.educator, hour + timedelta(hours=1))
    await shop.engine.run(set_told_of_sales, TellOfSales(shop.educator, is_wanted=False))
    assert await shop.engine.run(sum_up_sales, following) is False
    await shop.engine.run(set_told_of_sales, TellOfSales(shop.educator, is_wanted=True))
    assert await shop.engine.run(sum_up_sales, following) is True


async def test_a_file_is_told_in_numbers(shop: Shop) -> None:
    now = shop.engine.clock.now()
    until = far(now)

    def details(content: bytes) -> list[tuple[int, str, str]]:
        _, problems = read_vouchers(content, now=now, peg=1)
        return [(one.line, one.what, one.detail) for one in problems]

    assert details(b"x" * (MOST_BYTES + 1)) == [(0, "too_large", str(MOST_BYTES // 1024))]
    many = (f"acme,A,C-{n:05},1,5,{until}" for n in range(MOST_ROWS + 1))
    assert details(file_of(*many)) == [(0, "too_many", str(MOST_ROWS))]
    assert details(file_of("acme,A book,BOOK-1,250,300")) == [(2, "columns", "5")]
    assert details(file_of(f"acme,{'x' * TITLE_LIMIT},BOOK-1,250,300,{until}")) == []
    assert plain(" book-1 ") == "BOOK-1"
    with pytest.raises(ValueError, match=r"^no voucher to import$"):
        await shop.engine.run(import_vouchers, ImportVouchers(shop.admins[0], False, ()))
