"""The program with an intake that acknowledges updates without storing them, as both Telegram
libraries do: what the crash journey must find out."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bots.telegram.engine_intake import EngineIntake
from bots.telegram.intake import Stored
from peerloom import program
from peerloom.cli import main


class ForgetfulIntake(EngineIntake):
    async def store(self, updates: Sequence[Stored]) -> Sequence[Stored]:
        return updates

    async def finish(self, update_id: int) -> None:
        return None

    async def pending(self) -> Sequence[Stored]:
        return ()


program.EngineIntake = ForgetfulIntake  # type: ignore[misc]

if __name__ == "__main__":
    sys.exit(main())
