"""Tokens from before there were lots lie in lots once the database was brought forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.schema import with_connection
from engine.foundation.tx import ReadTx
from engine.wallet import journals
from engine.wallet.commands import Money
from engine.wallet.lot_statements import LEFT_OF
from engine.wallet.queries import verify
from engine.wallet.service import post_journal
from engine.wallet.token_policy import EARNED_LAST
from peerloom.database import migrate
from tests.postgresql import PostgresServer

START = datetime(2027, 3, 4, 9, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """A database without tables."""
    if request.param == "sqlite":
        return tmp_path / "peerloom.sqlite"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.new_database()


async def test_what_was_spent_had_eaten_up_the_oldest_grants(nowhere: Path | str) -> None:
    migrate(nowhere, "0003")
    clock = FrozenClock(START)
    engine = Engine(nowhere, clock)
    money = Money()
    for journal in (
        journals.operator_deposited(money, key="deposited", amount=10_000),
        journals.fund_added(money, key="added", amount=10_000),
    ):
        await engine.run(post_journal, journal)
    person, other = with_connection(nowhere, two_people_of_before)
    grants = [(person, 20), (person, 30), (other, 7), (person, 10)]
    for number, (whose, tokens) in enumerate(grants):
        grant: dict[str, Any] = {"programme": "quiz", "tokens": tokens, "paid_by": "fund:rewards"}
        made = journals.reward_granted(Money(), key=f"g:{number}", person_id=whose, **grant)
        await engine.run(post_journal, made)
        clock.advance(days=1)
    spent = journals.reward_expired(Money(), key="spent", person_id=person, tokens=25)
    await engine.run(post_journal, spent)
    await engine.close()

    migrate(nowhere)
    engine = Engine(nowhere, clock)
    assert await engine.read(lots_of, person) == [
        (25, 30, START + timedelta(days=1) + EARNED_LAST),
        (10, 10, START + timedelta(days=3) + EARNED_LAST),
    ]
    assert [left for left, _, _ in await engine.read(lots_of, other)] == [7]
    assert (await engine.read(verify, None)).problems == ()
    await engine.close()


def two_people_of_before(connection: Connection) -> tuple[int, int]:
    """As they were met when the tables were these."""
    people = Table("person", MetaData(), autoload_with=connection)
    for number, name in ((1, "Otter"), (2, "Heron")):
        known = {"id": number, "first_name": name, "nickname": name, "created_at": START}
        other: dict[str, Any] = {
            column.name: 0 if column.type.python_type is int else ""
            for column in people.columns
            if not column.nullable and column.name not in known
        }
        other |= {"is_onboarded": True, "wants_weekends": True, "state": "active"}
        connection.execute(people.insert().values(known | other))
    connection.commit()
    return 1, 2


def lots_of(tx: ReadTx, person_id: int) -> list[tuple[int, int, datetime]]:
    """(left, amount, until when), soonest first."""
    rows = tx.query(LEFT_OF, of_person=person_id)
    return sorted(((row.left_amount, row.amount, row.expires_at) for row in rows), key=until)


def until(lot: tuple[int, int, datetime]) -> datetime:
    return lot[2]
