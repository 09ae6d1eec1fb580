"""What the adapters' tests share: a clock that no busy machine can stop."""

from __future__ import annotations

import asyncio
from typing import cast

import looptime
import pytest


@pytest.fixture
async def own_clock() -> None:
    """The test's loop counts its own seconds: none goes by while something runs, and where all
    wait, it is at once the time of the next alarm. For tests without sockets and threads."""
    loop = cast(asyncio.BaseEventLoop, asyncio.get_running_loop())
    looptime.patch_event_loop(loop, start=loop.time())
