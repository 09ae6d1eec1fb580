"""The replay that the fuzzer and the machine trust would see each of these: rows that lie."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.tx import Tx
from engine.people.commands import Meet
from engine.people.service import meet
from engine.wallet.bookings import hold_booking
from engine.wallet.commands import AddToFund
from engine.wallet.discount_codes import Due, GiveCode, MakeCode, give_code, make_code, use_discount
from engine.wallet.hold_commands import HoldBooking, SettleBooking
from engine.wallet.hold_settling import settle_booking
from engine.wallet.income_reviews import open_income_reviews
from engine.wallet.sale_commands import Sell
from engine.wallet.sales import sell
from engine.wallet.service import add_to_fund
from tests.engine.wallet.redeeming import Shop, open_shop
from tests.engine.wallet.replaying import Rows, problems
from tests.engine.wallet.selling import GiveTokens, give_tokens

LIES: dict[str, tuple[str, str]] = {
    "a settled booking is told to be voided": (
        "UPDATE hold SET state = 'voided' WHERE kind = 'booking'",
        "is voided by",
    ),
    "less was settled than was paid": (
        "UPDATE hold SET settled_purchased = settled_purchased - 1 WHERE kind = 'booking'",
        "was settled otherwise than it was booked",
    ),
    "another fee was agreed": (
        "UPDATE booking_terms SET fee_bps = 1",
        "was settled otherwise than it was booked",
    ),
    "the booking was another person's": (
        "UPDATE hold SET person_id = person_id - 1 WHERE kind = 'booking'",
        "was settled otherwise than it was booked",
    ),
    "a class was sold that nobody booked": (
        "UPDATE sale SET key = 'booking:99' WHERE key LIKE 'booking:%'",
        "bookings were sold without a hold",
    ),
    "a hold took more of a lot": (
        "UPDATE hold_lot SET amount = amount + 1",
        "took and returned",
    ),
    "a hold took of another lot": (
        "UPDATE hold_lot SET lot_id = (SELECT max(id) FROM token_lot)",
        "by its postings",
    ),
    "a hold expired before its time": (
        "UPDATE hold SET state = 'expired' WHERE state = 'posted'",
        "expired before its time",
    ),
    "a code was handed out twice": (
        "UPDATE redemption SET voucher_id = (SELECT min(voucher_id) FROM redemption)",
        "by its redemptions ['handed', 'handed']",
    ),
    "a handed code is on the shelf": (
        "UPDATE voucher SET state = 'free' WHERE state = 'handed'",
        "is free, by its redemptions",
    ),
    "a redemption took another sum": (
        "UPDATE redemption SET tokens = tokens + 1",
        "has a hold of another",
    ),
    "a partner was paid too little": (
        "UPDATE voucher_offer SET cost = cost + 1",
        "partners were paid",
    ),
    "a lot was spent on what it is not for": (
        "UPDATE token_lot SET restriction = 'course:77' WHERE restriction <> ''",
        "is for course:77 and was spent on course:5",
    ),
    "a code was used more often than it may": (
        "UPDATE discount_code SET most_uses = 1",
        "was used 2 times of 1",
    ),
    "a person used a code more often than they may": (
        "UPDATE discount_use SET person_id = (SELECT min(person_id) FROM discount_use)",
        "2 times of 1",
    ),
    "two codes wait for one person": (
        "UPDATE discount_use SET state = 'open', person_id = 1",
        "more than one code waits",
    ),
    "a code was used without a purchase": (
        "UPDATE discount_use SET thing = 'course:8'",
        "was used for course:8, bought 0 times",
    ),
    "a fund gave another sum": (
        "UPDATE discount_use SET tokens = tokens + 1",
        "brought 20 for course:5",
    ),
    "a sale was final before its review let it": (
        "UPDATE sale SET matured_at = (SELECT max(sold_at) FROM sale) || 'later'",
        "became final before review",
    ),
    "the same income is looked at twice": (
        "INSERT INTO income_review SELECT id + 1, educator_id, cap_group_id, opened_at, sales, "
        "tokens, of_tokens, state, decided_by, decided_at FROM income_review",
        "the same income is looked at twice",
    ),
    "a lot holds more than was put in": (
        "UPDATE token_lot SET amount = amount + 1",
        "by its postings",
    ),
    "a sale took other lots' tokens": (
        "UPDATE sale_lot SET amount = amount + 1",
        "sale",
    ),
}


def bought_with_code(tx: Tx, asked: Sell) -> None:
    used = use_discount(tx, asked.buyer_id, Due(asked.thing, asked.list_price))
    assert used is not None
    sell(tx, replace(asked, key=f"{asked.key}:{used.use_id}"))


async def town(engine: Engine, clock: FrozenClock) -> Shop:
    """Two vouchers handed out, a class booked and given, a code used twice, income to look at."""
    shop = await open_shop(engine, clock)
    offer = await shop.stock(codes=2)
    await shop.has_paid(*shop.learners)
    for learner in shop.learners:
        await shop.earns(learner, 300)
        clock.advance(days=2)
        taken = await shop.take(learner, offer)
        await shop.confirm(learner, taken.redemption_id)
        await engine.run(give_tokens, GiveTokens(learner, 3_000, f"many:{learner}"))
    last = shop.learners[-1]
    until = clock.now() + timedelta(days=5)
    booked = await engine.run(
        hold_booking, HoldBooking("class", last, shop.educator, "session:3", 100, until)
    )
    await engine.run(settle_booking, SettleBooking(booked.hold_id, shop.educator, 100))
    await engine.run(add_to_fund, AddToFund("march", 1_000))
    code = MakeCode(
        shop.admins[0], "SPRING", until, tokens=20, fund="fund:rewards", most_uses=2, most_each=1
    )
    await engine.run(make_code, code)
    for learner in shop.learners:
        await engine.run(give_code, GiveCode(learner, "SPRING"))
        asked = Sell(f"code:{learner}", learner, shop.educator, "course:5", 100)
        await engine.run(bought_with_code, asked)
    new = (await engine.run(meet, Meet("telegram", 9_100, "Rowan"))).who.person_id
    for number in range(3):
        asked = Sell(f"ring:{number}", last, new, f"course:{number + 10}", 900)
        await engine.run(sell, asked)
    assert len(await engine.read(open_income_reviews, shop.admins[0])) == 1
    return shop


async def test_each_lie_is_seen(tmp_path: Path, empty_database: Path, clock: FrozenClock) -> None:
    true = tmp_path / "true.sqlite"
    shutil.copy(empty_database, true)
    engine = Engine(true, clock)
    await town(engine, clock)
    await engine.close()
    assert problems(Rows(true)) == []
    unseen = []
    for number, (lie, (statement, told)) in enumerate(LIES.items()):
        forged = tmp_path / f"{number}.sqlite"
        shutil.copy(true, forged)
        forge(forged, statement)
        found = problems(Rows(forged))
        if not any(told in one for one in found):
            unseen.append((lie, found))
    assert unseen == []


def forge(path: Path, statement: str) -> None:
    """Past whatever guards the tables have."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        guards = db.execute(
            "SELECT type, name FROM sqlite_master WHERE type = 'trigger' "
            "OR (type = 'index' AND sql IS NOT NULL)"
        ).fetchall()
        for kind, name in guards:
            db.execute(f'DROP {kind} "{name}"')
        assert db.execute(statement).rowcount > 0, statement
        db.commit()
