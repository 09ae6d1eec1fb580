"""Buyers with tokens and educators, for the tests of sales."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.foundation import jobs
from engine.foundation.door import Engine
from engine.foundation.tx import ReadTx, Tx
from engine.people.commands import Meet
from engine.people.service import meet
from engine.wallet import ledger
from engine.wallet import sale_statements as sales
from engine.wallet.commands import Journal, Line, Money, OpenTreasury
from engine.wallet.journals import fund_added, operator_deposited
from engine.wallet.ledger import lines_of
from engine.wallet.lots import EARNED, PURCHASED, NewLot, add_lot
from engine.wallet.queries import balance_of, treasury_state, verify
from engine.wallet.service import open_treasury
from engine.wallet.token_policy import EARNED_LAST
from tests.engine.rewards.meeting import meet_people

THING = "course:5"


@dataclass(frozen=True)
class GiveTokens:
    """Purchased ones, paid by the operator's bank; or earned ones out of the fund."""

    person_id: int
    tokens: int
    key: str
    bucket: str = PURCHASED
    restriction: str = ""
    settles_at: datetime | None = None
    expires_in: timedelta = EARNED_LAST


def give_tokens(tx: Tx, command: GiveTokens) -> int:
    peg = treasury_state(tx).peg
    account = f"person:{command.person_id}:{command.bucket}"
    if command.bucket == PURCHASED:
        kind = "tokens.purchased"
        lines = (
            Line("issuance:purchased", account, "TOK", command.tokens),
            Line("bank", "backing:purchased", "USD", command.tokens * peg),
        )
    else:
        kind = "reward.granted"
        lines = (
            Line("issuance:rewards:quiz", account, "TOK", command.tokens),
            Line("fund:rewards", "fund:committed", "USD", command.tokens * peg),
        )
    posted = ledger.post(tx, Journal(command.key, kind, lines))
    is_earned = command.bucket == EARNED
    return add_lot(
        tx,
        NewLot(
            person_id=command.person_id,
            bucket=command.bucket,
            source="reward:quiz" if is_earned else "pack",
            fund="fund:rewards" if is_earned else "",
            journal_id=posted.journal_id,
            amount=command.tokens,
            restriction=command.restriction,
            vests_at=tx.now,
            settles_at=command.settles_at or tx.now,
            expires_at=tx.now + command.expires_in if is_earned else None,
        ),
    )


def deposit(tx: Tx, amount: int) -> None:
    """The operator's own money, beside the fund."""
    ledger.post(tx, operator_deposited(Money(), key="own-funds", amount=amount))


def add_all_to_fund(tx: Tx, amount: int) -> None:
    ledger.post(tx, fund_added(Money(), key="all-of-it", amount=amount))


def paid_out(tx: Tx, told: tuple[int, int, str]) -> None:
    """All three journals of a payout in one: 13 to 15 of the worked example."""
    educator, tokens, key = told
    lines = (
        Line(f"educator:{educator}:available", "burn:payout", "TOK", tokens),
        Line("backing:earnings", "bank", "USD", tokens),
    )
    ledger.post(tx, Journal(key, "payout.requested", lines))


async def market(engine: Engine, people: int = 2, *, has_history: bool = True) -> list[int]:
    """The people's ids, with a fund and the operator's own money behind them."""
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    await engine.run(deposit, 10_000)
    met = await meet_people(engine, people)
    if has_history:
        await with_history(engine, *met)
    return met


async def with_history(engine: Engine, *educators: int) -> None:
    """They have taught for long, and two others paid them much with purchased tokens: so that what
    earned tokens may pay is not limited (income_limits.py). Rows alone, long final: the books do
    not show it."""
    buyers = [
        (await engine.run(meet, Meet("telegram", 9_000 + number, "Alder"))).who.person_id
        for number in range(2)
    ]
    for educator in educators:
        for number, days in enumerate((40, 5, 5)):
            key = f"before:{educator}:{number}"
            past = PastSale(key, educator, buyers[number % 2], days)
            await engine.run(add_past_sale, past)


@dataclass(frozen=True)
class PastSale:
    key: str
    educator_id: int
    buyer_id: int
    days_ago: int
    price: int = 50_000


def add_past_sale(tx: Tx, command: PastSale) -> None:
    """Once per key."""
    if tx.one(sales.FIND_BY_KEY, of_key=command.key) is not None:
        return
    # Some journal that is there: a row has one, and these are not to move a balance.
    journal = tx.query(ledger.statements.FIND_JOURNAL, of_key="treasury-opened:deposited")[0]
    at = tx.now - timedelta(days=command.days_ago)
    sale_id = tx.query(
        sales.ADD_SALE,
        of_key=command.key,
        what="course:99",
        with_it="",
        buyer=command.buyer_id,
        educator=command.educator_id,
        listed=command.price,
        percent=0,
        bps=1_500,
        lowered=0,
        to_pay=command.price,
        of_earned=0,
        of_fee=0,
        of_fee_earned=0,
        of_journal=journal.id,
        of_discount=None,
        at=at,
        matures=at,
    )[0].id
    tx.change(sales.SET_MATURED, sale_id=sale_id, at=at, kept=0, until=None)


async def work_due_jobs(engine: Engine) -> None:
    while leased := await engine.run(jobs.claim_jobs, jobs.ClaimJobs()):
        for job in leased:
            await engine.run(jobs.work_job, job)


async def holds(engine: Engine, *codes: str) -> list[int]:
    return [await engine.read(balance_of, code) for code in codes]


async def settled(engine: Engine) -> None:
    assert (await engine.read(verify, None)).problems == ()


def added_up(lines: tuple[Line, ...]) -> list[tuple[str, str, str, int]]:
    """Lot by lot as one: (debit, credit, asset, amount), in the order of the journal."""
    sums: dict[tuple[str, str, str], int] = {}
    for line in lines:
        key = (line.debit, line.credit, line.asset)
        sums[key] = sums.get(key, 0) + line.amount
    return [(*key, amount) for key, amount in sums.items()]


def journal_with_key(tx: ReadTx, key: str) -> tuple[Line, ...]:
    found = tx.one(ledger.statements.FIND_JOURNAL, of_key=key)
    assert found is not None, key
    return lines_of(tx, found.id)
