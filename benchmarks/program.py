"""The program as `serve` runs it, but for Telegram's rates: at 30 messages a second a benchmark
would measure the waiting."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bots.telegram.limiter import Rates
from peerloom import database, logs
from peerloom.commands.serving import until_stopped
from peerloom.program import Program
from peerloom.settings import load_settings

ANY = Rates(
    overall_per_second=1e6, overall_burst=100_000, chat_per_second=1e6, chat_burst=100_000,
    group_per_minute=1e6, group_burst=100_000,
)  # fmt: skip


async def main(data: Path) -> None:
    settings = load_settings(data)
    logs.set_up(settings.log_level, settings.secrets)
    with database.held(settings.data, settings.database):
        program = Program(settings, rates=ANY)
        try:
            await program.start()
            await until_stopped(program)
        finally:
            await program.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
