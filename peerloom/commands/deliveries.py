"""`peerloom deliveries`: what was not delivered and why, for an operator; dead ones tried again."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from engine.foundation.door import Engine
from engine.foundation.unsent import (
    UNSENT,
    TryAgain,
    UnsentDelivery,
    UnsentQuery,
    try_again,
    unsent,
    unsent_counts,
)
from peerloom import database
from peerloom.commands.refused import Refused
from peerloom.settings import load_settings, shell_clock

PLATFORMS = ("telegram", "discord")


async def deliveries(given: argparse.Namespace) -> int:
    settings = load_settings(given.data)
    if not database.exists(settings.database):
        raise Refused(
            f"there is no database at {settings.database_name}: run `peerloom init` first"
        )
    engine = Engine(settings.database, shell_clock())
    try:
        if given.again:
            return await _again(engine, tuple(given.again))
        if given.state is None and given.platform is None and not given.json:
            return await _counts(engine)
        return await _list(engine, given)
    finally:
        await engine.close()


async def _again(engine: Engine, ids: tuple[int, ...]) -> int:
    revived = await engine.run(try_again, TryAgain(ids))
    print(f"{len(revived)} due again")
    left = [id for id in ids if id not in revived]
    if left:
        raise Refused(f"not dead, or not there: {', '.join(map(str, left))}")
    return 0


async def _counts(engine: Engine) -> int:
    counts = await engine.read(unsent_counts, None)
    if not counts:
        print("everything was delivered")
    for found in counts:
        why = f"  {found.why}" if found.why else ""
        print(f"{found.count:6}  {found.platform:8}  {found.state:7}{why}")
    return 0


async def _list(engine: Engine, given: argparse.Namespace) -> int:
    after_id = 0
    while True:
        found = await engine.read(
            unsent,
            UnsentQuery(
                states=(given.state,) if given.state else UNSENT,
                platforms=(given.platform,) if given.platform else PLATFORMS,
                after_id=after_id,
            ),
        )
        for delivery in found:
            print(json.dumps(asdict(delivery), default=str) if given.json else _line(delivery))
        if not found:
            return 0
        after_id = found[-1].id


def _line(delivery: UnsentDelivery) -> str:
    return (
        f"{delivery.id:6}  {delivery.platform:8}  {delivery.state:7}  {delivery.name}  "
        f"to {delivery.to_kind} {delivery.to_id}, tried {delivery.attempts}: "
        f"{delivery.why or 'no reason yet'}"
    )
