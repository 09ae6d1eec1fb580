"""The door: one command is one transaction, answered after commit, once per key."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from sqlalchemy import bindparam, insert, select, update

from engine.foundation import tables
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from engine.foundation.tx import ReadTx, Tx

ADD = insert(tables.secret).values(name=bindparam("name_"), value=bindparam("value_"))
FIND = select(tables.secret.c.value).where(tables.secret.c.name == bindparam("name_"))
SET = (
    update(tables.secret)
    .where(tables.secret.c.name == bindparam("name_"))
    .values(value=bindparam("value_"))
)


class NoMore(EngineError):
    code = "tests.no_more"


@dataclass(frozen=True)
class Add:
    amount: int
    most: int = 1_000_000


@dataclass(frozen=True)
class Counted:
    total: int


def add(tx: Tx, command: Add) -> Counted:
    tx.lock("count", 0)
    row = tx.one(FIND, name_="count")
    total = (int(row.value) if row else 0) + command.amount
    if row is None:
        tx.change(ADD, name_="count", value_=str(total))
    else:
        tx.change(SET, name_="count", value_=str(total))
    if total > command.most:
        raise NoMore(total=total)
    return Counted(total)


def total(tx: ReadTx, query: object) -> int:
    row = tx.one(FIND, name_="count")
    return int(row.value) if row else 0


def broken(tx: Tx, command: Add) -> Counted:
    add(tx, command)
    raise ZeroDivisionError("a fault after a write")


def ends_the_transaction(tx: Tx, command: Add) -> Counted:
    add(tx, command)
    tx._cursor.execute("ROLLBACK")
    return Counted(0)


async def test_no_update_is_lost_among_concurrent_commands(engine: Engine) -> None:
    results = await asyncio.gather(*(engine.run(add, Add(1)) for _ in range(200)))
    assert sorted(result.total for result in results) == list(range(1, 201))
    assert await engine.read(total, None) == 200


async def test_a_refusal_undoes_its_own_command_alone(engine: Engine) -> None:
    outcomes = await asyncio.gather(
        *(engine.run(add, Add(1, most=10)) for _ in range(30)), return_exceptions=True
    )
    assert sum(isinstance(outcome, NoMore) for outcome in outcomes) == 20
    assert await engine.read(total, None) == 10


async def test_a_fault_undoes_its_command_and_reaches_the_caller(engine: Engine) -> None:
    outcomes = await asyncio.gather(
        engine.run(add, Add(1)),
        engine.run(broken, Add(5)),
        engine.run(add, Add(1)),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], ZeroDivisionError)
    assert await engine.read(total, None) == 2


async def test_a_torn_transaction_leaves_the_other_commands_standing(engine: Engine) -> None:
    outcomes = await asyncio.gather(
        engine.run(add, Add(1)),
        engine.run(ends_the_transaction, Add(5)),
        engine.run(add, Add(1)),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], Exception)
    assert await engine.read(total, None) == 2


async def test_the_same_key_gives_the_first_answer_again(engine: Engine) -> None:
    first = await engine.run(add, Add(3), key="telegram:1:7")
    again = await engine.run(add, Add(3), key="telegram:1:7")
    assert first == again == Counted(3)
    assert await engine.read(total, None) == 3


async def test_a_refusal_is_remembered_with_its_data(engine: Engine) -> None:
    for _ in range(2):
        with pytest.raises(NoMore) as refusal:
            await engine.run(add, Add(3, most=1), key="telegram:1:8")
        assert refusal.value.data == {"total": 3}


async def test_a_fault_is_not_remembered(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError):
        await engine.run(broken, Add(3), key="telegram:1:9")
    assert await engine.run(add, Add(3), key="telegram:1:9") == Counted(3)


async def test_a_read_cannot_write(engine: Engine) -> None:
    def sneaky(tx: ReadTx, query: object) -> None:
        tx.query(ADD, name_="x", value_="y")

    with pytest.raises(Exception, match=r"read-?only"):
        await engine.read(sneaky, None)


async def test_a_missing_or_unknown_value_is_named(engine: Engine) -> None:
    def forgetful(tx: ReadTx, query: object) -> None:
        tx.query(FIND)

    def chatty(tx: ReadTx, query: object) -> None:
        tx.query(FIND, name_="a", other=1)

    with pytest.raises(TypeError, match="name_"):
        await engine.read(forgetful, None)
    with pytest.raises(TypeError, match="other"):
        await engine.read(chatty, None)


async def test_what_is_committed_survives_a_new_engine(engine: Engine) -> None:
    await engine.run(add, Add(4), key="k")
    second = Engine(engine.address, engine.clock)
    assert await second.run(add, Add(4), key="k") == Counted(4)
    assert await second.read(total, None) == 4
    await second.close()
