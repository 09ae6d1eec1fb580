"""One playground with the real program for the journeys, on a demonstration filled once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from peerloom.demo import CourseToImport
from peerloom.host import SELFTEST_START, playground
from playground.scenario.client import ControlClient
from tests.journeys.stage import Stage

COURSE = CourseToImport(Path(__file__).parent / "two-steps")
# The system chooses the port, and a new one at each start: the program tells Telegram of it.
BY_WEBHOOK = {
    "PEERLOOM_WEBHOOK": "127.0.0.1:0",
    "PEERLOOM_WEBHOOK_URL": "http://127.0.0.1:0/telegram",
    "TELEGRAM_WEBHOOK_SECRET": "a-secret_of_43_letters_that-opens-nothing-0",
}


@asynccontextmanager
async def opened(
    folder: Path,
    template: Path | None,
    *,
    server: str | None = None,
    module: str = "peerloom",
    by_webhook: bool = False,
) -> AsyncIterator[Stage]:
    """`server`: a PostgreSQL database for the program; `module`: what is run as the program;
    `by_webhook`: Telegram pushes to it instead of being polled."""
    async with (
        playground(
            folder,
            start_at=SELFTEST_START,
            courses=[COURSE],
            template=template,
            database=server,
            module=module,
            environment=BY_WEBHOOK if by_webhook else None,
        ) as running,
        ControlClient(base_url=running.base_url, token=running.token) as client,
    ):
        yield Stage(client, folder, server)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first playground keeps the filled database for the next ones."""
    return tmp_path_factory.mktemp("template") / "peerloom.sqlite"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage(template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Shared: starting the program takes the longest, so each test has people of its own."""
    async with opened(tmp_path_factory.mktemp("playground"), template) as shared:
        yield shared


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def faulty(template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Another one for those who break things: places there are lost, and the time moves on."""
    async with opened(tmp_path_factory.mktemp("faulty"), template) as shared:
        yield shared


@pytest.fixture(params=["telegram", "discord"])
def platform(request: pytest.FixtureRequest) -> str:
    return str(request.param)
