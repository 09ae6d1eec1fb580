"""Clock, plug, weather, settling and the live line of the control interface."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSMsgType

from playground.clock import PlaygroundClock
from playground.settling import StillUnderWay, settle
from playground.store import Store
from tests.playground.small_world import SmallWorld, small_world


async def test_the_clock_advances_and_tells_the_program(world: SmallWorld) -> None:
    status, state = await world.post("/control/clock", {"advance_seconds": 86_400})
    assert status == 200
    assert state["offset_seconds"] == 86_400
    assert world.program.offset_seconds == 86_400
    ahead = datetime.fromisoformat(state["now"]) - datetime.now(UTC)
    assert timedelta(hours=23, minutes=59) < ahead < timedelta(hours=24, minutes=1)


async def test_the_clock_is_set_to_a_moment(world: SmallWorld) -> None:
    _, state = await world.post("/control/clock", {"to": "2027-03-09T19:00:00+01:00"})
    assert state["now"].startswith("2027-03-09T18:00:0")


async def test_the_clock_survives_a_restart_of_the_playground(tmp_path: Path) -> None:
    path = tmp_path / "playground.sqlite"
    async with small_world(Store(path)) as world:
        await world.post("/control/clock", {"advance_seconds": 3600})
    again = Store(path)
    assert PlaygroundClock(again).offset_seconds == 3600
    again.close()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "advance_seconds"),
        ({"advance_seconds": -1}, "ten years"),
        ({"advance_seconds": True}, "a number"),
        ({"to": "tomorrow"}, "ISO 8601"),
    ],
)
async def test_a_clock_that_cannot_be_read_is_refused(
    world: SmallWorld, body: dict[str, Any], sentence: str
) -> None:
    status, answer = await world.post("/control/clock", body)
    assert status == 400
    assert sentence in answer["error"]


async def test_the_plug_is_pulled_and_put_back(world: SmallWorld) -> None:
    await world.post("/control/clock", {"advance_seconds": 60})
    _, state = await world.post("/control/kill")
    assert world.program.asked == ["kill", "restart"]
    assert state["is_running"]
    _, state = await world.post("/control/kill", {"stay_down": True})
    assert not state["is_running"]
    status, answer = await world.get("/control/happened")
    assert (status, "switched off" in answer["error"]) == (409, True)
    await world.post("/control/restart")
    assert world.program.is_running()


async def test_weather_falls_where_it_is_known(world: SmallWorld) -> None:
    await world.post("/control/fault", {"name": "slow", "seconds": 2})
    assert world.telegram.faults == world.discord.faults == [("slow", {"seconds": 2})]
    await world.post("/control/fault", {"name": "blocked", "person": "learner"})
    assert world.telegram.faults[-1] == ("blocked", {"person": "learner"})
    assert len(world.discord.faults) == 1
    await world.post("/control/fault", {"name": "drop", "count": 1})
    assert world.discord.faults[-1] == ("drop", {"count": 1})
    status, answer = await world.post("/control/fault", {"name": "frogs"})
    assert (status, "no weather frogs" in answer["error"]) == (404, True)


async def test_settling_waits_for_whoever_is_busy_and_names_them(world: SmallWorld) -> None:
    assert (await world.post("/control/settle"))[0] == 200
    world.program.busy = True
    surfaces = {"telegram": world.telegram, "discord": world.discord}
    with pytest.raises(StillUnderWay, match="the program"):
        await settle({**surfaces}, world.program, limit_seconds=0.05)
    world.program.busy, world.discord.busy = False, True
    with pytest.raises(StillUnderWay, match="discord"):
        await settle({**surfaces}, world.program, limit_seconds=0.05)


async def test_a_program_switched_off_settles_at_once(world: SmallWorld) -> None:
    world.program.busy = True
    await world.post("/control/kill", {"stay_down": True})
    assert (await world.post("/control/settle"))[0] == 200


async def test_the_drawer_gets_what_is_new(world: SmallWorld) -> None:
    world.program.entries = [{"number": 1}, {"number": 2}]
    assert (await world.get("/control/happened?since=1"))[1] == [{"number": 2}]
    assert (await world.get("/control/happened?since=-1"))[0] == 400


async def test_the_live_line_tells_of_changes_and_of_the_clock(world: SmallWorld) -> None:
    address = world.base_url.replace("http", "ws") + "/control/ws"
    async with world.session.ws_connect(address) as socket:
        first = await socket.receive_json()
        assert first["type"] == "state"
        await world.post("/control/people/learner/say", {"on": "telegram", "text": "hello"})
        change = await socket.receive_json()
        assert (change["type"], change["platform"], change["person"]) == (
            "change",
            "telegram",
            "learner",
        )
        await world.post("/control/clock", {"advance_seconds": 3600})
        while (view := await socket.receive_json())["type"] != "state":
            assert view["type"] == "change"
        assert view["offset_seconds"] == 3600


async def test_open_pages_are_told_when_the_server_stops() -> None:
    async with small_world() as world:
        address = world.base_url.replace("http", "ws") + "/control/ws"
        socket = await world.session.ws_connect(address)
        await socket.receive_json()
        world_socket = socket
    assert world_socket.closed or (await world_socket.receive()).type in {
        WSMsgType.CLOSE,
        WSMsgType.CLOSED,
        WSMsgType.CLOSING,
    }
