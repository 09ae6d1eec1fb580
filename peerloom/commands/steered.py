"""The program beside a playground. It has a file of its own: the playground's process imports no
bots, which are half of what it would weigh."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys

from bots.telegram.limiter import Rates
from engine.foundation.clock import OffsetClock
from peerloom import database, logs
from peerloom.commands.refused import Refused
from peerloom.commands.serving import until_stopped
from peerloom.happened import Story
from peerloom.program import Program
from peerloom.settings import load_settings
from peerloom.steering import Steering
from peerloom.webhook_settings import webhook_place

PATIENT = Rates(
    overall_per_second=2000.0, overall_burst=2000, chat_per_second=500.0, chat_burst=500,
    group_per_minute=6000.0, group_burst=500,
)  # fmt: skip


async def steered(given: argparse.Namespace) -> int:
    """The program beside a playground: only this one starts it, which tells it its environment
    in a line."""
    # Loading takes as long as filling a new playground: both are done at once.
    told = await asyncio.to_thread(sys.stdin.readline)
    if not told.startswith("{"):
        raise Refused("this is for the playground alone: use `peerloom run` or `peerloom serve`")
    os.environ.update(json.loads(told))
    token = os.environ["PEERLOOM_STEERING"]
    settings = load_settings(given.data)
    logs.set_up(settings.log_level, [*settings.secrets, token])
    clock = OffsetClock(float(os.environ.get("PEERLOOM_OFFSET", "0")))
    with database.held(settings.data, settings.database):
        # The playground's chats are as patient as its people: a whole story is told in seconds.
        webhook = webhook_place(settings) if settings.webhook_url else None
        program = Program(settings, clock, rates=PATIENT, webhook=webhook)
        try:
            await program.start(wrap=lambda dialogue: Story(dialogue, program.engine))
            runner, port = await Steering(program, clock, token).serve()
            print(f"steering {port}", flush=True)
            orphaned = asyncio.create_task(_stop_when_orphaned(os.getppid()))
            try:
                await until_stopped(program)
            finally:
                orphaned.cancel()
                await runner.cleanup()
        finally:
            await program.close()
    return 0


async def _stop_when_orphaned(parent: int) -> None:
    """A playground that was killed leaves no program behind that nobody can stop."""
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing tells of a parent's end
        await asyncio.sleep(1.0)
    os.kill(os.getpid(), signal.SIGTERM)
