"""Posting journals: once per key, never below a floor, in whole numbers, by the chart."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from engine.foundation.door import Engine
from engine.foundation.tx import Tx
from engine.wallet.chart import UnknownAccount, rule_named, rule_of
from engine.wallet.commands import Journal, JournalPosted, Line, StatementQuery, WalletQuery
from engine.wallet.errors import AlreadyReversed, InsufficientBalance, KeyConflict
from engine.wallet.queries import audit, statement, wallet_page
from engine.wallet.service import post_journal, reverse_journal


def bought(amount: int, key: str = "bought", person_id: int = 1) -> Journal:
    return Journal(
        key,
        "tokens.purchased",
        (
            Line("issuance:purchased", f"person:{person_id}:purchased", "TOK", amount),
            Line("stripe:pending", "backing:purchased", "USD", amount),
        ),
    )


def spent(amount: int, key: str, person_id: int = 1) -> Journal:
    return Journal(
        key,
        "certificate.paid",
        (
            Line(f"person:{person_id}:purchased", "burn:fee", "TOK", amount),
            Line("backing:purchased", "deferred:certification", "USD", amount),
        ),
    )


def undo(tx: Tx, journal_id: int) -> JournalPosted:
    return reverse_journal(tx, journal_id, key=f"undo:{journal_id}", kind="correction")


async def test_the_same_key_and_request_is_one_journal(engine: Engine) -> None:
    first = await engine.run(post_journal, bought(100))
    again = await engine.run(post_journal, bought(100))
    assert (first.is_new, again.is_new) == (True, False)
    assert first.journal_id == again.journal_id
    assert (await engine.read(wallet_page, WalletQuery(1))).purchased == 100


async def test_the_same_key_with_another_request_is_a_conflict(engine: Engine) -> None:
    await engine.run(post_journal, bought(100))
    with pytest.raises(KeyConflict) as refusal:
        await engine.run(post_journal, bought(101))
    assert refusal.value.data == {"key": "bought"}
    assert (await engine.read(wallet_page, WalletQuery(1))).purchased == 100


async def test_of_64_spends_at_once_exactly_those_that_fit_succeed(engine: Engine) -> None:
    await engine.run(post_journal, bought(100))
    outcomes = await asyncio.gather(
        *(engine.run(post_journal, spent(10, f"spent:{n}")) for n in range(64)),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, InsufficientBalance)]
    assert len(refused) == 54
    assert sum(isinstance(outcome, JournalPosted) for outcome in outcomes) == 10
    assert (await engine.read(wallet_page, WalletQuery(1))).purchased == 0
    report = await engine.read(audit, None)
    assert (report.journals, report.problems) == (11, ())


async def test_20_at_once_with_one_key_are_one_journal(engine: Engine) -> None:
    results = await asyncio.gather(*(engine.run(post_journal, bought(100)) for _ in range(20)))
    assert sum(result.is_new for result in results) == 1
    assert (await engine.read(wallet_page, WalletQuery(1))).purchased == 100


async def test_the_refusal_names_the_kind_of_account_and_the_amounts(engine: Engine) -> None:
    await engine.run(post_journal, bought(30))
    with pytest.raises(InsufficientBalance) as refusal:
        await engine.run(post_journal, spent(31, "much"))
    assert refusal.value.data == {"account": "person:purchased", "balance": 30, "amount": 31}


async def test_a_handled_refusal_leaves_no_half_journal(engine: Engine) -> None:
    def tries(tx: Tx, amount: int) -> str:
        try:
            post_journal(tx, spent(amount, "much"))
        except InsufficientBalance:
            return "refused"
        return "spent"

    await engine.run(post_journal, bought(30))
    assert await engine.run(tries, 31) == "refused"
    assert await engine.run(tries, 30) == "spent"
    assert (await engine.read(audit, None)).problems == ()


@pytest.mark.parametrize("amount", [1.5, "10", True, None])
async def test_an_amount_is_an_int(engine: Engine, amount: object) -> None:
    with pytest.raises(TypeError, match="whole number"):
        await engine.run(post_journal, bought(amount))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        Line("bank", "own:capital", "USD", -1),
        Line("bank", "own:capital", "USD", 10**12 + 1),
        Line("bank", "bank", "USD", 1),
        Line("bank", "own:capital", "TOK", 1),
        Line("bank", "own:capital", "USD", 0),
        Line("bank", "somewhere:else", "USD", 1),
        Line("bank", "person:1:purchased", "USD", 1),
    ],
)
async def test_lines_that_no_chart_holds_are_faults(engine: Engine, line: Line) -> None:
    with pytest.raises(ValueError, match=r"from 0 to|itself|holds|something|no place"):
        await engine.run(post_journal, Journal("k", "test.posted", (line,)))
    assert (await engine.read(audit, None)).journals == 0


async def test_zero_lines_are_left_out(engine: Engine) -> None:
    journal = bought(5)
    padded = Journal(
        journal.key,
        journal.kind,
        (*journal.lines, Line("stripe:pending", "tax_payable", "USD", 0)),
    )
    await engine.run(post_journal, padded)
    assert (await engine.read(audit, None)).postings == 2
    assert (await engine.run(post_journal, journal)).is_new is False


async def test_a_reversal_returns_every_account_and_happens_once(engine: Engine) -> None:
    posted = await engine.run(post_journal, bought(100))
    undone = await engine.run(undo, posted.journal_id)
    assert (await engine.run(undo, posted.journal_id)) == JournalPosted(undone.journal_id, False)
    assert (await engine.read(wallet_page, WalletQuery(1))).purchased == 0
    with pytest.raises(AlreadyReversed):
        await engine.run(
            lambda tx, id: reverse_journal(tx, id, key="other", kind="correction"),
            posted.journal_id,
        )


async def test_what_is_spent_cannot_be_reversed(engine: Engine) -> None:
    posted = await engine.run(post_journal, bought(100))
    await engine.run(post_journal, spent(1, "spent"))
    with pytest.raises(InsufficientBalance):
        await engine.run(undo, posted.journal_id)


async def test_a_reversal_has_exactly_the_opposite_lines(engine: Engine) -> None:
    posted = await engine.run(post_journal, bought(100))
    half = Journal("half", "correction", spent(50, "x").lines, reverses=posted.journal_id)
    with pytest.raises(ValueError, match="not the opposite"):
        await engine.run(post_journal, half)


@pytest.mark.parametrize("about", [{"note": "for a friend"}, {"share": 0.5}, {"is": True}])
async def test_a_journal_is_about_ids_and_codes_alone(
    engine: Engine, about: dict[str, int | str]
) -> None:
    line = Line("bank", "own:capital", "USD", 1)
    with pytest.raises(ValueError, match="ids, numbers and codes"):
        await engine.run(post_journal, Journal("k", "operator.deposited", (line,), about=about))


async def test_a_statement_pages_from_the_newest(engine: Engine) -> None:
    await engine.run(post_journal, bought(100))
    for number in range(6):
        await engine.run(post_journal, spent(number + 1, f"s{number}"))
    first = await engine.read(statement, StatementQuery(1, limit=4))
    assert [line.amount for line in first.lines] == [-6, -5, -4, -3]
    assert [line.balance_after for line in first.lines] == [79, 85, 90, 94]
    assert first.has_more
    rest = await engine.read(statement, StatementQuery(1, before=first.lines[-1].id, limit=4))
    assert [line.amount for line in rest.lines] == [-2, -1, 100]
    assert not rest.has_more
    assert rest.lines[-1].kind == "tokens.purchased"
    assert rest.lines[-1].at == datetime(2027, 3, 4, 9, 0, tzinfo=UTC)


async def test_a_statement_is_of_one_person(engine: Engine) -> None:
    await engine.run(post_journal, bought(100, "a", person_id=1))
    await engine.run(post_journal, bought(50, "b", person_id=11))
    page = await engine.read(wallet_page, WalletQuery(1))
    assert (page.purchased, len(page.latest), page.use_by) == (100, 1, None)


@pytest.mark.parametrize(
    ("code", "asset", "kind", "side", "floor"),
    [
        ("person:7:earned", "TOK", "liability", -1, 0),
        ("educator:7:debt", "TOK", "asset", 1, 0),
        ("issuance:rewards:quiz", "TOK", "equity", 1, None),
        ("burn:expiry", "TOK", "equity", -1, None),
        ("stars:pending", "XTR", "asset", 1, 0),
        ("exchange:XTR", "XTR", "equity", -1, None),
        ("fund:slice:quiz:2027-03-04", "EUR", "liability", -1, 0),
        ("bank", "EUR", "asset", 1, None),
        ("expense:rewards", "EUR", "expense", 1, None),
    ],
)
def test_the_chart(code: str, asset: str, kind: str, side: int, floor: int | None) -> None:
    rule = rule_of(code)
    assert (rule.asset_in("EUR"), rule.kind, rule.normal_side) == (asset, kind, side)
    assert (rule.floor, rule.is_cached) == (floor, floor is not None)
    assert rule_named(rule.short_name).asset == rule.asset


@pytest.mark.parametrize(
    "code", ["person:7:stolen", "person::earned", "bank:2", "person:7:earned:x", "", "fund:a b"]
)
def test_the_chart_has_no_other_accounts(code: str) -> None:
    with pytest.raises(UnknownAccount):
        rule_of(code)
    with pytest.raises(UnknownAccount):
        rule_named(code)


def test_a_refusal_names_an_account_without_whose_it_is() -> None:
    assert rule_of("person:7:earned").short_name == "person:earned"
    assert rule_of("voucher_payable:acme").short_name == "voucher_payable"
    assert rule_named("stars:available") == rule_of("stars:available")
