"""Health, readiness and metrics, asked over HTTP as a monitor does."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import asyncpg
import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from engine.foundation.intake import StoreUpdate, StoreUpdates, store_updates
from engine.foundation.tx import Destination, Tx
from engine.foundation.waiting import waiting
from engine.people.commands import Meet, UseAllowance
from engine.people.service import meet, use_allowance
from tests.engine.conftest import clock  # noqa: F401
from tests.engine.foundation.happenings import Happen, NotWanted, happen
from tests.postgresql import PostgresServer
from web.figures import Figures, RateLimitWaits
from web.metrics import Metrics
from web.monitoring import Monitoring, serve

WORDS = "words that nobody should read here"
NAME = re.compile(r"[A-Za-z_.]+")


class World:
    """What is around the monitored program."""

    def __init__(self) -> None:
        self.parts = {"telegram": True, "discord": True}
        self.figures = Figures()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def engine(address: Path | str, clock: FrozenClock) -> AsyncIterator[Engine]:  # noqa: F811
    opened = Engine(address, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def monitor(engine: Engine, world: World) -> AsyncIterator[aiohttp.ClientSession]:
    metrics = Metrics(lambda: world.figures)
    engine.on_command = metrics.watch
    monitoring = Monitoring(engine, metrics, lambda: world.parts)
    runner, port = await serve(monitoring.app(), "127.0.0.1", 0)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session
    await runner.cleanup()


async def figures(monitor: aiohttp.ClientSession) -> dict[str, float]:
    async with monitor.get("/metrics") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        text = await answer.text()
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def refuse(tx: Tx, command: object) -> None:
    raise NotWanted


def fail(tx: Tx, command: object) -> None:
    raise ZeroDivisionError


async def test_a_program_that_lives_is_healthy_whatever_else(
    monitor: aiohttp.ClientSession, world: World
) -> None:
    world.parts = {"telegram": False}
    async with monitor.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"alive": True})


@pytest.mark.parametrize("away", [None, "telegram", "discord"])
async def test_it_is_ready_when_all_parts_are(
    monitor: aiohttp.ClientSession, world: World, away: str | None
) -> None:
    if away is not None:
        world.parts[away] = False
    async with monitor.get("/readyz") as answer:
        told = await answer.json()
    assert answer.status == (200 if away is None else 503)
    assert told == {"ready": away is None, "parts": {"database": True, **world.parts}}


async def test_without_its_database_it_is_not_ready(postgres_server: PostgresServer) -> None:
    engine = Engine(postgres_server.address("nowhere"))
    runner, port = await serve(Monitoring(engine, Metrics(), dict).app(), "127.0.0.1", 0)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        async with session.get("/readyz") as answer:
            told = await answer.json()
        assert (answer.status, told) == (503, {"ready": False, "parts": {"database": False}})
        async with session.get("/healthz") as answer:
            assert answer.status == 200
    await runner.cleanup()
    await engine.close()


async def test_commands_are_counted_by_outcome_and_timed(
    monitor: aiohttp.ClientSession, engine: Engine
) -> None:
    await engine.run(happen, Happen())
    await engine.run(happen, Happen())
    with pytest.raises(NotWanted):
        await engine.run(refuse, None)
    with pytest.raises(ZeroDivisionError):
        await engine.run(fail, None)
    found = await figures(monitor)
    assert found['peerloom_commands_total{command="happen",outcome="NoneType"}'] == 2
    assert found['peerloom_commands_total{command="refuse",outcome="tests.not_wanted"}'] == 1
    assert found['peerloom_commands_total{command="fail",outcome="ZeroDivisionError"}'] == 1
    assert found['peerloom_command_seconds_count{command="happen"}'] == 2
    assert found['peerloom_command_seconds_sum{command="happen"}'] > 0


async def test_what_waits_is_counted(
    monitor: aiohttp.ClientSession, engine: Engine, world: World
) -> None:
    update = StoreUpdate("42", 7, "person:1", "words that nobody should read here")
    await engine.run(store_updates, StoreUpdates((update,)))
    to = (Destination("place", 1, "telegram"), Destination("place", 2, "discord"))
    await engine.run(happen, Happen(to=to))
    found = await figures(monitor)
    assert found["peerloom_updates_unfinished"] == 1
    assert found["peerloom_jobs_due"] == 0
    assert found['peerloom_deliveries{platform="telegram",state="due"}'] == 1
    assert found['peerloom_deliveries{platform="discord",state="due"}'] == 1
    assert found['peerloom_deliveries{platform="discord",state="dead"}'] == 0
    assert found["peerloom_database_answers"] == 1


async def test_what_the_bots_know_is_counted_and_only_grows(
    monitor: aiohttp.ClientSession, world: World
) -> None:
    world.figures = Figures(
        updates={"stored": 5, "known": 2, "forged": 1},
        updates_at_telegram=4,
        waits={"telegram": RateLimitWaits(3, 1.5), "discord": RateLimitWaits(1, 0.25)},
        reports={("telegram", "sent"): 7, ("discord", "later"): 1},
    )
    await figures(monitor)
    world.figures = replace(world.figures, updates={"stored": 6, "known": 2, "forged": 1})
    found = await figures(monitor)
    assert found['peerloom_updates_total{outcome="stored"}'] == 6
    assert found['peerloom_updates_total{outcome="known"}'] == 2
    assert found['peerloom_updates_total{outcome="forged"}'] == 1
    assert found["peerloom_updates_at_telegram"] == 4
    assert found['peerloom_rate_limit_waits_total{platform="telegram"}'] == 3
    assert found['peerloom_rate_limit_wait_seconds_total{platform="telegram"}'] == 1.5
    assert found['peerloom_rate_limit_waits_total{platform="discord"}'] == 1
    assert found['peerloom_rate_limit_wait_seconds_total{platform="discord"}'] == 0.25
    assert found['peerloom_delivery_reports_total{outcome="sent",platform="telegram"}'] == 7
    assert found['peerloom_delivery_reports_total{outcome="later",platform="discord"}'] == 1
    world.figures = Figures()  # a bot that is gone takes nothing back
    assert (await figures(monitor))['peerloom_updates_total{outcome="stored"}'] == 6


async def test_a_label_is_never_of_a_person(monitor: aiohttp.ClientSession, engine: Engine) -> None:
    await engine.run(meet, Meet("telegram", 5_001_777, WORDS, "", "en"), key="telegram:42:7#0")
    update = StoreUpdate("42", 7, "person:5001777", WORDS)
    await engine.run(store_updates, StoreUpdates((update,)))
    for _ in range(70):
        with contextlib.suppress(EngineError):
            await engine.run(use_allowance, UseAllowance(1))
    async with monitor.get("/metrics") as answer:
        text = await answer.text()
    assert WORDS not in text
    assert "5001777" not in text
    labels = set(re.findall(r'(\w+)="([^"]*)"', text))
    assert {name for name, _ in labels} <= {"command", "outcome", "platform", "state", "le"}
    # Names of things in the code: no digit that could be an id, no space that could be a text.
    assert [value for name, value in labels if name != "le" and not NAME.fullmatch(value)] == []
    assert ("outcome", "foundation.too_many") in labels


async def test_a_database_that_says_nothing_makes_it_not_ready_in_bounded_time(
    postgres_address: str,
) -> None:
    engine = Engine(postgres_address)
    monitoring = Monitoring(engine, Metrics(), dict, database_seconds=0.2)
    runner, port = await serve(monitoring.app(), "127.0.0.1", 0)
    await engine.read(waiting, None)  # it is reached, and then falls silent
    other = await asyncpg.connect(postgres_address)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        async with other.transaction():
            await other.execute("LOCK TABLE stored_update IN ACCESS EXCLUSIVE MODE")
            async with asyncio.timeout(10):  # the database itself would let us wait for longer
                for _ in range(30):  # more than it has connections
                    async with session.get("/readyz") as answer:
                        assert answer.status == 503
                        assert (await answer.json())["parts"] == {"database": False}
                async with session.get("/metrics") as answer:
                    text = await answer.text()
            assert "peerloom_database_answers 0.0" in text
            assert "peerloom_updates_unfinished NaN" in text
            async with session.get("/healthz") as answer:
                assert answer.status == 200
        async with asyncio.timeout(10):
            while True:
                async with session.get("/readyz") as answer:
                    if answer.status == 200:
                        break
    await other.close()
    await runner.cleanup()
    await engine.close()


async def test_the_guide_names_every_metric(monitor: aiohttp.ClientSession) -> None:
    async with monitor.get("/metrics") as answer:
        told = set(re.findall(r"^# HELP (peerloom_\w+)", await answer.text(), re.MULTILINE))
    guide = (Path(__file__).parents[2] / "docs/operating.md").read_text(encoding="utf-8")
    assert told == set(re.findall(r"^\| `(peerloom_\w+)`", guide, re.MULTILINE))


async def test_a_port_that_is_taken_is_an_error_that_leaves_nothing_open(engine: Engine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        app = Monitoring(engine, Metrics(), dict).app()
        with pytest.raises(OSError, match="in use"):
            await serve(app, "127.0.0.1", taken.getsockname()[1])
