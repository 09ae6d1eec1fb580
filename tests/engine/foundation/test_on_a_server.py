"""What is different on PostgreSQL: commands at the same time, races tried again, lost lines."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import asyncpg
import pytest
from sqlalchemy import BigInteger, bindparam, func, insert, select, text, update

from engine.foundation import tables
from engine.foundation.door import Engine
from engine.foundation.postgresql import CONNECTIONS, PostgresDatabase
from engine.foundation.tx import ReadTx, Tx, lock_number
from tests.engine.foundation.happenings import NotWanted, count_up, counted
from tests.postgresql import PostgresServer

NAMES = tables.secret.c.name
FIND = select(tables.secret.c.value).where(bindparam("of_name") == NAMES)
FIND_LOCKED = FIND.with_for_update()
ADD = insert(tables.secret).values(name=bindparam("of_name"), value=bindparam("new_value"))
SET = update(tables.secret).where(bindparam("of_name") == NAMES).values(value=bindparam("new"))
END_OWN_LINE = select(func.pg_terminate_backend(func.pg_backend_pid()).label("is_done"))


@pytest.fixture
def address(postgres_address: str) -> str:
    return postgres_address


@dataclass(frozen=True)
class Pay:
    """One's own sum, by a command that names its person."""

    person_id: int
    amount: int = 1


def read_and_write(tx: Tx, command: Pay) -> int:
    name = f"sum:{command.person_id}"
    row = tx.one(FIND, of_name=name)
    total = (int(row.value) if row else 0) + command.amount
    if row is None:
        tx.change(ADD, of_name=name, new_value=str(total))
    else:
        tx.change(SET, of_name=name, new=str(total))
    return total


def retries(engine: Engine) -> int:
    assert isinstance(engine.database, PostgresDatabase)
    return engine.database.retries


async def test_commands_of_one_person_take_turns_and_others_do_not_wait(engine: Engine) -> None:
    results = await asyncio.gather(
        *(engine.run(read_and_write, Pay(person)) for person in (1, 2, 3) for _ in range(30))
    )
    assert sorted(results) == sorted([*range(1, 31)] * 3)
    assert retries(engine) == 0


async def test_more_callers_than_connections_are_all_served(engine: Engine) -> None:
    callers = CONNECTIONS * 5
    await asyncio.gather(*(engine.run(read_and_write, Pay(n)) for n in range(callers)))
    assert engine.commands_done == callers


async def test_a_deadlock_is_resolved_and_both_are_done(engine: Engine) -> None:
    for name in ("a", "b"):
        await engine.run(lambda tx, name: tx.change(ADD, of_name=name, new_value="0"), name)

    def both(tx: Tx, names: tuple[str, str]) -> None:
        for name in names:
            row = tx.one(FIND_LOCKED, of_name=name)
            assert row is not None
            tx.change(SET, of_name=name, new=str(int(row.value) + 1))

    waiting = [engine.run(both, order) for order in (("a", "b"), ("b", "a")) * 2]
    await asyncio.gather(*waiting)
    values = [
        await engine.read(lambda tx, name: tx.query(FIND, of_name=name)[0].value, name)
        for name in ("a", "b")
    ]
    assert values == ["4", "4"]


async def test_two_that_add_the_same_row_are_one_and_then_the_other(engine: Engine) -> None:
    def find_or_add(tx: Tx, name: str) -> str:
        row = tx.one(FIND, of_name=name)
        if row is None:
            tx.change(ADD, of_name=name, new_value="first")
        return row.value if row else "added"

    answers = await asyncio.gather(*(engine.run(find_or_add, "x") for _ in range(16)))
    assert sorted(answers) == ["added"] + ["first"] * 15


async def test_one_message_delivered_many_times_at_once_is_done_once(engine: Engine) -> None:
    answers = await asyncio.gather(*(engine.run(count_up, "a", key="k") for _ in range(12)))
    assert answers == [1] * 12
    assert await engine.read(counted, "a") == 1


async def test_a_refusal_delivered_many_times_at_once_is_one_refusal(engine: Engine) -> None:
    def refuse(tx: Tx, command: object) -> None:
        raise NotWanted(number=count_up(tx, "a"))

    answers = await asyncio.gather(
        *(engine.run(refuse, None, key="k") for _ in range(12)), return_exceptions=True
    )
    assert {type(answer) for answer in answers} == {NotWanted}
    assert await engine.read(counted, "a") == 0


async def test_a_line_lost_before_the_commit_is_no_lost_command(engine: Engine) -> None:
    tries = []

    def cut_off_once(tx: Tx, command: object) -> int:
        tries.append(1)
        total = count_up(tx, "a")
        if len(tries) == 1:
            tx.query(END_OWN_LINE)
        return total

    assert await engine.run(cut_off_once, None) == 1
    assert len(tries) == 2
    assert await engine.read(counted, "a") == 1


async def test_all_lines_lost_at_once_are_opened_anew(
    engine: Engine, postgres_server: PostgresServer
) -> None:
    await asyncio.gather(*(engine.run(read_and_write, Pay(n)) for n in range(CONNECTIONS)))
    name = postgres_server.name_of(str(engine.address))
    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
    postgres_server.ask(f"{ending}'{name}'")
    await asyncio.gather(*(engine.run(read_and_write, Pay(n)) for n in range(CONNECTIONS)))
    found = await asyncio.gather(
        *(
            engine.read(lambda tx, name: tx.query(FIND, of_name=name)[0].value, f"sum:{n}")
            for n in range(CONNECTIONS)
        )
    )
    assert found == ["2"] * CONNECTIONS


async def test_a_fault_that_does_not_pass_reaches_the_caller(engine: Engine) -> None:
    def always(tx: Tx, command: object) -> None:
        tx.change(ADD, of_name="x", new_value="")
        tx.change(ADD, of_name="x", new_value="")

    with pytest.raises(asyncpg.UniqueViolationError):
        await engine.run(always, None)


async def test_a_caller_that_goes_away_leaves_a_whole_command(engine: Engine) -> None:
    held, may_go_on = asyncio.Event(), asyncio.Event()
    driver = await asyncpg.connect(str(engine.address))
    await driver.execute(f"SELECT pg_advisory_lock({lock_number('person', 1)})")

    async def leave() -> None:
        held.set()
        await engine.run(read_and_write, Pay(1), key="k")

    leaving = asyncio.create_task(leave())
    await held.wait()
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    may_go_on.set()
    await driver.close()  # lets the lock go
    assert await engine.run(read_and_write, Pay(1), key="k") == 1
    assert await engine.run(read_and_write, Pay(1), key="another") == 2


async def test_locks_are_taken_in_one_order_whoever_asks(engine: Engine) -> None:
    def lock_all(tx: Tx, ids: tuple[int, ...]) -> None:
        tx.lock("thing", *ids)

    before = retries(engine)
    orders = [tuple(range(8)), tuple(reversed(range(8)))]
    await asyncio.gather(*(engine.run(lock_all, order) for order in orders * 10))
    assert retries(engine) == before


async def test_whole_numbers_stay_whole(engine: Engine) -> None:
    sums = select(func.sum(tables.delivery.c.id).label("total"), func.avg(tables.delivery.c.id))

    def ask(tx: ReadTx, query: object) -> object:
        return tx.query(sums)[0].total

    assert await engine.read(ask, None) is None


PREPARED = text(
    "SELECT generic_plans + custom_plans AS plans FROM pg_prepared_statements "
    "WHERE statement LIKE 'SELECT secret.value%'"
).columns(plans=BigInteger)


async def test_a_line_reads_a_statement_once_and_one_caller_keeps_to_its_line(
    engine: Engine,
) -> None:
    def ask(tx: ReadTx, name: str) -> list[int]:
        tx.one(FIND, of_name=name)
        return [row.plans for row in tx.query(PREPARED)]

    # The server has the statement, and has run it once more each time, whoever asks.
    assert [await engine.read(ask, name) for name in ("a", "b", "a")] == [[1], [2], [3]]
    assert await engine.run(ask, "c") == [4]


async def test_who_waits_for_their_turn_in_vain_leaves_the_line_as_it_was(engine: Engine) -> None:
    assert isinstance(engine.address, str)
    other = await asyncpg.connect(engine.address)
    try:
        number = lock_number("person", 7)
        await other.execute(f"SELECT pg_advisory_lock({number})")
        waiting = asyncio.create_task(engine.run(read_and_write, Pay(7)))
        stop = (
            "SELECT bool_or(pg_cancel_backend(pid)) FROM pg_locks "
            "WHERE locktype = 'advisory' AND NOT granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        while not await other.fetchval(stop):
            pass  # asking takes its time: the other comes to its turn meanwhile
        with pytest.raises(asyncpg.QueryCanceledError):
            await waiting
    finally:
        await other.close()
    assert await engine.run(read_and_write, Pay(7)) == 1
