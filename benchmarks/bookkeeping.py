"""What the ledger's benchmark works on: learners with tokens, educators, and lots that are due."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.schema import create_schema
from engine.foundation.sqlite import connect
from engine.foundation.tx import Tx
from engine.people.commands import Meet
from engine.people.service import meet
from engine.wallet import lots
from engine.wallet.chart import TOKENS, educator_pending, person_earned, person_purchased
from engine.wallet.commands import Journal, Line, OpenTreasury
from engine.wallet.service import open_treasury, post_journal

PEOPLE, EDUCATORS, LOTS = 2_000, 200, 100_000
PURSE = 1_000_000  # tokens of each learner: nobody runs out
LINES_AT_ONCE = 500
LOTS_EACH = LOTS // PEOPLE
TOKENS_EACH = 20
CURRENCY = "XXX"  # ISO 4217's code for no currency: tokens without cash-out


@dataclass(frozen=True)
class Books:
    address: Path | str
    clock: FrozenClock

    def copy(self, name: str) -> Path:
        """A file of its own, in the same state."""
        if not isinstance(self.address, Path):
            raise TypeError("only a file is copied")
        path = self.address.with_name(name)
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.address, path)
        return path


def payment(number: int, *, is_hot: bool = False) -> Journal:
    """The next learner pays the next educator; `is_hot`: all pay the same one."""
    buyer, educator = number % PEOPLE + 1, 1 if is_hot else number % EDUCATORS + 1
    line = Line(person_purchased(buyer), educator_pending(educator), TOKENS, 1)
    return Journal(f"payment:{number}", "benchmark.paid", (line,), about={"number": number})


async def open_books(address: Path | str) -> Books:
    """Every account is there, every learner has tokens."""
    clock = FrozenClock(datetime(2027, 3, 4, 9, tzinfo=UTC))
    if isinstance(address, Path):
        create_schema(address)
    engine = Engine(address, clock)
    await engine.run(open_treasury, OpenTreasury("notional", 100_000_000, CURRENCY))
    await engine.run(_fund, None)
    await engine.close()
    _fold(address)
    return Books(address, clock)


def _fund(tx: Tx, command: None) -> None:
    lines = [
        Line("issuance:purchased", person_purchased(person), TOKENS, PURSE)
        for person in range(1, PEOPLE + 1)
    ] + [
        Line("issuance:purchased", educator_pending(educator), TOKENS, 1)
        for educator in range(1, EDUCATORS + 1)
    ]
    for at in range(0, len(lines), LINES_AT_ONCE):
        part = tuple(lines[at : at + LINES_AT_ONCE])
        post_journal(tx, Journal(f"fund:{at}", "benchmark.funded", part))


async def expiring_books(address: Path | str) -> Books:
    """Learners with earned lots, all of which will be due on the same day."""
    books = await open_books(address)
    engine = Engine(address, books.clock)
    await asyncio.gather(
        *(engine.run(meet, Meet("telegram", 1_000 + number, "Otter")) for number in range(PEOPLE))
    )
    for number in range(LOTS_EACH):
        await engine.run(_grant_all, number)
    await engine.close()
    _fold(address)
    return books


def _grant_all(tx: Tx, number: int) -> None:
    """One lot for every learner."""
    for at in range(1, PEOPLE + 1, LINES_AT_ONCE // 2):
        people = range(at, min(at + LINES_AT_ONCE // 2, PEOPLE + 1))
        lines = [
            line
            for person in people
            for line in (
                Line("issuance:rewards:quiz", person_earned(person), TOKENS, TOKENS_EACH),
                Line("fund:rewards", "fund:committed", CURRENCY, TOKENS_EACH),
            )
        ]
        posted = post_journal(tx, Journal(f"grant:{number}:{at}", "reward.granted", tuple(lines)))
        for person in people:
            lots.add_lot(
                tx,
                lots.NewLot(
                    person_id=person,
                    bucket=lots.EARNED,
                    source="reward:quiz",
                    fund="fund:rewards",
                    journal_id=posted.journal_id,
                    amount=TOKENS_EACH,
                    vests_at=tx.now,
                    settles_at=tx.now,
                    expires_at=tx.now + timedelta(days=180),
                ),
            )


def _fold(address: Path | str) -> None:
    """The file alone is the database: nothing is left beside it."""
    if isinstance(address, Path):
        connection = connect(address)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
