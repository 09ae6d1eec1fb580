"""Every domain's tables in one place, for migrations and for tests."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from sqlalchemy import MetaData, create_engine

import engine
from engine.foundation.columns import metadata


def whole_metadata() -> MetaData:
    """The metadata with the tables of all domains: each folder's `tables.py` is imported."""
    for package in pkgutil.iter_modules(engine.__path__):
        if (Path(engine.__path__[0]) / package.name / "tables.py").is_file():
            importlib.import_module(f"engine.{package.name}.tables")
    return metadata


def create_schema(path: Path) -> None:
    """Makes all tables and triggers in a new SQLite file, without the history of migrations."""
    sync_engine = create_engine(f"sqlite:///{path}")
    whole_metadata().create_all(sync_engine)
    sync_engine.dispose()
