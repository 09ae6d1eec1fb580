"""The one metadata of the database and the column types that mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Dialect, Integer, MetaData, String, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Platform ids are 64-bit; an INTEGER of SQLite is as wide, and only INTEGER makes a rowid key.
BigInt = BigInteger().with_variant(Integer, "sqlite")


@lru_cache(256)
def _text_of(moment: datetime) -> str:
    """A command writes its one moment into many rows."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, in UTC. SQLite keeps text of fixed width that sorts by time.

    Raises TypeError for a naive moment: SQLite would give it back as if it were local.
    """

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment needs a zone before it is stored")
        if dialect.name == "postgresql":
            return value.astimezone(UTC)
        return _text_of(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None or isinstance(value, datetime):
            return value
        return datetime.fromisoformat(value)


__all__ = ["BigInt", "Boolean", "Text", "UtcDateTime", "metadata"]
