"""`peerloom backup` and `peerloom restore`."""

from __future__ import annotations

import argparse

from peerloom import database
from peerloom.commands.refused import Refused
from peerloom.settings import load_settings


async def backup(given: argparse.Namespace) -> int:
    settings = load_settings(given.data)
    if not settings.database.is_file():
        raise Refused(f"there is no database in {settings.data}: run `peerloom init` first")
    try:
        size = database.back_up(settings.database, given.file)
    except (FileExistsError, database.BadBackup, OSError) as fault:
        raise Refused(str(fault)) from fault
    print(f"{given.file}: {size:,} bytes, checked")
    return 0


async def restore(given: argparse.Namespace) -> int:
    settings = load_settings(given.data)
    try:
        with database.held(settings.data):
            former = database.restore(given.file, settings.database)
            database.migrate(settings.database)
    except (database.BadBackup, database.InUse) as fault:
        raise Refused(str(fault)) from fault
    print(f"{settings.database}: restored from {given.file}")
    if former is not None:
        print(f"what was there is kept as {former}")
    return 0
