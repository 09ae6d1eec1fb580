"""What Discord sent becomes a request by its data alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bots.dialogue.request import (
    ActionPressed,
    CommandGiven,
    FormSubmitted,
    Place,
    PlaceKind,
    Platform,
    Sender,
)
from bots.discord.interactions import Arrival, Kind, language_of, request_of, typing_of
from bots.discord.lanes import Lanes, Turn

SENDER = Sender(Platform.DISCORD, 7, "Otter")
FILE = {"filename": "a.zip", "size": 3, "url": "https://cdn.discordapp.com/a.zip"}


async def fetch(address: str, size: int) -> bytes:
    return f"{address} {size}".encode()


def arrival(kind: int, data: dict[str, Any]) -> Arrival:
    place = Place(PlaceKind.CHANNEL, 5, 0, 6)
    return Arrival(99, 1, "secret", kind, data, SENDER, place, is_direct=False)


async def test_a_subcommand_with_options_and_a_file() -> None:
    options = [
        {"name": "title", "type": 3, "value": "Loops"},
        {"name": "count", "type": 4, "value": 3},
        {"name": "draft", "type": 5, "value": True},
        {"name": "file", "type": 11, "value": "77"},
    ]
    data = {
        "name": "course",
        "options": [{"name": "import", "type": 1, "options": options}],
        "resolved": {"attachments": {"77": FILE}},
    }
    request = request_of(arrival(Kind.COMMAND, data), fetch)
    assert request is not None
    assert request.key == "discord:99"
    given = request.given
    assert isinstance(given, CommandGiven)
    assert given.name == "course import"
    assert given.options == {"title": "Loops", "count": "3", "draft": "true"}
    assert (given.files["file"].name, given.files["file"].size_bytes) == ("a.zip", 3)
    assert await given.files["file"].read() == b"https://cdn.discordapp.com/a.zip 3"


def test_a_button_and_a_selects_option_are_presses() -> None:
    pressed = request_of(arrival(Kind.COMPONENT, {"custom_id": "a:x:1~1"}), fetch)
    chosen = request_of(arrival(Kind.COMPONENT, {"custom_id": "~s", "values": ["a:y:2"]}), fetch)
    assert pressed is not None
    assert chosen is not None
    assert (pressed.given, chosen.given) == (ActionPressed("a:x:1"), ActionPressed("a:y:2"))


def test_a_modal_brings_values_and_files() -> None:
    components = [
        {"type": 18, "component": {"type": 4, "custom_id": "name", "value": "Heron"}},
        {"type": 18, "component": {"type": 19, "custom_id": "work", "values": ["77"]}},
        {"type": 18, "component": {"type": 19, "custom_id": "none", "values": []}},
    ]
    data = {
        "custom_id": "f:t:1",
        "components": components,
        "resolved": {"attachments": {"77": FILE}},
    }
    request = request_of(arrival(Kind.MODAL, data), fetch)
    assert request is not None
    given = request.given
    assert isinstance(given, FormSubmitted)
    assert (given.token, given.values, list(given.files)) == ("f:t:1", {"name": "Heron"}, ["work"])


def test_autocomplete_names_the_option_in_focus() -> None:
    options = [
        {"name": "level", "type": 4, "value": 2},
        {"name": "course", "type": 3, "value": "pyt", "focused": True},
    ]
    typing = typing_of(arrival(Kind.AUTOCOMPLETE, {"name": "learn", "options": options}), fetch)
    assert typing is not None
    assert (typing.option, typing.partial, typing.is_integer) == ("course", "pyt", False)
    assert typing_of(arrival(Kind.AUTOCOMPLETE, {"name": "learn"}), fetch) is None


def test_an_unknown_kind_is_no_request() -> None:
    assert request_of(arrival(1, {}), fetch) is None


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en-US", "en"),
        ("en-GB", "en"),
        ("es-ES", "es"),
        ("es-419", "es"),
        ("ru", "ru"),
        ("fr", "fr"),
    ],
)
def test_locales_are_our_languages(locale: str, language: str) -> None:
    assert language_of(locale) == language


def test_an_arrival_never_shows_its_token() -> None:
    assert "secret" not in repr(arrival(Kind.COMMAND, {"name": "x"}))


async def test_a_lane_keeps_its_order_and_others_do_not_wait() -> None:
    lanes = Lanes()
    order: list[str] = []
    is_open = asyncio.Event()

    async def go(turn: Turn, name: str, gate: asyncio.Event | None = None) -> None:
        async with turn:
            await turn.come()
            if gate:
                await gate.wait()
            order.append(name)
            is_open.set()

    first, second, other = lanes.take(1), lanes.take(1), lanes.take(2)
    await asyncio.gather(go(second, "second"), go(first, "first", is_open), go(other, "other"))
    assert order == ["other", "first", "second"]
    await asyncio.wait_for(lanes.take(1).come(), 1)


async def test_one_who_gives_up_does_not_let_the_next_overtake() -> None:
    lanes = Lanes()
    first, second, third = (lanes.take(1) for _ in range(3))
    order: list[str] = []

    async def leave(turn: Turn) -> None:
        async with turn:
            return

    async def go(turn: Turn, name: str) -> None:
        async with turn:
            await turn.come()
            order.append(name)

    behind = asyncio.gather(leave(second), go(third, "third"))
    await asyncio.gather(go(first, "first"), behind)
    assert order == ["first", "third"]
