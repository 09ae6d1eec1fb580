"""Where a database is: a path for SQLite, `postgresql://…` for PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url

POSTGRESQL = ("postgresql", "postgres")


def is_postgresql(address: Path | str) -> bool:
    return isinstance(address, str) and address.partition(":")[0] in POSTGRESQL


def url_of(address: Path | str, driver: str = "") -> URL:
    """SQLAlchemy's address of the database, with a driver's name (`asyncpg`) where one is given."""
    if not is_postgresql(address):
        return make_url(f"sqlite:///{address}")
    name = f"postgresql+{driver}" if driver else "postgresql"
    return make_url(str(address)).set(drivername=name)
