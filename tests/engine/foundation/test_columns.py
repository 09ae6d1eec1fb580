"""Moments in the database: aware, in UTC, in the order of time."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects.postgresql.asyncpg import dialect as postgresql_dialect
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from engine.foundation.columns import UtcDateTime

COLUMN = UtcDateTime()
SQLITE = sqlite_dialect()
ZONES = [UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-10))]
MOMENTS = st.datetimes(
    min_value=datetime(1000, 1, 2),  # noqa: DTZ001
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.sampled_from(ZONES),
)


def stored(moment: datetime) -> str:
    text = COLUMN.process_bind_param(moment, SQLITE)
    assert isinstance(text, str)
    return text


@given(st.lists(MOMENTS, min_size=2))
def test_stored_moments_sort_as_time_does(moments: list[datetime]) -> None:
    assert sorted(map(stored, moments)) == [stored(moment) for moment in sorted(moments)]
    assert len({len(stored(moment)) for moment in moments}) == 1


@given(MOMENTS)
def test_a_moment_reads_back_aware_and_equal(moment: datetime) -> None:
    read = COLUMN.process_result_value(stored(moment), SQLITE)
    assert read == moment
    assert read is not None
    assert read.utcoffset() == timedelta()


def test_the_database_itself_sorts_and_compares_them() -> None:
    early = datetime(2027, 3, 4, 23, tzinfo=ZONES[2])  # the next day in UTC
    late = datetime(2027, 3, 5, 9, 0, 0, 1, tzinfo=UTC)
    database = sqlite3.connect(":memory:")
    is_before = database.execute("SELECT ? < ?", (stored(early), stored(late))).fetchone()
    database.close()
    assert is_before == (1,)


def test_a_naive_moment_is_refused_on_both_databases() -> None:
    naive = datetime(2027, 3, 4, 9)  # noqa: DTZ001
    for dialect in (SQLITE, postgresql_dialect()):  # type: ignore[no-untyped-call]
        with pytest.raises(TypeError, match="zone"):
            COLUMN.process_bind_param(naive, dialect)


def test_no_moment_stays_no_moment() -> None:
    assert COLUMN.process_bind_param(None, SQLITE) is None
    assert COLUMN.process_result_value(None, SQLITE) is None
