"""`peerloom deliveries`: an operator sees what was not delivered and why, and tries it again."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.foundation.door import Engine
from engine.foundation.outbox import ClaimDeliveries, EndDelivery, claim_deliveries, end_delivery
from engine.foundation.tx import Destination
from peerloom.cli import main
from tests.engine.foundation.happenings import Happen, happen
from tests.postgresql import PostgresServer

ENDS = (("telegram", "dead", "topic deleted"), ("discord", "held", "no right: send_messages"))


async def fail_all(address: Path | str) -> None:
    engine = Engine(address)
    to = tuple(Destination("place", n, platform) for n, (platform, *_) in enumerate(ENDS, start=5))
    await engine.run(happen, Happen(to=to))
    for platform, state, why in ENDS:
        for claimed in await engine.run(claim_deliveries, ClaimDeliveries(platform)):
            await engine.run(end_delivery, EndDelivery(claimed.id, state, error=why))
    await engine.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def folder(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A data folder whose community has one dead and one held delivery."""
    address: Path | str = tmp_path / "peerloom.sqlite"
    server: PostgresServer | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        address = server.new_database(request.getfixturevalue("migrated_template"))
        monkeypatch.setenv("PEERLOOM_DATABASE", address)
    else:
        shutil.copy(request.getfixturevalue("migrated_database"), address)
    asyncio.run(fail_all(address))
    yield tmp_path
    if server is not None:
        server.drop(str(address))


def said(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> tuple[int, str]:
    code = main(["--data", str(folder), "deliveries", *arguments])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_reasons_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = said(capsys, folder)
    assert code == 0
    assert [line.split(maxsplit=3) for line in text.splitlines()] == [
        ["1", "discord", "held", "no right: send_messages"],
        ["1", "telegram", "dead", "topic deleted"],
    ]


def test_each_is_told_with_what_and_whereto(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = said(capsys, folder, "--state", "dead")
    assert code == 0
    assert text.split() == (
        [
            "1",
            "telegram",
            "dead",
            "tests.something_happened",
            "to",
            "place",
            "5,",
            "tried",
            "1:",
            "topic",
            "deleted",
        ]
    )
    code, text = said(capsys, folder, "--platform", "discord", "--json")
    (line,) = text.splitlines()
    told = json.loads(line)
    assert (told["state"], told["to_id"], told["why"]) == ("held", 6, "no right: send_messages")


def test_a_dead_one_is_tried_again_and_a_held_one_is_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = said(capsys, folder, "--again", "1", "2", "99")
    assert code == 1
    assert "1 due again" in text
    assert "not dead, or not there: 2, 99" in text
    assert said(capsys, folder, "--state", "dead") == (0, "")
    code, text = said(capsys, folder, "--state", "due")
    assert "tried 0" in text


def test_without_a_database_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = said(capsys, tmp_path)
    assert code == 1
    assert "peerloom init" in text
