"""`peerloom backup`, `peerloom restore` and `peerloom database share`."""

from __future__ import annotations

import argparse

from peerloom import database, database_role
from peerloom.commands.refused import Refused
from peerloom.settings import load_settings


async def backup(given: argparse.Namespace) -> int:
    settings = load_settings(given.data)
    try:
        source = database.file_of(settings.database)
        if not source.is_file():
            raise Refused(f"there is no database in {settings.data}: run `peerloom init` first")
        size = database.back_up(source, given.file)
    except (FileExistsError, database.NoFile, database.BadBackup, OSError) as fault:
        raise Refused(str(fault)) from fault
    print(f"{given.file}: {size:,} bytes, checked")
    return 0


async def restore(given: argparse.Namespace) -> int:
    settings = load_settings(given.data)
    try:
        path = database.file_of(settings.database)
        with database.held(settings.data, path):
            former = database.restore(given.file, path)
            database.migrate(path)
    except (database.NoFile, database.BadBackup, database.InUse) as fault:
        raise Refused(str(fault)) from fault
    print(f"{path}: restored from {given.file}")
    if former is not None:
        print(f"what was there is kept as {former}")
    return 0


async def share(given: argparse.Namespace) -> int:
    """With the address of the tables' owner; the program is given that of the role."""
    settings = load_settings(given.data)
    address = settings.database
    if not isinstance(address, str):
        raise Refused("a file has no roles: this is for PEERLOOM_DATABASE=postgresql://…")
    try:
        database.migrate(address)
        database_role.share_with(address, given.role)
    except (database.OutOfReach, database_role.NotShared) as fault:
        raise Refused(str(fault)) from fault
    print(f"{given.role} may do what the program does; the ledger's tables it can only read")
    return 0
