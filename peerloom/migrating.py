"""Alembic's commands on a connection of ours. They have a file of their own: importing Alembic
takes long, and a program whose tables are of the newest version needs none of it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

import migrations


def upgrade(connection: Connection, version: str) -> None:
    command.upgrade(_config(connection), version)


def downgrade(connection: Connection, version: str) -> None:
    command.downgrade(_config(connection), version)


def scripts() -> ScriptDirectory:
    """Every version, as Alembic reads them."""
    return ScriptDirectory.from_config(_config())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    return config
