"""The smallest and the largest of what the wallet takes, and what it says of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.wallet.audit import audit
from engine.wallet.commands import GrantFromFund, Journal, Line
from engine.wallet.correcting import check_lines
from engine.wallet.errors import (
    InsufficientBalance,
)
from engine.wallet.ledger import checked_lines, hash_of
from engine.wallet.lots import (
    EARNED,
    PURCHASED,
    Spendable,
    account_of,
    spendable,
    take_any,
    take_earned,
    take_purchased,
)
from engine.wallet.proposals import Propose, propose
from engine.wallet.sale_commands import Quote
from engine.wallet.sale_parts import SaleParts, sale_parts
from engine.wallet.sale_rows import of_thing
from engine.wallet.sales import quote
from engine.wallet.service import grant_from_fund, post_journal
from engine.wallet.tables import LARGEST_AMOUNT, MOST_POSTINGS
from tests.engine.wallet.selling import (
    THING,
    GiveTokens,
    give_tokens,
    holds,
    market,
)
from tests.engine.wallet.test_snapshots import rows


def test_a_sales_fee_is_from_nothing_to_all_of_it() -> None:
    assert sale_parts(100, 40, 0) == SaleParts(100, 40, 0, 0)
    assert sale_parts(100, 40, 10_000) == SaleParts(100, 40, 100, 40)
    for earned, fee in ((41, -1), (41, 10_001), (-1, 0), (101, 0)):
        with pytest.raises(ValueError, match=rf"^no such sale: {earned} of 100 at {fee}$"):
            sale_parts(100, earned, fee)


async def test_a_quote_is_for_terms_in_their_ranges(engine: Engine) -> None:
    ann, ed = await market(engine)
    for fee, percent in ((1_000, 0), (2_000, 100)):
        told = await engine.read(quote, Quote(ann, ed, THING, 10, fee, percent))
        assert (told.offer.list_price, told.missing) == (10, 10)
    for fee, percent in ((999, 0), (2_001, 0), (1_500, -1), (1_500, 101)):
        with pytest.raises(ValueError, match=f"^no such terms: fee {fee}, share {percent}$"):
            await engine.read(quote, Quote(ann, ed, THING, 10, fee, percent))


def test_a_thing_is_a_word_and_a_number() -> None:
    assert of_thing("course:5") == {"course": 5}


async def test_the_largest_amount_can_be_proposed_and_no_larger(engine: Engine) -> None:
    await market(engine)
    made = await engine.run(propose, Propose("operator.deposited", LARGEST_AMOUNT))
    assert made.lines == (Line("bank", "own:capital", "USD", LARGEST_AMOUNT),)
    assert made.own_funds == 10_000
    for amount in (0, -1, LARGEST_AMOUNT + 1, True, 1.0):
        with pytest.raises(ValueError, match=f"^an amount from 1 to {10**12}, not {amount}"):
            await engine.run(propose, Propose("operator.deposited", amount))  # type: ignore[arg-type]


async def test_a_correction_says_what_is_wrong_with_its_lines(engine: Engine) -> None:
    ann, eva = await market(engine)
    line = Line("bank", "own:capital", "USD", 1)
    for lines, words in (
        ((), "^a correction has from 1 to 50 lines, not 0$"),
        ((line,) * 51, "^a correction has from 1 to 50 lines, not 51$"),
        ((line, Line("bank", "suspense", "USD", 0)), "^a line of a correction moves at least 1$"),
        ((Line("hold:5:earned", "burn:tax", "TOK", 1),),
         "^hold:5:earned belongs to what it was held for; cancel that instead$"),
        ((Line("bank", "own:capital", "TOK", 1),), "^bank holds USD, not TOK$"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=words):
            await engine.read(check_lines, lines)
    await engine.read(check_lines, (line,) * 50)
    with pytest.raises(InsufficientBalance) as short:
        await engine.read(
            check_lines,
            (Line("issuance:purchased", f"person:{ann}:purchased", "TOK", 5),
             Line(f"person:{ann}:purchased", "burn:tax", "TOK", 4),
             Line(f"person:{ann}:purchased", f"educator:{eva}:pending", "TOK", 2)),
        )  # fmt: skip
    assert short.value.data == {"account": "person:purchased", "balance": 1, "amount": 2}
    made = await engine.run(
        propose,
        Propose(
            "correction",
            lines=(Line("issuance:purchased", f"person:{ann}:purchased", "TOK", 5),
                   Line("bank", "backing:purchased", "USD", 5)),
        ),
    )  # fmt: skip
    told = rows(engine.address, "SELECT beneficiary_id, proposed_by FROM ledger_proposal")
    assert (told, made.proposed_by) == ([(ann, None)], None)


async def test_a_journal_has_a_thousand_lines_at_most(engine: Engine) -> None:
    lines = tuple(Line("bank", f"fund:campaign:{n % 499}", "USD", n + 1) for n in range(1_000))
    assert MOST_POSTINGS == 1_000
    await engine.run(post_journal, Journal("thousand", "test.posted", lines))
    report = await engine.read(audit, None)
    assert (report.postings, report.problems) == (1_000, ())
    assert sum(await holds(engine, *(f"fund:campaign:{n}" for n in range(499)))) == 500_500
    more = (*lines, Line("bank", "suspense", "USD", 1))
    with pytest.raises(ValueError, match=r"^a journal has 1 to 1000 lines that move something$"):
        await engine.run(post_journal, Journal("more", "test.posted", more))


def test_a_request_is_what_it_moves_and_is_about_in_any_order() -> None:
    """The hash is stored: it must not change from one version to the next."""
    line = Line("bank", "own:capital", "USD", 1)
    one = Journal("k", "a.b", (line,), about={"x": 1, "a": "b"}, refers_to=3)
    other = Journal("l", "a.b", (line,), about={"a": "b", "x": 1}, refers_to=3)
    hashes = {hash_of(journal, checked_lines(journal)) for journal in (one, other)}
    assert hashes == {"65a88ae5d3f6bbfc1d2526fc6a43e7b10a81f5123becdbd1020dba43e5106155"}


async def test_what_can_be_spent_is_counted_lot_by_lot(engine: Engine, clock: FrozenClock) -> None:
    ann, _ = await market(engine)
    for give in (
        GiveTokens(ann, 3, "a"), GiveTokens(ann, 5, "b", EARNED, "course:9"),
        GiveTokens(ann, 7, "c"), GiveTokens(ann, 11, "d", EARNED, THING),
        GiveTokens(ann, 13, "e", EARNED), GiveTokens(ann, 17, "f", EARNED, THING),
        GiveTokens(ann, 19, "g", EARNED),
    ):  # fmt: skip
        await engine.run(give_tokens, give)
    await engine.run(grant_from_fund, GrantFromFund("quiz", ann, "quiz", 23))
    await engine.run(grant_from_fund, GrantFromFund("quiz-2", ann, "quiz", 29))
    found = await engine.read(lambda tx, who: spendable(tx, who, THING), ann)
    assert found == Spendable(earned=32, given=28, purchased=10, waiting=52)
    assert account_of(ann, EARNED) == f"person:{ann}:earned"
    assert account_of(ann, PURCHASED) == f"person:{ann}:purchased"


async def test_too_little_says_of_what_and_how_much_there_is(engine: Engine) -> None:
    ann, _ = await market(engine)
    await engine.run(give_tokens, GiveTokens(ann, 10, "a", EARNED, THING))
    await engine.run(give_tokens, GiveTokens(ann, 30, "b", EARNED))
    await engine.run(give_tokens, GiveTokens(ann, 4, "c"))

    def refused(service: Any) -> Any:
        return engine.run(lambda tx, who: service(tx, who), ann)

    for service, data in (
        (lambda tx, who: take_earned(tx, who, 16, thing=THING, free_at_most=5),
         ("person:earned", 15, 16)),
        (lambda tx, who: take_earned(tx, who, 41, thing=THING), ("person:earned", 40, 41)),
        (lambda tx, who: take_purchased(tx, who, 5), ("person:purchased", 4, 5)),
        (lambda tx, who: take_any(tx, who, EARNED, 41), ("person:earned", 40, 41)),
    ):  # fmt: skip
        with pytest.raises(InsufficientBalance) as short:
            await refused(service)
        assert tuple(short.value.data[key] for key in ("account", "balance", "amount")) == data
    taken = await refused(lambda tx, who: take_earned(tx, who, 15, thing=THING, free_at_most=5))
    assert [part.amount for part in taken] == [10, 5]
