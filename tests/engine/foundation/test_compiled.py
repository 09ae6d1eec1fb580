"""Statements compiled once: lists behind IN, literals, moments, and values that do not fit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, case, func, insert, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql import Executable

from engine.foundation import tables
from engine.foundation.compiled import MOST_SHAPES, CompiledStatement, StatementCache
from engine.foundation.tx import ReadTx, Tx

NOW = datetime(2027, 3, 4, 9, tzinfo=UTC)
jobs = tables.job.c
ADD = (
    upsert(tables.job)
    .values(
        name=bindparam("new_name"), slot=bindparam("new_slot"), payload="{}", state="due",
        due_at=bindparam("at"), attempts=0, last_error="",
    )
    .on_conflict_do_nothing(index_elements=["name", "slot"])
    .returning(jobs.id)
)  # fmt: skip
NAMED = select(jobs.name, jobs.due_at).where(
    jobs.name.in_(bindparam("names", expanding=True)), jobs.state == bindparam("in_state")
)
NAMED = NAMED.order_by(jobs.name)
AT = select(jobs.name).where(jobs.due_at.in_(bindparam("moments", expanding=True)))
TWICE = (
    select(jobs.name)
    .where(
        or_(jobs.due_at < bindparam("at"), jobs.leased_until < bindparam("at")),
        jobs.state.in_(("due", "leased")),
        jobs.due_at > NOW - timedelta(days=30),
    )
    .order_by(jobs.name)
    .limit(bindparam("most"))
)
NOT_NAMED = select(func.count().label("count")).where(
    jobs.name.not_in(bindparam("names", expanding=True))
)
MARKED = select(
    jobs.name, jobs.name, case((jobs.state == "due", literal(1)), else_=0), jobs.leased_until
)
SET_DUE = update(tables.job).where(jobs.name == bindparam("of_name")).values(
    due_at=bindparam("at"), lease_token=bindparam("token")
)  # fmt: skip


@pytest.fixture
def tx() -> Iterator[Tx]:
    dialect = sqlite_dialect(paramstyle="qmark")
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(str(CreateTable(tables.job).compile(dialect=dialect)))
    tx = Tx(connection.cursor(), StatementCache(dialect), NOW)
    for number, name in enumerate(("birch", "cedar", "maple")):
        tx.query(ADD, new_name=name, new_slot="1", at=NOW + timedelta(hours=number))
    yield tx
    connection.close()


def names(rows: list[Any]) -> list[str]:
    return [row.name for row in rows]


def test_a_list_behind_in_may_have_any_length(tx: Tx) -> None:
    for wanted in (["maple"], ["birch", "maple", "oak"], [], ["cedar", "birch"], ("maple",)):
        found = tx.query(NAMED, names=wanted, in_state="due")
        assert names(found) == sorted(set(wanted) - {"oak"})
    assert names(tx.query(NAMED, names=frozenset({"birch", "maple"}), in_state="due")) == [
        "birch",
        "maple",
    ]


def test_an_empty_list_excludes_nothing_behind_not_in(tx: Tx) -> None:
    assert tx.query(NOT_NAMED, names=[])[0].count == 3
    assert tx.query(NOT_NAMED, names=["birch"])[0].count == 2


def test_moments_in_a_list_are_stored_like_moments(tx: Tx) -> None:
    assert names(tx.query(AT, moments=[NOW, NOW + timedelta(hours=2)])) == ["birch", "maple"]
    with pytest.raises(TypeError, match="zone"):
        tx.query(AT, moments=[NOW.replace(tzinfo=None)])


def test_literals_and_a_value_used_twice_are_bound(tx: Tx) -> None:
    assert names(tx.query(TWICE, at=NOW + timedelta(hours=1), most=5)) == ["birch"]
    assert names(tx.query(TWICE, at=NOW + timedelta(days=1), most=2)) == ["birch", "cedar"]


def test_moments_come_back_aware_and_missing_ones_as_none(tx: Tx) -> None:
    assert tx.query(NAMED, names=["birch"], in_state="due")[0].due_at == NOW
    row = tx.query(MARKED)[0]
    assert row == ("birch", "birch", 1, None)
    assert row.name == "birch"


def test_a_change_tells_how_many_rows_it_touched(tx: Tx) -> None:
    assert tx.change(SET_DUE, of_name="birch", at=NOW, token=None) == 1
    assert tx.change(SET_DUE, of_name="oak", at=NOW, token="a") == 0
    assert tx.query(ADD, new_name="birch", new_slot="1", at=NOW) == []
    assert tx.query(ADD, new_name="birch", new_slot="2", at=NOW)[0].id == 4


@pytest.mark.parametrize(
    ("statement", "values", "named"),
    [
        (NAMED, {"in_state": "due"}, "missing .'names'."),
        (NAMED, {"names": [], "in_state": "due", "other": 1}, "not asked for .'other'."),
        (TWICE, {"at": NOW}, "missing .'most'."),
        (TWICE, {"at": NOW, "most": 1, "state_1": "dead"}, "not asked for .'state_1'."),
        (MARKED, {"name": "birch"}, "not asked for .'name'."),
    ],
)
def test_a_missing_or_unknown_value_is_refused(
    tx: Tx, statement: Executable, values: dict[str, Any], named: str
) -> None:
    with pytest.raises(TypeError, match=named):
        tx.query(statement, **values)


def test_the_texts_kept_for_lists_are_bounded(tx: Tx) -> None:
    compiled = CompiledStatement(NAMED, sqlite_dialect(paramstyle="qmark"))
    for length in range(MOST_SHAPES + 20):
        compiled.execute(tx._cursor, {"names": ["maple"] * length, "in_state": "due"})
    assert len(compiled._shapes) <= MOST_SHAPES


def test_each_statement_is_compiled_once(tx: Tx) -> None:
    cache = StatementCache(sqlite_dialect(paramstyle="qmark"))
    assert cache.get(NAMED) is cache.get(NAMED)
    assert cache.get(NAMED) is not cache.get(AT)


def test_databases_of_one_kind_share_what_was_compiled_and_others_do_not() -> None:
    cache = StatementCache(sqlite_dialect(paramstyle="qmark"))
    server = StatementCache(PGDialect_asyncpg())
    assert StatementCache(sqlite_dialect(paramstyle="qmark")).get(NAMED) is cache.get(NAMED)
    assert StatementCache(PGDialect_asyncpg()).get(NAMED) is server.get(NAMED)
    assert server.get(NAMED) is not cache.get(NAMED)


def test_statements_built_per_call_are_noticed() -> None:
    cache = StatementCache(sqlite_dialect(paramstyle="qmark"))
    for number in range(5_000):
        cache.get(text(f"SELECT {number}"))
    with pytest.raises(RuntimeError, match="constants"):
        cache.get(text("SELECT 5000"))


def test_a_dialect_that_binds_by_name_is_refused() -> None:
    with pytest.raises(TypeError, match="position"):
        CompiledStatement(NAMED, sqlite_dialect(paramstyle="named"))


def test_reading_cannot_be_confused_with_changing(tx: Tx) -> None:
    assert not hasattr(ReadTx, "change")
    statement = insert(tables.job).values(
        name="oak", slot="1", payload="", state="due", due_at=NOW, attempts=0, last_error=""
    )
    assert tx.change(statement) == 1
    assert tx.query(NOT_NAMED, names=["oak"])[0].count == 3
