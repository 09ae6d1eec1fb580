"""Every domain's tables in one place, for migrations and for tests."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, MetaData, NullPool, create_engine
from sqlalchemy.ext.asyncio import create_async_engine

import engine as the_engine
from engine.foundation.addresses import is_postgresql, url_of
from engine.foundation.columns import metadata

R = TypeVar("R")


def whole_metadata() -> MetaData:
    """The metadata with the tables of all domains: each folder's `tables.py` is imported."""
    for package in pkgutil.iter_modules(the_engine.__path__):
        if (Path(the_engine.__path__[0]) / package.name / "tables.py").is_file():
            importlib.import_module(f"engine.{package.name}.tables")
    return metadata


def create_schema(address: Path | str) -> None:
    """Makes all tables and triggers in a new database, without the history of migrations."""
    with_connection(address, whole_metadata().create_all, commit=True)


def with_connection(
    address: Path | str, work: Callable[[Connection], R], *, commit: bool = False
) -> R:
    """Runs `work` on SQLAlchemy's own connection: for schemas and migrations, not for commands."""
    if is_postgresql(address):
        # The driver is asynchronous, and a loop may be running here already.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, _on_server(str(address), work, commit)).result()
    engine = create_engine(url_of(address))
    try:
        with engine.connect() as connection:
            result = work(connection)
            if commit:
                connection.commit()
            return result
    finally:
        engine.dispose()


async def _on_server(address: str, work: Callable[[Connection], R], commit: bool) -> R:
    engine = create_async_engine(url_of(address, "asyncpg"), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            result = await connection.run_sync(work)
            if commit:
                await connection.commit()
            return result
    finally:
        await engine.dispose()
