"""Faults on demand: each is known by its name, documented, and hits what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from playground.discord.weather import FAULTS as DISCORD
from playground.discord.world import DiscordWorld
from playground.scenario.language import read_scenario
from playground.scenario.steps import WorldDoes
from playground.store import Store
from playground.surface import Member, NotSeen
from playground.telegram import TelegramWorld
from playground.telegram.calls import Call
from playground.telegram.faults import FAULTS as TELEGRAM
from playground.telegram.faults import Faults

DOCUMENT = Path(__file__).parents[2] / "docs/faults.md"
OTTER = Member("otter", "Otter", 5, 50, roles=["admin"])
PERSONAL = {"blocked", "unblocked", "deactivated", "no_chat", "closed_dms", "open_dms"}
IN_PLACE = {
    "take_right": {"right": "send_messages"},
    "give_right": {"right": "send_messages"},
    "migrate": {},
}


@pytest.fixture
def telegram() -> Iterator[TelegramWorld]:
    store = Store(None)
    world = TelegramWorld(
        store, lambda: datetime.now(UTC), token="42:" + "t" * 30, bot_username="a_bot"
    )
    world.add_member(OTTER)
    yield world
    store.close()


@pytest.fixture
def discord() -> Iterator[DiscordWorld]:
    store = Store(None)
    world = DiscordWorld(
        store, lambda: datetime.now(UTC), token="t", application_id=900, public_url=lambda: ""
    )
    world.add_member(OTTER)
    yield world
    store.close()


def values_of(name: str, platform: str) -> dict[str, str]:
    values = {"person": "otter"} if name in PERSONAL else {}
    if platform == "telegram" and name in ("migrate", "add_bot"):
        return {"chat": "loops-group", "person": "otter"}
    if name.endswith("_topic") or name in (*IN_PLACE, "remove_bot", "add_bot", "delete_channel"):
        values = {"chat": "py-cohort", "person": "otter"}
    return {**values, **IN_PLACE.get(name, {})}


@pytest.mark.parametrize("name", TELEGRAM)
def test_telegram_takes_each_fault_by_its_name(telegram: TelegramWorld, name: str) -> None:
    telegram.fault(name, **values_of(name, "telegram"))


@pytest.mark.parametrize("name", DISCORD)
async def test_discord_takes_each_fault_by_its_name(discord: DiscordWorld, name: str) -> None:
    discord.fault(name, **values_of(name, "discord"))


@pytest.mark.parametrize(("name", "does"), [*TELEGRAM.items(), *DISCORD.items()])
def test_a_scenario_says_each_fault_with_its_person_or_count_first(
    tmp_path: Path, name: str, does: str
) -> None:
    values = does.partition(":")[0].split(", ")
    first = next((value for value in ("person", "count") if values[0] == value), "")
    word = {"person": "otter", "count": 2, "": ""}[first]
    path = tmp_path / "weather.scenario"
    path.write_text(f"% fault {name} {word} discord\n", encoding="utf-8")
    [step] = read_scenario(path)
    assert isinstance(step, WorldDoes)
    expected = {"on": "discord", **({first: word} if first else {})}
    assert (step.what, step.name, step.values) == ("fault", name, expected)


def test_an_unknown_name_is_answered_with_all_there_are(
    telegram: TelegramWorld, discord: DiscordWorld
) -> None:
    for world, known in ((telegram, TELEGRAM), (discord, DISCORD)):
        with pytest.raises(NotSeen) as refusal:
            world.fault("frogs")
        told = str(refusal.value)
        assert "'frogs'" in told
        assert told.partition("there are: ")[2].split(", ") == list(known)


def test_the_document_has_each_fault_of_each_platform() -> None:
    _, telegram, discord = re.split(r"^## .*$", DOCUMENT.read_text(encoding="utf-8"), flags=re.M)
    for part, known in ((telegram, TELEGRAM), (discord, DISCORD)):
        rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", part, flags=re.M)
        told = {name: f"{values}: {does}" if values else does for name, values, does in rows}
        assert told == known


def test_a_fault_hits_the_method_and_the_chat_it_is_for() -> None:
    faults = Faults()
    faults.set("too_many", {"chat": "-7", "count": 2})
    faults.set("query_too_old", {})
    for method, chat, struck in (
        ("sendMessage", 5, None),
        ("sendMessage", -7, "too_many"),
        ("getUpdates", 0, None),
        ("answerCallbackQuery", 0, "query_too_old"),
        ("answerCallbackQuery", 0, None),
        ("sendPhoto", -7, "too_many"),
        ("sendPhoto", -7, None),
    ):
        fault = faults.take(Call(method, {"chat_id": chat}))
        assert (fault and fault.name) == struck
